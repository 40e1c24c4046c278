"""What the shelter tells the registry of services."""

from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kimbilio.access.choices import Compartment, Permission
from kimbilio.accounts.models import User
from kimbilio.care.apart import APART, TOLD
from kimbilio.care.registry import Card, CareService, Duty
from kimbilio.cases.models import Case
from kimbilio.partners.choices import Service
from kimbilio.shelter.actions.apart import warn_who_meet
from kimbilio.shelter.choices import StayState
from kimbilio.shelter.fitting import set_apart_by_staff
from kimbilio.shelter.models import BedPlace, Stay
from kimbilio.shelter.queries import roll_counts

MOST = 10

APART.append(set_apart_by_staff)
TOLD.append(warn_who_meet)


def cards_of(viewer: User, case: Case) -> list[Card]:
    """The stays of a case: in which house and bed, since when, until when."""
    stays = Stay.objects.open_in(case, viewer).select_related("responsible")
    rows = list(stays.order_by("-asked_at", "-id")[:MOST])
    places = BedPlace.objects.filter(stay__in=rows).select_related("bed__bedroom__house")
    last = {place.stay_id: place for place in places.order_by("from_on", "given_at", "id")}
    return [_card(stay, last.get(stay.pk)) for stay in rows]


def _card(stay: Any, place: BedPlace | None) -> Card:
    words = []
    if place is not None:
        bed = place.bed
        words.append(f"{bed.bedroom.house.name}, {bed.bedroom.name}, {bed.name}")
    if stay.state == StayState.ON_LEAVE and stay.leave_until:
        words.append(_("Back on %s") % date_format(stay.leave_until, "j M"))
    elif stay.is_open and stay.until_on:
        words.append(_("Until %s") % date_format(stay.until_on, "j M Y"))
    return Card(
        title=str(_("Shelter")), icon="i-home-heart", who=stay.responsible.name, done=0, total=0,
        words=words, url_name="cases:stay", pk=stay.pk, state=str(stay.get_state_display()),
        is_open=stay.is_open, step=stay.step_id,
        alerts=[_("Missing from the shelter.")] if stay.state == StayState.MISSING else [],
    )  # fmt: skip


def duties_of(user: User) -> list[Duty]:
    """The roll call of each house in which the colleague works or that they manage."""
    return [
        Duty(
            what=_("Evening roll call, %s") % house.name, icon="i-home-heart", done=called,
            total=living, url_name="shelter:roll", pk=house.pk,
        )
        for house, called, living in roll_counts(user, timezone.localdate())
        if living
    ]  # fmt: skip


SHELTER = CareService(
    kind=Service.SHELTER,
    icon="i-home-heart",
    needs=Permission.WORK_IN_SHELTER,
    compartment=Compartment.WHEREABOUTS,
    cards=cards_of,
    ask_url="cases:stay_ask",
    duties=duties_of,
    tables=(Stay,),
)
