"""Where the pages of a search stand in a file, and the one way in which its pages ask."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from kimbilio.access.choices import Compartment, Permission
from kimbilio.access.matrix import holds
from kimbilio.accounts.models import User
from kimbilio.tracing.consent import is_agreed, is_child
from kimbilio.tracing.models import Tracing
from kimbilio.web.cases.shell import CaseFile, open_file, render_file
from kimbilio.web.forms import KimbilioForm, Side, both_sides, once
from kimbilio.web.pages import StaffRequest

STORY, WHERE = Compartment.STORY, Compartment.WHEREABOUTS


@dataclass(frozen=True)
class Ground:
    """One search in its file."""

    request: StaffRequest
    file: CaseFile
    tracing: Any

    @property
    def writes(self) -> bool:
        """Whether the viewer may change the search and it goes on; the actions ask again."""
        return writes_tracing(self.file) and self.tracing.is_open

    @property
    def hands_over(self) -> bool:
        """Whether the viewer may record the handover; it tells where the person is."""
        return self.writes and self.file.changes(WHERE) and self.tracing.state == "found"

    @property
    def is_child(self) -> bool:
        """Whether the person counts as a child."""
        return is_child(self.file.case)

    def address(self, name: str = "cases:tracing") -> str:
        """A page of this search."""
        return reverse(name, args=[self.file.case.code, self.tracing.pk])

    def show(self, template: str, context: dict[str, Any]) -> HttpResponse:
        """The page inside the file."""
        whole = {"ground": self, "tracing": self.tracing, **context}
        return show_in(self.request, self.file, template, whole)

    def ask(
        self,
        form: KimbilioForm,
        act: Callable[[], str],
        context: dict[str, Any],
        *,
        start: Callable[[Any], dict[str, Any]] | None = None,
    ) -> HttpResponse:
        """Ask, do it once, or draw the form again with all that was typed and what went wrong."""
        whole = {"ground": self, "tracing": self.tracing, "back": self.address(), **context}
        return ask_in(self.request, self.file, form, act, whole, start=start)


def ask_in(
    request: StaffRequest,
    file: CaseFile,
    form: KimbilioForm,
    act: Callable[[], str],
    context: dict[str, Any],
    *,
    start: Callable[[Any], dict[str, Any]] | None = None,
    template: str = "tracing/form.html",
) -> HttpResponse:
    """The same for a form that belongs to the file and to no search yet."""
    sides: list[Side] = []
    status = 422 if form.is_bound else 200
    if form.is_valid():
        if answer := once(request, form, act):
            return answer
        theirs: Any = form.stale.theirs if form.stale is not None else None
        if theirs is not None:
            shown = start(theirs) if start is not None else {}
            sides, status = both_sides(form, shown, theirs.version), 409
    whole = {"form": form, "sides": sides, **context}
    return show_in(request, file, template, whole, status=status)


def show_in(
    request: StaffRequest,
    file: CaseFile,
    template: str,
    context: dict[str, Any],
    *,
    status: int = 200,
) -> HttpResponse:
    """A page under the tab of services."""
    response = render_file(request, file, "services", template, context)
    response.status_code = status
    return response


def writes_tracing(file: CaseFile) -> bool:
    """Whether the viewer may change the story of this open case."""
    works = holds(file.viewer.role, Permission.WORK_ON_CASE)
    return works and file.changes(STORY) and file.case.is_open


def stand(request: StaffRequest, code: str, pk: UUID, *, writes: bool = False) -> Ground:
    """The search ``pk`` of this file; ``writes`` needs somebody who may change it."""
    file = open_file(request, code, needs=STORY, look=request.method == "GET")
    rows = Tracing.objects.open_in(file.case, request.user).select_related(
        "responsible", "step", "assessment", "best_interest", "preparation"
    )
    tracing = get_object_or_404(rows, pk=pk)
    tracing.case = file.case
    ground = Ground(request, file, tracing)
    if writes and not ground.writes:
        raise Http404
    return ground


def stand_by(
    request: StaffRequest, code: str, rows: Any, pk: UUID, *, writes: bool = True
) -> tuple[Ground, Any]:
    """The part ``pk`` among ``rows``, and the search of this file that it belongs to."""
    part = get_object_or_404(rows.open_to(request.user), pk=pk)
    ground = stand(request, code, part.tracing_id, writes=writes)
    part.tracing, part.case = ground.tracing, ground.file.case
    return ground, part


def team_of(file: CaseFile) -> list[User]:
    """Who of the team works on the case, and the viewer."""
    people = {tie.user.pk: tie.user for tie in file.team}
    people.setdefault(file.viewer.pk, file.viewer)
    return [user for user in people.values() if holds(user.role, Permission.WORK_ON_CASE)]


def consent_missing(file: CaseFile) -> bool:
    """Whether nobody may be looked for, because consent is missing."""
    return not is_agreed(file.case)
