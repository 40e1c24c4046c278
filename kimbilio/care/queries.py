"""Questions over all services: whose sessions when, what a case has, what it has due."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Q, Subquery, Value

from kimbilio.access.choices import Act
from kimbilio.access.matrix import allows, holds
from kimbilio.access.rules import reach_of
from kimbilio.accounts.models import User
from kimbilio.care.choices import Presence, SessionState
from kimbilio.care.models import Episode, Room
from kimbilio.care.registry import Card, CareService, Duty, Meeting, all_services
from kimbilio.cases.models import Case, Step
from kimbilio.cases.models.parts import PartOfCase

MOST = 200
ASKED_FOR = timedelta(days=60)  # so long My day asks what became of a session


def meetings_of(
    user: User, start: datetime, end: datetime, *, unsaid: bool = False
) -> list[Meeting]:
    """The sessions that ``user`` is in between two moments, of each service in one query.

    With ``unsaid`` also those held by ``user`` before, of which nobody said what became.
    """
    found: list[Meeting] = []
    for service in all_services():
        if service.sessions is not None and holds(user.role, service.needs):
            found += _meetings(service, user, start, end, unsaid=unsaid)
    return sorted(found, key=lambda meeting: (meeting.starts_at, meeting.pk))


def _meetings(
    service: CareService, user: User, start: datetime, end: datetime, *, unsaid: bool
) -> list[Meeting]:
    assert service.sessions is not None
    wanted = _there(service, user) & Q(starts_at__gte=start, starts_at__lt=end)
    if unsaid and service.asks_outcome:
        before = Q(starts_at__gte=start - ASKED_FOR, starts_at__lt=start)
        wanted |= Q(held_by=user, state=SessionState.PLANNED) & before
    rows = service.sessions._base_manager.filter(wanted).exclude(state=SessionState.CALLED_OFF)
    columns = ("pk", "starts_at", "ends_at", "state", "room__name", *service.columns)
    shown = rows.order_by("starts_at", "pk").values(*columns, "attendances__case__code")[:MOST]
    codes: dict[Any, list[str]] = {}
    first: dict[Any, dict[str, Any]] = {}
    for row in shown:
        first.setdefault(row["pk"], row)
        if code := row["attendances__case__code"]:
            codes.setdefault(row["pk"], []).append(code)
    return [
        Meeting(
            pk=pk,
            starts_at=row["starts_at"],
            ends_at=row["ends_at"],
            what=service.what(row),
            codes=tuple(sorted(codes.get(pk, ()))),
            room=row["room__name"] or "",
            state=row["state"],
            icon=service.icon,
            url_name=service.session_url,
            is_unsaid=row["starts_at"] < start,
        )
        for pk, row in first.items()
    ]


def meetings_seen(
    viewer: User,
    start: datetime,
    end: datetime,
    *,
    of: User | None = None,
    room: Room | None = None,
    called_off: bool = False,
) -> list[Meeting]:
    """The sessions of a colleague (``viewer`` themselves without one) or of a room, as far as
    ``viewer`` may know: one query for each service.

    Of cases that are closed to them there is no code; where the part of the case is closed to them as well,
    they learn that the hour is taken and nothing else.
    """
    found: list[Meeting] = []
    who = of or viewer
    for service in all_services():
        if service.sessions is None or (room is None and not holds(who.role, service.needs)):
            continue
        there = Q(room=room) if room is not None else _there(service, who)
        rows = service.sessions._base_manager.filter(there, starts_at__gte=start, starts_at__lt=end)
        if not called_off:
            rows = rows.exclude(state=SessionState.CALLED_OFF)
        found += _seen(service, viewer, rows)
    return sorted(found, key=lambda meeting: (meeting.starts_at, meeting.pk))


def _there(service: CareService, user: User) -> Q:
    there = Q(held_by=user)
    for name in service.others:
        there |= Q(**{name: user})
    return there


def _seen(service: CareService, viewer: User, rows: Any) -> list[Meeting]:
    tied = Case.objects.filter(reach_of(viewer).tied(), pk=OuterRef("attendances__case"))
    columns = ("pk", "starts_at", "ends_at", "state", "version", "room__name", "held_by", "held_by__name",
               *service.others, *service.columns)  # fmt: skip
    shown = rows.annotate(code=Subquery(tied.values("code")[:1])).order_by("starts_at", "pk")
    found: dict[Any, tuple[dict[str, Any], set[str]]] = {}
    for row in shown.values(*columns, "code")[:MOST]:
        _first, codes = found.setdefault(row["pk"], (row, set()))
        if row["code"]:
            codes.add(row["code"])
    may_know = allows(viewer.role, service.compartment, Act.VIEW)
    made = []
    for pk, (row, codes) in found.items():
        is_mine = viewer.pk in {row[name] for name in ("held_by", *service.others)}
        is_told = is_mine or (may_know and bool(codes))
        made.append(
            Meeting(
                pk=pk,
                starts_at=row["starts_at"],
                ends_at=row["ends_at"],
                state=row["state"],
                what=service.what(row) if is_told else "",
                codes=tuple(sorted(codes)) if is_told else (),
                room=row["room__name"] or "",
                icon=service.icon,
                url_name=service.session_url,
                who=row["held_by__name"],
                kind=service.kind if is_told else "",
                version=row["version"],
                is_mine=is_mine,
                is_told=is_told,
            )
        )
    return made


def duties_of(user: User) -> list[Duty]:
    """What ``user`` does today in the services they work in."""
    found: list[Duty] = []
    for service in all_services():
        if service.duties is not None and holds(user.role, service.needs):
            found += service.duties(user)
    return found


def works_in_service(user: User) -> bool:
    """Whether some service may have something for ``user`` to do today."""
    return any(
        service.duties is not None and holds(user.role, service.needs) for service in all_services()
    )


def services_in(viewer: User, case: Case) -> list[CareService]:
    """The services that have anything in this case which is open to ``viewer``: one query for all."""
    return _having(viewer, case, PartOfCase)


def cards_of(viewer: User, case: Case, services: Iterable[CareService] | None = None) -> list[Card]:
    """What ``services``, or all that have something here, show of this case to ``viewer``."""
    asked = services_in(viewer, case) if services is None else services
    return [card for service in asked for card in service.cards(viewer, case)]


def cards_of_step(viewer: User, step: Step) -> list[Card]:
    """What services do for a step of the plan: one query tells which, and only those are asked."""
    found = _having(viewer, step.case, Episode, step)
    return [card for card in cards_of(viewer, step.case, found) if card.step == step.pk]


def _having(
    viewer: User, case: Case, kind: type[Any], step: Step | None = None
) -> list[CareService]:
    """The services with such a row that is open to ``viewer``, in the order of the list of services."""
    parts = []
    for one in all_services():
        for table in one.tables:
            if issubclass(table, kind):
                rows = table.objects.open_in(case, viewer)
                rows = rows.filter(step=step) if step else rows
                parts.append(rows.values_list(Value(str(one.kind))))
    kinds = {found for (found,) in parts[0].union(*parts[1:])} if parts else set()
    return [service for service in all_services() if service.kind in kinds]


@dataclass(frozen=True)
class Expected:
    """One person who is expected in one session."""

    service: CareService
    session: UUID
    case: UUID
    starts_at: datetime


def expected_in(
    cases: Iterable[UUID], start: datetime, end: datetime, *, session: UUID | None = None
) -> list[Expected]:
    """Who of these ``cases`` is expected in a planned session that begins then: one query for each service."""
    found: list[Expected] = []
    for service in all_services():
        if service.attendances is None:
            continue
        rows: Any = service.attendances._base_manager  # each table has a session of its own
        rows = rows.filter(
            case__in=list(cases), case__closed_at=None, presence=Presence.EXPECTED,
            session__state=SessionState.PLANNED, session__starts_at__gte=start,
            session__starts_at__lt=end,
        )  # fmt: skip
        if session is not None:
            rows = rows.filter(session=session)
        told = rows.order_by("session__starts_at", "id")
        for key, case, at in told.values_list("session", "case", "session__starts_at")[:MOST]:
            found.append(Expected(service, key, case, at))
    return found


def still_on(sessions: Iterable[UUID]) -> set[tuple[UUID, UUID, datetime]]:
    """Who of which case comes to these sessions at which hour, as they stand now: (session, case, hour).

    Without those called off and who need not come; what took place stays. One query for each service.
    """
    found: set[tuple[UUID, UUID, datetime]] = set()
    keys = list(sessions)
    for service in all_services():
        if service.attendances is None:
            continue
        rows: Any = service.attendances._base_manager  # each table has a session of its own
        rows = rows.filter(session__in=keys).exclude(session__state=SessionState.CALLED_OFF)
        coming = rows.exclude(presence=Presence.EXCUSED)
        found.update(coming.values_list("session", "case", "session__starts_at"))
    return found


def rooms_in_use() -> list[Room]:
    """The rooms that can be booked, by name."""
    return list(Room.objects.filter(is_active=True).order_by("name"))
