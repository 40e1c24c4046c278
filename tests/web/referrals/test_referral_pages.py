"""Referring from the file, and a partner answering without an account."""

import re
from datetime import timedelta
from smtplib import SMTPRecipientsRefused

import pytest
from django.core.mail.backends.base import BaseEmailBackend
from django.test import Client
from django.utils import timezone

from kimbilio.access.choices import TieKind
from kimbilio.access.models import Tie
from kimbilio.cases.models import Case
from kimbilio.consent.models import Consent
from kimbilio.helpline.models import Sending
from kimbilio.referrals.models import AnswerLink, Referral
from tests.factories.accounts import UserFactory
from tests.factories.cases import CaseFactory, ContactPointFactory
from tests.factories.helpline import AccountFactory
from tests.factories.partners import a_partner, an_offer
from tests.factories.referrals import a_draft, agree, an_adult_case

pytestmark = pytest.mark.django_db
FORM = {"partner": "Day Clinic", "service": "health", "need": "A check", "share": ["name_used"]}


@pytest.fixture
def case():
    case = CaseFactory(worker=UserFactory())
    Case.objects.filter(pk=case.pk).update(is_minor=False)
    return case


def test_no_consent_keeps_the_words_and_makes_nothing(sign_in, case):
    answer = sign_in(case.lead).post(f"/cases/{case.code}/referrals/new/", FORM)

    assert answer.status_code == 422
    assert "A check" in answer.content.decode()
    assert not Referral.objects.exists()


def test_a_partner_answers_by_link(sign_in, case, django_assert_max_num_queries):
    Consent.objects.create(
        person=case.survivor, purpose="sharing", recipient="Day Clinic", answer="yes",
        giver="self", given_on=timezone.localdate(), recorded_by=case.lead,
    )  # fmt: skip
    client = sign_in(case.lead)
    assert client.get(f"/cases/{case.code}/referrals/new/").status_code == 200
    where = client.post(f"/cases/{case.code}/referrals/new/", FORM)["Location"]
    shown = client.post(where, {"send": "1"})
    path = re.search(r"/answer/[\w-]+/", shown.content.decode())[0]
    code = shown.context["key"].code

    partner = Client()
    assert "Pendo" not in partner.get(path).content.decode()
    assert partner.post(path, {"code": code}).status_code == 302
    inside = partner.get(path).content.decode()
    assert "Pendo" in inside
    assert "Kwekwe" not in inside
    assert partner.post(path, {"state": "declined"}).status_code == 422
    assert partner.post(path, {"state": "accepted"}).status_code == 302
    assert partner.post(path, {"state": "completed", "words": "Done."}).status_code == 302

    with django_assert_max_num_queries(12):
        assert "Done." in client.get(where).content.decode()
    with django_assert_max_num_queries(12):
        assert "Day Clinic" in client.get(f"/cases/{case.code}/referrals/").content.decode()
    with django_assert_max_num_queries(12):
        assert client.get("/referrals/").status_code == 200
    assert Client().post(path, {"code": code}).status_code == 422  # a code works once
    Consent.objects.update(withdrawn_at=timezone.now(), withdrawn_by=case.lead)
    assert "Pendo" not in partner.get(path).content.decode()


def test_a_guessed_link_is_closed():
    assert Client().get("/answer/guessed/").status_code == 410


def test_a_stranger_finds_nothing(sign_in, case):
    client = sign_in(UserFactory(worker=True))
    for path in ("", "new/"):
        assert client.get(f"/cases/{case.code}/referrals/{path}").status_code == 404


def test_the_field_offers_the_names_of_the_directory(sign_in, case, django_assert_max_num_queries):
    offer = an_offer()
    client = sign_in(case.lead)
    client.get("/referrals/")

    with django_assert_max_num_queries(12):
        page = client.get(f"/cases/{case.code}/referrals/new/").content.decode()

    assert f'<option value="{offer.partner.name}">' in page
    assert 'list="partners"' in page


def a_referral(case, client, **fields):
    """Written on the page, with consent; gives its address."""
    Consent.objects.create(
        person=case.survivor, purpose="sharing", recipient="Day Clinic", answer="yes",
        giver="self", given_on=timezone.localdate(), recorded_by=case.lead,
    )  # fmt: skip
    return client.post(f"/cases/{case.code}/referrals/new/", {**FORM, **fields})["Location"]


def test_send_pressed_twice_keeps_the_first_link(sign_in, case):
    client = sign_in(case.lead)
    where = a_referral(case, client)
    key = "0b9f4e5e-2f64-4a58-9d0f-6ad4c0e0b7a2"

    first = client.post(where, {"send": "1", "sent_key": key})
    again = client.post(where, {"send": "1", "sent_key": key})

    path = re.search(r"/answer/[\w-]+/", first.content.decode())[0]
    assert again["Location"] == where
    assert Client().get(path).status_code == 200
    assert Referral.objects.get().links.count() == 1


