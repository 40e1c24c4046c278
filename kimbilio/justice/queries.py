"""Questions about courts: the diary of a week, who is in two places, which entries are linked."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import combinations
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from kimbilio.access.choices import Compartment
from kimbilio.access.rules import condition
from kimbilio.accounts.choices import Role
from kimbilio.accounts.models import User
from kimbilio.care.choices import Presence, SessionState
from kimbilio.cases.models import Case
from kimbilio.cases.queries.my_day import span_of
from kimbilio.justice.models import AllegedLink, AllegedTrafficker, Hearing, LegalMatter

MOST_IN_WEEK, MOST_UNSAID = 400, 20
SOON = 14  # days
MOST_COMING = 5


@dataclass(frozen=True)
class Clash:
    """Somebody is at another hearing at once, or on one day at two courts that are far apart."""

    who: str  # a colleague's name; empty for the survivor
    is_at_once: bool
    other: Hearing


@dataclass
class Entry:
    """One hearing as the diary draws it."""

    hearing: Hearing
    clashes: list[Clash] = field(default_factory=list)


@dataclass(frozen=True)
class DiaryDay:
    """One day of the diary."""

    day: date
    entries: list[Entry]


def cases_in_court_soon(viewer: User) -> "QuerySet[Hearing, UUID]":
    """The ids of cases with a planned hearing from today on for fourteen days that ``viewer`` may see."""
    start, end = span_of(timezone.localdate(), SOON)
    ahead = Hearing.objects.open_to(viewer).filter(
        state=SessionState.PLANNED, starts_at__gte=start, starts_at__lt=end
    )
    ids: QuerySet[Hearing, UUID] = ahead.values_list("case_id", flat=True)
    return ids


def diary(viewer: User, monday: date, days: int, lawyer: str = "") -> list[DiaryDay]:
    """The hearings that ``viewer`` may see, day by day; clashes count those of other cases too."""
    start, end = span_of(monday, days)
    known = _standing(Q(starts_at__gte=start, starts_at__lt=end))
    open_to = Hearing.objects.open_to(viewer).filter(starts_at__gte=start, starts_at__lt=end)
    mine = set(open_to.values_list("pk", flat=True))
    clashes = clashes_among(known)
    shown = [
        Entry(hearing, clashes.get(hearing.pk, []))
        for hearing in known
        if hearing.pk in mine and (not lawyer or str(hearing.held_by_id) == lawyer)
    ]
    by_day: dict[date, list[Entry]] = defaultdict(list)
    for entry in shown:
        by_day[timezone.localdate(entry.hearing.starts_at)].append(entry)
    all_days = [monday + timedelta(days=number) for number in range(days)]
    return [DiaryDay(day, by_day[day]) for day in all_days]


def _standing(which: Q) -> list[Hearing]:
    rows = Hearing.objects.filter(which).exclude(state=SessionState.CALLED_OFF)
    rows = rows.select_related("case", "held_by", "companion", "matter")
    rows = rows.defer("words", "matter__wish", "matter__summary")
    return list(rows.order_by("starts_at", "id")[:MOST_IN_WEEK])


def clashes_of(hearing: Hearing) -> list[Clash]:
    """What clashes with one hearing, on its day."""
    start, end = span_of(timezone.localdate(hearing.starts_at), 1)
    people = [key for key in (hearing.held_by_id, hearing.companion_id) if key]
    same = Q(held_by__in=people) | Q(companion__in=people) | Q(case=hearing.case_id)
    found = _standing(same & Q(starts_at__gte=start, starts_at__lt=end))
    return clashes_among(found).get(hearing.pk, [])


def clashes_among(hearings: list[Hearing]) -> dict[UUID, list[Clash]]:
    """Every clash between hearings of one day, under the key of each of the two."""
    by_day: dict[date, list[Hearing]] = defaultdict(list)
    for hearing in hearings:
        by_day[timezone.localdate(hearing.starts_at)].append(hearing)
    found: dict[UUID, list[Clash]] = defaultdict(list)
    for day in by_day.values():
        for one, other in combinations(day, 2):
            at_once = one.starts_at < other.ends_at and other.starts_at < one.ends_at
            far = bool(one.county and other.county and one.county != other.county)
            if not (at_once or far):
                continue
            for who in _shared(one, other):
                found[one.pk].append(Clash(who, at_once, other))
                found[other.pk].append(Clash(who, at_once, one))
    return found


def _shared(one: Hearing, other: Hearing) -> list[str]:
    """Who is at both: colleagues by name, the survivor as an empty name."""
    there = {user.pk: user.name for user in (one.held_by, one.companion) if user}
    again = {user.pk for user in (other.held_by, other.companion) if user}
    names = [there[key] for key in sorted(there.keys() & again)]
    return [*names, ""] if one.case_id == other.case_id else names


def lawyers_of(viewer: User, monday: date, days: int) -> list[tuple[str, str]]:
    """Who has hearings in this week among those open to ``viewer``: keys and names."""
    start, end = span_of(monday, days)
    rows = Hearing.objects.open_to(viewer).filter(starts_at__gte=start, starts_at__lt=end)
    named = rows.order_by("held_by__name").values_list("held_by", "held_by__name").distinct()
    return [(str(key), name) for key, name in named]


def unsaid(viewer: User) -> list[Hearing]:
    """Hearings behind us of which nobody said how they went, among those open to ``viewer``."""
    rows = Hearing.objects.open_to(viewer).filter(
        state=SessionState.PLANNED, starts_at__lt=timezone.now()
    )
    return list(rows.select_related("case", "held_by").order_by("starts_at", "id")[:MOST_UNSAID])


def coming_up(viewer: User, since: date, lawyer: str = "") -> list[Hearing]:
    """The first hearings planned from that day on, among those open to ``viewer``."""
    start, _end = span_of(since, 1)
    rows = Hearing.objects.open_to(viewer).filter(state=SessionState.PLANNED, starts_at__gte=start)
    if lawyer:
        rows = rows.filter(held_by=lawyer)
    return list(rows.select_related("case", "held_by").order_by("starts_at", "id")[:MOST_COMING])


def comes(hearing: Hearing) -> bool:
    """Whether the person of the case is expected at it."""
    return bool(hearing.attendances.exclude(presence=Presence.EXCUSED).exists())


def county_of(matter: LegalMatter) -> str:
    """Where the last hearing was; the next one is most likely there as well."""
    rows = matter.hearings.order_by("-starts_at", "-id").values_list("county", flat=True)
    return rows.first() or ""


@dataclass(frozen=True)
class Linked:
    """A link as one viewer may see it: the other entry, or for leads alone that there is one."""

    agrees: str
    other: AllegedTrafficker | None
    unit: str


LEADING = frozenset({Role.TEAM_LEAD, Role.MANAGER})


def links_of(viewer: User, entries: list[AllegedTrafficker]) -> dict[UUID, list[Linked]]:
    """The links of some entries: two queries, whatever their number.

    Where the other case is closed to the viewer, leads learn its unit, to talk with its lead;
    anybody else learns nothing.
    """
    mine = {entry.pk for entry in entries}
    links = AllegedLink.objects.filter(Q(one__in=mine) | Q(other__in=mine))
    links = links.select_related("one__case__unit", "other__case__unit")
    links = links.defer("one__note", "other__note").order_by("found_at", "id")
    shown = list(links[:MOST_IN_WEEK])
    cases = {key for link in shown for key in (link.one.case_id, link.other.case_id)}
    opened = Case.objects.filter(condition(viewer, Compartment.ALLEGED), pk__in=cases)
    open_cases = set(opened.values_list("pk", flat=True))
    found: dict[UUID, list[Linked]] = defaultdict(list)
    for link in shown:
        agrees = str(link.get_agrees_display())
        for one, other in ((link.one, link.other), (link.other, link.one)):
            if one.pk not in mine:
                continue
            if other.case_id in open_cases:
                found[one.pk].append(Linked(agrees, other, ""))
            elif viewer.role in LEADING:
                found[one.pk].append(Linked(agrees, None, other.case.unit.name))
    return found
