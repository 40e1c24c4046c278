"""Cases with a day in court soon, in the list of cases: only for whom the legal part is open."""

from datetime import timedelta

import pytest
from django.utils import timezone

from kimbilio.access.models import Tie
from kimbilio.accounts.choices import Role
from kimbilio.cases.filters import CaseFilter
from kimbilio.cases.queries.listing import cases_in_order, count_up_to_enough
from tests.factories.accounts import UserFactory
from tests.factories.cases import CaseFactory
from tests.factories.justice import a_hearing, a_lawyer, a_matter

pytestmark = pytest.mark.django_db
COURT = CaseFilter(court=True)


def listed(viewer):
    return set(cases_in_order(COURT, "due", viewer=viewer))


def test_a_planned_hearing_within_fourteen_days_puts_its_case_in_the_list_once():
    soon, far, past, off, none = CaseFactory.create_batch(5)
    lawyer = a_lawyer(soon, far, past, off, none)
    matter = a_matter(case=soon, lawyer=lawyer)
    a_hearing(matter, hours=24 * 13)
    a_hearing(matter, hours=48)
    a_hearing(a_matter(case=far, lawyer=lawyer), hours=24 * 15)
    a_hearing(a_matter(case=past, lawyer=lawyer), hours=-48)
    a_hearing(a_matter(case=off, lawyer=lawyer), hours=72, state="called_off")

    assert listed(lawyer) == {soon}
    assert count_up_to_enough(COURT, viewer=lawyer) == 1


def test_the_hearing_of_today_counts_until_the_day_is_over():
    case = CaseFactory()
    lawyer = a_lawyer(case)
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)

    a_hearing(a_matter(case=case, lawyer=lawyer), starts_at=midnight + timedelta(minutes=1))

    assert listed(lawyer) == {case}


@pytest.mark.parametrize("role", [Role.THERAPIST, Role.SHELTER_WORKER, Role.HELPLINE_OPERATOR])
def test_who_may_not_read_the_legal_part_has_no_such_list(role, sign_in):
    case = CaseFactory()
    a_hearing(a_matter(case=case, lawyer=a_lawyer(case)))
    user = UserFactory(role=role)
    Tie.objects.create(case=case, user=user, kind="member")

    assert listed(user) == set()
    page = sign_in(user).get("/cases/counts/").content.decode()
    assert "All open" in page
    assert "Court coming up" not in page


def test_the_outline_of_a_case_tells_nobody_of_its_day_in_court(sign_in):
    case = CaseFactory()
    lawyer, stranger = a_lawyer(case), a_lawyer(CaseFactory())
    manager = UserFactory(role=Role.MANAGER)  # sees every outline, and no part without a tie
    a_hearing(a_matter(case=case, lawyer=lawyer))

    page = sign_in(lawyer).get("/cases/counts/").content.decode()

    assert listed(stranger) == listed(manager) == set()
    assert "Court coming up" in page
    assert case.code in sign_in(lawyer).get("/cases/?court=1&sort=due").content.decode()
    assert case.code not in sign_in(stranger).get("/cases/?court=1&sort=due").content.decode()
