"""Questions about livelihoods: what was given, by whom it was paid, what is due, what a business earns."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Count, F, Q, QuerySet, Sum, Value, When
from django.utils import timezone

from kimbilio.access.choices import Act, Compartment
from kimbilio.access.matrix import allows
from kimbilio.access.rules import condition
from kimbilio.accounts.models import User
from kimbilio.cases.models import Case, Document
from kimbilio.livelihoods.choices import READ_AS, AidKind
from kimbilio.livelihoods.models import (
    Business,
    FundingGrant,
    Giving,
    MonthFigure,
    StillThere,
    Term,
    Tranche,
)

MOST_PAPERS = 60
MOST_DUE = 30
SHOWN_MONTHS = 24
FEWEST = 5  # cases; fewer could point at somebody


def ledger_of(viewer: User, case: Case) -> QuerySet[Giving]:
    """What was given in this case, as far as it is open to ``viewer``."""
    rows: QuerySet[Giving] = Giving.objects.open_in(case, viewer)
    told: QuerySet[Giving] = rows.select_related("funding", "document", "countered_by")
    return told


def fundings_in_use() -> list[FundingGrant]:
    """The grants that can pay today, by donor."""
    return list(FundingGrant.objects.filter(is_active=True).order_by("donor", "code"))


def papers_of(viewer: User, case: Case) -> list[Document]:
    """The documents that may stand for a receipt, the newest first."""
    rows = Document.objects.open_in(case, viewer).filter(retracted_at=None)
    return list(rows.order_by("-added_at", "-id")[:MOST_PAPERS])


def with_paid(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Terms or tranches, each with the cents that the ledger holds for it."""
    with_sums: QuerySet[Any] = rows.annotate(paid=Sum("givings__cost_cents"))
    return with_sums


def terms_of(schooling: Any) -> list[Term]:
    """The terms of an enrolment, the newest first, each with what was paid."""
    return list(with_paid(schooling.terms.all()).order_by("-starts_on", "-id"))


def tranches_of(grants: Iterable[Any]) -> dict[UUID, list[Any]]:
    """The parts of each grant in their order, each with what was paid and whether it is its turn."""
    found: dict[UUID, list[Any]] = {}
    rows = with_paid(Tranche.objects.filter(grant__in=list(grants)).select_related("met_by"))
    for one in rows.order_by("grant", "number"):
        before = found.setdefault(one.grant_id, [])
        one.in_turn = all(part.paid for part in before)
        one.waits = bool(one.condition) and one.met_at is None and not one.paid
        before.append(one)
    return found


def figures_of(business: Business) -> list[MonthFigure]:
    """The months of a business, the newest first."""
    rows = MonthFigure.objects.filter(business=business).select_related("recorded_by")
    return list(rows.order_by("-month")[:SHOWN_MONTHS])


def questions_due(user: User) -> list[StillThere]:
    """What ``user`` has to ask by today in businesses and jobs they answer for."""
    mine = Q(business__responsible=user, business__ended_at=None)
    mine |= Q(placement__responsible=user, placement__ended_at=None)
    rows = StillThere.objects.open_to(user, Act.CHANGE).filter(
        mine, asked_on=None, due_on__lte=timezone.localdate(), case__closed_at=None
    )
    return list(rows.select_related("case").order_by("due_on", "id")[:MOST_DUE])


def running_in(viewer: User, cases: Iterable[UUID]) -> list[Business]:
    """Businesses that trade in these cases, where ``viewer`` may write down what they earn."""
    businesses: Any = Business.objects.open_to(viewer, Act.CHANGE)
    rows = businesses.running().filter(case__in=list(cases))
    return list(rows.filter(case__closed_at=None).select_related("case").order_by("asked_at"))


def entered_among(messages: Iterable[UUID]) -> set[UUID]:
    """Which of these text messages stand as figures already."""
    rows = MonthFigure.objects.filter(message__in=list(messages))
    return set(rows.values_list("message", flat=True))


@dataclass
class FundingLine:
    """What one grant paid for: cents and how many times, by kind."""

    funding: FundingGrant
    by_kind: dict[str, int] = field(default_factory=dict)
    times: int = 0

    @property
    def cents(self) -> int:
        """All that it paid."""
        return sum(self.by_kind.values())

    @property
    def left(self) -> int | None:
        """What it has left, where its total is known."""
        total = self.funding.total_cents
        return None if total is None else total - self.cents

    @property
    def cells(self) -> list[int]:
        """The cents of each kind, in the order of the list."""
        return [self.by_kind.get(kind, 0) for kind in AidKind.values]


@dataclass(frozen=True)
class Span:
    """From which day to which, both open if not said."""

    since: date | None = None
    until: date | None = None

    def narrow(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """The rows given in it."""
        if self.since is not None:
            rows = rows.filter(given_on__gte=self.since)
        if self.until is not None:
            rows = rows.filter(given_on__lte=self.until)
        return rows


def sums(viewer: User, span: Span) -> list[FundingLine]:
    """What each grant paid for in the cases that ``viewer`` reaches; nobody's name, no code: two queries.

    To whom health is closed, medical care of a few cases counts among other help: all sums stay true.
    """
    lines = {one.pk: FundingLine(one) for one in FundingGrant.objects.order_by("donor", "code")}
    reached = condition(viewer, Compartment.OUTLINE, to="case__")
    rows = span.narrow(Giving.objects.filter(reached)).order_by()
    back = Count("pk", filter=Q(counters__isnull=False))
    told = rows.values("funding", "kind").annotate(
        cents=Sum("cost_cents"), times=Count("pk") - 2 * back, cases=Count("case", distinct=True)
    )
    closed = _closed_kinds(viewer)
    for row in told:
        line = lines[row["funding"]]
        few = row["kind"] in closed and row["cases"] < FEWEST
        kind = AidKind.OTHER.value if few else row["kind"]
        line.by_kind[kind] = line.by_kind.get(kind, 0) + row["cents"]
        line.times += row["times"]
    return list(lines.values())


def _closed_kinds(viewer: User) -> list[str]:
    """Kinds of help that belong to a part of a case which the role of ``viewer`` does not read."""
    return [kind.value for kind, part in READ_AS.items() if not allows(viewer.role, part, Act.VIEW)]


def rows_to_export(viewer: User, span: Span) -> QuerySet[Any]:
    """The rows of the ledger that ``viewer`` may take away; of each, nothing that points at somebody."""
    reached = condition(viewer, Compartment.OUTLINE, Act.EXPORT, to="case__")
    rows = span.narrow(Giving.objects.filter(reached))
    closed = rows.filter(kind__in=_closed_kinds(viewer)).order_by().values("funding", "kind")
    few = Q(pk__in=[])
    for told_few in closed.annotate(cases=Count("case", distinct=True)).filter(cases__lt=FEWEST):
        few |= Q(funding=told_few["funding"], kind=told_few["kind"])
    rows = rows.annotate(
        donor=F("funding__donor"), code=F("funding__code"),
        what=models.Case(When(few, then=Value(AidKind.OTHER.value)), default=F("kind")),
    )  # fmt: skip
    columns = (
        "given_on", "donor", "code", "what", "quantity", "to_survivor", "dependants",
        "cost_cents", "counters_id",
    )  # fmt: skip
    told: QuerySet[Any] = rows.order_by("given_on", "id").values_list(*columns, named=True)
    return told
