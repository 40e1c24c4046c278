"""Where the pages of legal aid stand in a file: the case, the matter, and whether one may change it."""

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
from kimbilio.justice.models import LegalMatter
from kimbilio.web.cases.shell import CaseFile, open_file, render_file
from kimbilio.web.forms import KimbilioForm, Side, both_sides, once
from kimbilio.web.pages import StaffRequest

LEGAL = Compartment.LEGAL


@dataclass(frozen=True)
class Ground:
    """One matter in its file; without a matter, the file alone."""

    request: StaffRequest
    file: CaseFile
    matter: Any

    @property
    def writes(self) -> bool:
        """Whether the viewer may change the matter and it goes on; the actions ask again."""
        return writes_legal(self.file) and self.matter.is_open

    @property
    def sees_plan(self) -> bool:
        """Whether the step it belongs to is open to the viewer."""
        return self.file.sees(Compartment.STORY)

    @property
    def sees_alleged(self) -> bool:
        """Whether alleged traffickers are open to the viewer."""
        return self.file.sees(Compartment.ALLEGED)

    def address(self, name: str = "cases:matter") -> str:
        """A page of this matter."""
        return reverse(name, args=[self.file.case.code, self.matter.pk])

    def show(self, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
        """The page inside the file."""
        whole = {"ground": self, "matter": self.matter, **context}
        return show_in(self.request, self.file, template, whole, status=status)

    def ask(
        self,
        form: KimbilioForm,
        act: Callable[[], str],
        context: dict[str, Any],
        *,
        start: Callable[[Any], dict[str, Any]] | None = None,
    ) -> HttpResponse:
        """Ask, do it once, or draw the form again with all that was typed and what went wrong."""
        whole = {"ground": self, "matter": self.matter, "back": self.address(), **context}
        return ask_in(self.request, self.file, form, act, whole, start=start)


def ask_in(
    request: StaffRequest,
    file: CaseFile,
    form: KimbilioForm,
    act: Callable[[], str],
    context: dict[str, Any],
    *,
    start: Callable[[Any], dict[str, Any]] | None = None,
) -> HttpResponse:
    """The same for a form that belongs to the file and to no matter yet."""
    sides: list[Side] = []
    status = 422 if form.is_bound else 200
    if form.is_valid():
        if answer := once(request, form, act):
            return answer
        theirs: Any = form.stale.theirs if form.stale is not None else None
        if theirs is not None and start is not None:
            sides, status = both_sides(form, start(theirs), theirs.version), 409
    whole = {"form": form, "sides": sides, **context}
    return show_in(request, file, "justice/form.html", whole, status=status)


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


def writes_legal(file: CaseFile, compartment: Compartment = LEGAL) -> bool:
    """Whether the viewer may change that part of this open case."""
    works = holds(file.viewer.role, Permission.WORK_ON_CASE)
    return works and file.changes(compartment) and file.case.is_open


def stand(request: StaffRequest, code: str, pk: UUID, *, writes: bool = False) -> Ground:
    """The matter ``pk`` of this file; ``writes`` needs somebody who may change it."""
    file = open_file(request, code, needs=LEGAL, look=request.method == "GET")
    rows = LegalMatter.objects.open_in(file.case, request.user).select_related(
        "responsible", "step", "complaint"
    )
    matter = get_object_or_404(rows, pk=pk)
    matter.case = file.case
    ground = Ground(request, file, matter)
    if writes and not ground.writes:
        raise Http404
    return ground


def stand_by(
    request: StaffRequest, code: str, rows: Any, pk: UUID, *, writes: bool = False
) -> tuple[Ground, Any]:
    """The part ``pk`` among ``rows``, and the matter of this file that it belongs to."""
    part = get_object_or_404(rows.open_to(request.user), pk=pk)
    ground = stand(request, code, part.matter_id, writes=writes)
    part.matter, part.case = ground.matter, ground.file.case
    return ground, part


def lawyers_on(file: CaseFile) -> list[User]:
    """Who of the team does legal work, and the viewer if they do."""
    people = {tie.user.pk: tie.user for tie in file.team}
    people.setdefault(file.viewer.pk, file.viewer)
    return [user for user in people.values() if holds(user.role, Permission.DO_LEGAL_WORK)]


def companions_on(file: CaseFile) -> list[User]:
    """Who of the team may go along to court."""
    people = {tie.user.pk: tie.user for tie in file.team}
    return [user for user in people.values() if holds(user.role, Permission.WORK_ON_CASE)]
