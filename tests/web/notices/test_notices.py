"""Behind the bell: one's own lines, with a way to those cases one may open."""

import pytest

from kimbilio.cases.models import Notice, NoticeKind
from kimbilio.cases.notices import notify
from tests.factories.accounts import UserFactory
from tests.factories.cases import CaseFactory

pytestmark = pytest.mark.django_db


def test_the_bell_counts_and_the_list_leads_to_the_case(sign_in):
    worker = UserFactory()
    mine, left = CaseFactory(worker=worker), CaseFactory()
    notify(user=worker, kind=NoticeKind.CLOCK_OVERDUE, case=mine)
    notify(user=worker, kind=NoticeKind.TEAM_JOINED, case=left)
    notify(user=UserFactory(), kind=NoticeKind.TASK_GIVEN, case=mine)
    client = sign_in(worker)

    page = client.get("/notices/").content.decode()

    assert "Notices, 2 new" in page
    assert f'href="/cases/{mine.code}/"' in page
    assert f'href="/cases/{left.code}/"' not in page
    assert "You have a new task" not in page


def test_seen_is_seen(sign_in):
    worker = UserFactory()
    notify(user=worker, kind=NoticeKind.CLOCK_OVERDUE, case=CaseFactory(worker=worker))
    other = notify(user=UserFactory(), kind=NoticeKind.CLOCK_OVERDUE)
    client = sign_in(worker)

    client.post("/notices/read/")

    assert Notice.objects.filter(read_at=None).get() == other
    assert "Notices, 1 new" not in client.get("/notices/").content.decode()


def test_reading_is_no_get(sign_in):
    assert sign_in().get("/notices/read/").status_code == 405


def test_nothing_is_said_calmly(sign_in):
    assert "Nothing needs you right now" in sign_in().get("/notices/").content.decode()


def test_many_notices_take_few_queries(sign_in, django_assert_max_num_queries):
    worker = UserFactory()
    for _ in range(30):
        notify(user=worker, kind=NoticeKind.CLOCK_OVERDUE, case=CaseFactory(worker=worker))
    client = sign_in(worker)
    client.get("/notices/")

    with django_assert_max_num_queries(10):
        page = client.get("/notices/").content.decode()

    assert "Older" in page
