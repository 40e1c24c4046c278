"""The directory answers who can help; only those who keep it change it."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from kimbilio.accounts.choices import Role
from kimbilio.audit.models import Entry
from kimbilio.kernel.errors import BadInput, NotAllowed, Stale
from kimbilio.partners import queries
from kimbilio.partners.actions.entries import check_partner, save_partner
from kimbilio.partners.actions.offers import save_offer, say_places
from kimbilio.partners.actions.rules import save_directory_rules
from kimbilio.partners.choices import Show
from kimbilio.partners.models import DirectoryRules, Offer, Partner
from kimbilio.partners.queries import Wanted, counties_of, directory_rules
from tests.factories.accounts import UserFactory
from tests.factories.partners import KAKAMEGA, MOMBASA, an_offer, sub_county_of, wards_in

pytestmark = pytest.mark.django_db
FRIDAY_NIGHT = timezone.make_aware(datetime(2026, 11, 27, 22, 30))
FRIDAY_NOON = timezone.make_aware(datetime(2026, 11, 27, 12, 0))
LONG_AGO = date(2026, 1, 1)
A_GIRL_OF_NINE = Wanted(service="shelter", county=KAKAMEGA, sex="female", age=9, when="tonight")


def find_help(wanted, *, at=None):
    return queries.find_help(wanted, fresh_since=LONG_AGO, at=at)


def is_stale(partner):
    rules = directory_rules()
    marked = queries.with_staleness(Partner.objects.all(), fresh_since=rules.fresh_since)
    return marked.get(pk=partner.pk).is_stale


def test_who_can_take_a_girl_of_nine_in_kakamega_tonight(django_assert_num_queries):
    fits = an_offer(takes="female", max_age=17, county=KAKAMEGA)
    from_afar = an_offer(counties=[KAKAMEGA, MOMBASA], county=MOMBASA)
    an_offer(takes="male")
    an_offer(min_age=18)
    an_offer(counties=[MOMBASA])
    an_offer(service="legal")
    an_offer(opens=time(8), closes=time(17))

    with django_assert_num_queries(1):
        found = find_help(A_GIRL_OF_NINE, at=FRIDAY_NOON)

    assert found == [fits, from_afar]


@pytest.mark.parametrize(
    ("opens", "closes", "days", "at", "is_open"),
    [
        (time(8), time(17), "12345", FRIDAY_NOON, True),
        (time(8), time(17), "12345", FRIDAY_NIGHT, False),
        (time(8), time(17), "67", FRIDAY_NOON, False),
        (time(18), time(7), "1234567", FRIDAY_NIGHT, True),
        (time(18), time(7), "1234567", FRIDAY_NOON, False),
        (None, None, "1234567", FRIDAY_NIGHT, True),
    ],
)
def test_open_now_follows_the_hours(opens, closes, days, at, is_open):
    an_offer(opens=opens, closes=closes, days=days)

    assert bool(find_help(Wanted(when="now"), at=at)) is is_open


@pytest.mark.parametrize(
    ("hours", "days", "when", "day", "hour", "is_open"),
    [
        ((18, 7), "5", "now", 28, 2, True),  # Friday's night, on Saturday at two
        ((18, 7), "5", "now", 27, 2, False),  # on Friday at two it is still Thursday's night
        ((18, 7), "5", "now", 28, 20, False),
        ((18, 7), "7", "now", 30, 3, True),  # Sunday's night ends on Monday
        ((0, 0), "5", "now", 27, 12, True),  # equal hours are a whole day
        ((0, 0), "5", "now", 28, 0, False),
        ((8, 22), "5", "tonight", 27, 23, False),  # it has closed by now
        ((8, 22), "5", "tonight", 27, 10, True),
        ((18, 7), "5", "tonight", 28, 2, True),  # in the small hours tonight is this night
        ((18, 7), "5", "tonight", 28, 10, False),
    ],
)
def test_nights_belong_to_the_day_on_which_they_begin(hours, days, when, day, hour, is_open):
    an_offer(opens=time(hours[0]), closes=time(hours[1]), days=days)
    at = timezone.make_aware(datetime(2026, 11, day, hour))  # the 27th is a Friday

    assert bool(find_help(Wanted(when=when), at=at)) is is_open


def test_what_is_not_in_use_is_not_found():
    an_offer(is_active=False)
    closed = an_offer()
    Partner.objects.filter(pk=closed.partner_id).update(is_active=False)

    assert find_help(Wanted(service="shelter")) == []


def test_an_entry_asks_to_be_checked_and_is_checked():
    offer, lead = an_offer(), UserFactory(lead=True)
    Partner.objects.update(assured_on="2025-01-01")
    partner = Partner.objects.get(pk=offer.partner_id)
    assert is_stale(partner)

    check_partner(partner=partner, expected=queries.version_of_entry(partner), by=lead)

    assert not is_stale(partner)
    assert Entry.objects.filter(event="partner_checked", actor_id=lead.pk).exists()


def test_a_secret_place_has_no_address():
    lead = UserFactory(lead=True)

    with pytest.raises(BadInput):
        save_partner(
            partner=None, by=lead, name="A", kind="ngo", place="Gate 4", is_place_secret=True
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        Partner.objects.create(name="B", kind="ngo", place="Gate 4", is_place_secret=True)

    assert not Partner.objects.exists()


def test_two_editors_do_not_overwrite_each_other():
    partner, lead = an_offer().partner, UserFactory(lead=True)
    values = {"name": partner.name, "kind": "ngo"}
    save_partner(partner=partner, by=lead, expected=1, phone="0700 000 410", **values)

    again = Partner.objects.get(pk=partner.pk)
    with pytest.raises(Stale):
        save_partner(partner=again, by=lead, expected=1, phone="0700 000 411", **values)

    assert Partner.objects.get(pk=partner.pk).phone == "0700 000 410"


@pytest.mark.parametrize(
    "wrong",
    [{"counties": []}, {"counties": ["999"]}, {"min_age": 20, "max_age": 10}, {"days": ""},
     {"opens": time(8)}, {"further_hours": ["1234567 all"]}, {"further_hours": ["8 all"]},
     {"further_hours": ["66 all"]}, {"further_hours": ["6 25:00-26:00"]}, {"wards": ["0001"]}, {"wards": ["9999"]},
     {"languages": ["tlh"]}, {"needs": ["wings"]}, {"cost": "fee"},
     {"cost_words": "KES 200"}, {"places_total": 2, "places_free": 3}],
)  # fmt: skip
def test_what_makes_no_sense_is_refused_and_nothing_kept(wrong):
    partner, lead = an_offer().partner, UserFactory(lead=True)
    values = {
        "service": "legal", "min_age": 0, "max_age": 120, "days": "1234567", "counties": [KAKAMEGA],
    }  # fmt: skip

    with pytest.raises(BadInput):
        save_offer(partner=partner, offer=None, by=lead, **{**values, **wrong})

    assert Offer.objects.count() == 1


@pytest.mark.parametrize("role", set(Role) - {Role.TEAM_LEAD, Role.MANAGER})
def test_others_change_nothing(role):
    with pytest.raises(NotAllowed):
        save_partner(partner=None, by=UserFactory(role=role), name="A", kind="ngo")

    assert not Partner.objects.exists()


def test_nobody_vouches_for_what_they_did_not_read():
    partner, lead = an_offer().partner, UserFactory(lead=True)
    save_partner(partner=partner, by=lead, name=partner.name, kind="ngo", phone="0700 000 410")
    Partner.objects.update(assured_on="2025-01-01")

    with pytest.raises(Stale):
        check_partner(partner=Partner.objects.get(), expected=2, by=lead)

    assert is_stale(Partner.objects.get())


def test_two_who_change_the_counties_meet():
    offer, lead = an_offer(), UserFactory(lead=True)
    same = {name: getattr(offer, name) for name in ("service", "takes", "min_age", "max_age", "days",
            "opens", "closes")}  # fmt: skip

    def cover(*counties):
        now = Offer.objects.get(pk=offer.pk)
        return save_offer(
            partner=now.partner, offer=now, counties=list(counties), by=lead, expected=1, **same
        )

    cover(MOMBASA)
    with pytest.raises(Stale):
        cover(KAKAMEGA, MOMBASA)

    assert counties_of(Offer.objects.get(pk=offer.pk)) == [MOMBASA]
    (entry,) = Entry.objects.filter(event="service_changed")
    assert entry.changes == {"counties": [[KAKAMEGA], [MOMBASA]]}


def test_need_and_language_are_found_in_the_same_one_query(django_assert_num_queries):
    ready = an_offer(needs=["infant", "disability"], languages=["swa", "som"])
    an_offer(needs=["infant"], languages=["swa", "som"])
    an_offer(needs=["infant", "disability"], languages=["swa"])

    with django_assert_num_queries(1):
        found = find_help(Wanted(needs=("infant", "disability"), language="som"))

    assert found == [ready]


def test_who_is_full_today_comes_last_and_is_found_again_tomorrow():
    full = an_offer(county=KAKAMEGA, places_free=0)
    other = an_offer(counties=[KAKAMEGA], county=MOMBASA)
    wanted = Wanted(county=KAKAMEGA)

    assert find_help(wanted) == [other, full]
    Offer.objects.filter(pk=full.pk).update(places_said_on="2026-01-01")
    assert find_help(wanted) == [full, other]


def test_the_word_about_free_places_is_dated_when_it_is_said():
    offer, lead = an_offer(places_total=8, places_free=2), UserFactory(lead=True)
    Offer.objects.update(places_said_on="2026-01-01")
    offer = Offer.objects.get(pk=offer.pk)

    say_places(offer=offer, free=2, expected=1, by=lead)
    assert offer.places_said_on == timezone.localdate()
    with pytest.raises(BadInput):
        say_places(offer=offer, free=9, expected=2, by=lead)
    with pytest.raises(Stale):
        say_places(offer=offer, free=1, expected=1, by=lead)
    with pytest.raises(NotAllowed):
        say_places(offer=offer, free=1, expected=2, by=UserFactory())
    assert Offer.objects.get().places_free == 2

    say_places(offer=offer, free=None, expected=2, by=lead)
    assert (offer.places_free, offer.places_said_on) == (None, None)


def test_another_change_does_not_make_an_old_word_new():
    offer, lead = an_offer(places_free=2), UserFactory(lead=True)
    Offer.objects.update(places_said_on="2026-01-01")
    offer = Offer.objects.get(pk=offer.pk)
    same = {"service": "shelter", "min_age": 0, "max_age": 120, "days": "12345"}

    save_offer(
        partner=offer.partner, offer=offer, counties=[MOMBASA], by=lead, places_free=2, **same
    )

    assert str(Offer.objects.get().places_said_on) == "2026-01-01"


@pytest.mark.parametrize(
    "broken", [{"cost": "fee"}, {"cost_words": "KES 200"}, {"places_free": 1},
               {"places_free": 3, "places_total": 2, "places_said_on": "2026-01-01"}],
)  # fmt: skip
def test_the_database_refuses_a_broken_offer(broken):
    an_offer()

    with pytest.raises(IntegrityError), transaction.atomic():
        Offer.objects.update(**broken)


def test_the_nearest_come_first_in_one_query(django_assert_num_queries):
    butere = sub_county_of(KAKAMEGA)
    everywhere = an_offer(county="047", is_nationwide=True, counties=[])
    afar = an_offer(county=MOMBASA)
    beside = an_offer(county="038")  # Vihiga borders Kakamega
    same = an_offer(county=KAKAMEGA)
    nearest = an_offer(county=KAKAMEGA, sub_county=butere)
    Partner.objects.filter(pk=nearest.partner_id).update(assured_on="2026-01-01")

    with django_assert_num_queries(1):
        found = find_help(Wanted(county=KAKAMEGA, sub_county=butere))

    assert found == [nearest, same, beside, afar, everywhere]
    assert [offer.near for offer in found] == [1, 2, 3, 4, 5]


@pytest.mark.parametrize(
    "given",
    [
        {"sub_county": "001"},
        {"ward": "0001"},
        {"latitude": Decimal("-1.28"), "longitude": Decimal("36.82")},
    ],
)
def test_a_secret_place_is_not_given_away_by_its_surroundings(given):
    lead = UserFactory(lead=True)
    values = {"name": "A", "kind": "ngo", "county": MOMBASA, "is_place_secret": True, **given}

    with pytest.raises(BadInput):
        save_partner(partner=None, by=lead, **values)
    with pytest.raises(IntegrityError), transaction.atomic():
        Partner.objects.create(**values)

    assert not Partner.objects.exists()


@pytest.mark.parametrize(
    "broken",
    [{"latitude": 1}, {"latitude": 91, "longitude": 0}, {"latitude": 0, "longitude": 181},
     {"sub_county": "001", "county": ""}, {"ward": "0001", "county": ""}],
)  # fmt: skip
def test_the_database_refuses_a_place_that_is_none(broken):
    an_offer()

    with pytest.raises(IntegrityError), transaction.atomic():
        Partner.objects.update(**broken)


@pytest.mark.parametrize(
    ("part", "code"), [("sub_county", "001"), ("ward", "0001"), ("ward", "9999")]
)
def test_a_sub_county_and_a_ward_lie_in_their_county(part, code):
    with pytest.raises(BadInput) as refusal:
        save_partner(
            partner=None, by=UserFactory(lead=True), name="A", kind="ngo", county=KAKAMEGA,
            **{part: code},
        )  # fmt: skip

    assert refusal.value.field == part
    assert not Partner.objects.exists()


def test_the_organisation_says_how_long_an_entry_holds():
    partner, chief = an_offer().partner, UserFactory(role=Role.ADMINISTRATOR)
    Partner.objects.update(assured_on=timezone.localdate() - timedelta(days=40))
    assert not is_stale(partner)

    rules = save_directory_rules(by=chief, stale_after_days=30)
    assert is_stale(partner)
    save_directory_rules(by=chief, expected=rules.version, stale_after_days=60)

    assert not is_stale(partner)
    changed = Entry.objects.filter(event="settings_changed", subject_id=str(rules.pk))
    assert changed.count() == 2


def test_others_make_no_rules_for_the_directory():
    with pytest.raises(NotAllowed):
        save_directory_rules(by=UserFactory(lead=True), stale_after_days=1)

    assert not DirectoryRules.objects.exists()


@pytest.mark.parametrize("days", [0, 2000])
def test_the_database_refuses_rules_out_of_bounds(days):
    with pytest.raises(IntegrityError), transaction.atomic():
        DirectoryRules.objects.create(stale_after_days=days)


def test_what_is_to_check_is_in_use_and_was_not_checked_lately():
    old, new, left = (an_offer().partner for _ in range(3))
    Partner.objects.filter(pk__in=[old.pk, left.pk]).update(assured_on="2025-01-01")
    Partner.objects.filter(pk=left.pk).update(is_active=False)

    def names(show):
        return {one.pk for one in queries.part_of_directory(show, fresh_since=LONG_AGO)}

    assert names(Show.TO_CHECK) == {old.pk}
    assert names(Show.FORMER) == {left.pk}
    assert names(Show.IN_USE) == {old.pk, new.pk}


def test_nobody_vouches_for_a_service_that_changed_after_they_read_it():
    offer, lead = an_offer(), UserFactory(lead=True)
    Partner.objects.update(assured_on="2025-01-01")
    partner = Partner.objects.get()
    read = queries.version_of_entry(partner)
    say_places(offer=offer, free=2, expected=1, by=lead)

    with pytest.raises(Stale):
        check_partner(partner=partner, expected=read, by=lead)

    assert str(Partner.objects.get().assured_on) == "2025-01-01"


def test_a_note_is_read_again_before_it_stands_beside_a_secret_place():
    lead = UserFactory(lead=True)
    values = {"name": "A", "kind": "ngo", "note": "Behind the market."}
    partner = save_partner(partner=None, by=lead, **values)

    with pytest.raises(BadInput) as refusal:
        save_partner(partner=partner, by=lead, is_place_secret=True, **values)
    assert refusal.value.field == "note_is_safe"
    assert not Partner.objects.get().is_place_secret

    values["note"] = "Ring first."
    save_partner(partner=partner, by=lead, is_place_secret=True, note_is_safe=True, **values)
    save_partner(partner=partner, by=lead, is_place_secret=True, phone="0700 000 410", **values)
    with pytest.raises(BadInput):
        save_partner(
            partner=partner, by=lead, is_place_secret=True, **{**values, "note": "Gate 4."}
        )

    assert Partner.objects.get().note == "Ring first."


def test_a_ward_is_nearest_and_who_keeps_to_other_wards_is_not_found(django_assert_num_queries):
    home, beside, *_others, last = wards_in(KAKAMEGA)  # the last is of another constituency
    elsewhere = an_offer(wards=[last])
    county = an_offer(ward=last)
    constituency = an_offer(ward=beside, wards=[home, beside])
    nearest = an_offer(ward=home, counties=[KAKAMEGA, MOMBASA], wards=[wards_in(MOMBASA)[0]])

    with django_assert_num_queries(1):
        found = find_help(Wanted(county=KAKAMEGA, ward=home))

    assert found == [nearest, constituency, county]
    assert [offer.near for offer in found] == [0, 1, 2]
    assert elsewhere in find_help(Wanted(county=KAKAMEGA))


def test_a_secret_place_is_not_given_away_by_the_wards_it_serves():
    offer, lead, ward = an_offer(), UserFactory(lead=True), wards_in(KAKAMEGA)[0]
    same = {"service": "shelter", "min_age": 0, "max_age": 120, "days": "1234567"}
    partner = save_partner(
        partner=offer.partner, by=lead, name=offer.partner.name, is_place_secret=True
    )

    with pytest.raises(BadInput) as refusal:
        save_offer(partner=partner, offer=offer, counties=[KAKAMEGA], wards=[ward], by=lead, **same)
    assert refusal.value.field == "wards"

    save_partner(partner=partner, by=lead, name=partner.name, is_place_secret=False)
    save_offer(partner=partner, offer=offer, counties=[KAKAMEGA], wards=[ward], by=lead, **same)
    with pytest.raises(BadInput):
        save_partner(partner=partner, by=lead, name=partner.name, is_place_secret=True)
    assert not Partner.objects.get().is_place_secret


OFFICE = {"days": "12345", "opens": time(8), "closes": time(13),
          "further_hours": ["12345 14:00-17:00", "6 09:00-13:00", "7 20:00-02:00"]}  # fmt: skip


@pytest.mark.parametrize(
    ("when", "day", "hour", "minute", "is_open"),
    [
        ("now", 27, 8, 0, True),
        ("now", 27, 12, 59, True),
        ("now", 27, 13, 0, False),  # the break
        ("now", 27, 14, 0, True),
        ("now", 27, 17, 0, False),
        ("now", 28, 8, 30, False),  # on Saturday they begin at nine
        ("now", 28, 9, 0, True),
        ("now", 28, 14, 0, False),
        ("now", 29, 19, 59, False),
        ("now", 29, 23, 59, True),
        ("now", 30, 0, 0, True),  # Sunday's line runs on into Monday
        ("now", 30, 1, 59, True),
        ("now", 30, 2, 0, False),
        ("now", 29, 1, 0, False),  # Saturday's does not run on into Sunday
        ("tonight", 29, 12, 0, True),
        ("tonight", 28, 12, 0, False),
        ("tonight", 30, 1, 0, True),
        ("tonight", 30, 12, 0, False),
    ],
)
def test_every_line_of_hours_counts_in_one_query(
    when, day, hour, minute, is_open, django_assert_num_queries
):
    an_offer(**OFFICE)
    at = timezone.make_aware(datetime(2026, 11, day, hour, minute))

    with django_assert_num_queries(1):
        found = find_help(Wanted(when=when), at=at)

    assert bool(found) is is_open
    assert all(offer.has_further_hours for offer in found)


def test_two_who_change_further_hours_meet_and_the_log_says_what_was():
    offer, lead = an_offer(**OFFICE), UserFactory(lead=True)
    same = {name: getattr(offer, name) for name in ("service", "takes", "min_age", "max_age", "days",
            "opens", "closes")}  # fmt: skip

    def open_on(*hours):
        now = Offer.objects.get(pk=offer.pk)
        return save_offer(
            partner=now.partner, offer=now, counties=[KAKAMEGA], further_hours=list(hours), by=lead,
            expected=1, **same,
        )  # fmt: skip

    open_on("6 10:00-12:00")
    with pytest.raises(Stale):
        open_on("7 all")

    assert queries.further_hours_of(Offer.objects.get()) == ["6 10:00-12:00"]
    (entry,) = Entry.objects.filter(event="service_changed")
    assert entry.changes == {"further_hours": [OFFICE["further_hours"], ["6 10:00-12:00"]]}
    with pytest.raises(IntegrityError), transaction.atomic():
        offer.further_hours.update(closes=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        offer.further_hours.update(days="")
