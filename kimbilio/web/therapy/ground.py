"""Where the pages of therapy stand in a file: the case, the episode, and whether one gives therapy there."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from kimbilio.access.choices import Act, Compartment, Permission
from kimbilio.access.matrix import allows, holds
from kimbilio.therapy.models import TherapyEpisode
from kimbilio.therapy.queries import with_safety
from kimbilio.web.cases.shell import CaseFile, open_file, render_file
from kimbilio.web.forms import KimbilioForm, Side, both_sides, once
from kimbilio.web.pages import StaffRequest

HEALTH = Compartment.HEALTH


@dataclass(frozen=True)
class Ground:
    """One episode in its file."""

    request: StaffRequest
    file: CaseFile
    episode: Any

    @property
    def gives(self) -> bool:
        """Whether the viewer gives therapy here and the episode goes on; the actions ask again."""
        return gives_therapy(self.file) and self.episode.is_open

    @property
    def exports(self) -> bool:
        """Whether the viewer may take what belongs to health out on paper."""
        is_tied = self.file.sees(HEALTH)  # it was asked for when the file was opened
        return is_tied and allows(self.file.viewer.role, HEALTH, Act.EXPORT)

    @property
    def sees_plan(self) -> bool:
        """Whether the step it belongs to is open to the viewer."""
        return self.file.sees(Compartment.STORY)

    @property
    def sees_place(self) -> bool:
        """Whether the viewer may know where the person will be."""
        return self.file.sees(Compartment.WHEREABOUTS)

    def address(self, name: str = "cases:therapy") -> str:
        """A page of this episode."""
        return reverse(name, args=[self.file.case.code, self.episode.pk])

    def show(self, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
        """The page inside the file."""
        whole = {"ground": self, "episode": self.episode, **context}
        response = render_file(self.request, self.file, "services", template, whole)
        response.status_code = status
        return response

    def ask(
        self,
        form: KimbilioForm,
        act: Callable[[], str],
        context: dict[str, Any],
        *,
        template: str = "therapy/form.html",
        start: Callable[[Any], dict[str, Any]] | None = None,
    ) -> HttpResponse:
        """Ask, do it once, or draw the page again with all that was typed and what went wrong."""
        sides: list[Side] = []
        status = 422 if form.is_bound else 200
        if form.is_valid():
            if answer := once(self.request, form, act):
                return answer
            theirs: Any = form.stale.theirs if form.stale is not None else None
            if theirs is not None and start is not None:
                sides, status = both_sides(form, start(theirs), theirs.version), 409
        whole = {"form": form, "sides": sides, "back": self.address(), **context}
        return self.show(template, whole, status=status)


def gives_therapy(file: CaseFile) -> bool:
    """Whether the viewer may give therapy in this open case."""
    held = holds(file.viewer.role, Permission.GIVE_THERAPY)
    return held and file.changes(HEALTH) and file.case.is_open


def stand(request: StaffRequest, code: str, pk: UUID, *, writes: bool = False) -> Ground:
    """The episode ``pk`` of this file; ``writes`` needs somebody who gives therapy in it."""
    file = open_file(request, code, needs=HEALTH, look=request.method == "GET")
    return stand_in(request, file, pk, writes=writes)


def stand_in(request: StaffRequest, file: CaseFile, pk: UUID, *, writes: bool = False) -> Ground:
    """The same, in a file that is open already."""
    rows = with_safety(TherapyEpisode.objects.open_in(file.case, request.user))
    episode = get_object_or_404(rows.select_related("responsible", "step"), pk=pk)
    episode.case = file.case
    ground = Ground(request, file, episode)
    if writes and not ground.gives:
        raise Http404
    return ground
