"""Screening and assessing: answer, see what it adds up to, sign; read it again, correct it."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from kimbilio.access.choices import Compartment, Permission
from kimbilio.access.matrix import holds
from kimbilio.cases.actions.assessments import (
    complete_assessment,
    correct_assessment,
    keep_assessment,
)
from kimbilio.cases.assessment_choices import AssessmentKind
from kimbilio.cases.codes.exploitation import DECIDED_BY
from kimbilio.cases.codes.ilo import ListUsed, lists_on_offer
from kimbilio.cases.models import Assessment, Case
from kimbilio.cases.queries.assessments import series_of
from kimbilio.cases.scoring.outcomes import outcome_of
from kimbilio.cases.scoring.risk import RiskRating
from kimbilio.web.cases.assess.drawing import trend_of, words_of
from kimbilio.web.cases.assess.forms import SIGN_FORMS, AssessmentForm, form_for
from kimbilio.web.cases.shell import CaseFile, open_file, render_file
from kimbilio.web.forms import Side, both_sides, once
from kimbilio.web.pages import StaffRequest, page

STORY = Compartment.STORY
RESULTS = {
    AssessmentKind.SCREENING: "cases/assess/_screening.html",
    AssessmentKind.RISK: "cases/assess/_risk.html",
    AssessmentKind.NEEDS: "cases/assess/_needs.html",
}


def assesses(file: CaseFile) -> bool:
    """Whether the viewer may assess in this file."""
    return STORY in file.changeable and holds(file.viewer.role, Permission.ASSESS)


@page(needs=Permission.ASSESS)
def assess(request: StaffRequest, code: str, kind: str) -> HttpResponse:
    """Answer the questions of one form; what is typed is kept, what is open may stay open."""
    file, wanted = _may_assess(request, code, kind)
    draft = _draft(file, wanted)
    used = _list_for(request, file.case, draft)
    form = _form(request, file, wanted, draft, used)
    sides: list[Side] = []
    status = 422 if form.is_bound else 200
    if form.is_valid():
        answer = once(request, form, lambda: _keep(request, file, form))
        if answer:
            return answer
        if form.stale is not None:
            status = 409
            theirs = _draft(file, wanted)
            if theirs is not None:
                sides = both_sides(form, form.of(theirs.answers), theirs.version)
    context = {
        "form": form,
        "sides": sides,
        "kind": wanted,
        "used": used,
        "draft": draft,
        "lists": lists_on_offer(with_unverified=settings.SCREENING_WITH_UNVERIFIED_LISTS),
    }
    response = render_file(request, file, "story", "cases/assess/form.html", context)
    response.status_code = status
    return response


@page(needs=Permission.ASSESS)
def sign(request: StaffRequest, code: str, kind: str) -> HttpResponse:
    """See what the draft adds up to, say what it means, and sign it."""
    file, wanted = _may_assess(request, code, kind)
    draft = _draft(file, wanted)
    if draft is None:
        return redirect("cases:story", code)
    outcome = outcome_of(draft.kind, draft.answers, draft.list_used)
    start: dict[str, Any] = {"version": draft.version}
    if isinstance(outcome, RiskRating):
        start["chosen_risk"] = outcome.risk
    form = SIGN_FORMS[wanted](
        request.POST or None, user=request.user, about=draft.pk, initial=start
    )
    status = 422 if form.is_bound else 200
    if form.is_valid():
        answer = once(request, form, lambda: _sign(request, draft, form))
        if answer:
            return answer
        status = 409 if form.stale is not None else 422
    context = {"form": form, **_shown(draft)}
    response = render_file(request, file, "story", "cases/assess/sign.html", context)
    response.status_code = status
    return response


@page(needs=Permission.SEE_CASES, methods=("GET",))
def assessment(request: StaffRequest, code: str, pk: UUID) -> HttpResponse:
    """Read a signed assessment: what was answered, what it added up to, who decided."""
    file = open_file(request, code, needs=STORY)
    rows = Assessment.objects.completed().open_in(file.case, request.user)
    signed = get_object_or_404(rows.select_related("completed_by"), pk=pk)
    context = {
        **_shown(signed),
        "correction": signed.corrections.order_by("id").first(),
        "may_correct": assesses(file) and file.case.is_open,
    }
    return render_file(request, file, "story", "cases/assess/result.html", context)


@page(needs=Permission.ASSESS, methods=("POST",))
def correct(request: StaffRequest, code: str, pk: UUID) -> HttpResponse:
    """Begin a new one with the same answers."""
    file = open_file(request, code, needs=STORY, look=False)
    if not assesses(file):
        raise Http404
    rows = Assessment.objects.completed().open_in(file.case, request.user)
    draft = correct_assessment(assessment=get_object_or_404(rows, pk=pk), by=request.user)
    return redirect("cases:assess", code, draft.kind)


@page(needs=Permission.SEE_CASES, methods=("GET",))
def history(request: StaffRequest, code: str, kind: str) -> HttpResponse:
    """See how it went from one assessment to the next."""
    file = open_file(request, code, needs=STORY)
    wanted = _kind(kind)
    series = series_of(file.case, viewer=request.user)[wanted]
    context = {
        "kind": wanted,
        "trend": trend_of(wanted, series.standing),
        "rows": [(one, words_of(one), series.corrected.get(one.pk)) for one in series.signed],
        "assesses": assesses(file),
    }
    return render_file(request, file, "story", "cases/assess/history.html", context)


def _kind(kind: str) -> AssessmentKind:
    if kind not in AssessmentKind.values:
        raise Http404
    return AssessmentKind(kind)


def _may_assess(request: StaffRequest, code: str, kind: str) -> tuple[CaseFile, AssessmentKind]:
    file = open_file(request, code, needs=STORY, look=request.method == "GET")
    if not assesses(file):
        raise Http404
    return file, _kind(kind)


def _draft(file: CaseFile, kind: AssessmentKind) -> Assessment | None:
    rows = Assessment.objects.drafts().open_in(file.case, file.viewer).filter(kind=kind)
    draft: Assessment | None = rows.select_related("started_by", "case__lead").first()
    return draft


def _list_for(request: StaffRequest, case: Case, draft: Assessment | None) -> ListUsed:
    """The list that was asked for, else the draft's, else the one that fits the age."""
    asked = request.POST.get("list_used") or request.GET.get("list") or ""
    offered = lists_on_offer(with_unverified=settings.SCREENING_WITH_UNVERIFIED_LISTS)
    if asked in {used.value for used in offered}:
        return ListUsed(asked)
    if draft is not None and draft.list_used:
        return ListUsed(draft.list_used)
    return ListUsed.CHILD_LABOUR if case.is_minor else ListUsed.ADULT_LABOUR


