"""Questions about life after the return: what is due, how somebody stood over time, who calls whom."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from kimbilio.accounts.models import User
from kimbilio.cases.models import CallAttempt, FollowUpCall
from kimbilio.cases.queries.my_day import span_of
from kimbilio.cases.work_choices import OPEN_CALLS
from kimbilio.people.models import ContactPoint
from kimbilio.people.safety import Way, next_safe_time
from kimbilio.reintegration.choices import FollowUpState
from kimbilio.reintegration.models import (
    FollowUp,
    Reintegration,
    ReintegrationRules,
    Silence,
    Standing,
)

MOST_DUE, MOST_SHOWN = 8, 60


def reintegration_rules() -> ReintegrationRules:
    """What the organisation decided about following up, or the defaults."""
    return ReintegrationRules.objects.order_by("pk").first() or ReintegrationRules()


def due_of(user: User, *, until: date) -> list[FollowUp]:
    """What ``user`` has to do by the end of ``until`` and has not done, the most late first."""
    _start, end = span_of(until, 1)
    rows: Any = FollowUp.objects.open_to(user).filter(
        who=user, state=FollowUpState.PLANNED, due_at__lt=end, case__closed_at__isnull=True
    )
    at = Coalesce("call__due_at", "visit__starts_at", "due_at")
    rows = rows.annotate(at=at).filter(at__lt=end)
    return list(rows.select_related("case").order_by("at", "id")[:MOST_DUE])


def standings_of(episode: Reintegration) -> list[Standing]:
    """How the person stood at each follow-up, the oldest first."""
    rows = Standing.objects.filter(follow_up__episode=episode)
    return list(rows.select_related("follow_up", "by").order_by("on", "id")[:MOST_SHOWN])


@dataclass(frozen=True)
class RotaLine:
    """One call of the rota: how often it was tried, when it may be tried next, and who calls."""

    call: Any
    next_at: datetime | None  # None: calls are never safe here
    is_silent: bool

    @property
    def is_late(self) -> bool:
        """Whether it was for an earlier day."""
        return timezone.localdate(self.call.due_at) < timezone.localdate()

    @property
    def is_now(self) -> bool:
        """Whether one may call at this moment."""
        return self.next_at is not None and self.next_at <= timezone.now()


def rota_of(viewer: User, *, only_mine: bool) -> Any:
    """Calls due by the end of this week in cases that ``viewer`` reaches, or those they make themselves.

    Each with its last try and whether a concern about silence is open.
    """
    today = timezone.localdate()
    _start, end = span_of(today - timedelta(days=today.weekday()), 7)
    rows: Any = FollowUpCall.objects.open_to(viewer).filter(
        state__in=OPEN_CALLS, due_at__lt=end, case__closed_at__isnull=True
    )
    if only_mine:
        rows = rows.filter(owner=viewer)
    tried = CallAttempt.objects.filter(call=OuterRef("pk")).order_by("-at", "-id")
    silent = Silence.objects.filter(case=OuterRef("case"), ended_at=None)
    return rows.select_related("case", "contact", "owner", "reintegration").annotate(
        tried_at=Subquery(tried.values("at")[:1]),
        tried_outcome=Subquery(tried.values("outcome")[:1]),
        silence=Subquery(silent.values("pk")[:1]),
    )


def rota_line(call: Any) -> RotaLine:
    """One row of ``rota_of`` as the page draws it."""
    return RotaLine(call, next_try(call.contact, call.due_at), call.silence is not None)


def next_try(contact: ContactPoint | None, due_at: datetime) -> datetime | None:
    """The first moment from now on, and not before it is due, at which the person may be called."""
    earliest = max(due_at, timezone.now())
    if contact is None:
        return earliest
    return next_safe_time(contact, way_of(contact), earliest)


def way_of(contact: ContactPoint) -> Way:
    """How this number may be used at all, calls first."""
    if contact.may_call:
        return Way.CALL
    return Way.TEXT if contact.may_text else Way.WHATSAPP


def open_silence(case_id: UUID) -> Silence | None:
    """The concern about silence that is open in this case."""
    found: Silence | None = Silence.objects.filter(case=case_id, ended_at=None).first()
    return found
