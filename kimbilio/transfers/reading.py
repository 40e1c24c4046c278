"""What a package says, checked field by field before anything is made of it: it comes from outside.

Whoever has our public key can lock anything for us, so nothing inside is believed: texts have the
length and characters of our own fields, codes stand on our lists, and whatever is more is refused.
"""

import json
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from kimbilio.access.choices import Compartment
from kimbilio.cases.codes.lists import FACTS
from kimbilio.cases.models import Assessment, Case, Document, Goal, Intake, Note, Step, Story
from kimbilio.consent.models import Consent
from kimbilio.interchange.cells import TURNING, read_cell
from kimbilio.interchange.reasons import CellRefused
from kimbilio.interchange.standard import fields
from kimbilio.kernel.errors import BadInput
from kimbilio.kernel.ids import CODE_LETTERS
from kimbilio.people.models import ContactPoint, IdentityDocument, Person, Relation
from kimbilio.transfers.columns import GOES, ON_A_LIST
from kimbilio.transfers.container import (
    FILE,
    FIRST_PAGE,
    MOST_DOCUMENTS,
    RECORD,
    Readable,
    Spoilt,
    document_name,
    read_members,
)
from kimbilio.transfers.contents import ABOUT_OTHERS, FORMAT
from kimbilio.transfers.proofs import PROOF_LETTERS
from kimbilio.vault.fields import EncryptedTextField

MOST = {
    "notes": 5000, "contacts": 50, "papers": 50, "relations": 100, "consents": 500, "facts": 500,
    "steps": 1000, "goals": 200, "assessments": 200, "first_call": 1, "story": 1,
}  # fmt: skip
FIRST_YEAR = 1900
BROKEN = (
    LookupError, TypeError, ValueError, ArithmeticError, AttributeError, RecursionError,
    StopIteration,
)  # fmt: skip
"""How reading fails on what we never write: a missing name, an endless number, a nest without end."""
Row = dict[str, Any]


class NewerFormat(Spoilt):
    """The package was made by a newer Kimbilio."""


@dataclass(frozen=True)
class FirstPage:
    """From whom a package comes, as it says itself."""

    transfer: UUID
    organisation: str
    code: str
    opened_on: date
    hand_over_on: date
    parts: tuple[Compartment, ...]
    proof: str
    documents: tuple[Row, ...]


@dataclass
class Told:
    """All that a package holds, ready to be written."""

    page: FirstPage
    record: dict[str, str] = field(default_factory=dict)
    case: Row = field(default_factory=dict)
    person: Row = field(default_factory=dict)
    contacts: list[Row] = field(default_factory=list)
    papers: list[Row] = field(default_factory=list)
    relations: list[Row] = field(default_factory=list)
    consents: list[Row] = field(default_factory=list)
    notes: list[Row] = field(default_factory=list)
    story: list[Row] = field(default_factory=list)
    facts: list[tuple[str, str]] = field(default_factory=list)
    first_call: list[Row] = field(default_factory=list)
    goals: list[Row] = field(default_factory=list)
    steps: list[Row] = field(default_factory=list)
    assessments: list[Row] = field(default_factory=list)
    documents: list[bytes] = field(default_factory=list)


def read_package(source: Readable) -> Told:
    """All of a package, or ``Spoilt``. Nothing is written anywhere."""
    members = read_members(source)
    told = read_words(members)
    for number, (name, content) in enumerate(members, 1):
        if name != document_name(number) or not content:
            raise Spoilt
        told.documents.append(content)
    if len(told.documents) != len(told.page.documents):
        raise Spoilt
    return told


def read_words(members: Iterator[tuple[str, bytes]]) -> Told:
    """Everything but the documents, which come after; the sending side asks as well, before it packs."""
    try:
        told = Told(page=_first_page(_object(next(members), FIRST_PAGE)))
        told.record = _record(_object(next(members), RECORD))
        _file(told, _object(next(members), FILE))
    except BROKEN:
        raise Spoilt from None
    return told


def _object(member: tuple[str, bytes], name: str) -> Row:
    if member[0] != name:
        raise Spoilt
    found = json.loads(member[1].decode())
    if not isinstance(found, dict):
        raise Spoilt
    return found


