"""What stands around every page of a plan: the map and the list, with one panel beside them."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers

from kimbilio.access.choices import Compartment
from kimbilio.accounts.models import User
from kimbilio.cases.models import Case
from kimbilio.cases.queries.plan import Plan, PlanStep, plan_of, ready_sets
from kimbilio.web.cases.plan.drawing import draw
from kimbilio.web.cases.shell import CaseFile, open_file, render_file
from kimbilio.web.pages import StaffRequest

LONG_PLAN = 30  # steps; a longer list shows one phase at a time, so that pages stay light


@dataclass
class PlanPage:
    """The plan of one case as one person opened it."""

    request: StaffRequest
    file: CaseFile
    plan: Plan

    @property
    def case(self) -> Case:
        """The case it belongs to."""
        return self.file.case

    @property
    def may_change(self) -> bool:
        """Whether the forms are shown; the actions ask again."""
        return self.file.changes(Compartment.STORY) and self.case.is_open

    def step(self, number: int) -> PlanStep:
        """The step of this number, or not found."""
        found = self.plan.by_number.get(number)
        if found is None:
            raise Http404
        found.step.case = self.case  # read already
        return found

    def must_change(self) -> None:
        """End as not found for those who may only read."""
        if not self.may_change:
            raise Http404

    def people(self, *also: User | None) -> list[User]:
        """Whom a step can be given to: the team, oneself, and whoever has it now."""
        named = [self.request.user, *(tie.user for tie in self.file.team), *also]
        known = {person.pk: person for person in named if person is not None}
        return sorted(known.values(), key=lambda person: person.name)

    def address(self, number: int | None = None, part: str = "plan_step") -> str:
        """The address of the plan, or of a step with its panel in view."""
        if number is None:
            return reverse("cases:plan", args=[self.case.code])
        return reverse(f"cases:{part}", args=[self.case.code, number]) + "#panel"

    def folded(self, shown: PlanStep | None) -> set[str]:
        """The phases drawn as one line: finished ones, and in a long plan those we are not in."""
        wanted = {self.request.GET.get("show", ""), shown.step.phase if shown else ""}
        current = self.plan.current
        is_long = len(self.plan.by_number) > LONG_PLAN
        return {
            phase.phase
            for phase in self.plan.phases
            if phase.phase not in wanted
            and phase.steps
            and (phase.is_finished or (is_long and phase is not current))
        }

    def show(
        self, panel: str = "", context: dict[str, Any] | None = None, *, status: int = 200
    ) -> HttpResponse:
        """The whole page with ``panel`` beside the list; for htmx the panel alone."""
        given: dict[str, Any] = {
            "plan": self.plan,
            "panel": f"cases/plan/{panel}.html" if panel else "",
            "may_change": self.may_change,
            **(context or {}),
        }
        if self.request.htmx and self.request.htmx.target == "panel":
            whole = {"file": self.file, "case": self.case, **given}
            response = render(self.request, "cases/plan/_panel.html", whole, status=status)
        else:
            given["folded"] = self.folded(given.get("shown"))
            given["drawing"] = draw(self.plan)
            given["ready_sets"] = ready_sets() if self.may_change and not panel else []
            response = render_file(self.request, self.file, "plan", "cases/plan.html", given)
            response.status_code = status
        patch_vary_headers(response, ["HX-Request"])
        return response


def open_plan(request: StaffRequest, code: str) -> PlanPage:
    """The plan of ``code``, for those who may see the story of that case."""
    file = open_file(request, code, needs=Compartment.STORY)
    return PlanPage(request, file, plan_of(file.case))
