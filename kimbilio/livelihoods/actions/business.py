"""A business from the idea to its end: taken up, planned, opened, closed."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kimbilio.accounts.models import User
from kimbilio.audit.choices import Event
from kimbilio.care.actions import begin, hold_open
from kimbilio.care.choices import Outcome
from kimbilio.care.telling import noon_of, tell
from kimbilio.cases.choices import EntryKind
from kimbilio.cases.labels import label
from kimbilio.cases.models import Case, Step
from kimbilio.kernel.errors import BadInput
from kimbilio.kernel.versions import amend
from kimbilio.livelihoods.actions.ground import (
    begin_care,
    check_been,
    check_choice,
    end_episode,
    require_open,
    tell_asked,
)
from kimbilio.livelihoods.actions.still import plan_questions
from kimbilio.livelihoods.choices import TRADING_MONTHS, ClosedWhy, GrantState, Sector
from kimbilio.livelihoods.models import Business


@transaction.atomic
def begin_business(
    *,
    case: Case,
    sector: str,
    responsible: User,
    by: User,
    wish: str = "",
    step: Step | None = None,
) -> Business:
    """Take up an idea for a business; a colleague goes along with it."""
    columns = begin_care(case, responsible, step, by)
    check_choice(sector, Sector, "sector")
    business: Business = Business.objects.create(**columns, sector=sector, wish=wish)
    tell_asked(business, "livelihood", label(Sector(sector)), by)
    return business


@transaction.atomic
def describe_business(
    *,
    business: Business,
    sector: str,
    by: User,
    plan: str = "",
    training: str = "",
    trained_on: date | None = None,
    expected: int | None = None,
) -> None:
    """Write down what was learnt for it, and the plan in the person's own words."""
    require_open(business, by)
    check_choice(sector, Sector, "sector")
    if trained_on is not None:
        check_been(trained_on, "trained_on")
        if not training.strip():
            raise BadInput(_("Say what was learnt."), field="training")
    changes = amend(
        business, expected=expected, sector=sector, plan=plan.strip(), training=training.strip(),
        trained_on=trained_on,
    )  # fmt: skip
    if not changes:
        return
    line = label(Sector(sector))
    tell(business, Event.CARE_CHANGED, by=by, kind=EntryKind.CASE, line=line, changes=changes)
    if trained_on is not None:
        begin(business, noon_of(trained_on), by=by)


@transaction.atomic
def open_business(*, business: Business, on: date, by: User, expected: int | None = None) -> None:
    """The first day of trade: from now on months are counted, and My day asks whether it goes on."""
    require_open(business, by)
    check_been(on, "on")
    hold_open(business)
    if Business.objects.get(pk=business.pk).opened_on is not None:
        raise BadInput(_("It trades already. Nothing was changed."))
    if business.started_at is not None and noon_of(on) < business.started_at:
        raise BadInput(_("This is before the work on it began."), field="on")
    amend(business, expected=expected, opened_on=on)
    begin(business, noon_of(on), by=by)
    plan_questions(business, on, TRADING_MONTHS)
    line = label(Sector(business.sector))
    tell(business, Event.BUSINESS_OPENED, by=by, kind=EntryKind.CASE, line=line, at=noon_of(on))


@transaction.atomic
def close_business(
    *,
    business: Business,
    outcome: str,
    summary: str,
    by: User,
    closed_why: str = "",
    expected: int | None = None,
) -> None:
    """End our work on it. Where the business itself was given up, say why."""
    require_open(business, by)
    hold_open(business)
    if closed_why:
        check_choice(closed_why, ClosedWhy, "closed_why")
    if business.grants.filter(state=GrantState.ASKED).exists():
        raise BadInput(_("A grant waits for a yes or a no. Let it be decided first."))
    if outcome == Outcome.BY_PERSON and not closed_why:
        raise BadInput(_("Say why it was given up."), field="closed_why")
    end_episode(
        business, outcome=outcome, summary=summary, by=by, expected=expected,
        line=label(ClosedWhy(closed_why)) if closed_why else "", closed_why=closed_why,
    )  # fmt: skip
