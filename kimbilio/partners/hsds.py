"""How an entry reads in HSDS 3.0 of Open Referral: the words and ids that export and import share."""

from uuid import NAMESPACE_URL, UUID, uuid5

from kimbilio.partners.choices import Need, PartnerKind, Service, Takes

VERSION = "3.0"
WEEK = {"1": "MO", "2": "TU", "3": "WE", "4": "TH", "5": "FR", "6": "SA", "7": "SU"}
OURS = uuid5(NAMESPACE_URL, "urn:kimbilio:directory")
NATION = "KE"
NATIONWIDE, BY_COUNTY, BY_WARD = "country", "county", "ward"  # extent_type of a service area
FREE = "free"  # option of a cost

# What HSDS 3.0 has no column for stands in attributes: each taxonomy with the codes of its terms.
KIND, SERVICE, TAKES, NEED, FIGURE, PLACE = "kind", "service", "takes", "need", "figure", "place"
PLACES_TOTAL, PLACES_FREE, PLACES_SAID_ON = "places_total", "places_free", "places_said_on"
TAKES_FOREIGNERS = "takes_foreigners"
WARD = "ward"
TAXONOMIES: dict[str, list[str]] = {
    KIND: list(PartnerKind.values),
    SERVICE: list(Service.values),
    TAKES: list(Takes.values),
    NEED: list(Need.values),
    FIGURE: [PLACES_TOTAL, PLACES_FREE, PLACES_SAID_ON, TAKES_FOREIGNERS],
    PLACE: [WARD],
}

# The tables we write, each with its columns in the order of the standard.
TABLES: dict[str, list[str]] = {
    "organizations": ["id", "name", "description", "email"],
    "services": [
        "id", "organization_id", "name", "status", "fees_description", "eligibility_description",
        "minimum_age", "maximum_age", "assured_date",
    ],
    "locations": ["id", "location_type", "organization_id", "name", "latitude", "longitude"],
    "addresses": [
        "id", "location_id", "address_1", "city", "region", "state_province", "postal_code",
        "country", "address_type",
    ],
    "service_at_location": ["id", "service_id", "location_id"],
    "schedules": ["id", "service_id", "freq", "byday", "opens_at", "closes_at"],
    "phones": ["id", "organization_id", "number", "type"],
    "contacts": ["id", "organization_id", "title", "email"],
    "languages": ["id", "service_id", "name", "code"],
    "service_areas": ["id", "service_id", "name", "extent", "extent_type"],
    "cost_options": ["id", "service_id", "option", "currency", "amount", "amount_description"],
    "attributes": ["id", "link_id", "taxonomy_term_id", "link_entity", "value"],
    "taxonomy_terms": ["id", "code", "name", "description", "taxonomy", "taxonomy_id"],
    "taxonomies": ["id", "name", "description"],
}  # fmt: skip


def made_id(of: UUID, what: str) -> str:
    """The same id each time for a part that has no row of its own here."""
    return str(uuid5(of, what))


def term_id(taxonomy: str, code: str) -> str:
    """The id of a term of one of our taxonomies."""
    return made_id(OURS, f"{taxonomy}:{code}")
