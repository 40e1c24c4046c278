"""HSDS 3.0 as entries of our directory. A table that the file lacks says nothing of its fields."""

from collections import defaultdict
from typing import Any

from django.utils.translation import gettext as _

from kimbilio.interchange.countries import language_code
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
)
from kimbilio.interchange.directory.services import service_code
from kimbilio.interchange.directory.sheets import Row, Tables
from kimbilio.organisation.places import wards
from kimbilio.partners import hsds
from kimbilio.partners.choices import EVERY_DAY, OLDEST, Cost, PartnerKind, Service, Takes
from kimbilio.partners.hours import hours_of

DAYS = {day: number for number, day in hsds.WEEK.items()}
# A public hotline or website is virtual as well, so a new entry only is taken for a secret place.
VIRTUAL, PHYSICAL = "virtual", "physical"
OF_PARTNER = {
    "name": "name", "kind": "attributes", "email": "email", "phone": "phones.number",
    "place": "addresses.address_1", "county": "addresses.state_province",
    "sub_county": "addresses.city", "ward": "attributes", "latitude": "locations.latitude",
    "longitude": "locations.longitude",
}  # fmt: skip
OF_OFFER = {
    "service": "name", "min_age": "minimum_age", "max_age": "maximum_age", "takes": "attributes",
    "opens": "schedules.opens_at", "closes": "schedules.closes_at",
    "cost_words": "cost_options.amount_description", "places_total": "attributes",
    "places_free": "attributes",
}  # fmt: skip
Linked = dict[str, list[Row]]


