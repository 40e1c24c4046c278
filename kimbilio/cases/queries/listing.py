"""The list of cases: which orders there are, and who may see a name or a next step in it."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from kimbilio.access.choices import Act, Compartment
from kimbilio.access.matrix import allows
from kimbilio.access.rules import outline_ways, reach_of
from kimbilio.accounts.models import User
from kimbilio.cases.filters import CaseFilter
from kimbilio.cases.models import Case, Step
from kimbilio.kernel.counting import Counted

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
    return counts_up_to_enough([wanted], viewer=viewer)[0]


def counts_up_to_enough(several: list[CaseFilter], *, viewer: User) -> list[int]:
    """``count_up_to_enough`` of each of ``several``, all in one query.

    A way ends at ``ENOUGH`` by itself, so that each keeps to its own index; a case that several
    ways reach counts once.
    """
    counts = [Counted(_bounded(parts_of_list(wanted, viewer=viewer))) for wanted in several]
    found = User.objects.filter(pk=viewer.pk).values_list(*counts).get()
    return [min(count, ENOUGH + 1) for count in found]


def _bounded(parts: list[QuerySet[Any]]) -> QuerySet[Any]:
    """The ids in any of ``parts``, of each no more than it takes to say "more than enough"."""
    ids = [part.order_by().values("pk")[: ENOUGH + 1] for part in parts]
    if len(ids) == 1:
        return ids[0]
    picks = [Case.objects.filter(pk__in=some).values("pk") for some in ids]
    return picks[0].union(*picks[1:])


def named_among(rows: list[Any], *, viewer: User, act: Act = Act.VIEW) -> set[UUID]:
    """The ids of those rows of which ``viewer`` may see (or export) who it is."""
    return open_among(rows, Compartment.IDENTITY, viewer=viewer, act=act)


def open_among(
    rows: list[Any], compartment: Compartment, *, viewer: User, act: Act = Act.VIEW
) -> set[UUID]:
    """The ids of those rows of which ``viewer`` may see (or export) that part.

    ``rows`` have ``id``, ``unit_id``, ``is_urgent`` and ``closed_at``. Asks the database only
    where the ties are too many to be kept in mind.
    """
    if not rows or not allows(viewer.role, compartment, act):
        return set()
    reach = reach_of(viewer)
    if reach.cases is None:
        cases = Case.objects.open_to(viewer, compartment, act)
        return set(cases.filter(pk__in=[row.id for row in rows]).values_list("pk", flat=True))
    return {row.id for row in rows if reach.covers(row)}


def next_steps(rows: list[Any], *, viewer: User) -> dict[UUID, str]:
    """What is to be done next in each open case whose story ``viewer`` may read: one query.

    The active step that is due first; of those without a day, or of one day, the lowest number.
    """
    told = open_among(
        [row for row in rows if row.closed_at is None], Compartment.STORY, viewer=viewer
    )
    if not told:
        return {}
    active = Step.objects.filter(case__in=told).active().order_by()
    first: dict[UUID, tuple[tuple[date, int], UUID, Any]] = {}
    for pk, case, due, number, title in active.values_list(
        "pk", "case_id", "due_on", "number", "title"
    ):
        place = (due or date.max, number)
        if case not in first or place < first[case][0]:
            first[case] = (place, pk, title)
    field: Any = Step._meta.get_field("title")
    return {case: field.unseal(title, pk) for case, (_, pk, title) in first.items()}
