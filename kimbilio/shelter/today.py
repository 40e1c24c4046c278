"""What the day of one house asks: the medicines that are due, who is out, who is in, meals, activities."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone

from kimbilio.accounts.models import User
from kimbilio.shelter.choices import LogKind, MealKind
from kimbilio.shelter.models import (
    Activity,
    Dose,
    Happening,
    House,
    LogEntry,
    Meal,
    Medicine,
    Stay,
)
from kimbilio.shelter.queries import MOST_LOG, Called, roll_of

SOON = timedelta(hours=1)


@dataclass(frozen=True)
class Due:
    """One dose of today: of whom, when, and what became of it."""

    medicine: Medicine
    stay: Stay
    at: str
    dose: Dose | None
    is_late: bool
    is_soon: bool  # it may be given now

    @property
    def waits(self) -> bool:
        """Whether somebody should give it now."""
        return self.dose is None and self.is_soon


@dataclass(frozen=True)
class HouseDay:
    """One day in one house, as far as it is open to the viewer."""

    called: list[Called]
    doses: list[Due]
    happenings: list[Happening]
    meals: list[tuple[str, str, Meal | None]]
    activities: list[Activity]
    handovers: list[LogEntry]

    @property
    def marked(self) -> int:
        """How many were called this evening."""
        return sum(one.mark is not None for one in self.called)

    @property
    def open_doses(self) -> int:
        """How many doses wait now."""
        return sum(due.waits for due in self.doses)


def day_of(house: House, viewer: User) -> HouseDay:
    """Today in ``house``: eight queries, however many live there."""
    now = timezone.now()
    today = timezone.localdate(now)
    start = timezone.make_aware(datetime.combine(today, time(0)))
    called = roll_of(house, viewer, today)
    stays = {one.place.stay_id: one.place.stay for one in called}
    for one in called:
        one.place.stay.case = one.place.case
    here = Q(stay__in=stays)
    rows: Any = Happening.objects.open_to(viewer).filter(
        here, Q(begun_at__gte=start) | Q(ended_at=None)
    )
    happenings = list(rows.select_related("written_by").order_by("-begun_at", "-id")[:60])
    for happening in happenings:
        happening.stay = stays[happening.stay_id]
    meals = {
        meal.which: meal for meal in Meal.objects.open_to(viewer).filter(house=house, on=today)
    }
    activities: Any = Activity.objects.open_to(viewer).filter(house=house, held_at__gte=start)
    counted = activities.annotate(came=Count("took_part", filter=Q(took_part__was_there=True)))
    handovers = LogEntry.objects.open_to(viewer).filter(
        house=house, kind=LogKind.HANDOVER, taken_at=None
    )
    return HouseDay(
        called=called,
        doses=_doses(viewer, stays, now),
        happenings=happenings,
        meals=[(kind.value, str(kind.label), meals.get(kind.value)) for kind in MealKind],
        activities=list(counted.select_related("held_by").order_by("-held_at", "-id")[:MOST_LOG]),
        handovers=list(
            handovers.select_related("written_by").order_by("-written_at", "-id")[:MOST_LOG]
        ),
    )


def _doses(viewer: User, stays: dict[Any, Stay], now: datetime) -> list[Due]:
    """Those of today by hour; none for who may not read of health."""
    today = timezone.localdate(now)
    rows: Any = Medicine.objects.open_to(viewer).filter(
        Q(until_on=None) | Q(until_on__gte=today), stay__in=stays, stopped_at=None,
        from_on__lte=today,
    )  # fmt: skip
    medicines = list(rows.order_by("id"))
    given = Dose.objects.filter(medicine__in=medicines, on=today).select_related("given_by")
    known = {(dose.medicine_id, dose.at): dose for dose in given}
    found = []
    for medicine in medicines:
        for at in medicine.times:
            due = timezone.make_aware(datetime.combine(today, time.fromisoformat(at)))
            dose = known.get((medicine.pk, at))
            late, soon = due + SOON < now, due - SOON <= now
            found.append(Due(medicine, stays[medicine.stay_id], at, dose, late, soon))
    return sorted(found, key=lambda one: (one.dose is not None, one.at, one.stay.case.code))


def medicines_of(viewer: User, stay: Stay) -> list[Medicine]:
    """The medicines of a stay, those still taken first."""
    rows: Any = Medicine.objects.open_to(viewer).filter(stay=stay).select_related("written_by")
    return sorted(rows.order_by("-from_on", "-id")[:40], key=lambda one: one.stopped_at is not None)