class _File:
    """The tables by what they hang on, and what was found wrong so far."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self.read = Read()
        self.of_organization = {name: self._by(name, "organization_id") for name in tables}
        self.of_service = {name: self._by(name, "service_id") for name in tables}
        self.addresses = self._by("addresses", "location_id")
        self.terms = {
            hsds.term_id(taxonomy, code): (taxonomy, code)
            for taxonomy, codes in hsds.TAXONOMIES.items()
            for code in codes
        }
        self.attributes = self._by("attributes", "link_id")

    def _by(self, name: str, column: str) -> Linked:
        grouped: Linked = defaultdict(list)
        for row in self.tables.get(name, ()):
            grouped[row[column]].append(row)
        return grouped

    def said(self, link: str, taxonomy: str) -> dict[str, str]:
        """The terms of one taxonomy that a record carries, with their values."""
        found = {}
        for row in self.attributes.get(link, ()):
            its, code = self.terms.get(row["taxonomy_term_id"], ("", ""))
            if its == taxonomy:
                found[code] = row["value"]
        return found

    def trouble(self, row: Row, column: str, why: str) -> None:
        self.read.troubles.append(Trouble(row.spot, column, why))

    def remark(self, row: Row, column: str, why: str) -> None:
        self.read.remarks.append(Trouble(row.spot, column, why))


def read_hsds(tables: Tables) -> Read:
    """Every organization with its services; what cannot be taken is named by row and column."""
    file = _File(tables)
    if (
        len(tables.get("services", ())) > MOST_SERVICES
        or len(tables["organizations"]) > MOST_SERVICES
    ):
        raise too_many()
    known = {row["id"] for row in tables["organizations"]}
    for row in tables.get("services", ()):
        if row["organization_id"] not in known:
            file.trouble(row, "organization_id", _("There is no such organization in the file."))
    for row in tables["organizations"]:
        entry = _entry(file, row)
        file.read.troubles += wrong_shapes(entry, OF_PARTNER)
        for service in file.of_organization.get("services", {}).get(row["id"], ()):
            offer = _offer(file, service, entry)
            file.read.troubles += wrong_shapes(offer, OF_OFFER)
            entry.offers.append(offer)
        file.read.entries.append(entry)
    return file.read


def _entry(file: _File, row: Row) -> EntryRead:
    pk = row["id"]
    values: dict[str, Any] = {"name": row["name"]}
    at_first: dict[str, Any] = {}
    if not pk:
        file.trouble(row, "id", _("Every organization needs an id."))
    kinds = list(file.said(pk, hsds.KIND))
    (values if kinds else at_first)["kind"] = kinds[0] if kinds else PartnerKind.NGO.value
    contacts = file.of_organization.get("contacts", {}).get(pk, [])
    mails = [row["email"], *(one["email"] for one in contacts)]
    if "email" in row.cells or contacts:
        values["email"] = next(filter(None, mails), "")
    if "phones" in file.tables:
        phones = file.of_organization["phones"].get(pk, [])
        values["phone"] = phones[0]["number"] if phones else ""
    if "locations" in file.tables:
        _place(file, pk, values, at_first)
    return EntryRead(id_of(pk), row.spot, values, at_first)


def _place(file: _File, pk: str, values: dict[str, Any], at_first: dict[str, Any]) -> None:
    """Where a public office stands, or that a new entry must not say so."""
    locations = file.of_organization["locations"].get(pk, [])
    physical = [one for one in locations if one["location_type"].casefold() == PHYSICAL]
    if not physical:
        at_first["is_place_secret"] = any(
            one["location_type"].casefold() == VIRTUAL for one in locations
        )
        return
    one = physical[0]
    values |= {"latitude": one["latitude"] or None, "longitude": one["longitude"] or None}
    addresses = file.addresses.get(one["id"], [])
    if not addresses:
        return
    address = addresses[0]
    lines = (address["address_1"], address["address_2"])
    county = county_code(address["state_province"]) or county_code(address["city"])
    if address["state_province"] and not county:
        file.trouble(address, "state_province", _("This is not a county of Kenya."))
    part = sub_county_code(address["region"], county) or sub_county_code(address["city"], county)
    values |= {
        "place": ", ".join(filter(None, lines)), "county": county, "sub_county": part,
    }  # fmt: skip
    if "attributes" in file.tables:
        said = file.said(one["id"], hsds.PLACE).get(hsds.WARD, "")
        values["ward"] = ward_code(said)
        if said and not values["ward"]:
            file.remark(address, "attributes", _("This is not a ward of Kenya. It is left out."))


def _offer(file: _File, row: Row, entry: EntryRead) -> OfferRead:
    pk = row["id"]
    if not pk:
        file.trouble(row, "id", _("Every service needs an id."))
    offer = OfferRead(id_of(pk), row.spot, {}, {"takes": Takes.ANYBODY.value})
    said = list(file.said(pk, hsds.SERVICE))
    code = said[0] if said else service_code(row["name"])
    if not code:
        file.remark(row, "name", _("No service of ours is called so. It comes as “Other”."))
    offer.values["service"] = code or Service.OTHER.value
    offer.values["is_active"] = row["status"].casefold() in {"active", ""}
    if takes := list(file.said(pk, hsds.TAKES)):
        offer.values["takes"] = takes[0]
    offer.values |= {"min_age": row["minimum_age"] or 0, "max_age": row["maximum_age"] or OLDEST}
    _hours(file, row, offer)
    _areas(file, row, offer, entry)
    _cost(file, row, offer)
    _more(file, row, offer)
    return offer


def _hours(file: _File, row: Row, offer: OfferRead) -> None:
    """One line for all days of the same hours; the first is the service's own, the others are further ones."""
    offer.at_first |= {"days": EVERY_DAY, "opens": None, "closes": None}
    found = file.of_service.get("schedules", {}).get(row["id"], [])
    if not found:
        return
    days_of: dict[tuple[str | None, str | None], set[str]] = {}
    for one in found:
        days = days_of.setdefault((_clock(one["opens_at"]), _clock(one["closes_at"])), set())
        for day in filter(None, one["byday"].replace(" ", "").upper().split(",")):
            if day not in DAYS:
                file.trouble(one, "byday", _("Write the days like MO,TU,WE."))
            days.add(DAYS.get(day, ""))
    (hours, days), *others = days_of.items()
    offer.values |= {"days": _in_order(days), "opens": hours[0], "closes": hours[1]}
    further = []
    for (opens, closes), its in others:
        code = f"{_in_order(its)} {opens}-{closes}" if opens or closes else f"{_in_order(its)} all"
        if hours_of(code) is None:
            file.trouble(found[0], "opens_at", _("Write both hours like 08:00, or none."))
        else:
            further.append(code)
    offer.lists["further_hours"] = sorted(further)


