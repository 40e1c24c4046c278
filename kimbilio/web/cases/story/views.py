"""What the person told, once; what was assessed; and the codes the law asks for."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from kimbilio.access.choices import Compartment, Permission
from kimbilio.cases.actions.story import change_story
from kimbilio.cases.codes.lists import FACTS, SINGLE, label_of
from kimbilio.cases.models import Assessment, Case, Story, StoryFact
from kimbilio.cases.queries.assessments import Series, series_of
from kimbilio.cases.scoring.risk import AreaRisk, rate_risk
from kimbilio.organisation.places import languages
from kimbilio.web.cases.assess.drawing import trend_of, words_of
from kimbilio.web.cases.assess.views import assesses
from kimbilio.web.cases.shell import CaseFile, open_file, render_file
from kimbilio.web.cases.story.forms import CodesForm, CodingForm, RouteForm, StoryForm
from kimbilio.web.forms import KimbilioForm, Side, both_sides, once
from kimbilio.web.pages import StaffRequest, page

STORY = Compartment.STORY


@dataclass
class Told:
    """The story as the page draws it, with the words for its codes."""

    story: Story
    facts: dict[str, list[str]] = field(default_factory=dict)

    @property
    def words(self) -> dict[str, str]:
        """The words for each code and list of codes that is there."""
        single = {name: getattr(self.story, name) for name in SINGLE}
        found = {name: label_of(name, code) for name, code in single.items() if code}
        for listing in FACTS:
            codes = self.facts.get(listing, [])
            if codes:
                found[listing] = ", ".join(label_of(listing, code) for code in codes)
        return found

    @property
    def language(self) -> str:
        """The language in which it was told."""
        return str(languages().get(self.story.told_in, ""))

    @property
    def strengths(self) -> list[str]:
        """One strength each."""
        return [line.strip() for line in self.story.strengths.splitlines() if line.strip()]

    def has_elements(self, *, is_minor: bool) -> bool:
        """Whether all elements of the law are coded; under 18 no means is needed."""
        needed = ("act", "purpose") if is_minor else ("act", "means", "purpose")
        return all(self.facts.get(listing) for listing in needed)


@dataclass(frozen=True)
class Row:
    """One kind of assessment in the list."""

    series: Series
    words: Any
    trend: Any


@page(needs=Permission.SEE_CASES, methods=("GET",))
def story(request: StaffRequest, code: str) -> HttpResponse:
    """Read what the person told, before asking anything; see what was assessed."""
    file = open_file(request, code, needs=STORY)
    told = _told(file.case)
    series = series_of(file.case, viewer=request.user)
    latest_risk = series["risk"].latest
    context = {
        "told": told,
        "words": told.words,
        "has_elements": told.has_elements(is_minor=bool(file.case.is_minor)),
        "rows": [_row(one) for one in series.values()],
        "latest_risk": latest_risk,
        "areas": _areas(latest_risk) if latest_risk else [],
        "writes": STORY in file.changeable and file.case.is_open,
        "assesses": assesses(file) and file.case.is_open,
    }
    return render_file(request, file, "story", "cases/story/story.html", context)


@page(needs=Permission.WORK_ON_CASE)
def edit_story(request: StaffRequest, code: str) -> HttpResponse:
    """Write down what the person offers, in their own words."""
    file = _writable(request, code)
    kept = _told(file.case).story
    start = {**StoryForm.of(kept), "version": _version(kept)}
    form = StoryForm(request.POST or None, user=request.user, about=file.case.pk, initial=start)

    def act() -> str:
        values = dict(form.cleaned_data)
        change_story(case=file.case, by=request.user, expected=values.pop("version"), **values)
        return reverse("cases:story", args=[code])

    return _ask(request, file, form, act, StoryForm.of, "cases/story/edit.html")


@page(needs=Permission.WORK_ON_CASE)
def code_story(request: StaffRequest, code: str) -> HttpResponse:
    """Code what happened for the law and for reports."""
    return _codes(request, code, CodingForm, _("Codes for legal use and reports"))


@page(needs=Permission.WORK_ON_CASE)
def route(request: StaffRequest, code: str) -> HttpResponse:
    """Write down how they were recruited, from where to where, and when."""
    return _codes(request, code, RouteForm, _("Recruitment and route"))


def _codes(request: StaffRequest, code: str, asked: type[CodesForm], heading: str) -> HttpResponse:
    file = _writable(request, code)
    told = _told(file.case)
    start = {**asked.of(told.story, told.facts), "version": _version(told.story)}
    form = asked(request.POST or None, user=request.user, about=file.case.pk, initial=start)

    def act() -> str:
        expected = form.cleaned_data["version"]
        change_story(case=file.case, by=request.user, expected=expected, **form.values())
        return reverse("cases:story", args=[code])

    def theirs(row: Story) -> dict[str, Any]:
        return asked.of(row, _told(file.case).facts)

    return _ask(request, file, form, act, theirs, "cases/story/coding.html", heading)


def _ask(
    request: StaffRequest,
    file: CaseFile,
    form: KimbilioForm,
    act: Callable[[], str],
    start: Callable[[Any], dict[str, Any]],
    template: str,
    heading: str = "",
) -> HttpResponse:
    """Ask, send, draw again, or show beside another's version."""
    sides: list[Side] = []
    status = 422 if form.is_bound else 200
    if form.is_valid():
        answer = once(request, form, act)
        if answer:
            return answer
        theirs: Any = form.stale.theirs if form.stale is not None else None
        if theirs is not None:
            sides, status = both_sides(form, start(theirs), theirs.version), 409
    context = {"form": form, "sides": sides, "heading": heading}
    response = render_file(request, file, "story", template, context)
    response.status_code = status
    return response


def _writable(request: StaffRequest, code: str) -> CaseFile:
    file = open_file(request, code, needs=STORY, look=request.method == "GET")
    if STORY not in file.changeable:
        raise Http404
    return file


def _told(case: Case) -> Told:
    """The story and its facts: two queries. One that is not written yet is empty."""
    kept = Story.objects.filter(case=case).select_related("told_to").first()
    facts: dict[str, list[str]] = {}
    rows = StoryFact.objects.filter(case=case).order_by("listing", "code")
    for listing, code in rows.values_list("listing", "code"):
        facts.setdefault(listing, []).append(code)
    return Told(kept or Story(case=case), facts)


def _version(story: Story) -> int:
    return 0 if story._state.adding else story.version


def _areas(assessment: Assessment) -> list[tuple[AreaRisk, str]]:
    """What each area of a risk assessment came to, with the note about it."""
    answers = assessment.answers
    return [
        (found, answers.get(f"{found.area.code}.note", "")) for found in rate_risk(answers).areas
    ]


def _row(series: Series) -> Row:
    latest = series.latest
    trend = trend_of(series.kind, series.standing, width=120, height=36)
    return Row(series, words_of(latest) if latest else "", trend)
