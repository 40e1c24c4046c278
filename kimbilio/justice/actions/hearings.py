"""Entering a hearing, changing it, calling it off, and saying how it went."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kimbilio.access.choices import Permission
from kimbilio.access.rules import may
from kimbilio.accounts.models import User
from kimbilio.audit.choices import Event
from kimbilio.care.actions import begin, check_span, hold_open
from kimbilio.care.choices import Presence, SessionState
from kimbilio.care.errors import SessionIsOver
from kimbilio.care.telling import tell
from kimbilio.cases.actions.contact import was_in_contact
from kimbilio.cases.choices import EntryKind
from kimbilio.cases.labels import label
from kimbilio.cases.models import NoticeKind
from kimbilio.cases.notices import notify
from kimbilio.justice.actions.ground import check_county, is_lawyer, require_open
from kimbilio.justice.choices import Adjourned, HearingOutcome, Purpose, Transport
from kimbilio.justice.models import Hearing, HearingAttendance, LegalMatter
from kimbilio.kernel.errors import BadInput
from kimbilio.kernel.versions import amend

EARLIEST, FURTHEST = timedelta(days=3650), timedelta(days=1100)


@dataclass(frozen=True)
class Day:
    """What is said of one day in court, the same whether it is new or changed."""

    starts_at: datetime
    ends_at: datetime
    purpose: str
    held_by: User
    court: str = ""
    county: str = ""
    companion: User | None = None
    person_comes: bool = True
    transport: str = ""
    travel: str = ""

    def columns(self) -> dict[str, Any]:
        """What the hearing itself keeps."""
        names = (
            "starts_at", "ends_at", "purpose", "held_by", "court", "county", "companion",
            "transport", "travel",
        )  # fmt: skip
        return {name: getattr(self, name) for name in names}


@transaction.atomic
def set_hearing(
    *, matter: LegalMatter, day: Day, by: User, follows: Hearing | None = None
) -> Hearing:
    """Enter a day in court. Courts set the day: clashes are told by the pages, not refused."""
    require_open(matter, by)
    hold_open(matter)
    _check(matter, day)
    hearing: Hearing = Hearing.objects.create(
        case=matter.case, matter=matter, follows=follows, **day.columns()
    )
    HearingAttendance.objects.create(
        session=hearing, episode=matter, case=matter.case, presence=_expected(day)
    )
    _tell(hearing, Event.HEARING_SET, by)
    _ask_companion(hearing, by)
    return hearing


@transaction.atomic
def change_hearing(*, hearing: Hearing, day: Day, by: User, expected: int | None = None) -> None:
    """Enter another day, court, companion or way to get there, while it is to come."""
    require_open(hearing.matter, by)
    if not hearing.is_planned:
        raise SessionIsOver
    hold_open(hearing.matter)
    _check(hearing.matter, day, but=hearing)
    was = hearing.companion_id
    changes = amend(hearing, expected=expected, **day.columns())
    attendance = hearing.attendances.get()
    if amend(attendance, presence=_expected(day)) or changes:
        _tell(hearing, Event.HEARING_CHANGED, by, changes=changes)
    if hearing.companion_id != was:
        _ask_companion(hearing, by)


@transaction.atomic
def call_off_hearing(*, hearing: Hearing, by: User, expected: int | None = None) -> None:
    """The court took it from its list, or it was entered by mistake."""
    require_open(hearing.matter, by)
    if not hearing.is_planned:
        raise SessionIsOver
    amend(hearing, expected=expected, state=SessionState.CALLED_OFF)
    _tell(hearing, Event.HEARING_CALLED_OFF, by)


@transaction.atomic
def end_hearing(
    *,
    hearing: Hearing,
    outcome: str,
    by: User,
    reason: str = "",
    words: str = "",
    came: bool = False,
    next_at: datetime | None = None,
    expected: int | None = None,
) -> Hearing | None:
    """Say how it went; with ``next_at`` the next day at the same court is entered and returned."""
    require_open(hearing.matter, by)
    if not hearing.is_planned:
        raise SessionIsOver
    if not hearing.is_over:
        raise BadInput(_("This hearing is still to come."), field="outcome")
    if outcome not in HearingOutcome.values:
        raise BadInput(_("Say how the hearing went."), field="outcome")
    adjourned = outcome == HearingOutcome.ADJOURNED
    if adjourned and reason not in Adjourned.values:
        raise BadInput(_("Say why it was adjourned."), field="reason")
    if reason and not adjourned:
        raise BadInput(_("A reason belongs to an adjourned hearing alone."), field="reason")
    if next_at is not None and next_at <= hearing.starts_at:
        raise BadInput(_("The next day comes after this one."), field="next_at")
    amend(
        hearing, expected=expected, state=SessionState.HELD, outcome=outcome, reason=reason,
        words=words,
    )  # fmt: skip
    _settle(hearing, came)
    line = label(HearingOutcome(outcome))
    if reason:
        line = f"{line}: {label(Adjourned(reason))}"
    _tell(hearing, Event.HEARING_ENDED, by, line=line, outcome=outcome, reason=reason)
    if begin(hearing.matter, hearing.starts_at, by=by):
        tell(hearing.matter, Event.CARE_STARTED, by=by, kind=EntryKind.CASE)
    return _next(hearing, next_at, by) if next_at is not None else None


def _settle(hearing: Hearing, came: bool) -> None:
    """Whether the person came; who need not come and did not stays as they were."""
    attendance = hearing.attendances.select_related("case").get()
    if came:
        amend(attendance, presence=Presence.CAME)
        was_in_contact(attendance.case, hearing.starts_at)
    elif attendance.presence == Presence.EXPECTED:
        amend(attendance, presence=Presence.ABSENT)


def _next(hearing: Hearing, at: datetime, by: User) -> Hearing:
    lasts = hearing.ends_at - hearing.starts_at
    comes = hearing.attendances.exclude(presence=Presence.EXCUSED).exists()
    day = Day(
        starts_at=at, ends_at=at + lasts, purpose=hearing.purpose, held_by=hearing.held_by,
        court=hearing.court, county=hearing.county, companion=hearing.companion,
        person_comes=comes, transport=hearing.transport, travel=hearing.travel,
    )  # fmt: skip
    return set_hearing(matter=hearing.matter, day=day, by=by, follows=hearing)


def _check(matter: LegalMatter, day: Day, but: Hearing | None = None) -> None:
    check_span(day.starts_at, day.ends_at)
    check_county(day.county)
    now = timezone.now()
    if not now - EARLIEST < day.starts_at < now + FURTHEST:
        raise BadInput(_("This day is too far away. Check the year."), field="starts_at")
    if day.purpose not in Purpose.values:
        raise BadInput(_("Choose from the list."), field="purpose")
    if day.transport and day.transport not in Transport.values:
        raise BadInput(_("Choose from the list."), field="transport")
    if not is_lawyer(day.held_by, matter.case):
        raise BadInput(_("This colleague does no legal work in this case."), field="held_by")
    if day.companion and not may(day.companion, Permission.WORK_ON_CASE, matter.case):
        raise BadInput(_("The companion has to be on the team of the case."), field="companion")
    same = matter.hearings.filter(starts_at=day.starts_at).exclude(state=SessionState.CALLED_OFF)
    if (same.exclude(pk=but.pk) if but else same).exists():
        raise BadInput(_("This hearing is entered already."), field="starts_at")


def _expected(day: Day) -> Presence:
    return Presence.EXPECTED if day.person_comes else Presence.EXCUSED


def _ask_companion(hearing: Hearing, by: User) -> None:
    if hearing.companion is not None and hearing.companion != by:
        notify(user=hearing.companion, kind=NoticeKind.TASK_GIVEN, case=hearing.case)


def _tell(hearing: Hearing, event: Event, by: User, *, line: str = "", **facts: Any) -> None:
    words = label(Purpose(hearing.purpose))
    tell(
        hearing, event, by=by, kind=EntryKind.APPOINTMENT,
        line=f"{words}: {line}" if line else words, at=min(hearing.starts_at, timezone.now()),
        **facts,
    )  # fmt: skip
