"""Booking appointments, moving them, and saying how they went."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kimbilio.access.choices import Act, Compartment, Permission
from kimbilio.access.matrix import allows
from kimbilio.access.rules import may, require
from kimbilio.accounts.models import User
from kimbilio.audit import trail
from kimbilio.audit.choices import Event
from kimbilio.cases.actions.contact import was_in_contact
from kimbilio.cases.choices import EntryKind
from kimbilio.cases.labels import label
from kimbilio.cases.models import Appointment, Case, TakesPart
from kimbilio.cases.outline import refresh_outline
from kimbilio.cases.timeline import note_down
from kimbilio.cases.work_choices import AgainstPlan, AppointmentKind, AppointmentState
from kimbilio.kernel.errors import BadInput, DomainError, NotAllowed
from kimbilio.kernel.versions import amend

LONGEST = timedelta(days=3)
HEADLINE_PARTS = {
    AppointmentKind.SESSION: Compartment.HEALTH,
    AppointmentKind.MEDICAL: Compartment.HEALTH,
    AppointmentKind.COURT: Compartment.LEGAL,
}
SEEN_THEM = frozenset({AppointmentKind.VISIT, AppointmentKind.SESSION})


class AppointmentIsOver(DomainError):
    """What took place or was called off is not moved."""

    code = "appointment_is_over"
    message = _("This appointment is over. Book a new one. Nothing was changed.")


@transaction.atomic
def book_appointment(
    *,
    kind: AppointmentKind,
    starts_at: datetime,
    ends_at: datetime,
    by: User,
    case: Case | None = None,
    title: str = "",
    place: str = "",
    with_whom: str = "",
    owner: User | None = None,
    attendees: Iterable[User] = (),
) -> Appointment:
    """Put a meeting into the calendars of its owner and of all who take part.

    A clash is no reason to refuse: ``clashes_of`` says what else is then, and the page shows it.
    """
    compartment = _compartment(kind, by)
    _require(by, case, compartment)
    _check_times(starts_at, ends_at)
    people = {user.pk: user for user in [owner or by, *attendees]}
    _check_people(case, people.values())
    appointment = Appointment.objects.create(
        case=case, compartment=compartment, kind=kind, starts_at=starts_at, ends_at=ends_at,
        title=title, place=place, with_whom=with_whom, owner=owner or by,
    )  # fmt: skip
    TakesPart.objects.bulk_create(
        TakesPart(appointment=appointment, user=user, starts_at=starts_at)
        for user in people.values()
    )
    _tell(appointment, Event.APPOINTMENT_CREATED, by=by, line=title, people=len(people))
    return appointment


@transaction.atomic
def move_appointment(
    *,
    appointment: Appointment,
    starts_at: datetime,
    ends_at: datetime,
    by: User,
    expected: int | None = None,
) -> None:
    """Meet at another time; everybody's calendar follows."""
    _require_change(appointment, by)
    _check_times(starts_at, ends_at)
    changes = amend(appointment, expected=expected, starts_at=starts_at, ends_at=ends_at)
    if changes:
        appointment.parts.update(starts_at=starts_at)
        trail.record(Event.APPOINTMENT_CHANGED, by=by, on=appointment, changes=changes)
        _refresh(appointment)


@transaction.atomic
def cancel_appointment(
    *, appointment: Appointment, by: User, reason: str = "", expected: int | None = None
) -> None:
    """Call it off; it stays readable."""
    _end(appointment, AppointmentState.CANCELLED, reason, by=by, expected=expected)


@transaction.atomic
def finish_appointment(
    *,
    appointment: Appointment,
    took_place: bool,
    by: User,
    words: str = "",
    expected: int | None = None,
    at: datetime | None = None,
) -> None:
    """Say whether it took place, and when (``at``) if not as planned. A visit or session that did was a
    contact with the person."""
    starts_at = at or appointment.starts_at
    if starts_at > timezone.now():
        raise BadInput(_("This appointment is still to come."), field="state")
    state = AppointmentState.DONE if took_place else AppointmentState.MISSED
    ends_at = starts_at + (appointment.ends_at - appointment.starts_at)
    against = _against_plan(appointment.starts_at, starts_at)
    _end(
        appointment, state, words, by=by, expected=expected, against=against, starts_at=starts_at,
        ends_at=ends_at,
    )  # fmt: skip
    if against:
        appointment.parts.update(starts_at=starts_at)
    case = appointment.case
    if took_place and case is not None and appointment.kind in SEEN_THEM:
        was_in_contact(case, starts_at)


