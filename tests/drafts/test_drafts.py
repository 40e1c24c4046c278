"""Nothing typed is lost, and nothing sent twice counts twice."""

import threading
import time
from uuid import uuid4

import pytest
from django.db import connection

from kimbilio.drafts.actions import drop_draft, save_draft, send_once
from kimbilio.drafts.models import Draft, SentForm
from kimbilio.drafts.queries import draft_of, drafts_about, was_sent
from kimbilio.kernel.errors import BadInput, DomainError
from tests.factories.accounts import UserFactory
from tests.factories.at_once import at_once


@pytest.mark.django_db
def test_the_newest_words_replace_the_older():
    user = UserFactory()

    save_draft(form="note", about="1", body={"text": "She"}, by=user)
    save_draft(form="note", about="1", body={"text": "She came"}, by=user)

    assert Draft.objects.get().body == {"text": "She came"}


@pytest.mark.django_db
def test_a_draft_without_end_is_refused():
    with pytest.raises(BadInput):
        save_draft(form="note", about="", body={"text": "a" * 500_000}, by=UserFactory())

    assert not Draft.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_words_that_arrive_while_their_form_is_sent_do_not_come_back():
    user, key = UserFactory(), uuid4()
    typed = threading.Event()

    def act():
        typed.set()
        time.sleep(0.3)  # the form is on its way while the words are written
        drop_draft(form="note", about="1", by=user)
        return "/there/"

    def late():
        typed.wait(60)
        assert not was_sent(user, key)
        return save_draft(form="note", about="1", body={"text": "She"}, by=user, sent_key=key)

    at_once(lambda: send_once(key=key, act=act, by=user), late)

    assert draft_of(user, "note", "1") is None
    assert drafts_about(user, "1") == {}
    save_draft(form="note", about="1", body={"text": "He"}, by=user, sent_key=uuid4())
    assert draft_of(user, "note", "1").body == {"text": "He"}


@pytest.mark.django_db
def test_a_form_sent_twice_acts_once():
    user, key, done = UserFactory(), uuid4(), []

    def act():
        done.append(1)
        return "/there/"

    assert send_once(key=key, act=act, by=user) == "/there/"
    assert send_once(key=key, act=act, by=user) == "/there/"
    assert done == [1]


@pytest.mark.django_db
def test_a_refused_form_may_be_sent_again():
    user, key = UserFactory(), uuid4()

    def refuse():
        raise DomainError

    with pytest.raises(DomainError):
        send_once(key=key, act=refuse, by=user)

    assert not SentForm.objects.exists()
    assert send_once(key=key, act=lambda: "/there/", by=user) == "/there/"


@pytest.mark.django_db(transaction=True)
def test_two_presses_at_the_same_moment_act_once():
    user, key, done = UserFactory(), uuid4(), []
    start = threading.Barrier(2)

    def press():
        start.wait()
        send_once(key=key, act=lambda: done.append(1) or "/there/", by=user)
        connection.close()

    presses = [threading.Thread(target=press) for _ in range(2)]
    for thread in presses:
        thread.start()
    for thread in presses:
        thread.join()

    assert SentForm.objects.count() == 1
    assert len(done) == 1
