"""Beds: nobody sleeps where somebody sleeps, whoever is faster; rules of rooms; people kept apart."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from kimbilio.access.models import Tie
from kimbilio.audit.models import Entry
from kimbilio.care.apart import APART, apart_from
from kimbilio.kernel.errors import BadInput, DomainError, NotAllowed
from kimbilio.people.choices import Sex
from kimbilio.shelter.actions.apart import end_apart, set_apart
from kimbilio.shelter.actions.beds import change_bed, give_bed
from kimbilio.shelter.actions.stays import leave_house, withdraw_stay
from kimbilio.shelter.errors import BedTaken, CannotMove, HouseCannot, WordNeeded
from kimbilio.shelter.models import BedPlace, KeepApart, Stay
from kimbilio.shelter.queries import beds_for
from tests.factories.accounts import UserFactory
from tests.factories.at_once import at_once
from tests.factories.shelter import (
    BedFactory,
    BedroomFactory,
    HouseFactory,
    a_case,
    a_house_worker,
    a_kept_bed,
    a_lead_of,
    a_resident,
    a_stay,
)

DAY = timedelta(days=1)


def born(years):
    """A birthday that makes somebody surely so old."""
    day = timezone.localdate() - timedelta(days=365 * years + years // 4 + 40)
    return {"born_from": day, "born_to": day}


def give(stay, bed, by, *, nights=5, word="", start=None):
    start = start or stay.from_on
    return give_bed(
        stay=stay, bed=bed, from_on=start, until_on=start + nights * DAY if nights else None,
        word=word, by=by,
    )  # fmt: skip


@pytest.mark.django_db
def test_a_lead_gives_a_bed_and_the_workers_of_the_house_join_the_team():
    bed, stay = BedFactory(), a_stay()
    worker = a_house_worker(bed.bedroom.house)

    give(stay, bed, a_lead_of(stay.case))

    stay.refresh_from_db()
    assert stay.state == "approved"
    assert Tie.objects.live().filter(case=stay.case, user=worker).count() == 1
    withdraw_stay(stay=stay, by=stay.case.lead)
    assert not Tie.objects.live().filter(case=stay.case, user=worker).exists()
    assert BedPlace.objects.get().left_on == stay.from_on


@pytest.mark.django_db
def test_case_workers_shelter_workers_and_strange_leads_give_no_bed():
    bed, stay = BedFactory(), a_stay()
    asked = Entry.objects.count()

    for nobody in (
        stay.case.lead,
        a_house_worker(bed.bedroom.house, stay.case),
        UserFactory(lead=True),
    ):
        with pytest.raises(NotAllowed):
            give(stay, bed, nobody)

    stay.refresh_from_db()
    assert stay.state == "asked"
    assert not BedPlace.objects.exists()
    assert Entry.objects.count() == asked


@pytest.mark.django_db
def test_a_bed_is_given_once_and_is_free_on_the_day_of_leaving():
    bed = BedFactory()
    a_kept_bed(bed=bed, nights=3)
    second, third = a_stay(days=2), a_stay(days=3)

    with pytest.raises(BedTaken):
        give(second, bed, a_lead_of(second.case))
    with pytest.raises(BedTaken):
        give(second, bed, a_lead_of(second.case), nights=None)

    assert BedPlace.objects.count() == 1
    give(third, bed, a_lead_of(third.case))
    assert BedPlace.objects.count() == 2


@pytest.mark.django_db
def test_who_has_not_left_takes_the_bed_tonight_though_the_time_is_over():
    stay, _worker = a_resident(nights=2)
    place = stay.places.get()
    today = timezone.localdate()
    BedPlace.objects.update(from_on=today - 5 * DAY, until_on=today - 2 * DAY)
    late = a_stay()

    with pytest.raises(BedTaken):
        give(late, place.bed, a_lead_of(late.case))
    assert BedPlace.objects.count() == 1


@pytest.mark.django_db
def test_a_stay_without_a_night_or_in_the_past_is_refused():
    bed, stay = BedFactory(), a_stay()
    lead, today = a_lead_of(stay.case), timezone.localdate()

    for start, end in ((today, today), (today, today - DAY), (today - DAY, today + DAY)):
        with pytest.raises(BadInput):
            give_bed(stay=stay, bed=bed, from_on=start, until_on=end, by=lead)
    with pytest.raises(BadInput) as refusal:
        a_stay(until_on=today - DAY)

    assert refusal.value.field == "until_on"
    assert not BedPlace.objects.exists()
    assert Stay.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("person", "house", "room"),
    [
        (born(30), {"is_for_children": True}, {}),
        ({"is_minor_told": False}, {"is_for_children": True}, {}),
        ({"sex": Sex.MALE}, {}, {"for_whom": "female"}),
        ({"sex": Sex.FEMALE}, {}, {"for_whom": "male"}),
    ],
)
def test_an_adult_among_children_and_another_sex_are_refused_whatever_word(person, house, room):
    bed = BedFactory(bedroom=BedroomFactory(house=HouseFactory(**house), **room))
    stay = a_stay(case=a_case(**person))

    with pytest.raises(BadInput) as refusal:
        give(stay, bed, a_lead_of(stay.case), word="It must be.")

    assert refusal.value.field == "bed"
    assert not BedPlace.objects.exists()
    assert not beds_for(stay, a_lead_of(stay.case), stay.from_on, None)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("person", "house", "room"),
    [
        ({}, {"is_for_children": True}, {}),
        ({}, {}, {"for_whom": "female"}),
        (born(16), {}, {"age_to": 14}),
        (born(10), {}, {"age_from": 12, "age_to": 14}),
        ({}, {}, {"age_from": 12}),
    ],
)
def test_what_is_not_sure_needs_the_word_of_a_lead(person, house, room):
    bed = BedFactory(bedroom=BedroomFactory(house=HouseFactory(**house), **room))
    stay = a_stay(case=a_case(**person))
    lead = a_lead_of(stay.case)

    with pytest.raises(WordNeeded) as refusal:
        give(stay, bed, lead)
    assert refusal.value.field == "word"
    assert not BedPlace.objects.exists()
    place = give(stay, bed, lead, word="No other bed tonight.")

    place.refresh_from_db()
    assert place.word == "No other bed tonight."
    said = Entry.objects.get(event="shelter_word_given")
    assert "other bed" not in str(said.facts)


@pytest.mark.django_db
def test_who_fits_needs_no_word_and_none_is_kept():
    room = BedroomFactory(
        house=HouseFactory(is_for_children=True), for_whom="female", age_from=12, age_to=14
    )
    stay = a_stay(case=a_case(sex=Sex.FEMALE, **born(13)))

    place = give(stay, BedFactory(bedroom=room), a_lead_of(stay.case), word="Fits.")

    assert place.word == ""


@pytest.mark.django_db
def test_a_transfer_frees_the_bed_and_moves_the_team_with_it():
    stay, worker = a_resident()
    was = stay.places.get().bed
    beside = BedFactory(bedroom=was.bedroom)
    far = BedFactory()
    there = a_house_worker(far.bedroom.house)

    change_bed(stay=stay, bed=beside, by=worker)
    with pytest.raises(NotAllowed):
        change_bed(stay=stay, bed=far, by=worker)
    stay.refresh_from_db()
    change_bed(stay=stay, bed=far, by=stay.responsible)

    assert BedPlace.objects.now().get().bed == far
    assert Tie.objects.live().filter(user=there, case=stay.case).exists()
    assert not Tie.objects.live().filter(user=worker, case=stay.case).exists()
    other = a_stay()
    give(other, was, a_lead_of(other.case))


@pytest.mark.django_db
def test_the_database_refuses_what_no_action_does():
    stay, _worker = a_resident()
    place = stay.places.get()
    other = a_stay()
    for wrong in (
        {"stay": other, "bed": place.bed, "from_on": place.from_on},
        {"stay": stay, "bed": BedFactory(), "from_on": place.from_on},
        {"stay": other, "bed": BedFactory(), "from_on": place.from_on, "until_on": place.from_on},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            BedPlace.objects.create(case=wrong["stay"].case, given_by=stay.responsible, **wrong)
    with pytest.raises(IntegrityError), transaction.atomic():
        Stay.objects.filter(pk=stay.pk).update(until_on=stay.from_on)
    with pytest.raises(IntegrityError), transaction.atomic():
        KeepApart.objects.create(
            case=stay.case, other=stay.case, reason="x", set_by=stay.responsible
        )


# Keep apart


def two_apart():
    """Two cases kept apart, a bed beside a resident of the first, and the worker of both."""
    worker = UserFactory(worker=True)
    first, second = a_case(), a_case()
    for case in (first, second):
        Tie.objects.create(case=case, user=worker)
    stay, _house_worker = a_resident(case=first)
    pair = set_apart(case=first, code=second.code, reason="Sisters of two gangs.", by=worker)
    beside = BedFactory(bedroom=BedroomFactory(house=stay.places.get().bed.bedroom.house))
    return pair, beside


@pytest.mark.django_db
def test_who_may_not_know_the_other_meets_a_neutral_refusal_whatever_word():
    pair, beside = two_apart()
    wanted = a_stay(case=pair.other)
    lead = a_lead_of(pair.other)
    before = Entry.objects.count()

    for word in ("", "There is no other bed tonight."):
        with pytest.raises(HouseCannot) as refusal:
            give(wanted, beside, lead, word=word)
        said = str(refusal.value.message)
        assert pair.case.code not in said
        assert "apart" not in said

    assert BedPlace.objects.count() == 1
    assert Entry.objects.count() == before
    assert beds_for(wanted, lead, wanted.from_on, None) == []


@pytest.mark.django_db
def test_a_lead_of_both_puts_them_under_one_roof_only_with_a_word():
    pair, beside = two_apart()
    wanted = a_stay(case=pair.other)
    lead = a_lead_of(pair.case, pair.other)

    with pytest.raises(WordNeeded):
        give(wanted, beside, lead)
    assert BedPlace.objects.count() == 1
    (offer,) = beds_for(wanted, lead, wanted.from_on, None)
    assert "apart" in offer.concerns
    give(wanted, beside, lead, word="One night, with two colleagues awake.")

    assert BedPlace.objects.count() == 2
    assert Entry.objects.get(event="shelter_word_given").facts["concerns"] == ["apart"]


@pytest.mark.django_db
def test_another_house_is_free_and_a_transfer_is_looked_at_too():
    pair, beside = two_apart()
    wanted = a_stay(case=pair.other)
    lead = a_lead_of(pair.other)
    give(wanted, BedFactory(), lead)

    with pytest.raises(HouseCannot):
        change_bed(stay=wanted, bed=beside, by=lead)
    assert BedPlace.objects.now().filter(bed=beside).count() == 0


@pytest.mark.django_db
def test_after_one_left_the_other_may_come():
    pair, beside = two_apart()
    stay = Stay.objects.get(case=pair.case)
    wanted = a_stay(case=pair.other)
    worker = a_house_worker(beside.bedroom.house, pair.case)

    leave_house(
        stay=stay, outcome="completed", destination="family", plan="Calls weekly.", by=worker
    )

    give(wanted, beside, a_lead_of(pair.other))


@pytest.mark.django_db
def test_only_who_sees_both_sets_apart_and_a_code_tells_nothing():
    first, second = a_case(), a_case()
    with pytest.raises(BadInput) as closed:
        set_apart(case=first, code=second.code, reason="Why", by=first.lead)
    with pytest.raises(BadInput) as unknown:
        set_apart(case=first, code="KB-ZZZZZZ", reason="Why", by=first.lead)
    with pytest.raises(NotAllowed):
        set_apart(case=first, code=second.code, reason="Why", by=second.lead)

    assert str(closed.value.message) == str(unknown.value.message)
    assert not KeepApart.objects.exists()


@pytest.mark.django_db
def test_a_pair_is_seen_by_who_sees_both_and_ended_by_a_lead_of_both():
    pair, _beside = two_apart()
    half, both = a_lead_of(pair.other), a_lead_of(pair.case, pair.other)

    assert not KeepApart.objects.open_to(half).exists()
    assert not KeepApart.objects.open_to(pair.case.lead).exists()
    assert KeepApart.objects.open_to(both).get() == pair
    for nobody in (half, pair.set_by):
        with pytest.raises(NotAllowed):
            end_apart(pair=pair, by=nobody)
    end_apart(pair=pair, by=both)
    assert apart_from(pair.case_id) == set()
    end_apart(pair=pair, by=both)


@pytest.mark.django_db
def test_another_source_of_pairs_counts_like_our_own(monkeypatch):
    stay, _worker = a_resident()
    wanted = a_stay()
    by_the_alleged = {wanted.case_id: {stay.case_id}}
    monkeypatch.setattr(
        "kimbilio.care.apart.APART", [*APART, lambda case: by_the_alleged.get(case, set())]
    )
    beside = BedFactory(bedroom=stay.places.get().bed.bedroom)

    with pytest.raises(HouseCannot):
        give(wanted, beside, a_lead_of(wanted.case))


# Two people in the same second


def fresh(stay):
    return Stay.objects.select_related("case__survivor", "case__lead").get(pk=stay.pk)


@pytest.mark.django_db(transaction=True)
def test_two_leads_in_the_same_second_give_one_bed_once():
    for _attempt in range(3):
        bed = BedFactory()
        stays = [a_stay(), a_stay(days=1)]
        leads = [a_lead_of(stay.case) for stay in stays]

        results = at_once(
            *[
                lambda stay=stay, lead=lead, bed=bed: give(fresh(stay), bed, lead)
                for stay, lead in zip(stays, leads, strict=True)
            ]
        )

        assert sum(isinstance(one, BedTaken) for one in results) == 1, results
        assert BedPlace.objects.filter(bed=bed).count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_who_are_kept_apart_get_no_two_beds_of_a_house_in_the_same_second():
    for _attempt in range(3):
        room = BedroomFactory()
        stays = [a_stay(), a_stay()]
        worker = UserFactory(worker=True)
        for stay in stays:
            Tie.objects.create(case=stay.case, user=worker)
        set_apart(case=stays[0].case, code=stays[1].case.code, reason="Why", by=worker)
        leads = [a_lead_of(stay.case) for stay in stays]
        beds = [BedFactory(bedroom=room), BedFactory(bedroom=room)]

        results = at_once(
            *[
                lambda stay=stay, lead=lead, bed=bed: give(fresh(stay), bed, lead)
                for stay, lead, bed in zip(stays, leads, beds, strict=True)
            ]
        )

        assert sum(isinstance(one, HouseCannot) for one in results) == 1, results
        assert BedPlace.objects.filter(bed__bedroom=room).count() == 1


@pytest.mark.django_db(transaction=True)
def test_one_person_gets_one_bed_in_the_same_second():
    stay = a_stay()
    lead = a_lead_of(stay.case)
    beds = [BedFactory(), BedFactory()]

    results = at_once(*[lambda bed=bed: give(fresh(stay), bed, lead) for bed in beds])

    refused = [one for one in results if isinstance(one, DomainError)]
    assert len(refused) == 1, results
    assert refused[0].code in {CannotMove.code, "stale"}
    assert BedPlace.objects.count() == 1
