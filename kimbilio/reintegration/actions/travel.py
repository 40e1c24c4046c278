"""The papers for a journey, and the journey itself: ticket, escort, who meets whom where."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kimbilio.access.choices import Act, Compartment, Permission
from kimbilio.access.rules import may
from kimbilio.accounts.models import User
from kimbilio.audit.choices import Event
from kimbilio.care.actions import hold_open
from kimbilio.care.telling import tell
from kimbilio.cases.actions.appointments import (
    book_appointment,
    cancel_appointment,
    move_appointment,
)
from kimbilio.cases.choices import EntryKind
from kimbilio.cases.labels import label
from kimbilio.cases.work_choices import AppointmentKind
from kimbilio.kernel.errors import BadInput
from kimbilio.kernel.versions import amend
from kimbilio.reintegration.actions.ground import check_been, require_open
from kimbilio.reintegration.choices import By, PaperKind, PaperState, ReturnState
from kimbilio.reintegration.models import Journey, Repatriation, TravelPaper

WHEREABOUTS = Compartment.WHEREABOUTS
LASTS, FURTHEST = timedelta(hours=2), timedelta(days=1100)


@transaction.atomic
def save_paper(
    *,
    repatriation: Repatriation,
    paper: TravelPaper | None,
    kind: str,
    state: str,
    since: date,
    by: User,
    note: str = "",
    expected: int | None = None,
) -> TravelPaper:
    """Ask for a paper, or say that it is ready or collected."""
    require_open(repatriation, by)
    check_been(since, "since")
    if kind not in PaperKind.values or state not in PaperState.values:
        raise BadInput(_("Choose from the list."), field="kind")
    hold_open(repatriation)
    others = repatriation.papers.filter(kind=kind).exclude(kind=PaperKind.OTHER)
    if (others.exclude(pk=paper.pk) if paper else others).exists():
        raise BadInput(_("This paper stands there already."), field="kind")
    values: dict[str, Any] = {"kind": kind, "state": state, "since": since, "note": note.strip()}
    changes: Any = {}
    if paper is None:
        paper = TravelPaper.objects.create(
            case=repatriation.case, repatriation=repatriation, added_by=by, **values
        )
    else:
        if state != paper.state and state not in paper.moves:
            raise BadInput(_("It cannot stand so from here."), field="state")
        if state != paper.state and since < paper.since:
            raise BadInput(_("It was not so far on this day yet."), field="since")
        changes = amend(paper, expected=expected, **values)
        if not changes:
            return paper
    tell(
        paper, Event.RETURN_CHANGED, by=by, kind=EntryKind.DOCUMENT,
        line=f"{label(PaperKind(kind))}: {label(PaperState(state))}", changes=changes,
    )  # fmt: skip
    return paper


@transaction.atomic
def save_journey(
    *,
    repatriation: Repatriation,
    travel_by: str,
    travels_on: date,
    by: User,
    ticket: str = "",
    escort: str = "",
    met_by: User | None = None,
    met_by_other: str = "",
    met_at: datetime | None = None,
    met_where: str = "",
    expected: int | None = None,
) -> Journey:
    """Keep when and how they travel and who meets them. A colleague who meets them has it in their week."""
    require_open(repatriation, by, WHEREABOUTS)
    hold_open(repatriation)
    repatriation.refresh_from_db(fields=["state", "version"])
    if repatriation.state not in {ReturnState.PLANNED, ReturnState.PAPERS, ReturnState.BOOKED}:
        raise BadInput(_("They have left already. Nothing was changed."))
    _check(repatriation, travel_by, travels_on, met_by, met_at)
    known: Journey | None = Journey.objects.filter(repatriation=repatriation).first()
    values: dict[str, Any] = {
        "by": travel_by, "travels": travels_on.isoformat(), "ticket": ticket.strip(),
        "escort": escort.strip(), "met_by": met_by, "met_by_other": met_by_other.strip(),
        "met_at": timezone.localtime(met_at).isoformat() if met_at else "",
        "met_where": met_where.strip(),
    }  # fmt: skip
    changes: Any = {}
    if known is None:
        known = Journey.objects.create(case=repatriation.case, repatriation=repatriation, **values)
    else:
        changes = amend(known, expected=expected, **values)
        if not changes:
            return known
    known.case = repatriation.case
    _put_in_week(known, met_at, by)
    tell(
        known, Event.RETURN_CHANGED, by=by, kind=EntryKind.APPOINTMENT,
        line=label(By(travel_by)), changes=changes,
    )  # fmt: skip
    return known


def _check(
    repatriation: Repatriation,
    travel_by: str,
    travels_on: date,
    met_by: User | None,
    met_at: datetime | None,
) -> None:
    today = timezone.localdate()
    if travel_by not in By.values:
        raise BadInput(_("Choose from the list."), field="travel_by")
    if travels_on < today:
        raise BadInput(_("This day has passed. Choose one to come."), field="travels_on")
    if travels_on > today + FURTHEST:
        raise BadInput(_("This day is too far away. Check the year."), field="travels_on")
    if met_at is not None and timezone.localdate(met_at) < travels_on:
        raise BadInput(_("Nobody is met before the journey begins."), field="met_at")
    if met_by is None:
        return
    if met_at is None:
        raise BadInput(_("Say when, so that it stands in their week."), field="met_at")
    if not may(
        met_by, Permission.WORK_ON_CASE, repatriation.case, compartment=WHEREABOUTS, act=Act.VIEW
    ):
        raise BadInput(
            _("This colleague may not know where the person is. Choose another."), field="met_by"
        )


def _put_in_week(journey: Journey, met_at: datetime | None, by: User) -> None:
    """The meeting in the week of who meets them; its place shows to nobody but those who may know it."""
    meeting, who = journey.meeting, journey.met_by
    if meeting is not None and meeting.is_planned:
        if who is not None and met_at is not None and meeting.owner_id == who.pk:
            if meeting.starts_at != met_at:
                move_appointment(
                    appointment=meeting, starts_at=met_at, ends_at=met_at + LASTS, by=by
                )
            return
        cancel_appointment(appointment=meeting, by=by)
    made = None
    if who is not None and met_at is not None:
        made = book_appointment(
            kind=AppointmentKind.OTHER, starts_at=met_at, ends_at=met_at + LASTS, by=by,
            case=journey.case, owner=who, place=journey.met_where,
        )  # fmt: skip
    amend(journey, meeting=made)
