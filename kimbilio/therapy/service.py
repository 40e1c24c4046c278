"""What therapy tells the registry of services."""

from typing import Any

from django.db.models import OuterRef, Subquery
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from kimbilio.access.choices import Compartment, Permission
from kimbilio.accounts.models import User
from kimbilio.care.choices import WAS_THERE, Presence, SessionState
from kimbilio.care.registry import Card, CareService
from kimbilio.cases.models import Case
from kimbilio.kernel.counting import Counted
from kimbilio.partners.choices import Service
from kimbilio.therapy.choices import SessionKind
from kimbilio.therapy.models import (
    ScaleResult,
    TherapyAttendance,
    TherapyEpisode,
    TherapySession,
)
from kimbilio.therapy.queries import needs_safety_plan, review_is_due, with_safety
from kimbilio.therapy.scales.known import ScaleCode

OF_A_CARD = (
    "planned", "asked_at", "started_at", "ended_at", "outcome", "review_on", "step",
    "responsible__name",
)  # fmt: skip
MOST = 10
SHOWN_TOTALS = 8


def cards_of(viewer: User, case: Case) -> list[Card]:
    """The episodes of therapy in a case: how many sessions took place, when the next one is."""
    ahead = TherapyAttendance.objects.filter(
        episode=OuterRef("pk"), presence=Presence.EXPECTED, session__state=SessionState.PLANNED,
        session__starts_at__gte=timezone.now(),
    ).order_by("session__starts_at")  # fmt: skip
    came = TherapyAttendance.objects.filter(episode=OuterRef("pk"), presence__in=sorted(WAS_THERE))
    episodes = (
        with_safety(TherapyEpisode.objects.open_in(case, viewer))
        .select_related("responsible")
        .annotate(
            came=Counted(came.values("pk")),
            next_at=Subquery(ahead.values("session__starts_at")[:1]),
            next_room=Subquery(ahead.values("session__room__name")[:1]),
        )
        .only(*OF_A_CARD)
        .order_by("-asked_at", "-id")[:MOST]
    )
    totals = _totals(viewer, case)
    return [_card(one, totals.get(one.pk, [])) for one in episodes]


def _totals(viewer: User, case: Case) -> dict[Any, list[int]]:
    rows = ScaleResult.objects.open_in(case, viewer)
    rows = rows.filter(scale=ScaleCode.PHQ9, score__isnull=False)
    found: dict[Any, list[int]] = {}
    for episode, total in rows.order_by("answered_on", "id").values_list("episode", "score"):
        found.setdefault(episode, []).append(total)
    return found


def _card(episode: Any, totals: list[int]) -> Card:
    words = []
    if episode.next_at:
        when = date_format(localtime(episode.next_at), "D j M, H:i")
        words.append(_("Next: %s") % ", ".join(filter(None, [when, episode.next_room])))
    if totals:
        line = " → ".join(str(total) for total in totals[-SHOWN_TOTALS:])
        words.append(f"PHQ-9 {line}")
    state = ""
    if episode.waits:
        state = _("Waits for a first talk")
    elif not episode.is_open:
        state = str(episode.get_outcome_display())
    return Card(
        title=str(_("Therapy")), icon="i-plant-2", who=episode.responsible.name,
        done=episode.came, total=episode.planned, words=words, url_name="cases:therapy",
        pk=episode.pk, state=state, is_open=episode.is_open, step=episode.step_id,
        alerts=[
            *([_("A safety plan is needed now.")] if needs_safety_plan(episode) else []),
            *([_("The plan of therapy is to be looked at again.")] if review_is_due(episode) else []),
        ],
    )  # fmt: skip


THERAPY = CareService(
    kind=Service.THERAPY,
    icon="i-plant-2",
    needs=Permission.GIVE_THERAPY,
    compartment=Compartment.HEALTH,
    tables=(TherapyEpisode,),
    sessions=TherapySession,
    attendances=TherapyAttendance,
    what=lambda row: SessionKind(row["kind"]).label,
    columns=("kind",),
    cards=cards_of,
    session_url="therapy:session",
    ask_url="cases:therapy_ask",
)
