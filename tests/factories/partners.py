"""Partners of the directory with one service each, made by the real actions."""

from itertools import count

from kimbilio.organisation.places import sub_counties, wards_of
from kimbilio.partners.actions.entries import save_partner
from kimbilio.partners.actions.offers import save_offer
from tests.factories.accounts import UserFactory

KAKAMEGA, MOMBASA = "037", "001"
_number = count(1)


def sub_county_of(county):
    """The first sub-county of a county."""
    return next(code for code, (_name, its) in sub_counties().items() if its == county)


def wards_in(county):
    """The codes of the wards of a county, in order."""
    return sorted(wards_of(county))


def a_partner(name="", *, county=KAKAMEGA, sub_county="", ward=""):
    """An NGO of the directory that gives nothing yet."""
    return save_partner(
        partner=None, by=UserFactory(lead=True), name=name or f"Partner number {next(_number)}",
        kind="ngo", county=county, sub_county=sub_county, ward=ward,
    )  # fmt: skip


def an_offer(*, county=KAKAMEGA, sub_county="", ward="", counties=(KAKAMEGA,), **given):
    """A shelter for anybody in Kakamega, day and night, unless something else is said."""
    lead, partner = (
        UserFactory(lead=True),
        a_partner(county=county, sub_county=sub_county, ward=ward),
    )
    values = {
        "service": "shelter", "takes": "any", "min_age": 0, "max_age": 120, "days": "1234567",
        "opens": None, "closes": None, **given,
    }  # fmt: skip
    return save_offer(partner=partner, offer=None, by=lead, counties=list(counties), **values)
