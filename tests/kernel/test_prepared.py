"""A question put into SQL once answers as the queryset it was made of."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.utils import timezone

from kimbilio.access.models import Tie
from kimbilio.kernel.prepared import Prepared, read, sent
from tests.factories.accounts import UserFactory
from tests.factories.cases import CaseFactory

pytestmark = pytest.mark.django_db


def ended(user, at):
    """The cases whose tie to ``user`` ended before ``at``, with the moment of its end."""
    rows = Tie.objects.filter(user_id=user, until__lte=at).order_by("until")
    return rows.values_list("case_id", "until")


def test_values_take_the_places_of_the_stand_ins_and_come_back_as_the_fields_give_them():
    prepared = Prepared(ended, user=UUID, at=datetime)
    first, second, now = UserFactory(), UserFactory(), timezone.now()
    for user, days in ((first, 3), (first, 1), (first, -1), (second, 2)):
        Tie.objects.create(case=CaseFactory(), user=user, until=now - timedelta(days=days))
    for user, expected in ((first, 2), (second, 1)):
        rows = [tuple(row) for row in prepared.rows(user=user.pk, at=now)]
        assert rows == list(ended(user.pk, now))
        assert len(rows) == expected


def test_keys_that_are_not_read_are_as_they_are_sent():
    prepared = Prepared(ended, user=UUID, at=datetime)
    user, case, now = UserFactory(), CaseFactory(), timezone.now()
    Tie.objects.create(case=case, user=user, until=now)

    ((key, _until),) = prepared.unread(user=user.pk, at=now)

    assert key == sent(case.pk)
    assert read(key) == case.pk


def test_the_statement_is_written_once_and_asked_each_time(django_assert_num_queries):
    asked = []

    def question(user, at):
        asked.append(user)
        return ended(user, at)

    prepared, somebody = Prepared(question, user=UUID, at=datetime), UserFactory()
    with django_assert_num_queries(3):
        for _ in range(3):
            assert prepared.rows(user=somebody.pk, at=timezone.now()) == []
    assert len(asked) == 1
    assert asked != [somebody.pk]


def test_a_value_that_the_question_does_not_use_is_refused():
    def forgetful(user, at):
        return Tie.objects.filter(user_id=user).values_list("case_id")

    with pytest.raises(ValueError, match="at"):
        Prepared(forgetful, user=UUID, at=datetime).rows(user=UserFactory().pk, at=timezone.now())
