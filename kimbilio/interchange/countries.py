"""Countries and languages however people write them."""

import csv
import unicodedata
from functools import cache

from django.utils.translation import override

from kimbilio.interchange.standard import DATA
from kimbilio.organisation.places import countries, languages


def plain_key(text: str) -> str:
    """Letters and digits alone, without accents and capitals, to compare by."""
    taken_apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in taken_apart if sign.isalnum())


@cache
def _countries() -> dict[str, str]:
    known: dict[str, str] = {}
    with (DATA / "country_names.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            known[plain_key(row["name"])] = row["code"]
    for language in ("sw", "en"):
        with override(language):
            for code, name in countries().items():
                known |= {plain_key(name): code, plain_key(code): code}
    return known


@cache
def _languages() -> dict[str, str]:
    known: dict[str, str] = {}
    for language in ("sw", "en"):
        with override(language):
            for code, name in languages().items():
                known |= {plain_key(name): code, plain_key(code): code}
    return known


def country_code(text: str) -> str:
    """``KE`` for Kenya, ``TZ`` for "Tanzania, United Republic of"; empty if not known."""
    return _countries().get(plain_key(text), "")


def language_code(text: str) -> str:
    """``swa`` for Kiswahili; empty if not known."""
    return _languages().get(plain_key(text), "")


@cache
def country_labels() -> dict[str, str]:
    """Code to English name, for files that leave the house."""
    with override("en"):
        return dict(countries())
