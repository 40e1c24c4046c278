"""Questions about closing: who answers, what waits, what the history of a case says."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from kimbilio.access.choices import Permission
from kimbilio.access.matrix import holds
from kimbilio.access.rules import condition, reach_of
from kimbilio.accounts.choices import Role
from kimbilio.accounts.models import User
from kimbilio.cases.closing_choices import ClosureState
from kimbilio.cases.models import Case, Closure, Reopening
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
    """One closing or reopening in the history of a case."""

    at: datetime
    closure: Closure | None = None
    reopening: Reopening | None = None


def turns_of(case: Case) -> list[Turn]:
    """Every wish to close and every reopening, the newest first: two queries, or five with rows."""
    closures = Closure.objects.filter(case=case).select_related("asked_by", "answered_by")
    closures = closures.prefetch_related("outcomes", "checks").order_by("-asked_at")[:20]
    reopenings = Reopening.objects.filter(case=case).select_related("reopened_by")
    turns = [Turn(closure.asked_at, closure=closure) for closure in closures]
    turns += [Turn(one.reopened_at, reopening=one) for one in reopenings[:20]]
    return sorted(turns, key=lambda turn: turn.at, reverse=True)
