"""The matcher on a real index: the right people, in the right order, for the right reasons."""

from datetime import date

import pytest

from kimbilio.cases.models import Case
from kimbilio.people import matching
from kimbilio.people.clues import Clues, Reason
from kimbilio.people.indexing import Findable, index, index_new, index_person
from kimbilio.people.matching import match
from kimbilio.people.models import Person, SearchEntry, SearchToken
from tests.factories.cases import CaseFactory, ContactPointFactory, PersonFactory

pytestmark = pytest.mark.django_db

NAMES = (
    "Mohamed Abdi Warsame", "Khadija Omar Salim", "Nafula Barasa", "Ng'endo Kamau",
    "Mary Wanjiru Kamau", "Mary Odhiambo", "Chepkosgei Rotich", "Wa Njeri Kariuki",
    "Hailemariam Desta", "Achieng Omondi", "Grace Wangeci Mwangi",
)  # fmt: skip


@pytest.fixture
def people():
    """The people of NAMES by name, each in the index."""
    found = {name: PersonFactory(full_name=name, goes_by="") for name in NAMES}
    index_new(Findable(person.pk, (name,)) for name, person in found.items())
    return found


def first(text, **options):
    """The name of the likeliest person, or nothing."""
    found = match(Clues.typed(text), **options)
    return Person.objects.get(pk=found[0].person_id).full_name if found else None


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Maxamed Cabdi Warsame", "Mohamed Abdi Warsame"),
        ("muhammad warsame", "Mohamed Abdi Warsame"),
        ("Hadija Omari", "Khadija Omar Salim"),
        ("Nafura Parasa", "Nafula Barasa"),
        ("ngendo", "Ng'endo Kamau"),
        ("kamau wanjiro", "Mary Wanjiru Kamau"),
        ("wanji", "Mary Wanjiru Kamau"),
        ("wanjiru ka", "Mary Wanjiru Kamau"),
        ("Odiambo", "Mary Odhiambo"),
        ("Jepkosgei", "Chepkosgei Rotich"),
        ("Wanjeri", "Wa Njeri Kariuki"),
        ("Haile Mariam", "Hailemariam Desta"),
        ("Grace Akinyi Wangechi Mwangi", "Grace Wangeci Mwangi"),
        ("om ac", "Achieng Omondi"),
        ("xyzzy", None),
        ("", None),
        ("' OR 1=1 --", None),
    ],
)
def test_match_finds_whom_somebody_typed(people, typed, name):
    assert first(typed) == name


def test_match_says_why_and_how_much_agrees(people):
    exact = match(Clues.typed("Nafula Barasa"))[0]
    by_ear = match(Clues.typed("Nafura Parasa"))[0]
    begun = match(Clues.typed("naf"))[0]

    assert exact.reasons[0] == Reason.SAME_NAME
    assert by_ear.reasons[0] == Reason.SOUNDS_ALIKE
    assert begun.reasons == (Reason.NAME_BEGINS,)
    assert exact.agreement == 1 > by_ear.agreement > 0.5


@pytest.mark.parametrize("typed", ["0722123456", "+254 722 123 456", "3456", "123456"])
def test_match_finds_a_phone_number_in_any_format(people, typed):
    person = people["Nafula Barasa"]
    ContactPointFactory(person=person, value="0722 123 456")
    index_person(person)

    found = match(Clues.typed(typed))

    assert [one.person_id for one in found] == [person.pk]
    assert found[0].reasons[0] in {Reason.SAME_PHONE, Reason.PHONE_ENDING}


def test_match_weighs_phone_and_name_together(people):
    index(Findable(people["Mary Odhiambo"].pk, ("Mary Odhiambo",), ("0722123456",)))
    index(Findable(people["Mary Wanjiru Kamau"].pk, ("Mary Wanjiru Kamau",), ("0733123456",)))

    assert first("Mary 0722 123456") == "Mary Odhiambo"
    assert first("Mary 0733 123456") == "Mary Wanjiru Kamau"


def test_match_finds_a_document_number(people):
    person = people["Achieng Omondi"]
    index(Findable(person.pk, ("Achieng Omondi",), documents=("A1234567",)))

    found = match(Clues.typed("a 1234567")) or match(Clues.typed("A1234567"))

    assert found[0].person_id == person.pk
    assert found[0].reasons == (Reason.SAME_DOCUMENT,)


