"""Guesses that arrive together are counted one by one."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from kimbilio.referrals.actions.links import MOST_TRIES, send_referral, use_code
from kimbilio.referrals.models import AnswerLink
from kimbilio.referrals.queries import link_of
from tests.factories.referrals import a_draft

pytestmark = pytest.mark.django_db(transaction=True)
GUESSES = 6


def test_six_guesses_at_once_are_five():
    referral = a_draft()
    key = send_referral(referral=referral, by=referral.case.lead)
    token, start = key.path.split("/")[2], Barrier(GUESSES)
    wrong = [f"{number:06}" for number in range(GUESSES + 1) if f"{number:06}" != key.code]

    def guess(code):
        link = link_of(token)  # each has seen no wrong try yet
        connection.close()  # a pool holds fewer lines than there are guesses
        start.wait(timeout=60)
        try:
            return use_code(link=link, code=code)
        finally:
            connection.close()

    with ThreadPoolExecutor(GUESSES) as pool:
        opened = list(pool.map(guess, wrong[:GUESSES]))

    assert not any(opened)
    assert AnswerLink.objects.get().wrong_tries == MOST_TRIES
    assert not use_code(link=link_of(token), code=key.code)
