"""The pages of the administrator."""

import pytest
from django.urls import reverse

from kimbilio.accounts.choices import Role
from kimbilio.accounts.models import Invitation
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss(sign_in):
    return sign_in(administrator=True)


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMINISTRATOR])
def test_for_everybody_else_they_do_not_exist(sign_in, role):
    client = sign_in(role=role)

    assert client.get(reverse("staff:index")).status_code == 404


def test_the_list_shows_staff_and_invitations(boss):
    colleague = UserFactory(name="Barasa Wekesa")

    boss.post(
        reverse("staff:invite"),
        {"email": "n@kimbilio.example", "name": "Nafula", "role": "therapist", "language": "sw"},
    )
    page = boss.get(reverse("staff:index")).content.decode()

    assert colleague.name in page
    assert "Nafula" in page


def test_the_link_is_shown_once(boss):
    answer = boss.post(
        reverse("staff:invite"),
        {"email": "n@kimbilio.example", "name": "Nafula", "role": "therapist", "language": "sw"},
    )

    assert "/account/invitation/" in answer.content.decode()


def test_withdraw_and_change(boss):
    boss.post(
        reverse("staff:invite"),
        {"email": "n@kimbilio.example", "name": "Nafula", "role": "therapist", "language": "sw"},
    )
    invitation, colleague = Invitation.objects.get(), UserFactory()

    boss.post(reverse("staff:withdraw", args=[invitation.pk]))
    boss.post(reverse("staff:role", args=[colleague.pk]), {"role": "manager"})
    boss.post(reverse("staff:deactivate", args=[colleague.pk]))

    invitation.refresh_from_db()
    colleague.refresh_from_db()
    assert not invitation.is_open()
    assert (colleague.role, colleague.is_active) == (Role.MANAGER, False)
    assert boss.get(reverse("staff:member", args=[colleague.pk])).status_code == 200


def test_a_refusal_comes_back_to_the_colleague(boss):
    answer = boss.post(reverse("staff:deactivate", args=[boss.user.pk]), follow=True)

    assert answer.status_code == 200
    assert "your own account" in answer.content.decode()
