"""Signing in: what gets somebody in, and what a stranger learns or can spoil."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.test import Client
from django.urls import reverse

from kimbilio.accounts.devices import COOKIE
from kimbilio.audit.choices import Event
from kimbilio.audit.models import Entry
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


def test_password_signs_in_and_leaves_a_line(enter, is_in):
    client, user = Client(), UserFactory()

    enter(client, user)

    assert is_in(client)
    assert Entry.objects.filter(event=Event.SIGNED_IN, actor_id=user.pk).exists()


def test_letter_case_of_the_address_does_not_matter(enter, is_in):
    client = Client()
    UserFactory(email="akinyi@kimbilio.example")

    enter(client, "Akinyi@Kimbilio.Example")

    assert is_in(client)


def test_an_unknown_address_and_a_wrong_password_look_the_same(enter):
    user = UserFactory()

    answers = [
        enter(Client(), who, "not the password") for who in (user, "nobody@kimbilio.example")
    ]

    known, unknown = (
        re.sub(
            r'name="csrfmiddlewaretoken" value="[^"]+"|content="[^"]{64}"|value="[^"]*@[^"]*"',
            "",
            a.content.decode(),
        )
        for a in answers
    )
    assert known == unknown
    assert answers[0].status_code == answers[1].status_code == 200


def test_a_lost_password_gets_the_same_answer_for_every_address():
    user = UserFactory()

    answers = [
        Client().post(reverse("account_reset_password"), {"email": email})
        for email in (user.email, "nobody@kimbilio.example")
    ]

    assert {(a.status_code, a["Location"]) for a in answers} == {
        (302, reverse("account_reset_password_done"))
    }


def test_a_closed_account_does_not_sign_in(enter, is_in):
    client, user = Client(), UserFactory(is_active=False)

    enter(client, user)

    assert not is_in(client)


def test_there_is_no_sign_up():
    assert Client().get("/account/signup/").status_code == 404


def test_a_stranger_is_slowed_down(enter, is_in):
    client, user = Client(), UserFactory()
    for _ in range(5):
        enter(client, user, "wrong")

    refused = enter(client, user)

    assert not is_in(client)
    assert "Too many tries" in refused.content.decode()
    assert Entry.objects.filter(event=Event.SIGN_IN_LOCKED).count() == 1


def test_the_tries_of_a_stranger_do_not_lock_out_the_device_of_the_owner(enter, is_in):
    owner, user = Client(), UserFactory()
    enter(owner, user)
    owner.post(reverse("account_logout"))
    assert owner.cookies[COOKIE].value
    for n in range(60):
        enter(Client(REMOTE_ADDR=f"10.0.{n}.1"), user, "wrong")

    enter(owner, user)

    assert is_in(owner)


def test_a_forged_device_cookie_counts_as_a_stranger(enter, is_in):
    client, user = Client(), UserFactory()
    client.cookies[COOKIE] = "eyJkIjoiYSIsImsiOlsiYiJdfQ:1u:forged"
    for _ in range(5):
        enter(client, user, "wrong")

    enter(client, user)

    assert not is_in(client)


def test_the_code_on_the_same_page_is_enough(enter, is_in, code_now, with_app):
    client, user = Client(), UserFactory()
    secret = with_app(user)

    enter(client, user, code=code_now(secret))

    assert is_in(client)


def test_the_code_before_is_accepted_but_none_twice(enter, is_in, code_now, with_app):
    user = UserFactory()
    secret = with_app(user)
    first, second = Client(), Client()

    enter(first, user, code=code_now(secret, -1))
    enter(second, user, code=code_now(secret, -1))

    assert is_in(first)
    assert not is_in(second)


def test_without_the_code_the_second_step_asks_for_it(enter, is_in, code_now, with_app):
    client, user = Client(), UserFactory()
    secret = with_app(user)

    answer = enter(client, user)

    assert answer["Location"].startswith(reverse("mfa_authenticate"))
    assert not is_in(client)
    assert client.get(reverse("mfa_authenticate")).status_code == 200
    client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert not is_in(client)
    client.post(reverse("mfa_authenticate"), {"code": code_now(secret)})
    assert is_in(client)


def test_a_recovery_code_works_once(enter, is_in, with_app):
    user = UserFactory()
    with_app(user)
    codes = RecoveryCodes.activate(user)
    code = codes.get_unused_codes()[0]
    first, second = Client(), Client()

    enter(first, user, code=code)
    enter(second, user, code=code)

    assert is_in(first)
    assert not is_in(second)


def test_the_database_holds_no_secret_of_the_app(with_app):
    user = UserFactory()

    secret = with_app(user)

    assert secret not in str(Authenticator.objects.get(user=user).data)
