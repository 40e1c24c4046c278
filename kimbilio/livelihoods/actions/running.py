"""While a business runs: things bought, visits with advice, the figures of each month."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kimbilio.accounts.models import User
from kimbilio.audit.choices import Event
from kimbilio.care.actions import hold_open
from kimbilio.care.telling import noon_of, tell
from kimbilio.cases.actions.contact import was_in_contact
from kimbilio.cases.actions.tasks import give_task
from kimbilio.cases.choices import EntryKind
from kimbilio.cases.models import Document
from kimbilio.kernel.errors import BadInput, DomainError
from kimbilio.kernel.versions import amend
from kimbilio.livelihoods.actions.ground import (
    check_amount,
    check_been,
    check_choice,
    check_document,
    require_open,
)
from kimbilio.livelihoods.choices import FigureSource, ToDo
from kimbilio.livelihoods.models import Asset, Business, MentorVisit, MonthFigure
from kimbilio.livelihoods.money import MOST_CENTS, kes
from kimbilio.livelihoods.months import first_of


@transaction.atomic
def add_asset(
    *,
    business: Business,
    what: str,
    bought_on: date,
    cost_cents: int,
    by: User,
    receipt: str = "",
    document: Document | None = None,
) -> Asset:
    """Write down something bought for the business, from the money of a tranche or their own."""
    require_open(business, by)
    if not what.strip():
        raise BadInput(_("Say what was bought."), field="what")
    check_been(bought_on, "bought_on")
    check_amount(cost_cents, "cost")
    check_document(document, business.case, by)
    asset: Asset = Asset.objects.create(
        case=business.case, business=business, what=what.strip(), bought_on=bought_on,
        cost_cents=cost_cents, receipt=receipt.strip(), document=document, added_by=by,
    )  # fmt: skip
    line = f"{asset.what}: {kes(cost_cents)}"
    tell(asset, Event.BUSINESS_ASSET_ADDED, by=by, kind=EntryKind.CASE, line=line)
    return asset


@transaction.atomic
def log_visit(
    *, business: Business, visited_on: date, words: str, by: User, advice: str = ""
) -> MentorVisit:
    """Keep what was seen at the business and what was advised."""
    require_open(business, by)
    check_been(visited_on, "visited_on")
    if not words.strip():
        raise BadInput(_("Say what you saw."), field="words")
    visit: MentorVisit = MentorVisit.objects.create(
        case=business.case, business=business, visited_on=visited_on, words=words.strip(),
        advice=advice.strip(), visited_by=by,
    )  # fmt: skip
    was_in_contact(business.case, noon_of(visited_on))
    tell(
        visit, Event.BUSINESS_VISITED, by=by, kind=EntryKind.VISIT, line=visit.words,
        at=noon_of(visited_on),
    )  # fmt: skip
    return visit


@transaction.atomic
def save_figure(
    *,
    business: Business,
    month: date,
    sales_cents: int,
    profit_cents: int,
    by: User,
    figure: MonthFigure | None = None,
    source: str = FigureSource.TOLD,
    message: UUID | None = None,
    note: str = "",
    expected: int | None = None,
) -> MonthFigure:
    """Write down or correct what a month earned; each month once, each text message once."""
    require_open(business, by)
    check_choice(source, FigureSource, "source")
    month = first_of(month)
    _check_month(business, month)
    if not 0 <= sales_cents <= MOST_CENTS:
        raise BadInput(_("This amount cannot be right."), field="sales")
    if profit_cents > sales_cents:
        raise BadInput(_("A profit is never more than the sales."), field="profit")
    if profit_cents < -MOST_CENTS:
        raise BadInput(_("This amount cannot be right."), field="profit")
    hold_open(business)
    others = MonthFigure.objects.filter(business=business, month=month)
    if others.exclude(pk=figure.pk if figure else None).exists():
        raise BadInput(
            _("This month is written down already. Open it to correct it."), field="month"
        )
    if message is not None and MonthFigure.objects.filter(message=message).exists():
        raise BadInput(_("This text message was entered already. Nothing was changed."))
    values: dict[str, Any] = {
        "month": month, "sales_cents": sales_cents, "profit_cents": profit_cents,
        "source": source, "note": note.strip(),
    }  # fmt: skip
    changes: Any = {}
    if figure is None:
        figure = MonthFigure.objects.create(
            case=business.case, business=business, message=message, recorded_by=by, **values
        )
    else:
        changes = amend(figure, expected=expected, **values)
        if not changes:
            return figure
    line = f"{month:%m/%Y}: {kes(sales_cents)}, {kes(profit_cents)}"
    tell(figure, Event.BUSINESS_FIGURES, by=by, kind=EntryKind.CASE, line=line, changes=changes)
    _mark_first_profit(business, figure, by)
    return figure


def _check_month(business: Business, month: date) -> None:
    if month > timezone.localdate():
        raise BadInput(_("Choose a month that has begun."), field="month")
    if business.opened_on is None:
        raise BadInput(_("Say first since when the business trades."))
    if month < first_of(business.opened_on):
        raise BadInput(_("The business did not trade yet in this month."), field="month")


def _mark_first_profit(business: Business, figure: MonthFigure, by: User) -> None:
    """The first month that earned something: once on the timeline, once as a task for the lead."""
    business.refresh_from_db(fields=["first_profit", "version"])
    if figure.profit_cents <= 0 or business.first_profit is not None:
        return
    amend(business, first_profit=figure.month)
    line = f"{figure.month:%m/%Y}: {kes(figure.profit_cents)}"
    tell(business, Event.BUSINESS_FIRST_PROFIT, by=by, kind=EntryKind.CASE, line=line)
    lead = business.case.lead
    if lead is None:
        return
    try:
        with transaction.atomic():
            give_task(
                title=ToDo.PRAISE_PROFIT,
                due_on=timezone.localdate(), by=by, owner=lead, case=business.case,
            )  # fmt: skip
    except DomainError:
        return  # the lead has left the case; the timeline tells it all the same
