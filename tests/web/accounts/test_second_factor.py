"""The second factor: one grace sign-in, then set-up before anything else."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from kimbilio.accounts.second_factor import HAS_FACTOR
from kimbilio.audit.choices import Event
from kimbilio.audit.models import Entry
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


def test_the_first_sign_in_without_one_may_work(enter):
    client, user = Client(), UserFactory()

    enter(client, user)

    assert client.get(reverse("account:profile")).status_code == 200
    user.refresh_from_db()
    assert user.second_factor_due_at is not None


def test_from_the_second_sign_in_only_the_set_up_is_open(enter):
    user = UserFactory()
    enter(Client(), user)
    client = Client()

    answer = enter(client, user)

    assert answer["Location"] == reverse("mfa_index")
    turned_away = client.get(reverse("account:profile"))
    assert turned_away["Location"] == reverse("mfa_index")
    assert client.get(reverse("mfa_index")).status_code == 200
    assert client.get(reverse("account:sessions")).status_code == 200


def test_a_script_is_told_instead_of_redirected(enter):
    user = UserFactory()
    enter(Client(), user)
    client = Client()
    enter(client, user)

    answer = client.get(reverse("account:profile"), headers={"HX-Request": "true"})

    assert answer.status_code == 403
    assert answer["HX-Redirect"] == reverse("mfa_index")


@pytest.mark.django_db(transaction=True)
def test_setting_up_an_app_opens_the_desk_and_gives_recovery_codes(enter, code_now, mailoutbox):
    user = UserFactory()
    enter(Client(), user)
    client = Client()
    enter(client, user)
    page = client.get(reverse("mfa_activate_totp")).content.decode()
    secret = re.search(r'id="key" readonly value="([A-Z2-7]+)"', page)[1]

    answer = client.post(reverse("mfa_activate_totp"), {"code": code_now(secret)})

    assert answer["Location"] == reverse("mfa_view_recovery_codes")
    assert client.get(reverse("mfa_view_recovery_codes")).status_code == 200
    assert client.get(reverse("account:profile")).status_code == 200
    kinds = set(Authenticator.objects.filter(user=user).values_list("type", flat=True))
    assert kinds == {"totp", "recovery_codes"}
    assert Entry.objects.filter(event=Event.SECOND_FACTOR_ADDED, actor_id=user.pk).exists()
    assert mailoutbox[0].subject == "Your sign-in changed"


def test_removing_the_last_one_closes_the_desk(enter, with_app, code_now):
    client, user = Client(), UserFactory()
    with_app(user)
    enter(client, user, code=code_now())

    client.post(reverse("mfa_deactivate_totp"))

    assert not Authenticator.objects.filter(user=user).exists()
    client.get(reverse("account:profile"))  # the sign-in was with a factor, so grace was never used
    assert not client.session[HAS_FACTOR]
    assert client.get(reverse("account:profile"))["Location"] == reverse("mfa_index")


def test_accounts_of_the_demonstration_are_exempt_on_loopback_only(enter, settings):
    settings.IS_DEMO = True
    user = UserFactory(is_demo=True)
    for _ in range(2):
        near, far = Client(), Client(REMOTE_ADDR="10.0.0.7")
        enter(near, user)
        enter(far, user)

    assert near.get(reverse("account:profile")).status_code == 200
    assert far.get(reverse("account:profile"))["Location"] == reverse("mfa_index")


def test_outside_of_the_demonstration_the_mark_means_nothing(enter):
    user = UserFactory(is_demo=True)
    enter(Client(), user)
    client = Client()

    enter(client, user)

    assert client.get(reverse("account:profile"))["Location"] == reverse("mfa_index")


@pytest.mark.parametrize(
    "name",
    ["mfa_index", "mfa_add_webauthn", "mfa_list_webauthn", "mfa_activate_totp", "account:sessions",
     "account:profile", "account:pin", "account_change_password", "account_logout",
     "mfa_generate_recovery_codes", "mfa_deactivate_totp", "mfa_view_recovery_codes"],
)  # fmt: skip
def test_every_own_page_opens(name, enter, with_app, code_now):
    client, user = Client(), UserFactory()
    with_app(user)
    enter(client, user, code=code_now())
    client.post(reverse("mfa_generate_recovery_codes"))

    answer = client.get(reverse(name), follow=True)

    assert answer.status_code == 200


@pytest.mark.parametrize(
    "name", ["account_login", "account_inactive", "account_reset_password", "account_reset_password_done",
             "account_reset_password_from_key_done"],
)  # fmt: skip
def test_every_public_page_opens(name):
    assert Client().get(reverse(name)).status_code == 200
