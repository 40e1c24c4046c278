"""What a list of cases is asked to show: read from an address, turned into a condition."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import F, Func, Q, QuerySet
from django.db.models.functions import Coalesce
from django.db.models.lookups import LessThan
from django.http import QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_date

from kimbilio.accounts.models import User
from kimbilio.cases.choices import AgeGroup, Risk, Source, Stage, WhereNow, WorkKind
from kimbilio.cases.closing_choices import ClosingReason, ClosureState
from kimbilio.cases.models import Closure, Step
from kimbilio.consent.queries import consents_ending
from kimbilio.organisation.places import counties

QUIET_AFTER = timedelta(days=14)
MINORS = {"yes": True, "no": False, "unsure": None}
ME = "me"
NOBODY = "nobody"
NO_CLOSING = (
    "none"  # closed without an approved closing: passed on at once, or brought in as closed
)

LISTS: dict[str, str] = {
    "stage": "stage",
    "risk": "risk",
    "where": "where_now",
    "kind": "work_kind",
    "source": "source",
    "age": "age_group",
    "county": "county",
}
"""Each filter that takes several codes, and its column."""

_KNOWN: dict[str, frozenset[str]] = {
    "state": frozenset({"open", "closed", "all"}),
    "stage": frozenset(Stage.values),
    "risk": frozenset(Risk.values),
    "where": frozenset(WhereNow.values),
    "kind": frozenset(WorkKind.values),
    "source": frozenset(Source.values),
    "age": frozenset(AgeGroup.values),
    "minor": frozenset(MINORS),
    "reason": frozenset({*ClosingReason.values, NO_CLOSING}),
}


TOLD_BY_SERVICES: dict[str, Callable[[User], "QuerySet[Any]"]] = {}
"""What only a service knows: by the name of the filter, the ids of cases, of those whose part is open to the reader."""


def without_closing() -> Q:
    """Closed cases that no closing of ours has closed: passed on at once, or brought in as closed."""
    approved = Closure.objects.filter(state=ClosureState.APPROVED)
    return Q(closed_at__isnull=False) & ~Q(pk__in=approved.values("case_id"))


class _Beside(Func):
    """A column that SQLite shall not choose an index by (its unary plus).

    Without it, SQLite starts from whichever filter has an index, reads thousands of rows and sorts
    them: 240 ms instead of 1 at 100,000 cases. PostgreSQL knows its figures and chooses well.
    """

    template = "%(expressions)s"

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """The column with a plus before it."""
        return super().as_sql(compiler, connection, template="+%(expressions)s", **context)


@dataclass(frozen=True)
class CaseFilter:
    """Which cases are wanted. Holds codes and days only, so it may stand in an address."""

    state: str = "open"
    stage: tuple[str, ...] = ()
    risk: tuple[str, ...] = ()
    where: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    age: tuple[str, ...] = ()
    county: tuple[str, ...] = ()
    minor: tuple[str, ...] = ()
    worker: tuple[str, ...] = ()  # ids of staff, "me" or "nobody"
    unit: tuple[str, ...] = ()
    overdue: bool = False
    week: bool = False  # due within seven days
    quiet: bool = False  # no contact for fourteen days
    parked: bool = False  # with a step that rests by the person's wish
    ending: bool = False  # with a consent that ends within fourteen days
    court: bool = False  # with a day in court within fourteen days, told to who may read of it
    reason: tuple[str, ...] = ()  # for which it was closed
    opened_from: date | None = None
    opened_to: date | None = None
    closed_from: date | None = None
    closed_to: date | None = None

    @classmethod
    def from_query(cls, data: QueryDict | Mapping[str, Any]) -> "CaseFilter":
        """What the address asks for; what it does not know is left out."""
        asked = data if isinstance(data, QueryDict) else QueryDict(urlencode(data, doseq=True))
        given: dict[str, Any] = {}
        for field in fields(cls):
            if field.name not in asked:
                continue
            values = asked.getlist(field.name)
            if field.name == "state":
                given["state"] = values[-1] if values[-1] in _KNOWN["state"] else "open"
            elif field.default is False:
                given[field.name] = values[-1] == "1"
            elif field.default is None:
                given[field.name] = _day(values[-1])
            else:
                given[field.name] = tuple(sorted({v for v in values if _knows(field.name, v)}))
        return cls(**given)

    def pairs(self) -> list[tuple[str, str]]:
        """The filter as it stands in an address, in one order; what is as usual is left out."""
        said: list[tuple[str, str]] = []
        for field in fields(self):
            value = getattr(self, field.name)
            if value == field.default:
                continue
            if isinstance(value, tuple):
                said += [(field.name, one) for one in value]
            else:
                said.append((field.name, "1" if value is True else str(value)))
        return said

    def query(self) -> str:
        """``pairs`` as the end of an address."""
        return urlencode(self.pairs())

    def with_(self, **values: Any) -> "CaseFilter":
        """The same but for ``values``."""
        return replace(self, **values)

    def without(self, *names: str) -> "CaseFilter":
        """The same without these filters; without ``state`` it holds closed cases as well."""
        usual: dict[str, Any] = {field.name: field.default for field in fields(self)}
        usual["state"] = "all"
        return replace(self, **{name: usual[name] for name in names})

    def narrow(self, cases: "QuerySet[Any]", *, by: User) -> "QuerySet[Any]":
        """Those of ``cases`` that are wanted; ``by`` is who says "me"."""
        rules = [rule for rule in self._rules(by) if rule]
        named: dict[str, Any] = {}
        if self.state != "all":
            rules.append(Q(closed_at__isnull=self.state == "open"))
        for name, column in LISTS.items():
            codes = getattr(self, name)
            if name == "county" and len(codes) == 1 and self.state == "open":
                rules.append(Q(county=codes[0]))  # there is an index that begins with it
            elif codes:
                named[f"_{name}"] = _Beside(F(column))
                rules.append(Q(**{f"_{name}__in": codes}))
        if self.unit:
            units = [UUID(one) for one in self.unit]
            rules.append(Q(unit=units[0]) if len(units) == 1 else Q(unit__in=units))
        if named:
            cases = cases.alias(**named)
        return cases.filter(*rules) if rules else cases

    def _rules(self, by: User) -> list[Q]:
        return [self._people(by), self._minority(), self._moments(), self._parts(by)]

    def _people(self, by: User) -> Q:
        rule = Q()
        staff = [by.pk if one == ME else UUID(one) for one in self.worker if one != NOBODY]
        if staff:
            rule |= Q(lead__in=staff)
        if NOBODY in self.worker:
            rule |= Q(lead__isnull=True)
        return rule

    def _minority(self) -> Q:
        rule = Q()
        for one in self.minor:
            value = MINORS[one]
            rule |= Q(is_minor__isnull=True) if value is None else Q(is_minor=value)
        return rule

    def _parts(self, by: User) -> Q:
        """What is asked of parts of the case."""
        rule = Q()
        if self.court:
            rule &= Q(pk__in=TOLD_BY_SERVICES["court"](by))
        if self.parked:
            rule &= Q(pk__in=Step.objects.parked().values("case_id"))
        if self.ending:
            rule &= Q(survivor__in=consents_ending(timezone.localdate()).values("person_id"))
        if self.reason:
            approved = Closure.objects.filter(state=ClosureState.APPROVED)
            closed_so = Q(pk__in=approved.filter(reason__in=self.reason).values("case_id"))
            if NO_CLOSING in self.reason:
                closed_so |= without_closing()
            rule &= closed_so
        return rule

    def _moments(self) -> Q:
        now = timezone.now()
        rule = Q()
        if self.overdue:
            rule &= Q(next_due_at__lt=now, closed_at__isnull=True)
        if self.week:
            rule &= Q(next_due_at__lt=_start(timezone.localdate() + timedelta(days=7)))
        if self.quiet:
            heard = Coalesce("last_contact_at", "opened_at")
            rule &= Q(LessThan(heard, now - QUIET_AFTER))
        for column, first, last in (
            ("opened_at", self.opened_from, self.opened_to),
            ("closed_at", self.closed_from, self.closed_to),
        ):
            if first:
                rule &= Q(**{f"{column}__gte": _start(first)})
            if last:
                rule &= Q(**{f"{column}__lt": _start(last + timedelta(days=1))})
        return rule


def _start(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _day(text: str) -> date | None:
    try:
        day = parse_date(text)
    except ValueError:
        return None
    return day if day and 1990 <= day.year <= 2990 else None


def _knows(name: str, value: str) -> bool:
    if name == "county":
        return value in counties()
    if name in _KNOWN:
        return value in _KNOWN[name]
    if name == "worker" and value in {ME, NOBODY}:
        return True
    try:
        return str(UUID(value)) == value
    except ValueError:
        return False
