"""Who can help: the one search of the directory."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Case, Exists, F, IntegerField, OuterRef, Q, QuerySet, Sum, Value
from django.db.models import When as If
from django.utils import timezone

from kimbilio.organisation.places import neighbours, wards, wards_beside, wards_of
from kimbilio.partners.choices import EVENING, MORNING, Near, Show, Takes, When
from kimbilio.partners.hours import Hours
from kimbilio.partners.models import (
    DirectoryRules,
    Offer,
    OfferCounty,
    OfferHours,
    OfferLanguage,
    OfferNeed,
    OfferWard,
    Partner,
)

MOST_SHOWN = 50
LISTS = ("counties", "wards", "further_hours", "languages", "needs")  # of a service
UNREAD = ("contact_name", "contact_phone", "note")  # what the public page does not even fetch


@dataclass(frozen=True)
class Wanted:
    """What somebody looks for; empty parts do not matter."""

    service: str = ""
    county: str = ""
    sub_county: str = ""  # only orders: services cover counties, or wards of them
    ward: str = ""
    sex: str = ""
    age: int | None = None
    is_foreigner: bool = False
    needs: tuple[str, ...] = ()
    language: str = ""
    when: str = When.ANY

    @property
    def is_empty(self) -> bool:
        """Whether nothing was asked for."""
        return self == Wanted()


def directory_rules() -> DirectoryRules:
    """What the organisation decided about its directory, or the defaults."""
    return DirectoryRules.objects.order_by("pk").first() or DirectoryRules()


def with_staleness(rows: QuerySet[Any], *, fresh_since: date, path: str = "") -> QuerySet[Any]:
    """The rows with ``is_stale``: whether nobody has said lately that all of the entry is true."""
    name = f"{path}assured_on"
    stale = Q(**{f"{name}__isnull": True}) | Q(**{f"{name}__lt": fresh_since})
    marked: QuerySet[Any] = rows.annotate(
        is_stale=Case(If(stale, then=Value(value=True)), default=Value(value=False))
    )
    return marked


def find_help(wanted: Wanted, *, fresh_since: date, at: datetime | None = None) -> list[Offer]:
    """Services that fit, the nearest first: one query, and 50 at most.

    The same ward comes first, then the same sub-county or constituency, the same county, a neighbouring
    one, others that cover it. Who said today that they are full comes last; who was checked lately comes
    first. Hours may run over midnight.
    """
    offers = Offer.objects.filter(is_active=True, partner__is_active=True)
    if wanted.service:
        offers = offers.filter(service=wanted.service)
    if wanted.sex:
        offers = offers.filter(takes__in=[Takes.ANYBODY, wanted.sex])
    if wanted.age is not None:
        offers = offers.filter(min_age__lte=wanted.age, max_age__gte=wanted.age)
    if wanted.is_foreigner:
        offers = offers.filter(takes_foreigners=True)
    for need in wanted.needs:
        offers = offers.filter(Exists(OfferNeed.objects.filter(offer=OuterRef("pk"), need=need)))
    if wanted.language:
        spoken = OfferLanguage.objects.filter(offer=OuterRef("pk"), language=wanted.language)
        offers = offers.filter(Exists(spoken))
    if wanted.county:
        here = OfferCounty.objects.filter(offer=OuterRef("pk"), county=wanted.county)
        offers = offers.filter(Q(is_nationwide=True) | Exists(here))
    if wanted.ward:
        offers = offers.filter(_covers_ward(wanted.ward))
    if wanted.when:
        then = _open(wanted.when, at or timezone.now())  # the same columns in both tables
        further = OfferHours.objects.filter(then, offer=OuterRef("pk"))
        offers = offers.filter(then | Exists(further))
    full = Q(places_free=0, places_said_on=timezone.localdate(at or timezone.now()))
    last = Case(If(full, then=Value(1)), default=Value(0), output_field=IntegerField())
    offers = with_staleness(offers, fresh_since=fresh_since, path="partner__")
    offers = _with_further_hours(offers)
    ordered = offers.annotate(near=_near(wanted), last=last).select_related("partner").order_by(
        "last", "near", F("partner__assured_on").desc(nulls_last=True), "partner__name", "id"
    )  # fmt: skip
    return list(ordered[:MOST_SHOWN])


def _with_further_hours(offers: QuerySet[Offer]) -> QuerySet[Offer]:
    """The services with ``has_further_hours``: whether they are open at hours beside the first ones."""
    return offers.annotate(
        has_further_hours=Exists(OfferHours.objects.filter(offer=OuterRef("pk")))
    )


def _covers_ward(ward: str) -> Q:
    """Services for all of its county, or for this ward of it."""
    county = wards()[ward].county if ward in wards() else ""
    named = OfferWard.objects.filter(offer=OuterRef("pk"))
    in_part = Exists(named.filter(ward__in=list(wards_of(county))))
    return ~in_part | Q(Exists(named.filter(ward=ward)))


def _near(wanted: Wanted) -> Case:
    """How near the partner is: ward, sub-county or constituency, county, the next one; then who comes from afar."""
    steps = []
    if wanted.ward:
        steps.append(If(partner__ward=wanted.ward, then=Near.SAME_WARD))
        beside_it = wards_beside(wanted.ward)
        steps.append(If(partner__ward__in=beside_it, then=Near.SAME_PART))
    if wanted.sub_county:
        steps.append(If(partner__sub_county=wanted.sub_county, then=Near.SAME_PART))
    if wanted.county:
        beside = neighbours().get(wanted.county, frozenset())
        steps.append(If(partner__county=wanted.county, then=Near.SAME_COUNTY))
        steps.append(If(partner__county__in=beside, is_nationwide=False, then=Near.NEXT_COUNTY))
    steps.append(If(is_nationwide=False, then=Near.COVERS))
    return Case(*steps, default=Near.NATIONWIDE, output_field=IntegerField())


def _open(when: str, at: datetime) -> Q:
    """The condition of services, and of further hours of theirs, that are open then.

    Hours that run over midnight belong to the day on which they begin: before the morning they are asked of
    yesterday. Equal hours are a whole day. "Tonight" never looks back: it is nine in the evening or
    later, and in the small hours it is now.
    """
    local = timezone.localtime(at)
    if when == When.TONIGHT and MORNING <= local.hour < EVENING:
        local = local.replace(hour=EVENING, minute=0)
    hour = local.time()
    today = Q(days__contains=str(local.isoweekday()))
    yesterday = Q(days__contains=str((local - timedelta(days=1)).isoweekday()))
    began = (
        Q(opens__isnull=True)
        | Q(opens__lt=F("closes"), closes__gt=hour)
        | Q(opens__gte=F("closes"))
    )
    since_today = today & began & (Q(opens__isnull=True) | Q(opens__lte=hour))
    since_yesterday = yesterday & Q(opens__gte=F("closes"), closes__gt=hour)
    return since_today | since_yesterday


def directory() -> QuerySet[Partner]:
    """The partners we work with, by name."""
    partners: QuerySet[Partner] = Partner.objects.filter(is_active=True)
    return partners.order_by("name", "id")


def part_of_directory(show: Show, *, fresh_since: date) -> QuerySet[Partner]:
    """The partners we work with, those of them to check, or those we left; each with ``is_stale``."""
    partners = directory() if show != Show.FORMER else Partner.objects.filter(is_active=False)
    marked = with_staleness(partners.order_by("name", "id"), fresh_since=fresh_since)
    return marked.filter(is_stale=True) if show == Show.TO_CHECK else marked


def public_offers(*, service: str = "", county: str = "", fresh_since: date) -> QuerySet[Offer]:
    """What anybody may read: chosen, in use, checked lately, and never of a secret place."""
    offers: QuerySet[Offer] = Offer.objects.filter(
        is_active=True,
        partner__is_active=True,
        partner__is_public=True,
        partner__is_place_secret=False,
        partner__assured_on__gte=fresh_since,
    )
    if service:
        offers = offers.filter(service=service)
    if county:
        here = OfferCounty.objects.filter(offer=OuterRef("pk"), county=county)
        offers = offers.filter(Q(is_nationwide=True) | Exists(here))
    near = _near(Wanted(county=county))
    read = offers.select_related("partner").defer(*(f"partner__{name}" for name in UNREAD))
    return _with_further_hours(read).annotate(near=near).order_by("near", "partner__name", "id")


def offers_of(partner: Partner) -> QuerySet[Offer]:
    """What a partner gives, with its lists, those in use first."""
    offers: QuerySet[Offer] = Offer.objects.filter(partner=partner)
    return offers.prefetch_related(*LISTS).order_by("-is_active", "service", "id")


def offers_of_many(partners: Collection[Partner]) -> dict[UUID, list[Offer]]:
    """What each of many partners gives, with all lists: one query and one for each list, however many there are."""
    found: dict[UUID, list[Offer]] = {}
    offers = Offer.objects.filter(partner__in=partners).order_by("service", "id")
    for offer in offers.prefetch_related(*LISTS):
        found.setdefault(offer.partner_id, []).append(offer)
    return found


def version_of_entry(partner: Partner) -> int:
    """The versions of a partner and its services in one number: any change of any of them raises it."""
    offers = Offer.objects.filter(partner=partner).aggregate(total=Sum("version"))
    return int(partner.version + (offers["total"] or 0))


def counties_of(offer: Offer) -> list[str]:
    """The codes of the counties a service covers, in order."""
    return [row.county for row in offer.counties.all()]


def wards_covered_by(offer: Offer) -> list[str]:
    """The codes of the wards to which a service keeps in some of its counties, in order."""
    return [row.ward for row in offer.wards.all()]


def further_hours_of(offer: Offer) -> list[str]:
    """The codes of the hours that a service has beside its first ones, in order."""
    return sorted(row.hours.code for row in offer.further_hours.all())


def hours_of_offer(offer: Offer) -> list[Hours]:
    """All hours of a service, by days and by the hour."""
    further = [row.hours for row in offer.further_hours.all()]
    return sorted([offer.first_hours, *further], key=lambda hours: hours.code)


def languages_of(offer: Offer) -> list[str]:
    """The codes of the languages in which a service is given, in order."""
    return [row.language for row in offer.languages.all()]


def needs_of(offer: Offer) -> list[str]:
    """The codes of the needs that a service is ready for, in order."""
    return [row.need for row in offer.needs.all()]