def test_a_refused_reply_keeps_its_words(sign_in, case):
    client = sign_in(case.lead)
    where = a_referral(case, client)

    hidden = client.post(where, {"answer_them": "1", "reply": "At nine\u202e"})
    too_late = client.post(where, {"answer_them": "1", "reply": "At nine, by the gate."})

    assert hidden.status_code == too_late.status_code == 422
    assert "At nine, by the gate." in too_late.content.decode()


def test_the_staff_page_hides_name_and_number_as_everywhere(sign_in, case):
    ContactPointFactory(person=case.survivor, value="+254700000321")
    client = sign_in(case.lead)
    where = a_referral(case, client, share=["full_name", "contact"])

    page = client.get(where).content.decode()

    assert "321" in page
    assert "+254700000321" not in page
    assert case.survivor.full_name not in page


def test_a_reader_learns_nothing_of_parts_that_are_closed(sign_in, case):
    client = sign_in(case.lead)
    where = a_referral(case, client, story="Came by the night bus.")
    shelter = UserFactory(role="shelter_worker")
    Tie.objects.create(case=case, user=shelter, kind=TieKind.MEMBER)
    colleague = sign_in(shelter)

    page = colleague.get(where).content.decode()
    whole = colleague.get(f"/cases/{case.code}/referrals/").content.decode()

    assert "night bus" not in page
    assert "1 more line is not open to you." in page
    assert 'name="send"' not in page
    assert "What happened" not in whole
    assert colleague.post(where, {"send": "1"}).status_code in {302, 422}
    assert not Referral.objects.get().links.exists()


def test_one_shares_only_what_one_may_print(sign_in, case):
    page = sign_in(case.lead).get(f"/cases/{case.code}/referrals/new/").content.decode()

    assert 'name="story"' in page
    assert 'name="legal"' not in page  # a case worker may change it, not print it


def test_a_consent_that_ended_is_not_called_given(sign_in, case):
    client = sign_in(case.lead)
    a_referral(case, client)
    Consent.objects.update(withdrawn_at=timezone.now(), withdrawn_by=case.lead)

    page = client.get(f"/cases/{case.code}/referrals/").content.decode()

    assert "Does not hold" in page
    assert "Given" not in page


def test_guesses_are_counted_and_then_even_a_true_link_waits(sign_in, case):
    client = sign_in(case.lead)
    shown = client.post(a_referral(case, client), {"send": "1"})
    path = re.search(r"/answer/[\w-]+/", shown.content.decode())[0]
    stranger = Client()
    assert stranger.get(path).status_code == 200
    for _ in range(30):
        assert stranger.get("/answer/guessed/").status_code == 410

    assert stranger.get(path).status_code == 410
    assert Client(REMOTE_ADDR="10.9.8.7").get(path).status_code == 200


def test_an_entry_is_chosen_with_how_it_answered(sign_in, case, django_assert_max_num_queries):
    clinic, other = a_partner("Mwanga Clinic"), a_partner("Tumaini Clinic")
    lead = case.lead
    told = a_draft(an_adult_case(worker=lead), entry=clinic, partner="Mwanga Clinic")
    sent_at = timezone.now() - timedelta(hours=5)
    Referral.objects.filter(pk=told.pk).update(
        state="accepted", sent_at=sent_at, answered_at=timezone.now(), waits_until=timezone.now()
    )
    agree(case, "Mwanga Clinic")
    client = sign_in(lead)
    client.get("/referrals/")

    with django_assert_max_num_queries(12):
        page = client.get(f"/cases/{case.code}/referrals/new/").content.decode()
    assert "Mwanga Clinic · takes 100 of 100, answers in 5 h" in page
    assert f'<option value="{other.pk}">Tumaini Clinic</option>' in page
    fields = {**FORM, "partner": "", "entry": str(clinic.pk)}
    where = client.post(f"/cases/{case.code}/referrals/new/", fields)["Location"]

    made = Referral.objects.get(case=case)
    assert (made.partner_name, made.entry) == ("Mwanga Clinic", clinic)
    assert f"/partners/{clinic.pk}/" in client.get(where).content.decode()


def test_neither_a_name_nor_an_entry_is_asked_for_again(sign_in, case):
    client = sign_in(case.lead)
    for sent in ({"partner": ""}, {"partner": "", "entry": str(case.pk)}):
        answer = client.post(f"/cases/{case.code}/referrals/new/", {**FORM, **sent})
        assert answer.status_code == 422
    assert not Referral.objects.exists()


