"""What a file says of the directory: entries as plain values, and what is wrong with them, by row."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any
from uuid import UUID, uuid5

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from kimbilio.kernel.errors import BadInput
from kimbilio.partners.hsds import OURS
from kimbilio.partners.models import Offer, Partner

MOST_SERVICES = 1_000  # about ten seconds, in which SQLite lets nobody else write
LARGEST_FILE = 5 * 1024 * 1024


class TooManyEntries(BadInput):
    """The file is larger than can be looked through at once."""

    code = "too_many_entries"


@dataclass(frozen=True, order=True)
class Spot:
    """A place in a file: its name within the zip, or nothing, and the row as people count it."""

    file: str
    row: int


@dataclass(frozen=True, order=True)
class Trouble:
    """One cell that cannot be taken, or a remark about one that was taken otherwise."""

    spot: Spot
    column: str
    why: str


@dataclass
class OfferRead:
    """One service: ``values`` and ``lists`` always hold, those ``at_first`` only where it is new here."""

    id: str
    spot: Spot
    values: dict[str, Any]
    at_first: dict[str, Any] = field(default_factory=dict)
    lists: dict[str, list[str]] = field(default_factory=dict)
    lists_at_first: dict[str, list[str]] = field(default_factory=dict)
    adds: bool = False  # its lists are added to those that are there, and take nothing away


@dataclass
class EntryRead:
    """One organisation with its services. ``id`` is empty where the file has none."""

    id: str
    spot: Spot
    values: dict[str, Any]
    at_first: dict[str, Any]
    offers: list[OfferRead] = field(default_factory=list)


@dataclass
class Read:
    """A whole file."""

    entries: list[EntryRead] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)
    remarks: list[Trouble] = field(default_factory=list)


def as_plain(entries: list[EntryRead]) -> list[dict[str, Any]]:
    """Entries as JSON can keep them until somebody agrees."""
    return [asdict(entry) for entry in entries]


def from_plain(kept: list[dict[str, Any]]) -> list[EntryRead]:
    """What ``as_plain`` gave."""
    entries = []
    for one in kept:
        offers = [OfferRead(**{**offer, "spot": Spot(**offer["spot"])}) for offer in one["offers"]]
        entries.append(EntryRead(**{**one, "spot": Spot(**one["spot"]), "offers": offers}))
    return entries


def id_of(text: str) -> str:
    """A UUID stays; any other id of the file always gives the same one."""
    try:
        return str(UUID(text))
    except ValueError:
        return str(uuid5(OURS, f"id:{text}"))


def typed(model: type[models.Model], values: Mapping[str, Any]) -> dict[str, Any]:
    """The values as the model has them: times, decimals and days from text."""
    fields: dict[str, Any] = {field.name: field for field in model._meta.concrete_fields}
    return {name: fields[name].to_python(value) for name, value in values.items()}


def wrong_shapes(read: EntryRead | OfferRead, columns: Mapping[str, str]) -> list[Trouble]:
    """The values that the model would not hold: too long, not in a list, no e-mail address."""
    model: type[models.Model] = Partner if isinstance(read, EntryRead) else Offer
    found = []
    for name, value in {**read.at_first, **read.values}.items():
        try:
            one: Any = model._meta.get_field(name)
            one.clean(value, None)
        except ValidationError as refusal:
            why = " ".join(refusal.messages)
            found.append(Trouble(read.spot, columns.get(name, name), why))
    return found


def too_many() -> TooManyEntries:
    """The refusal with its words in the language of the reader."""
    return TooManyEntries(
        _("This file is too large. At most 5 MB and %(most)s services can be read at once.")
        % {"most": MOST_SERVICES},
        field="file",
    )