def _first_page(said: Row) -> FirstPage:
    if type(said.get("format")) is not int or said["format"] > FORMAT:
        raise NewerFormat
    documents = said["documents"]
    if not isinstance(documents, list) or len(documents) > MOST_DOCUMENTS:
        raise Spoilt
    proof = _text(said["proof"], 20)
    if not proof or set(proof) - {*PROOF_LETTERS, "-"}:
        raise Spoilt
    code = _text(said["code"], 12)
    if set(code) - {*CODE_LETTERS, "K", "B", "-"}:
        raise Spoilt
    return FirstPage(
        transfer=UUID(said["transfer"]),
        organisation=_text(said["organisation"], 200),
        code=code,
        opened_on=date.fromisoformat(said["opened_on"]),
        hand_over_on=date.fromisoformat(said["hand_over_on"]),
        parts=tuple(Compartment(part) for part in said["parts"]),
        proof=proof,
        documents=tuple(_row(Document, one) for one in documents),
    )


def _record(said: Row) -> dict[str, str]:
    """The one case in the fields of the standard, each as it may be written."""
    (case,) = said["cases"]
    values = {}
    for name, cell in case.items():
        try:
            value = read_cell(fields()[name], cell)
        except CellRefused:
            raise Spoilt from None
        if value:
            values[name] = value
    return values


def _file(told: Told, said: Row) -> None:
    told.case = _row(Case, said["case"])
    told.notes = [{**_row(Note, one), "by": _text(one["by"], 200)} for one in _list(said, "notes")]
    if "person" in said:
        told.person = _row(Person, said["person"])
    for name, model in (
        ("contacts", ContactPoint), ("papers", IdentityDocument), ("consents", Consent),
        ("story", Story), ("first_call", Intake), ("goals", Goal), ("steps", Step),
        ("assessments", Assessment),
    ):  # fmt: skip
        setattr(told, name, [_row(model, one) for one in _list(said, name)])
    told.relations = [
        {
            **_row(Relation, one),
            "person": _row(Person, one["person"], only=ABOUT_OTHERS),
            "contacts": [_row(ContactPoint, each) for each in _list(one, "contacts")],
        }
        for one in _list(said, "relations")
    ]
    for listing, code in _list(said, "facts"):
        if code not in FACTS[listing]():
            raise Spoilt
        told.facts.append((listing, code))


def _list(said: Row, name: str) -> list[Any]:
    found = said.get(name, [])
    if not isinstance(found, list) or len(found) > MOST[name]:
        raise Spoilt
    return found


def _row(model: Any, given: Row, only: Iterable[str] = ()) -> Row:
    """The columns of one row as our own fields take them; what is missing keeps its default."""
    row = {}
    for name in only or GOES[model]:
        column = model._meta.get_field(name)
        value = given.get(name)
        if value is None and not column.null:
            value = column.get_default()
        elif isinstance(column, (EncryptedTextField, models.CharField)):
            value = _text(value, column.max_length)
        elif isinstance(column, models.DateTimeField) and value is not None:
            value = _moment(value)
        elif isinstance(value, (dict, list)):
            raise Spoilt
        try:
            value = column.clean(value, None)
        except (ValidationError, BadInput):
            raise Spoilt from None
        if name in ON_A_LIST and not column.choices and value and value not in ON_A_LIST[name]():
            value = ""  # a code that only they know; the record in the standard's fields keeps it
        row[name] = value
    return row


def _moment(value: Any) -> datetime:
    """A moment with its zone, never one to come, nor one of a century in which nobody wrote this."""
    moment = datetime.fromisoformat(value)
    if moment.tzinfo is None or moment.year < FIRST_YEAR:
        raise Spoilt
    return min(moment, timezone.now())


def _text(value: Any, longest: int | None) -> str:
    """A text without signs that cannot be seen, as our forms would have taken it."""
    if not isinstance(value, str) or (longest is not None and len(value) > longest):
        raise Spoilt
    for sign in value:
        if sign in TURNING or (unicodedata.category(sign) in {"Cc", "Cs"} and sign not in "\r\n\t"):
            raise Spoilt
    return value
