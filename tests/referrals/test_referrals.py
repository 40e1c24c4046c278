"""A referral from its draft to its outcome, and everything that must not happen on the way."""

from datetime import time, timedelta

import pytest
from django.core import mail
from django.utils import timezone

from kimbilio.access.choices import TieKind
from kimbilio.access.models import Tie
from kimbilio.cases.models import Case, Notice
from kimbilio.consent.models import Consent
from kimbilio.kernel.errors import BadInput, NotAllowed
from kimbilio.people.models import ContactPoint
from kimbilio.referrals.actions.links import (
    LinkClosed,
    answer_by_link,
    revoke_links,
    send_referral,
    use_code,
)
from kimbilio.referrals.actions.making import NoConsent, draft_referral
from kimbilio.referrals.actions.moving import CannotMove, withdraw_referral
from kimbilio.referrals.actions.reminding import remind_of_referrals
from kimbilio.referrals.choices import ItemKind, State
from kimbilio.referrals.models import Referral
from kimbilio.referrals.queries import lines_of, link_of, may_be_shared, track_records
from tests.factories.accounts import UserFactory
from tests.factories.cases import CaseFactory, ContactPointFactory
from tests.factories.partners import a_partner

pytestmark = pytest.mark.django_db


@pytest.fixture
def case():
    case = CaseFactory(worker=UserFactory())
    Case.objects.filter(pk=case.pk).update(is_minor=False)
    case.refresh_from_db()
    return case


def agree(case):
    return Consent.objects.create(
        person=case.survivor, purpose="sharing", recipient="Day Clinic", answer="yes",
        giver="self", given_on=timezone.localdate(), recorded_by=case.lead,
    )  # fmt: skip


def draft(case, **given):
    answers = {
        "partner": "day  clinic", "service": "health", "need": "A check", "by": case.lead,
        "share": [ItemKind.CODE, ItemKind.NAME_USED], **given,
    }  # fmt: skip
    return draft_referral(case=case, **answers)


def sent(case, **given):
    agree(case)
    referral = draft(case, **given)
    key = send_referral(referral=referral, by=case.lead)
    return referral, link_of(key.path.split("/")[2]), key


def test_without_consent_nothing_is_written(case):
    with pytest.raises(NoConsent):
        draft(case)

    assert not Referral.objects.exists()


def test_a_worker_gives_no_ground_but_a_team_lead_does(case):
    with pytest.raises(BadInput):
        draft(case, ground="life", ground_words="She is in danger.")
    assert not Referral.objects.exists()

    lead_case = CaseFactory(worker=UserFactory(lead=True))
    assert draft(lead_case, ground="life", ground_words="Danger.").ground_by == lead_case.lead


def test_what_may_not_be_printed_may_not_be_shared(case):
    agree(case)
    with pytest.raises(NotAllowed):
        draft(case, typed={ItemKind.HEALTH: "Something"})

    assert not Referral.objects.exists()


def test_a_stranger_neither_drafts_nor_sends(case):
    agree(case)
    with pytest.raises(NotAllowed):
        draft(case, by=UserFactory(worker=True))
    referral = draft(case)
    with pytest.raises(NotAllowed):
        send_referral(referral=referral, by=UserFactory(worker=True))

    referral.refresh_from_db()
    assert referral.state == State.DRAFT


def test_a_partner_accepts_once_and_reports_the_outcome(case):
    referral, link, key = sent(case)
    assert use_code(link=link, code=key.code)
    assert not use_code(link=link, code=key.code)  # one time

    for _ in range(2):
        answer_by_link(link=link, state=State.ACCEPTED)
    answer_by_link(link=link, state=State.COMPLETED, words="Seen, well.")

    referral.refresh_from_db()
    assert referral.state == State.COMPLETED
    assert list(referral.moves.values_list("state", flat=True).order_by("at", "id")) == [
        "draft", "sent", "seen", "accepted", "completed",
    ]  # fmt: skip
    assert track_records([a_partner("Day Clinic")])[0].share == 100


def test_five_wrong_codes_close_the_link(case):
    _, link, key = sent(case)
    wrong = "000000" if key.code != "000000" else "111111"
    for _ in range(5):
        assert not use_code(link=link, code=wrong)
        link.refresh_from_db()

    assert not use_code(link=link, code=key.code)


def test_a_link_made_anew_withdrawn_or_old_opens_nothing(case):
    referral, link, _ = sent(case)
    newer = send_referral(referral=referral, by=case.lead)
    link.refresh_from_db()
    assert not link.is_open()

    newest = link_of(newer.path.split("/")[2])
    withdraw_referral(referral=referral, by=case.lead)
    newest.refresh_from_db()
    assert not newest.is_open()
    with pytest.raises(LinkClosed):
        answer_by_link(link=newest, state=State.ACCEPTED)
    assert link_of("guessed") is None


def test_nobody_sends_lines_that_are_closed_to_them(case):
    agree(case)
    lead = UserFactory(lead=True)
    Tie.objects.create(case=case, user=lead, kind=TieKind.MEMBER)
    referral = draft(case, by=lead, typed={ItemKind.LEGAL: "A hearing in May."})

    with pytest.raises(NotAllowed):  # a case worker changes the legal part, and may not print it
        send_referral(referral=referral, by=case.lead)

    referral.refresh_from_db()
    assert referral.state == State.DRAFT
    assert not referral.links.exists()
    assert send_referral(referral=referral, by=lead).code


