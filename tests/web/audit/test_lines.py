"""What a reader of one case's log sees of changes: the parts of the file open to them, no more."""

from datetime import date

import pytest

from kimbilio.access.choices import Compartment
from kimbilio.audit import trail
from kimbilio.audit.choices import Event
from kimbilio.audit.models import Entry
from kimbilio.cases.choices import Risk
from kimbilio.cases.models import Story
from kimbilio.web.audit.lines import lines_of
from kimbilio.web.audit.sight import sight_of
from tests.factories.accounts import UserFactory
from tests.factories.cases import CaseFactory, NoteFactory

pytestmark = pytest.mark.django_db


def line_for(*opened):
    entries = list(Entry.objects.order_by("-id"))
    return lines_of(entries, may_see=sight_of(opened, entries))[0]


def test_changes_show_field_by_field_what_was_and_is():
    old, new = UserFactory(name="Akinyi Mutua"), UserFactory(name="Mwende Barasa")
    case = CaseFactory()
    changes = {"risk": (Risk.LOW, Risk.HIGH), "lead": (old, new), "is_urgent": (False, True)}

    trail.record(Event.CASE_CHANGED, by=new, on=case, changes=changes)

    shown = {change.label: (change.was, change.now) for change in line_for("outline").changes}
    assert shown["Risk"] == ("Low", "High")
    assert shown["Lead"] == ("Akinyi Mutua", "Mwende Barasa")
    assert shown["Is urgent"] == ("no", "yes")


@pytest.mark.parametrize(
    ("opened", "sees"), [([Compartment.STORY], True), ([Compartment.OUTLINE], False)]
)
def test_a_part_that_is_not_open_stays_shut(opened, sees):
    story = Story.objects.create(case=CaseFactory())
    changes = {"account": ("", "told once"), "exploited_from": (None, date(2026, 4, 14))}
    trail.record(Event.CASE_CHANGED, by=None, on=story, changes=changes)

    line = line_for(*opened)

    assert (len(line.changes), line.hidden) == ((2, 0) if sees else (0, 2))
    if sees:
        assert line.changes[0].now == "told once"
        assert (line.changes[1].was, line.changes[1].now) == ("nothing", "14 Apr 2026")


def test_the_survivor_belongs_to_identity_though_the_case_is_outline():
    case = CaseFactory()
    trail.record(Event.CASE_CHANGED, by=None, on=case, changes={"survivor": (None, case.survivor)})

    assert line_for(Compartment.OUTLINE).hidden == 1
    assert line_for(Compartment.IDENTITY).hidden == 0


def test_a_note_belongs_to_the_part_it_names():
    note = NoteFactory(compartment=Compartment.HEALTH)
    trail.record(Event.NOTE_CHANGED, by=None, on=note, changes={"text": ("a", "b")})

    assert line_for(Compartment.STORY).hidden == 1
    assert line_for(Compartment.HEALTH).hidden == 0


def test_what_belongs_to_no_part_is_shown_to_nobody():
    user = UserFactory()
    trail.record(Event.STAFF_CHANGED, by=user, on=user, changes={"phone": ("", "1")})

    assert line_for(*Compartment).hidden == 1


def test_without_a_rule_no_change_is_opened():
    trail.record(
        Event.CASE_CHANGED, by=None, on=CaseFactory(), changes={"risk": (Risk.LOW, Risk.HIGH)}
    )

    line = lines_of(list(Entry.objects.all()))[0]

    assert (line.changes, line.hidden) == ([], 0)
