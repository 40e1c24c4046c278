"""National helplines and offices that a lead may load as a start: entries to check, none of them checked."""

import csv
from pathlib import Path

from django.utils.translation import gettext as _

from kimbilio import partners
from kimbilio.interchange.directory.entries import EntryRead, OfferRead, Spot
from kimbilio.partners.choices import EVERY_DAY
from kimbilio.partners.hsds import OURS, made_id

LIST = Path(str(partners.__file__)).parent / "data" / "starting_entries.csv"
ALWAYS = {"days": EVERY_DAY, "opens": None, "closes": None}
# Where no source says day and night, nobody is sent at night to a line that may be closed.
OFFICE = {"days": "12345", "opens": "08:00", "closes": "17:00"}


def starting_entries() -> list[EntryRead]:
    """The entries with ids that are the same everywhere, so that loading them twice adds nothing."""
    with LIST.open(encoding="utf-8", newline="") as file:
        return [_entry(row, number) for number, row in enumerate(csv.DictReader(file), 2)]


def _entry(row: dict[str, str], number: int) -> EntryRead:
    spot = Spot(LIST.name, number)
    note = _("Source: %(source)s. Nobody has called them for us yet.") % {"source": row["source"]}
    values = {"name": row["name"], "kind": row["kind"], "phone": row["phone"], "note": note}
    offer = {
        "service": row["service"], "min_age": row["min_age"], "max_age": row["max_age"],
        "is_nationwide": True, **(ALWAYS if row["hours"] == "always" else OFFICE),
    }  # fmt: skip
    mine = made_id(OURS, f"start:{row['key']}")
    given = OfferRead(made_id(OURS, f"start:{row['key']}:offer"), spot, offer)
    return EntryRead(mine, spot, values, {}, [given])
