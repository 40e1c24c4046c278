"""Upgrades keep what an organisation has: migrations of the directory, run with data in the tables."""

from datetime import time

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from kimbilio.partners.models import OfferHours
from tests.factories.partners import an_offer

pytestmark = pytest.mark.django_db(transaction=True)
BEFORE = "0008_further_hours"  # when SQLite let the same hours stand twice


def test_hours_that_stood_twice_stand_once_and_can_no_longer_be_doubled():
    offer = an_offer()
    told = [("6", time(9), time(13)), ("6", time(14), time(17)), ("7", None, None)]
    call_command("migrate", "partners", BEFORE, verbosity=0)
    try:
        for days, opens, closes in told:
            OfferHours.objects.create(offer=offer, days=days, opens=opens, closes=closes)
        if connection.vendor == "sqlite":
            OfferHours.objects.create(offer=offer, days="7")
    finally:
        call_command("migrate", "partners", verbosity=0)

    rows = offer.further_hours.values_list("days", "opens", "closes")
    assert sorted(rows, key=str) == sorted(told, key=str)
    for days, opens, closes in told:
        with pytest.raises(IntegrityError), transaction.atomic():
            OfferHours.objects.create(offer=offer, days=days, opens=opens, closes=closes)
