"""What must hold for every account, invitation and device."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import timezone

from kimbilio.accounts import sealed_secrets
from kimbilio.accounts.choices import Role
from kimbilio.accounts.devices import COOKIE, MOST_PEOPLE, Device
from kimbilio.accounts.models import Invitation, User
from kimbilio.vault import blind
from tests.factories.accounts import UserFactory


@pytest.mark.django_db
def test_an_address_in_capitals_is_refused_by_the_database():
    user = UserFactory()

    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(pk=user.pk).update(email="UPPER@kimbilio.example")


@pytest.mark.django_db
def test_a_used_invitation_says_by_whom():
    later = timezone.now() + timedelta(days=1)
    invitation = Invitation.objects.create(role=Role.MANAGER, token_hash="a", expires_at=later)

    with pytest.raises(IntegrityError), transaction.atomic():
        Invitation.objects.filter(pk=invitation.pk).update(used_at=timezone.now())


def test_a_locked_secret_opens_again_and_is_not_to_be_seen():
    locked = sealed_secrets.lock("JBSWY3DPEHPK3PXP")

    assert "JBSWY3DP" not in locked
    assert sealed_secrets.unlock(locked) == "JBSWY3DPEHPK3PXP"


def device_after(*emails):
    device = Device("k")
    for email in emails:
        response = HttpResponse()
        device.remember(email, response)
        request = RequestFactory().get("/")
        request.COOKIES[COOKIE] = response.cookies[COOKIE].value
        device = Device.of(request)
    return device


def test_a_device_knows_those_who_signed_in_on_it():
    device = device_after("a@kimbilio.example")

    assert device.knows("A@Kimbilio.example")
    assert not device.knows("b@kimbilio.example")


def test_a_shared_device_forgets_the_oldest():
    device = device_after(*(f"s{n}@kimbilio.example" for n in range(MOST_PEOPLE + 1)))

    assert not device.knows("s0@kimbilio.example")
    assert device.knows(f"s{MOST_PEOPLE}@kimbilio.example")


@pytest.mark.parametrize("cookie", ["", "x", "e30:1:abc"])
def test_a_cookie_of_others_is_worth_nothing(cookie):
    request = RequestFactory().get("/")
    request.COOKIES[COOKIE] = cookie

    assert Device.of(request).marks == ()


@pytest.mark.django_db
def test_a_change_of_keys_reaches_every_secret():
    for _ in range(3):
        data = {"secret": sealed_secrets.lock("JBSWY3DPEHPK3PXP")}
        Authenticator.objects.create(user=UserFactory(), type="totp", data=data)
    before = set(Authenticator.objects.values_list("data__secret", flat=True))

    first, after = blind.indexes()["second factors"]("", 2)
    second, end = sealed_secrets.relock(after, 2)

    now = set(Authenticator.objects.values_list("data__secret", flat=True))
    assert (first, second, end) == (2, 1, "")
    assert not before & now
    assert {sealed_secrets.unlock(locked) for locked in now} == {"JBSWY3DPEHPK3PXP"}
