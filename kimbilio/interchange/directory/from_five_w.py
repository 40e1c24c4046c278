"""A 5W sheet as entries of our directory. It is coarse: it adds counties and takes nothing away."""

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from kimbilio.interchange.countries import plain_key
from kimbilio.interchange.directory.entries import (
    MOST_SERVICES,
    EntryRead,
    OfferRead,
    Read,
    Trouble,
    id_of,
    too_many,
    wrong_shapes,
)
from kimbilio.interchange.directory.places import (
    county_code,
    is_nation,
    sub_county_code,
    ward_code,
    ward_codes,
)
from kimbilio.interchange.directory.services import service_code
from kimbilio.interchange.directory.sheets import Row, rows_under
from kimbilio.interchange.tables import NotATable
from kimbilio.organisation.places import wards
from kimbilio.partners.choices import EVERY_DAY, OLDEST, PartnerKind, Service, Takes

HEADS = ("who_lead", "who_partner", "what_activity", "where_admin1")
HEADS_WITHIN = 15  # lines
STATUS = {"ongoing": True, "planned": True, "completed": False, "suspended": False, "": True}
SEX = {
    "f": Takes.FEMALE, "female": Takes.FEMALE, "women": Takes.FEMALE, "girls": Takes.FEMALE,
    "m": Takes.MALE, "male": Takes.MALE, "men": Takes.MALE, "boys": Takes.MALE,
}  # fmt: skip
AGES = re.compile(r"(\d{1,3})\s*(?:-|\u2013|to)\s*(\d{1,3})|(\d{1,3})\s*\+")
OF_PARTNER = {
    "name": "who_lead", "place": "where_site", "email": "contact", "phone": "contact",
}  # fmt: skip
OF_OFFER = {"min_age": "whom_sex_age", "max_age": "whom_sex_age"}


def read_five_w(lines: list[list[Any]]) -> Read:
    """One entry for each organisation of the sheet, with a service for each activity and group."""
    at = next((at for at, line in enumerate(lines[:HEADS_WITHIN]) if _is_head(line)), None)
    if at is None:
        raise NotATable(
            _("This sheet has no heading row with who_lead, what_activity and where_admin1."),
            field="file",
        )
    heads = [str(cell or "").strip().casefold() for cell in lines[at]]
    read = Read()
    entries: dict[str, EntryRead] = {}
    for row in rows_under(heads, lines[at + 1 :], file="", first=at + 2):
        name = row["who_partner"] or row["who_lead"]
        if not name:
            read.troubles.append(Trouble(row.spot, "who_lead", _("Say which organisation.")))
            continue
        entry = entries.get(plain_key(name))
        if entry is None:
            entry = entries[plain_key(name)] = EntryRead(
                "", row.spot, {"name": name}, {"kind": PartnerKind.NGO.value}
            )
        _take(read, row, entry)
    read.entries = list(entries.values())
    if sum(len(entry.offers) for entry in read.entries) > MOST_SERVICES:
        raise too_many()
    for entry in read.entries:
        read.troubles += wrong_shapes(entry, OF_PARTNER)
        for offer in entry.offers:
            read.troubles += wrong_shapes(offer, OF_OFFER)
    return read


def _is_head(line: list[Any]) -> bool:
    said = {str(cell or "").strip().casefold() for cell in line}
    return len(said & set(HEADS)) >= 3


def _take(read: Read, row: Row, entry: EntryRead) -> None:
    """Add what one row says to its entry."""
    offer = _offer_of(read, row, entry)
    county = county_code(row["where_admin1"])
    if county:
        offer.lists["counties"] = sorted({*offer.lists.get("counties", []), county})
    elif is_nation(row["where_admin1"]):
        offer.values["is_nationwide"] = True
    else:
        read.troubles.append(Trouble(row.spot, "where_admin1", _("This is not a county of Kenya.")))
    if county and row["where_site"]:
        entry.values |= {"place": row["where_site"], "county": county}
    if county and row["where_admin2"]:
        part = sub_county_code(row["where_admin2"], county)
        if part:
            entry.values |= {"sub_county": part, "county": county}
        else:
            why = _("This is not a sub-county of that county. It is left out.")
            read.remarks.append(Trouble(row.spot, "where_admin2", why))
    _wards(read, row, county, entry, offer)
    _contact(row, entry)


def _wards(read: Read, row: Row, county: str, entry: EntryRead, offer: OfferRead) -> None:
    """The ward of the office, and those to which the service keeps in the county of the row."""
    home, served = ward_code(row["where_admin3"]), ward_codes(row["where_wards"])
    for column, codes in (("where_admin3", [home] if row["where_admin3"] else []),
                          ("where_wards", served)):  # fmt: skip
        if any(code not in wards() or wards()[code].county != county for code in codes):
            why = _("This is not a ward of that county. It is left out.")
            read.remarks.append(Trouble(row.spot, column, why))
    own = {code for code in served if code in wards() and wards()[code].county == county}
    offer.lists["wards"] = sorted({*offer.lists.get("wards", []), *own})
    if home and wards()[home].county == county:
        entry.values |= {"ward": home, "county": county}


def _offer_of(read: Read, row: Row, entry: EntryRead) -> OfferRead:
    """The service that the row is about: the same activity for the same group is one."""
    code = service_code(row["what_activity"])
    if not code:
        why = _("No service of ours is called so. It comes as “Other”.")
        read.remarks.append(Trouble(row.spot, "what_activity", why))
    takes, youngest, oldest = _whom(row["whom_sex_age"])
    values = {
        "service": code or Service.OTHER.value, "takes": takes, "min_age": youngest,
        "max_age": oldest,
    }  # fmt: skip
    if row["when_status"].casefold() not in STATUS:
        why = _("Write planned, ongoing, completed or suspended.")
        read.troubles.append(Trouble(row.spot, "when_status", why))
    is_active = STATUS.get(row["when_status"].casefold(), True)
    for offer in entry.offers:
        if values.items() <= offer.values.items():
            offer.values["is_active"] = offer.values["is_active"] or is_active
            return offer
    key = "/".join(map(str, (plain_key(entry.values["name"]), *values.values())))
    offer = OfferRead(
        id_of(f"5w:{key}"), row.spot, {**values, "is_active": is_active}, {"days": EVERY_DAY},
        adds=True,
    )  # fmt: skip
    entry.offers.append(offer)
    return offer


def _whom(text: str) -> tuple[str, int, int]:
    """``F 18-24`` as sex and ages; whatever is not said is everybody."""
    words = {SEX.get(word) for word in re.findall(r"[a-z]+", text.casefold())} - {None}
    takes = next(iter(words)) if len(words) == 1 else Takes.ANYBODY
    youngest, oldest = 0, OLDEST
    if found := AGES.search(text):
        first, last, over = found.groups()
        youngest, oldest = (int(over), OLDEST) if over else (int(first), int(last))
    return str(takes), youngest, oldest


def _contact(row: Row, entry: EntryRead) -> None:
    """An e-mail address or a number; anything else may be somebody's name and is left out."""
    said = row["contact"]
    try:
        validate_email(said)
    except ValidationError:
        if re.fullmatch(r"\+?[\d /()-]{3,30}", said):
            entry.values["phone"] = said
    else:
        entry.values["email"] = said
