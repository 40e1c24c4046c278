"""One's own account: preferences, PIN, devices, and the invitation it began with."""

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kimbilio.accounts.choices import Role
from kimbilio.accounts.models import Invitation, User
from kimbilio.staff.actions import first_administrator_link, invite_user
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


def test_preferences_are_kept(sign_in):
    client = sign_in()
    wanted = {"name": "Akinyi Odhiambo", "phone": "", "language": "sw", "is_dense": "on"}

    client.post(reverse("account:profile"), wanted)

    client.user.refresh_from_db()
    user = client.user
    assert (user.name, user.language, user.is_dense) == ("Akinyi Odhiambo", "sw", True)
    assert not user.has_single_keys
    assert client.cookies["django_language"].value == "sw"


@pytest.mark.parametrize("pin", ["123", "abcd", "1111", "1234", "123456789"])
def test_a_weak_pin_is_refused(sign_in, pin):
    client = sign_in()

    answer = client.post(reverse("account:pin"), {"pin": pin})

    assert answer.status_code == 200
    client.user.refresh_from_db()
    assert client.user.pin == ""


def test_a_pin_is_kept_as_a_hash(sign_in):
    client = sign_in()

    client.post(reverse("account:pin"), {"pin": "2580"})

    client.user.refresh_from_db()
    assert client.user.pin
    assert "2580" not in client.user.pin


def test_language_of_the_person_comes_along(sign_in):
    client = sign_in()

    client.post(reverse("display:language"), {"language": "sw", "next": "/account/"})

    client.user.refresh_from_db()
    assert client.user.language == "sw"


def test_language_chosen_before_signing_in_is_kept(enter):
    client, user = Client(), UserFactory()
    client.post(reverse("display:language"), {"language": "sw"})

    enter(client, user)

    user.refresh_from_db()
    assert user.language == "sw"


def test_devices_are_listed_and_signed_out_from_afar(enter, is_in):
    user = UserFactory()
    here, there = Client(HTTP_USER_AGENT="Firefox/140.0 (Windows)"), Client()
    enter(here, user)
    enter(there, user)
    session = UserSession.objects.get(session_key=there.session.session_key)
    here_session = here.session
    here_session["has_second_factor"] = True
    here_session.save()

    listed = here.get(reverse("account:sessions")).content.decode()
    here.post(reverse("account:end_session", args=[session.pk]))

    assert "Firefox, Windows" in listed
    assert not is_in(there)
    assert is_in(here)


def test_nobody_signs_out_the_device_of_somebody_else(enter, sign_in, is_in):
    owner, stranger = Client(), sign_in()
    enter(owner, UserFactory())
    session = UserSession.objects.get(session_key=owner.session.session_key)

    answer = stranger.post(reverse("account:end_session", args=[session.pk]))

    assert answer.status_code == 404
    assert is_in(owner)


def test_sign_out_everywhere_but_here(enter, is_in):
    user = UserFactory()
    clients = [Client() for _ in range(3)]
    for client in clients:
        enter(client, user)

    clients[0].post(reverse("account:end_other_sessions"))

    assert [is_in(client) for client in clients] == [True, False, False]


def invited(**more):
    boss = UserFactory(administrator=True)
    asked = {"email": "new@kimbilio.example", "name": "Wanjiru", "role": Role.THERAPIST, **more}
    return invite_user(by=boss, **asked)


def accept(client, token, **more):
    answers = {"name": "Wanjiru Kamau", "password": "mti mkubwa wa mto", "language": "sw", **more}
    return client.post(reverse("account:invitation", args=[token]), answers)


def test_an_invitation_makes_the_account_it_promised(is_in):
    client, token = Client(), invited()

    page = client.get(reverse("account:invitation", args=[token]))
    answer = accept(client, token)

    user = User.objects.get(email="new@kimbilio.example")
    assert page.status_code == 200
    assert answer["Location"] == reverse("mfa_index")
    assert (user.name, user.role, user.language) == ("Wanjiru Kamau", Role.THERAPIST, "sw")
    assert is_in(client)


def test_an_invitation_works_once():
    token = invited()
    accept(Client(), token)

    answer = accept(Client(), token)

    assert answer.status_code == 410
    assert User.objects.filter(role=Role.THERAPIST).count() == 1


def test_an_old_invitation_does_not_work():
    token = invited()
    Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))

    assert accept(Client(), token).status_code == 410


def test_a_newer_invitation_replaces_the_older():
    boss = UserFactory(administrator=True)
    asked = {"email": "new@kimbilio.example", "name": "Wanjiru", "role": Role.THERAPIST, "by": boss}
    first, second = invite_user(**asked), invite_user(**asked)

    assert accept(Client(), first).status_code == 410
    assert accept(Client(), second).status_code == 302


def test_a_weak_password_is_refused():
    token = invited()

    answer = accept(Client(), token, password="password1234")

    assert answer.status_code == 200
    assert not User.objects.filter(email="new@kimbilio.example").exists()


def test_without_a_password_the_passkey_comes_next(is_in):
    client, token = Client(), invited()

    accept(client, token, password="")

    assert is_in(client)
    assert client.get(reverse("mfa_add_webauthn")).status_code == 200


def test_the_database_keeps_no_token():
    token = invited()

    assert token not in str(list(Invitation.objects.values()))


def test_the_first_link_makes_an_administrator_and_then_is_gone(is_in):
    client, link = Client(), first_administrator_link()

    answer = client.post(
        link,
        {"email": "First@Kimbilio.Example", "name": "Otieno", "password": "mti mkubwa wa mto", "language": "en"},
    )  # fmt: skip

    assert answer.status_code == 302
    assert User.objects.get(email="first@kimbilio.example").role == Role.ADMINISTRATOR
    assert first_administrator_link() is None
    assert Client().get(link).status_code == 410


def test_a_new_password_by_mail(mailoutbox, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    user, client = UserFactory(), Client()
    client.post(reverse("account_reset_password"), {"email": user.email})
    link = next(w for w in mailoutbox[0].body.split() if w.startswith("http"))
    form = client.get(link, follow=True)

    new = {"password1": "mti mkubwa wa mto", "password2": "mti mkubwa wa mto"}
    client.post(form.request["PATH_INFO"], new)

    user.refresh_from_db()
    assert user.check_password("mti mkubwa wa mto")
    assert mailoutbox[0].subject == "Your link"
    assert user.name not in mailoutbox[0].body
