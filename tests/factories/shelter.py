"""Houses, beds and stays, as small as the law allows."""

from datetime import timedelta

import factory
from django.utils import timezone

from kimbilio.access.choices import TieKind
from kimbilio.access.models import Tie
from kimbilio.organisation.models import UnitMembership
from kimbilio.shelter.actions.beds import give_bed
from kimbilio.shelter.actions.stays import admit, ask_for_stay
from kimbilio.shelter.models import Bed, Bedroom, House, HouseWorker
from tests.factories.accounts import UserFactory
from tests.factories.cases import CaseFactory, PersonFactory


class HouseFactory(factory.django.DjangoModelFactory):
    """A house for anybody."""

    class Meta:
        model = House

    name = factory.Sequence(lambda n: f"House {n}")
    address = "Behind the third gate"


class BedroomFactory(factory.django.DjangoModelFactory):
    """A room for anybody."""

    class Meta:
        model = Bedroom

    house = factory.SubFactory(HouseFactory)
    name = factory.Sequence(lambda n: f"Room {n}")


class BedFactory(factory.django.DjangoModelFactory):
    """A bed."""

    class Meta:
        model = Bed

    bedroom = factory.SubFactory(BedroomFactory)
    name = factory.Sequence(lambda n: f"Bed {n}")


def a_case(**person):
    """A case with a worker who leads it and a team lead who leads its unit."""
    case = CaseFactory(worker=UserFactory(worker=True), survivor=PersonFactory(**person))
    return case


def a_lead_of(*cases):
    """A team lead who leads the units of ``cases``."""
    lead = UserFactory(lead=True)
    for unit in {case.unit_id: case.unit for case in cases}.values():
        UnitMembership.objects.create(unit=unit, user=lead, is_lead=True)
    return lead


def a_house_worker(house, *cases):
    """A shelter worker of ``house``; on the team of ``cases``."""
    user = UserFactory(role="shelter_worker")
    HouseWorker.objects.create(house=house, user=user)
    for case in cases:
        Tie.objects.create(case=case, user=user, kind=TieKind.MEMBER)
    return user


def a_stay(*, case=None, days=0, **given):
    """Somebody waits for a bed from ``days`` on."""
    case = case or a_case()
    start = timezone.localdate() + timedelta(days=days)
    return ask_for_stay(case=case, from_on=start, by=case.lead, **given)


def a_kept_bed(*, bed=None, case=None, lead=None, nights=None, days=0):
    """A stay for which a bed is kept, and the lead who gave it."""
    stay = a_stay(case=case, days=days)
    lead = lead or a_lead_of(stay.case)
    until = stay.from_on + timedelta(days=nights) if nights else None
    give_bed(stay=stay, bed=bed or BedFactory(), from_on=stay.from_on, until_on=until, by=lead)
    return stay


def a_resident(*, bed=None, case=None, lead=None, nights=None):
    """Somebody who lives in a house, and the worker of it who let them in."""
    bed = bed or BedFactory()
    worker = a_house_worker(bed.bedroom.house)
    stay = a_kept_bed(bed=bed, case=case, lead=lead, nights=nights)
    admit(stay=stay, told_in="swa", rules_told=True, health_checked=True, by=worker)
    return stay, worker
