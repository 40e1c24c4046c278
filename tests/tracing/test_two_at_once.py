"""Two people who write on one search in the same second: nobody is handed to whom nobody checked."""

import pytest
from django.utils import timezone

from kimbilio.kernel.errors import BadInput, DomainError
from kimbilio.people.indexing import index_person
from kimbilio.tracing.actions import pairs
from kimbilio.tracing.actions.going_home import LeadsWord, hand_over
from kimbilio.tracing.actions.pairs import decide_link
from kimbilio.tracing.actions.relatives import check_relative, confirm_relative, save_relative
from kimbilio.tracing.models import FoundRelative, Handover, PossibleLink, Tracing
from tests.factories.accounts import UnitMembershipFactory, UserFactory
from tests.factories.at_once import at_once
from tests.factories.tracing import a_case, a_report, a_tracing
from tests.tracing.test_going_home import home

pytestmark = pytest.mark.django_db(transaction=True)


def fresh(tracing):
    return Tracing.objects.select_related("case__survivor").get(pk=tracing.pk)


def rename(relative, tracing):
    return save_relative(
        tracing=fresh(tracing), relative=FoundRelative.objects.get(pk=relative.pk),
        name="Somebody Else", relation="mother", by=tracing.responsible,
    )  # fmt: skip


def a_checked_mother(tracing):
    mother = save_relative(
        tracing=tracing, relative=None, name="Achieng Odongo", relation="mother",
        by=tracing.responsible,
    )  # fmt: skip
    check_relative(
        relative=mother, proofs=["photo"], on=timezone.localdate(), by=tracing.responsible
    )
    return mother


def test_a_check_that_became_void_on_another_screen_stops_the_handover():
    tracing = a_tracing()
    mother = a_checked_mother(tracing)
    rename(mother, tracing)

    with pytest.raises(LeadsWord):  # ``mother`` is as she stood on this screen: verified
        hand_over(tracing=fresh(tracing), relative=mother, by=tracing.responsible, **home())


def test_of_a_handover_and_another_name_at_once_the_second_sees_the_first():
    tracing = a_tracing()
    mother = a_checked_mother(tracing)

    at_once(
        lambda: rename(mother, tracing),
        lambda: hand_over(
            tracing=fresh(tracing), relative=FoundRelative.objects.get(pk=mother.pk),
            by=tracing.responsible, **home(),
        ),
    )  # fmt: skip

    mother.refresh_from_db()
    was_handed = Handover.objects.filter(tracing=tracing).exists()
    assert was_handed == (mother.name == "Achieng Odongo" and mother.checked_on is not None)


def test_two_who_find_somebody_at_once_are_both_kept():
    tracing = a_tracing()

    def find(name):
        return save_relative(tracing=fresh(tracing), relative=None, name=name, relation="sibling",
                             by=tracing.responsible)  # fmt: skip

    told = at_once(lambda: find("Otieno"), lambda: find("Atieno"))

    assert not [one for one in told if isinstance(one, DomainError)]
    assert FoundRelative.objects.filter(tracing=tracing).count() == 2
    assert fresh(tracing).state == "found"


def test_a_check_is_confirmed_once_and_the_first_signature_stays():
    tracing = a_tracing()
    mother = a_checked_mother(tracing)
    seconds = [UserFactory(lead=True) for _ in range(2)]
    for lead in seconds:
        UnitMembershipFactory(unit=tracing.case.unit, user=lead, is_lead=True)

    def confirm(by):
        row = FoundRelative.objects.select_related("tracing__case__survivor").get(pk=mother.pk)
        confirm_relative(relative=row, by=by)
        return by

    told = at_once(*(lambda by=by: confirm(by) for by in seconds))

    (signed,) = [one for one in told if not isinstance(one, DomainError)]
    third = UserFactory(lead=True)
    UnitMembershipFactory(unit=tracing.case.unit, user=third, is_lead=True)
    with pytest.raises(BadInput) as refused:
        confirm(third)
    assert "confirmed already" in str(refused.value.message)
    assert FoundRelative.objects.get(pk=mother.pk).confirmed_by == signed


@pytest.mark.parametrize("agrees", [True, False])
def test_a_pair_that_is_decided_while_it_is_compared_stays_as_decided(agrees):
    case = a_case(full_name="Pendo Kwekwe Mfano", goes_by="")
    index_person(case.survivor)
    report = a_report()
    (stale,) = PossibleLink.objects.all()
    decide_link(link=PossibleLink.objects.select_related("case", "report").get(), state="confirmed",
                reason="The same answers, apart.", by=case.lead)  # fmt: skip
    likely = {case.pk: pairs.Likely(case.pk, score=99)} if agrees else {}

    pairs._let_follow({case.pk: stale}, likely, replaces=True)

    kept = PossibleLink.objects.get(report=report)
    assert (kept.state, kept.score) == ("confirmed", stale.score)
