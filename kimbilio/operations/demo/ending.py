"""How cases of the demonstration end, and what was learned from them."""

from datetime import timedelta

from django.db.models import F

from kimbilio.accounts.choices import Role
from kimbilio.cases.actions.closing import approve_closing, ask_closing
from kimbilio.cases.actions.lessons import answer_lesson, write_lesson
from kimbilio.cases.closing_choices import Area, Check, ClosingReason, Result, Topic
from kimbilio.cases.models import Case, Closure, Lesson, TimelineEntry
from kimbilio.operations.demo import cast
from kimbilio.operations.demo.cast import One
from kimbilio.operations.demo.staff import Team

REASONS = (
    ClosingReason.GOALS_MET,
    ClosingReason.OWN_CHOICE,
    ClosingReason.GOALS_MET,
    ClosingReason.RETURNED_HOME,
    ClosingReason.LOST_CONTACT,
)
LESSONS = (
    ("Ask the head teacher before the holidays", (Topic.SCHOOL, Topic.PARTNERS),
     "A place at a school is promised in term and forgotten after it. A short letter before the"
     " holidays kept the place."),
    ("A stall needs the second permit", (Topic.INCOME,),
     "The county permit alone was not enough: the market committee asks for its own. We now ask for"
     " both in the first month."),
    ("Two visits before the way home", (Topic.FAMILY,),
     "After one visit all seemed well. The second one, unannounced but agreed, showed who really"
     " lives in the house."),
    ("Say the code phrase first", (Topic.FIRST_CALL,),
     "When the phrase was said before anything else, nobody who listened in learned who we are."),
)  # fmt: skip


def end_some(told: list[tuple[One, Case]], team: Team) -> None:
    """Ask for the end of those whose work is over; the older wishes were answered with yes."""
    place = 0
    for one, case in told:
        if one.stands not in {cast.ENDING, cast.CLOSED}:
            continue
        closure = _ask(one, case, team, REASONS[place % len(REASONS)])
        if one.stands == cast.CLOSED:
            approve_closing(closure=closure, by=team.first(Role.MANAGER))
            _move_end_back(case, timedelta(hours=one.hours / 4))
            place += 1
    _write_lessons([case for one, case in told if one.stands == cast.CLOSED], team)


def _ask(one: One, case: Case, team: Team, why: ClosingReason) -> Closure:
    lost = why == ClosingReason.LOST_CONTACT
    outcomes = dict.fromkeys(Area.values, Result.PARTLY.value)
    outcomes[Area.SAFETY] = Result.PARTLY if lost else Result.ACHIEVED
    outcomes[Area.LEGAL] = Result.NOT_RELEVANT
    checks = {Check.KNOWS_WHOM_TO_CALL, Check.FINAL_VISIT}
    if case.is_minor:
        checks |= {Check.GUARDIAN_TOLD, Check.OFFICER_AGREED}
    return ask_closing(
        case=case, reason=why, outcomes=outcomes, by=team[one.worker],
        checks=set() if lost else checks, leftovers="Handed to the partner who goes on calling.",
        own_view="" if lost else "It is enough. I know whom to call.",
        learned="Going slowly at the start saved time later.",
    )  # fmt: skip


def _move_end_back(case: Case, by: timedelta) -> None:
    Case.objects.filter(pk=case.pk).update(closed_at=F("closed_at") - by)
    Closure.objects.filter(case=case).update(
        asked_at=F("asked_at") - by, answered_at=F("answered_at") - by
    )
    TimelineEntry.objects.filter(case=case, kind="closing").update(
        happened_at=F("happened_at") - by
    )
    case.refresh_from_db()


def _write_lessons(cases: list[Case], team: Team) -> None:
    """Three in the library; the last one waits for a second look."""
    for case, (title, topics, text) in zip(cases, LESSONS, strict=False):
        assert case.lead is not None
        lesson: Lesson = write_lesson(
            title=title, text=text, topics=topics, names_nobody=True, case=case,
            by=case.lead or team.first(Role.CASE_WORKER),
        )  # fmt: skip
        if title != LESSONS[-1][0]:
            answer_lesson(lesson=lesson, publish=True, by=team.first(Role.TEAM_LEAD))
