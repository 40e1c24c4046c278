"""The door for providers: genuine postings are kept and answered, everything else is refused unread."""

import json

import pytest
from django.urls import reverse

from kimbilio.api import webhooks
from kimbilio.helpline.choices import ProviderKind
from kimbilio.helpline.models import Delivery, Message, Refusal
from kimbilio.helpline.providers import known
from kimbilio.helpline.providers.base import LARGEST
from tests.factories.helpline import AccountFactory
from tests.helpline.postbox import Postbox

pytestmark = pytest.mark.django_db
WORDS = json.dumps([{"provider_id": "1", "sender": "0799000552", "text": "Qzxsiri"}])


@pytest.fixture
def account(monkeypatch):
    webhooks.forget_accounts()
    monkeypatch.setitem(known.PROVIDERS, ProviderKind.WHATSAPP, Postbox())
    yield AccountFactory(typed={"key": "secret"})
    webhooks.forget_accounts()


def post(client, account, body=WORDS, key="secret", **more):
    address = reverse("api:door", args=[account.door])
    return client.post(
        address, body, content_type="application/json", headers={"x-key": key}, **more
    )


def test_a_genuine_posting_is_kept_and_answered(client, account):
    answer = post(client, account)

    assert (answer.status_code, answer.content) == (200, b"taken")
    assert Delivery.objects.get().read_at is None
    assert not Message.objects.exists()


def test_the_same_posting_twice_is_kept_once_and_answered_twice(client, account):
    assert [post(client, account).status_code for _ in range(3)] == [200, 200, 200]

    assert Delivery.objects.count() == 1


def test_a_forged_posting_is_refused_before_it_is_read_and_counted(client, account):
    for _ in range(2):
        assert post(client, account, body="{broken", key="guessed").status_code == 403

    assert not Delivery.objects.exists()
    refusal = Refusal.objects.get()
    assert (refusal.why, refusal.count) == ("forged", 2)


def test_what_is_larger_than_any_posting_is_refused_unread(client, account):
    assert post(client, account, body="x" * (LARGEST + 1)).status_code == 413

    assert not Delivery.objects.exists()
    assert Refusal.objects.get().why == "too_large"


def test_a_posting_of_the_largest_size_is_kept(client, account):
    assert post(client, account, body="x" * LARGEST).status_code == 200

    assert len(Delivery.objects.get().body) == LARGEST


def test_a_door_that_nobody_has_is_not_found(client, account):
    assert client.post(reverse("api:door", args=["guessed"]), {}).status_code == 404
    account.is_active = False
    account.save()

    assert post(client, account).status_code == 404


def test_a_provider_that_asks_whether_it_is_us_is_answered(client, account):
    address = reverse("api:door", args=[account.door])

    assert client.get(address, {"say": "challenge"}).content == b"challenge"


def test_it_costs_one_query_beside_the_writing(client, account, django_assert_num_queries):
    post(client, account, body=WORDS.replace("1", "2", 1))

    with django_assert_num_queries(3):  # a savepoint, the row, its release
        post(client, account)


def test_other_methods_are_refused(client, account):
    assert client.put(reverse("api:door", args=[account.door])).status_code == 405
