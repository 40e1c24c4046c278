"""The directory in HSDS 3.0: tables of text, the zip of CSV files, and nested JSON.

What must not leave has no way in here: neither whom to ask for, their number nor notes are read, and a
secret place is a virtual location without address or coordinates.
"""

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterable
from typing import Any

from django.utils.translation import override

from kimbilio.exports.columns import cell
from kimbilio.organisation.places import counties, languages, sub_counties, wards
from kimbilio.partners import hsds
from kimbilio.partners.choices import Cost
from kimbilio.partners.hours import Hours
from kimbilio.partners.models import Offer, Partner

Row = dict[str, str]
Tables = dict[str, list[Row]]
NUMBER = re.compile(r"[+-]?\d[\d ]*(\.\d+)?")  # digits alone cannot run, and consumers need them


def hsds_tables(entries: Iterable[tuple[Partner, list[Offer]]]) -> Tables:
    """The rows of every table, in English, with the same ids at each export."""
    tables: Tables = {name: [] for name in hsds.TABLES}
    with override("en"):
        for partner, offers in entries:
            _organization(tables, partner)
            _location(tables, partner, offers)
            for offer in offers:
                _service(tables, partner, offer)
        _terms(tables)
    return tables


def _organization(tables: Tables, partner: Partner) -> None:
    pk = str(partner.pk)
    tables["organizations"].append({
        "id": pk, "name": partner.name, "description": str(partner.get_kind_display()),
        "email": partner.email,
    })  # fmt: skip
    _attribute(tables, pk, "organization", hsds.KIND, partner.kind)
    if partner.phone:
        tables["phones"].append({
            "id": hsds.made_id(partner.pk, "phone"), "organization_id": pk,
            "number": partner.phone, "type": "voice",
        })  # fmt: skip
    if partner.email:
        tables["contacts"].append({
            "id": hsds.made_id(partner.pk, "contact"), "organization_id": pk,
            "title": "Public contact", "email": partner.email,
        })  # fmt: skip


def _location(tables: Tables, partner: Partner, offers: list[Offer]) -> None:
    """One location: physical if anybody may know it, virtual if it must stay unknown."""
    is_known = bool(partner.place or partner.county) or partner.latitude is not None
    if not is_known and not partner.is_place_secret:
        return
    pk = hsds.made_id(partner.pk, "location")
    row = {"id": pk, "location_type": "virtual", "organization_id": str(partner.pk)}
    if not partner.is_place_secret:
        row |= {"location_type": "physical", "name": partner.name}
        if partner.latitude is not None:
            row |= {"latitude": str(partner.latitude), "longitude": str(partner.longitude)}
        tables["addresses"].append(_address(partner, pk))
        if partner.ward:
            _attribute(tables, pk, "location", hsds.PLACE, hsds.WARD, partner.ward)
    tables["locations"].append(row)
    for offer in offers:
        tables["service_at_location"].append({
            "id": hsds.made_id(offer.pk, "at"), "service_id": str(offer.pk), "location_id": pk,
        })  # fmt: skip


def _address(partner: Partner, location: str) -> Row:
    county = counties().get(partner.county, "")
    return {
        "id": hsds.made_id(partner.pk, "address"), "location_id": location,
        "address_1": partner.place, "city": sub_counties().get(partner.sub_county, (county,))[0],
        "region": partner.sub_county, "state_province": county, "postal_code": "",
        "country": hsds.NATION, "address_type": "physical",
    }  # fmt: skip


def _service(tables: Tables, partner: Partner, offer: Offer) -> None:
    pk = str(offer.pk)
    tables["services"].append({
        "id": pk, "organization_id": str(partner.pk), "name": str(offer.get_service_display()),
        "status": "active" if offer.is_active else "inactive",
        "fees_description": offer.cost_words,
        "eligibility_description": str(offer.get_takes_display()),
        "minimum_age": str(offer.min_age), "maximum_age": str(offer.max_age),
        "assured_date": str(partner.assured_on or ""),
    })  # fmt: skip
    for number, hours in enumerate([offer.first_hours, *_further(offer)]):
        tables["schedules"].append({
            "id": hsds.made_id(offer.pk, f"schedule{number or ''}"), "service_id": pk,
            "freq": "WEEKLY", "byday": ",".join(hsds.WEEK[day] for day in hours.days),
            "opens_at": f"{hours.opens:%H:%M}" if hours.opens is not None else "",
            "closes_at": f"{hours.closes:%H:%M}" if hours.closes is not None else "",
        })  # fmt: skip
    _cost(tables, offer)
    _areas(tables, offer)
    names = languages()
    for spoken in offer.languages.all():
        tables["languages"].append({
            "id": str(spoken.pk), "service_id": pk, "code": spoken.language,
            "name": names.get(spoken.language, spoken.language),
        })  # fmt: skip
    _attributes(tables, offer)


def _further(offer: Offer) -> list[Hours]:
    return sorted((row.hours for row in offer.further_hours.all()), key=lambda one: one.code)


def _cost(tables: Tables, offer: Offer) -> None:
    said = {
        Cost.FREE: {"option": hsds.FREE, "currency": "KES", "amount": "0"},
        Cost.FEE: {"option": "fee", "amount_description": offer.cost_words},
    }.get(Cost(offer.cost))
    if said:
        row = {"id": hsds.made_id(offer.pk, "cost"), "service_id": str(offer.pk), **said}
        tables["cost_options"].append(row)


