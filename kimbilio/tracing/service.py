"""What family tracing tells the registry of services."""

from typing import Any

from django.db.models import Count, OuterRef, Subquery
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kimbilio.access.choices import Compartment, Permission
from kimbilio.accounts.models import User
from kimbilio.care.registry import Card, CareService
from kimbilio.cases.models import Case
from kimbilio.partners.choices import Service
from kimbilio.tracing.choices import AttemptResult, Ready
from kimbilio.tracing.models import Attempt, Tracing

ICON = "i-map-search"
MOST = 10


def cards_of(viewer: User, case: Case) -> list[Card]:
    """The searches of a case: how each stands, how much is prepared, what comes next and by when."""
    last = Attempt.objects.filter(tracing=OuterRef("pk")).order_by("-at", "-id")
    rows = (
        Tracing.objects.open_in(case, viewer)
        .select_related("responsible", "preparation")
        .annotate(
            tries=Count("attempts"),
            last_result=Subquery(last.values("result")[:1]),
            next_on=Subquery(last.values("next_on")[:1]),
        )
        .order_by("-asked_at", "-id")[:MOST]
    )
    return [_card(row) for row in rows]


def _card(tracing: Any) -> Card:
    words, late = [], []
    if tracing.tries:
        words.append(_("Attempts: %s") % tracing.tries)
        words.append(str(AttemptResult(tracing.last_result).label))
    if tracing.is_open and tracing.next_on:
        words.append(_("Next: %s") % date_format(tracing.next_on, "j M"))
        if tracing.next_on < timezone.localdate():
            late = [_("The next attempt is late.")]
    prepared = getattr(tracing, "preparation", None)
    return Card(
        title=f"{_('Family tracing')}: {tracing.get_relation_display()}", icon=ICON,
        who=tracing.responsible.name, done=len(prepared.ready) if prepared else 0,
        total=len(Ready) if prepared else 0, words=words, url_name="cases:tracing", pk=tracing.pk,
        state=str(tracing.get_state_display()), is_open=tracing.is_open, alerts=late,
        step=tracing.step_id,
    )  # fmt: skip


TRACING = CareService(
    kind=Service.TRACING,
    icon=ICON,
    needs=Permission.WORK_ON_CASE,
    compartment=Compartment.STORY,
    cards=cards_of,
    ask_url="cases:tracing_new",
    tables=(Tracing,),
)
