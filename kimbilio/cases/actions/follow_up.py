"""Planning follow-up calls, logging each try within the safe rules, moving and ending them."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from kimbilio.access.choices import Act, Compartment, Permission
from kimbilio.access.rules import may, require
from kimbilio.accounts.models import User
from kimbilio.audit import trail
from kimbilio.audit.choices import Event
from kimbilio.cases.actions.contact import was_in_contact
from kimbilio.cases.actions.notes import index_words
from kimbilio.cases.choices import EntryKind
from kimbilio.cases.clocks import meet_clocks
from kimbilio.cases.intake_choices import ClockKind
from kimbilio.cases.labels import label
from kimbilio.cases.models import CallAttempt, Case, FollowUpCall
from kimbilio.cases.outline import refresh_outline
from kimbilio.cases.timeline import note_down
from kimbilio.cases.tries import AFTER_TRY
from kimbilio.cases.work_choices import (
    SPOKE_WITH_THEM,
    CallOutcome,
    CallState,
    ContactWay,
)
from kimbilio.kernel.errors import BadInput, DomainError
from kimbilio.kernel.versions import amend
from kimbilio.organisation.queries import this_organisation
from kimbilio.people.around import contacts_around
from kimbilio.people.models import ContactPoint
from kimbilio.people.safety import SafeToUse, Way, next_safe_time, safe_to_use

USUAL_HOUR = time(10)
CLOCKS_DIFFER_BY = timedelta(minutes=5)
RULED_WAYS = {
    ContactWay.CALL: Way.CALL,
    ContactWay.TEXT: Way.TEXT,
    ContactWay.WHATSAPP: Way.WHATSAPP,
    ContactWay.MESSAGE: Way.MESSAGE,
}


class NotSafeNow(DomainError):
    """The person asked not to be reached so, or not at this hour."""

    code = "not_safe_now"

    def __init__(self, verdict: SafeToUse, next_at: datetime | None) -> None:
        if next_at is None:
            words = _("%(why)s If it was needed all the same, say why.")
        else:
            words = _("%(why)s Next safe time: %(when)s. If it was needed all the same, say why.")
        super().__init__(
            words % {"why": verdict.why_not, "when": _day_and_hour(next_at)},
            field="override_reason",
        )
        self.next_at = next_at


class CallIsOver(DomainError):
    """A call that was made or given up is not moved or tried again."""

    code = "call_is_over"
    message = _("This call is over. Plan a new one. Nothing was changed.")


@transaction.atomic
def plan_calls(
    *,
    case: Case,
    by: User,
    start: date | None = None,
    days: Sequence[int] | None = None,
    owner: User | None = None,
    contact: ContactPoint | None = None,
    purpose: str = "",
) -> list[FollowUpCall]:
    """Plan the organisation's series of follow-up calls from the day ``start`` on.

    Each lies within the safe hours. Days that have passed, or wait as a call already, are left out.
    """
    _require_open(case, by)
    numbers = sorted(set(this_organisation_days() if days is None else days))
    if not numbers or numbers[0] < 0 or numbers[-1] > 3660:
        raise BadInput(_("Give days from 0 to 3660, such as 2, 7, 30."), field="days")
    begin = start or timezone.localdate()
    point = contact or best_contact(case)
    _check_contact(case, point)
    planned = FollowUpCall.objects.filter(case=case, day_number__isnull=False)
    known = set(planned.values_list("day_number", flat=True))
    caller = _caller(case, owner or case.lead or by)
    calls = []
    for number in numbers:
        day = begin + timedelta(days=number)
        if number in known or day < timezone.localdate():
            continue
        call = FollowUpCall(
            case=case, due_at=usual_moment(point, day), day_number=number, of_days=numbers[-1],
            purpose=purpose, contact=point, owner=caller,
        )  # fmt: skip
        calls.append(call)
    FollowUpCall.objects.bulk_create(calls)
    if calls:
        _tell(case, Event.CALL_PLANNED, by=by, subject=calls[0], count=len(calls))
        refresh_outline(case)
    return calls


@transaction.atomic
def plan_call(
    *,
    case: Case,
    due_at: datetime,
    by: User,
    purpose: str = "",
    contact: ContactPoint | None = None,
    owner: User | None = None,
) -> FollowUpCall:
    """Plan one call. A time outside the safe hours is refused with the next safe one."""
    _require_open(case, by)
    _check_contact(case, contact)
    _check_planned(contact, due_at)
    call = FollowUpCall.objects.create(
        case=case, due_at=due_at, purpose=purpose, contact=contact,
        owner=_caller(case, owner or by),
    )  # fmt: skip
    _tell(case, Event.CALL_PLANNED, by=by, subject=call, line=purpose)
    refresh_outline(case)
    return call


@transaction.atomic
def log_call(
    *,
    case: Case,
    outcome: CallOutcome,
    by: User,
    way: ContactWay = ContactWay.CALL,
    call: FollowUpCall | None = None,
    contact: ContactPoint | None = None,
    words: str = "",
    at: datetime | None = None,
    override_reason: str = "",
    call_back_at: datetime | None = None,
) -> CallAttempt:
    """Write down one try. Outside the safe rules it needs a written reason, which is kept.

    A try that reached the person moves the last contact, meets the clock of first contact, and
    ends the planned call.
    """
    _require_open(case, by)
    require(by, Permission.WORK_ON_CASE, case, compartment=Compartment.IDENTITY, act=Act.VIEW)
    moment = at or timezone.now()
    if moment > timezone.now() + CLOCKS_DIFFER_BY:
        raise BadInput(_("This time is still to come."), field="at")
    _check_contact(case, contact)
    if call is not None and (call.case_id != case.pk or not call.is_open):
        raise CallIsOver
    if contact is None and way in RULED_WAYS and best_contact(case) is not None:
        raise BadInput(_("Say which number was used."), field="contact")
    is_override = _is_override(contact, way, moment, override_reason)
    if call_back_at is not None:
        _check_planned(contact, call_back_at, field="call_back_at")
    attempt = CallAttempt.objects.create(
        case=case, call=call, contact=contact, at=moment, by=by, way=way, outcome=outcome,
        words=words, is_override=is_override, override_reason=override_reason if is_override else "",
    )  # fmt: skip
    if words:
        index_words(case, words, Compartment.STORY)
    how = label(CallOutcome(outcome))
    _tell(
        case, Event.CALL_ATTEMPTED, by=by, subject=attempt, at=moment,
        line=f"{how}. {words}" if words else how,
        outcome=str(outcome), way=str(way), override=is_override,
    )  # fmt: skip
    _follow(attempt, call_back_at)
    for heard in AFTER_TRY:
        heard(attempt)
    refresh_outline(case)
    return attempt


def _is_override(
    contact: ContactPoint | None, way: ContactWay, at: datetime, override_reason: str
) -> bool:
    """Whether the try breaks a safe rule and says why; without a reason it is refused."""
    ruled = RULED_WAYS.get(way)
    if contact is None or ruled is None:
        return False
    verdict = safe_to_use(contact, ruled, at)
    if verdict:
        return False
    if not override_reason.strip():
        raise NotSafeNow(verdict, next_safe_time(contact, ruled, max(at, timezone.now())))
    return True


def _follow(attempt: CallAttempt, call_back_at: datetime | None) -> None:
    """What a try means for the planned call and for the case."""
    case, call = attempt.case, attempt.call
    spoke = attempt.outcome in SPOKE_WITH_THEM
    if spoke:
        was_in_contact(case, attempt.at)
        meet_clocks(case, [ClockKind.FIRST_CONTACT], by=attempt.by, at=attempt.at)
    if call is None:
        if call_back_at is not None:
            plan_call(case=case, due_at=call_back_at, contact=attempt.contact, by=attempt.by)
        return
    FollowUpCall.objects.filter(pk=call.pk).update(tries=F("tries") + 1)
    if attempt.outcome == CallOutcome.REACHED:
        amend(call, state=CallState.REACHED, ended_at=timezone.now())
    else:
        amend(call, state=CallState.NOT_REACHED, due_at=call_back_at or call.due_at)


@transaction.atomic
def reschedule_call(
    *,
    call: FollowUpCall,
    due_at: datetime,
    by: User,
    owner: User | None = None,
    expected: int | None = None,
) -> None:
    """Make the call at another time, or let another colleague make it."""
    _require_open(call.case, by)
    if not call.is_open:
        raise CallIsOver
    _check_planned(call.contact, due_at)
    new_owner = _caller(call.case, owner) if owner else call.owner
    changes = amend(call, expected=expected, due_at=due_at, owner=new_owner)
    if changes:
        trail.record(Event.CALL_CHANGED, by=by, on=call, changes=changes)
        refresh_outline(call.case)


@transaction.atomic
def give_up_call(*, call: FollowUpCall, reason: str, by: User, expected: int | None = None) -> None:
    """Try no more, and say why."""
    _require_open(call.case, by)
    if not call.is_open:
        raise CallIsOver
    if not reason.strip():
        raise BadInput(_("Say why, in a few words."), field="reason")
    now = timezone.now()
    amend(
        call, expected=expected, state=CallState.GIVEN_UP, ended_at=now, why_given_up=reason.strip()
    )
    _tell(call.case, Event.CALL_CHANGED, by=by, subject=call, line=reason, state="given_up")
    refresh_outline(call.case)


def best_contact(case: Case) -> ContactPoint | None:
    """The number or way the person prefers, if any is written down."""
    points = ContactPoint.objects.filter(person=case.survivor_id, is_active=True)
    return points.order_by("-is_primary", "id").first()


def this_organisation_days() -> list[int]:
    """The days on which the organisation calls again, from its settings."""
    words = this_organisation().follow_up_days.replace(";", ",").split(",")
    return [int(word) for word in words if word.strip().isdigit()]


def _require_open(case: Case, by: User) -> None:
    require(by, Permission.WORK_ON_CASE, case, compartment=Compartment.STORY, act=Act.CHANGE)
    if not case.is_open:
        raise BadInput(_("This case is closed. Reopen it first."))


def _caller(case: Case, owner: User) -> User:
    """Who calls must see the person's number and be able to write down what was said."""
    known = may(owner, Permission.WORK_ON_CASE, case, compartment=Compartment.IDENTITY)
    if not known or not may(
        owner, Permission.WORK_ON_CASE, case, compartment=Compartment.STORY, act=Act.CHANGE
    ):
        raise BadInput(
            _("This colleague cannot make calls for this case. Add them to the team first."),
            field="owner",
        )
    return owner


