"""Counties and their parts however people write them."""

import re
from collections.abc import Collection
from functools import cache

from kimbilio.interchange.countries import plain_key
from kimbilio.organisation.places import counties, sub_counties, wards, wards_of

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


@cache
def _wards(county: str) -> dict[str, tuple[str, ...]]:
    """What people write for the wards of a county: a code, a name, a name with its constituency."""
    known: dict[str, tuple[str, ...]] = {}
    for code, ward in wards_of(county).items():
        for words in (code, ward.name, str(ward), f"{ward.name} ward"):
            key = plain_key(words)
            known[key] = (*known.get(key, ()), code)
    return known


def wards_named(text: str, counties_meant: Collection[str]) -> list[str]:
    """The codes of the wards of these counties that are written so: one, none, or several of one name."""
    key = plain_key(text)
    return [code for county in counties_meant for code in _wards(county).get(key, ())]


def ward_code(text: str) -> str:
    """A ward by its code or, whatever the county, by a name that only one ward has."""
    words = text.strip()
    if words.isdigit():
        return words.zfill(4) if words.zfill(4) in wards() else ""
    found = wards_named(words, counties())
    return found[0] if len(found) == 1 else ""


def ward_codes(text: str) -> list[str]:
    """The codes in a cell such as "0601 0602"; empty ones where there is no such ward."""
    return [ward_code(part) for part in re.split(r"[\s,;]+", text.strip()) if part]
