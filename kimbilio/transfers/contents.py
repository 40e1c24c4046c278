"""What goes into a package: the record in the standard's fields, the parts that were chosen, documents."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import QuerySet
from django.utils import timezone

from kimbilio.access.choices import Compartment
from kimbilio.cases.models import (
    Assessment,
    Case,
    Document,
    Goal,
    Intake,
    Note,
    Step,
    Story,
    StoryFact,
)
from kimbilio.consent.models import Consent
from kimbilio.interchange.exporting import in_full, wholes
from kimbilio.interchange.standard import fields
from kimbilio.interchange.writing import as_json
from kimbilio.organisation.queries import this_organisation
from kimbilio.people.models import ContactPoint, IdentityDocument, Person, Relation
from kimbilio.transfers.columns import GOES
from kimbilio.transfers.container import FILE, FIRST_PAGE, RECORD, Member, document_name
from kimbilio.transfers.models import Package
from kimbilio.vault import files

FORMAT = 1
OURS_ALONE = {"cas_CaseOwner"}  # a colleague's name, of no use there
ABOUT_OTHERS = ("goes_by", "full_name", "sex", "language")  # of a guardian, a friend

Parts = frozenset[Compartment]


@dataclass(frozen=True)
class Extent:
    """How much would go along, to be seen before it is packed."""

    notes: int
    documents: int
    size: int  # bytes of the documents


def documents_of(case: Case, parts: Parts) -> QuerySet[Document]:
    """The documents of these parts that nobody took back, the oldest first."""
    rows: QuerySet[Document] = Document.objects.filter(case=case, retracted_at=None)
    return rows.filter(compartment__in=sorted(parts)).select_related("file").order_by("id")


def notes_of(case: Case, parts: Parts) -> QuerySet[Note]:
    """The notes of these parts, and those that belong to the outline."""
    wanted = sorted({*parts, Compartment.OUTLINE})
    rows: QuerySet[Note] = Note.objects.filter(case=case, compartment__in=wanted)
    return rows.select_related("author").order_by("happened_at", "id")


def extent_of(case: Case, parts: Parts) -> Extent:
    """The counts for these parts."""
    sizes = list(documents_of(case, parts).values_list("file__size", flat=True))
    return Extent(notes_of(case, parts).count(), len(sizes), sum(sizes))


def documents_beyond(case: Case, parts: Parts, *, room: int) -> list[Document]:
    """The fewest documents of these parts that have to stay so that the others fit into ``room``."""
    rows = list(documents_of(case, parts).order_by("-file__size", "id"))
    over, stay = sum(one.file.size for one in rows) - room, []
    for one in rows:
        if over <= 0:
            break
        stay.append(one)
        over -= one.file.size
    return stay


def members_of(package: Package) -> Iterator[Member]:
    """Everything that goes into ``package``, in the order of the container."""
    case, parts = package.transfer.case, package.compartments
    documents = list(documents_of(case, parts)) if package.with_documents else []
    yield _json(FIRST_PAGE, first_page(package, documents))
    yield _whole(RECORD, "".join(as_json([record_of(case, parts)])))
    yield _json(FILE, file_of(case, parts))
    for number, document in enumerate(documents, 1):
        pieces = files.open_file(document.file)
        yield Member(document_name(number), document.file.size, pieces)


def _json(name: str, content: Any) -> Member:
    return _whole(name, json.dumps(content, cls=DjangoJSONEncoder, ensure_ascii=False))


def _whole(name: str, text: str) -> Member:
    content = text.encode()
    return Member(name, len(content), [content])


def first_page(package: Package, documents: list[Document]) -> dict[str, Any]:
    """From whom, what and how much; and the words by which they prove that it arrived."""
    transfer = package.transfer
    return {
        "format": FORMAT,
        "transfer": transfer.pk,
        "organisation": this_organisation().name,
        "code": transfer.case.code,
        "opened_on": timezone.localdate(transfer.case.opened_at),
        "hand_over_on": transfer.hand_over_on,
        "parts": sorted(package.compartments),
        "proof": package.proof,
        "documents": _rows(documents),
    }


def record_of(case: Case, parts: Parts) -> dict[str, str]:
    """The case in the fields of the standard, without the fields of parts that stay here."""
    whole, kept = next(wholes([case.pk]))
    allowed = {*parts, Compartment.OUTLINE}
    return {
        name: value
        for name, value in in_full(whole, kept).items()
        if fields()[name].compartment in allowed and name not in OURS_ALONE
    }


def file_of(case: Case, parts: Parts) -> dict[str, Any]:
    """What the standard has no fields for: the person, and all that the chosen parts hold."""
    notes = [{**_row(note), "by": note.author.name} for note in notes_of(case, parts)]
    said: dict[str, Any] = {"case": _row(case), "notes": notes}
    if Compartment.IDENTITY in parts:
        said |= _about(case.survivor)
    if Compartment.STORY in parts:
        said |= _told(case)
    return said


def _about(person: Person) -> dict[str, Any]:
    around = Relation.objects.filter(person=person, is_active=True).select_related("other")
    return {
        "person": _row(person),
        "contacts": _contacts(person),
        "papers": _rows(IdentityDocument.objects.filter(person=person).order_by("id")),
        "relations": [
            {
                **_row(relation),
                "person": _row(relation.other, only=ABOUT_OTHERS),
                "contacts": _contacts(relation.other),
            }
            for relation in around.order_by("id")
        ],
        "consents": _rows(Consent.objects.filter(person=person, withdrawn_at=None).order_by("id")),
    }


def _contacts(person: Person) -> list[dict[str, Any]]:
    return _rows(ContactPoint.objects.filter(person=person, is_active=True).order_by("id"))


def _told(case: Case) -> dict[str, Any]:
    facts = StoryFact.objects.filter(case=case).order_by("listing", "code")
    assessments = Assessment.objects.filter(case=case).standing().order_by("completed_at", "id")
    return {
        "story": _rows(Story.objects.filter(case=case)),
        "facts": [[listing, code] for listing, code in facts.values_list("listing", "code")],
        "first_call": _rows(Intake.objects.filter(case=case)),
        "goals": _rows(Goal.objects.filter(case=case).order_by("id")),
        "steps": _rows(Step.objects.filter(case=case).order_by("number")),
        "assessments": _rows(assessments),
    }


def _rows(rows: Iterable[Any]) -> list[dict[str, Any]]:
    return [_row(row) for row in rows]


def _row(row: Any, only: tuple[str, ...] | None = None) -> dict[str, Any]:
    return {name: getattr(row, name) for name in only or GOES[type(row)]}
