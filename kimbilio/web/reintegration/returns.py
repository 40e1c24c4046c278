"""A return from or to another country in the file: opened, looked at, described, moved on, printed."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from kimbilio.access.choices import Act, Compartment, Permission
from kimbilio.access.matrix import allows, holds
from kimbilio.letters.choices import Language
from kimbilio.organisation.places import countries
from kimbilio.partners.choices import PartnerKind
from kimbilio.partners.models import Partner
from kimbilio.reintegration.actions.returns import describe_return, move_return, open_return
from kimbilio.reintegration.actions.travel import save_journey, save_paper
from kimbilio.reintegration.choices import Check, ReturnState
from kimbilio.reintegration.models import Journey, Repatriation, TravelPaper
from kimbilio.web.care.steps import steps_of
from kimbilio.web.pages import StaffRequest, page
from kimbilio.web.reintegration.form_f import printed
from kimbilio.web.reintegration.forms import (
    DescribeForm,
    JourneyForm,
    MoveForm,
    PaperForm,
    ReturnForm,
)
from kimbilio.web.reintegration.ground import Ground, stand, stand_by, workers_on

MOST_PARTNERS = 300


@page(needs=Permission.WORK_ON_CASE)
def new(request: StaffRequest, code: str) -> HttpResponse:
    """Begin to prepare a return from or to another country."""
    ground = stand(request, code)
    case = ground.file.case
    form = ReturnForm(request.POST or None, user=request.user, about=case.pk)
    form.fields["responsible"].offer(workers_on(ground.file), case.lead)  # type: ignore[attr-defined]
    form.fields["step"].offer(steps_of(ground.file))  # type: ignore[attr-defined]

    def act() -> str:
        made = open_return(case=case, by=request.user, **form.cleaned_data)
        return reverse("cases:repatriation", args=[code, made.pk])

    context = {"heading": _("Return from or to another country"), "button": _("Prepare it")}
    return ground.ask(form, act, context)


@page(needs=Permission.SEE_CASES, methods=("GET",))
def repatriation(request: StaffRequest, code: str, pk: UUID) -> HttpResponse:
    """See how a return stands: papers, the journey, who receives, what form F asks."""
    ground = stand_by(request, code, Repatriation, pk)
    one = ground.episode
    journey = None
    if ground.sees_where:
        journey = Journey.objects.filter(repatriation=pk).select_related("met_by").first()
    context = {
        "one": one, "journey": journey, "country": countries().get(one.country, one.country),
        "start": JourneyForm.of(journey) if journey else {},
        "papers": list(one.papers.order_by("kind", "id")[:20]),
        "checks": [(check.label, check.value in one.checks) for check in Check],
        "way": [
            state for state in ReturnState
            if state != ReturnState.STOPPED or one.state == ReturnState.STOPPED
        ],
        "prints": prints(request),
    }  # fmt: skip
    return ground.show("reintegration/repatriation.html", context)


@page(needs=Permission.WORK_ON_CASE)
def describe(request: StaffRequest, code: str, pk: UUID) -> HttpResponse:
    """Say which embassy and organisation, that the person said yes, and what form F asks."""
    ground = stand_by(request, code, Repatriation, pk, writes=True)
    one: Repatriation = ground.episode
    form = DescribeForm(
        request.POST or None, user=request.user, about=pk, initial=DescribeForm.of(one)
    )
    known = list(Partner.objects.filter(is_active=True).order_by("name")[:MOST_PARTNERS])
    embassies = [partner for partner in known if partner.kind == PartnerKind.EMBASSY]
    for name, offered in (("embassy", embassies), ("receiver", known)):
        chosen = getattr(one, name)
        also = [chosen] if chosen is not None and chosen not in offered else []
        form.fields[name].offer([*offered, *also])  # type: ignore[attr-defined]
    form.fields["responsible"].offer(workers_on(ground.file, one.responsible))  # type: ignore[attr-defined]

    def act() -> str:
        said = dict(form.cleaned_data)
        expected = said.pop("version")
        describe_return(repatriation=one, by=request.user, expected=expected, **said)
        return ground.address()

    context = {"heading": _("What is known of the return"), "button": _("Save")}
    return ground.ask(form, act, context, start=DescribeForm.of)


@page(needs=Permission.WORK_ON_CASE)
def paper_new(request: StaffRequest, code: str, pk: UUID) -> HttpResponse:
    """Write down that a paper was asked for."""
    return _paper(stand_by(request, code, Repatriation, pk, writes=True), None)


@page(needs=Permission.WORK_ON_CASE)
def paper(request: StaffRequest, code: str, pk: UUID) -> HttpResponse:
    """Say that a paper is ready or collected."""
    rows: Any = TravelPaper.objects.open_to(request.user)
    known = get_object_or_404(rows, pk=pk)
    ground = stand_by(request, code, Repatriation, known.repatriation_id, writes=True)
    known.repatriation, known.case = ground.episode, ground.file.case
    return _paper(ground, known)


def _paper(ground: Ground, known: TravelPaper | None) -> HttpResponse:
    request, about = ground.request, known.pk if known else ground.episode.pk
    start = PaperForm.of(known) if known else {"state": "asked"}
    form = PaperForm(request.POST or None, user=request.user, about=about, initial=start)

    def act() -> str:
        said = dict(form.cleaned_data)
        expected = said.pop("version")
        save_paper(
            repatriation=ground.episode, paper=known, by=request.user, expected=expected, **said
        )
        return ground.address()

    context = {"heading": _("Paper for the journey"), "button": _("Save")}
    return ground.ask(form, act, context, start=PaperForm.of)


@page(needs=Permission.WORK_ON_CASE)
def journey(request: StaffRequest, code: str, pk: UUID) -> HttpResponse:
    """Enter the journey: when, with what and with whom, and who meets them where."""
    ground = stand_by(request, code, Repatriation, pk, writes=True)
    if not ground.writes_where:
        raise Http404
    known = Journey.objects.filter(repatriation=pk).select_related("met_by").first()
    start = JourneyForm.of(known) if known else {}
    form = JourneyForm(request.POST or None, user=request.user, about=pk, initial=start)
    form.fields["met_by"].offer(workers_on(ground.file, known.met_by if known else None))  # type: ignore[attr-defined]

    def act() -> str:
        said = dict(form.cleaned_data)
        expected = said.pop("version") or 0  # whoever saw no journey meets one that came meanwhile
        save_journey(repatriation=ground.episode, by=request.user, expected=expected, **said)
        return ground.address()

    context = {"heading": _("The journey"), "button": _("Save")}
    return ground.ask(form, act, context, start=JourneyForm.of)


@page(needs=Permission.WORK_ON_CASE)
def move(request: StaffRequest, code: str, pk: UUID) -> HttpResponse:
    """Say that the return stands otherwise now."""
    ground = stand_by(request, code, Repatriation, pk, writes=True)
    start = {"version": ground.episode.version}
    form = MoveForm(request.POST or None, user=request.user, about=pk, initial=start)
    form.offer(ground.episode.moves)

    def act() -> str:
        said = dict(form.cleaned_data)
        expected = said.pop("version")
        move_return(repatriation=ground.episode, by=request.user, expected=expected, **said)
        messages.success(request, _("Saved."))
        return ground.address()

    now = ground.episode.get_state_display()
    context = {"heading": _("How it stands"), "button": _("Save"), "now": now}
    return ground.ask(form, act, context, start=lambda theirs: {"to": theirs.state})


@page(needs=Permission.WORK_ON_CASE, methods=("POST",))
def form_f(request: StaffRequest, code: str, pk: UUID) -> HttpResponse:
    """Fill in form F and print it; each printing is recorded."""
    ground = stand_by(request, code, Repatriation, pk)
    if not prints(request):
        raise Http404
    wanted = request.POST.get("language", "")
    language = wanted if wanted in Language.values else Language.of_reader().value
    return printed(ground.episode, language=language, by=request.user)


def prints(request: StaffRequest) -> bool:
    """Whether the reader may print this part of a case at all; the action asks again."""
    works = holds(request.user.role, Permission.WORK_ON_CASE)
    return works and allows(request.user.role, Compartment.STORY, Act.EXPORT)
