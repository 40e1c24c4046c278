"""What is prepared for court and what money is asked for, one form each."""

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from kimbilio.access.choices import Permission
from kimbilio.justice.actions.preparing import save_award, save_court_step
from kimbilio.justice.models import Award, CourtStep
from kimbilio.web.justice.forms import AwardForm, CourtStepForm
from kimbilio.web.justice.ground import Ground, stand, stand_by
from kimbilio.web.pages import StaffRequest, page


@page(needs=Permission.WORK_ON_CASE)
def new_step(request: StaffRequest, code: str, pk: UUID) -> HttpResponse:
    """Plan a preparation for court or a measure of protection."""
    return _step(stand(request, code, pk, writes=True), None)


@page(needs=Permission.WORK_ON_CASE)
def change_step(request: StaffRequest, code: str, pk: UUID) -> HttpResponse:
    """Say that a preparation is done, or plan it otherwise."""
    return _step(*stand_by(request, code, CourtStep.objects, pk, writes=True))


def _step(ground: Ground, known: CourtStep | None) -> HttpResponse:
    request, about = ground.request, known.pk if known else ground.matter.pk
    start = CourtStepForm.of(known) if known else {}
    form = CourtStepForm(request.POST or None, user=request.user, about=about, initial=start)

    def act() -> str:
        said = dict(form.cleaned_data)
        expected = said.pop("version")
        save_court_step(
            matter=ground.matter, step=known, by=request.user, expected=expected, **said
        )
        return ground.address()

    context = {"heading": _("Preparation and protection"), "button": _("Save")}
    return ground.ask(form, act, context, start=CourtStepForm.of)


@page(needs=Permission.WORK_ON_CASE)
def new_award(request: StaffRequest, code: str, pk: UUID) -> HttpResponse:
    """Write down what money is asked for."""
    return _award(stand(request, code, pk, writes=True), None)


@page(needs=Permission.WORK_ON_CASE)
def change_award(request: StaffRequest, code: str, pk: UUID) -> HttpResponse:
    """Write down what was ordered, and what was paid."""
    return _award(*stand_by(request, code, Award.objects, pk, writes=True))


def _award(ground: Ground, known: Award | None) -> HttpResponse:
    request, about = ground.request, known.pk if known else ground.matter.pk
    start = AwardForm.of(known) if known else {}
    form = AwardForm(request.POST or None, user=request.user, about=about, initial=start)

    def act() -> str:
        save_award(matter=ground.matter, award=known, by=request.user, **form.answers())
        return ground.address()

    context = {"heading": _("Restitution and compensation"), "button": _("Save")}
    return ground.ask(form, act, context, start=AwardForm.of)