def _form(
    request: StaffRequest,
    file: CaseFile,
    kind: AssessmentKind,
    draft: Assessment | None,
    used: ListUsed,
) -> AssessmentForm:
    asked = form_for(kind, used)
    start = asked.of(draft.answers) if draft else {}
    start["version"] = draft.version if draft else 0
    form = asked(request.POST or None, user=request.user, about=file.case.pk, initial=start)
    form.initial["list_used"] = used.value if kind == AssessmentKind.SCREENING else ""
    return form


def _keep(request: StaffRequest, file: CaseFile, form: AssessmentForm) -> str:
    kept = keep_assessment(
        case=file.case,
        kind=form.kind,
        answers=form.answers(),
        list_used=form.cleaned_data["list_used"],
        expected=form.cleaned_data["version"] or 0,
        by=request.user,
    )
    if request.POST.get("then") == "later":
        return reverse("cases:story", args=[file.case.code])
    return reverse("cases:sign_assessment", args=[file.case.code, kept.kind])


def _sign(request: StaffRequest, draft: Assessment, form: Any) -> str:
    said = dict(form.cleaned_data)
    signed = complete_assessment(
        assessment=draft, by=request.user, expected=said.pop("version"), **said
    )
    return reverse("cases:assessment", args=[draft.case.code, signed.pk])


def _shown(assessment: Assessment) -> dict[str, Any]:
    """What the pages of a result draw."""
    outcome = outcome_of(assessment.kind, assessment.answers, assessment.list_used)
    asked = form_for(
        AssessmentKind(assessment.kind), ListUsed(assessment.list_used or "adult_labour")
    )
    return {
        "assessment": assessment,
        "kind": AssessmentKind(assessment.kind),
        "outcome": outcome,
        "result_template": RESULTS[AssessmentKind(assessment.kind)],
        "groups": asked(initial=asked.of(assessment.answers)).groups(),
        "notes": _notes(assessment),
        "decided_as": DECIDED_BY.get(assessment.decided_as, ""),
    }


def _notes(assessment: Assessment) -> dict[str, str]:
    answers = assessment.answers
    return {
        key.removesuffix("note").rstrip("."): answers[key]
        for key in answers
        if key.endswith("note")
    }
