"""Ready-made sets: adding one to a plan, and keeping the organisation's own."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kimbilio.access.choices import Permission
from kimbilio.access.rules import require
from kimbilio.accounts.models import User
from kimbilio.audit import trail
from kimbilio.audit.choices import Event
from kimbilio.cases.actions.plan.ground import hold_plan, must_be_on_team, next_number, next_place
from kimbilio.cases.choices import EntryKind
from kimbilio.cases.models import Case, ReadySet, ReadyStep, Step, StepLink
from kimbilio.cases.outline import refresh_outline
from kimbilio.cases.plan_graph import would_circle
from kimbilio.cases.timeline import note_down
from kimbilio.kernel.errors import BadInput
from kimbilio.kernel.versions import amend


@transaction.atomic
def add_ready_set(
    *, case: Case, ready_set: ReadySet, starts_on: date, by: User, owner: User | None = None
) -> list[Step]:
    """Add the steps of a set to a plan, with their links, and days counted from ``starts_on``."""
    hold_plan(case, by)
    must_be_on_team(case, [owner], by=by, field="owner")
    number = next_number(case)
    places: dict[str, int] = {}
    steps: dict[int, Step] = {}
    for ready in ready_set.steps.all():
        places.setdefault(ready.phase, next_place(case, ready.phase))
        due_on = None if ready.days is None else starts_on + timedelta(days=ready.days)
        steps[ready.place] = Step.objects.create(
            case=case,
            number=number,
            place=places[ready.phase],
            phase=ready.phase,
            title=ready.title,
            service=ready.service,
            owner=owner,
            due_on=due_on,
        )
        places[ready.phase] += 1
        number += 1
    StepLink.objects.bulk_create(
        StepLink(case=case, step=steps[ready.place], waits_for=steps[place])
        for ready in ready_set.steps.all()
        for place in ready.awaited_places
    )
    line = f"{ready_set.title} ({len(steps)})"
    note_down(case, Event.PLAN_APPLIED, kind=EntryKind.PLAN, by=by, subject=ready_set, line=line)
    trail.record(Event.PLAN_APPLIED, by=by, on=case, ready_set=str(ready_set.pk), steps=len(steps))
    refresh_outline(case)
    return list(steps.values())


@dataclass(frozen=True)
class ReadyRow:
    """One step of a set as it was typed."""

    phase: str
    title_en: str
    title_sw: str = ""
    service: str = ""
    days: int | None = None
    waits_for: tuple[int, ...] = ()


@transaction.atomic
def save_ready_set(
    *,
    ready_set: ReadySet | None,
    expected: int | None,
    title_en: str,
    title_sw: str,
    is_active: bool,
    rows: Sequence[ReadyRow],
    by: User,
) -> ReadySet:
    """Make a set or change it whole. Plans that were made from it stay as they are."""
    require(by, Permission.MANAGE_SETTINGS)
    _must_be_in_order(rows)
    if ready_set is None:
        last = ReadySet.objects.order_by("-place").values_list("place", flat=True).first()
        ready_set = ReadySet.objects.create(
            title_en=title_en, title_sw=title_sw, is_active=is_active, place=(last or 0) + 1
        )
        changes = {}
    else:
        changes = amend(
            ready_set,
            expected=expected,
            title_en=title_en,
            title_sw=title_sw,
            is_active=is_active,
            saved_at=timezone.now(),  # so that the version rises where only the steps change
        )
        ready_set.steps.all().delete()
    ReadyStep.objects.bulk_create(
        ReadyStep(
            ready_set=ready_set,
            place=place,
            phase=row.phase,
            title_en=row.title_en,
            title_sw=row.title_sw,
            service=row.service,
            days=row.days,
            waits_for=",".join(str(other) for other in sorted(set(row.waits_for))),
        )
        for place, row in enumerate(rows, start=1)
    )
    trail.record(
        Event.PLAN_SET_CHANGED, by=by, on=ready_set, changes=changes or None, steps=len(rows)
    )
    return ready_set


def _must_be_in_order(rows: Sequence[ReadyRow]) -> None:
    """Raise unless every step waits for steps that exist, without a circle."""
    if not rows:
        raise BadInput(_("A set needs at least one step."))
    links: list[tuple[int, int]] = []
    for place, row in enumerate(rows, start=1):
        for other in set(row.waits_for):
            facts = {"place": place, "other": other}
            if not 1 <= other <= len(rows):
                message = _("Step %(place)s waits for step %(other)s, which is not there.")
                raise BadInput(message % facts)
            if would_circle(links, place, other):
                message = _("Step %(place)s and step %(other)s would wait for each other.")
                raise BadInput(message % facts)
            links.append((place, other))
