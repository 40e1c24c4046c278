"""An accepted package becomes a case of ours: all of it in one transaction, or nothing."""

import io
from collections.abc import Iterable
from typing import Any

from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kimbilio.access.choices import Compartment, TieKind
from kimbilio.access.models import Tie
from kimbilio.access.rules import forget_reach
from kimbilio.accounts.models import User
from kimbilio.audit import trail
from kimbilio.audit.choices import Event
from kimbilio.cases.actions.ages import IS_MINOR
from kimbilio.cases.actions.documents import safe_name
from kimbilio.cases.actions.intake import may_lead
from kimbilio.cases.actions.notes import index_words
from kimbilio.cases.choices import EntryKind, Source
from kimbilio.cases.clocks import start_clocks
from kimbilio.cases.document_choices import DOCUMENT, DocumentKind
from kimbilio.cases.first_call import age_group_of
from kimbilio.cases.intake_choices import ClockKind
from kimbilio.cases.labels import label
from kimbilio.cases.models import Case, Document, Note, NoticeKind, Story, StoryFact
from kimbilio.cases.notices import notify
from kimbilio.cases.outline import refresh_outline
from kimbilio.cases.tasks import draw_thumbnail
from kimbilio.cases.timeline import note_down
from kimbilio.cases.words import text_of_story
from kimbilio.interchange.actions.filing import keep_beside
from kimbilio.interchange.queries import units_for_import
from kimbilio.interchange.saying import Whole, say
from kimbilio.interchange.standard import CASE_NUMBER, CLOSED_ON, OPENED_ON
from kimbilio.kernel.errors import BadInput, DomainError, NotAllowed
from kimbilio.kernel.ids import new_code
from kimbilio.organisation.models import Unit
from kimbilio.people.indexing import index_person
from kimbilio.people.models import ContactPoint, IdentityDocument, Person, Relation
from kimbilio.transfers.actions.arriving import forget_arrival, require_own, told_by
from kimbilio.transfers.choices import ArrivalState
from kimbilio.transfers.errors import HereAlready, PackageRefused
from kimbilio.transfers.models import Arrival
from kimbilio.transfers.queries import refuse_our_own
from kimbilio.transfers.reading import Row, Told
from kimbilio.transfers.retelling import past_notes
from kimbilio.vault import files

TRIES = 12
OUR_OWN = {CASE_NUMBER, OPENED_ON, CLOSED_ON, "cas_Status", "cas_CaseOwner", "con_Consent"}
"""Fields of the standard that are about our own work on the case."""


@transaction.atomic
def accept_arrival(*, arrival: Arrival, unit: Unit, lead: User, by: User) -> Case:
    """Make a case of the package, under a code of ours, led by ``lead``. The same transfer makes one."""
    require_own(arrival, by)
    if not units_for_import(by).filter(pk=unit.pk).exists():
        raise NotAllowed
    if not may_lead(lead):
        raise BadInput(_("This colleague cannot lead a case. Choose another."), field="lead")
    refuse_our_own(arrival.origin, by)
    _refuse_known(arrival)
    told = told_by(arrival)
    try:
        with transaction.atomic():
            case = _file(told, unit=unit, lead=lead, by=by)
    except PackageRefused:
        raise
    except (DatabaseError, ValueError, DomainError):
        raise PackageRefused from None
    try:
        with transaction.atomic():
            forget_arrival(arrival, state=ArrivalState.ACCEPTED, case=case, proof=told.page.proof)
    except IntegrityError:
        raise HereAlready from None
    trail.record(Event.ARRIVAL_ACCEPTED, by=by, on=arrival, documents=len(told.documents))
    if lead != by:
        notify(user=lead, kind=NoticeKind.CASE_ASSIGNED, case=case)
    return case


def _refuse_known(arrival: Arrival) -> None:
    same = Arrival.objects.filter(origin=arrival.origin, state=ArrivalState.ACCEPTED)
    if same.exists():
        raise HereAlready


