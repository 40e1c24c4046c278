"""One row becomes one case, with everything our columns can hold and the rest beside it."""

from datetime import date, datetime, time
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kimbilio.access.choices import Compartment, TieKind
from kimbilio.access.models import Tie
from kimbilio.accounts.models import User
from kimbilio.audit import trail
from kimbilio.audit.choices import Event
from kimbilio.cases.actions.ages import IS_MINOR
from kimbilio.cases.actions.notes import index_words
from kimbilio.cases.choices import EntryKind, Source, Stage
from kimbilio.cases.first_call import age_group_of
from kimbilio.cases.models import Case, Note, Story, StoryFact
from kimbilio.cases.timeline import note_down
from kimbilio.consent.choices import Answer, Giver, Manner, Purpose
from kimbilio.consent.models import Consent
from kimbilio.interchange.columns import RowRead
from kimbilio.interchange.days import first_day
from kimbilio.interchange.models import ImportedRow, ImportedValues, ImportRun
from kimbilio.interchange.saying import ADDRESS, FACTS, SINGLE, Whole, say
from kimbilio.interchange.standard import CLOSED_ON, OPENED_ON, SEPARATOR, fields
from kimbilio.kernel.errors import BadInput
from kimbilio.kernel.ids import new_code
from kimbilio.people.ages import birth_range
from kimbilio.people.choices import ContactKind, DocumentKind, Sex
from kimbilio.people.indexing import Findable
from kimbilio.people.models import ContactPoint, IdentityDocument, Person

TRIES = 12
LONGEST_NAME, LONGEST_ADDRESS, LONGEST_PAPER, LONGEST_NOTE = 160, 300, 60, 45_000
CLOSED = {"Closed", "ClosedReferred"}
OTHER_LANGUAGE = "mis"
TOLD_ELSEWHERE = {"cas_CaseOwner", "cas_Status"}


class AlreadyFiled(Exception):
    """The same row became a case before, perhaps a moment ago by another worker."""


def file_row(
    read: RowRead, *, run: ImportRun, key: tuple[int, str], leads: dict[str, User]
) -> tuple[Case, Findable]:
    """Write the case of one row, all of it or nothing; who may be found by it goes to the index."""
    values = read.values
    with transaction.atomic():
        person = _person(values)
        lead = leads.get(values.get("cas_CaseOwner", "").casefold())
        case = _case(values, person=person, run=run, lead=lead)
        whole = Whole(case=case, person=person, lead_name=lead.name if lead else "")
        whole.contacts = _contacts(values, person)
        whole.papers = _papers(values, person)
        whole.consents = _consents(values, case=case, by=run.by)
        whole.story, whole.facts = _story(values, case)
        kept = keep_beside(values, whole)
        text = _note_text(read, kept)
        if text:
            _note(text, case=case, by=run.by)
        token, said = key
        try:
            with transaction.atomic():
                ImportedRow.objects.create(token=token, key=said, case=case, run=run)
        except IntegrityError:
            raise AlreadyFiled from None
        note_down(
            case, Event.CASE_CREATED, kind=EntryKind.CASE, by=run.by,
            compartment=Compartment.OUTLINE, at=case.opened_at,
        )  # fmt: skip
        trail.record(Event.CASE_CREATED, by=run.by, on=case, source="import", run=run.pk)
    return case, Findable(
        person_id=person.pk,
        names=tuple(person.all_names()),
        phones=tuple(one.value for one in whole.contacts if one.kind == ContactKind.PHONE),
        documents=tuple(paper.number for paper in whole.papers),
    )


def _person(values: dict[str, str]) -> Person:
    names = (values.get(f"prs_{part}Name", "") for part in ("First", "Middle", "Second"))
    born = values.get("prs_Birthdate", "")
    born_from, born_to, precision = birth_range(
        exact=date.fromisoformat(born) if len(born) == 10 else None,
        month=born if len(born) == 7 else "",
        year=int(born) if len(born) == 4 else None,
        on=timezone.localdate(),
    )
    nations = values.get("prs_Citizenship", "").split(SEPARATOR)
    children = values.get("prs_NumberOfChildren", "")
    person: Person = Person.objects.create(
        full_name=" ".join(" ".join(names).split())[:LONGEST_NAME].strip(),
        sex=values.get("prs_Gender", Sex.UNKNOWN),
        born_from=born_from,
        born_to=born_to,
        birth_precision=precision,
        nationality=nations[0],
        other_nationality=nations[1] if len(nations) > 1 else "",
        language=_language(values.get("prs_PrimaryLanguage", "")),
        other_language=_language(values.get("prs_SecondaryLanguage", "")),
        marital_status=values.get("prs_MaritalStatus", ""),
        children_count=int(children) if children else None,
        education=values.get("prs_HighestLevelOfEducation", ""),
    )
    return person


def _language(text: str) -> str:
    return text if len(text) <= 3 else OTHER_LANGUAGE


def _moment(day: date) -> datetime:
    """Noon, so that it is the same day wherever it is read; never a moment to come."""
    noon = timezone.make_aware(datetime.combine(day, time(12)))
    return min(noon, timezone.now())


def _dates(values: dict[str, str]) -> tuple[datetime, datetime | None]:
    """When the case was opened and closed, from whatever says it best."""
    now = timezone.now()
    begun = values.get(OPENED_ON) or values.get("cas_IncomingReferralDate")
    ended = next(
        (
            values[name]
            for name in (CLOSED_ON, "cas_OutgoingReferralDate", "spl_ActualEndDate")
            if values.get(name) and first_day(values[name]) <= timezone.localdate()
        ),
        "",
    )
    is_closed = values.get("cas_Status", "") in CLOSED or bool(values.get(CLOSED_ON))
    closed_at = (_moment(first_day(ended)) if ended else now) if is_closed else None
    opened_at = _moment(first_day(begun)) if begun else (closed_at or now)
    return opened_at, max(closed_at, opened_at) if closed_at else None


