"""The pages of the shelter as lead, worker of the house, case worker and stranger; few queries."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kimbilio.access.models import Tie
from kimbilio.shelter.actions.apart import set_apart
from kimbilio.shelter.actions.evenings import write_incident, write_log
from kimbilio.shelter.models import (
    Bed,
    BedPlace,
    Bedroom,
    House,
    HouseWorker,
    Incident,
    KeepApart,
    LogEntry,
    RollMark,
    Stay,
)
from tests.factories.accounts import UserFactory
from tests.factories.shelter import (
    BedFactory,
    HouseFactory,
    a_case,
    a_house_worker,
    a_kept_bed,
    a_lead_of,
    a_resident,
    a_stay,
)

pytestmark = pytest.mark.django_db
MOST = 16


def at(stay, *rest):
    return "/".join(["", "cases", stay.case.code, "shelter", str(stay.pk), *rest, ""])


def house_of(stay):
    return stay.places.get().bed.bedroom.house


def test_a_stay_is_asked_for_given_a_bed_let_in_and_left(sign_in):
    case = a_case()
    bed = BedFactory()
    house_worker, lead = a_house_worker(bed.bedroom.house), a_lead_of(case)
    asks, gives, lets_in = (sign_in(user) for user in (case.lead, lead, house_worker))
    day = timezone.localdate()

    answer = asks.post(f"/cases/{case.code}/shelter/new/", {"from_on": day, "wish": "A calm room."})
    stay = Stay.objects.get()
    assert answer["Location"] == at(stay)
    assert "Waits for a bed" in asks.get(at(stay)).content.decode()
    assert asks.get(at(stay, "bed")).status_code == 404
    assert lets_in.get(at(stay)).status_code == 404

    page = gives.get(at(stay, "bed")).content.decode()
    assert bed.bedroom.house.name in page
    wrong = gives.post(
        at(stay, "bed"), {"bed": bed.pk, "from_on": day, "until_on": day, "version": 1}
    )
    assert wrong.status_code == 422
    assert "The end comes before the beginning." in wrong.content.decode()
    gives.post(at(stay, "bed"), {"bed": bed.pk, "from_on": day, "version": 1})
    assert BedPlace.objects.get().bed == bed

    refused = lets_in.post(
        at(stay, "arrival"), {"belongings": "A bag", "told_in": "som", "version": 2}
    )
    assert refused.status_code == 422
    assert "A bag" in refused.content.decode()
    lets_in.post(
        at(stay, "arrival"),
        {"belongings": "A bag\nA book", "told_in": "som", "rules_told": "on",
         "health_checked": "on", "photo_consent": "on", "version": 2},
    )  # fmt: skip
    stay.refresh_from_db()
    assert stay.state == "in"
    photo = f"/cases/{case.code}/people/photo/"
    assert photo in asks.get(at(stay)).content.decode()
    assert photo not in lets_in.get(at(stay)).content.decode()  # who may not change identity
    page = asks.get(at(stay)).content.decode()
    assert "A book" in page
    assert "Somali" in page
    assert "Leaves the shelter" not in page

    gone = lets_in.post(
        at(stay, "move", "left"),
        {"destination": "family", "outcome": "completed", "plan": "Her aunt calls weekly.",
         "version": stay.version},
    )  # fmt: skip
    assert gone["Location"] == "/"
    stay.refresh_from_db()
    assert stay.state == "left"
    assert lets_in.get(at(stay)).status_code == 404
    services = asks.get(f"/cases/{case.code}/services/").content.decode()
    assert "Has left" in services


def test_a_double_send_makes_one_stay(sign_in):
    case = a_case()
    client = sign_in(case.lead)
    data = {"from_on": timezone.localdate(), "sent_key": "0b0e7a52-4e3f-4e0f-9d46-0d6f1e2b3c4d"}

    for _send in range(2):
        assert client.post(f"/cases/{case.code}/shelter/new/", data).status_code == 302

    assert Stay.objects.count() == 1


@pytest.mark.parametrize(
    "to", ["on_leave", "missing", "in", "left", "withdrawn", "refused", "asked", "x"]
)
def test_only_the_moves_of_the_table_have_a_page(sign_in, to):
    stay, worker = a_resident()
    client = sign_in(worker)

    expected = 200 if to in {"on_leave", "missing", "left"} else 404

    assert client.get(at(stay, "move", to)).status_code == expected


def test_missing_and_back_by_page(sign_in):
    stay, worker = a_resident()
    client = sign_in(worker)

    client.post(at(stay, "move", "missing"), {"words": "Not in her room.", "version": stay.version})
    stay.refresh_from_db()
    assert stay.state == "missing"
    assert "Missing" in client.get(at(stay)).content.decode()
    client.post(at(stay, "move", "in"), {"version": stay.version})

    stay.refresh_from_db()
    assert stay.state == "in"


def test_who_was_faster_is_shown_and_nothing_is_overwritten(sign_in):
    stay, worker = a_resident()
    client = sign_in(worker)
    tomorrow = timezone.localdate() + timedelta(days=1)

    answer = client.post(at(stay, "move", "on_leave"), {"until": tomorrow, "version": 1})

    assert answer.status_code == 409
    stay.refresh_from_db()
    assert stay.state == "in"


def test_the_bed_is_changed_within_the_house_by_its_worker(sign_in):
    stay, worker = a_resident()
    beside = BedFactory(bedroom=stay.places.get().bed.bedroom)
    elsewhere = BedFactory()
    client = sign_in(worker)

    page = client.get(at(stay, "bed")).content.decode()
    assert str(beside.pk) in page
    assert str(elsewhere.pk) not in page
    client.post(at(stay, "bed"), {"bed": beside.pk, "version": stay.version})

    assert BedPlace.objects.now().get().bed == beside


def test_a_house_with_somebody_kept_apart_is_left_out_without_a_word(sign_in):
    worker = UserFactory(worker=True)
    stay, _house_worker = a_resident()
    wanted = a_stay()
    for case in (stay.case, wanted.case):
        Tie.objects.create(case=case, user=worker)
    set_apart(case=stay.case, code=wanted.case.code, reason="Same trafficker.", by=worker)
    beside = BedFactory(bedroom=stay.places.get().bed.bedroom)
    client = sign_in(a_lead_of(wanted.case))

    page = client.get(at(wanted, "bed")).content.decode()
    assert str(beside.pk) not in page
    day = timezone.localdate()
    answer = client.post(at(wanted, "bed"), {"bed": beside.pk, "from_on": day, "version": 1})
    words = answer.content.decode()

    assert answer.status_code == 422
    for told in (stay.case.code, "apart from somebody", "Same trafficker", "set apart"):
        assert told not in words
    assert BedPlace.objects.count() == 1
    both = sign_in(a_lead_of(stay.case, wanted.case))
    assert "needs your word" in both.get(at(wanted, "bed")).content.decode()


def test_pairs_are_set_seen_and_ended_by_page(sign_in, django_assert_max_num_queries):
    first, second = a_case(), a_case()
    worker = UserFactory(worker=True)
    for case in (first, second):
        Tie.objects.create(case=case, user=worker)
    client = sign_in(worker)
    where = f"/cases/{first.code}/shelter/apart/"

    assert client.post(where, {"code": "KB-ZZZZZZ", "reason": "Why"}).status_code == 422
    client.post(where, {"code": second.code.lower(), "reason": "A quarrel of two families."})

    pair = KeepApart.objects.get()
    with django_assert_max_num_queries(MOST):
        assert "two families" in client.get(where).content.decode()
    assert "two families" not in sign_in(first.lead).get(where).content.decode()
    assert second.code not in sign_in(first.lead).get(where).content.decode()
    assert client.post(f"{where}{pair.pk}/end/").status_code == 404
    assert sign_in(a_lead_of(first)).post(f"{where}{pair.pk}/end/").status_code == 404
    sign_in(a_lead_of(first, second)).post(f"{where}{pair.pk}/end/")
    pair.refresh_from_db()
    assert pair.ended_at is not None


def test_the_board_asks_as_much_for_twenty_beds_as_for_one(sign_in):
    stay, worker = a_resident()
    client = sign_in(worker)
    client.get("/shelter/")
    with CaptureQueriesContext(connection) as once:
        client.get("/shelter/")
    for _number in range(4):
        bed = BedFactory(bedroom=stay.places.get().bed.bedroom)
        BedFactory(bedroom=bed.bedroom)
        a_kept_bed(bed=bed, nights=3)

    with CaptureQueriesContext(connection) as again:
        page = client.get("/shelter/").content.decode()

    assert len(again) == len(once)
    assert len(once) <= MOST
    assert stay.case.code in page
    assert BedPlace.objects.count() == 5


def test_a_bed_says_how_old_and_how_long_here_to_who_may_know(sign_in):
    stay, worker = a_resident()
    person, born = stay.case.survivor, timezone.localdate() - timedelta(days=15 * 366)
    person.born_from = person.born_to = born
    person.birth_precision = "day"
    person.save()
    client, age = sign_in(worker), re.compile(r'<b class="num">\s*15\s*</b>')

    page = client.get("/shelter/").content.decode()
    Stay.objects.update(started_at=timezone.now() - timedelta(days=91))
    later = client.get("/shelter/").content.decode()
    manager = sign_in(UserFactory(manager=True)).get("/shelter/").content.decode()

    assert age.search(page)
    assert ("New here" in page, "90+ nights" in page) == (True, False)
    assert ("New here" in later, "90+ nights" in later) == (False, True)
    assert not age.search(manager)
    assert "90+ nights</span>" not in manager


def test_the_board_hides_codes_that_are_closed_and_houses_of_others(sign_in):
    stay, _worker = a_resident()
    manager = sign_in(UserFactory(manager=True)).get("/shelter/").content.decode()
    stranger = sign_in(a_house_worker(HouseFactory())).get("/shelter/").content.decode()

    assert stay.case.code not in manager
    assert house_of(stay).name in manager
    assert "Taken" in manager
    assert house_of(stay).name not in stranger
    assert sign_in(stay.case.lead).get("/shelter/").status_code == 404


def test_the_address_is_on_no_page_but_its_own(sign_in):
    stay, worker = a_resident()
    house = house_of(stay)
    client, lead = sign_in(worker), sign_in(stay.responsible)
    pages = [
        client.get("/shelter/"), client.get(at(stay)), client.get(f"/shelter/houses/{house.pk}/roll/"),
        client.get(f"/shelter/houses/{house.pk}/book/"), lead.get("/settings/houses/"),
        lead.get(f"/settings/houses/{house.pk}/"), lead.get(f"/settings/houses/{house.pk}/edit/"),
        lead.get(f"/cases/{stay.case.code}/print/"), lead.get("/search/?q=third gate"),
        lead.get(f"/cases/{stay.case.code}/timeline/"), client.get("/"), client.get("/day/services/"),
    ]  # fmt: skip

    for page in pages:
        assert page.status_code == 200
        assert "third gate" not in page.content.decode()
    shown = client.post(f"/settings/houses/{house.pk}/address/")
    assert "third gate" in shown.content.decode()
    assert "no-store" in shown["Cache-Control"]
    assert sign_in(stay.case.lead).post(f"/settings/houses/{house.pk}/address/").status_code == 404
    other = sign_in(a_house_worker(HouseFactory()))
    assert other.post(f"/settings/houses/{house.pk}/address/").status_code == 404


def test_the_roll_is_called_with_one_tap_each(sign_in, django_assert_max_num_queries):
    stay, worker = a_resident()
    client = sign_in(worker)
    where = f"/shelter/houses/{house_of(stay).pk}/roll/"
    with django_assert_max_num_queries(MOST):
        assert stay.case.code in client.get(where).content.decode()
    assert "0 of 1" in client.get("/day/services/").content.decode()

    answer = client.post(where, {"mark": f"{stay.pk} here"})
    client.post(where, {"mark": "nonsense"})

    assert answer["Location"] == f"{where}#s-{stay.pk}"
    assert RollMark.objects.get().mark == "here"
    assert "1 of 1" in client.get(where).content.decode()
    stranger = sign_in(a_house_worker(HouseFactory()))
    assert stranger.get(where).status_code == 404
    assert stranger.post(where, {"mark": f"{stay.pk} missing"}).status_code == 404
    assert RollMark.objects.get().mark == "here"


def test_book_hand_over_and_incidents_by_page(sign_in, django_assert_max_num_queries):
    stay, worker = a_resident()
    house = house_of(stay)
    client, next_shift = sign_in(worker), sign_in(a_house_worker(house, stay.case))
    book = f"/shelter/houses/{house.pk}/book/"

    client.post(book, {"kind": "handover", "text": "The gate sticks."})
    entry = LogEntry.objects.get()
    assert "The gate sticks." in next_shift.get(book).content.decode()
    next_shift.post(f"/shelter/book/{entry.pk}/take/")
    entry.refresh_from_db()
    assert entry.taken_at is not None

    moment = timezone.localtime(timezone.now() - timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M")
    made = client.post(
        f"/shelter/houses/{house.pk}/incidents/new/",
        {"kind": "injury", "severity": "medium", "happened_at": moment, "stay": stay.pk,
         "text": "A cut finger."},
    )  # fmt: skip
    one = Incident.objects.get()
    assert made["Location"] == f"/shelter/incidents/{one.pk}/"
    client.post(f"/shelter/incidents/{one.pk}/", {"words": "Cleaned and bound."})
    with django_assert_max_num_queries(MOST):
        page = client.get(f"/shelter/incidents/{one.pk}/").content.decode()
    assert "Cleaned and bound." in page
    sign_in(a_lead_of(stay.case)).post(f"/shelter/incidents/{one.pk}/close/")
    one.refresh_from_db()
    assert one.closed_at is not None
    stranger = sign_in(a_house_worker(HouseFactory()))
    for where in (
        book,
        f"/shelter/incidents/{one.pk}/",
        f"/shelter/houses/{house.pk}/incidents/new/",
    ):
        assert stranger.get(where).status_code == 404


def test_the_settings_make_a_house_with_rooms_beds_and_workers(sign_in):
    client = sign_in(UserFactory(manager=True))
    colleague = UserFactory(role="shelter_worker")

    client.post("/settings/houses/new/", {"name": "Mwanga House", "address": "The blue gate",
                                          "is_for_children": "on", "is_active": "on"})  # fmt: skip
    house = House.objects.get()
    where = f"/settings/houses/{house.pk}/"
    client.post(f"{where}rooms/new/", {"name": "One", "for_whom": "female", "age_to": 14})
    room = Bedroom.objects.get()
    client.post(f"/settings/houses/rooms/{room.pk}/beds/new/", {"name": "A", "is_active": "on"})
    bed = Bed.objects.get()
    client.post(f"/settings/houses/beds/{bed.pk}/",
                {"name": "A", "has_cot": "on", "is_active": "on", "version": 1})  # fmt: skip
    client.post(f"/settings/houses/rooms/{room.pk}/",
                {"name": "One", "for_whom": "female", "age_to": 15, "version": 1})  # fmt: skip
    client.post(where, {"user": colleague.pk})

    bed.refresh_from_db(), room.refresh_from_db()
    assert (bed.has_cot, room.age_to, house.address) == (True, 15, "The blue gate")
    worker = HouseWorker.objects.get()
    assert colleague.name in client.get(where).content.decode()
    assert "Mwanga House" in client.get("/settings/houses/").content.decode()
    stale = client.post(f"/settings/houses/beds/{bed.pk}/", {"name": "B", "version": 1})
    assert stale.status_code == 409
    client.post(f"/settings/houses/workers/{worker.pk}/leave/")
    assert not HouseWorker.objects.exists()
    assert sign_in(colleague).get("/settings/houses/").status_code == 404


def test_words_of_house_and_incident_are_ciphertext_in_the_database():
    stay, worker = a_resident()
    house = house_of(stay)
    write_log(house=house, kind="day", text="Words of the book.", by=worker)
    write_incident(house=house, kind="other", severity="low", text="Words of harm.",
                   happened_at=timezone.now(), by=worker)  # fmt: skip
    with connection.cursor() as cursor:
        for table in ("shelter_house", "shelter_logentry", "shelter_incident"):
            cursor.execute(f"SELECT * FROM {table}")  # a constant name
            raw = str([bytes(c) if isinstance(c, memoryview) else c for row in cursor for c in row])
            assert "Words of" not in raw
            assert "third gate" not in raw
