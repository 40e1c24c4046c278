"""Telling the story of each case through the actions that staff would have used."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from uuid import uuid4

from django.utils import timezone

from kimbilio.accounts.choices import Role
from kimbilio.accounts.models import User
from kimbilio.cases.actions.intake import open_case
from kimbilio.cases.actions.notes import add_note
from kimbilio.cases.actions.plan.sets import add_ready_set
from kimbilio.cases.actions.plan.states import decline_step, finish_step, start_step
from kimbilio.cases.actions.plan.wishes import record_wish
from kimbilio.cases.actions.rescue import move_rescue
from kimbilio.cases.actions.story import change_story
from kimbilio.cases.actions.team import add_member
from kimbilio.cases.choices import EntryKind, Source
from kimbilio.cases.clocks import meet_clocks
from kimbilio.cases.first_call import FirstCall
from kimbilio.cases.intake_choices import (
    Caller,
    ClockKind,
    Flag,
    Likely,
    MayWrite,
    RescueState,
    Route,
    Safety,
)
from kimbilio.cases.models import Case, ReadySet, Rescue, Step
from kimbilio.cases.outline import refresh_outline
from kimbilio.cases.plan_choices import Wish
from kimbilio.consent.actions import record_consent
from kimbilio.consent.choices import Answer, Giver, Purpose
from kimbilio.operations.demo import cast
from kimbilio.operations.demo.cast import One
from kimbilio.operations.demo.earlier import move_back
from kimbilio.operations.demo.staff import Team
from kimbilio.organisation.queries import duty_lead
from kimbilio.people.actions import change_person
from kimbilio.people.choices import Minority, RelationKind
from kimbilio.people.sample_names import sample_phone

WORDS = {
    Wish.WANTS: "Yes, please.",
    Wish.NOT_SURE: "I have to think about it.",
    Wish.LATER: "Not yet. Ask me again after the visit.",
}


@dataclass
class Telling:
    """Tells one case after the other; the draw is always the same."""

    team: Team
    random: Random

    def tell(self, one: One) -> Case:
        """Everything about one survivor, from the first call to where the work stands."""
        worker = self.team[one.worker]
        case = self._first_call(one, worker)
        self._who_they_are(one, case, worker)
        if one.stands in {cast.WAITING, cast.RUNNING}:
            self._rescue(one, case, worker)
        elif one.stands != cast.FRESH:
            self._settle(one, case, worker)
            self._plan(one, case, worker)
        move_back(case, timedelta(hours=one.hours))
        if one.sets:
            self._lately(one, case, worker)
        refresh_outline(case)
        return case

    def _first_call(self, one: One, worker: User) -> Case:
        """The call as the worker took it."""
        is_urgent = one.stands in {cast.WAITING, cast.RUNNING}
        by_body = one.source not in {Source.SELF, Source.FAMILY, Source.HOTLINE}
        hours = one.hours_safe
        safety = Safety.NOT_SAFE if is_urgent else Safety.HOURS
        call = FirstCall(
            started_at=timezone.now(),
            caller=Caller.OTHER if by_body or one.source == Source.FAMILY else Caller.PERSON,
            caller_name="Duty desk" if by_body else "",
            caller_is=RelationKind.OFFICIAL if by_body else "",
            told=Minority.MINOR if one.age < 18 else Minority.ADULT,
            goes_by=one.name.split()[0],
            age=one.age,
            language="swa",
            safety=safety
            if one.stands in {cast.FRESH, cast.WAITING, cast.RUNNING}
            else Safety.SAFE,
            place="Police desk near the bus park" if is_urgent else "",
            flags=frozenset({Flag.PAPERS_KEPT}) if one.kind == "abroad" else frozenset(),
            is_body_with_them=by_body and one.age < 18,
            phone=sample_phone(self.random),
            safe_from=hours[0] if hours else None,
            safe_to=hours[1] if hours else None,
            code_phrase=one.phrase,
            source=one.source,
            trafficking=Likely.YES,
            may_write=MayWrite.YES,
            words=one.words or "Asks for help. Tells a little, more when we meet.",
        )
        route = Route.GO_NOW if is_urgent else Route.SAFETY_PLAN
        return open_case(
            key=uuid4(), call=call, route=route, by=worker,
            override_reason="We know the place and it is safe for now.",
        )  # fmt: skip

    def _who_they_are(self, one: One, case: Case, worker: User) -> None:
        """Name, story and what later talks brought; what assessments would say of risk and work."""
        person = case.survivor
        change_person(
            person=person, case=case, by=worker, expected=person.version, full_name=one.name,
            sex=one.sex, nationality="KE",
        )  # fmt: skip
        giver = Giver.ASSENT if one.age < 18 else Giver.SELF
        record_consent(
            case=case, purpose=Purpose.SERVICE, answer=Answer.YES, giver=giver, by=worker
        )
        if one.stands not in {cast.FRESH, cast.WAITING}:
            change_story(case=case, by=worker, expected=0, account=one.words, wish=one.wish)
        Case.objects.filter(pk=case.pk).update(
            risk=one.risk, where_now=one.where, work_kind=one.kind, county=one.county
        )
        case.refresh_from_db()

    def _rescue(self, one: One, case: Case, worker: User) -> None:
        """One waits for the yes of the duty lead; the other is on the road."""
        if one.stands == cast.WAITING:
            return
        rescue = Rescue.objects.get(case=case)
        lead = duty_lead(at=timezone.now()) or self.team.first(Role.TEAM_LEAD)
        move_rescue(rescue=rescue, to=RescueState.APPROVED, by=lead, words="Take the white car.")
        for state in (RescueState.TEAM, RescueState.AUTHORITIES):
            rescue.refresh_from_db()
            move_rescue(rescue=rescue, to=state, by=worker)

    def _settle(self, one: One, case: Case, worker: User) -> None:
        """The limits of the first days were met, and colleagues joined."""
        kinds = [ClockKind.FIRST_CONTACT, ClockKind.SAFE_PLACE, ClockKind.OFFICER]
        if one.stands != cast.PLANNED:
            kinds.append(ClockKind.ASSESSMENT)
        meet_clocks(case, kinds, by=worker)
        more = [Role.THERAPIST]
        more += [Role.LEGAL_OFFICER] if cast.COURT in one.sets else []
        more += [Role.SHELTER_WORKER] if one.where == "shelter" else []
        for role in more:
            add_member(case=case, member=self.team.first(role), by=worker)

    def _plan(self, one: One, case: Case, worker: User) -> None:
        """The sets chosen, each step asked, the first ones done."""
        started_on = (timezone.now() - timedelta(hours=one.hours)).date()
        for title in one.sets:
            ready = ReadySet.objects.get(title_en=title)
            add_ready_set(case=case, ready_set=ready, starts_on=started_on, by=worker, owner=worker)
        steps = list(Step.objects.filter(case=case).order_by("number"))
        for step in steps:
            self._ask(one, step, worker)
        for step in steps[: one.done]:
            finish_step(step=step, by=worker)
        if one.stands == cast.SUPPORT:
            self._set_days(steps[one.done :])

    def _set_days(self, steps: list[Step]) -> None:
        """What is left is due from a few days ago on, one after the other."""
        day = timezone.localdate() + timedelta(days=self.random.choice((-5, -2, 0, 1, 4)))
        for step in steps:
            Step.objects.filter(pk=step.pk).update(due_on=day)
            day += timedelta(days=self.random.choice((3, 7, 9)))

    def _ask(self, one: One, step: Step, worker: User) -> None:
        if one.stands == cast.PLANNED and step.number > 3:
            return  # not asked yet
        wish = Wish.WANTS
        if step.number in one.parked:
            wish = Wish.LATER
        elif step.number > one.done + 3:
            wish = Wish.NOT_SURE
        ask_again = timezone.localdate() + timedelta(days=9) if wish == Wish.LATER else None
        record_wish(
            step=step, wish=wish, by=worker, words=WORDS[wish], ask_again_on=ask_again,
            guardian="agrees" if one.age < 18 and wish == Wish.WANTS else "",
        )  # fmt: skip

    def _lately(self, one: One, case: Case, worker: User) -> None:
        """Notes of the last days, a step under way, one that did not work out."""
        span = min(one.hours, 20 * 24)
        for place, (kind, texts, by) in enumerate(
            (
                (EntryKind.VISIT, cast.VISITS, worker),
                (EntryKind.CALL, cast.CALLS_MADE, worker),
                (EntryKind.SESSION, cast.SESSIONS, self.team.first(Role.THERAPIST)),
            ),
            start=1,
        ):
            at = timezone.now() - timedelta(hours=span * place / 4)
            add_note(case=case, kind=kind, text=self.random.choice(texts), by=by, happened_at=at)
        if one.stands != cast.SUPPORT:
            return
        steps = {step.number: step for step in Step.objects.filter(case=case)}
        if broken := steps.get(one.broken):
            decline_step(step=broken, by=worker, outcome="The office says: not this term.")
        self._start_next(one, steps, worker)

    def _start_next(self, one: One, steps: dict[int, Step], worker: User) -> None:
        step = steps.get(one.done + 1)
        if step and step.number not in {*one.parked, one.broken}:
            start_step(step=step, by=worker)


def moment(day: int, hour: int, minute: int = 0) -> datetime:
    """An hour of a day from today on."""
    at = timezone.localtime() + timedelta(days=day)
    return at.replace(hour=hour, minute=minute, second=0, microsecond=0)