def _case(values: dict[str, str], *, person: Person, run: ImportRun, lead: User | None) -> Case:
    opened_at, closed_at = _dates(values)
    for tried in range(TRIES):
        code = new_code(4 if tried < TRIES // 2 else 5)
        if Case.objects.filter(code=code).exists():
            continue
        case: Case = Case.objects.create(
            code=code,
            survivor=person,
            unit=run.unit,
            lead=lead,
            stage=Stage.CLOSED if closed_at else Stage.INTAKE,
            source=Source.OTHER,
            age_group=age_group_of(person.ages()),
            is_minor=IS_MINOR[person.minority()],
            opened_at=opened_at,
            opened_by=run.by,
            closed_at=closed_at,
            closed_by=run.by if closed_at else None,
        )
        if lead:
            Tie.objects.create(case=case, user=lead, kind=TieKind.LEAD)
        return case
    raise BadInput(_("No free code was found. Nothing was saved. Try again."))


def _contacts(values: dict[str, str], person: Person) -> list[ContactPoint]:
    """Numbers and addresses of old: nobody asked how they may be used, so nothing is allowed yet."""
    address = "\n".join(values[name] for name in ADDRESS if values.get(name))
    wanted = [
        (ContactKind.PHONE, values.get("prs_MobilePhone", "")),
        (ContactKind.PHONE, values.get("prs_HomePhone", "")),
        (ContactKind.EMAIL, values.get("prs_Email", "")),
        (ContactKind.ADDRESS, address),
    ]
    points = [
        ContactPoint(
            person=person,
            kind=kind,
            value=value[:LONGEST_ADDRESS],
            note=_("From a past record. Ask how it may be used before you use it."),
        )
        for kind, value in wanted
        if value
    ]
    for point in points[:1]:
        point.is_primary = True
    return ContactPoint.objects.bulk_create(points) if points else []


def _papers(values: dict[str, str], person: Person) -> list[IdentityDocument]:
    number = values.get("prs_IdentityNumber", "")[:LONGEST_PAPER]
    if not number:
        return []
    paper = IdentityDocument(person=person, kind=DocumentKind.OTHER, number=number)
    paper.save(force_insert=True)
    return [paper]


def _consents(values: dict[str, str], *, case: Case, by: User) -> list[Consent]:
    """Consent as the record says it, dated with the case."""
    said = values.get("con_Consent", "")
    if not said:
        return []
    consent = Consent.objects.create(
        person=case.survivor,
        purpose=Purpose.STORAGE,
        answer=Answer.YES if said == "true" else Answer.NO,
        giver=Giver.SELF,
        manner=Manner.SPOKEN,
        given_on=timezone.localdate(case.opened_at),
        words=_("As the past record says; how it was given is not known."),
        recorded_by=by,
    )
    return [consent]


def _story(values: dict[str, str], case: Case) -> tuple[Story | None, set[tuple[str, str]]]:
    columns = {
        column: values[name].split(SEPARATOR)[0]
        for name, column in SINGLE.items()
        if values.get(name)
    }
    if not {"status", "status_by"} <= columns.keys():  # the two belong together; one is kept beside
        columns = {name: code for name, code in columns.items() if not name.startswith("status")}
    age = values.get("vic_AgeWhenTrafficked", "")
    facts = {
        (listing, code)
        for name, listing in FACTS.items()
        for code in values.get(name, "").split(SEPARATOR)
        if code
    }
    if not columns and not age and not facts:
        return None, facts
    story = Story.objects.create(
        case=case, age_when_trafficked=int(age) if age else None, **columns
    )
    rows = [StoryFact(case=case, listing=listing, code=code) for listing, code in sorted(facts)]
    StoryFact.objects.bulk_create(rows)
    return story, facts


def keep_beside(values: dict[str, str], whole: Whole) -> dict[Compartment, dict[str, list[str]]]:
    """What our columns do not say as the row did, by the part of the case that it tells of."""
    said = say(whole)
    kept: dict[Compartment, dict[str, list[str]]] = {}
    for name, field in fields().items():
        value, was = values.get(name, ""), said.get(name, "")
        if value != was:
            kept.setdefault(field.compartment, {})[name] = [value, was]
    ImportedValues.objects.bulk_create(
        ImportedValues(case=whole.case, compartment=compartment, values=part)
        for compartment, part in kept.items()
    )
    return kept


def _note_text(read: RowRead, kept: dict[Compartment, dict[str, list[str]]]) -> str:
    """What has no place in the file, as a note that can be read and found."""
    lines = [
        f"{fields()[name].label}: {fields()[name].said(value)}"
        for name, (value, _was) in kept.get(Compartment.STORY, {}).items()
        if value and name not in TOLD_ELSEWHERE
    ]
    lines += [f"{heading}: {said}" for heading, said in read.notes]
    return "\n".join([_("From the past record"), *lines])[:LONGEST_NOTE] if lines else ""


def _note(text: str, *, case: Case, by: User) -> None:
    note: Any = Note.objects.create(
        case=case,
        kind=EntryKind.OBSERVATION,
        text=text,
        author=by,
        compartment=Compartment.STORY,
        happened_at=case.opened_at,
    )
    index_words(case, text, Compartment.STORY)
    note_down(
        case, Event.NOTE_CREATED, kind=EntryKind.OBSERVATION, by=by, subject=note, line=text,
        at=note.happened_at,
    )  # fmt: skip
