"""``kimbilio simulate``: where it starts, what it sets up, and one message for scripts."""

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from kimbilio.accounts.models import User
from kimbilio.api.webhooks import forget_accounts
from kimbilio.helpline.actions.delivering import read_deliveries
from kimbilio.helpline.choices import ProviderKind
from kimbilio.helpline.models import Account, Conversation, Message
from kimbilio.operations.simulator.accounts import join
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def public(live_server, monkeypatch, settings):
    """The address that the doors believe to have."""
    settings.PUBLIC_URL = live_server.url
    monkeypatch.delenv("KIMBILIO_URL", raising=False)
    forget_accounts()
    yield live_server.url
    forget_accounts()


@pytest.fixture
def demo():
    """Nobody here is real."""
    return UserFactory(administrator=True, is_demo=True)


@pytest.mark.parametrize("way", ["whatsapp", "sms", "twilio"])
def test_one_message_for_scripts(demo, public, capsys, way):
    call_command("simulate", "--say", way, "Habari", "--from", "0799 000 588", "--to", public)
    read_deliveries()

    assert capsys.readouterr().out == "Sent.\n"
    assert Message.objects.get().text == "Habari"
    assert Conversation.objects.get().correspondent.address == "+254799000588"


def test_it_does_not_start_among_true_conversations(demo, public):
    UserFactory()

    with pytest.raises(CommandError, match="This is no demonstration"):
        call_command("simulate", "--say", "sms", "Habari", "--to", public)

    assert not Account.objects.exists()


def test_by_force_it_starts_and_leaves_no_account_in_use(demo, public):
    UserFactory()

    call_command("simulate", "--say", "sms", "Habari", "--to", public, "--force")

    assert Account.objects.count() == 3
    assert not Account.objects.filter(is_active=True).exists()


def test_without_an_administrator_it_says_what_to_do(public):
    UserFactory(is_demo=True)
    User.objects.filter(is_demo=False).delete()

    with pytest.raises(CommandError, match="Start Kimbilio first"):
        call_command("simulate", "--say", "sms", "Habari", "--to", public)


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["--say", "pigeon", "Habari"], "The channel is one of"),
        (["--say", "sms", "Habari", "--from", "Amani"], "This is no phone number"),
        (["--say", "sms", "Habari", "--to", "http://127.0.0.1:9"], "Kimbilio does not answer"),
    ],
)
def test_what_cannot_be_sent_is_said(demo, words, why):
    with pytest.raises(CommandError, match=why):
        call_command("simulate", *words)


def test_a_second_start_keeps_the_secrets_and_follows_the_new_addresses(demo):
    here = {"to": "http://127.0.0.1:8000", "by": demo}
    first = join(base="http://127.0.0.1:8010", public="http://127.0.0.1:8000", **here)
    second = join(base="http://127.0.0.1:8011", public="https://cases.example.org", **here)

    assert Account.objects.count() == 3
    for kind in first:
        changed = {k for k, text in first[kind].typed.items() if text != second[kind].typed[k]}
        assert changed <= {"base_url", "status_address"}
    twilio = second[ProviderKind.TWILIO]
    assert twilio.typed["status_address"] == twilio.public
    assert twilio.public.startswith("https://cases.example.org/api/door/")
    assert settings.PUBLIC_URL not in twilio.public


def test_one_message_leaves_the_accounts_to_the_simulator_that_runs(demo, public):
    join(base="http://127.0.0.1:8011", to=public, public=public, by=demo)
    UserFactory()
    before = list(Account.objects.values_list("version", flat=True))

    call_command("simulate", "--say", "sms", "Habari", "--to", public, "--force")

    assert list(Account.objects.values_list("version", flat=True)) == before
    assert Account.objects.filter(is_active=True).count() == 3


def test_a_taken_port_is_named_and_the_accounts_rest(demo, public, exchange, base):
    UserFactory()
    port = base.rpartition(":")[2]

    with pytest.raises(CommandError, match=f"Port {port} is taken"):
        call_command("simulate", "--port", port, "--to", public, "--force")

    assert not Account.objects.filter(is_active=True).exists()
