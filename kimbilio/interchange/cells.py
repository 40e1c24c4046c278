"""One cell: from whatever somebody typed to the one way we write it."""

import re
import unicodedata
from functools import cache
from typing import Any

from django.utils import timezone

from kimbilio.interchange.countries import country_code, language_code, plain_key
from kimbilio.interchange.days import first_day, read_day
from kimbilio.interchange.reasons import CellRefused
from kimbilio.interchange.standard import (
    COUNTRIES,
    LANGUAGES,
    PLACES_BY_COUNTRY,
    SEPARATOR,
    Field,
)

LONG, SHORT = 20_000, 400  # characters
TURNING = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
YES = {"yes", "y", "true", "1", "x", "ndiyo", "ndio", "n'diyo", "checked", "oui", "agreed", "✓", "✔"}  # fmt: skip
NO = {"no", "n", "false", "0", "hapana", "unchecked", "non", "refused", "none"}
HIGHEST = {"prs_NumberOfChildren": 99, "vic_AgeWhenTrafficked": 120}
IN_THE_PAST = {"prs_Birthdate", "cas_IncomingReferralDate", "kb_OpenedOn", "kb_ClosedOn"}


def plain(cell: Any) -> str:
    """The cell as text; what cannot be stored is refused."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, list):
        return SEPARATOR.join(plain(part) for part in cell)
    text = str(cell).replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " ").strip()
    if len(text) > 5 * LONG:
        raise CellRefused("too_long")
    for sign in text:
        if sign in TURNING or (unicodedata.category(sign) in {"Cc", "Cs"} and sign not in "\n\t"):
            raise CellRefused("hidden_character")
    return text


def read_cell(field: Field, cell: Any, *, month_first: bool = False) -> str:
    """The value of ``cell`` as the standard writes it, or ``CellRefused``; empty stays empty."""
    try:
        text = plain(cell)
        return _read(field, text, month_first=month_first) if text else ""
    except CellRefused as refusal:
        refusal.reason["field"] = field.name
        raise


def _read(field: Field, text: str, *, month_first: bool) -> str:
    if field.kind == "date":
        return _day(field, text, month_first=month_first)
    if field.kind == "boolean":
        return _yes_or_no(text)
    if field.name in COUNTRIES:
        return SEPARATOR.join(dict.fromkeys(_country(part) for part in _countries_in(text)))
    if field.name in PLACES_BY_COUNTRY:
        text = country_code(text) or text
    if field.name in LANGUAGES:
        text = language_code(text) or text
    if field.values:
        return _chosen(field, text)
    if field.kind == "number" and field.name in HIGHEST:
        return _number(text, HIGHEST[field.name])
    if len(text) > (LONG if field.kind == "long_text" else SHORT):
        raise CellRefused("too_long")
    return text


def _day(field: Field, text: str, *, month_first: bool) -> str:
    day = read_day(text, month_first=month_first)
    if field.name in IN_THE_PAST and first_day(day) > timezone.localdate():
        raise CellRefused("day_to_come", text)
    return day


def _yes_or_no(text: str) -> str:
    said = text.casefold().strip(" .")
    if said in YES:
        return "true"
    if said in NO:
        return "false"
    raise CellRefused("not_yes_or_no", text)


def _number(text: str, highest: int) -> str:
    if not re.fullmatch(r"\d{1,4}(\.0+)?", text) or int(float(text)) > highest:
        raise CellRefused("not_a_number", text)
    return str(int(float(text)))


def _country(text: str) -> str:
    code = country_code(text)
    if not code:
        raise CellRefused("not_a_country", text)
    return code


def _countries_in(text: str) -> list[str]:
    """Names of countries have commas in them, so the whole is tried before its parts."""
    found: list[str] = []
    for part in re.split(r"[;|\n]", text):
        said = part.strip()
        if said:
            found += [said] if country_code(said) else [s for s in re.split(r"[,/&]", said) if s]
    return found


@cache
def _keys(field_name: str, choices: tuple[tuple[str, str], ...]) -> dict[str, str]:
    """What people may write for each code."""
    known = {plain_key(label): code for code, label in choices}
    known |= {plain_key(code): code for code, _label in choices}
    for code, label in choices:
        if re.match(r"[A-Z]_", code):  # sections of ISIC, named by their letter
            known[code[0].casefold()] = code
            known[plain_key(label.split(";")[0])] = code
    known |= OTHER_WORDS.get(field_name, {})
    return known


OTHER_WORDS = {
    "prs_Gender": {
        "female": "Feminine", "f": "Feminine", "woman": "Feminine", "girl": "Feminine",
        "mke": "Feminine", "male": "Masculine", "m": "Masculine", "man": "Masculine",
        "boy": "Masculine", "mume": "Masculine", "unknown": "NonSpecifiedUnknown",
        "notknown": "NonSpecifiedUnknown", "notspecified": "NonSpecifiedUnknown",
        "other": "NonConforming",
    },
    "cas_Status": {"open": "Active", "ongoing": "Active", "referred": "ClosedReferred"},
}  # fmt: skip


def _chosen(field: Field, text: str) -> str:
    known = _keys(field.name, tuple(field.values.items()))
    if code := known.get(plain_key(text)):
        return code
    if not field.takes_several:
        raise CellRefused("not_in_list", text)
    codes = set(_several(known, text))
    return SEPARATOR.join(code for code in field.values if code in codes)


def _several(known: dict[str, str], text: str) -> list[str]:
    """Labels have commas and semicolons in them: the longest run of pieces that is one wins."""
    pieces = [piece for piece in re.split(r"[;,|\n]", text) if plain_key(piece)]
    found: list[str] = []
    at = 0
    while at < len(pieces):
        for end in range(len(pieces), at, -1):
            if code := known.get(plain_key("".join(pieces[at:end]))):
                found.append(code)
                at = end
                break
        else:
            # Survey tools part codes by a blank.
            words = [known.get(plain_key(word)) for word in pieces[at].split()]
            if None in words:
                raise CellRefused("not_in_list", pieces[at].strip())
            found += [word for word in words if word]
            at += 1
    return found
