"""Opening a return from or to another country, what is known of it, moving it on, and stopping it."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kimbilio.accounts.models import User
from kimbilio.audit.choices import Event
from kimbilio.care.actions import begin, end_step_of
from kimbilio.care.choices import Outcome
from kimbilio.care.homecoming import came_home
from kimbilio.care.telling import noon_of, tell
from kimbilio.cases.choices import EntryKind
from kimbilio.cases.labels import label
from kimbilio.cases.models import Case, NoticeKind, Step
from kimbilio.cases.notices import notify
from kimbilio.kernel.errors import BadInput, DomainError
from kimbilio.kernel.versions import amend
from kimbilio.organisation.places import countries
from kimbilio.partners.choices import PartnerKind
from kimbilio.partners.models import Partner
from kimbilio.reintegration.actions.ground import (
    check_been,
    check_step,
    check_worker,
    hold,
    require_open,
    require_part,
)
from kimbilio.reintegration.choices import Check, Direction, ReturnState
from kimbilio.reintegration.models import Journey, Repatriation

HOME = "KE"


class PapersMissing(DomainError):
    """Somebody is to travel while their papers are not ready: asked about, never silent."""

    code = "papers_missing"

    def __init__(self) -> None:
        super().__init__(
            _("Not all papers are ready. If the journey goes on all the same, say why."),
            field="why",
        )


@transaction.atomic
def open_return(
    *,
    case: Case,
    direction: str,
    country: str,
    responsible: User,
    by: User,
    wish: str = "",
    step: Step | None = None,
) -> Repatriation:
    """Begin to prepare a return from or to another country."""
    require_part(by, case)
    hold(case)
    if Repatriation.objects.filter(case=case, ended_at=None).exists():
        raise BadInput(_("A return is being prepared already. Nothing was changed."))
    if direction not in Direction.values:
        raise BadInput(_("Choose from the list."), field="direction")
    _check_country(country)
    check_worker(case, responsible, "responsible")
    check_step(case, step)
    made: Repatriation = Repatriation.objects.create(
        case=case, direction=direction, country=country, responsible=responsible, wish=wish,
        step=step, asked_by=by,
    )  # fmt: skip
    tell(
        made, Event.CARE_ASKED, by=by, kind=EntryKind.CASE, line=label(Direction(direction)),
        service="repatriation",
    )  # fmt: skip
    if responsible != by:
        notify(user=responsible, kind=NoticeKind.TEAM_JOINED, case=case)
    return made


@transaction.atomic
def describe_return(
    *,
    repatriation: Repatriation,
    country: str,
    responsible: User,
    by: User,
    embassy: Partner | None = None,
    receiver: Partner | None = None,
    focal_person: str = "",
    wish: str = "",
    agreed_on: date | None = None,
    risk_assessed_on: date | None = None,
    checks: Sequence[str] = (),
    expected: int | None = None,
) -> None:
    """Keep embassy, receiving organisation, the person's yes, the assessment of risk, and what form F asks."""
    require_open(repatriation, by)
    _check_country(country)
    if responsible != repatriation.responsible:
        check_worker(repatriation.case, responsible, "responsible")
    if embassy is not None and embassy.kind != PartnerKind.EMBASSY:
        raise BadInput(_("Choose an embassy of the directory."), field="embassy")
    for name, day in (("agreed_on", agreed_on), ("risk_assessed_on", risk_assessed_on)):
        if day is not None:
            check_been(day, name)
    if set(checks) - set(Check.values):
        raise BadInput(_("Choose from the list."), field="checks")
    changes = amend(
        repatriation, expected=expected, country=country, responsible=responsible,
        embassy=embassy, receiver=receiver, focal_person=focal_person.strip(), wish=wish,
        agreed_on=agreed_on, risk_assessed_on=risk_assessed_on,
        checks=[code for code in Check.values if code in checks],
    )  # fmt: skip
    if changes:
        tell(repatriation, Event.RETURN_CHANGED, by=by, kind=EntryKind.CASE, changes=changes)
    if "responsible" in changes and responsible != by:
        notify(user=responsible, kind=NoticeKind.TEAM_JOINED, case=repatriation.case)


@transaction.atomic
def move_return(
    *,
    repatriation: Repatriation,
    to: str,
    by: User,
    on: date | None = None,
    why: str = "",
    expected: int | None = None,
) -> None:
    """Say that it stands otherwise now. Received ends it and its step; stopped needs a reason."""
    require_open(repatriation, by)
    if to not in repatriation.moves:
        raise BadInput(_("It cannot stand so from here."), field="to")
    state, day = ReturnState(to), on or timezone.localdate()
    check_been(day, "on")
    columns: dict[str, Any] = {"state": state}
    if state == ReturnState.BOOKED:
        _check_booking(repatriation)
    elif state == ReturnState.TRAVELLED:
        columns |= _left(repatriation, day, why)
    elif state == ReturnState.RECEIVED:
        columns |= _received(repatriation, day)
    elif state == ReturnState.STOPPED:
        if not why.strip():
            raise BadInput(_("Say why it is stopped."), field="why")
        columns["why"] = why.strip()
        columns["outcome"] = Outcome.PARTLY if repatriation.left_on else Outcome.NOT_BEGUN
    if "outcome" in columns:
        columns |= {"ended_at": timezone.now(), "ended_by": by}
    amend(repatriation, expected=expected, **columns)
    at = noon_of(day)
    tell(
        repatriation, Event.RETURN_MOVED, by=by, kind=EntryKind.CASE, line=label(state), at=at,
        state=str(state),
    )  # fmt: skip
    if state == ReturnState.TRAVELLED:
        begin(repatriation, at, by=by)
    if state == ReturnState.RECEIVED:
        end_step_of(repatriation, by=by)
        if repatriation.direction == Direction.IN:
            came_home(repatriation.case, day, by=by)


def _check_country(country: str) -> None:
    if country not in countries() or country == HOME:
        raise BadInput(_("Choose another country from the list."), field="country")


def _check_booking(repatriation: Repatriation) -> None:
    """Nobody is sent anywhere: their yes comes first, and somebody looked at the risk."""
    if repatriation.agreed_on is None:
        raise BadInput(_("Write down first on which day the person said yes."), field="to")
    if repatriation.risk_assessed_on is None:
        raise BadInput(_("Write down first on which day the risk was assessed."), field="to")
    if not Journey.objects.filter(repatriation=repatriation).exists():
        raise BadInput(_("Enter the journey first."), field="to")


def _left(repatriation: Repatriation, day: date, why: str) -> dict[str, Any]:
    papers = list(repatriation.papers.all())
    if repatriation.agreed_on is not None and day < repatriation.agreed_on:
        raise BadInput(_("They had not said yes by this day."), field="on")
    missing = not papers or any(not paper.is_there for paper in papers)
    if missing and not why.strip():
        raise PapersMissing
    return {"left_on": day, "why": why.strip() if missing else ""}


def _received(repatriation: Repatriation, day: date) -> dict[str, Any]:
    if repatriation.left_on is None or day < repatriation.left_on:
        raise BadInput(_("Nobody is received before they left."), field="on")
    return {"received_on": day, "outcome": Outcome.COMPLETED}
