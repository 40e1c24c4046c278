"""A synthetic organisation of any size, for tests of speed and for trying things out."""

import itertools
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from random import Random
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from kimbilio.access.choices import Compartment, TieKind
from kimbilio.access.models import Tie
from kimbilio.accounts.choices import Role
from kimbilio.accounts.models import User
from kimbilio.audit.choices import Event
from kimbilio.cases.actions.ages import IS_MINOR
from kimbilio.cases.choices import EntryKind, Risk, Source, Stage, WhereNow, WorkKind
from kimbilio.cases.first_call import age_group_of
from kimbilio.cases.models import Appointment, Case, Note, NoteToken, Step, Story, TimelineEntry
from kimbilio.cases.models.case import NOTHING_DUE
from kimbilio.consent.choices import Answer, Giver, Purpose
from kimbilio.consent.models import Consent
from kimbilio.kernel.ids import new_code, new_id
from kimbilio.operations.seed.people import Drawn, draw
from kimbilio.operations.seed.rows import key, write, write_plain
from kimbilio.operations.seed.words import DO_NOT, NOTES, STAFF, STEPS, UNITS, WISHES
from kimbilio.operations.seed.work import Work
from kimbilio.organisation.models import Unit, UnitMembership
from kimbilio.people.indexing import index_new
from kimbilio.people.tokens import note_words
from kimbilio.vault import blind

BATCH = 500  # cases written in one transaction
CASES_A_WORKER = 40
ENTRIES = 10  # on the timeline of each case
NOTED = 4  # of them are notes
OPEN_SHARE = 0.4
YEARS = 5
STAGES = (Stage.INTAKE, Stage.ASSESSMENT, Stage.PLAN, Stage.SUPPORT, Stage.SUPPORT, Stage.FOLLOW_UP)
RISKS = (Risk.HIGH, Risk.MEDIUM, Risk.MEDIUM, Risk.LOW, Risk.LOW)


