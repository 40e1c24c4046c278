"""What administrators do to accounts."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.test import Client
from django.urls import reverse

from kimbilio.accounts.choices import Role
from kimbilio.accounts.models import Invitation, User
from kimbilio.audit.choices import Event
from kimbilio.audit.models import Entry
from kimbilio.kernel.errors import BadInput, NotAllowed
from kimbilio.staff import actions
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss():
    return UserFactory(administrator=True)


def test_invite_user_refuses_a_case_worker():
    with pytest.raises(NotAllowed):
        actions.invite_user(
            email="new@kimbilio.example", name="W", role=Role.THERAPIST, by=UserFactory()
        )

    assert not Invitation.objects.exists()
    assert not Entry.objects.exists()


def test_invite_user_refuses_an_address_in_use(boss):
    user = UserFactory()

    with pytest.raises(BadInput):
        actions.invite_user(email=user.email.upper(), name="W", role=Role.THERAPIST, by=boss)


def test_an_invitation_mail_says_nothing_about_the_work(
    boss, mailoutbox, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        token = actions.invite_user(
            email="new@kimbilio.example", name="Wanjiru", role=Role.THERAPIST, by=boss
        )

    mail = mailoutbox[0]
    assert token in mail.body
    for word in ("case", "survivor", "traffick", "therap", boss.name):
        assert word.lower() not in (mail.subject + mail.body).lower()


def test_deactivate_user_ends_all_sessions_at_once(boss):
    user, clients = UserFactory(), [Client(), Client()]
    for client in clients:
        client.post(reverse("account_login"), {"login": user.email, "password": "tunda la leo"})
    assert UserSession.objects.filter(user=user).count() == 2

    actions.deactivate_user(user=user, by=boss)

    assert not UserSession.objects.filter(user=user).exists()
    for client in clients:
        answer = client.get(reverse("account:profile"))
        assert answer["Location"].startswith(reverse("account_login"))


def test_nobody_deactivates_oneself(boss):
    UserFactory(administrator=True)

    with pytest.raises(actions.NotOnOneself):
        actions.deactivate_user(user=boss, by=boss)


def test_the_last_administrator_stays(boss):
    other = UserFactory(administrator=True)
    boss.is_active = True
    User.objects.filter(pk=boss.pk).update(role=Role.MANAGER)

    with pytest.raises(actions.LastAdministrator):
        actions.deactivate_user(user=other, by=boss)
    with pytest.raises(actions.LastAdministrator):
        actions.change_role(user=other, role=Role.MANAGER, by=boss)


def test_change_role_is_written_down(boss):
    user = UserFactory()

    actions.change_role(user=user, role=Role.THERAPIST, by=boss)

    user.refresh_from_db()
    entry = Entry.objects.get(event=Event.STAFF_ROLE_CHANGED)
    assert user.role == Role.THERAPIST
    assert entry.subject_id == str(user.pk)


def test_activate_opens_the_account_again(boss):
    user = UserFactory(is_active=False)

    actions.activate(user=user, by=boss)

    user.refresh_from_db()
    assert user.is_active


def test_reset_second_factor_leads_to_one_more_grace_sign_in(boss):
    user = UserFactory()
    Authenticator.objects.create(user=user, type="totp", data={"secret": "x"})
    Client().post(reverse("account_login"), {"login": user.email, "password": "tunda la leo"})

    actions.reset_second_factor(user=user, by=boss)

    user.refresh_from_db()
    assert user.second_factor_due_at is None
    assert not Authenticator.objects.filter(user=user).exists()


def test_end_session_of_others_needs_the_permission(boss):
    client, user = Client(), UserFactory()
    client.post(reverse("account_login"), {"login": user.email, "password": "tunda la leo"})
    session = UserSession.objects.get(user=user)

    with pytest.raises(NotAllowed):
        actions.end_session(session=session, by=UserFactory())
    actions.end_session(session=session, by=boss)

    assert not UserSession.objects.exists()
