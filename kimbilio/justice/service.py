"""What legal aid tells the registry of services."""

from typing import Any

from django.db.models import Count, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from kimbilio.access.choices import Compartment, Permission
from kimbilio.accounts.models import User
from kimbilio.care.apart import APART
from kimbilio.care.choices import SessionState
from kimbilio.care.named import NAMED
from kimbilio.care.registry import Card, CareService
from kimbilio.cases.closing import OpenRows
from kimbilio.cases.filters import TOLD_BY_SERVICES
from kimbilio.cases.models import Case
from kimbilio.justice.apart import tied_by_alleged
from kimbilio.justice.choices import Handing, Purpose, Ruling
from kimbilio.justice.matching import names_somebody
from kimbilio.justice.models import (
    CustodyLink,
    Exhibit,
    Hearing,
    HearingAttendance,
    LegalMatter,
)
from kimbilio.justice.queries import cases_in_court_soon
from kimbilio.partners.choices import Service

ICON = "i-scale"
MOST = 10

APART.append(tied_by_alleged)
NAMED.append(names_somebody)
TOLD_BY_SERVICES["court"] = cases_in_court_soon


def cards_of(viewer: User, case: Case) -> list[Card]:
    """The matters of a case: how each stands, how much is prepared, the next day in court."""
    now = timezone.now()
    planned = Hearing.objects.filter(matter=OuterRef("pk"), state=SessionState.PLANNED)
    ahead = planned.filter(starts_at__gte=now).order_by("starts_at")
    behind = planned.filter(starts_at__lt=now).order_by("starts_at")
    matters = (
        LegalMatter.objects.open_in(case, viewer)
        .select_related("responsible")
        .annotate(
            steps=Count("court_steps"),
            steps_done=Count("court_steps", filter=Q(court_steps__done_on__isnull=False)),
            next_at=Subquery(ahead.values("starts_at")[:1]),
            next_purpose=Subquery(ahead.values("purpose")[:1]),
            unsaid_at=Subquery(behind.values("starts_at")[:1]),
        )
        .order_by("-asked_at", "-id")[:MOST]
    )
    return [_card(matter) for matter in matters]


def _card(matter: Any) -> Card:
    words = []
    if matter.next_at:
        when = date_format(localtime(matter.next_at), "D j M, H:i")
        words.append(_("Next: %s") % f"{when}, {Purpose(matter.next_purpose).label}")
    if matter.ruling:
        words.append(str(Ruling(matter.ruling).label))
    state = matter.get_state_display() if matter.is_open else matter.get_outcome_display()
    return Card(
        title=str(matter.get_kind_display()), icon=ICON, who=matter.responsible.name,
        done=matter.steps_done, total=matter.steps, words=words, url_name="cases:matter",
        pk=matter.pk, state=str(state), is_open=matter.is_open, step=matter.step_id,
        alerts=[_("Say how the hearing went.")] if matter.unsaid_at else [],
    )  # fmt: skip


def evidence_held(viewer: User, case: Case) -> list[OpenRows]:
    """Exhibits whose last link says that they are with us: they outlive the matter, and must not the case."""
    last = CustodyLink.objects.filter(exhibit=OuterRef("pk")).order_by("-at", "-id")
    rows = Exhibit.objects.open_in(case, viewer).annotate(last=Subquery(last.values("why")[:1]))
    held = rows.filter(last__in=[Handing.RECEIVED, Handing.STORED])
    return [OpenRows(_("Evidence in our hands"), held)]


JUSTICE = CareService(
    kind=Service.LEGAL,
    icon=ICON,
    needs=Permission.WORK_ON_CASE,  # whoever goes along has it in their week
    compartment=Compartment.LEGAL,
    tables=(LegalMatter,),
    sessions=Hearing,
    attendances=HearingAttendance,
    what=lambda row: _("In court"),
    columns=(),
    cards=cards_of,
    session_url="justice:hearing",
    ask_url="cases:matter_new",
    others=("companion",),
    asks_outcome=True,
    still_open=evidence_held,
)