def test_a_move_not_in_the_table_is_refused(case):
    _, link, key = sent(case)
    use_code(link=link, code=key.code)
    answer_by_link(link=link, state=State.DECLINED, reason="full")
    with pytest.raises(CannotMove):
        answer_by_link(link=link, state=State.ACCEPTED)


def test_withdrawn_consent_hides_what_was_shared(case):
    referral, _, _ = sent(case)
    assert may_be_shared(referral)
    Consent.objects.update(withdrawn_at=timezone.now(), withdrawn_by=case.lead)

    assert not may_be_shared(referral)


def test_reminders_climb(case, django_capture_on_commit_callbacks):
    sent(case, email="clinic@partner.example")
    for _ in range(3):
        Referral.objects.update(waits_until=timezone.now() - timedelta(hours=1))
        with django_capture_on_commit_callbacks(execute=True):
            assert remind_of_referrals() == 1
    Referral.objects.update(waits_until=timezone.now() - timedelta(hours=1))
    assert remind_of_referrals() == 0

    assert len(mail.outbox) == 1
    assert case.code not in mail.outbox[0].body
    assert Notice.objects.filter(user=case.lead, kind="referral_waiting").count() == 1


def phone_of(case, **rules):
    return ContactPointFactory(person=case.survivor, value="+254700000321", **rules)


def test_a_number_goes_out_with_how_it_may_be_used(case):
    phone_of(case, may_text=True, may_call=False, safe_from=time(9), safe_until=time(11),
             ask_for="Mama Zuri", code_phrase="the school fees", safe_days="12345")  # fmt: skip
    referral, _, _ = sent(case, share=[ItemKind.CONTACT])

    (line,) = lines_of(referral)

    for words in (
        "+254700000321",
        "Never: Call",
        "09:00",
        "Mama Zuri",
        "the school fees",
        "Friday",
    ):
        assert words in line.words
    assert "Sunday" not in line.words


@pytest.mark.parametrize("rules", [{"may_call": False}, {"is_active": False}])
def test_a_number_that_may_not_be_used_does_not_go_out(case, rules):
    agree(case)
    phone_of(case, **rules)

    with pytest.raises(BadInput):
        draft(case, share=[ItemKind.CONTACT])

    assert not Referral.objects.exists()


def test_a_number_that_became_unsafe_is_not_shown_any_more(case):
    contact = phone_of(case)
    referral, _, _ = sent(case, share=[ItemKind.CONTACT])
    ContactPoint.objects.filter(pk=contact.pk).update(is_active=False)

    (line,) = lines_of(referral)

    assert "0700" not in line.words.replace("+254", "0")


def test_what_was_shared_closes_with_the_referral(case):
    _, link, key = sent(case)
    use_code(link=link, code=key.code)
    answer_by_link(link=link, state=State.DECLINED, reason="full")

    assert not may_be_shared(link.referral)


def test_a_second_question_is_heard_and_the_same_one_once(case):
    referral, link, key = sent(case)
    use_code(link=link, code=key.code)
    for words in ("Which language?", "Which language?", "Which school?"):
        answer_by_link(link=link, state=State.QUESTION, words=words)

    asked = referral.moves.filter(state=State.QUESTION)
    assert [move.words for move in asked.order_by("id")] == ["Which language?", "Which school?"]


def test_a_link_ends_with_its_days(case):
    _, link, key = sent(case)
    token = key.path.split("/")[2]
    assert link_of(token) == link
    past = timezone.now() - timedelta(days=31)
    type(link).objects.update(made_at=past, expires_at=past + timedelta(days=30))

    link.refresh_from_db()
    assert link_of(token) is None
    assert not use_code(link=link, code=key.code)


def test_how_a_partner_answered_is_told_of_the_directory_alone(case):
    sent(case)

    ours, another = a_partner("Day Clinic"), a_partner("Another Clinic")
    assert track_records([another]) == []
    assert [one.partner for one in track_records([ours, another])] == [ours]


def test_a_partner_is_not_reminded_of_what_they_may_not_read_any_more(
    case, django_capture_on_commit_callbacks
):
    sent(case, email="clinic@partner.example")
    Referral.objects.update(waits_until=timezone.now() - timedelta(hours=1))
    Consent.objects.update(withdrawn_at=timezone.now(), withdrawn_by=case.lead)

    with django_capture_on_commit_callbacks(execute=True):
        assert remind_of_referrals() == 1

    assert mail.outbox == []
    assert Notice.objects.filter(user=case.lead, kind="referral_waiting").exists()


def test_a_link_stopped_since_the_page_was_opened_takes_neither_code_nor_answer(case):
    referral, link, key = sent(case)
    other = link_of(key.path.split("/")[2])
    revoke_links(referral=referral, by=case.lead)

    assert not use_code(link=link, code=key.code)
    type(link).objects.update(code_used_at=timezone.now())
    with pytest.raises(LinkClosed):
        answer_by_link(link=other, state=State.ACCEPTED)

    referral.refresh_from_db()
    assert referral.state == State.SENT
