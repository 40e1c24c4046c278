"""Reading, finding, writing and checking lessons."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kimbilio.access.choices import Compartment, Permission
from kimbilio.access.matrix import holds
from kimbilio.cases.actions.lessons import answer_lesson, change_lesson, write_lesson
from kimbilio.cases.closing_choices import ClosureState, LessonState, Topic
from kimbilio.cases.models import Case, Closure, Lesson
from kimbilio.cases.queries.lessons import lessons_for, matching
from kimbilio.web.forms import KimbilioForm, PlainTextField, Side, both_sides, once
from kimbilio.web.pages import StaffRequest, page
from kimbilio.web.paging import keyset_page


class LessonForm(KimbilioForm):
    """Asks for what ``write_lesson`` and ``change_lesson`` take."""

    draft_name = "lesson"

    title = PlainTextField(label=_("Title"), max_length=160)
    text = PlainTextField(label=_("What did we learn?"), rows=8, max_length=8000)
    topics = forms.MultipleChoiceField(
        label=_("About"), choices=Topic, required=False, widget=forms.CheckboxSelectMultiple
    )
    names_nobody = forms.BooleanField(
        label=_("No names, places or details that could identify anyone."), required=False
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    case = forms.CharField(widget=forms.HiddenInput, required=False, max_length=12)


class AnswerForm(KimbilioForm):
    """Asks for the words of ``answer_lesson``."""

    words = PlainTextField(
        label=_("Words to the writer"), required=False, rows=2, max_length=2000,
        help_text=_("Needed when you send it back."),
    )  # fmt: skip


@page(needs=Permission.SEE_LESSONS, methods=("GET",))
def index(request: StaffRequest) -> HttpResponse:
    """Find what we learned before, by words or by topic."""
    words, topic = request.GET.get("words", "")[:200], request.GET.get("about", "")
    topic = topic if topic in Topic.values else ""
    state = request.GET.get("state", "")
    found = lessons_for(request.user)
    if state != "waiting":
        state = ""
        found = found.filter(state=LessonState.PUBLISHED)
    else:
        found = found.exclude(state=LessonState.PUBLISHED)
    found = matching(found, words=words, topic=topic)
    found = found.select_related("written_by").prefetch_related("tags")
    after = request.GET.get("after", "")
    shown = keyset_page(found, by=("-written_at", "-id"), after=after, size=20)
    context = {"shown": shown, "words": words, "topic": topic, "topics": Topic, "state": state}
    return render(request, "lessons/index.html", context)


def _lesson(request: StaffRequest, pk: UUID) -> Lesson:
    found = lessons_for(request.user).select_related("written_by", "answered_by", "case")
    return get_object_or_404(found, pk=pk)


@page(needs=Permission.SEE_LESSONS, methods=("GET",))
def lesson(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Read one lesson."""
    return _drawn(request, _lesson(request, pk), AnswerForm())


def _drawn(request: StaffRequest, one: Lesson, form: AnswerForm, status: int = 200) -> HttpResponse:
    is_mine = one.written_by_id == request.user.pk
    leads = holds(request.user.role, Permission.APPROVE_CLOSING)
    case = None
    if one.case_id:
        case = Case.objects.open_to(request.user, Compartment.STORY).filter(pk=one.case_id).first()
    context = {
        "one": one, "tags": one.tags.all(), "is_mine": is_mine, "case": case,
        "form": form if leads and not is_mine and one.state == LessonState.WAITING else None,
    }  # fmt: skip
    return render(request, "lessons/lesson.html", context, status=status)


@page(needs=Permission.SEE_LESSONS)
def new(request: StaffRequest) -> HttpResponse:
    """Write a lesson, from a case that was closed or out of nothing."""
    case = _case(request, request.POST.get("case") or request.GET.get("case", ""))
    start: dict[str, Any] = {"case": case.code if case else ""}
    if case is not None:
        closures = Closure.objects.filter(case=case).exclude(state=ClosureState.RETURNED)
        last = closures.order_by("-asked_at").first()
        start["text"] = last.learned if last else ""
    about = case.pk if case else ""
    form = LessonForm(request.POST or None, user=request.user, about=about, initial=start)

    def act() -> str:
        answers = form.cleaned_data
        made = write_lesson(
            title=answers["title"], text=answers["text"], topics=answers["topics"],
            names_nobody=answers["names_nobody"], case=case, by=request.user,
        )  # fmt: skip
        return reverse("lessons:lesson", args=[made.pk])

    if form.is_valid() and (done := once(request, form, act)):
        return done
    status = 422 if form.is_bound else 200
    context = {"form": form, "case": case}
    return render(request, "lessons/form.html", context, status=status)


def _case(request: StaffRequest, code: str) -> Case | None:
    if not code:
        return None
    mine = Case.objects.open_to(request.user, Compartment.STORY).select_related("survivor")
    return get_object_or_404(mine, code=code.replace("\0", ""))


@page(needs=Permission.SEE_LESSONS)
def edit(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Rewrite one's own lesson."""
    one = get_object_or_404(
        Lesson.objects.select_related("case__survivor"), pk=pk, written_by=request.user
    )
    form = LessonForm(request.POST or None, user=request.user, about=one.pk, initial=_asked(one))
    sides: list[Side] = []
    status = 422 if form.is_bound else 200

    def act() -> str:
        answers = form.cleaned_data
        change_lesson(
            lesson=one, title=answers["title"], text=answers["text"], topics=answers["topics"],
            names_nobody=answers["names_nobody"], expected=answers["version"], by=request.user,
        )  # fmt: skip
        return reverse("lessons:lesson", args=[one.pk])

    if form.is_valid():
        if done := once(request, form, act):
            return done
        if form.stale is not None and form.stale.theirs is not None:
            theirs: Any = form.stale.theirs
            sides, status = both_sides(form, _words_of(theirs), theirs.version), 409
    context = {"form": form, "one": one, "sides": sides}
    return render(request, "lessons/form.html", context, status=status)


def _words_of(one: Lesson) -> dict[str, Any]:
    return {"title": one.title, "text": one.text}


def _asked(one: Lesson) -> dict[str, Any]:
    topics = list(one.tags.values_list("topic", flat=True))
    return {**_words_of(one), "topics": topics, "version": one.version}


@page(needs=Permission.APPROVE_CLOSING, methods=("POST",))
def answer(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Put a lesson into the library, or send it back."""
    one = _lesson(request, pk)
    form = AnswerForm(request.POST)

    def act() -> str:
        publish = "send_back" not in request.POST
        answer_lesson(
            lesson=one, publish=publish, words=form.cleaned_data["words"], by=request.user
        )
        return reverse("lessons:index")

    if form.is_valid() and (done := once(request, form, act)):
        return done
    return _drawn(request, one, form, status=422)
