"""Invented partners of the demonstration, entered by the team lead through the real actions."""

from datetime import time, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from kimbilio.accounts.choices import Role
from kimbilio.operations.demo.staff import Team
from kimbilio.partners.actions.entries import save_partner
from kimbilio.partners.actions.offers import save_offer
from kimbilio.partners.choices import EVERY_DAY, Cost, Need, PartnerKind, Service, Takes
from kimbilio.partners.models import Partner

WEEK = "12345"
DAY = (time(8), time(17))
ALWAYS = (None, None)
Offered = tuple[
    Service, Takes, tuple[int, int], tuple[str, ...], str, tuple[time | None, time | None]
]
#  name, kind, county, public place, phone, [(service, takes, ages, counties or () for all, days, hours)]
PARTNERS: list[tuple[str, PartnerKind, str, str, str, list[Offered]]] = [
    ("Mti wa Uzima", PartnerKind.NGO, "037", "", "0700 000 401",
     [(Service.SHELTER, Takes.FEMALE, (0, 17), ("037", "039", "042"), EVERY_DAY, ALWAYS)]),
    ("Daraja Legal Aid (invented)", PartnerKind.NGO, "047", "Third floor, Daraja House",
     "0700 000 402", [(Service.LEGAL, Takes.ANYBODY, (0, 120), (), WEEK, DAY)]),
    ("Kikazi Clinic", PartnerKind.HOSPITAL, "047", "Behind the Kikazi market", "0700 000 403",
     [(Service.HEALTH, Takes.ANYBODY, (0, 120), ("047", "022"), EVERY_DAY, ALWAYS),
      (Service.THERAPY, Takes.ANYBODY, (12, 120), ("047",), WEEK, DAY)]),
    ("Bandari Night Shelter", PartnerKind.COMMUNITY, "001", "", "0700 000 404",
     [(Service.SHELTER, Takes.MALE, (10, 24), ("001", "003"), EVERY_DAY, (time(18), time(7)))]),
    ("Mfano Children's Office (invented)", PartnerKind.CHILDREN_OFFICE, "037",
     "Sub-county headquarters, ground floor", "0700 000 406",
     [(Service.SAFETY, Takes.ANYBODY, (0, 17), ("037", "039"), WEEK, DAY)]),
    ("Ufundi Training Centre", PartnerKind.SCHOOL, "032", "Ring road, second gate", "0700 000 405",
     [(Service.TRAINING, Takes.ANYBODY, (16, 120), (), WEEK, DAY)]),
]  # fmt: skip
# What some of them told of a service: languages, needs they are ready for, price, places in all and free.
TOLD: dict[tuple[str, Service], dict[str, Any]] = {
    ("Mti wa Uzima", Service.SHELTER): {
        "languages": ["swa", "eng", "luy"], "needs": [Need.INFANT, Need.PREGNANT],
        "cost": Cost.FREE, "places_total": 12, "places_free": 3,
    },
    ("Kikazi Clinic", Service.HEALTH): {
        "languages": ["swa", "eng", "som"], "needs": [Need.DISABILITY, Need.LONG_ILLNESS],
        "cost": Cost.FEE, "cost_words": "KES 200 a visit, waived on request",
    },
    ("Kikazi Clinic", Service.THERAPY): {"further_hours": ["6 09:00-13:00"]},
    ("Ufundi Training Centre", Service.TRAINING): {"further_hours": ["6 09:00-12:00"]},
    ("Bandari Night Shelter", Service.SHELTER): {
        "languages": ["swa"], "cost": Cost.FREE, "places_total": 8, "places_free": 0,
    },
}  # fmt: skip
# Where offices stand that anybody may visit: the middle of a town, as they are invented.
SPOTS: dict[str, dict[str, Any]] = {
    "Daraja Legal Aid (invented)": {
        "latitude": Decimal("-1.283300"), "longitude": Decimal("36.816700"),
    },
    "Ufundi Training Centre": {
        "latitude": Decimal("-0.283300"), "longitude": Decimal("36.066700"),
    },
}  # fmt: skip
OLD = "Ufundi Training Centre"  # nobody has checked it for a year


def add_partners(team: Team) -> None:
    """Fill the directory."""
    lead = team.first(Role.TEAM_LEAD)
    for name, kind, county, place, phone, offers in PARTNERS:
        partner = save_partner(
            partner=None, by=lead, name=name, kind=kind, county=county, place=place, phone=phone,
            is_place_secret=not place, **SPOTS.get(name, {}),
        )  # fmt: skip
        for service, takes, (youngest, oldest), where, days, (opens, closes) in offers:
            save_offer(
                partner=partner, offer=None, by=lead, service=service, takes=takes,
                min_age=youngest, max_age=oldest, is_nationwide=not where, counties=list(where),
                days=days, opens=opens, closes=closes, **TOLD.get((name, service), {}),
            )  # fmt: skip
    year_ago = timezone.localdate() - timedelta(days=370)
    Partner.objects.filter(name=OLD).update(assured_on=year_ago)
