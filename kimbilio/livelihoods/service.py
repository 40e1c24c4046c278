"""What livelihoods tell the registry of services: cards of a case, and what My day asks."""

from typing import Any

from django.db.models import Count, Max, Q, Sum
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kimbilio.access.choices import Compartment, Permission
from kimbilio.accounts.models import User
from kimbilio.care.registry import Card, CareService, Duty
from kimbilio.cases.models import Case
from kimbilio.livelihoods.models import Business, Giving, Placement, SavingsGroup, Schooling
from kimbilio.livelihoods.money import kes
from kimbilio.livelihoods.queries import questions_due
from kimbilio.partners.choices import Service

MOST = 10
STORY = Compartment.STORY


def learning_cards(viewer: User, case: Case) -> list[Card]:
    """School and training: which class, how many days present. Where it is says the page alone."""
    rows = Schooling.objects.open_to(viewer).filter(case=case).select_related("responsible")
    rows = rows.annotate(
        there=Sum("terms__days_present"), days=Sum("terms__days_open"), terms_n=Count("terms")
    )
    return [_learning(one) for one in rows.order_by("-asked_at", "-id")[:MOST]]


def _learning(one: Any) -> Card:
    words = [one.level] if one.level else []
    if one.terms_n:
        words.append(ngettext("%(n)s term", "%(n)s terms", one.terms_n) % {"n": one.terms_n})
    state = _("Waits for a place") if one.waits else ""
    return Card(
        title=one.get_kind_display(), icon="i-school", who=one.responsible.name,
        done=one.there or 0, total=one.days or 0, words=words, url_name="cases:schooling",
        pk=one.pk, state=state or _ended(one), is_open=one.is_open,
    )  # fmt: skip


def work_cards(viewer: User, case: Case) -> list[Card]:
    """Businesses, savings groups and jobs of a case: one query each."""
    return [*_businesses(viewer, case), *_savings(viewer, case), *_jobs(viewer, case)]


def _businesses(viewer: User, case: Case) -> list[Card]:
    rows = Business.objects.open_to(viewer).filter(case=case).select_related("responsible")
    rows = rows.annotate(
        waits_for_yes=Count("grants", filter=Q(grants__state="asked"), distinct=True),
        last_month=Max("figures__month"),
    )
    cards = []
    for one in rows.order_by("-asked_at", "-id")[:MOST]:
        words = [str(one.get_sector_display())]
        if one.first_profit:
            words.append(_("First profit: %s") % date_format(one.first_profit, "F Y"))
        if one.last_month:
            words.append(_("Last figures: %s") % date_format(one.last_month, "F Y"))
        state = _ended(one) or (_("Trades") if one.is_running else _("Being prepared"))
        if one.waits_for_yes:
            state = _("A grant waits for a yes")
        cards.append(Card(
            title=_("Business"), icon="i-building", who=one.responsible.name, done=0, total=0,
            words=words, url_name="cases:business", pk=one.pk, state=state, is_open=one.is_open,
        ))  # fmt: skip
    return cards


def _savings(viewer: User, case: Case) -> list[Card]:
    rows = SavingsGroup.objects.open_to(viewer).filter(case=case).select_related("responsible")
    return [
        Card(
            title=_("Savings group"), icon="i-users-group", who=one.responsible.name, done=0,
            total=0, words=[_("Saved so far: %s") % kes(one.saved_cents)],
            url_name="cases:savings", pk=one.pk, state=_ended(one), is_open=one.is_open,
        )
        for one in rows.order_by("-asked_at", "-id")[:MOST]
    ]  # fmt: skip


def _jobs(viewer: User, case: Case) -> list[Card]:
    rows = Placement.objects.open_to(viewer).filter(case=case).select_related("responsible")
    return [
        Card(
            title=_("Job"), icon="i-id", who=one.responsible.name, done=0, total=0,
            words=[str(one.get_sector_display())], url_name="cases:job", pk=one.pk,
            state=_ended(one), is_open=one.is_open,
        )
        for one in rows.order_by("-asked_at", "-id")[:MOST]
    ]  # fmt: skip


def _ended(one: Any) -> str:
    return "" if one.is_open else str(one.get_outcome_display())


def given_card(viewer: User, case: Case) -> list[Card]:
    """One card for all that was given, as far as the viewer may read it."""
    told = (
        Giving.objects.open_to(viewer)
        .filter(case=case)
        .aggregate(cents=Sum("cost_cents"), last=Max("given_on"))
    )
    if told["last"] is None:
        return []
    words = [kes(told["cents"]), _("Last: %s") % date_format(told["last"], "j M Y")]
    return [
        Card(
            title=_("Help given"), icon="i-heart-handshake", who="", done=0, total=0, words=words,
            url_name="cases:given", pk=None,
        )
    ]  # fmt: skip


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
    """Training stands among the cards of school: one query serves both."""
    return []


SERVICES = (
    CareService(
        kind=Service.EDUCATION, icon="i-school", needs=Permission.WORK_ON_CASE, compartment=STORY,
        cards=learning_cards, ask_url="cases:school_new",
    ),
    CareService(
        kind=Service.TRAINING, icon="i-school", needs=Permission.WORK_ON_CASE, compartment=STORY,
        cards=_no_cards, ask_url="cases:training_new",
    ),
    CareService(
        kind=Service.LIVELIHOOD, icon="i-building", needs=Permission.WORK_ON_CASE,
        compartment=STORY, cards=work_cards, ask_url="cases:livelihood", duties=duties_of,
    ),
    CareService(
        kind=Service.BASIC_NEEDS, icon="i-heart-handshake", needs=Permission.WORK_ON_CASE,
        compartment=STORY, cards=given_card, ask_url="cases:giving_new",
    ),
)  # fmt: skip
