"""Where tasks and appointments stand: in the file of their case, or in one's own day."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from kimbilio.access.choices import Permission
from kimbilio.access.matrix import PERMISSIONS
from kimbilio.accounts.models import User
from kimbilio.cases.models import Case
from kimbilio.web.cases.shell import CaseFile, open_file, render_file
from kimbilio.web.forms import KimbilioForm, Side, both_sides, once
from kimbilio.web.pages import StaffRequest


@dataclass(frozen=True)
class Ground:
    """The surroundings of one page of work."""

    request: StaffRequest
    file: CaseFile | None

    @property
    def case(self) -> Case | None:
        """The case, if it is about one."""
        return self.file.case if self.file else None

    @property
    def may_write(self) -> bool:
        """Whether something may be added here; the actions ask again."""
        return self.file is None or (self.file.writes and self.file.case.is_open)

    def address(self, name: str = "", *args: Any) -> str:
        """A page of this ground; without a name the list that one comes back to."""
        if self.case is None:
            return reverse(f"day:{name or 'tasks'}", args=args)
        return reverse(f"cases:{name or 'work'}", args=[self.case.code, *args])

    def people(self, *also: User | None) -> list[User]:
        """Who can be asked: the team of the case, or all colleagues who work on cases."""
        if self.file is None:
            return list(colleagues())
        named = [self.request.user, *(tie.user for tie in self.file.team), *also]
        known = {person.pk: person for person in named if person is not None}
        return sorted(known.values(), key=lambda person: person.name)

    def show(self, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
        """The page inside the file, or inside one's own day."""
        whole = {"ground": self, "frame": "day/frame.html", **context}
        if self.file is None:
            return render(self.request, template, whole, status=status)
        whole["frame"] = "cases/file_base.html"
        response = render_file(self.request, self.file, "work", template, whole)
        response.status_code = status
        return response

    def ask(
        self,
        form: KimbilioForm,
        act: Callable[[], str],
        context: dict[str, Any],
        *,
        template: str = "work/form.html",
        start: Callable[[Any], dict[str, Any]] | None = None,
    ) -> HttpResponse:
        """Ask, do it once, or draw the page again with all that was typed and what went wrong."""
        sides: list[Side] = []
        status = 422 if form.is_bound else 200
        if form.is_valid():
            answer = once(self.request, form, act)
            if answer:
                return answer
            if form.stale is not None and form.stale.theirs is not None and start is not None:
                theirs: Any = form.stale.theirs
                sides, status = both_sides(form, start(theirs), theirs.version), 409
        return self.show(template, {"form": form, "sides": sides, **context}, status=status)


def stand(request: StaffRequest, code: str | None, *, writes: bool = False) -> Ground:
    """The ground of this request. In a file the look is recorded; ``writes`` needs an open case."""
    if code is None:
        return Ground(request, None)
    file = open_file(request, code, look=request.method == "GET")
    ground = Ground(request, file)
    if not file.sees_identity or (writes and not ground.may_write):
        raise Http404
    return ground


def colleagues() -> QuerySet[User]:
    """Everybody whose role works on cases."""
    roles = [role for role, held in PERMISSIONS.items() if Permission.WORK_ON_CASE in held]
    return User.objects.filter(is_active=True, role__in=roles).order_by("name")[:500]