def test_match_prefers_the_age_that_was_said():
    young, old = (
        PersonFactory(
            full_name="Mary Odhiambo", born_from=date(year, 1, 1), born_to=date(year, 9, 1)
        )
        for year in (2010, 1980)
    )
    index_new(Findable(one.pk, ("Mary Odhiambo",)) for one in (young, old))
    this_year = date.today().year

    younger = match(Clues(names=("Mary Odhiambo",), age=this_year - 2010))
    older = match(Clues(names=("Mary Odhiambo",), age=this_year - 1980))

    assert [one.person_id for one in younger] == [young.pk, old.pk]
    assert [one.person_id for one in older] == [old.pk, young.pk]
    assert Reason.AGE_NEAR in younger[0].reasons


@pytest.mark.parametrize("few", [0, 400], ids=["asks row by row", "starts from the few"])
def test_match_shows_only_people_within(people, monkeypatch, few):
    monkeypatch.setattr(matching, "FEW", few)
    case = CaseFactory(survivor=people["Mary Odhiambo"])
    CaseFactory(survivor=people["Mary Wanjiru Kamau"])
    seen = Case.objects.filter(pk=case.pk)

    assert first("Mary", within=seen, by="survivor_id") == "Mary Odhiambo"
    assert first("Wanjiru Kamau", within=seen, by="survivor_id") is None
    assert match(Clues.typed("Mary"), within=seen.none(), by="survivor_id") == []


def test_match_finds_the_one_visible_namesake_among_many(monkeypatch):
    monkeypatch.setattr(matching, "FEW", 3)
    crowd = [PersonFactory(full_name="Mary Achieng") for _ in range(60)]
    index_new(Findable(one.pk, ("Mary Achieng",)) for one in crowd)
    seen = Person.objects.filter(pk__in=[one.pk for one in crowd[-5:]])

    found = match(Clues.typed("mary achieng"), within=seen)

    assert {one.person_id for one in found} == {one.pk for one in crowd[-5:]}


def test_match_finds_two_frequent_names_in_one_person(monkeypatch):
    monkeypatch.setattr(matching, "FREQUENT", 5)
    names = ["Juma Ali"] * 20 + ["Mary Otieno"] * 20 + ["Mary Juma"]
    crowd = [PersonFactory() for _ in names]
    index_new(Findable(one.pk, (name,)) for one, name in zip(crowd, names, strict=True))

    assert match(Clues.typed("mar jum"))[0].person_id == crowd[-1].pk
    assert len(match(Clues.typed("juma"))) == 10


def test_a_search_is_two_queries(people, django_assert_num_queries):
    with django_assert_num_queries(2):
        match(Clues.typed("Mary Wanjiru Kamau 0722 123 456"), within=Person.objects.all())


def test_a_search_does_not_read_all_that_somebody_may_see(people, monkeypatch, plans_of):
    monkeypatch.setattr(matching, "FEW", 0)
    unit = CaseFactory(survivor=people["Nafula Barasa"]).unit
    within = Case.objects.filter(unit=unit)

    asked, gathered = plans_of(
        lambda: match(Clues.typed("Nafula Barasa"), within=within, by="survivor_id")
    )

    assert "cases_case" in asked
    assert "case_of_person" in gathered or "cases_case_survivor_id" in gathered
    assert "Semi Join" not in gathered  # PostgreSQL would make a heap of all of them first


def test_index_person_forgets_what_the_file_no_longer_says(people):
    person = people["Nafula Barasa"]
    index_person(person)
    before = SearchToken.objects.count()
    person.full_name = "Nekesa Simiyu"

    index_person(person)

    assert first("Nekesa") is not None
    assert match(Clues.typed("Barasa")) == []
    assert SearchToken.objects.count() <= before
    assert SearchEntry.objects.count() == len(NAMES)


def test_a_number_out_of_use_finds_nobody(people):
    person = people["Nafula Barasa"]
    contact = ContactPointFactory(person=person, value="0722 123 456")
    index_person(person)
    contact.is_active = False
    contact.save()

    index_person(person)

    assert match(Clues.typed("0722123456")) == []


@pytest.mark.parametrize(
    ("typed", "clues"),
    [
        ("KB-4T7Q", Clues(names=("",), documents=("KB-4T7Q",), codes=("KB-4T7Q",))),
        ("kb-wanj", Clues(names=("kb-wanj",), codes=("KB-WANJ",))),
        ("wanj", Clues(names=("wanj",))),
        (
            "Achieng 0722 123 456",
            Clues(names=("Achieng",), phones=("0722 123 456",), documents=("0722 123 456",)),
        ),
    ],
)
def test_typed_text_is_taken_apart(typed, clues):
    assert Clues.typed(typed) == clues
