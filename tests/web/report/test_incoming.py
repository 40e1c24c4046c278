"""A partner sends us somebody by its own page, and learns what it may."""

import re

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from kimbilio.cases.models import UnfinishedCall
from kimbilio.consent.models import Consent
from kimbilio.helpline.actions.deciding import close_conversation, join_case
from kimbilio.helpline.actions.incoming import give_link
from kimbilio.helpline.choices import Channel, Outcome, Urgency
from kimbilio.helpline.models import Conversation, ReferrerLink
from kimbilio.kernel.errors import NotAllowed
from kimbilio.partners.models import Partner
from kimbilio.web.report import opening
from tests.factories.accounts import UserFactory
from tests.factories.cases import CaseFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh(monkeypatch):
    cache.clear()
    monkeypatch.setattr(opening, "SHORTEST", 0)


@pytest.fixture
def partner():
    return Partner.objects.create(name="Gender desk, Kayole", kind="police")


@pytest.fixture
def link(partner):
    return reverse("report:refer", args=[give_link(partner=partner, by=UserFactory(lead=True))])


def send(client, link, **more):
    opened = re.search(r'name="opened" value="([^"]+)"', client.get(link).content.decode())[1]
    fields = {"words": "Bed tonight for a woman", "urgency": "today", "told": "adult", "age": "26",
              "safety": "not_safe", "officer": "Desk two", "reach": "0799 000 777",
              "is_agreed": "on", "opened": opened, **more}  # fmt: skip
    return client.post(link, fields)


def test_a_partner_sends_somebody_and_gets_a_receipt(client, link, partner):
    answer = send(client, link)

    talk = Conversation.objects.get()
    assert 'class="code"' in answer.content.decode()
    assert (talk.channel, talk.urgency, talk.who) == (Channel.PARTNER, Urgency.TODAY, partner.name)
    assert talk.triage.answers["age"] == 26
    assert (talk.incoming.partner, talk.incoming.is_agreed) == (partner, True)


def test_it_becomes_a_case_with_its_referrer(client, link, sign_in):
    send(client, link)
    worker = sign_in(worker=True)

    worker.post(reverse("inbox:open_case", args=[Conversation.objects.get().pk]))

    typed = UnfinishedCall.objects.get().typed
    assert typed["source"] == "law_enforcement"
    assert typed["referrer"] == "Gender desk, Kayole, Desk two"
    assert typed["safety"] == "not_safe"


def outcome_page(client, answer, *, consent):
    code = re.search(r'class="code">([^<]+)<', answer.content.decode())[1]
    worker = UserFactory(worker=True)
    case, talk = CaseFactory(worker=worker, is_minor=False), Conversation.objects.get()
    if consent:
        Consent.objects.create(
            person=case.survivor, purpose="sharing", recipient="Gender desk, Kayole", answer="yes",
            giver="self", given_on=timezone.localdate(), recorded_by=worker,
        )  # fmt: skip
    join_case(conversation=talk, case=case, by=worker)
    close_conversation(conversation=talk, outcome=Outcome.CASE_OPENED, by=worker)
    page = client.post(reverse("report:back"), {"code": code}).content.decode()
    assert case.code not in page
    return page


@pytest.mark.parametrize("consent", [True, False])
def test_the_outcome_is_told_only_with_consent(client, link, consent):
    page = outcome_page(client, send(client, link), consent=consent)

    assert ("A case was opened" in page) is consent
    assert "has been dealt with" in page


def test_the_same_form_twice_is_one(client, link):
    opened = re.search(r'name="opened" value="([^"]+)"', client.get(link).content.decode())[1]
    for _ in range(2):
        send(client, link, opened=opened)

    assert Conversation.objects.count() == 1


def test_bad_input_is_explained_and_kept(client, link):
    answer = send(client, link, words=" ", officer="Desk two")

    assert answer.status_code == 422
    assert "Desk two" in answer.content.decode()
    assert not Conversation.objects.exists()


def test_a_new_link_stops_the_old_one_and_stopping_stops_it(client, link, partner, sign_in):
    lead = sign_in(lead=True)
    page = lead.post(reverse("helpline:referrers"), {"partner": str(partner.pk)})
    newer = re.search(r"/write/from/[\w-]+/", page.content.decode())[0]
    assert client.get(link).status_code == 410
    assert client.get(newer).status_code == 200

    lead.post(
        reverse("helpline:stop_referrer", args=[ReferrerLink.objects.get(stopped_at=None).pk])
    )

    assert client.get(newer).status_code == 410


def test_links_are_not_guessed(client, link):
    for _ in range(opening.MISSES):
        assert client.get(reverse("report:refer", args=["guessed"])).status_code == 410

    assert client.get(link).status_code == 410


def test_who_keeps_no_partners_gives_no_link(partner):
    with pytest.raises(NotAllowed):
        give_link(partner=partner, by=UserFactory(worker=True))

    assert not ReferrerLink.objects.exists()
