"""Who was found, the check that they are family, the family's assessment, the note of best interest."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from kimbilio.access.choices import Permission
from kimbilio.tracing.actions.relatives import (
    check_relative,
    confirm_relative,
    save_assessment,
    save_best_interest,
    save_relative,
)
from kimbilio.tracing.models import BestInterest, FamilyAssessment, FoundRelative
from kimbilio.web.pages import StaffRequest, page
from kimbilio.web.tracing.family_forms import (
    AssessmentForm,
    BestInterestForm,
    CheckForm,
    RelativeForm,
)
from kimbilio.web.tracing.ground import Ground, stand, stand_by
from kimbilio.web.work.forms import VersionedForm


@page(needs=Permission.WORK_ON_CASE)
def new(request: StaffRequest, code: str, pk: UUID) -> HttpResponse:
    """Write down who was found."""
    return _relative(stand(request, code, pk, writes=True), None)


@page(needs=Permission.WORK_ON_CASE)
def change(request: StaffRequest, code: str, pk: UUID) -> HttpResponse:
    """Put right who was found."""
    return _relative(*stand_by(request, code, FoundRelative.objects, pk))


def _relative(ground: Ground, known: FoundRelative | None) -> HttpResponse:
    request, about = ground.request, known.pk if known else ground.tracing.pk
    start = RelativeForm.of(known) if known else {"relation": ground.tracing.relation}
    form = RelativeForm(request.POST or None, user=request.user, about=about, initial=start)

    def act() -> str:
        said = dict(form.cleaned_data)
        expected = said.pop("version")
        save_relative(
            tracing=ground.tracing, relative=known, by=request.user, expected=expected, **said
        )
        messages.success(request, _("Saved. Nothing is checked by that yet."))
        return ground.address()

    context = {"heading": _("Who was found"), "button": _("Save")}
    return ground.ask(form, act, context, start=RelativeForm.of)


@page(needs=Permission.WORK_ON_CASE)
def check(request: StaffRequest, code: str, pk: UUID) -> HttpResponse:
    """Say by what it was checked that they are family."""
    ground, known = stand_by(request, code, FoundRelative.objects, pk)
    form = CheckForm(request.POST or None, user=request.user, about=pk, initial=CheckForm.of(known))

    def act() -> str:
        said = dict(form.cleaned_data)
        expected = said.pop("version")
        check_relative(relative=known, by=request.user, expected=expected, **said)
        messages.success(request, _("Saved."))
        return ground.address()

    context = {"heading": _("Check that they are family"), "button": _("Save")}
    return ground.ask(form, act, context, start=CheckForm.of)


@page(needs=Permission.WORK_ON_CASE)
def confirm(request: StaffRequest, code: str, pk: UUID) -> HttpResponse:
    """Agree as the second person that they are family."""
    ground, known = stand_by(request, code, FoundRelative.objects, pk)
    form = VersionedForm(request.POST or None, initial={"version": known.version})

    def act() -> str:
        confirm_relative(relative=known, by=request.user, expected=form.cleaned_data["version"])
        messages.success(request, _("Confirmed."))
        return ground.address()

    context = {
        "heading": _("Confirm as second person"), "button": _("I looked at it and agree"),
        "relative": known,
    }  # fmt: skip
    return ground.ask(form, act, context)


@page(needs=Permission.WORK_ON_CASE)
def assess(request: StaffRequest, code: str, pk: UUID) -> HttpResponse:
    """Say how the family is: safe, willing, able, and whether they had a part."""
    ground = stand(request, code, pk, writes=True)
    known = FamilyAssessment.objects.filter(tracing=ground.tracing).first()
    start = AssessmentForm.of(known) if known else {"made_on": timezone.localdate()}
    form = AssessmentForm(request.POST or None, user=request.user, about=pk, initial=start)
    return _one_of_a_kind(ground, form, save_assessment, _("Assess the family"), AssessmentForm.of)


@page(needs=Permission.WORK_ON_CASE)
def best_interest(request: StaffRequest, code: str, pk: UUID) -> HttpResponse:
    """Write what is best for the child, who decided it, and what the child says."""
    ground = stand(request, code, pk, writes=True)
    known = BestInterest.objects.filter(tracing=ground.tracing).first()
    start = BestInterestForm.of(known) if known else {"decided_on": timezone.localdate()}
    form = BestInterestForm(request.POST or None, user=request.user, about=pk, initial=start)

    def save(**given: Any) -> BestInterest:
        return save_best_interest(**{**given, "deciders": given["deciders"].splitlines()})

    heading = _("The child's best interest")
    return _one_of_a_kind(ground, form, save, heading, BestInterestForm.of)


def _one_of_a_kind(
    ground: Ground, form: VersionedForm, save: Any, heading: str, start: Any
) -> HttpResponse:
    def act() -> str:
        said = dict(form.cleaned_data)
        expected = said.pop("version")
        save(tracing=ground.tracing, by=ground.request.user, expected=expected, **said)
        messages.success(ground.request, _("Saved."))
        return ground.address()

    return ground.ask(form, act, {"heading": heading, "button": _("Save")}, start=start)
