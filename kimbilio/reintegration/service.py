"""What reintegration follow-up and repatriation tell the registry of services."""

from typing import Any

from django.db.models import Count, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from kimbilio.access.choices import Compartment, Permission
from kimbilio.accounts.models import User
from kimbilio.care.registry import Card, CareService, Duty
from kimbilio.cases.models import Case
from kimbilio.organisation.places import countries
from kimbilio.partners.choices import Service
from kimbilio.reintegration.choices import FollowUpState
from kimbilio.reintegration.models import (
    FollowUp,
    Reintegration,
    Repatriation,
    Silence,
    Standing,
)
from kimbilio.reintegration.queries import due_of

FOLLOW_ICON, RETURN_ICON = "i-route", "i-flag"
MOST = 10


def follow_up_cards(viewer: User, case: Case) -> list[Card]:
    """How far the follow-up of a case is, whether it warns, and whether somebody is not reached."""
    planned = FollowUp.objects.filter(episode=OuterRef("pk"), state=FollowUpState.PLANNED)
    last = Standing.objects.filter(follow_up__episode=OuterRef("pk")).order_by("-on", "-id")
    silent = Silence.objects.filter(case=OuterRef("case"), ended_at=None)
    rows = (
        Reintegration.objects.open_in(case, viewer)
        .select_related("responsible")
        .annotate(
            done=Count("follow_ups", filter=Q(follow_ups__state=FollowUpState.DONE)),
            all=Count("follow_ups", filter=~Q(follow_ups__state=FollowUpState.DROPPED)),
            next_at=Subquery(planned.order_by("due_at").values("due_at")[:1]),
            warns=Subquery(last.values("is_warning")[:1]),
            tries=Subquery(silent.values("tries")[:1]),
        )
        .order_by("-asked_at", "-id")
    )
    return [_follow_up_card(row) for row in rows[:MOST]]


def _follow_up_card(row: Any) -> Card:
    words, alerts = [], []
    if row.is_open:
        if row.next_at:
            words.append(_("Next: %s") % date_format(localtime(row.next_at), "D j M"))
            if timezone.localdate(row.next_at) < timezone.localdate():
                alerts.append(_("A follow-up is overdue."))
        if row.warns:
            alerts.append(_("The last follow-up warns: the risk rises again."))
        if row.tries:
            alerts.append(_("Not reached after %(n)s tries.") % {"n": row.tries})
    state = _("Followed up") if row.is_open else row.get_outcome_display()
    return Card(
        title=_("Life after the return"), icon=FOLLOW_ICON, who=row.responsible.name,
        done=row.done, total=row.all, words=words, url_name="cases:reintegration", pk=row.pk,
        state=str(state), is_open=row.is_open, alerts=alerts, step=row.step_id,
    )  # fmt: skip


def follow_up_duties(user: User) -> list[Duty]:
    """Follow-ups of today and those that are late."""
    today = timezone.localdate()
    found = []
    for row in due_of(user, until=today):
        late = timezone.localdate(row.at) < today  # type: ignore[attr-defined]
        words = _("Overdue follow-up, %(code)s") if late else _("Follow-up, %(code)s")
        found.append(
            Duty(
                what=words % {"code": row.case.code},
                icon=FOLLOW_ICON,
                done=0,
                total=1,
                url_name="reintegration:follow_up",
                pk=row.pk,
            )
        )
    return found


def return_cards(viewer: User, case: Case) -> list[Card]:
    """The returns of a case, how they stand and how many papers are ready."""
    there = Q(papers__state__in=["ready", "collected"])
    rows = (
        Repatriation.objects.open_in(case, viewer)
        .select_related("responsible")
        .annotate(papers_all=Count("papers"), papers_there=Count("papers", filter=there))
        .order_by("-asked_at", "-id")
    )
    return [
        Card(
            title=_("Return from or to another country"),
            icon=RETURN_ICON,
            who=row.responsible.name,
            done=row.papers_there,
            total=row.papers_all,
            words=[f"{row.get_direction_display()}: {countries().get(row.country, row.country)}"],
            url_name="cases:repatriation",
            pk=row.pk,
            state=str(row.get_state_display()),
            is_open=row.is_open,
            step=row.step_id,
        )
        for row in rows[:MOST]
    ]


FOLLOW_UP = CareService(
    kind=Service.FOLLOW_UP,
    icon=FOLLOW_ICON,
    needs=Permission.WORK_ON_CASE,
    compartment=Compartment.STORY,
    cards=follow_up_cards,
    ask_url="cases:reintegration_new",
    tables=(Reintegration,),
    duties=follow_up_duties,
)

REPATRIATION = CareService(
    kind=Service.REPATRIATION,
    icon=RETURN_ICON,
    needs=Permission.WORK_ON_CASE,
    compartment=Compartment.STORY,
    cards=return_cards,
    ask_url="cases:repatriation_new",
    tables=(Repatriation,),
)
