"""What family tracing tells the registry of services."""

from typing import Any

from django.db.models import Count, OuterRef, Subquery
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kimbilio.access.choices import Act, Compartment, Permission
from kimbilio.access.matrix import allows
from kimbilio.access.rules import is_tied_to
from kimbilio.accounts.models import User
from kimbilio.care.registry import Card, CareService
from kimbilio.cases.models import Case
from kimbilio.partners.choices import Service
from kimbilio.tracing.choices import AttemptResult, LinkState, Ready
from kimbilio.tracing.models import Attempt, Tracing
from kimbilio.tracing.queries import links_of_case

ICON = "i-map-search"
MOST = 10


def cards_of(viewer: User, case: Case) -> list[Card]:
    """The searches of a case: how each stands, how much is prepared, what comes next and by when."""
    last = Attempt.objects.filter(tracing=OuterRef("pk")).order_by("-at", "-id")
    rows = (
        Tracing.objects.open_to(viewer)
        .filter(case=case)
        .select_related("responsible", "preparation")
        .annotate(
            tries=Count("attempts"),
            last_result=Subquery(last.values("result")[:1]),
            next_on=Subquery(last.values("next_on")[:1]),
        )
        .order_by("-asked_at", "-id")[:MOST]
    )
    return [*map(_card, rows), *_link_cards(viewer, case)]


def _link_cards(viewer: User, case: Case) -> list[Card]:
    """Likely pairs that nobody decided yet, for who may see the story of the case."""
    if not (allows(viewer.role, Compartment.STORY, Act.VIEW) and is_tied_to(viewer, case)):
        return []
    waiting = [s for s in links_of_case(viewer, case) if s.link.state == LinkState.LIKELY]
    if not waiting:
        return []
    first = waiting[0]
    return [
        Card(
            title=_("Possible family links"), icon="i-link", who="", done=0, total=0,
            words=[_("Somebody may be looking for this person, or may be known to us.")],
            url_name="cases:family_link", pk=first.link.pk, state=str(first.link.get_state_display()),
        )
    ]  # fmt: skip


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
    )  # fmt: skip


TRACING = CareService(
    kind=Service.TRACING,
    icon=ICON,
    needs=Permission.WORK_ON_CASE,
    compartment=Compartment.STORY,
    cards=cards_of,
    ask_url="cases:tracing_new",
)
