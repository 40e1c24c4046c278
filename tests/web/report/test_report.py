"""The public form: no name, no script, a code to come back with; floods and programs are held off."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from kimbilio.helpline.actions.answering import write_answer, write_note
from kimbilio.helpline.models import Conversation, Message
from kimbilio.web.report import opening
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
REPORT, BACK = reverse("report:report"), reverse("report:back")


@pytest.fixture(autouse=True)
def _fresh(monkeypatch):
    cache.clear()
    monkeypatch.setattr(opening, "SHORTEST", 0)


def opened(client, address=REPORT):
    page = client.get(address).content.decode()
    return re.search(r'name="opened" value="([^"]+)"', page)[1]


def send(client, **more):
    fields = {"words": "Three young men leave on Friday", "opened": opened(client), **more}
    return client.post(REPORT, fields)


def code_in(answer):
    return re.search(r'class="code">([^<]+)<', answer.content.decode())[1]


def test_the_form_is_small_has_no_script_and_says_nothing_in_its_title(client):
    answer = client.get(REPORT)
    page = answer.content.decode()

    assert len(answer.content) < 20_000
    assert answer["Referrer-Policy"] == "same-origin"  # else no origin comes along
    assert "<script" not in page
    assert "<title>Message</title>" in page
    assert answer["Cache-Control"] == "no-store"


def test_it_speaks_kiswahili_by_its_address(client):
    assert "Tuma" in client.get(f"{REPORT}?lang=sw").content.decode()


def test_somebody_without_a_name_writes_comes_back_and_reads_the_answer(client):
    code = code_in(send(client, place="Ruiru"))
    talk, worker = Conversation.objects.get(), UserFactory(worker=True)
    write_note(conversation=talk, text="Qznote among us", by=worker)
    write_answer(conversation=talk, text="Asante. Wanaondoka saa ngapi?", by=worker)

    page = client.post(BACK, {"code": code.lower()}).content.decode()

    assert "Three young men" in page
    assert "Asante. Wanaondoka saa ngapi?" in page
    assert "Qznote" not in page
    assert worker.name not in page


def test_more_words_join_the_report_once(client):
    code = code_in(send(client))
    fields = {"code": code, "more": "1", "words": "At nine", "opened": opened(client)}

    for _ in range(2):
        assert client.post(BACK, fields).status_code == 200

    assert [message.text for message in Message.objects.order_by("at")][-1] == "At nine"
    assert Message.objects.count() == 2


@pytest.mark.parametrize("fields", [{"words": " "}, {"words": "x" * 8001}, {"words": "a\x00b"}])
def test_bad_input_is_explained_and_kept(client, fields):
    answer = send(client, place="Kilifi", **fields)

    assert answer.status_code == 422
    assert "Kilifi" in answer.content.decode()
    assert not Conversation.objects.exists()


def test_programs_are_asked_to_send_once_more(client, monkeypatch):
    assert send(client, website="http://spam.example").status_code == 429
    monkeypatch.setattr(opening, "SHORTEST", 3)
    assert send(client).status_code == 429
    assert client.post(REPORT, {"words": "x", "opened": "forged"}).status_code == 429

    assert not Conversation.objects.exists()


def test_the_words_are_kept_when_it_is_asked_to_send_again(client, monkeypatch):
    monkeypatch.setattr(opening, "SHORTEST", 3)

    answer = send(client)

    assert "Three young men leave on Friday" in answer.content.decode()


def test_a_flood_from_one_place_is_held_off_with_the_words_kept(client):
    for _ in range(opening.PER_HOUR):
        assert send(client).status_code == 200

    answer = send(client)

    assert answer.status_code == 429
    assert "Three young men" in answer.content.decode()
    assert Conversation.objects.count() == opening.PER_HOUR


def test_codes_are_not_guessed(client):
    for _ in range(opening.MISSES):
        assert client.post(BACK, {"code": "AAAA-BBBB-CCCC"}).status_code == 422
    code = code_in(send(client))

    assert client.post(BACK, {"code": code}).status_code == 422


def test_an_old_form_is_not_taken(client):
    old = opened(client)
    later = timezone.now() + timedelta(seconds=opening.LONGEST + 60)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.core.signing.time.time", later.timestamp)
        answer = client.post(REPORT, {"words": "x", "opened": old})

    assert answer.status_code == 429


def test_a_form_that_is_sent_twice_shows_one_code(client):
    fields = {"words": "Three young men leave on Friday", "opened": opened(client)}

    assert code_in(client.post(REPORT, fields)) == code_in(client.post(REPORT, fields))
    assert Conversation.objects.count() == 1


def test_more_words_by_an_old_page_are_kept_in_the_field(client, monkeypatch):
    code, old = code_in(send(client)), opened(client)
    monkeypatch.setattr(opening, "SHORTEST", 3)

    answer = client.post(BACK, {"code": code, "more": "1", "words": "At nine", "opened": old})

    assert answer.status_code == 422
    assert "At nine" in answer.content.decode()
    assert str(opening.AGAIN) in answer.content.decode()
    assert Message.objects.count() == 1
