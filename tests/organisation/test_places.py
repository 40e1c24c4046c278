"""The lists of places that forms and searches stand on."""

from kimbilio.organisation.places import counties, neighbours, sub_counties, sub_county_choices


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
