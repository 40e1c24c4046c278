"""A business in the file of a case: the idea, the plan, the first day of trade, how it goes, its end."""

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from kimbilio.access.choices import Permission
from kimbilio.livelihoods.actions.business import (
    begin_business,
    close_business,
    describe_business,
    open_business,
)
from kimbilio.livelihoods.models import Asset, Business, BusinessGrant, MentorVisit, StillThere
from kimbilio.livelihoods.queries import figures_of, tranches_of
from kimbilio.web.livelihoods.drawing import chart_of
from kimbilio.web.livelihoods.forms import DayForm
from kimbilio.web.livelihoods.ground import Ground, enter, offer_people_and_steps, stand
from kimbilio.web.livelihoods.money_forms import BusinessForm, CloseForm, PlanForm
from kimbilio.web.pages import StaffRequest, page

PAGE = "cases:business"
MOST = 40


def stand_at(request: StaffRequest, code: str, pk: UUID, *, writes: bool = True) -> Ground:
    """The business of this file."""
    return stand(request, code, Business.objects, pk, page=PAGE, writes=writes)


@page(needs=Permission.WORK_ON_CASE)
def new(request: StaffRequest, code: str) -> HttpResponse:
    """Take up an idea for a business."""
    ground = enter(request, code, page="cases:livelihood")
    form = BusinessForm(request.POST or None, user=request.user, about=ground.file.case.pk)
    offer_people_and_steps(form, ground.file)

    def act() -> str:
        made = begin_business(case=ground.file.case, by=request.user, **form.cleaned_data)
        return reverse(PAGE, args=[code, made.pk])

    return ground.ask(form, act, {"heading": _("Business"), "button": _("Take it up")})


@page(needs=Permission.SEE_CASES, methods=("GET",))
def business(request: StaffRequest, code: str, pk: UUID) -> HttpResponse:
    """See how a business goes: plan, money in parts, visits, sales and profit."""
    ground = stand_at(request, code, pk, writes=False)
    shown, mine = ground.episode, {"business": ground.episode}
    grants = list(
        BusinessGrant.objects.filter(**mine)
        .select_related("funding", "asked_by", "decided_by")
        .order_by("-asked_at", "-id")[:MOST]
    )
    parts = tranches_of(grants)
    figures = figures_of(shown)
    context = {
        "grants": [(one, parts.get(one.pk, [])) for one in grants],
        "figures": figures,
        "chart": chart_of(figures),
    }
    return ground.show("livelihoods/business.html", context)


@page(needs=Permission.SEE_CASES, methods=("GET",))
def book(request: StaffRequest, code: str, pk: UUID) -> HttpResponse:
    """See who visited with which advice, what was bought, and whether it still went on."""
    ground = stand_at(request, code, pk, writes=False)
    mine = {"business": ground.episode}
    visits = MentorVisit.objects.filter(**mine).select_related("visited_by")
    questions = StillThere.objects.filter(**mine).select_related("asked_by")
    context = {
        "questions": questions.order_by("due_on", "id")[:MOST],
        "today": timezone.localdate(),
        "visits": visits.order_by("-visited_on", "-id")[:MOST],
        "assets": Asset.objects.filter(**mine).order_by("-bought_on", "-id")[:MOST],
    }
    return ground.show("livelihoods/book.html", context)


@page(needs=Permission.WORK_ON_CASE)
def plan(request: StaffRequest, code: str, pk: UUID) -> HttpResponse:
    """Write down the training and the plan."""
    ground = stand_at(request, code, pk)
    start = PlanForm.of(ground.episode)
    form = PlanForm(request.POST or None, user=request.user, about=pk, initial=start)

    def act() -> None:
        said = dict(form.cleaned_data)
        expected = said.pop("version")
        describe_business(business=ground.episode, by=request.user, expected=expected, **said)

    context = {"heading": _("Training and plan"), "button": _("Save")}
    return ground.ask(form, act, context, start=PlanForm.of)


@page(needs=Permission.WORK_ON_CASE)
def opening(request: StaffRequest, code: str, pk: UUID) -> HttpResponse:
    """Write down the first day of trade."""
    ground = stand_at(request, code, pk)
    start = {"on": timezone.localdate()}
    form = DayForm(request.POST or None, user=request.user, about=pk, initial=start)

    def act() -> None:
        open_business(business=ground.episode, on=form.cleaned_data["on"], by=request.user)

    return ground.ask(form, act, {"heading": _("First day of trade"), "button": _("Save")})


@page(needs=Permission.WORK_ON_CASE)
def close(request: StaffRequest, code: str, pk: UUID) -> HttpResponse:
    """End our work on it; say why where the business was given up."""
    ground = stand_at(request, code, pk)
    start = {"version": ground.episode.version}
    form = CloseForm(request.POST or None, user=request.user, about=pk, initial=start)

    def act() -> None:
        said = dict(form.cleaned_data)
        expected = said.pop("version")
        close_business(business=ground.episode, by=request.user, expected=expected, **said)

    context = {"heading": _("It ends"), "button": _("Save")}
    return ground.ask(form, act, context, start=CloseForm.of)
