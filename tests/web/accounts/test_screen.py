"""The locked screen, and how it opens."""

import time

import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client
from django.urls import reverse

from kimbilio.accounts import locks
from kimbilio.accounts.middleware import BACKGROUND
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db

PROFILE, SESSIONS = "/account/", "/account/sessions/"


@pytest.fixture
def client(sign_in):
    client = sign_in(UserFactory(pin=make_password("2580")))
    client.get(PROFILE)
    return client


def sleep(client, seconds):
    """Let the clock of quiet go on by ``seconds``."""
    session = client.session
    session[locks.SEEN_AT] = int(time.time()) - seconds
    session.save()


def lock(client, place=SESSIONS):
    return client.post(reverse("account:lock"), {"next": place})


def test_a_locked_session_shows_only_the_way_back(client):
    lock(client)

    for url in (PROFILE, SESSIONS, reverse("mfa_index"), reverse("account_change_password")):
        assert client.get(url)["Location"] == reverse("account:locked")
    assert client.get(reverse("account:locked")).status_code == 200


def test_hide_now_goes_to_the_empty_page(client):
    answer = client.post(reverse("account:lock"), {"hide": "1"})

    assert answer["Location"] == reverse("display:blank")


def test_a_script_hears_only_that_it_is_locked(client):
    answer = client.post(reverse("account:lock"), headers={"Sec-Fetch-Mode": "cors"})

    assert answer.status_code == 204
    assert client.session[locks.LOCKED]


@pytest.mark.parametrize("secret", ["2580", "tunda la leo"])
def test_pin_or_password_opens_at_the_same_place(client, secret):
    lock(client)

    answer = client.post(reverse("account:locked"), {"secret": secret})

    assert answer["Location"] == SESSIONS
    assert client.get(PROFILE).status_code == 200


def test_it_never_leads_to_another_site(client):
    lock(client, "https://elsewhere.example/")

    answer = client.post(reverse("account:locked"), {"secret": "2580"})

    assert answer["Location"] == "/"


def test_five_wrong_tries_end_this_session_only(client):
    other = Client()
    other.force_login(client.user)
    lock(client)

    for _ in range(4):
        answer = client.post(reverse("account:locked"), {"secret": "1111"})
        assert answer.status_code == 200
    answer = client.post(reverse("account:locked"), {"secret": "1111"})

    assert answer["Location"] == reverse("account_login")
    assert "_auth_user_id" not in client.session
    assert "_auth_user_id" in other.session


def test_a_wrong_passkey_answer_counts_as_a_try(client):
    lock(client)

    answer = client.post(reverse("account:locked"), {"credential": "{}"})

    assert answer.status_code == 200
    assert client.session[locks.WRONG_TRIES] == 1


def test_quiet_locks_on_the_server_too(client):
    sleep(client, 15 * 60 + 1)

    answer = client.get(PROFILE)

    assert answer["Location"] == reverse("account:locked")


def test_a_script_after_the_quiet_gets_423(client):
    sleep(client, 15 * 60 + 1)

    answer = client.post("/account/here/", headers={"HX-Request": "true"})

    assert answer.status_code == 423
    assert answer["HX-Redirect"] == reverse("account:locked")


def test_saying_that_one_is_here_keeps_it_open(client):
    sleep(client, 14 * 60)

    client.post(reverse("account:here"))

    assert client.session[locks.SEEN_AT] >= time.time() - 5


def test_what_the_page_does_by_itself_does_not(client):
    sleep(client, 14 * 60)
    before = client.session[locks.SEEN_AT]

    client.get(PROFILE, headers={BACKGROUND: "1"})

    assert client.session[locks.SEEN_AT] == before


def test_a_closed_account_cannot_open_its_screen(client):
    lock(client)
    client.user.is_active = False
    client.user.save()

    answer = client.post(reverse("account:locked"), {"secret": "2580"})

    assert answer["Location"] == reverse("account_login")


def test_a_normal_page_costs_two_queries(client, django_assert_num_queries):
    with django_assert_num_queries(2):
        client.get(PROFILE)
