"""Where these pages stand in a file: the case, the episode, and whether one may change it."""

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
from kimbilio.reintegration.models import Reintegration, Repatriation
from kimbilio.web.cases.shell import CaseFile, open_file, render_file
from kimbilio.web.forms import KimbilioForm, Side, both_sides, once
from kimbilio.web.pages import StaffRequest

STORY, WHEREABOUTS = Compartment.STORY, Compartment.WHEREABOUTS


@dataclass(frozen=True)
class Ground:
    """One episode in its file; without one, the file alone."""

    request: StaffRequest
    file: CaseFile
    episode: Any = None
    name: str = "cases:services"

    @property
    def writes(self) -> bool:
        """Whether the viewer may change the episode and it goes on; the actions ask again."""
        return writes(self.file) and (self.episode is None or self.episode.is_open)

    @property
    def writes_where(self) -> bool:
        """Whether the viewer may change where the person is and goes."""
        return writes(self.file, WHEREABOUTS) and self.episode.is_open

    @property
    def sees_where(self) -> bool:
        """Whether the viewer may know where the person is and goes."""
        return self.file.sees(WHEREABOUTS)

    def address(self, name: str = "") -> str:
        """A page of this episode; without a name its own."""
        keys = [self.file.case.code, *([self.episode.pk] if self.episode else [])]
        return reverse(name or self.name, args=keys)

    def show(self, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
        """The page under the tab of services."""
        whole = {"ground": self, "episode": self.episode, "back": self.address(), **context}
        response = render_file(self.request, self.file, "services", template, whole)
        response.status_code = status
        return response

    def ask(
        self,
        form: KimbilioForm,
        act: Callable[[], str],
        context: dict[str, Any],
        *,
        template: str = "reintegration/form.html",
        start: Callable[[Any], dict[str, Any]] | None = None,
    ) -> HttpResponse:
        """Ask, do it once, or draw the form again with all that was typed and what went wrong."""
        sides: list[Side] = []
        status = 422 if form.is_bound else 200
        if form.is_valid():
            if answer := once(self.request, form, act):
                return answer
            theirs: Any = form.stale.theirs if form.stale is not None else None
            if theirs is not None and start is not None:
                sides, status = both_sides(form, start(theirs), theirs.version), 409
        return self.show(template, {"form": form, "sides": sides, **context}, status=status)


def writes(file: CaseFile, compartment: Compartment = STORY) -> bool:
    """Whether the viewer may change that part of this open case."""
    works = holds(file.viewer.role, Permission.WORK_ON_CASE)
    return works and file.changes(compartment) and file.case.is_open


def stand(request: StaffRequest, code: str) -> Ground:
    """The file, for whoever may begin something in it."""
    file = open_file(request, code, needs=STORY, look=request.method == "GET")
    if not writes(file):
        raise Http404
    return Ground(request, file)


def stand_by(
    request: StaffRequest, code: str, model: Any, pk: UUID, *, writes: bool = False
) -> Ground:
    """The episode ``pk`` of this file; ``writes`` needs somebody who may change it."""
    file = open_file(request, code, needs=STORY, look=request.method == "GET")
    names = ["responsible", "step"]
    if model is Repatriation:
        names += ["embassy", "receiver"]
    rows = model.objects.open_in(file.case, request.user).select_related(*names)
    episode = get_object_or_404(rows, pk=pk)
    episode.case = file.case
    ground = Ground(request, file, episode, _address_of(model))
    if writes and not ground.writes:
        raise Http404
    return ground


def _address_of(model: Any) -> str:
    return "cases:reintegration" if model is Reintegration else "cases:repatriation"


def workers_on(file: CaseFile, *also: User | None) -> list[User]:
    """Who of the team may do it, the viewer among them."""
    named = [*(tie.user for tie in file.team), file.viewer, *also]
    people = {user.pk: user for user in named if user is not None}
    return [user for user in people.values() if holds(user.role, Permission.WORK_ON_CASE)]
