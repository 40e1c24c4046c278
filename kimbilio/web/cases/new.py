"""Taking a call: one screen, with what fits best and whom we may have met beside it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from kimbilio.access.choices import Act, Compartment, Permission
from kimbilio.accounts.models import User
from kimbilio.cases.actions.calls import finish_call, put_call_aside
from kimbilio.cases.actions.intake import open_case, suggestion_for
from kimbilio.cases.deciding import Suggestion
from kimbilio.cases.intake_choices import Route, WhyUnfinished
from kimbilio.cases.models import Case, UnfinishedCall
from kimbilio.cases.queries.met_before import MetBefore, met_before
from kimbilio.helpline.actions.deciding import join_case
from kimbilio.helpline.models import Conversation
from kimbilio.kernel.errors import BadInput
from kimbilio.web.cases.intake_form import IntakeForm
from kimbilio.web.clocks import Face, face
from kimbilio.web.forms import once, typed_fields
from kimbilio.web.pages import StaffRequest, page

NEW_CALL = timedelta(hours=1)
ASIDE = {"pause": WhyUnfinished.PAUSED, "dropped": WhyUnfinished.DROPPED}


@dataclass(frozen=True)
class Panel:
    """The decision beside the questions: what fits best, what is chosen, how long there is."""

    suggestion: Suggestion | None
    chosen: str
    started_at: datetime

    @property
    def due(self) -> datetime:
        """When the decision should stand."""
        return self.started_at + NEW_CALL

    @property
    def limit(self) -> int:
        """The limit of a new call in seconds."""
        return int(NEW_CALL.total_seconds())

    @property
    def face(self) -> Face:
        """The clock in words, for the bar on phones."""
        return face(self.due, NEW_CALL)

    @property
    def mark(self) -> str:
        """What the form sends back, so that nobody decides without having seen the suggestion."""
        return mark_of(self.suggestion) if self.suggestion else ""


def mark_of(suggestion: Suggestion) -> str:
    """A suggestion as the hidden field carries it."""
    order = suggestion.rule.order if suggestion.rule else 0
    return f"{suggestion.route}:{order}"


def _panel(form: IntakeForm) -> Panel:
    """The newest suggestion is chosen beforehand, unless the person chose something themselves."""
    suggestion = suggestion_for(form.first_call()) if form.can_suggest else None
    chosen = str(form.data.get("route") or "")
    before = str(form.data.get("shown") or "").split(":")[0]
    if suggestion and (chosen not in Route or chosen == before):
        chosen = suggestion.route
    return Panel(suggestion, chosen, form.began_at)


def _met(form: IntakeForm, viewer: User) -> MetBefore:
    if not form.is_bound:
        return MetBefore()
    said = form.answers_so_far()
    return met_before(
        viewer=viewer,
        name=said.get("goes_by") or "",
        phone=said.get("phone") or "",
        age=said.get("age"),
    )


@page(needs=Permission.OPEN_CASE)
def new(request: StaffRequest) -> HttpResponse:
    """Take a call: ask what safety needs, see what fits best, decide, and open the case."""
    if request.method == "POST" and request.POST.get("do") in ASIDE:
        return _put_aside(request)
    if request.method != "POST":
        initial = _going_on(request)
        about = initial.get("call", "")
        return _screen(request, IntakeForm(user=request.user, about=about, initial=initial))
    form = _sent(request)
    if not form.is_valid():
        return _screen(request, form, status=422)
    panel = _panel(form)
    if not form.cleaned_data["route"] or form.cleaned_data["shown"] != panel.mark:
        return _screen(request, form, look_first=True)
    return once(request, form, lambda: _open(request, form)) or _screen(request, form, status=422)


def _sent(request: StaffRequest) -> IntakeForm:
    """The form as it was sent; its draft is the one of the call it goes on with."""
    about = request.POST.get("draft_about", "")[:40]
    return IntakeForm(request.POST, user=request.user, about=about)


def _open(request: StaffRequest, form: IntakeForm) -> str:
    """Make the case of a form that is complete; the address of its file."""
    said = form.cleaned_data
    case = open_case(
        key=UUID(form.sent_key),
        call=form.first_call(),
        route=Route(said["route"]),
        override_reason=said["override_reason"],
        passed_on_to=said["passed_on_to"],
        may_share=said["may_share"],
        lead=User.objects.get(pk=said["lead"]) if said["lead"] else None,
        same_as=_same_as(request.user, said["same_as"]),
        by=request.user,
    )
    if aside := _mine(request.user, form.unfinished()):
        finish_call(call=aside, by=request.user)
    if talk := _talk(request.user, form.talk()):
        join_case(conversation=talk, case=case, by=request.user)
    if (
        said["route"] == Route.PARTNER
    ):  # whoever was handed on is followed until the partner has helped
        return reverse("cases:referral_new", args=[case.code])
    return case.get_absolute_url()


def _talk(user: User, pk: UUID | None) -> Conversation | None:
    """The conversation it came from, if the worker may read it and no other case has it."""
    if pk is None:
        return None
    free: Conversation | None = (
        Conversation.objects.visible_to(user).filter(pk=pk, case=None).first()
    )
    return free


def _same_as(user: User, code: str) -> Case | None:
    """The case of the person met before, if it is one the worker may change."""
    if not code:
        return None
    theirs = Case.objects.open_to(user, Compartment.IDENTITY, Act.CHANGE)
    case = theirs.select_related("survivor").filter(code=code).first()
    if case is None:
        raise BadInput(_("This file cannot be chosen. Save without it and ask the lead."))
    return case


def _put_aside(request: StaffRequest) -> HttpResponse:
    """Keep the words of a call that is paused or was cut off, and start with an empty screen."""
    form = _sent(request)
    why = ASIDE[request.POST["do"]]
    typed = {**typed_fields(request.POST), "started_at": form.began_at.isoformat()}

    def keep() -> str:
        put_call_aside(why=why, typed=typed, started_at=form.began_at, by=request.user)
        if earlier := _mine(request.user, form.unfinished()):
            finish_call(call=earlier, by=request.user)
        return reverse("cases:new")

    answer = once(request, form, keep) or _screen(request, form, status=422)
    if why == WhyUnfinished.DROPPED:
        messages.success(request, _("Your words are kept. Call back in 15 minutes, if it is safe."))
    else:
        messages.success(request, _("Your words are kept. Go on whenever you can."))
    return answer


def _mine(user: User, pk: UUID | None) -> UnfinishedCall | None:
    if pk is None:
        return None
    return UnfinishedCall.objects.filter(pk=pk, taken_by=user, done_at=None).first()


def _going_on(request: StaffRequest) -> dict[str, Any]:
    """The words of the call put aside that the address names, if it is the person's own."""
    try:
        aside = _mine(request.user, UUID(request.GET.get("call", "")))
    except ValueError:
        aside = None
    if aside is None:
        return {"started_at": timezone.now().isoformat()}
    many = {"flags"}
    typed = {
        name: (value if isinstance(value, list) else [value]) if name in many else value
        for name, value in aside.typed.items()
        if name in IntakeForm.base_fields
    }
    return {**typed, "call": str(aside.pk), "started_at": aside.started_at.isoformat()}


def _screen(
    request: StaffRequest, form: IntakeForm, *, status: int = 200, look_first: bool = False
) -> HttpResponse:
    waiting = UnfinishedCall.objects.filter(taken_by=request.user, done_at=None)
    going_on = form.unfinished()
    context = {
        "form": form,
        "panel": _panel(form),
        "met": _met(form, request.user),
        "aside": [call for call in waiting.order_by("put_aside_at")[:5] if call.pk != going_on],
        "look_first": look_first,
    }
    return render(request, "cases/new.html", context, status=status)


@page(needs=Permission.OPEN_CASE, methods=("POST",))
def new_decision(request: StaffRequest) -> HttpResponse:
    """See what fits best while I still ask."""
    form = _sent(request)
    context = {"form": form, "panel": _panel(form)}
    return render(request, "cases/_decision.html", context)


@page(needs=Permission.OPEN_CASE, methods=("POST",))
def new_matches(request: StaffRequest) -> HttpResponse:
    """See whom we may have met before while I still ask."""
    form = _sent(request)
    return render(
        request, "cases/_met_before.html", {"form": form, "met": _met(form, request.user)}
    )
