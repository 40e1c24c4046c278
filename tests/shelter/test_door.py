"""At the door: between giving a bed and arriving somebody may have stayed on, or a pair was found."""

import pytest

from kimbilio.access.models import Tie
from kimbilio.cases.models import Notice
from kimbilio.justice.actions.alleged import save_alleged
from kimbilio.kernel.errors import BadInput
from kimbilio.shelter.actions.apart import set_apart
from kimbilio.shelter.actions.beds import change_bed, give_bed
from kimbilio.shelter.actions.stays import admit
from kimbilio.shelter.errors import HouseCannot, NotNow
from kimbilio.shelter.fitting import reads_word
from kimbilio.shelter.models import BedPlace
from kimbilio.shelter.queries import beds_for
from tests.factories.accounts import UserFactory
from tests.factories.shelter import BedFactory, a_kept_bed, a_lead_of, a_resident, a_stay
from tests.shelter.test_beds import DAY, at_once, fresh

pytestmark = pytest.mark.django_db


def beside(stay):
    return BedFactory(bedroom=stay.places.get().bed.bedroom)


def let_in(stay, by):
    return admit(stay=stay, told_in="swa", rules_told=True, health_checked=True, by=by)


def names_one(*cases):
    """Each case has an entry on the same alleged trafficker."""
    for case in cases:
        save_alleged(case=case, alleged=None, known={"phone": ["0799 000 111"]}, by=case.lead)


def test_a_pair_found_after_the_bed_was_given_is_stopped_at_the_door_and_told_to_the_leads():
    stay, worker = a_resident()
    kept = a_kept_bed(bed=beside(stay))
    both = UserFactory(worker=True)
    for case in (stay.case, kept.case):
        Tie.objects.create(case=case, user=both)

    set_apart(case=stay.case, code=kept.case.code, reason="Why.", by=both)

    told = {notice.user_id: notice.case for notice in Notice.objects.filter(kind="shelter_alert")}
    assert told[kept.responsible_id] == kept.case
    assert told[stay.responsible_id] == stay.case
    with pytest.raises(NotNow):
        let_in(kept, worker)
    kept.refresh_from_db()
    assert kept.state == "approved"


def test_cases_tied_to_one_alleged_trafficker_are_kept_apart_in_both_directions():
    stay, worker = a_resident()
    free = beside(stay)
    wanted, kept = a_stay(), a_kept_bed(bed=beside(stay))
    names_one(stay.case, wanted.case, kept.case)
    today = stay.from_on

    assert Notice.objects.filter(kind="shelter_alert", user=kept.responsible).exists()
    with pytest.raises(HouseCannot):
        give_bed(stay=wanted, bed=free, from_on=today, by=a_lead_of(wanted.case), word="It must.")
    offered = beds_for(wanted, a_lead_of(wanted.case), today, None)
    assert free.pk not in {offer.bed.pk for offer in offered}
    with pytest.raises(NotNow):
        let_in(kept, worker)
    with pytest.raises(HouseCannot):  # who lives there already moves to no other bed by it either
        change_bed(stay=stay, bed=free, by=worker)


def test_a_lead_of_all_gives_a_word_that_opens_the_door_and_is_read_by_them_alone():
    stay, worker = a_resident()
    wanted = a_stay()
    names_one(stay.case, wanted.case)
    lead = a_lead_of(stay.case, wanted.case)

    place = give_bed(
        stay=wanted, bed=beside(stay), from_on=stay.from_on, by=lead, word="Sisters, one night."
    )
    let_in(wanted, worker)

    wanted.refresh_from_db()
    assert wanted.state == "in"
    assert reads_word(lead, place)
    assert not reads_word(wanted.case.lead, place)
    assert not reads_word(worker, place)


def test_nobody_moves_into_a_bed_in_which_somebody_still_sleeps():
    stay, worker = a_resident(nights=2)
    late = stay.places.get()
    kept = a_kept_bed(bed=late.bed, days=2)
    BedPlace.objects.filter(pk=late.pk).update(
        from_on=late.from_on - 2 * DAY, until_on=late.from_on
    )
    BedPlace.objects.filter(stay=kept).update(from_on=late.from_on)
    type(kept).objects.filter(pk=kept.pk).update(from_on=late.from_on)

    with pytest.raises(BadInput) as refusal:
        let_in(fresh(kept), worker)

    assert "still has this bed" in str(refusal.value.message)
    kept.refresh_from_db()
    assert kept.state == "approved"


@pytest.mark.django_db(transaction=True)
def test_two_at_the_door_in_the_same_second_move_into_one_bed_once():
    bed = BedFactory()
    first, second = a_kept_bed(bed=bed, nights=2), a_kept_bed(bed=bed, days=2)
    start = first.from_on  # the first comes on the day on which they should have left
    BedPlace.objects.filter(stay=first).update(from_on=start - 2 * DAY, until_on=start)
    BedPlace.objects.filter(stay=second).update(from_on=start)
    type(first).objects.filter(pk=first.pk).update(from_on=start - 2 * DAY, until_on=start)
    type(second).objects.filter(pk=second.pk).update(from_on=start)
    leads = [a_lead_of(stay.case) for stay in (first, second)]

    results = at_once(
        *[
            lambda stay=stay, lead=lead: let_in(fresh(stay), lead)
            for stay, lead in zip((first, second), leads, strict=True)
        ]
    )

    assert sum(isinstance(one, BadInput) for one in results) == 1, results
    assert type(first).objects.filter(state="in").count() == 1