def _check_contact(case: Case, contact: ContactPoint | None) -> None:
    """The number is one of the survivor or of somebody around them."""
    if contact is None or contact.person_id == case.survivor_id:
        return
    if not contacts_around(case.survivor_id).filter(pk=contact.pk).exists():
        raise BadInput(_("This number is not one of this file."), field="contact")


def _check_planned(
    contact: ContactPoint | None, due_at: datetime, *, field: str = "due_at"
) -> None:
    """A planned call lies in the future and within the safe rules."""
    if due_at < timezone.now() - CLOCKS_DIFFER_BY:
        raise BadInput(_("This time has passed. Choose one to come."), field=field)
    if contact is None or not contact.may_call:
        return  # reached in another way, which its own rules check when it is used
    verdict = safe_to_use(contact, Way.CALL, due_at)
    if verdict:
        return
    next_at = next_safe_time(contact, Way.CALL, due_at)
    words = _("%(why)s Next safe time: %(when)s.")
    raise BadInput(words % {"why": verdict.why_not, "when": _day_and_hour(next_at)}, field=field)


def usual_moment(contact: ContactPoint | None, day: date) -> datetime:
    """Ten in the morning of ``day``, or the first safe moment after, for a call that is planned."""
    usual = max(timezone.make_aware(datetime.combine(day, USUAL_HOUR)), timezone.now())
    if contact is None:
        return usual
    earliest = timezone.make_aware(datetime.combine(day, time(8)))
    way = Way.CALL if contact.may_call else Way.TEXT if contact.may_text else Way.WHATSAPP
    if safe_to_use(contact, way, usual):
        return usual
    return next_safe_time(contact, way, max(earliest, timezone.now())) or usual


def _day_and_hour(moment: datetime | None) -> str:
    return date_format(timezone.localtime(moment), "D j M, H:i") if moment else "–"


def _tell(
    case: Case,
    event: Event,
    *,
    by: User,
    subject: Any,
    line: str = "",
    at: datetime | None = None,
    **facts: Any,
) -> None:
    note_down(case, event, kind=EntryKind.CALL, by=by, subject=subject, line=line, at=at)
    trail.record(event, by=by, on=subject, **facts)