class Seeder:
    """Writes ``cases`` invented cases; the same ``seed`` draws the same people and stories."""

    def __init__(self, *, cases: int, seed: int) -> None:
        self.cases = cases
        self.random = Random(seed)
        self.now = timezone.now()
        self.codes = set(Case.objects.values_list("code", flat=True))
        self.work = Work(self.random, self.now)
        self.length = 4 if cases < 20_000 else 6

    def run(self, tell: Callable[[int], None]) -> None:
        """Write everything, telling after each batch how many cases there are."""
        self.units, self.workers = self._staff()
        self.tokens = {text: blind.tokens("note", sorted(note_words(text))) for text in NOTES}
        for first in range(0, self.cases, BATCH):
            with transaction.atomic():
                self._write(range(first, min(first + BATCH, self.cases)))
            tell(min(first + BATCH, self.cases))

    def _staff(self) -> tuple[list[Unit], list[User]]:
        """Six units with a lead each, the named staff, and as many more workers as are needed."""
        units = [Unit.objects.get_or_create(name=name)[0] for name in UNITS]
        workers = []
        wanted = max(6, min(2_000, self.cases // CASES_A_WORKER))
        named = [(name, role, f"seed.{place}") for place, (name, role) in enumerate(STAFF)]
        more = [(f"Worker {n}", Role.CASE_WORKER, f"worker.{n}") for n in range(wanted - 6)]
        leads = [(f"Lead {n}", Role.TEAM_LEAD, f"lead.{n}") for n in range(len(units))]
        for place, (name, role, address) in enumerate([*named, *more, *leads]):
            email = f"{address}@seed.example"
            user = User.objects.filter(email=email).first()
            user = user or User.objects.create_user(email, name=name, role=role)
            unit = units[place % len(units)]
            UnitMembership.objects.get_or_create(
                unit=unit, user=user, defaults={"is_lead": role == Role.TEAM_LEAD}
            )
            if role == Role.CASE_WORKER:
                workers.append(user)
        return units, workers

    def _write(self, places: range) -> None:
        drawn = [draw(self.random, self.now.date()) for _ in places]
        write(one.person for one in drawn)
        write(one.contact for one in drawn)
        cases = [self._case(place, one) for place, one in zip(places, drawn, strict=True)]
        write(cases)
        write(map(self._tie, cases))
        write(map(self._story, cases))
        write(map(self._consent, cases))
        write(itertools.chain.from_iterable(map(self._steps, cases)))
        told = [list(self._entries(case)) for case in cases]
        write(note for entries in told for note, _ in entries if note)
        write(entry for entries in told for _, entry in entries)
        tokens = itertools.chain.from_iterable(map(self._note_tokens, told))
        write_plain(NoteToken, ("case_id", "compartment", "token"), tokens)
        self._write_work(cases, drawn)
        index_new([one.findable() for one in drawn])

    def _write_work(self, cases: list[Case], drawn: list[Drawn]) -> None:
        """What is planned, one model after the other, those that others point to first."""
        rows: dict[type[Model], list[Model]] = {Appointment: []}
        for case, one in zip(cases, drawn, strict=True):
            for row in self.work.of(case, one.contact):
                rows.setdefault(type(row), []).append(row)
        for planned in rows.values():
            write(planned)

    def _case(self, place: int, drawn: Drawn) -> Case:
        random = self.random
        worker = self.workers[place // CASES_A_WORKER % len(self.workers)]
        opened_at = self.now - timedelta(minutes=random.randrange(YEARS * 365 * 24 * 60))
        is_open = random.random() < OPEN_SHARE
        closed_at = opened_at + (self.now - opened_at) * random.uniform(0.2, 1.0)
        person = drawn.person
        is_minor = IS_MINOR[person.minority(self.now.date())]
        risk = random.choice(RISKS)
        return Case(
            code=self._code(),
            survivor=person,
            unit=self.units[place % len(self.units)],
            lead=worker,
            stage=random.choice(STAGES) if is_open else Stage.CLOSED,
            risk=risk,
            is_urgent=is_open and risk == Risk.HIGH and random.random() < 0.02,
            source=random.choice(list(Source)),
            where_now=random.choice(list(WhereNow)),
            work_kind=random.choice(list(WorkKind)),
            county=f"{random.randrange(1, 48):03d}",
            age_group=age_group_of(person.ages(self.now.date())),
            is_minor=is_minor,
            opened_at=opened_at,
            opened_by=worker,
            closed_at=None if is_open else closed_at,
            closed_by=None if is_open else worker,
            next_due_at=self._due() if is_open else NOTHING_DUE,
            last_contact_at=self.now - timedelta(hours=random.randrange(2000)),
            steps_done=3 if is_open else len(STEPS),
            steps_total=len(STEPS),
        )

    def _code(self) -> str:
        while True:
            code = new_code(self.length)
            if code not in self.codes:
                self.codes.add(code)
                return code

    def _due(self) -> datetime:
        return self.now + timedelta(minutes=self.random.randrange(-5 * 1440, 60 * 1440))

    def _tie(self, case: Case) -> Tie:
        return Tie(case=case, user=case.lead, kind=TieKind.LEAD, since=case.opened_at)

    def _story(self, case: Case) -> Story:
        return Story(
            case=case,
            account=" ".join(self.random.choices(NOTES, k=4)),
            wish=self.random.choice(WISHES),
            do_not=self.random.choice(DO_NOT),
        )

    def _consent(self, case: Case) -> Consent:
        return Consent(
            person=case.survivor,
            purpose=Purpose.STORAGE,
            answer=Answer.YES,
            giver=Giver.ASSENT if case.is_minor else Giver.SELF,
            given_on=case.opened_at.date(),
            recorded_by=case.opened_by,
        )

    def _steps(self, case: Case) -> Iterator[Step]:
        for place, (phase, title, service) in enumerate(STEPS, start=1):
            is_done = place <= case.steps_done
            due = case.opened_at.date() + timedelta(days=14 * place)
            yield Step(
                case=case,
                number=place,
                place=place,
                phase=phase,
                title=title,
                service=service,
                owner=case.lead,
                due_on=due if is_done else self._due().date(),
                status="done" if is_done else "planned",
                started_at=case.opened_at if is_done else None,
                ended_at=case.opened_at + timedelta(days=14 * place) if is_done else None,
                ended_by=case.lead if is_done else None,
                wish="wants" if is_done else self.random.choice(("wants", "not_sure", "later")),
            )

    def _entries(self, case: Case) -> Iterator[tuple[Note | None, TimelineEntry]]:
        random = self.random
        until = case.closed_at or self.now
        for place in range(ENTRIES):
            at = case.opened_at + (until - case.opened_at) * random.random()
            if place < NOTED:
                kind, text = random.choice((EntryKind.CALL, EntryKind.VISIT)), random.choice(NOTES)
                note = Note(
                    id=new_id(), case=case, kind=kind, text=text, author=case.lead, happened_at=at
                )
                yield note, self._entry(case, at, kind, Event.NOTE_CREATED, text, note)
            else:
                kind = random.choice((EntryKind.PLAN, EntryKind.CASE, EntryKind.ASSESSMENT))
                yield None, self._entry(case, at, kind, Event.CASE_CHANGED, "", None)

    def _entry(
        self, case: Case, at: datetime, kind: EntryKind, event: Event, line: str, note: Note | None
    ) -> TimelineEntry:
        return TimelineEntry(
            case=case,
            happened_at=at,
            kind=kind,
            event=event,
            author=case.lead,
            line=line,
            subject_type="cases.note" if note else "",
            subject_id=note.pk if note else None,
        )

    def _note_tokens(
        self, entries: list[tuple[Note | None, TimelineEntry]]
    ) -> Iterator[tuple[Any, str, int]]:
        notes = [note for note, _ in entries if note]
        case, part = key(notes[0].case_id), Compartment.STORY.value
        numbers = {number for note in notes for number in self.tokens[note.text]}
        return ((case, part, number) for number in numbers)
