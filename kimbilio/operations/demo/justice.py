"""Invented law: an adult on the way through court, with a companion, and a recruiter two cases name."""

from datetime import date, datetime, timedelta

from django.utils import timezone

from kimbilio.access.models import Tie
from kimbilio.accounts.choices import Role
from kimbilio.accounts.models import User
from kimbilio.cases.actions.team import add_member
from kimbilio.cases.models import Case
from kimbilio.justice.actions.alleged import save_alleged
from kimbilio.justice.actions.exhibits import hand_exhibit, take_exhibit
from kimbilio.justice.actions.hearings import Day, end_hearing, set_hearing
from kimbilio.justice.actions.matters import (
    describe_matter,
    move_matter,
    open_matter,
    record_complaint,
)
from kimbilio.justice.actions.preparing import save_award, save_court_step
from kimbilio.justice.choices import MatterState, Part, StepKind
from kimbilio.justice.models import LegalMatter
from kimbilio.operations.demo import cast
from kimbilio.operations.demo.cast import One
from kimbilio.operations.demo.staff import Team
from kimbilio.operations.demo.telling import moment

COURT, NAIROBI, MOMBASA = "Mfano Law Courts, court 4", "047", "001"
MORNING, NOON = 9, 12
SATURDAY = 5
RECRUITER = {
    "name": ["Jamila Mfano Odhiambo"], "alias": ["Auntie J"], "phone": ["+254799000311"],
    "agency": ["Mfano Gulf Placement"],
}  # fmt: skip


def go_to_court(told: list[tuple[One, Case]], team: Team) -> None:
    """One matter in court, one claim for wages, and who is said to have recruited two people."""
    lawyer = team.first(Role.LEGAL_OFFICER)
    standing = [(one, case) for one, case in told if one.stands == cast.SUPPORT and case.lead]
    grown = [case for one, case in standing if one.age >= 18]
    in_court = next(case for one, case in standing if one.age >= 18 and cast.COURT in one.sets)
    others = [case for case in grown if case != in_court]
    matter = _a_trial(in_court, lawyer)
    _prepare(matter, lawyer)
    _a_claim(others[0], lawyer)
    _name_the_recruiter(in_court, others[-1])


def _join(case: Case, lawyer: User) -> None:
    assert case.lead is not None
    if not Tie.objects.live().filter(case=case, user=lawyer).exists():
        add_member(case=case, member=lawyer, by=case.lead)


def _a_trial(case: Case, lawyer: User) -> LegalMatter:
    """Complaint, charge, a hearing adjourned last week, and the next one with a companion."""
    assert case.lead is not None
    _join(case, lawyer)
    matter = open_matter(
        case=case, kind="criminal", responsible=lawyer, by=case.lead,
        wish="To be heard once, and not to meet her in the corridor.",
    )  # fmt: skip
    record_complaint(
        matter=matter, made_on=_ago(55), station="Mfano Police Station", ob_number="41/12/2026",
        officer="Inspector Mfano", officer_phone="+254799000301", by=lawyer,
    )  # fmt: skip
    for to, days in ((MatterState.INVESTIGATION, 50), (MatterState.IN_COURT, 30)):
        move_matter(matter=matter, to=to, on=_ago(days), by=lawyer)
    describe_matter(
        matter=matter, responsible=lawyer, court=COURT, number="CR E012 of 2026",
        charges=["ctip_3_5", "ctip_8"], by=lawyer,
    )  # fmt: skip
    day = _day(_workday(-6, MORNING), lawyer, case.lead, purpose="evidence")
    hearing = set_hearing(matter=matter, day=day, by=lawyer)
    end_hearing(
        hearing=hearing, outcome="adjourned", reason="witness_away", came=True,
        words="The arresting officer was on leave. The court asked for her to be warned.",
        next_at=_next_week(MORNING), by=lawyer,
    )  # fmt: skip
    return matter


def _day(at: datetime, lawyer: User, companion: User, purpose: str) -> Day:
    return Day(
        starts_at=at, ends_at=at + timedelta(hours=3), purpose=purpose, held_by=lawyer,
        court=COURT, county=NAIROBI, companion=companion, transport="ours",
        travel="Side gate at half past eight; the court clerk knows.",
    )  # fmt: skip


def _prepare(matter: LegalMatter, lawyer: User) -> None:
    """What is ready for the day, what is asked for, and a phone that went to the police."""
    done = ((StepKind.RIGHTS, 52), (StepKind.VISIT, 9), (StepKind.IN_CAMERA, 28))
    for kind, days in done:
        save_court_step(
            matter=matter, step=None, kind=kind, due_on=_ago(days), done_on=_ago(days), by=lawyer
        )
    before = timezone.localdate(_next_week(MORNING)) - timedelta(days=1)
    for kind in (StepKind.WITNESS, StepKind.IMPACT):
        save_court_step(matter=matter, step=None, kind=kind, due_on=before, by=lawyer)
    save_award(matter=matter, award=None, kind="compensation", asked_cents=850_000_00, by=lawyer)
    phone = take_exhibit(
        matter=matter, kind="device", what="A phone with a broken glass; messages of the recruiter.",
        at=moment(-54, MORNING), from_whom="The survivor", to_whom=lawyer.name,
        place="Safe of the legal office", by=lawyer,
    )  # fmt: skip
    hand_exhibit(
        exhibit=phone, why="to_police", at=moment(-50, NOON), from_whom=lawyer.name,
        to_whom="Inspector Mfano", place="Store of Mfano Police Station", by=lawyer,
    )  # fmt: skip


def _a_claim(case: Case, lawyer: User) -> None:
    """Wages of two years, in a court of another county on the same day: the diary warns."""
    assert case.lead is not None
    _join(case, lawyer)
    matter = open_matter(
        case=case, kind="civil", responsible=lawyer, by=case.lead, wish="My wages of two years."
    )
    move_matter(matter=matter, to=MatterState.IN_COURT, on=_ago(21), by=lawyer)
    at = _next_week(NOON + 2)
    day = Day(
        starts_at=at, ends_at=at + timedelta(hours=1), purpose="mention", held_by=lawyer,
        court="Mfano Labour Court", county=MOMBASA, person_comes=False,
    )  # fmt: skip
    set_hearing(matter=matter, day=day, by=lawyer)
    save_award(matter=matter, award=None, kind="wages", asked_cents=216_000_00, by=lawyer)


def _name_the_recruiter(one: Case, other: Case) -> None:
    """Two people name her, each in their own spelling."""
    assert one.lead is not None
    assert other.lead is not None
    save_alleged(
        case=other, alleged=None, part=Part.RECRUITED, by=other.lead,
        known={"name": ["Djamila Odiambo"], "place": ["Bus stage of Mfano town"]},
    )  # fmt: skip
    save_alleged(case=one, alleged=None, part=Part.RECRUITED, known=RECRUITER, by=one.lead)


def _ago(days: int) -> date:
    return timezone.localdate() - timedelta(days=days)


def _workday(days: int, hour: int) -> datetime:
    """So many days from today, or the Friday before."""
    at = moment(days, hour)
    return at - timedelta(days=max(0, at.weekday() - SATURDAY + 1))


def _next_week(hour: int) -> datetime:
    """Wednesday of next week."""
    return moment(9 - timezone.localdate().weekday(), hour)