def _in_order(days: set[str]) -> str:
    return "".join(sorted(days)) or EVERY_DAY


def _clock(text: str) -> str | None:
    """An hour without its zone, which is that of the service."""
    return text[:5] or None


def _areas(file: _File, row: Row, offer: OfferRead, entry: EntryRead) -> None:
    found = file.of_service.get("service_areas", {}).get(row["id"], [])
    counties, parts = set(), set()
    is_nationwide = False
    for one in found:
        words = (one["extent"], one["name"])
        if one["extent_type"] == hsds.BY_WARD:
            ward = next(filter(None, map(ward_code, words)), "")
            if not ward:
                file.trouble(one, "name", _("This is not a ward of Kenya."))
                continue
            parts.add(ward)
            counties.add(wards()[ward].county)
            continue
        code = next(filter(None, map(county_code, words)), "")
        if code:
            counties.add(code)
        elif one["extent_type"] == hsds.NATIONWIDE or any(map(is_nation, words)):
            is_nationwide = True
        else:
            file.trouble(one, "name", _("This is not a county of Kenya."))
    if found:
        offer.values["is_nationwide"] = is_nationwide
        offer.lists |= {"counties": sorted(counties), "wards": sorted(parts)}
        return
    home = entry.values.get("county", "")
    offer.at_first["is_nationwide"] = not home
    offer.lists_at_first["counties"] = [home] if home else []
    why = _("No area is given. If new, it is taken to serve its county, or else all of Kenya.")
    file.remark(row, "service_areas", why)


def _cost(file: _File, row: Row, offer: OfferRead) -> None:
    found = file.of_service.get("cost_options", {}).get(row["id"], [])
    if not found and not row["fees_description"]:
        return
    words = row["fees_description"]
    for one in found:
        amount = f"{one['currency']} {one['amount']}".strip()
        words = one["amount_description"] or words or amount
        if one["option"] == hsds.FREE or (one["amount"] in {"0", "0.0", "0.00"} and not words):
            offer.values |= {"cost": Cost.FREE.value, "cost_words": ""}
            return
    offer.values |= {"cost": Cost.FEE.value, "cost_words": words}


def _more(file: _File, row: Row, offer: OfferRead) -> None:
    """Languages, needs and figures."""
    if "languages" in file.tables:
        spoken = set()
        for one in file.of_service["languages"].get(row["id"], []):
            code = language_code(one["code"]) or language_code(one["name"])
            spoken.add(code)
            if not code:
                file.remark(one, "code", _("We have no such language in our list. It is left out."))
        offer.lists["languages"] = sorted(spoken - {""})
    if "attributes" not in file.tables:
        return
    offer.lists["needs"] = sorted(file.said(row["id"], hsds.NEED))
    figures = file.said(row["id"], hsds.FIGURE)
    if hsds.TAKES_FOREIGNERS in figures:
        offer.values["takes_foreigners"] = figures[hsds.TAKES_FOREIGNERS] != "no"
    for name in (hsds.PLACES_TOTAL, hsds.PLACES_FREE, hsds.PLACES_SAID_ON):
        offer.values[name] = figures.get(name) or None
    if not offer.values[hsds.PLACES_SAID_ON]:
        offer.values[hsds.PLACES_FREE] = None  # a number without its day is no word about today
    elif not offer.values[hsds.PLACES_FREE]:
        offer.values[hsds.PLACES_SAID_ON] = None
