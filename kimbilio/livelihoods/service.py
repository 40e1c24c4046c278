"""What livelihoods tell the registry of services: cards of a case, and what My day asks."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import (
    BigIntegerField,
    CharField,
    Count,
    DateField,
    F,
    Field,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    UUIDField,
    Value,
)
from django.db.models.functions import Cast, Coalesce
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kimbilio.access.choices import Compartment, Permission
from kimbilio.accounts.models import User
from kimbilio.care.choices import Outcome
from kimbilio.care.registry import Card, CareService, Duty
from kimbilio.cases.closing import OpenRows
from kimbilio.cases.models import Case
from kimbilio.livelihoods.choices import GrantState, Learning, Sector
from kimbilio.livelihoods.models import (
    Business,
    BusinessGrant,
    Giving,
    Placement,
    SavingsGroup,
    Schooling,
    Tranche,
)
from kimbilio.livelihoods.money import kes
from kimbilio.livelihoods.queries import questions_due, with_paid
from kimbilio.partners.choices import Service

MOST = 10
STORY = Compartment.STORY


def cards_of(viewer: User, case: Case) -> list[Card]:
    """School, training, businesses, savings groups, jobs and the ledger of a case: one query for all.

    The four services of this package share it: their cards stand with work and business.
    """
    rows = _learning(viewer, case).union(
        _businesses(viewer, case), _savings(viewer, case), _jobs(viewer, case),
        _given(viewer, case), all=True,
    )  # fmt: skip
    told = [Row(*row) for row in rows.order_by("what", "-asked")[:MOST]]
    return [_DRAWN[row.what](row) for row in told if row.what != "given" or row.day]


@dataclass(frozen=True)
class Row:
    """One line of the query about the cards; what the numbers mean depends on ``what``."""

    what: str
    pk: UUID
    who: str
    asked: datetime
    started: datetime | None
    ended: datetime | None
    outcome: str
    kind: str
    done: int
    total: int
    day: date | None
    other_day: date | None
    step: UUID | None

    @property
    def state(self) -> str:
        """How it ended, if it did."""
        return str(Outcome(self.outcome).label) if self.outcome else ""


def _row(rows: QuerySet[Any], what: str, **columns: Any) -> QuerySet[Any]:
    """The columns of ``Row``, each of one type in every part of the union."""
    nothing = {
        "kind": Value(""), "done": Value(0), "total": Value(0),
        "day": Value(None), "other_day": Value(None), "step": F("step"),
    }  # fmt: skip
    typed: dict[str, Field[Any, Any]] = {
        "kind": CharField(), "done": BigIntegerField(), "total": BigIntegerField(),
        "day": DateField(), "other_day": DateField(), "step": UUIDField(),
    }  # fmt: skip
    said = {"who": F("responsible__name"), "asked": F("asked_at"), **nothing, **columns}
    casts: dict[str, Any] = {
        f"of_{name}": Cast(
            Coalesce(said[name], 0) if name in ("done", "total") else said[name], kind
        )
        for name, kind in typed.items()
    }
    rows = rows.annotate(what=Value(what), who=said["who"], asked=said["asked"], **casts).order_by()
    return rows.values_list(
        "what", "pk", "who", "asked", "started_at", "ended_at", "outcome", *casts
    )


def _mine(model: Any, viewer: User, case: Case) -> QuerySet[Any]:
    rows: QuerySet[Any] = model.objects.open_in(case, viewer)
    return rows


def _learning(viewer: User, case: Case) -> QuerySet[Any]:
    return _row(
        _mine(Schooling, viewer, case), "learning", kind=F("kind"),
        done=Sum("terms__days_present"), total=Sum("terms__days_open"),
    )  # fmt: skip


def _businesses(viewer: User, case: Case) -> QuerySet[Any]:
    return _row(
        _mine(Business, viewer, case), "business", kind=F("sector"), day=F("first_profit"),
        other_day=F("opened_on"), done=Count("grants", filter=Q(grants__state=GrantState.ASKED)),
    )  # fmt: skip


def _savings(viewer: User, case: Case) -> QuerySet[Any]:
    return _row(_mine(SavingsGroup, viewer, case), "savings", total=F("saved_cents"))


def _jobs(viewer: User, case: Case) -> QuerySet[Any]:
    return _row(_mine(Placement, viewer, case), "job", kind=F("sector"))


def _given(viewer: User, case: Case) -> QuerySet[Any]:
    """The case as one row: what was given in it and when last, in the parts open to the viewer."""
    rows = Giving.objects.open_to(viewer).filter(case=OuterRef("pk")).order_by().values("case")
    whole = Case.objects.filter(pk=case.pk).annotate(
        started_at=F("opened_at"), ended_at=F("closed_at"), outcome=Value("")
    )
    return _row(
        whole, "given", who=Value(""), asked=F("opened_at"), step=Value(None),
        total=Subquery(rows.annotate(n=Sum("cost_cents")).values("n")),
        day=Subquery(rows.annotate(n=Max("given_on")).values("n")),
    )  # fmt: skip


def _learning_card(row: Row) -> Card:
    waits = row.started is None and row.ended is None
    return Card(
        title=str(Learning(row.kind).label), icon="i-school", who=row.who, done=row.done,
        total=row.total, words=[], url_name="cases:schooling", pk=row.pk,
        state=_("Waits for a place") if waits else row.state, is_open=row.ended is None,
        step=row.step,
    )  # fmt: skip


def _business_card(row: Row) -> Card:
    words = [str(Sector(row.kind).label)]
    if row.day:
        words.append(_("First profit: %s") % date_format(row.day, "F Y"))
    state = row.state or (_("Trades") if row.other_day else _("Being prepared"))
    return Card(
        title=_("Business"), icon="i-building", who=row.who, done=0, total=0, words=words,
        url_name="cases:business", pk=row.pk, is_open=row.ended is None,
        state=_("A grant waits for a yes") if row.done else state, step=row.step,
    )  # fmt: skip


def _savings_card(row: Row) -> Card:
    return Card(
        title=_("Savings group"), icon="i-users-group", who=row.who, done=0, total=0,
        words=[_("Saved so far: %s") % kes(row.total)], url_name="cases:savings", pk=row.pk,
        state=row.state, is_open=row.ended is None, step=row.step,
    )  # fmt: skip


def _job_card(row: Row) -> Card:
    return Card(
        title=_("Job"), icon="i-id", who=row.who, done=0, total=0,
        words=[str(Sector(row.kind).label)], url_name="cases:job", pk=row.pk, state=row.state,
        is_open=row.ended is None, step=row.step,
    )  # fmt: skip


def _given_card(row: Row) -> Card:
    assert row.day is not None
    words = [kes(row.total), _("Last: %s") % date_format(row.day, "j M Y")]
    return Card(
        title=_("Help given"), icon="i-heart-handshake", who="", done=0, total=0, words=words,
        url_name="cases:given", pk=None,
    )  # fmt: skip


_DRAWN = {
    "learning": _learning_card, "business": _business_card, "savings": _savings_card,
    "job": _job_card, "given": _given_card,
}  # fmt: skip


def duties_of(user: User) -> list[Duty]:
    """Businesses and jobs that have to be asked about by today."""
    return [
        Duty(
            what=_duty(one), icon="i-building" if one.business_id else "i-id", done=0, total=1,
            url_name="livelihoods:question", pk=one.pk,
        )
        for one in questions_due(user)
    ]  # fmt: skip


def _duty(one: Any) -> str:
    words = (
        ngettext(
            "%(code)s: does the business still trade after %(n)s month?",
            "%(code)s: does the business still trade after %(n)s months?",
            one.months,
        )
        if one.business_id
        else ngettext(
            "%(code)s: is the person still in the job after %(n)s month?",
            "%(code)s: is the person still in the job after %(n)s months?",
            one.months,
        )
    )
    return str(words % {"code": one.case.code, "n": one.months})


def _no_cards(viewer: User, case: Case) -> list[Card]:
    """They stand among the cards of work and business: one query serves all of this package."""
    return []


def money_to_come(viewer: User, case: Case) -> list[OpenRows]:
    """Grants that nobody answered, and parts of granted money that the ledger holds no payment of."""
    asked = BusinessGrant.objects.open_in(case, viewer).filter(state=GrantState.ASKED)
    parts = Tranche.objects.open_in(case, viewer).filter(grant__state=GrantState.APPROVED)
    never_or_taken_back = Q(paid=None) | Q(paid=0)
    unpaid = with_paid(parts).filter(never_or_taken_back).values("pk")
    return [
        OpenRows(_("A grant waits for an answer"), asked),
        OpenRows(_("Part of a grant that is not paid"), Tranche.objects.filter(pk__in=unpaid)),
    ]


SERVICES = (
    CareService(
        kind=Service.EDUCATION, icon="i-school", needs=Permission.WORK_ON_CASE, compartment=STORY,
        cards=_no_cards, ask_url="cases:school_new",
    ),
    CareService(
        kind=Service.TRAINING, icon="i-school", needs=Permission.WORK_ON_CASE, compartment=STORY,
        cards=_no_cards, ask_url="cases:training_new",
    ),
    CareService(
        kind=Service.LIVELIHOOD, icon="i-building", needs=Permission.WORK_ON_CASE,
        compartment=STORY, cards=cards_of, ask_url="cases:livelihood", duties=duties_of,
        still_open=money_to_come,
        tables=(Schooling, Business, SavingsGroup, Placement, Giving),
    ),
    CareService(
        kind=Service.BASIC_NEEDS, icon="i-heart-handshake", needs=Permission.WORK_ON_CASE,
        compartment=STORY, cards=_no_cards, ask_url="cases:giving_new",
    ),
)  # fmt: skip
