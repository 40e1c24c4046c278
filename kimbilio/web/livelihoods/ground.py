"""Where the pages of livelihoods stand in a file: the case, the episode, and whether one may change it."""

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
from kimbilio.web.care.steps import steps_of
from kimbilio.web.cases.shell import CaseFile, open_file, render_file
from kimbilio.web.forms import KimbilioForm, Side, both_sides, once
from kimbilio.web.pages import StaffRequest

STORY = Compartment.STORY


@dataclass(frozen=True)
class Ground:
    """A file in which the story is open, and one of its episodes or none."""

    request: StaffRequest
    file: CaseFile
    episode: Any = None
    page: str = "cases:services"  # where one goes back to

    @property
    def writes(self) -> bool:
        """Whether the viewer may change it; the actions ask again."""
        goes_on = self.episode is None or self.episode.is_open
        return writes_story(self.file) and goes_on

    @property
    def sees_place(self) -> bool:
        """Whether the viewer may know where the person learns or works."""
        return self.file.sees(Compartment.WHEREABOUTS)

    @property
    def leads(self) -> bool:
        """Whether the viewer may decide about money in this case."""
        return holds(self.file.viewer.role, Permission.MANAGE_TEAM) and self.file.case.is_open

    @property
    def back(self) -> str:
        """The page one came from."""
        keys = [self.file.case.code]
        return reverse(self.page, args=[*keys, self.episode.pk] if self.episode else keys)

    def show(self, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
        """A page under the tab of services."""
        whole = {"ground": self, "episode": self.episode, **context}
        response = render_file(self.request, self.file, "services", template, whole)
        response.status_code = status
        return response

    def ask(
        self,
        form: KimbilioForm,
        act: Callable[[], object],
        context: dict[str, Any],
        *,
        start: Callable[[Any], dict[str, Any]] | None = None,
    ) -> HttpResponse:
        """Ask, do it once and go on; or draw the form again with all that was typed and what was wrong.

        ``act`` may return the address to go to; without one it is the page one came from.
        """

        def act_and_go() -> str:
            went = act()
            return went if isinstance(went, str) else self.back

        sides: list[Side] = []
        status = 422 if form.is_bound else 200
        if form.is_valid():
            if answer := once(self.request, form, act_and_go):
                return answer
            theirs: Any = form.stale.theirs if form.stale is not None else None
            if theirs is not None and start is not None:
                sides, status = both_sides(form, start(theirs), theirs.version), 409
        whole = {"form": form, "sides": sides, "back": self.back, **context}
        return self.show("livelihoods/form.html", whole, status=status)


def writes_story(file: CaseFile) -> bool:
    """Whether the viewer may change the story of this open case."""
    works = holds(file.viewer.role, Permission.WORK_ON_CASE)
    return works and file.changes(STORY) and file.case.is_open


def enter(request: StaffRequest, code: str, *, page: str = "cases:services") -> Ground:
    """The file alone, for who may add to it."""
    file = open_file(request, code, needs=STORY, look=request.method == "GET")
    ground = Ground(request, file, page=page)
    if not ground.writes:
        raise Http404
    return ground


def stand(
    request: StaffRequest, code: str, rows: Any, pk: UUID, *, page: str, writes: bool = False
) -> Ground:
    """The episode ``pk`` among ``rows`` in this file; ``writes`` needs somebody who may change it."""
    file = open_file(request, code, needs=STORY, look=request.method == "GET")
    found = rows.open_in(file.case, request.user).select_related("responsible", "step")
    episode = get_object_or_404(found, pk=pk)
    episode.case = file.case
    ground = Ground(request, file, episode, page)
    if writes and not ground.writes:
        raise Http404
    return ground


def part_of(request: StaffRequest, rows: Any, pk: UUID) -> Any:
    """The part ``pk``, if it is open to the viewer."""
    return get_object_or_404(rows.open_to(request.user), pk=pk)


def workers_on(file: CaseFile) -> list[User]:
    """Who of the team may answer for it, the viewer first."""
    people = {file.viewer.pk: file.viewer}
    for tie in file.team:
        people.setdefault(tie.user.pk, tie.user)
    return [one for one in people.values() if holds(one.role, Permission.WORK_ON_CASE)]


def offer_people_and_steps(form: Any, file: CaseFile) -> None:
    """Let the colleagues of the team and the open steps of the plan be chosen."""
    form.fields["responsible"].offer(workers_on(file), chosen=file.viewer)
    form.fields["step"].offer(steps_of(file))