def _against_plan(planned: datetime, starts_at: datetime) -> AgainstPlan | None:
    if starts_at == planned:
        return None
    return AgainstPlan.EARLIER if starts_at < planned else AgainstPlan.LATER


def clashes_of(
    user: User, starts_at: datetime, ends_at: datetime, *, but: Appointment | None = None
) -> list[Appointment]:
    """What else ``user`` is planned to do in that time."""
    parts = TakesPart.objects.filter(
        user=user,
        starts_at__lt=ends_at,
        starts_at__gt=starts_at - LONGEST,
        appointment__ends_at__gt=starts_at,
        appointment__state=AppointmentState.PLANNED,
    )
    if but is not None:
        parts = parts.exclude(appointment=but)
    found = parts.select_related("appointment__case").order_by("starts_at")[:5]
    return [part.appointment for part in found]


def _end(
    appointment: Appointment,
    state: AppointmentState,
    words: str,
    *,
    by: User,
    expected: int | None,
    against: AgainstPlan | None = None,
    **times: datetime,
) -> None:
    _require_change(appointment, by)
    amend(appointment, expected=expected, state=state, outcome=words, **times)
    said = [label(state), label(against) if against else "", words]
    line = ". ".join(filter(None, said))
    facts = {"state": str(state), **({"against_plan": str(against)} if against else {})}
    _tell(appointment, Event.APPOINTMENT_CHANGED, by=by, line=line, **facts)


def _compartment(kind: AppointmentKind, by: User) -> Compartment:
    """A session is health, a hearing is legal, as far as the role of ``by`` may write there."""
    wanted = HEADLINE_PARTS.get(kind, Compartment.STORY)
    for part in (wanted, Compartment.STORY, Compartment.LEGAL, Compartment.WHEREABOUTS):
        if allows(by.role, part, Act.CHANGE):
            return part
    return wanted


def _require(by: User, case: Case | None, compartment: Compartment) -> None:
    if case is None:
        require(by, Permission.SIGNED_IN)
        return
    require(by, Permission.WORK_ON_CASE, case, compartment=compartment, act=Act.CHANGE)
    if not case.is_open:
        raise BadInput(_("This case is closed. Reopen it first."))


def _require_change(appointment: Appointment, by: User) -> None:
    """Its owner may, while they reach the case; others as they may change that part of it."""
    case, part = appointment.case, Compartment(appointment.compartment)
    if case is None:
        require(by, Permission.SIGNED_IN)
        if appointment.owner_id != by.pk:
            raise NotAllowed
    else:
        act = Act.VIEW if appointment.owner_id == by.pk else Act.CHANGE
        require(by, Permission.WORK_ON_CASE, case, compartment=part, act=act)
    if not appointment.is_planned:
        raise AppointmentIsOver


def _check_times(starts_at: datetime, ends_at: datetime) -> None:
    if ends_at <= starts_at:
        raise BadInput(_("The end comes before the beginning."), field="ends_at")
    if ends_at - starts_at > LONGEST:
        raise BadInput(_("An appointment lasts three days at most."), field="ends_at")


def _check_people(case: Case | None, people: Iterable[User]) -> None:
    """Nobody is told of a case they do not work on."""
    for user in people:
        known = user.is_active and (case is None or may(user, Permission.WORK_ON_CASE, case))
        if not known:
            raise BadInput(
                _("%(name)s does not work on this case. Add them to the team first.")
                % {"name": user.name},
                field="attendees",
            )


def _tell(
    appointment: Appointment, event: Event, *, by: User, line: str = "", **facts: Any
) -> None:
    trail.record(event, by=by, on=appointment, kind=str(appointment.kind), **facts)
    if appointment.case is not None:
        kind = label(AppointmentKind(appointment.kind))
        note_down(
            appointment.case, event, kind=EntryKind.APPOINTMENT, by=by, subject=appointment,
            line=f"{kind}: {line}" if line else kind,
            compartment=Compartment(appointment.compartment),
        )  # fmt: skip
    _refresh(appointment)


def _refresh(appointment: Appointment) -> None:
    if appointment.case is not None:
        refresh_outline(appointment.case)
