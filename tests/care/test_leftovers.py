"""Before a case closes: what services still have open in it, told to who may read that part."""

from datetime import timedelta

import pytest
from django.utils import timezone

from kimbilio.access.models import Tie
from kimbilio.access.rules import remembered_reach
from kimbilio.cases.closing import leftovers_of
from kimbilio.cases.models import Case
from kimbilio.justice.actions.exhibits import hand_exhibit, take_exhibit
from kimbilio.kernel.errors import BadInput
from kimbilio.livelihoods.models import Tranche
from tests.factories.accounts import UserFactory
from tests.factories.cases import CaseFactory
from tests.factories.closing import a_wish_to_close
from tests.factories.justice import a_hearing, a_lawyer, a_matter
from tests.factories.livelihoods import a_business, an_approved_grant
from tests.factories.therapy import a_therapist, an_episode

pytestmark = pytest.mark.django_db


@pytest.fixture
def case():
    return CaseFactory(worker=UserFactory(worker=True))


def told(case, viewer):
    return [str(one.label) for one in leftovers_of(Case.objects.get(pk=case.pk), viewer)]


def an_exhibit(matter, number=1):
    at = timezone.now() - timedelta(days=2)
    return take_exhibit(
        matter=matter, kind="device", what=f"A phonekwe {number}", at=at, from_whom="The person",
        to_whom="Otieno", by=matter.responsible,
    )  # fmt: skip


def test_evidence_in_our_hands_is_told_until_it_leaves_them(case):
    lawyer = a_lawyer(case)
    matter = a_matter(case=case, lawyer=lawyer)
    first, _second = an_exhibit(matter), an_exhibit(matter, 2)
    type(matter).objects.filter(pk=matter.pk).update(
        ended_at=timezone.now(), ended_by=lawyer, outcome="goals_met"
    )
    assert told(case, lawyer) == ["Evidence in our hands (2)"]
    assert told(case, a_therapist(case)) == []

    hand_exhibit(
        exhibit=first, why="to_police", at=timezone.now(), from_whom="Otieno", to_whom="The police",
        words="They asked for it.", by=lawyer,
    )  # fmt: skip

    assert told(case, lawyer) == ["Evidence in our hands"]


def test_a_matter_and_its_day_in_court_are_told_to_who_may_read_them(case):
    lawyer = a_lawyer(case)
    hearing = a_hearing(a_matter(case=case, lawyer=lawyer), hours=72)

    found = leftovers_of(case, lawyer)

    day = timezone.localdate(hearing.starts_at)
    assert [(one.label, one.due) for one in found] == [
        ("Planned: Legal help", day), ("Not ended: Legal help", None),
    ]  # fmt: skip
    assert told(case, a_therapist(case)) == []
    assert told(case, UserFactory(worker=True)) == []


def test_therapy_that_goes_on_is_told_to_who_may_read_health(case):
    therapist = a_therapist(case)
    an_episode(case=case, therapist=therapist)

    assert told(case, therapist) == ["Not ended: Talking and therapy"]
    assert told(case, a_lawyer(case)) == []


def test_what_the_asker_sees_open_needs_words_before_the_wish_to_close(case):
    business = a_business(case=case)
    grant = an_approved_grant(business)
    Tranche.objects.create(case=case, grant=grant, number=7, amount_cents=5)
    assert any("grant" in label for label in told(case, case.lead))

    with pytest.raises(BadInput) as refusal:
        a_wish_to_close(case)

    assert refusal.value.field == "leftovers"
    a_wish_to_close(case, leftovers="The last part is paid by the partner.")


def test_all_services_are_asked_at_once(case, django_assert_num_queries):
    lawyer = a_lawyer(case)
    Tie.objects.get_or_create(case=case, user=lawyer, defaults={"kind": "member"})
    a_hearing(a_matter(case=case, lawyer=lawyer))
    with remembered_reach(lawyer):  # as for every page
        leftovers_of(case, lawyer)
        with django_assert_num_queries(2):  # and one for the steps of the plan
            leftovers_of(case, lawyer)