def _areas(tables: Tables, offer: Offer) -> None:
    if offer.is_nationwide:
        tables["service_areas"].append({
            "id": hsds.made_id(offer.pk, "nation"), "service_id": str(offer.pk), "name": "Kenya",
            "extent": hsds.NATION, "extent_type": hsds.NATIONWIDE,
        })  # fmt: skip
    for area in offer.counties.all():
        tables["service_areas"].append({
            "id": str(area.pk), "service_id": str(offer.pk),
            "name": counties().get(area.county, ""), "extent": area.county,
            "extent_type": hsds.BY_COUNTY,
        })  # fmt: skip
    for part in offer.wards.all():
        tables["service_areas"].append({
            "id": str(part.pk), "service_id": str(offer.pk), "name": str(wards()[part.ward]),
            "extent": part.ward, "extent_type": hsds.BY_WARD,
        })  # fmt: skip


def _attributes(tables: Tables, offer: Offer) -> None:
    pk = str(offer.pk)
    _attribute(tables, pk, "service", hsds.SERVICE, offer.service)
    _attribute(tables, pk, "service", hsds.TAKES, offer.takes)
    for row in offer.needs.all():
        _attribute(tables, pk, "service", hsds.NEED, row.need)
    figures = {
        hsds.TAKES_FOREIGNERS: "yes" if offer.takes_foreigners else "no",
        hsds.PLACES_TOTAL: offer.places_total,
        hsds.PLACES_FREE: offer.places_free,
        hsds.PLACES_SAID_ON: offer.places_said_on,
    }
    for code, value in figures.items():
        if value is not None:
            _attribute(tables, pk, "service", hsds.FIGURE, code, str(value))


def _attribute(
    tables: Tables, link: str, entity: str, taxonomy: str, code: str, value: str = ""
) -> None:
    term = hsds.term_id(taxonomy, code)
    tables["attributes"].append({
        "id": hsds.made_id(hsds.OURS, f"{link}:{term}"), "link_id": link,
        "taxonomy_term_id": term, "link_entity": entity, "value": value,
    })  # fmt: skip


def _terms(tables: Tables) -> None:
    """The terms that the attributes point to, and their taxonomies."""
    for taxonomy, codes in hsds.TAXONOMIES.items():
        pk, name = hsds.made_id(hsds.OURS, taxonomy), f"kimbilio-{taxonomy}"
        words = f"Codes of the directory: {taxonomy}"
        tables["taxonomies"].append({"id": pk, "name": name, "description": words})
        tables["taxonomy_terms"] += [
            {
                "id": hsds.term_id(taxonomy, code), "code": code, "name": code,
                "description": f"{taxonomy}: {code}", "taxonomy": name, "taxonomy_id": pk,
            }
            for code in codes
        ]  # fmt: skip


def as_zip(tables: Tables) -> bytes:
    """One CSV file a table; no cell can run as a formula."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, columns in hsds.TABLES.items():
            text = io.StringIO()
            writer: Any = csv.writer(text)
            writer.writerow(columns)
            for row in tables[name]:
                writer.writerow([_cell(row.get(column, "")) for column in columns])
            archive.writestr(f"{name}.csv", text.getvalue())
    return whole.getvalue()


def _cell(value: str) -> str | int:
    return value if NUMBER.fullmatch(value) else cell(value)


def as_json(tables: Tables) -> bytes:
    """Organizations with everything of theirs nested in them, as the API of HSDS gives them."""
    terms = {row["id"]: row for row in tables["taxonomy_terms"]}
    attributes = [
        {**_filled(row), "taxonomy_term": terms[row["taxonomy_term_id"]]}
        for row in tables["attributes"]
    ]
    addresses = _by(tables["addresses"], "location_id")
    linked = _by(attributes, "link_id")
    locations = {
        row["id"]: {
            **_filled(row),
            "addresses": addresses.get(row["id"], []),
            "attributes": linked.get(row["id"], []),
        }
        for row in tables["locations"]
    }
    parts = {
        name: _by(tables[name], "service_id")
        for name in ("schedules", "languages", "service_areas", "cost_options")
    }
    at = _by(tables["service_at_location"], "service_id")
    services = [
        {
            **_filled(row),
            **{name: rows.get(row["id"], []) for name, rows in parts.items()},
            "attributes": linked.get(row["id"], []),
            "service_at_locations": [
                {"id": one["id"], "location": {"id": one["location_id"]}}
                for one in at.get(row["id"], [])
            ],
        }
        for row in tables["services"]
    ]
    theirs = {
        "services": _by(services, "organization_id"),
        "phones": _by(tables["phones"], "organization_id"),
        "contacts": _by(tables["contacts"], "organization_id"),
        "locations": _by(list(locations.values()), "organization_id"),
        "attributes": linked,
    }
    contents = [
        {**_filled(row), **{name: rows.get(row["id"], []) for name, rows in theirs.items()}}
        for row in tables["organizations"]
    ]
    whole = {
        "version": hsds.VERSION, "total_items": len(contents), "total_pages": 1, "page_number": 1,
        "size": len(contents), "first_page": True, "last_page": True, "empty": not contents,
        "contents": contents,
    }  # fmt: skip
    return json.dumps(whole, ensure_ascii=False, indent=1).encode()


def _filled(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if value != ""}


def _by(rows: list[Any], name: str) -> dict[str, list[dict[str, Any]]]:
    """The rows under the id that they hang on."""
    grouped: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        grouped.setdefault(row[name], []).append(_filled(row))
    return grouped
