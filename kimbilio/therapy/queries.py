"""Questions about therapy: the week by room, how scales develop, who waits, what is to be reviewed."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from kimbilio.access.rules import reach_of
from kimbilio.accounts.choices import Role
from kimbilio.accounts.models import User
from kimbilio.care.choices import Presence, SessionState
from kimbilio.care.models import Room
from kimbilio.care.queries import rooms_in_use
from kimbilio.cases.models import Case
from kimbilio.cases.queries.my_day import span_of
from kimbilio.organisation.queries import standing_of
from kimbilio.therapy.models import (
    SafetyPlan,
    ScaleResult,
    SealOpening,
    TherapyAttendance,
    TherapyEpisode,
    TherapySession,
)
from kimbilio.therapy.scales.known import SCALES, ScaleCode
from kimbilio.therapy.scales.scoring import UNKNOWN, change, is_meaningful

MOST_IN_WEEK, MOST_OPEN, MOST_RESULTS = 300, 40, 60
OF_A_SESSION = (
    "presence", "team_line", "session__starts_at", "session__state", "session__kind",
    "session__room__name", "session__held_by__name",
)  # fmt: skip
OF_A_BLOCK = ("version", "starts_at", "room", "state", "kind", "title", "places")  # of the week


@dataclass
class Held:
    """One session of the week; the codes of cases that are closed to the viewer are left out."""

    session: TherapySession
    is_mine: bool  # the viewer holds it
    codes: list[str] = field(default_factory=list)
    coming: int = 0


@dataclass(frozen=True)
class WeekRow:
    """One room, or no room, with its sessions day by day."""

    room: Room | None
    days: list[list[Held]]


@dataclass(frozen=True)
class WeekByRoom:
    """The sessions of a week; ``is_cut`` when there are more than fit, the later ones left out."""

    rows: list[WeekRow]
    sessions: int
    is_cut: bool


def week_by_room(viewer: User, monday: date, days: int) -> WeekByRoom:
    """Who is in which room when, and what ``viewer`` holds elsewhere: three queries."""
    start, end = span_of(monday, days)
    found = (
        TherapySession.objects.filter(starts_at__gte=start, starts_at__lt=end)
        .filter(Q(room__isnull=False) | Q(held_by=viewer))
        .exclude(state=SessionState.CALLED_OFF)
        .select_related("held_by")
        .only(*OF_A_BLOCK, "held_by__name")
        .order_by("starts_at", "id")[: MOST_IN_WEEK + 1]
    )
    sessions = list(found)
    held = _held(viewer, sessions[:MOST_IN_WEEK])
    rooms = rooms_in_use()
    known = {room.pk for room in rooms}
    rows = [WeekRow(room, _by_day(held, room.pk, monday, days)) for room in rooms]
    elsewhere = [one for one in held.values() if one.session.room_id not in known]
    if elsewhere:
        rows.append(WeekRow(None, _in_days(elsewhere, monday, days)))
    return WeekByRoom(rows, len(held), is_cut=len(sessions) > MOST_IN_WEEK)


def held_as_seen(viewer: User, session: TherapySession) -> Held:
    """One session as the week draws it for ``viewer``."""
    return _held(viewer, [session])[session.pk]


def _held(viewer: User, sessions: list[TherapySession]) -> dict[UUID, Held]:
    held = {one.pk: Held(one, is_mine=one.held_by_id == viewer.pk) for one in sessions}
    rows = TherapyAttendance.objects.filter(session__in=list(held)).exclude(
        presence=Presence.EXCUSED
    )
    mine = Case.objects.filter(reach_of(viewer).tied())
    rows = rows.annotate(code=Subquery(mine.filter(pk=OuterRef("case")).values("code")[:1]))
    for session_id, code in rows.order_by("id").values_list("session", "code"):
        held[session_id].coming += 1
        if code:
            held[session_id].codes.append(code)
    return held


def _by_day(held: dict[UUID, Held], room_id: UUID, monday: date, days: int) -> list[list[Held]]:
    return _in_days([one for one in held.values() if one.session.room_id == room_id], monday, days)


def _in_days(held: list[Held], monday: date, days: int) -> list[list[Held]]:
    row: list[list[Held]] = [[] for _ in range(days)]
    for one in held:
        row[(timezone.localdate(one.session.starts_at) - monday).days].append(one)
    return row


def open_episodes(therapist: User) -> "QuerySet[Any]":
    """The episodes for which ``therapist`` answers and that go on or wait, the oldest wish first;
    ``next_at`` is the next session that is booked."""
    rows = TherapyEpisode.objects.open().open_to(therapist).filter(responsible=therapist)
    ahead = TherapyAttendance.objects.filter(
        episode=OuterRef("pk"), presence=Presence.EXPECTED, session__state=SessionState.PLANNED,
        session__starts_at__gte=timezone.now(),
    ).order_by("session__starts_at")  # fmt: skip
    shown: QuerySet[Any] = rows.annotate(next_at=Subquery(ahead.values("session__starts_at")[:1]))
    shown = shown.select_related("case").only("asked_at", "started_at", "ended_at", "case__code")
    return shown.order_by("asked_at", "id")[:MOST_OPEN]


def totals_of(episodes: list[TherapyEpisode], scale: ScaleCode) -> dict[UUID, list[int]]:
    """The totals of one scale in each episode, the oldest first: one query."""
    found: dict[UUID, list[int]] = {}
    rows = ScaleResult.objects.filter(episode__in=episodes, scale=scale, score__isnull=False)
    for key, total in rows.order_by("answered_on", "id").values_list("episode", "score"):
        found.setdefault(key, []).append(total)
    return found


def next_of(therapist: User, now: datetime) -> TherapyAttendance | None:
    """Who comes next to this therapist, alone, within the week; a session that has begun counts for an hour."""
    rows = TherapyAttendance.objects.open_to(therapist).filter(
        presence=Presence.EXPECTED, session__held_by=therapist,
        session__state=SessionState.PLANNED, session__starts_at__gt=now - timedelta(hours=1),
        session__starts_at__lt=now + timedelta(days=7),
    )  # fmt: skip
    first: TherapyAttendance | None = (
        rows.exclude(session__kind="group")
        .select_related("session", "episode", "case")
        .only("session__starts_at", "episode__planned", "case__code")
        .order_by("session__starts_at", "id")
        .first()
    )
    return first


def sessions_of(episode: TherapyEpisode) -> "QuerySet[Any]":
    """The attendances of an episode as its page draws them, the newest first; ``note`` is the key of a sealed one."""
    rows: QuerySet[Any] = TherapyAttendance.objects.filter(episode=episode)
    rows = rows.annotate(note=F("sealed_note")).select_related("session__room", "session__held_by")
    return rows.only(*OF_A_SESSION).order_by("-session__starts_at", "-id")


@dataclass(frozen=True)
class Measured:
    """One result with its band, and the change since the first one in the same language."""

    result: ScaleResult
    band: Any
    since_first: int | None
    change: str
    is_meaningful: bool


def measured(results: list[ScaleResult]) -> dict[ScaleCode, list[Measured]]:
    """Results by scale, the oldest first; change is told within one scale and one language."""
    first: dict[tuple[str, str], int] = {}
    found: dict[ScaleCode, list[Measured]] = {}
    for one in results:
        code = ScaleCode(one.scale)
        since, kind, matters = None, UNKNOWN, False
        if one.score is not None:
            key = (one.scale, one.language)
            if key in first:
                since = one.score - first[key]
                kind = change(code, first[key], one.score)
                matters = is_meaningful(code, first[key], one.score)
            else:
                first[key] = one.score
        band = SCALES[code].band_of(one.score) if one.score is not None else None
        found.setdefault(code, []).append(Measured(one, band, since, kind, matters))
    return found


def results_of(episode: TherapyEpisode) -> list[ScaleResult]:
    """The last results of an episode, the oldest first, without what was answered."""
    rows = ScaleResult.objects.filter(episode=episode).defer("answers")
    return list(rows.order_by("-answered_on", "-id")[:MOST_RESULTS])[::-1]


def with_safety(episodes: "QuerySet[TherapyEpisode]") -> "QuerySet[Any]":
    """Each episode with ``alert_at`` and ``plan_at``: the last alarm, the last safety plan."""
    alerts = ScaleResult.objects.filter(episode=OuterRef("pk"), is_alert=True)
    plans = SafetyPlan.objects.filter(episode=OuterRef("pk"))
    return episodes.annotate(
        alert_at=Subquery(alerts.order_by("-recorded_at").values("recorded_at")[:1]),
        plan_at=Subquery(plans.order_by("-written_at").values("written_at")[:1]),
    )


def needs_safety_plan(episode: Any) -> bool:
    """Whether an alarm is younger than the last safety plan; asks a row of ``with_safety``."""
    alert, plan = episode.alert_at, episode.plan_at
    return bool(episode.is_open and alert and (plan is None or plan < alert))


def review_is_due(episode: TherapyEpisode) -> bool:
    """Whether the day on which the plan was to be looked at again has come."""
    return bool(episode.is_open and episode.review_on and episode.review_on <= timezone.localdate())


def seals_to_review(viewer: User) -> list[SealOpening]:
    """Openings of sealed notes that ``viewer`` must review: of their units, or of all."""
    openings = SealOpening.objects.filter(reviewed_at=None).exclude(opened_by=viewer)
    if viewer.role == Role.TEAM_LEAD:
        units, _duty = standing_of(viewer, at=timezone.now(), leads=True)
        openings = openings.filter(Q(case__unit__in=units))
    shown = openings.select_related("case", "opened_by").order_by("opened_at", "id")
    return list(shown[:100])
