"""Scales and safety plans: answered, read, and what an alarm asks for there and then."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from kimbilio.access.choices import Permission
from kimbilio.therapy.actions.scales import record_scale, write_safety_plan
from kimbilio.therapy.models import SafetyPlan, ScaleResult
from kimbilio.therapy.queries import needs_safety_plan
from kimbilio.therapy.scales.known import SCALES, ScaleCode
from kimbilio.therapy.scales.scoring import score
from kimbilio.web.cases.shell import open_file
from kimbilio.web.pages import StaffRequest, page
from kimbilio.web.therapy.forms import SafetyForm, ScaleForm
from kimbilio.web.therapy.ground import HEALTH, stand, stand_in


@page(needs=Permission.GIVE_THERAPY)
def scale(request: StaffRequest, code: str, pk: UUID, kind: str) -> HttpResponse:
    """Type in what the person answered on the sheet of a scale."""
    if kind not in ScaleCode.values:
        raise Http404
    ground = stand(request, code, pk, writes=True)
    asked = SCALES[ScaleCode(kind)]
    form = ScaleForm(request.POST or None, scale=asked)

    def act() -> str:
        said = form.cleaned_data
        made = record_scale(
            episode=ground.episode, scale=asked.code, answers=form.answers(),
            language=said["language"], mode=said["mode"], answered_on=said["answered_on"],
            by=request.user,
        )  # fmt: skip
        if made.is_alert:
            return ground.address("cases:safety_plan")
        return reverse("cases:scale_result", args=[code, made.pk])

    context = {"scale": asked, "heading": asked.code.label, "button": _("Save and count")}
    return ground.ask(form, act, context, template="therapy/scale.html")


@page(needs=Permission.SEE_CASES, methods=("GET",))
def result(request: StaffRequest, code: str, pk: UUID) -> HttpResponse:
    """See what a scale came to; the single answers are for who gives therapy."""
    file = open_file(request, code, needs=HEALTH)
    rows = ScaleResult.objects.filter(case=file.case).select_related("recorded_by")
    shown: ScaleResult = get_object_or_404(rows, pk=pk)
    ground = stand_in(request, file, shown.episode_id)
    asked = SCALES[ScaleCode(shown.scale)]
    counted = score(asked.code, shown.answers)
    answers = []
    if ground.file.changes(HEALTH):
        for number, topic in enumerate(asked.topics, start=1):
            worth = shown.answers.get(str(number))
            words = _("left open") if worth is None else f"{worth} · {asked.options[worth]}"
            answers.append((number, topic, words))
    context = {
        "result": shown, "scale": asked, "counted": counted, "answers": answers,
        "needs_plan": needs_safety_plan(ground.episode),
    }  # fmt: skip
    return ground.show("therapy/result.html", context)


@page(needs=Permission.SEE_CASES)
def safety_plan(request: StaffRequest, code: str, pk: UUID) -> HttpResponse:
    """Read the safety plan, or write it with the person; after an alarm it is asked for here."""
    ground = stand(request, code, pk, writes=request.method == "POST")
    plans = SafetyPlan.objects.filter(episode=ground.episode).select_related("written_by")
    newest = plans.order_by("-written_at", "-id").first()
    start = {}
    if newest is not None:
        start = {name: getattr(newest, name) for name in SafetyForm.base_fields}
    form = SafetyForm(request.POST or None, user=request.user, about=pk, initial=start)

    def act() -> str:
        write_safety_plan(episode=ground.episode, by=request.user, **form.cleaned_data)
        messages.success(request, _("The safety plan is kept."))
        return ground.address()

    context = {"plan": newest, "needs_plan": needs_safety_plan(ground.episode)}
    return ground.ask(form, act, context, template="therapy/safety_plan.html")