def many(case, number, **columns):
    """As many referrals as that, of one case, each waiting a minute longer than the one before."""
    now = timezone.now()
    for nth in range(number):
        Referral.objects.create(
            case=case, partner_name=f"Clinic {nth:02}", partner_key=nth, service="health",
            need="A check", state="sent", made_by=case.lead, sent_at=now,
            made_at=now - timedelta(minutes=nth), waits_until=now + timedelta(minutes=nth),
            **columns,
        )  # fmt: skip


def shown_on(client, address):
    page = client.get(address)
    return re.findall(r"Clinic \d\d", page.content.decode()), page


@pytest.mark.parametrize("of_case", [True, False])
def test_the_lists_go_on_after_fifty(sign_in, case, of_case, django_assert_max_num_queries):
    many(case, 52)
    client = sign_in(case.lead)
    where = f"/cases/{case.code}/referrals/" if of_case else "/referrals/"
    client.get(where)

    with django_assert_max_num_queries(12):
        first, page = shown_on(client, where)
    after = re.search(r'href="(\?after=[\w-]+)"', page.content.decode())[1]
    rest, last = shown_on(client, where + after)

    assert first == [f"Clinic {nth:02}" for nth in range(50)]
    assert rest == ["Clinic 50", "Clinic 51"]
    assert 'href="?after=' not in last.content.decode()


def test_the_partners_page_speaks_from_their_side(sign_in, case):
    client = sign_in(case.lead)
    shown = client.post(a_referral(case, client), {"send": "1"})
    path = re.search(r"/answer/[\w-]+/", shown.content.decode())[0]
    partner = Client()
    partner.post(path, {"code": shown.context["key"].code})

    before = partner.get(path).content.decode()
    partner.post(path, {"state": "question", "words": "Which language?"})
    asked = partner.get(path)

    assert "Waits for your answer" in before
    assert "We have a question" in before
    assert asked.context["stands"] == "We have a question"
    for page in (before, asked.content.decode()):
        assert "They ask something" not in page


class Refusing(BaseEmailBackend):
    """A mail server that knows nobody, and says so with the address."""

    def send_messages(self, email_messages):
        raise SMTPRecipientsRefused(dict.fromkeys(email_messages[0].to, (550, b"unknown")))


@pytest.mark.django_db(transaction=True)
def test_a_mail_that_did_not_go_out_is_said_on_the_page_at_once(sign_in, case, settings):
    settings.EMAIL_BACKEND = f"{__name__}.Refusing"
    client = sign_in(case.lead)
    where = a_referral(case, client, email="desk@clinic.example")

    shown = client.post(where, {"send": "1"}).content.decode()

    assert "The mail could not be sent" in shown
    assert "Pass these on now" in shown
    assert "The mail could not be sent" in client.get(where).content.decode()
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert "The mail could not be sent" not in client.post(where, {"send": "1"}).content.decode()


def test_the_code_goes_by_sms_to_the_partner_and_nowhere_else(sign_in, case):
    AccountFactory(provider="twilio", typed={"sms_number": "+254799000001"})
    Consent.objects.create(
        person=case.survivor, purpose="sharing", recipient="Day Clinic", answer="yes",
        giver="self", given_on=timezone.localdate(), recorded_by=case.lead,
    )  # fmt: skip
    client = sign_in(case.lead)
    where = client.post(f"/cases/{case.code}/referrals/new/", FORM)["Location"]
    wrong = client.post(where, {"send": "1", "code_to": "12"})
    assert wrong.status_code == 422
    assert not AnswerLink.objects.exists()

    shown = client.post(where, {"send": "1", "code_to": "0799 000 401"})

    message = Sending.objects.get().message
    assert shown.context["key"].code in message.text
    assert message.conversation.correspondent.address == "+254799000401"
    assert not message.conversation.is_open


def test_what_the_partner_said_meanwhile_is_not_written_over(sign_in, case):
    client = sign_in(case.lead)
    where = a_referral(case, client)
    client.post(where, {"send": "1"})
    seen = Referral.objects.get().version
    Referral.objects.update(state="accepted", version=seen + 1)
    sent = {"answer": "1", "state": "declined", "reason": "full", "version": seen}

    answer = client.post(where, sent)
    withdrawn = client.post(where, {"withdraw": "1", "version": seen})

    assert answer.status_code == withdrawn.status_code == 422
    assert "Someone else changed this" in answer.content.decode()
    assert Referral.objects.get().state == "accepted"
    assert client.post(where, {**sent, "version": seen + 1}).status_code == 302
    assert Referral.objects.get().state == "declined"
