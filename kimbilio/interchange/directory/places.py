"""Counties and their parts however people write them."""

from functools import cache

from kimbilio.interchange.countries import plain_key
from kimbilio.organisation.places import counties, sub_counties

NATION = {"ke", "kenya", "kenyanationwide", "nationwide", "wholecountry", "nchinzima", "national"}


@cache
def _counties() -> dict[str, str]:
    known = {plain_key(name): code for code, name in counties().items()}
    known |= {code: code for code in counties()}
    return known | {str(int(code)): code for code in counties()} | {"nairobicity": "047"}


def county_code(text: str) -> str:
    """``037`` for Kakamega, "Kakamega County" or 37; empty if not known."""
    key = plain_key(text).removesuffix("county")
    return _counties().get(key, "")


def is_nation(text: str) -> bool:
    """Whether the whole country is meant."""
    return plain_key(text) in NATION


def sub_county_code(text: str, county: str) -> str:
    """The part of ``county`` that is written as a code or a name; empty if there is none such."""
    key = plain_key(text).removesuffix("subcounty")
    for code, (name, its) in sub_counties().items():
        if its == county and key in {code, plain_key(name)}:
            return code
    return ""
