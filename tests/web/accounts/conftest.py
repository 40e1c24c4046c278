"""What the tests of accounts share: entering, codes of an app, fresh throttling."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.core.cache import cache
from django.urls import reverse

from kimbilio.accounts import sealed_secrets

PASSWORD = "tunda la leo"
SECRET = "JBSWY3DPEHPK3PXP"


@pytest.fixture(autouse=True)
def fresh_purses(db):
    cache.clear()


@pytest.fixture
def enter():
    """A function that sends the sign-in form."""

    def send(client, user, password=PASSWORD, **more):
        answers = {"login": getattr(user, "email", user), "password": password, **more}
        return client.post(reverse("account_login"), answers)

    return send


@pytest.fixture
def is_in():
    return lambda client: "_auth_user_id" in client.session


@pytest.fixture
def code_now():
    """A function that gives the code of the app now, or ``shift`` codes later."""

    def code(secret=SECRET, shift=0):
        now = next(iter(totp.yield_hotp_counters_from_time())) + 1
        return totp.format_hotp_value(totp.hotp_value(secret, now + shift))

    return code


@pytest.fixture
def with_app():
    """A function that sets up an authenticator app for a user."""

    def add(user, secret=SECRET):
        data = {"secret": sealed_secrets.lock(secret)}
        Authenticator.objects.create(user=user, type="totp", data=data)
        return secret

    return add
