"""Where the pages of a stay stand in a file, and the one way in which pages of the shelter ask."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from kimbilio.access.choices import Compartment, Permission
from kimbilio.access.matrix import holds
from kimbilio.shelter.choices import MOVES, StayState
from kimbilio.shelter.models import BedPlace, Stay
from kimbilio.shelter.queries import in_house_now
from kimbilio.web.cases.shell import CaseFile, open_file, render_file
from kimbilio.web.forms import KimbilioForm, Side, both_sides, once
from kimbilio.web.pages import StaffRequest

WHERE = Compartment.WHEREABOUTS
Draw = Callable[[dict[str, Any], int], HttpResponse]
BY_MANAGERS = frozenset({StayState.APPROVED, StayState.REFUSED})
BY_THE_CASE = frozenset({StayState.WITHDRAWN})


@dataclass(frozen=True)
class Ground:
    """One stay in its file."""

    request: StaffRequest
    file: CaseFile
    stay: Any

    @property
    def manages(self) -> bool:
        """Whether the viewer gives beds; the actions ask again."""
        return holds(self.file.viewer.role, Permission.MANAGE_SHELTER) and self.stay.is_open

    @property
    def works(self) -> bool:
        """Whether the viewer lets people in and out here."""
        held = holds(self.file.viewer.role, Permission.WORK_IN_SHELTER)
        return held and self.file.changes(WHERE) and self.stay.is_open

    @property
    def sees_plan(self) -> bool:
        """Whether the step it belongs to is open to the viewer."""
        return self.file.sees(Compartment.STORY)

    @cached_property
    def place(self) -> BedPlace | None:
        """The bed of now, or the last one."""
        return in_house_now(self.stay)

    @property
    def moves(self) -> list[StayState]:
        """Where the stay can go from here by this viewer."""
        return [to for to in MOVES[StayState(self.stay.state)] if self._may(to)]

    def _may(self, to: StayState) -> bool:
        if to in BY_MANAGERS:
            return self.manages
        return self.file.changes(WHERE) if to in BY_THE_CASE else self.works

    @property
    def may_change_bed(self) -> bool:
        """Whether there is a bed to move from, and the viewer may."""
        kept = self.stay.lives_here or self.stay.state == StayState.APPROVED
        return kept and (self.manages or self.works)

    def address(self, name: str = "cases:stay") -> str:
        """A page of this stay."""
        return reverse(name, args=[self.file.case.code, self.stay.pk])

    def draw(self, template: str) -> Draw:
        """How a page inside the file is drawn."""

        def draw(context: dict[str, Any], status: int) -> HttpResponse:
            whole = {"ground": self, "stay": self.stay, **context}
            response = render_file(self.request, self.file, "services", template, whole)
            response.status_code = status
            return response

        return draw


def stand(request: StaffRequest, code: str, pk: UUID) -> Ground:
    """The stay ``pk`` of this file; not found for who may not know where the person is."""
    file = open_file(request, code, needs=WHERE, look=request.method == "GET")
    rows = Stay.objects.open_in(file.case, request.user).select_related("responsible", "step")
    stay = get_object_or_404(rows, pk=pk)
    stay.case = file.case
    return Ground(request, file, stay)


def plain(request: StaffRequest, template: str) -> Draw:
    """How a page outside of files is drawn."""

    def draw(context: dict[str, Any], status: int) -> HttpResponse:
        return render(request, template, context, status=status)

    return draw


def ask(
    request: StaffRequest,
    form: KimbilioForm,
    act: Callable[[], str],
    context: dict[str, Any],
    draw: Draw,
    *,
    start: Callable[[Any], dict[str, Any]] | None = None,
) -> HttpResponse:
    """Ask, do it once, or draw the page again with all that was typed and what went wrong."""
    sides: list[Side] = []
    status = 422 if form.is_bound else 200
    if form.is_valid():
        if answer := once(request, form, act):
            return answer
        theirs: Any = form.stale.theirs if form.stale is not None else None
        if theirs is not None:
            shown = start(theirs) if start is not None else {}
            sides, status = both_sides(form, shown, theirs.version), 409
    return draw({"form": form, "sides": sides, **context}, status)
