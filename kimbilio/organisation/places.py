"""Places and languages by their codes: Kenya's counties and their parts, the world's countries and languages."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import get_language

DATA = Path(__file__).parent / "data"
NEIGHBOURS = ("KE", "UG", "TZ", "ET", "SO", "SS", "RW", "BI", "CD", "SD", "ER", "DJ")
NEAR_LANGUAGES = (
    "swa", "eng", "kik", "luo", "luy", "kam", "som", "kln", "mer", "guz", "mas", "orm", "amh",
    "ara", "fra", "lug", "kin", "run", "din", "nus", "tir", "hin",
)  # fmt: skip
LUHYA_AND_OTHERS = {"luy": "Luhya", "kln": "Kalenjin"}
LONGER = {"swa": "sw", "eng": "en", "kik": "ki", "som": "so", "orm": "om", "amh": "am", "ara": "ar",
          "fra": "fr", "lug": "lg", "kin": "rw", "run": "rn", "tir": "ti", "hin": "hi"}  # fmt: skip


@cache
def counties() -> dict[str, str]:
    """County code (001 to 047) to name."""
    with (DATA / "kenya_counties.csv").open(encoding="utf-8") as file:
        return {row["county_code"]: row["name"] for row in csv.DictReader(file)}


@cache
def sub_counties() -> dict[str, tuple[str, str]]:
    """Sub-county code to (name, county code)."""
    with (DATA / "kenya_sub_counties.csv").open(encoding="utf-8") as file:
        rows = csv.DictReader(file)
        return {row["sub_county_code"]: (row["name"], row["county_code"]) for row in rows}


@dataclass(frozen=True)
class Ward:
    """The smallest part of a county: a ward of a constituency, which need not be a sub-county."""

    name: str
    constituency: str
    county: str

    def __str__(self) -> str:
        return f"{self.name} ({self.constituency})"


@cache
def wards() -> dict[str, Ward]:
    """Ward code (0001 to 1450) to the ward."""
    with (DATA / "kenya_wards.csv").open(encoding="utf-8") as file:
        return {
            row["ward_code"]: Ward(row["name"], row["constituency"], row["county_code"])
            for row in csv.DictReader(file)
        }


@cache
def wards_of(county: str) -> dict[str, Ward]:
    """The wards of one county by their codes."""
    return {code: ward for code, ward in wards().items() if ward.county == county}


def wards_beside(code: str) -> frozenset[str]:
    """The codes of all wards of the same constituency; none for a code that is no ward."""
    ward = wards().get(code)
    if ward is None:
        return frozenset()
    same = wards_of(ward.county).items()
    return frozenset(other for other, its in same if its.constituency == ward.constituency)


@cache
def neighbours() -> dict[str, frozenset[str]]:
    """County code to the codes of the counties that border it."""
    found: dict[str, set[str]] = {code: set() for code in counties()}
    with (DATA / "kenya_county_neighbours.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            found[row["county_code"]].add(row["neighbour_code"])
            found[row["neighbour_code"]].add(row["county_code"])
    return {code: frozenset(near) for code, near in found.items()}


@cache
def _names(language: str) -> tuple[dict[str, str], dict[str, str]]:
    from babel import Locale  # its tables cost memory; only forms need them

    locale = Locale.parse(language)
    english = Locale.parse("en")
    countries = {
        code: str(locale.territories.get(code, name))
        for code, name in english.territories.items()
        if len(code) == 2
        and code.isalpha()
        and code not in {"EU", "EZ", "UN", "XA", "XB", "ZZ", "QO"}
    }
    languages = {}
    for code in NEAR_LANGUAGES:
        short = LONGER.get(code, code)
        known = locale.languages.get(short) or english.languages.get(short)
        languages[code] = str(known or LUHYA_AND_OTHERS.get(code, code))
    return countries, languages


def countries() -> dict[str, str]:
    """ISO 3166-1 code to name in the language of the moment, the neighbours first."""
    names, _languages = _names(_language())
    near = {code: names[code] for code in NEIGHBOURS}
    rest = sorted((name, code) for code, name in names.items() if code not in near)
    return {**near, **{code: name for name, code in rest}}


def languages() -> dict[str, str]:
    """ISO 639-2 code to name of the languages that staff here meet, the commonest first."""
    _countries, names = _names(_language())
    return names


def _language() -> str:
    return "sw" if (get_language() or "en").startswith("sw") else "en"


def county_choices() -> list[tuple[str, str]]:
    """Choices of a form, with an empty one first."""
    return [("", "—"), *counties().items()]


def sub_county_choices() -> list[tuple[str, Any]]:
    """Choices of a form by county, with an empty one first."""
    grouped: dict[str, list[tuple[str, str]]] = {}
    for code, (name, county) in sub_counties().items():
        grouped.setdefault(counties()[county], []).append((code, name))
    return [("", "—"), *grouped.items()]


def ward_choices(county: str = "") -> list[tuple[str, Any]]:
    """Choices of a form by constituency, with an empty one first; of one county or of all."""
    grouped: dict[str, list[tuple[str, str]]] = {}
    for code, ward in (wards_of(county) if county else wards()).items():
        grouped.setdefault(ward.constituency, []).append((code, ward.name))
    return [("", "—"), *grouped.items()]


def country_choices() -> list[tuple[str, str]]:
    """Choices of a form, with an empty one first."""
    return [("", "—"), *countries().items()]


def language_choices() -> list[tuple[str, str]]:
    """Choices of a form, with an empty one first."""
    return [("", "—"), *languages().items()]
