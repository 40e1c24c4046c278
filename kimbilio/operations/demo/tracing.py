"""Invented search: a boy's mother is found, checked and weighed, and he goes home; a grandmother reports."""

from datetime import date, timedelta

from django.utils import timezone

from kimbilio.access.choices import Permission
from kimbilio.access.rules import may
from kimbilio.accounts.choices import Role
from kimbilio.accounts.models import User
from kimbilio.cases.actions.consent import agree
from kimbilio.cases.actions.plan.steps import add_step
from kimbilio.cases.actions.plan.wishes import record_wish
from kimbilio.cases.models import Case, Step
from kimbilio.cases.queries.oversight import leads_of_unit
from kimbilio.consent.choices import Answer, Giver, Purpose
from kimbilio.operations.demo import cast
from kimbilio.operations.demo.cast import One
from kimbilio.operations.demo.staff import Team
from kimbilio.operations.demo.telling import moment
from kimbilio.tracing.actions.attempts import record_attempt
from kimbilio.tracing.actions.going_home import hand_over, save_preparation
from kimbilio.tracing.actions.relatives import (
    check_relative,
    confirm_relative,
    save_assessment,
    save_best_interest,
    save_relative,
)
from kimbilio.tracing.actions.reports import save_report
from kimbilio.tracing.actions.searches import ask_for_tracing
from kimbilio.tracing.choices import Ready
from kimbilio.tracing.models import Tracing

BEGAN, MORNING, NOON = 30, 10, 14
MOTHER = "Mfano Lokeris"
TRIES = (
    (26, "call", "not_reached", "", "The number of the uncle is off.", 0),
    (20, "chief", "clue", "An invented village",
     "The elder knows the mother; she moved to the market town after the rains.", 2_400_00),
    (12, "visit", "found", "Market of an invented town",
     "She sells vegetables by the well. She wept, and asked whether he eats.", 5_650_00),
)  # fmt: skip


def look_for_family(told: list[tuple[One, Case]], team: Team) -> None:
    """One boy from the first question to the day of going home, and one report that may be about a girl."""
    case = next(case for one, case in told if _is_far_along(one) and case.lead is not None)
    _bring_home(case, team)
    _a_grandmother_calls(told, team)


def _is_far_along(one: One) -> bool:
    return one.stands == cast.SUPPORT and one.age < 15 and one.where == cast.W.FOSTER


def _bring_home(case: Case, team: Team) -> None:
    worker = case.lead
    assert worker is not None
    for giver in (Giver.ASSENT, Giver.OFFICER):
        agree(case=case, by=worker, purpose=Purpose.TRACING, answer=Answer.YES, giver=giver)
    trace = _step(case, worker, "steady", "tracing", "Look for his mother")
    home = _step(case, worker, "home", "reunification", "Go home to his mother")
    tracing = ask_for_tracing(
        case=case, by=worker, step=trace, name=MOTHER, other_names="Mama Ekai", relation="mother",
        sex="Feminine", age_from=30, age_to=38, county="023", places="An invented village\nThe market",
        known="He remembers a well and a church with a blue door.",
        wish="I want my mother. Not my uncle.",
    )  # fmt: skip
    began = moment(-BEGAN, MORNING)
    Tracing.objects.filter(pk=tracing.pk).update(asked_at=began, started_at=began)
    tracing.refresh_from_db()
    for days, way, result, place, words, cost in TRIES:
        record_attempt(
            tracing=tracing, way=way, at=moment(-days, MORNING), result=result, place=place,
            words=words, cost_cents=cost, by=worker,
        )  # fmt: skip
    _check_and_weigh(tracing, worker, _second(case, team, worker))
    _hand_over(tracing, home, worker)


def _step(case: Case, worker: User, phase: str, service: str, title: str) -> Step:
    step = add_step(case=case, phase=phase, title=title, service=service, owner=worker, by=worker)
    record_wish(step=step, wish="wants", by=worker, words="Yes.", guardian="agrees")
    step.refresh_from_db()
    return step


def _second(case: Case, team: Team, worker: User) -> User:
    """Somebody else who may confirm: the unit's lead, else a manager's team lead."""
    people = [*leads_of_unit(case), team.first(Role.TEAM_LEAD)]
    return next(
        user for user in people if user != worker and may(user, Permission.WORK_ON_CASE, case)
    )


def _check_and_weigh(tracing: Tracing, worker: User, second: User) -> None:
    relative = save_relative(
        tracing=tracing, relative=None, name=MOTHER, relation="mother", phone="+254799000411",
        place="By the well, an invented town", by=worker,
    )  # fmt: skip
    check_relative(
        relative=relative, proofs=["photo", "questions", "chief_letter"], on=_ago(9), by=worker,
        doubts="She does not know his birthday by the day.",
    )  # fmt: skip
    confirm_relative(relative=relative, by=second)
    save_assessment(
        tracing=tracing, safety="with_help", willing="wants", capacity="with_help", involved="none",
        made_on=_ago(8), words="One room, dry and clean. The uncle has moved away.", by=worker,
    )  # fmt: skip
    save_best_interest(
        tracing=tracing, options="His mother; his aunt in town; the foster family for another term.",
        child_view="I want to sleep where my mother sleeps, and go to school.",
        decision="go_home", reasons="Safe with help, and he asks for it each week.",
        deciders=["Mfano Officer, sub-county children's office", f"{second.name}, team lead",
                  f"{worker.name}, case lead"],
        decided_on=_ago(6), by=worker,
    )  # fmt: skip
    ready = [one.value for one in Ready if one != Ready.SCHOOL]
    save_preparation(
        tracing=tracing, ready=ready, note="School: a place from next term.", by=worker
    )


def _hand_over(tracing: Tracing, home: Step, worker: User) -> None:
    hand_over(
        tracing=tracing, at=moment(-1, NOON), place="Office of the chief, an invented town",
        county="023", relative=tracing.relatives.get(), id_seen="national_id",
        signed_by=f"{MOTHER}, mother\nMfano Chief, chief\n{worker.name}",
        given=["School bag and two uniforms", "Clinic card", "Medicine for ten days"],
        first_follow_up_on=timezone.localdate() + timedelta(days=6), step=home, by=worker,
    )  # fmt: skip


def _a_grandmother_calls(told: list[tuple[One, Case]], team: Team) -> None:
    """She misses a girl whose name sounds like one of ours, who agreed to be looked for."""
    case = next(case for one, case in told if cast.HOME in one.sets and one.stands == cast.SUPPORT)
    worker = case.lead
    assert worker is not None
    for giver in (Giver.ASSENT, Giver.OFFICER):
        agree(case=case, by=worker, purpose=Purpose.TRACING, answer=Answer.YES, giver=giver)
    save_report(
        report=None, name="Salma Nafura", relation="child", sex="Feminine", age_from=13, age_to=15,
        reporter="Mfano Nanjala", family="Mfano Wekesa", source="helpline",
        missing_since=_ago(200), places="An invented village", by=team.first(Role.HELPLINE_OPERATOR),
        known="Left with a woman who promised school in the city.",
    )  # fmt: skip


def _ago(days: int) -> date:
    return timezone.localdate() - timedelta(days=days)
