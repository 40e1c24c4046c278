"""Today in a house as the shift meets it, and as those who may not."""

import pytest
from django.utils import timezone

from kimbilio.shelter.actions.beds import change_bed
from kimbilio.shelter.actions.medicines import give_dose
from kimbilio.shelter.actions.stays import leave_house
from kimbilio.shelter.errors import CannotMove
from kimbilio.shelter.models import Activity, Dose, Happening, Meal, Medicine, Stay
from tests.factories.accounts import UserFactory
from tests.factories.shelter import BedFactory, HouseFactory, a_house_worker, a_resident

pytestmark = pytest.mark.django_db
MOST = 16


def test_the_shift_writes_its_day(sign_in, django_assert_max_num_queries):
    stay, worker = a_resident()
    house = stay.places.get().bed.bedroom.house
    client = sign_in(worker)
    where, of_stay = (
        f"/shelter/houses/{house.pk}/day/",
        f"/cases/{stay.case.code}/shelter/{stay.pk}/",
    )
    hour = timezone.localtime().strftime("%H:00")
    assert where in client.get("/shelter/").content.decode()

    wrong = client.post(
        f"{of_stay}medicine/new/",
        {
            "what": "Amoxicillin",
            "dose": "One spoon",
            "times": "noon",
            "from_on": timezone.localdate(),
        },
    )
    assert wrong.status_code == 422
    assert "Write hours such as 08:00" in wrong.content.decode()
    assert "Amoxicillin" in wrong.content.decode()
    client.post(
        f"{of_stay}medicine/new/",
        {"what": "Amoxicillin", "dose": "One spoon", "times": f"{hour}, 23:59",
         "from_on": timezone.localdate()},
    )  # fmt: skip
    medicine = Medicine.objects.get()
    assert medicine.times == [hour, "23:59"]
    dose = f"{where}doses/{medicine.pk}/{hour}/"
    assert dose in client.get(where).content.decode()
    assert client.post(dose, {"state": "refused"}).status_code == 422
    assert client.post(dose, {"state": "taken"})["Location"] == where
    assert client.post(dose, {"state": "taken"}).status_code == 422
    assert Dose.objects.get().given_by == worker

    client.post(f"{where}meals/lunch/", {"plates": "4", "diets": "One without milk"})
    client.post(f"{where}new/school/", {"stay": stay.pk, "who": "The driver"})
    client.post(f"{where}new/visit/", {"stay": stay.pk, "who": "Rehema Sanga", "relation": "Aunt",
                                       "id_seen": "on"})  # fmt: skip
    client.post(f"{where}new/call/", {"stay": stay.pk, "who": "Her aunt", "minutes": "5"})
    client.post(f"{where}activity/", {"kind": "art", "came": [stay.pk]})
    beside = BedFactory(bedroom=stay.places.get().bed.bedroom)
    change_bed(stay=Stay.objects.get(), bed=beside, by=worker)  # two beds, one school run
    run = Happening.objects.get(kind="school")
    client.post(f"{where}{run.pk}/end/")

    run.refresh_from_db()
    assert run.ended_at is not None
    assert (Meal.objects.get().plates, Activity.objects.count()) == (4, 1)
    with django_assert_max_num_queries(MOST):
        page = client.get(where).content.decode()
    for shown in ("Amoxicillin", "4 plates", "Rehema Sanga", "5 minutes", "Art and music", "Taken"):
        assert shown in page
    assert client.get(f"{where}new/party/").status_code == 404
    assert client.get(f"{where}meals/feast/").status_code == 404
    assert "Amoxicillin" in client.get(of_stay).content.decode()
    client.post(f"/cases/{stay.case.code}/shelter/medicine/{medicine.pk}/stop/")
    medicine.refresh_from_db()
    assert medicine.stopped_by == worker

    # those who may not
    stranger = sign_in(a_house_worker(HouseFactory()))
    for address in (where, dose, f"{where}new/visit/", f"{where}meals/lunch/", f"{where}activity/"):
        assert stranger.get(address).status_code == 404
    assert stranger.post(f"{where}{run.pk}/end/").status_code == 404
    manager = sign_in(UserFactory(manager=True)).get(where).content.decode()
    for hidden in ("Amoxicillin", "Rehema Sanga", stay.case.code, "Medicines today"):
        assert hidden not in manager
    assert sign_in(stay.case.lead).get(where).status_code == 404
    assert sign_in(stay.case.lead).get(f"{of_stay}medicine/new/").status_code == 404

    leave_house(stay=Stay.objects.get(), outcome="completed", destination="family", plan="Her aunt.",
                by=stay.responsible)  # fmt: skip
    with pytest.raises(CannotMove):
        give_dose(medicine=medicine, at="23:59", state="taken", by=stay.responsible)
