"""The evening in a house: the roll call, the book, the hand-over, incidents and what is done about them."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from kimbilio.access.choices import Act, Compartment, Permission
from kimbilio.access.rules import require
from kimbilio.accounts.models import User
from kimbilio.audit import trail
from kimbilio.audit.choices import Event
from kimbilio.cases.actions.contact import was_in_contact
from kimbilio.cases.choices import EntryKind
from kimbilio.cases.labels import label
from kimbilio.cases.timeline import note_down
from kimbilio.kernel.errors import BadInput, NotAllowed
from kimbilio.kernel.versions import amend
from kimbilio.shelter.actions.beds import hold_case
from kimbilio.shelter.actions.stays import come_back, go_on_leave, report_missing
from kimbilio.shelter.alerts import raise_alarm, tell_managers
from kimbilio.shelter.choices import Evening, IncidentKind, LogKind, Severity, StayState, ToDo
from kimbilio.shelter.errors import CannotMove, SaidOtherwise
from kimbilio.shelter.models import (
    BedPlace,
    House,
    Incident,
    IncidentAction,
    LogEntry,
    RollMark,
    Stay,
)

WHERE = Compartment.WHEREABOUTS
LONGEST_AGO, ON_ARRIVAL = timedelta(days=365), timedelta(days=1)
IS_THEN = {
    Evening.HERE: StayState.IN,
    Evening.LEAVE: StayState.ON_LEAVE,
    Evening.MISSING: StayState.MISSING,
}


@transaction.atomic
def mark_evening(*, stay: Stay, mark: str, by: User, seen: int | None = None) -> RollMark:
    """One tap for one person, today. Tapped again it is corrected; missing raises the alarm once.

    ``seen`` is the version of the mark on the screen, 0 for none: what a colleague said meanwhile is
    not overwritten by somebody who has not seen it.
    """
    require(by, Permission.WORK_IN_SHELTER, stay.case, compartment=WHERE, act=Act.CHANGE)
    if mark not in Evening.values:
        raise BadInput(_("Choose from the list."), field="mark")
    hold_case(stay.case_id)  # two colleagues with two phones make one mark
    stay.refresh_from_db(fields=["state", "leave_until", "version"])
    if not stay.lives_here:
        raise CannotMove
    today = timezone.localdate()
    marks: Any = RollMark.objects.filter(stay=stay, on=today).select_related("marked_by")
    row: RollMark | None = marks.first()
    if row is not None and row.mark != mark and seen not in (None, row.version):
        when = date_format(localtime(row.marked_at), "H:i")
        raise SaidOtherwise(row.marked_by.name, row.get_mark_display(), when)
    _follow(stay, Evening(mark), by=by)
    if row is None:
        row = RollMark.objects.create(case=stay.case, stay=stay, on=today, mark=mark, marked_by=by)
    elif row.mark == mark:
        return row
    else:
        amend(row, mark=mark, marked_by=by, marked_at=timezone.now())
    trail.record(Event.ROLL_MARKED, by=by, on=row, mark=mark)
    if mark == Evening.HERE:
        was_in_contact(stay.case, timezone.now())
    return row


def _follow(stay: Stay, mark: Evening, *, by: User) -> None:
    """The stay follows what the evening says; who is where they were stays as they are."""
    if stay.state == IS_THEN[mark]:
        return
    if mark is Evening.HERE:
        come_back(stay=stay, by=by)
    elif mark is Evening.MISSING:
        report_missing(stay=stay, by=by)
    else:
        if stay.state == StayState.MISSING:
            come_back(stay=stay, by=by)
        go_on_leave(stay=stay, until=timezone.localdate() + timedelta(days=1), by=by)


@transaction.atomic
def write_log(*, house: House, kind: str, text: str, by: User) -> LogEntry:
    """Write into the book of a house, or leave a word for the next shift."""
    require_house(house, by)
    if kind not in LogKind.values:
        raise BadInput(_("Choose from the list."), field="kind")
    if not text.strip():
        raise BadInput(_("Write a few words."), field="text")
    entry: LogEntry = LogEntry.objects.create(
        house=house, kind=kind, text=text.strip(), written_by=by
    )
    trail.record(Event.SHELTER_LOG_WRITTEN, by=by, on=entry, kind=kind)
    return entry


@transaction.atomic
def take_over(*, entry: LogEntry, by: User) -> None:
    """The next shift has read it; taken twice is taken once, and never by who wrote it."""
    require_house(entry.house, by)
    if entry.kind != LogKind.HANDOVER or entry.written_by_id == by.pk:
        raise BadInput(_("Another colleague takes this over."))
    if entry.taken_at is None:
        amend(entry, taken_at=timezone.now(), taken_by=by)
        trail.record(Event.SHELTER_TAKEN_OVER, by=by, on=entry)


@transaction.atomic
def write_incident(
    *,
    house: House,
    kind: str,
    severity: str,
    text: str,
    happened_at: datetime,
    by: User,
    stay: Stay | None = None,
    action: str = "",
) -> Incident:
    """Write down what went wrong. About a person it stands in their file; a grave one raises the alarm."""
    require_house(house, by)
    if kind not in IncidentKind.values or severity not in Severity.values:
        raise BadInput(_("Choose from the list."), field="kind")
    if not text.strip():
        raise BadInput(_("Write a few words."), field="text")
    if happened_at > timezone.now():
        raise BadInput(_("This lies in the future."), field="happened_at")
    if happened_at < timezone.now() - LONGEST_AGO:
        raise BadInput(_("This was more than a year ago. Check the day."), field="happened_at")
    if stay is not None:
        require(by, Permission.WORK_IN_SHELTER, stay.case, compartment=WHERE, act=Act.CHANGE)
        places = BedPlace.objects.filter(stay=stay, bed__bedroom__house=house)
        if not places.exists():
            raise BadInput(_("This person does not live in the house."), field="stay")
        if stay.started_at is None or happened_at < stay.started_at - ON_ARRIVAL:
            raise BadInput(_("The person was not here yet."), field="happened_at")
    incident: Incident = Incident.objects.create(
        house=house, stay=stay, kind=kind, severity=severity, text=text.strip(),
        happened_at=happened_at, written_by=by,
    )  # fmt: skip
    trail.record(Event.INCIDENT_WRITTEN, by=by, on=incident, severity=severity)
    if action.strip():
        act_on_incident(incident=incident, words=action, by=by)
    if stay is not None:
        # Who may know where they are need not know of their health: no kind, such as self-harm.
        note_down(
            stay.case, Event.INCIDENT_WRITTEN, kind=EntryKind.CASE, by=by, subject=incident,
            line=label(Severity(severity)), compartment=WHERE, at=happened_at,
        )  # fmt: skip
    _alarm(incident, by=by)
    return incident


def _alarm(incident: Incident, *, by: User) -> None:
    """A grave one about a person is a task of today; one about the house is told to who manages it."""
    if incident.severity != Severity.HIGH:
        return
    if incident.stay is not None:
        raise_alarm(incident.stay, ToDo.GRAVE_INCIDENT, by=by)
    else:
        tell_managers(by=by)


@transaction.atomic
def act_on_incident(*, incident: Incident, words: str, by: User) -> IncidentAction:
    """Say what was done."""
    _require_incident(incident, by)
    if not words.strip():
        raise BadInput(_("Say what was done."), field="words")
    made: IncidentAction = IncidentAction.objects.create(
        incident=incident, words=words.strip(), done_by=by
    )
    trail.record(Event.INCIDENT_CHANGED, by=by, on=incident)
    return made


@transaction.atomic
def close_incident(*, incident: Incident, by: User, expected: int | None = None) -> None:
    """Nothing is left to be done, says who manages the shelter; something must have been done."""
    require(by, Permission.MANAGE_SHELTER)
    _require_incident(incident, by)
    if not incident.actions.exists():
        raise BadInput(_("Say what was done."), field="words")
    if incident.closed_at is None:
        amend(incident, expected=expected, closed_at=timezone.now(), closed_by=by)
        trail.record(Event.INCIDENT_CHANGED, by=by, on=incident, closed=True)


def require_house(house: House, by: User) -> None:
    """Who may look into a house may write there."""
    require(by, Permission.WORK_IN_SHELTER)
    if not House.objects.open_to(by).filter(pk=house.pk).exists():
        raise NotAllowed


def _require_incident(incident: Incident, by: User) -> None:
    require(by, Permission.WORK_IN_SHELTER)
    if not Incident.objects.open_to(by).filter(pk=incident.pk).exists():
        raise NotAllowed
