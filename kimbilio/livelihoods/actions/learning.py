"""Enrolling in a school or course, keeping its terms, and ending it."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kimbilio.accounts.models import User
from kimbilio.audit.choices import Event
from kimbilio.care.actions import begin, hold_open
from kimbilio.care.telling import noon_of, tell
from kimbilio.cases.choices import EntryKind
from kimbilio.cases.labels import label
from kimbilio.cases.models import Case, Step
from kimbilio.cases.outline import refresh_outline
from kimbilio.kernel.errors import BadInput
from kimbilio.kernel.versions import amend
from kimbilio.livelihoods.actions.giving import paid_of
from kimbilio.livelihoods.actions.ground import (
    begin_care,
    check_been,
    check_choice,
    end_episode,
    hold,
    require_open,
    tell_asked,
)
from kimbilio.livelihoods.choices import Learning
from kimbilio.livelihoods.models import Schooling, Term
from kimbilio.livelihoods.money import MOST_CENTS
from kimbilio.partners.models import Partner

MOST_DAYS = 366


@transaction.atomic
def enrol(
    *,
    case: Case,
    kind: str,
    responsible: User,
    by: User,
    partner: Partner | None = None,
    place: str = "",
    level: str = "",
    wish: str = "",
    step: Step | None = None,
) -> Schooling:
    """Ask for a place in a school or course, of the directory or in words."""
    columns = begin_care(case, responsible, step, by)
    check_choice(kind, Learning, "kind")
    if partner is None and not place.strip():
        raise BadInput(_("Choose a school of the directory, or write which one."), field="place")
    schooling: Schooling = Schooling.objects.create(
        **columns, kind=kind, partner=partner, place="" if partner else place.strip(),
        level=level.strip(), wish=wish,
    )  # fmt: skip
    service = "education" if kind == Learning.SCHOOL else "training"
    tell_asked(schooling, service, label(Learning(kind)), by)
    return schooling


@transaction.atomic
def begin_schooling(*, schooling: Schooling, on: date, by: User) -> None:
    """The first day there; the step of the plan begins with it."""
    require_open(schooling, by)
    check_been(on, "on")
    if schooling.started_at is not None:
        raise BadInput(_("It has begun already. Nothing was changed."))
    begin(schooling, noon_of(on), by=by)
    tell(
        schooling, Event.CARE_STARTED, by=by, kind=EntryKind.CASE, at=noon_of(on),
        line=label(Learning(schooling.kind)),
    )  # fmt: skip


@transaction.atomic
def save_term(
    *,
    schooling: Schooling,
    term: Term | None,
    name: str,
    starts_on: date,
    ends_on: date,
    by: User,
    fees_cents: int = 0,
    days_open: int | None = None,
    days_present: int | None = None,
    result: str = "",
    expected: int | None = None,
) -> Term:
    """Write down a term: its fees, later the days present and the result."""
    require_open(schooling, by)
    if ends_on < starts_on:
        raise BadInput(_("The end comes before the beginning."), field="ends_on")
    if (ends_on - starts_on).days > MOST_DAYS:
        raise BadInput(_("A term lasts a year at most."), field="ends_on")
    if not 0 <= fees_cents <= MOST_CENTS:
        raise BadInput(_("This amount cannot be right."), field="fees")
    _check_days(starts_on, ends_on, days_open, days_present)
    values: dict[str, Any] = {
        "name": name.strip(), "starts_on": starts_on, "ends_on": ends_on, "fees_cents": fees_cents,
        "days_open": days_open, "days_present": days_present, "result": result.strip(),
    }  # fmt: skip
    hold_open(schooling)
    others = schooling.terms.exclude(pk=term.pk) if term else schooling.terms.all()
    if others.filter(starts_on__lte=ends_on, ends_on__gte=starts_on).exists():
        raise BadInput(_("Another term has some of these days."), field="starts_on")
    changes: Any = {}
    if term is None:
        term = Term.objects.create(case=schooling.case, schooling=schooling, **values)
    else:
        hold(term)
        if fees_cents < paid_of(term):
            raise BadInput(_("More was paid already."), field="fees")
        changes = amend(term, expected=expected, **values)
        if not changes:
            return term
    tell(term, Event.TERM_CHANGED, by=by, kind=EntryKind.CASE, line=term.name, changes=changes)
    if days_present and begin(schooling, noon_of(starts_on), by=by):
        refresh_outline(schooling.case)
    return term


@transaction.atomic
def end_schooling(
    *,
    schooling: Schooling,
    outcome: str,
    summary: str,
    by: User,
    expected: int | None = None,
) -> None:
    """Completed, left or gone on elsewhere."""
    end_episode(
        schooling, outcome=outcome, summary=summary, by=by, expected=expected,
        line=label(Learning(schooling.kind)),
    )  # fmt: skip


def _check_days(
    starts_on: date, ends_on: date, days_open: int | None, days_present: int | None
) -> None:
    if days_open is None and days_present is None:
        return
    if days_open is None or days_present is None:
        raise BadInput(
            _("Give both: how many school days, and on how many the person was there."),
            field="days_open" if days_open is None else "days_present",
        )
    check_been(starts_on, "starts_on")
    if days_present < 0 or days_present > days_open:
        raise BadInput(_("Nobody is present on more days than there were."), field="days_present")
    if days_open > (ends_on - starts_on).days + 1:
        raise BadInput(_("The term has fewer days."), field="days_open")
