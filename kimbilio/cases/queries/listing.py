"""The list of cases: which orders there are, and who may see a name in it."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from kimbilio.access.choices import Act, Compartment
from kimbilio.access.matrix import allows
from kimbilio.access.rules import outline_ways, reach_of
from kimbilio.accounts.models import User
from kimbilio.cases.filters import CaseFilter
from kimbilio.cases.models import Case

ORDERS: dict[str, tuple[str, ...]] = {
    "risk": ("risk", "next_due_at", "id"),
    "due": ("next_due_at", "id"),
    "opened": ("-opened_at", "-id"),
    "age": ("opened_at", "id"),
    "code": ("code",),
}
USUAL_ORDER = "risk"
ENOUGH = 1000


def parts_of_list(wanted: CaseFilter, *, viewer: User) -> list[QuerySet[Any]]:
    """The wanted cases that ``viewer`` may see, one queryset for each way they can reach some."""
    return [wanted.narrow(Case.objects.filter(way), by=viewer) for way in outline_ways(viewer)]


def cases_in_order(wanted: CaseFilter, order: str, *, viewer: User) -> QuerySet[Any]:
    """All wanted cases as one queryset, for exports."""
    cases = wanted.narrow(Case.objects.visible_to(viewer), by=viewer)
    return cases.order_by(*ORDERS.get(order, ORDERS[USUAL_ORDER]))


def count_up_to_enough(wanted: CaseFilter, *, viewer: User) -> int:
    """How many are wanted, without counting on past one more than ``ENOUGH``."""
    found: set[UUID] = set()
    for part in parts_of_list(wanted, viewer=viewer):
        found.update(part.order_by().values_list("pk", flat=True)[: ENOUGH + 1])
    return min(len(found), ENOUGH + 1)


def named_among(rows: list[Any], *, viewer: User, act: Act = Act.VIEW) -> set[UUID]:
    """The ids of those rows of which ``viewer`` may see (or export) who it is.

    ``rows`` have ``id``, ``unit_id``, ``is_urgent`` and ``closed_at``. Asks the database only
    where the ties are too many to be kept in mind.
    """
    if not rows or not allows(viewer.role, Compartment.IDENTITY, act):
        return set()
    reach = reach_of(viewer)
    if reach.cases is None:
        cases = Case.objects.open_to(viewer, Compartment.IDENTITY, act)
        return set(cases.filter(pk__in=[row.id for row in rows]).values_list("pk", flat=True))
    return {row.id for row in rows if reach.covers(row)}
