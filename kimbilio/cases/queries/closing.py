"""Questions about closing: who answers, what waits, what the history of a case says."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import CharField, QuerySet, Value

from kimbilio.access.choices import Permission
from kimbilio.access.matrix import holds
from kimbilio.access.rules import condition, reach_of
from kimbilio.accounts.choices import Role
from kimbilio.accounts.models import User
from kimbilio.cases.closing_choices import Area, Check, ClosureState, Result
from kimbilio.cases.models import Case, Closure, ClosureCheck, ClosureOutcome, Reopening
from kimbilio.cases.queries.oversight import leads_of_unit


def answerers_of(case: Case) -> list[User]:
    """Whose yes is asked for: the leads of the unit, or the managers where there is none."""
    leads = leads_of_unit(case)
    return leads or list(User.objects.filter(role=Role.MANAGER, is_active=True))


def closings_to_answer(viewer: User) -> QuerySet[Closure]:
    """Wishes to close that ``viewer`` may answer: of their units; for managers, all. Never their own."""
    waiting = Closure.objects.filter(state=ClosureState.ASKED).exclude(asked_by=viewer)
    waiting = waiting.filter(condition(viewer, to="case__"))
    if viewer.role != Role.MANAGER:
        waiting = waiting.filter(case__unit__in=sorted(reach_of(viewer).units))
    return waiting.select_related("case", "asked_by")


def may_lead_closing(viewer: User, case: Case) -> bool:
    """Whether ``viewer`` may approve or reopen this case, which they see."""
    if not holds(viewer.role, Permission.APPROVE_CLOSING):
        return False
    return viewer.role == Role.MANAGER or case.unit_id in reach_of(viewer).units


def last_closure(case: Case) -> Closure | None:
    """The wish with which the case was closed."""
    approved = Closure.objects.filter(case=case, state=ClosureState.APPROVED)
    return approved.order_by("-answered_at").first()


@dataclass(frozen=True)
class Turn:
    """One closing or reopening in the history of a case, with what was said of each area of life."""

    at: datetime
    closure: Closure | None = None
    reopening: Reopening | None = None
    outcomes: tuple[tuple[Any, Any], ...] = ()
    checks: tuple[Any, ...] = ()


def turns_of(case: Case) -> list[Turn]:
    """Every wish to close and every reopening, the newest first: three queries at most."""
    closures = Closure.objects.filter(case=case).select_related("asked_by", "answered_by")
    found = list(closures.order_by("-asked_at")[:20])
    if not found:
        return []
    outcomes, checks = _details_of(found)
    turns = [
        Turn(one.asked_at, one, None, tuple(outcomes[one.pk]), tuple(checks[one.pk]))
        for one in found
    ]
    if any(one.state == ClosureState.APPROVED for one in found):
        reopenings = Reopening.objects.filter(case=case).select_related("reopened_by")
        turns += [Turn(one.reopened_at, reopening=one) for one in reopenings[:20]]
    return sorted(turns, key=lambda turn: turn.at, reverse=True)


def _details_of(
    closures: list[Closure],
) -> tuple[dict[UUID, list[tuple[Any, Any]]], dict[UUID, list[Any]]]:
    """The areas and the checks of several closures, in the order of their lists: one query."""
    nothing = Value("", output_field=CharField())
    rows = ClosureOutcome.objects.filter(closure__in=closures).order_by()
    ticked = ClosureCheck.objects.filter(closure__in=closures).order_by()
    both = rows.values_list("closure_id", "area", "result").union(
        ticked.annotate(result=nothing).values_list("closure_id", "item", "result")
    )
    outcomes: dict[UUID, list[tuple[Any, Any]]] = defaultdict(list)
    checks: dict[UUID, list[Any]] = defaultdict(list)
    order = [area.value for area in Area] + [item.value for item in Check]
    for closure_id, what, result in sorted(both, key=lambda row: order.index(row[1])):
        if result:
            outcomes[closure_id].append((Area(what).label, Result(result).label))
        else:
            checks[closure_id].append(Check(what).label)
    return outcomes, checks
