"""While a business runs: things bought, visits, the figures of each month."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from kimbilio.access.choices import Permission
from kimbilio.livelihoods.actions.running import add_asset, log_visit, save_figure
from kimbilio.livelihoods.choices import FigureSource
from kimbilio.livelihoods.models import MonthFigure
from kimbilio.livelihoods.months import first_of, months_after
from kimbilio.web.justice.forms import shillings
from kimbilio.web.livelihoods.business import stand_at
from kimbilio.web.livelihoods.ground import Ground, part_of
from kimbilio.web.livelihoods.incoming import Offered, offered_message
from kimbilio.web.livelihoods.learning import offer_money
from kimbilio.web.livelihoods.money_forms import AssetForm, FigureForm, VisitForm
from kimbilio.web.pages import StaffRequest, page


@page(needs=Permission.WORK_ON_CASE)
def new_asset(request: StaffRequest, code: str, pk: UUID) -> HttpResponse:
    """Write down something bought for the business."""
    ground = stand_at(request, code, pk)
    form = AssetForm(request.POST or None, user=request.user, about=pk)
    offer_money(form, ground)

    def act() -> None:
        said = dict(form.cleaned_data)
        cents = said.pop("cost")
        add_asset(business=ground.episode, cost_cents=cents, by=request.user, **said)

    return ground.ask(form, act, {"heading": _("Bought for the business"), "button": _("Save")})


@page(needs=Permission.WORK_ON_CASE)
def new_visit(request: StaffRequest, code: str, pk: UUID) -> HttpResponse:
    """Keep what I saw at the business and what I advised."""
    ground = stand_at(request, code, pk)
    form = VisitForm(request.POST or None, user=request.user, about=pk)

    def act() -> None:
        log_visit(business=ground.episode, by=request.user, **form.cleaned_data)

    return ground.ask(form, act, {"heading": _("Visit to the business"), "button": _("Save")})


@page(needs=Permission.WORK_ON_CASE)
def new_figure(request: StaffRequest, code: str, pk: UUID) -> HttpResponse:
    """Write down a month, from what was told or from a text message that I confirm."""
    ground = stand_at(request, code, pk)
    offered = offered_message(request, ground.episode, request.GET.get("message", ""))
    return _figure(ground, None, offered)


@page(needs=Permission.WORK_ON_CASE)
def change_figure(request: StaffRequest, code: str, pk: UUID) -> HttpResponse:
    """Correct what a month earned."""
    figure = part_of(request, MonthFigure.objects, pk)
    ground = stand_at(request, code, figure.business_id)
    figure.business, figure.case = ground.episode, ground.file.case
    return _figure(ground, figure, None)


def _figure(ground: Ground, known: MonthFigure | None, offered: Offered | None) -> HttpResponse:
    request, business = ground.request, ground.episode
    if business.opened_on is None:
        raise Http404
    about = known.pk if known else offered.message if offered else business.pk
    start: dict[str, Any] = {"month": _last_month(business.opened_on).isoformat()}
    if known is not None:
        start = FigureForm.of(known)
    elif offered is not None:
        start = {
            "month": offered.month(business.opened_on).isoformat(),
            "sales": shillings(offered.told.sales_cents),
            "profit": shillings(offered.told.profit_cents), "source": FigureSource.TEXT,
        }  # fmt: skip
    form = FigureForm(request.POST or None, user=request.user, about=about, initial=start)
    form.fields["month"].offer(business.opened_on)  # type: ignore[attr-defined]

    def act() -> None:
        save_figure(
            business=business, figure=known, by=request.user,
            message=offered.message if offered else None, **form.answers(),
        )  # fmt: skip

    context = {"heading": _("Sales and profit"), "button": _("Save"), "offered": offered}
    return ground.ask(form, act, context, start=FigureForm.of)


def _last_month(opened_on: date) -> date:
    """The month before this one, or this one where the business is as new."""
    today = timezone.localdate()
    return max(first_of(opened_on), months_after(first_of(today), -1))
