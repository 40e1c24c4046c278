"""The lists of places that forms and searches stand on."""

from kimbilio.organisation.places import (
    counties,
    neighbours,
    sub_counties,
    sub_county_choices,
    ward_choices,
    wards,
    wards_beside,
    wards_of,
)


def test_every_sub_county_lies_in_a_county_and_every_county_has_some():
    places = sub_counties()

    assert {county for _name, county in places.values()} == set(counties())
    assert len(places) == 307


def test_neighbours_are_mutual_and_every_county_has_one():
    beside = neighbours()

    assert set(beside) == set(counties())
    assert all(near and code not in near for code, near in beside.items())
    assert all(code in beside[other] for code, near in beside.items() for other in near)
    assert beside["047"] == {"016", "022", "034"}  # Nairobi: Machakos, Kiambu, Kajiado


def test_sub_counties_are_offered_under_their_county():
    grouped = dict(sub_county_choices()[1:])

    assert list(grouped) == list(counties().values())
    assert "Langata" in {name for _code, name in grouped["Nairobi"]}


def test_every_ward_lies_in_a_constituency_of_a_county():
    places = wards()

    assert list(places) == [f"{number:04}" for number in range(1, 1451)]
    assert {ward.county for ward in places.values()} == set(counties())
    assert len({(ward.constituency, ward.county) for ward in places.values()}) == 290
    assert str(places["0737"]) == "Cherang'any/Chebororwa (Marakwet West)"
    assert (places["1344"].name, places["1344"].county) == ("Kitutu Central", "045")
    assert sum(len(wards_of(county)) for county in counties()) == 1450


def test_wards_beside_are_those_of_the_constituency():
    beside = wards_beside("0001")

    assert "0001" in beside
    assert {wards()[code].constituency for code in beside} == {"Changamwe"}
    assert wards_beside("") == wards_beside("9999") == frozenset()
    assert [name for name, _wards in ward_choices("002")[1:]] == [
        "Msambweni", "Lungalunga", "Matuga", "Kinango",
    ]  # fmt: skip
