"""Consent is a record, asked before anything is used or shared."""

from datetime import timedelta

import pytest
from django.utils import timezone

from kimbilio.consent.actions import AlreadyWithdrawn, record_consent, withdraw_consent
from kimbilio.consent.choices import Answer, Giver, Manner, Purpose
from kimbilio.consent.models import Consent
from kimbilio.consent.queries import allows
from kimbilio.kernel.errors import BadInput, NotAllowed
from tests.factories.accounts import UserFactory
from tests.factories.cases import CaseFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def case():
    return CaseFactory(worker=UserFactory())


def give(case, giver, purpose=Purpose.STORAGE, answer=Answer.YES, **more):
    return record_consent(
        case=case, purpose=purpose, answer=answer, giver=giver, by=case.lead, **more
    )


def test_an_adult_speaks_alone(case):
    give(case, Giver.SELF)

    assert allows(case.survivor, Purpose.STORAGE, is_child=False)


def test_a_child_needs_guardian_and_own_assent(case):
    give(case, Giver.GUARDIAN)
    assert not allows(case.survivor, Purpose.STORAGE, is_child=True)

    give(case, Giver.ASSENT)
    assert allows(case.survivor, Purpose.STORAGE, is_child=True)


def test_a_no_of_the_child_outweighs_the_guardian(case):
    give(case, Giver.GUARDIAN)
    give(case, Giver.ASSENT)
    give(case, Giver.ASSENT, answer=Answer.NO)

    assert not allows(case.survivor, Purpose.STORAGE, is_child=True)


def test_sharing_names_one_partner(case):
    with pytest.raises(BadInput):
        give(case, Giver.SELF, Purpose.SHARING)

    give(case, Giver.SELF, Purpose.SHARING, recipient="Amani Clinic")
    assert allows(case.survivor, Purpose.SHARING, is_child=False, recipient="amani clinic")
    assert not allows(case.survivor, Purpose.SHARING, is_child=False, recipient="Police")


def test_it_ends_on_its_day_and_when_withdrawn(case):
    today = timezone.localdate()
    consent = give(case, Giver.SELF, ends_on=today)
    assert allows(case.survivor, Purpose.STORAGE, is_child=False)
    assert not allows(case.survivor, Purpose.STORAGE, is_child=False, on=today + timedelta(days=1))

    withdraw_consent(consent=consent, case=case, by=case.lead)
    assert not allows(case.survivor, Purpose.STORAGE, is_child=False)
    with pytest.raises(AlreadyWithdrawn):
        withdraw_consent(consent=consent, case=case, by=case.lead)


def test_a_stranger_records_nothing(case):
    with pytest.raises(NotAllowed):
        record_consent(
            case=case,
            purpose=Purpose.STORAGE,
            answer=Answer.YES,
            giver=Giver.SELF,
            by=UserFactory(),
        )
    assert not Consent.objects.exists()


def test_a_witnessed_word_needs_its_witness(case):
    with pytest.raises(BadInput):
        give(case, Giver.SELF, manner=Manner.WITNESSED)