def _file(told: Told, *, unit: Unit, lead: User, by: User) -> Case:
    person = Person.objects.create(**told.person)
    case = _case(told, person=person, unit=unit, lead=lead, by=by)
    note_down(
        case, Event.ARRIVAL_ACCEPTED, kind=EntryKind.CASE, by=by,
        line=told.page.organisation, compartment=Compartment.IDENTITY,
    )  # fmt: skip
    trail.record(Event.CASE_CREATED, by=by, on=case, source="transfer")
    whole = Whole(case=case, person=person, lead_name=lead.name)
    whole.contacts = _contacts(told.contacts, person)
    whole.papers = [_saved(IdentityDocument(person=person, **row)) for row in told.papers]
    _relations(told, person)
    whole.story, whole.facts = _story(told, case), set(told.facts)
    _record(told, whole)
    for note in past_notes(told):
        _note(note, case=case, by=by)
    for about, content in zip(told.page.documents, told.documents, strict=True):
        _document(about, content, case=case, by=by)
    index_person(person)
    start_clocks(case, [ClockKind.FIRST_CONTACT, ClockKind.ASSESSMENT], by=by)
    refresh_outline(case)
    return case


def _saved(row: Any) -> Any:
    row.save(force_insert=True)
    return row


def _case(told: Told, *, person: Person, unit: Unit, lead: User, by: User) -> Case:
    for tried in range(TRIES):
        code = new_code(4 if tried < TRIES // 2 else 5)
        if Case.objects.filter(code=code).exists():
            continue
        case: Case = Case.objects.create(
            code=code, survivor=person, unit=unit, lead=lead, source=Source.NGO,
            age_group=age_group_of(person.ages()), is_minor=IS_MINOR[person.minority()],
            opened_by=by, **told.case,
        )  # fmt: skip
        Tie.objects.create(case=case, user=lead, kind=TieKind.LEAD)
        forget_reach(lead)
        return case
    raise BadInput(_("No free code was found. Nothing was saved. Try again."))


def _contacts(rows: Iterable[Row], person: Person) -> list[ContactPoint]:
    """Numbers with the rules by which they are safe, as the person gave them there."""
    return [_saved(ContactPoint(person=person, **row)) for row in rows]


def _relations(told: Told, person: Person) -> None:
    for row in told.relations:
        other = Person.objects.create(**row["person"])
        _contacts(row["contacts"], other)
        index_person(other)
        about = {name: value for name, value in row.items() if name not in {"person", "contacts"}}
        Relation.objects.create(person=person, other=other, **about)


def _story(told: Told, case: Case) -> Story | None:
    rows = [StoryFact(case=case, listing=listing, code=code) for listing, code in told.facts]
    StoryFact.objects.bulk_create(rows)
    if not told.story:
        return None
    values = told.story[0]
    if not (values["status"] and values["status_by"]):
        values = {**values, "status": "", "status_by": ""}
    story: Story = Story.objects.create(case=case, **values)
    index_words(case, text_of_story(story), Compartment.STORY)
    return story


def _record(told: Told, whole: Whole) -> None:
    """Keep beside what the standard's record says and no column of ours."""
    ours = say(whole)
    keep_beside(told.record | {name: ours.get(name, "") for name in OUR_OWN}, whole)


def _note(told: Row, *, case: Case, by: User) -> None:
    note = Note.objects.create(
        case=case, kind=told["kind"], text=told["text"], author=by,
        compartment=told["compartment"], happened_at=told["happened_at"] or timezone.now(),
    )  # fmt: skip
    where = Compartment(note.compartment)
    index_words(case, note.text, where)
    note_down(
        case, Event.NOTE_CREATED, kind=EntryKind(note.kind), by=by, subject=note,
        line=note.text, compartment=where, at=note.happened_at,
    )  # fmt: skip


def _document(about: Row, content: bytes, *, case: Case, by: User) -> None:
    document = Document(
        case=case, kind=about["kind"], compartment=about["compartment"], title=about["title"],
        original_name=safe_name(about["original_name"]), added_by=by,
    )  # fmt: skip
    document.file = files.store(io.BytesIO(content), owner_id=document.pk, kind=DOCUMENT)
    document.save(force_insert=True)
    note_down(
        case, Event.DOCUMENT_UPLOADED, kind=EntryKind.DOCUMENT, by=by, subject=document,
        line=label(DocumentKind(document.kind)), compartment=Compartment(document.compartment),
    )  # fmt: skip
    trail.record(
        Event.DOCUMENT_UPLOADED, by=by, on=document, kind=document.kind, size=document.file.size
    )
    if document.is_picture:
        transaction.on_commit(lambda: draw_thumbnail.enqueue(str(document.pk)))
