"""One matter of law in the file of a case: taken up, looked at, described, moved on, ended."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from kimbilio.access.choices import Permission
from kimbilio.justice.actions.matters import (
    describe_matter,
    end_matter,
    move_matter,
    open_matter,
    record_complaint,
)
from kimbilio.justice.choices import PROTECTS
from kimbilio.justice.models import Award, CourtStep, Hearing, MatterMove
from kimbilio.web.care.steps import steps_of
from kimbilio.web.cases.shell import open_file
from kimbilio.web.justice.forms import ComplaintForm, DescribeForm, EndForm, MoveForm, OpenForm
from kimbilio.web.justice.ground import (
    LEGAL,
    ask_in,
    lawyers_on,
    stand,
    writes_legal,
)
from kimbilio.web.pages import StaffRequest, page

MOST = 60


@page(needs=Permission.WORK_ON_CASE)
def new(request: StaffRequest, code: str) -> HttpResponse:
    """Take up a matter of law for the person."""
    file = open_file(request, code, needs=LEGAL, look=request.method == "GET")
    if not writes_legal(file):
        raise Http404
    lawyers = lawyers_on(file)
    form = OpenForm(request.POST or None, user=request.user, about=file.case.pk)
    form.offer(lawyers, steps_of(file))

    def act() -> str:
        made = open_matter(case=file.case, by=request.user, **form.cleaned_data)
        return reverse("cases:matter", args=[code, made.pk])

    context = {
        "heading": _("Legal help"), "button": _("Take it up"), "has_nobody": not lawyers,
        "back": reverse("cases:services", args=[code]),
    }  # fmt: skip
    return ask_in(request, file, form, act, context)


@page(needs=Permission.SEE_CASES, methods=("GET",))
def matter(request: StaffRequest, code: str, pk: UUID) -> HttpResponse:
    """See how a matter stands: hearings, complaint, charges, preparation, money."""
    ground = stand(request, code, pk)
    mine = {"matter": ground.matter}
    hearings = Hearing.objects.filter(**mine).select_related("held_by", "companion")
    steps = list(CourtStep.objects.filter(**mine).order_by("done_on", "due_on", "id")[:MOST])
    context = {
        "hearings": hearings.defer("words").order_by("-starts_at", "-id")[:MOST],
        "prepared": [step for step in steps if step.kind not in PROTECTS],
        "protected": [step for step in steps if step.kind in PROTECTS],
        "awards": Award.objects.filter(**mine).order_by("id")[:MOST],
        "moves": MatterMove.objects.filter(**mine).order_by("-on", "-id")[:MOST],
        "complaint": getattr(ground.matter, "complaint", None),
    }
    return ground.show("justice/matter.html", context)


@page(needs=Permission.WORK_ON_CASE)
def describe(request: StaffRequest, code: str, pk: UUID) -> HttpResponse:
    """Say at which court it is, under which number, with which charges."""
    ground = stand(request, code, pk, writes=True)
    start = DescribeForm.of(ground.matter)
    form = DescribeForm(request.POST or None, user=request.user, about=pk, initial=start)
    people = lawyers_on(ground.file)
    if ground.matter.responsible not in people:
        people.append(ground.matter.responsible)
    form.offer(people)

    def act() -> str:
        said = dict(form.cleaned_data)
        expected = said.pop("version")
        describe_matter(matter=ground.matter, by=request.user, expected=expected, **said)
        return ground.address()

    context = {"heading": _("Court and charges"), "button": _("Save")}
    return ground.ask(form, act, context, start=DescribeForm.of)


@page(needs=Permission.WORK_ON_CASE)
def complaint(request: StaffRequest, code: str, pk: UUID) -> HttpResponse:
    """Keep when and where it was told, and who looks into it."""
    ground = stand(request, code, pk, writes=True)
    start = ComplaintForm.of(getattr(ground.matter, "complaint", None))
    form = ComplaintForm(request.POST or None, user=request.user, about=pk, initial=start)

    def act() -> str:
        said = dict(form.cleaned_data)
        expected = said.pop("version")
        record_complaint(matter=ground.matter, by=request.user, expected=expected, **said)
        return ground.address()

    context = {"heading": _("Complaint"), "button": _("Save")}
    return ground.ask(form, act, context, start=ComplaintForm.of)


@page(needs=Permission.WORK_ON_CASE)
def move(request: StaffRequest, code: str, pk: UUID) -> HttpResponse:
    """Say that the matter stands otherwise now."""
    ground = stand(request, code, pk, writes=True)
    start = {"version": ground.matter.version, "on": timezone.localdate()}
    form = MoveForm(request.POST or None, user=request.user, about=pk, initial=start)
    form.offer(ground.matter.moves)

    def act() -> str:
        said = dict(form.cleaned_data)
        expected = said.pop("version")
        move_matter(matter=ground.matter, by=request.user, expected=expected, **said)
        return ground.address()

    context = {
        "heading": _("How it stands"), "button": _("Save"),
        "now": ground.matter.get_state_display(),
    }  # fmt: skip
    return ground.ask(form, act, context, start=lambda theirs: {"to": theirs.state})


@page(needs=Permission.WORK_ON_CASE)
def end(request: StaffRequest, code: str, pk: UUID) -> HttpResponse:
    """End our work on a matter."""
    ground = stand(request, code, pk, writes=True)
    start = {"version": ground.matter.version}
    form = EndForm(request.POST or None, user=request.user, about=pk, initial=start)

    def act() -> str:
        said = dict(form.cleaned_data)
        expected = said.pop("version")
        end_matter(matter=ground.matter, by=request.user, expected=expected, **said)
        messages.success(request, _("The matter has ended."))
        return ground.address()

    context = {"heading": _("End the matter"), "button": _("End the matter")}
    return ground.ask(form, act, context, start=_as_it_stands)


def _as_it_stands(theirs: Any) -> dict[str, Any]:
    return {"outcome": theirs.outcome, "summary": theirs.summary}
