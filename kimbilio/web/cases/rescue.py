"""A rescue step by step: what was done, by whom and when, and what may follow."""

from datetime import timedelta
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kimbilio.access.choices import Compartment, Permission
from kimbilio.access.matrix import holds
from kimbilio.cases.actions.rescue import ANSWERS, move_rescue, request_rescue
from kimbilio.cases.choices import WhereNow
from kimbilio.cases.intake_choices import RESCUE_PATH, RescueState
from kimbilio.cases.models import Rescue
from kimbilio.kernel.errors import BadInput, Stale
from kimbilio.web.cases.shell import CaseFile, open_file, render_file
from kimbilio.web.fields import PlainTextField
from kimbilio.web.forms import KimbilioForm, once
from kimbilio.web.pages import StaffRequest, page

PLACES = [
    WhereNow.SHELTER, WhereNow.HOSPITAL, WhereNow.FOSTER, WhereNow.FAMILY, WhereNow.POLICE_DESK,
    WhereNow.OTHER,
]  # fmt: skip
LATEST = timedelta(minutes=5)
NEXT_WORDS = {
    RescueState.APPROVED: _("Yes, go"),
    RescueState.DECLINED: _("No, not now"),
    RescueState.CALLED_OFF: _("Call it off"),
}


class AskForRescueForm(KimbilioForm):
    """Asks for what ``request_rescue`` takes."""

    draft_name = "rescue_ask"
    pick_up = PlainTextField(
        label=_("Where to find them, as near as you can say"), max_length=500, rows=2
    )
    danger = PlainTextField(
        label=_("What may be dangerous there"), max_length=1000, rows=2, required=False
    )


class RescueStepForm(KimbilioForm):
    """Asks for what ``move_rescue`` takes; the steps are those the table of moves allows now."""

    draft_name = "rescue_step"
    to = forms.ChoiceField(label=_("What happened"), widget=forms.RadioSelect)
    happened_at = forms.DateTimeField(
        label=_("When"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
    )
    where_now = forms.ChoiceField(
        label=_("Kind of place"), choices=[(p.value, p.label) for p in PLACES], required=False
    )
    words = PlainTextField(
        label=_("Who and what, in a few words"), max_length=1000, rows=2, required=False
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, moves: list[RescueState], version: int, **kwargs: Any) -> None:
        now = timezone.localtime().replace(second=0, microsecond=0)
        given = kwargs.get("initial") or {}
        kwargs["initial"] = {
            "happened_at": now, "version": version, "to": moves[0] if moves else "", **given
        }  # fmt: skip
        super().__init__(*args, **kwargs)
        field = self.fields["to"]
        field.choices = [(move.value, NEXT_WORDS.get(move, move.label)) for move in moves]  # type: ignore[attr-defined]  # a ChoiceField
        if RescueState.SAFE_PLACE not in moves:
            del self.fields["where_now"]


def _newest(file: CaseFile) -> Rescue | None:
    rescues = Rescue.objects.open_in(file.case, file.viewer)
    rescue: Rescue | None = rescues.select_related("asked_by").order_by("-asked_at").first()
    if rescue is not None:
        rescue.case = file.case
    return rescue


def _moves(file: CaseFile, rescue: Rescue | None) -> list[RescueState]:
    """The next steps this person may write down."""
    if rescue is None:
        return []
    approves = holds(file.viewer.role, Permission.APPROVE_RESCUE)
    works = file.changes(Compartment.WHEREABOUTS)
    return [move for move in rescue.may_become if (approves if move in ANSWERS else works)]


def _screen(
    request: StaffRequest, file: CaseFile, rescue: Rescue | None, form: Any, *, theirs: Any = None
) -> HttpResponse:
    done = {s.state: s for s in rescue.steps.select_related("by")} if rescue else {}
    ends = [RescueState.DECLINED, RescueState.CALLED_OFF]
    path = [state for state in (*RESCUE_PATH, *ends) if state in RESCUE_PATH or state in done]
    context = {
        "rescue": rescue,
        "path": [{"state": state, "step": done.get(state)} for state in path],
        "form": form,
        "theirs": theirs,
    }
    response = render_file(request, file, "rescue", "cases/rescue.html", context)
    if form is not None and form.is_bound:
        response.status_code = 422
    return response


@page(needs=Permission.WORK_ON_CASE)
def rescue(request: StaffRequest, code: str) -> HttpResponse:
    """See how far the rescue has come, ask for one, and write down the next step."""
    look = request.method == "GET"
    file = open_file(request, code, needs=Compartment.WHEREABOUTS, look=look)
    newest = _newest(file)
    about, data = file.case.pk, request.POST or None
    if newest is None or newest.ended_at is not None:
        ask = AskForRescueForm(data, user=request.user, about=about) if file.case.is_open else None
        if data and ask is None:
            raise Http404
        if ask and ask.is_valid() and (answer := once(request, ask, lambda: _ask(file, ask))):
            return answer
        return _screen(request, file, newest, ask)
    moves = _moves(file, newest)
    if not moves:
        if data:
            raise Http404
        return _screen(request, file, newest, None)
    step = RescueStepForm(data, user=request.user, about=about, moves=moves, version=newest.version)
    if step.is_valid() and (answer := once(request, step, lambda: _move(file, newest, step))):
        return answer
    return _screen(request, file, newest, step)


def _ask(file: CaseFile, form: AskForRescueForm) -> str:
    said = form.cleaned_data
    request_rescue(case=file.case, pick_up=said["pick_up"], danger=said["danger"], by=file.viewer)
    return reverse("cases:rescue", args=[file.case.code])


def _move(file: CaseFile, rescue: Rescue, form: RescueStepForm) -> str:
    said = form.cleaned_data
    at = said["happened_at"]
    now = timezone.now()
    try:
        move_rescue(
            rescue=rescue,
            to=RescueState(said["to"]),
            words=said["words"],
            happened_at=now if at <= now < at + LATEST else at,
            where_now=said.get("where_now") or "",
            expected=said["version"],
            by=file.viewer,
        )
    except Stale:
        raise BadInput(
            _("Someone else wrote down a step while you were typing. Look at the list, then go on.")
        ) from None
    return reverse("cases:rescue", args=[file.case.code])
