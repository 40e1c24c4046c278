"""Asking to close a case, answering that, and taking a closed case up again."""

from collections.abc import Collection, Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kimbilio.access.choices import Act, Compartment, Permission
from kimbilio.access.rules import reach_of, require
from kimbilio.accounts.choices import Role
from kimbilio.accounts.models import User
from kimbilio.audit import trail
from kimbilio.audit.choices import Event
from kimbilio.cases.choices import EntryKind, Stage
from kimbilio.cases.clocks import start_clocks
from kimbilio.cases.closing import leftovers_of
from kimbilio.cases.closing_choices import (
    NEEDS_WORDS,
    NOBODY_TO_TELL,
    Area,
    Check,
    ClosingReason,
    ClosureState,
    Result,
)
from kimbilio.cases.intake_choices import ClockKind
from kimbilio.cases.labels import label
from kimbilio.cases.models import (
    Appointment,
    Case,
    Closure,
    ClosureCheck,
    ClosureOutcome,
    FollowUpCall,
    NoticeKind,
    Reopening,
    ResponseClock,
)
from kimbilio.cases.notices import notify
from kimbilio.cases.outline import refresh_outline
from kimbilio.cases.queries.closing import answerers_of
from kimbilio.cases.timeline import note_down
from kimbilio.cases.work_choices import OPEN_CALLS, AppointmentState, CallState
from kimbilio.kernel.errors import BadInput, DomainError, NotAllowed
from kimbilio.kernel.versions import amend


class AlreadyClosed(DomainError):
    """There is nothing left to close."""

    code = "already_closed"
    message = _("This case is closed already.")


class AlreadyAsked(DomainError):
    """One wish to close waits at a time."""

    code = "closing_asked_already"
    message = _("Somebody asked to close this case already. It waits for approval.")


class UrgentIsOpen(DomainError):
    """Something urgent would be left behind."""

    code = "urgent_is_open"
    message = _(
        "A rescue is under way or the case is urgent. End the rescue, or sign a risk assessment, then close."
    )


class AlreadyAnswered(DomainError):
    """Somebody was faster."""

    code = "closing_answered_already"
    message = _("Somebody answered this already. Nothing was changed.")


class StillOpen(DomainError):
    """Only a closed case is taken up again."""

    code = "still_open"
    message = _("This case is open. There is nothing to reopen.")


@transaction.atomic
def ask_closing(
    *,
    case: Case,
    reason: str,
    outcomes: Mapping[str, str],
    by: User,
    checks: Collection[str] = (),
    reason_words: str = "",
    leftovers: str = "",
    own_view: str = "",
    learned: str = "",
) -> Closure:
    """Ask the lead of the unit to close the case, saying what came of it and what stays open."""
    story = Compartment.STORY
    require(by, Permission.ASK_CLOSING, case, compartment=story, act=Act.CHANGE)
    if not case.is_open:
        raise AlreadyClosed
    if Closure.objects.filter(case=case, state=ClosureState.ASKED).exists():
        raise AlreadyAsked
    why, items = ClosingReason(reason), {Check(item) for item in checks}
    _check_reason(case, why, reason_words)
    _check_leftovers(case, why, leftovers, by)
    _check_told(case, why, items)
    closure = Closure.objects.create(
        case=case, reason=why, reason_words=reason_words.strip(), leftovers=leftovers.strip(),
        own_view=own_view.strip(), learned=learned.strip(), asked_by=by,
    )  # fmt: skip
    ClosureOutcome.objects.bulk_create(
        ClosureOutcome(closure=closure, area=area, result=_result(outcomes, area)) for area in Area
    )
    ClosureCheck.objects.bulk_create(ClosureCheck(closure=closure, item=item) for item in items)
    _write_down(case, Event.CLOSING_ASKED, by=by, subject=closure, line=label(why))
    trail.record(Event.CLOSING_ASKED, by=by, on=closure, reason=why)
    refresh_outline(case)
    for leader in answerers_of(case):
        if leader != by:
            notify(user=leader, kind=NoticeKind.CLOSING_ASKED, case=case)
    return closure


def _result(outcomes: Mapping[str, str], area: Area) -> Result:
    try:
        return Result(outcomes[area])
    except (KeyError, ValueError):
        message = _("Say how far it has come.")
        raise BadInput(message, field=f"outcome_{area.value}") from None


def _check_reason(case: Case, why: ClosingReason, words: str) -> None:
    if why in NEEDS_WORDS and not words.strip():
        raise BadInput(_("Say it in your own words, please."), field="reason_words")
    if why == ClosingReason.TURNED_ADULT and case.is_minor:
        raise BadInput(_("The file says under 18. Correct the age first."), field="reason")


def _check_leftovers(case: Case, why: ClosingReason, words: str, by: User) -> None:
    still_open = leftovers_of(case, by)
    nobody_left = why in {ClosingReason.DIED, ClosingReason.DUPLICATE}
    if not nobody_left and (case.is_urgent or any(one.is_urgent for one in still_open)):
        raise UrgentIsOpen
    if still_open and not words.strip():
        raise BadInput(_("Say what happens to what is still open."), field="leftovers")


