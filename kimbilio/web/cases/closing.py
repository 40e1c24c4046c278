"""Closing a case: asking, answering, reopening, and the list of what waits for an answer."""

from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kimbilio.access.choices import Compartment, Permission
from kimbilio.access.matrix import holds
from kimbilio.cases.actions.closing import (
    approve_closing,
    ask_closing,
    reopen_case,
    return_closing,
)
from kimbilio.cases.closing import leftovers_of
from kimbilio.cases.closing_choices import (
    FOR_MINORS,
    Area,
    Check,
    ClosingReason,
    ClosureState,
    Result,
)
from kimbilio.cases.models import Closure
from kimbilio.cases.queries.closing import Turn, closings_to_answer, may_lead_closing, turns_of
from kimbilio.web.cases.shell import CaseFile, open_file, render_file
from kimbilio.web.forms import KimbilioForm, PlainTextField, once
from kimbilio.web.pages import StaffRequest, page
from kimbilio.web.paging import keyset_page

STORY = Compartment.STORY


class CloseForm(KimbilioForm):
    """Asks for what ``ask_closing`` takes; each area of life has a question of its own."""

    draft_name = "closing"

    reason = forms.ChoiceField(
        label=_("Why does our work end?"), choices=[("", _("Choose")), *ClosingReason.choices]
    )
    reason_words = PlainTextField(
        label=_("In your own words"), required=False, rows=2, max_length=4000
    )
    leftovers = PlainTextField(
        label=_("What happens to what is still open?"), required=False, rows=3, max_length=4000
    )
    own_view = PlainTextField(
        label=_("How does the person see it? In their words"),
        required=False, rows=3, max_length=4000,
    )  # fmt: skip
    learned = PlainTextField(
        label=_("What did we learn?"),
        help_text=_("Stays in this file. Afterwards it can become a lesson for all, without names."),
        required=False, rows=3, max_length=8000,
    )  # fmt: skip
    checks = forms.MultipleChoiceField(
        label=_("Looked at before closing"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, is_minor: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for area in Area:
            self.fields[f"outcome_{area.value}"] = forms.ChoiceField(
                label=area.label, choices=Result, widget=forms.RadioSelect
            )
            if self.draft and (kept := self.draft.body.get(f"outcome_{area.value}")):
                self.initial[f"outcome_{area.value}"] = kept  # these fields are not of the class
        items = [item for item in Check if is_minor or item not in FOR_MINORS]
        checks = self.fields["checks"]
        checks.choices = [(item.value, item.label) for item in items]  # type: ignore[attr-defined]  # a ChoiceField

    @property
    def outcomes(self) -> list[forms.BoundField]:
        """The questions about each area of life."""
        return [self[f"outcome_{area.value}"] for area in Area]


class AnswerForm(KimbilioForm):
    """Asks for the words of ``approve_closing`` and ``return_closing``."""

    words = PlainTextField(
        label=_("Words to the worker"), required=False, rows=3, max_length=4000,
        help_text=_("Needed when you send it back."),
    )  # fmt: skip


class ReopenForm(KimbilioForm):
    """Asks for what ``reopen_case`` takes."""

    reason = PlainTextField(label=_("Why is the case taken up again?"), rows=3, max_length=4000)


@page(needs=Permission.SEE_CASES)
def close(request: StaffRequest, code: str) -> HttpResponse:
    """Ask for closing on one screen; see what waits, and how the case was closed before."""
    file = open_file(request, code, look=request.method == "GET")
    case = file.case
    turns = turns_of(case)
    waiting = _waiting(turns)
    may_ask = holds(request.user.role, Permission.ASK_CLOSING) and file.changes(STORY)
    form = None
    if case.is_open and waiting is None and may_ask:
        form = CloseForm(
            request.POST or None, user=request.user, about=case.pk, is_minor=bool(case.is_minor),
            initial={"reason": request.GET.get("reason", "")},
        )  # fmt: skip
        if form.is_valid():
            answer = once(request, form, lambda: _ask(request, file, form))
            if answer:
                return answer
    elif request.method == "POST":
        raise Http404
    status = 422 if form and form.is_bound else 200
    return _drawn(request, file, turns, form=form, status=status)


def _waiting(turns: list[Turn]) -> Closure | None:
    closures = [turn.closure for turn in turns if turn.closure]
    return next((one for one in closures if one.state == ClosureState.ASKED), None)


def _drawn(
    request: StaffRequest,
    file: CaseFile,
    turns: list[Turn],
    *,
    form: CloseForm | None = None,
    answer_form: AnswerForm | None = None,
    reopen_form: ReopenForm | None = None,
    status: int = 200,
) -> HttpResponse:
    case = file.case
    waiting = _waiting(turns)
    leads = may_lead_closing(request.user, case)
    may_answer = bool(waiting and leads and waiting.asked_by_id != request.user.pk)
    context = {
        "form": form,
        "turns": turns,
        "waiting": waiting,
        "sees_story": file.sees(STORY),
        "leftovers": leftovers_of(case, request.user)
        if case.is_open and (form or may_answer)
        else [],
        "answer_form": (answer_form or AnswerForm()) if may_answer else None,
        "reopen_form": (reopen_form or ReopenForm()) if leads and not case.is_open else None,
    }
    response = render_file(request, file, "close", "cases/close.html", context)
    response.status_code = status
    return response


def _ask(request: StaffRequest, file: CaseFile, form: CloseForm) -> str:
    answers = form.cleaned_data
    ask_closing(
        case=file.case,
        reason=answers["reason"],
        reason_words=answers["reason_words"],
        leftovers=answers["leftovers"],
        own_view=answers["own_view"],
        learned=answers["learned"],
        checks=answers["checks"],
        outcomes={area.value: answers[f"outcome_{area.value}"] for area in Area},
        by=request.user,
    )
    return reverse("cases:close", args=[file.case.code])


@page(needs=Permission.APPROVE_CLOSING, methods=("POST",))
def answer(request: StaffRequest, code: str) -> HttpResponse:
    """Approve the closing, or send it back with words."""
    file = open_file(request, code, look=False)
    waiting = get_object_or_404(
        Closure.objects.select_related("case", "asked_by"),
        case=file.case, state=ClosureState.ASKED,
    )  # fmt: skip
    waiting.case = file.case
    form = AnswerForm(request.POST)

    def act() -> str:
        words = form.cleaned_data["words"]
        if "send_back" in request.POST:
            return_closing(closure=waiting, words=words, by=request.user)
        else:
            approve_closing(closure=waiting, words=words, by=request.user)
        return reverse("cases:close", args=[code])

    if form.is_valid() and (done := once(request, form, act)):
        return done
    return _drawn(request, file, turns_of(file.case), answer_form=form, status=422)


@page(needs=Permission.APPROVE_CLOSING, methods=("POST",))
def reopen(request: StaffRequest, code: str) -> HttpResponse:
    """Take a closed case up again."""
    file = open_file(request, code, look=False)
    form = ReopenForm(request.POST)

    def act() -> str:
        reopen_case(case=file.case, reason=form.cleaned_data["reason"], by=request.user)
        return reverse("cases:file", args=[code])

    if form.is_valid() and (done := once(request, form, act)):
        return done
    return _drawn(request, file, turns_of(file.case), reopen_form=form, status=422)


@page(needs=Permission.APPROVE_CLOSING, methods=("GET",))
def closings(request: StaffRequest) -> HttpResponse:
    """Which cases wait for my yes to close, the longest waiting first."""
    waiting = closings_to_answer(request.user)
    shown = keyset_page(waiting, by=("asked_at", "id"), after=request.GET.get("after", ""))
    return render(request, "cases/closings.html", {"shown": shown})
