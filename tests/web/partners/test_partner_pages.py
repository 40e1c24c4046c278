"""The pages of the directory."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from kimbilio.accounts.choices import Role
from kimbilio.audit.models import Entry
from kimbilio.organisation.places import wards
from kimbilio.partners.actions.entries import save_partner
from kimbilio.partners.models import Offer, Partner
from tests.factories.accounts import UserFactory
from tests.factories.partners import KAKAMEGA, an_offer, sub_county_of, wards_in

pytestmark = pytest.mark.django_db
FOUND = f"/partners/?service=shelter&county={KAKAMEGA}&sex=female&age=9&when=tonight"


def test_a_worker_finds_help_and_how_to_reach_it(sign_in, django_assert_max_num_queries):
    offers = [an_offer() for _ in range(12)]
    client = sign_in()
    client.get("/partners/")

    with django_assert_max_num_queries(6):  # session, user, rules, the search, languages, needs
        page = client.get(FOUND).content.decode()
    # session, user, rules, trail, partner, services with counties, wards, languages, needs and hours
    with django_assert_max_num_queries(11):
        one = client.get(f"/partners/{offers[0].partner_id}/")

    assert all(offer.partner.name in page for offer in offers)
    assert "Kakamega" in one.content.decode()
    assert offers[0].partner.name not in one.content.decode().split("</title>")[0]


def test_a_lead_adds_a_partner_and_its_service(sign_in):
    client = sign_in(lead=True)

    client.post("/partners/new/", {"name": "Mwanga Clinic", "kind": "hospital", "is_active": "on"})
    partner = Partner.objects.get()
    answer = client.post(
        f"/partners/{partner.pk}/services/new/",
        {
            "service": "health", "takes": "any", "min_age": "0", "max_age": "120", "days": ["1", "2"],
            "counties": [KAKAMEGA], "is_active": "on",
        },
    )  # fmt: skip

    assert answer.status_code == 302
    offer = Offer.objects.get()
    assert (offer.partner, offer.days) == (partner, "12")
    assert [row.county for row in offer.counties.all()] == [KAKAMEGA]


def test_sent_twice_makes_one_partner(sign_in):
    client = sign_in(lead=True)
    sent = {
        "name": "Mwanga", "kind": "ngo", "sent_key": "0b9f4e5e-2f64-4a58-9d0f-6ad4c0e0b7a1",
    }  # fmt: skip

    first, second = client.post("/partners/new/", sent), client.post("/partners/new/", sent)

    assert first["Location"] == second["Location"]
    assert Partner.objects.count() == 1


def test_words_stay_when_something_is_refused(sign_in):
    client = sign_in(lead=True)
    sent = {
        "name": "Mwanga",
        "kind": "ngo",
        "place": "Gate 4",
        "is_place_secret": "on",
        "note": "Ask Ada.",
    }

    answer = client.post("/partners/new/", sent)

    assert answer.status_code == 422
    assert "Ask Ada." in answer.content.decode()
    assert not Partner.objects.exists()


def test_two_editors_see_both_versions(sign_in):
    partner = an_offer().partner
    client = sign_in(lead=True)
    address = f"/partners/{partner.pk}/edit/"
    client.post(
        address, {"name": partner.name, "kind": "ngo", "phone": "0700 000 410", "version": 1}
    )

    late = client.post(
        address, {"name": partner.name, "kind": "ngo", "phone": "0700 000 411", "version": 1}
    )

    assert late.status_code == 409
    assert "0700 000 410" in late.content.decode()
    assert Partner.objects.get().phone == "0700 000 410"


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.DATA_PROTECTION_OFFICER])
def test_roles_without_the_directory_find_nothing(sign_in, role):
    partner = an_offer().partner
    client = sign_in(UserFactory(role=role))

    assert client.get("/partners/").status_code == 404
    assert client.get(f"/partners/{partner.pk}/").status_code == 404


def test_an_empty_directory_says_what_to_do(sign_in):
    assert "A team lead adds the first partner." in sign_in().get("/partners/").content.decode()


def test_the_look_at_an_entry_is_recorded(sign_in):
    partner = an_offer().partner

    sign_in().get(f"/partners/{partner.pk}/")

    assert Entry.objects.filter(event="partner_opened", subject_id=str(partner.pk)).count() == 1


def test_every_partner_is_reached_page_by_page(sign_in, django_assert_max_num_queries):
    names = {an_offer().partner.name for _ in range(53)}
    client = sign_in()
    client.get("/partners/")

    with django_assert_max_num_queries(6):
        first = client.get("/partners/")
    more = first.context["partners"].next
    second = client.get("/partners/", {"after": more})

    assert {one.name for page in (first, second) for one in page.context["partners"]} == names
    assert second.context["partners"].next == ""


def test_who_keeps_the_directory_finds_those_out_of_use(sign_in):
    partner = an_offer().partner
    Partner.objects.update(is_active=False)

    lead = sign_in(lead=True)
    assert partner.name in lead.get("/partners/?show=former").content.decode()
    assert partner.name not in lead.get("/partners/").content.decode()
    assert partner.name not in sign_in().get("/partners/?show=former").content.decode()


def test_a_check_of_an_older_entry_asks_to_read_again(sign_in):
    partner = an_offer().partner
    Partner.objects.update(version=2, assured_on="2025-01-01")
    client = sign_in(lead=True)

    client.post(f"/partners/{partner.pk}/checked/", {"version": "2"})
    assert str(Partner.objects.get().assured_on) == "2025-01-01"

    page = client.get(f"/partners/{partner.pk}/").content.decode()
    assert 'name="version" value="3"' in page  # the partner's own and its service's
    client.post(f"/partners/{partner.pk}/checked/", {"version": "3"})
    assert Partner.objects.get().assured_on == timezone.localdate()


def test_a_lead_says_how_many_places_are_free_today(sign_in):
    offer = an_offer(places_total=8)
    client, address = sign_in(lead=True), f"/partners/services/{offer.pk}/places/"

    assert client.post(address, {"free": "9", "version": "1"}).status_code == 422
    client.post(address, {"free": "3", "version": "1"})
    late = client.post(address, {"free": "2", "version": "1"})

    assert late.status_code == 409
    assert Offer.objects.get().places_free == 3
    assert "3 places free of 8" in client.get(f"/partners/{offer.partner_id}/").content.decode()


def test_what_a_service_is_ready_for_is_asked_and_shown(sign_in):
    offer = an_offer(needs=["infant"], languages=["som"], cost="fee", cost_words="KES 200 a visit")
    client = sign_in()

    found = client.get("/partners/?needs=infant&language=som").content.decode()
    other = client.get("/partners/?needs=addiction").content.decode()
    entry = client.get(f"/partners/{offer.partner_id}/").content.decode()

    assert offer.partner.name in found
    assert "KES 200 a visit" in found
    assert offer.partner.name not in other
    assert "With a baby or small child" in entry
    assert "Somali" in entry


def test_a_sub_county_alone_says_its_county(sign_in):
    client, part = sign_in(lead=True), sub_county_of(KAKAMEGA)
    client.post("/partners/new/", {"name": "Mwanga", "kind": "ngo", "sub_county": part,
                                   "latitude": "0.284200", "longitude": "34.752300"})  # fmt: skip
    partner = Partner.objects.get()
    wrong = client.get(f"/partners/?county=001&sub_county={part}").content.decode()

    assert (partner.county, partner.sub_county) == (KAKAMEGA, part)
    assert "geo:0.284200,34.752300" in client.get(f"/partners/{partner.pk}/").content.decode()
    assert "This sub-county is in another county." in wrong


def test_only_the_parts_of_the_county_asked_about_are_offered(sign_in):
    page = sign_in().get(f"/partners/?county={KAKAMEGA}").content.decode()

    assert "Butere" in page
    assert "Langata" not in page
    assert "Langata" in sign_in().get("/partners/").content.decode()


def test_how_near_a_service_is_stands_beside_it(sign_in):
    an_offer(county="038")
    page = sign_in().get(f"/partners/?county={KAKAMEGA}").content.decode()

    assert "In a neighbouring county" in page


def test_entries_to_check_are_listed_page_by_page(sign_in):
    names = {an_offer().partner.name for _ in range(52)}
    fresh = an_offer().partner.name
    Partner.objects.filter(name__in=names).update(assured_on="2025-01-01")
    client = sign_in(lead=True)

    first = client.get("/partners/?show=to_check")
    assert f"show=to_check&amp;after={first.context['partners'].next}" in first.content.decode()
    second = client.get("/partners/", {"show": "to_check", "after": first.context["partners"].next})

    seen = {one.name for page in (first, second) for one in page.context["partners"]}
    assert seen == names
    assert fresh not in seen


def test_an_administrator_sets_how_long_entries_hold(sign_in):
    partner = an_offer().partner
    Partner.objects.update(assured_on=timezone.localdate() - timedelta(days=10))
    client, worker = sign_in(role=Role.ADMINISTRATOR), sign_in()
    assert "Check it first" not in worker.get(f"/partners/{partner.pk}/").content.decode()

    refused = client.post("/partners/rules/", {"stale_after_days": "0"})
    kept = client.post("/partners/rules/", {"stale_after_days": "7"})

    assert (refused.status_code, kept.status_code) == (422, 302)
    assert "Check it first" in worker.get(f"/partners/{partner.pk}/").content.decode()
    assert sign_in(lead=True).get("/partners/rules/").status_code == 404


def test_whom_to_ask_for_is_shown_on_a_recorded_look(sign_in):
    partner = save_partner(
        partner=None, by=UserFactory(lead=True), name="Mwanga", kind="ngo", contact_name="Asha Ojwang",
        contact_phone="+254799000123",
    )  # fmt: skip
    client, revealed = sign_in(), Entry.objects.filter(event="contact_revealed")

    entry = client.get(f"/partners/{partner.pk}/").content.decode()
    assert "Asha Ojwang" not in entry
    assert "+254799000123" not in entry
    assert not revealed.exists()

    shown = client.post(f"/partners/{partner.pk}/contact/")
    assert "Asha Ojwang · +254799000123" in shown.content.decode()
    assert shown["Cache-Control"] == "no-store"
    assert revealed.get().subject_id == str(partner.pk)

    sign_in(lead=True).get(f"/partners/{partner.pk}/edit/")  # the form holds them too
    assert revealed.count() == 2


def test_nobody_to_ask_for_is_not_found(sign_in):
    partner = an_offer().partner

    assert sign_in().post(f"/partners/{partner.pk}/contact/").status_code == 404


def test_what_was_not_asked_is_said(sign_in):
    an_offer()
    client = sign_in()

    silent = client.get("/partners/?service=shelter").content.decode()
    said = client.get("/partners/?service=shelter&sex=female&age=9").content.decode()

    assert "nothing was said under" in silent
    assert "no age was given" in silent
    assert "nothing was said under" not in said
    assert "no age was given" not in said


def test_the_page_asks_to_read_the_note_before_the_place_becomes_secret(sign_in):
    client = sign_in(lead=True)
    sent = {"name": "Mwanga", "kind": "ngo", "is_place_secret": "on", "note": "Ring first."}

    refused = client.post("/partners/new/", sent)
    kept = client.post("/partners/new/", {**sent, "note_is_safe": "on"})

    assert (refused.status_code, kept.status_code) == (422, 302)
    assert "Read “Good to know” again" in refused.content.decode()


def test_wards_are_written_by_name_and_found_by_their_county(sign_in):
    client, (home, other) = sign_in(lead=True), wards_in(KAKAMEGA)[:2]
    sent = {"name": "Mwanga", "kind": "ngo", "is_active": "on", "ward": str(wards()[home])}
    client.post("/partners/new/", sent)
    partner = Partner.objects.get()
    served = {
        "service": "health", "takes": "any", "min_age": "0", "max_age": "120", "days": ["1"],
        "counties": [KAKAMEGA], "is_active": "on",
    }  # fmt: skip
    new = f"/partners/{partner.pk}/services/new/"

    wrong = client.post(new, {**served, "wards": f"{wards()[home].name}, Nowhere"})
    client.post(new, {**served, "wards": f"{wards()[home].name}, {wards()[other].name} Ward"})

    assert (partner.county, partner.ward) == (KAKAMEGA, home)
    assert wrong.status_code == 422
    assert "There is no ward “Nowhere” there." in wrong.content.decode()
    offer = Offer.objects.get()
    assert [row.ward for row in offer.wards.all()] == [home, other]
    assert f"only {wards()[home].name}" in client.get(f"/partners/{partner.pk}/").content.decode()
    held = client.get(f"/partners/services/{offer.pk}/").content.decode()
    assert f"{wards()[home]}, {wards()[other]}".replace("'", "&#x27;") in held

    found = client.get(f"/partners/?ward={home}").content.decode()
    assert "In the same ward" in found
    assert len(client.get("/partners/").content) < 40_000
    wrong = client.get(f"/partners/?county=001&ward={home}").content.decode()
    assert "This ward is in another county." in wrong


def test_a_service_has_several_hours_and_two_editors_see_them(sign_in):
    partner, client = an_offer().partner, sign_in(lead=True)
    line = {
        "service": "health", "takes": "any", "min_age": "0", "max_age": "120", "counties": [KAKAMEGA],
        "days": ["1", "2"], "opens": "08:00", "closes": "13:00", "is_active": "on",
    }  # fmt: skip
    saturday = {"days_1": ["6"], "opens_1": "09:00", "closes_1": "13:00"}
    new = f"/partners/{partner.pk}/services/new/"

    for wrong, why in (
        ({"opens_1": "09:00", "closes_1": "10:00"}, "Choose at least one day."),
        ({"days_2": ["6"], "opens_2": "09:00"}, "Give both hours, or none for round the clock."),
        ({"days_1": ["1", "2"], "opens_1": "08:00", "closes_1": "13:00"}, "stand there twice"),
    ):
        refused = client.post(new, {**line, **wrong})
        assert (refused.status_code, why in refused.content.decode()) == (422, True)
    client.post(new, {**line, **saturday})
    offer = Offer.objects.get(service="health")
    address = f"/partners/services/{offer.pk}/"
    shown = client.get(f"/partners/{partner.pk}/").content.decode()
    held = client.get(address).content.decode()
    client.post(address, {**line, **saturday, "days_2": ["7"], "version": "1"})
    late = client.post(address, {**line, "version": "1"})

    assert "08:00–13:00" in shown
    assert "Saturday <span" in shown
    assert 'name="opens_1" value="09:00"' in held
    assert late.status_code == 409
    assert "Other hours: on these days" in {side.label for side in late.context["sides"]}
    assert [row.hours.code for row in offer.further_hours.all()] == ["6 09:00-13:00", "7 all"]
    assert "and at other hours" in client.get("/partners/?service=health").content.decode()


def test_only_public_places_carry_their_spot_and_only_then_the_phone_may_be_asked(sign_in):
    spot = {"latitude": Decimal("0.284200"), "longitude": Decimal("34.752300")}
    office, hidden = an_offer().partner, an_offer().partner
    Partner.objects.filter(pk=hidden.pk).update(is_place_secret=True)
    client = sign_in()
    before = client.get("/partners/")
    Partner.objects.filter(pk=office.pk).update(**spot)

    for address in ("/partners/", "/partners/?service=shelter"):
        answer = client.get(address)
        page = answer.content.decode()
        assert page.count('data-spot="') == page.count('data-spot="0.284200,34.752300"') == 1
        assert "Nearest to where I am" in page
        assert "geolocation=(self)" in answer["Permissions-Policy"]
        assert "camera=()" in answer["Permissions-Policy"]
    assert "Nearest to where I am" not in before.content.decode()
    assert "geolocation=()" in before["Permissions-Policy"]
    assert "geolocation=()" in client.get(f"/partners/{office.pk}/")["Permissions-Policy"]