def _check_told(case: Case, why: ClosingReason, items: set[Check]) -> None:
    if why in NOBODY_TO_TELL or not case.is_minor:
        return
    if not items & {Check.GUARDIAN_TOLD, Check.GUARDIAN_UNSAFE}:
        raise BadInput(
            _("For a minor: tell the guardian, or say that this is not safe."), field="checks"
        )


def _require_answer(closure: Closure, by: User) -> None:
    """The lead of the unit or a manager answers, and never whoever asked."""
    require_leading(closure.case, by)
    if closure.asked_by_id == by.pk:
        raise NotAllowed(_("You asked for this yourself. Another lead or a manager answers."))


def require_leading(case: Case, by: User) -> None:
    """Approving and reopening are for managers and for those who lead the unit of the case."""
    require(by, Permission.APPROVE_CLOSING, case, act=Act.VIEW)
    if by.role != Role.MANAGER and case.unit_id not in reach_of(by).units:
        raise NotAllowed(_("The lead of the unit or a manager answers. Nothing was changed."))


def _answer(closure: Closure, state: ClosureState, words: str, by: User) -> None:
    if closure.state != ClosureState.ASKED:
        raise AlreadyAnswered
    amend(
        closure, state=state, answered_by=by, answered_at=timezone.now(),
        answer_words=words.strip(),
    )  # fmt: skip
    if closure.asked_by != by:
        notify(user=closure.asked_by, kind=NoticeKind.CLOSING_ANSWERED, case=closure.case)


@transaction.atomic
def approve_closing(*, closure: Closure, by: User, words: str = "") -> None:
    """Close the case. Its team goes on reading it; nothing in it is due any more."""
    _require_answer(closure, by)
    case = closure.case
    if not case.is_open:
        raise AlreadyClosed
    now = timezone.now()
    _answer(closure, ClosureState.APPROVED, words, by)
    # What was not met is told no more: the limits ended with the case, not with an answer.
    ResponseClock.objects.filter(case=case, met_at=None, escalated_at=None).update(escalated_at=now)
    _call_off(case)
    amend(case, closed_at=now, closed_by=by, stage=Stage.CLOSED, is_urgent=False)
    line = label(ClosingReason(closure.reason))
    _write_down(case, Event.CLOSING_APPROVED, by=by, subject=closure, line=line)
    trail.record(Event.CLOSING_APPROVED, by=by, on=closure, reason=closure.reason)
    refresh_outline(case)


def _call_off(case: Case) -> None:
    """Nobody calls or expects a person by routine whose case is closed. Tasks stay with their owners."""
    for call in FollowUpCall.objects.filter(case=case, state__in=OPEN_CALLS):
        why = str(_("The case was closed."))
        amend(call, state=CallState.GIVEN_UP, ended_at=timezone.now(), why_given_up=why)
    for meeting in Appointment.objects.filter(case=case, state=AppointmentState.PLANNED):
        amend(meeting, state=AppointmentState.CANCELLED)


@transaction.atomic
def return_closing(*, closure: Closure, words: str, by: User) -> None:
    """Send the wish back with words on what is missing; the case stays open."""
    _require_answer(closure, by)
    if not words.strip():
        raise BadInput(_("Say what is still missing."), field="words")
    _answer(closure, ClosureState.RETURNED, words, by)
    _write_down(closure.case, Event.CLOSING_RETURNED, by=by, subject=closure, line="")
    trail.record(Event.CLOSING_RETURNED, by=by, on=closure)
    refresh_outline(closure.case)


@transaction.atomic
def reopen_case(*, case: Case, reason: str, by: User) -> Reopening:
    """Take a closed case up again. Its history stays, and the first clocks run anew."""
    require_leading(case, by)
    if case.is_open:
        raise StillOpen
    if not reason.strip():
        raise BadInput(_("Say why, in a few words."), field="reason")
    reopening = Reopening.objects.create(case=case, reason=reason.strip(), reopened_by=by)
    amend(case, closed_at=None, closed_by=None, stage=Stage.INTAKE)
    now = timezone.now()
    ended = ResponseClock.objects.filter(case=case, met_at=None)
    ended.update(met_at=now, met_by=by)  # those that were left when it closed make way
    start_clocks(case, [ClockKind.FIRST_CONTACT, ClockKind.ASSESSMENT], by=by, at=now)
    _write_down(case, Event.CASE_REOPENED, by=by, subject=reopening, line=reason)
    trail.record(Event.CASE_REOPENED, by=by, on=reopening)
    refresh_outline(case)
    if case.lead and case.lead != by:
        notify(user=case.lead, kind=NoticeKind.CASE_REOPENED, case=case)
    return reopening


def _write_down(case: Case, event: Event, *, by: User, subject: object, line: object) -> None:
    note_down(case, event, kind=EntryKind.CLOSING, by=by, subject=subject, line=str(line))
