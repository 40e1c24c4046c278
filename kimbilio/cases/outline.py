"""What the outline of a case says about the rest: stage, next due, steps done. Always computed.

Every action that changes work on a case calls ``refresh_outline`` last. What parts have to say about a case they
tell once, as rows that name their case: when something is due, what counts, what moves the stage. All of it
is one statement.
"""

from datetime import date, datetime, time
from functools import cache
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import (
    CharField,
    Count,
    Exists,
    IntegerField,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.utils import timezone

from kimbilio.cases.choices import Stage
from kimbilio.cases.models.case import NOTHING_DUE, Case
from kimbilio.kernel.prepared import Prepared

Rows = QuerySet[Any, Any]  # of anything with a ``case``

_due: list[tuple[Rows, str]] = []
_done: list[Rows] = []
_counted: list[Rows] = []
_stages: list[tuple[Stage, Q]] = []  # later stages first


def tells_due(rows: Rows, field: str) -> None:
    """The earliest ``field`` of these rows is when something is due; a day is due until its end."""
    _due.append((rows, field))
    _statement.cache_clear()


def tells_steps(*, done: Rows, counted: list[Rows]) -> None:
    """How many steps are done, and of how many; no row may be in two of ``counted``."""
    _done.append(done)
    _counted.extend(counted)
    _statement.cache_clear()


def tells_stage(stage: Stage, reached: Q) -> None:
    """A case is at least in ``stage`` where ``reached``, which is made of ``there_are``."""
    _stages.append((stage, reached))
    _stages.sort(key=lambda told: list(Stage).index(told[0]), reverse=True)
    _statement.cache_clear()


def there_are(rows: Rows) -> Q:
    """Whether any of these rows belongs to the case."""
    return Q(Exists(rows.filter(case=OuterRef("pk"))))


def refresh_outline(case: Case) -> None:
    """Bring the computed columns of ``case`` up to date. Not an edit: the version stays."""
    ((stage, done, total, *due),) = _statement().rows(case=case.pk)
    moments = [_end_of(moment) for moment in due if moment is not None]
    computed = {
        "stage": Stage(stage) if case.is_open else Stage.CLOSED,
        "next_due_at": min(moments, default=NOTHING_DUE) if case.is_open else NOTHING_DUE,
        "steps_done": done,
        "steps_total": total,
    }
    changed = {name: value for name, value in computed.items() if getattr(case, name) != value}
    if changed:
        Case.objects.filter(pk=case.pk).update(**changed)
        for name, value in changed.items():
            setattr(case, name, value)


def _end_of(moment: date) -> datetime:
    if isinstance(moment, datetime):
        return moment
    return timezone.make_aware(datetime.combine(moment, time(23, 59, 59)))


@cache
def _statement() -> Prepared:
    """What all parts tell, in SQL; written anew if one tells more."""
    return Prepared(_told, case=UUID)


def _told(case: UUID) -> QuerySet[Any, Any]:
    reached = [When(condition, then=Value(stage.value)) for stage, condition in _stages]
    told: dict[str, Any] = {
        "reached": models.Case(
            *reached, default=Value(Stage.INTAKE.value), output_field=CharField()
        ),
        "done": sum(map(_number, _done), Value(0)),
        "counted": sum(map(_number, _counted), Value(0)),
        **{f"due_{n}": _first(rows, field) for n, (rows, field) in enumerate(_due)},
    }
    return Case.objects.filter(pk=case).order_by().annotate(**told).values_list(*told)


def _first(rows: Rows, field: str) -> Subquery:
    found = rows.filter(case=OuterRef("pk")).order_by().values("case")
    return Subquery(found.annotate(first=Min(field)).values("first"))


def _number(rows: Rows) -> Coalesce:
    found = rows.filter(case=OuterRef("pk")).order_by().values("case")
    number = Subquery(found.annotate(number=Count("pk")).values("number"))
    return Coalesce(number, 0, output_field=IntegerField())
