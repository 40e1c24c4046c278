"""Ready-made sets."""

from datetime import date

import pytest

from kimbilio.audit.models import Entry
from kimbilio.cases.actions.plan.sets import ReadyRow, add_ready_set, save_ready_set
from kimbilio.cases.models import ReadySet, ReadyStep, Step
from kimbilio.cases.ready_defaults import DEFAULT_SETS, make_default_sets
from kimbilio.kernel.errors import BadInput, NotAllowed, Stale
from tests.factories.accounts import UserFactory
from tests.factories.cases import CaseFactory
from tests.factories.plan import ReadySetFactory, ReadyStepFactory

pytestmark = pytest.mark.django_db

ROWS = [
    ReadyRow("steady", "Look at rooms", days=3),
    ReadyRow("home", "Move", days=9, waits_for=(1,)),
]


def test_a_set_brings_its_steps_links_and_days():
    worker = UserFactory()
    case = CaseFactory(worker=worker)
    ready = ReadySetFactory()
    ReadyStepFactory(ready_set=ready, place=1, days=3)
    ReadyStepFactory(ready_set=ready, place=2, title_en="Move", days=9, waits_for="1")
    ReadyStepFactory(ready_set=ready, place=3, title_en="Look back", waits_for="1,2")

    steps = add_ready_set(case=case, ready_set=ready, starts_on=date(2026, 4, 1), by=worker)

    assert [(s.number, s.due_on) for s in steps] == [
        (1, date(2026, 4, 4)),
        (2, date(2026, 4, 10)),
        (3, None),
    ]
    third = Step.objects.get(number=3)
    assert sorted(third.waits.values_list("waits_for__number", flat=True)) == [1, 2]
    case.refresh_from_db()
    assert case.steps_total == 3
    assert list(Entry.objects.values_list("event", flat=True)) == ["plan_applied"]


def test_a_stranger_adds_no_set():
    with pytest.raises(NotAllowed):
        add_ready_set(
            case=CaseFactory(),
            ready_set=ReadySetFactory(),
            starts_on=date(2026, 4, 1),
            by=UserFactory(),
        )

    assert not Step.objects.exists()


def test_the_first_sets_are_lawful():
    ReadySet.objects.all().delete()

    make_default_sets(ReadySet, ReadyStep)
    make_default_sets(ReadySet, ReadyStep)

    assert ReadySet.objects.count() == len(DEFAULT_SETS)
    boss = UserFactory(administrator=True)
    for ready in ReadySet.objects.prefetch_related("steps"):
        rows = [
            ReadyRow(s.phase, s.title_en, s.title_sw, s.service, s.days, tuple(s.awaited_places))
            for s in ready.steps.all()
        ]
        save_ready_set(
            ready_set=ready, expected=1, title_en=ready.title_en, title_sw=ready.title_sw,
            is_active=True, rows=rows, by=boss,
        )  # fmt: skip
        for step in ready.steps.all():
            step.full_clean()


def save(ready_set=None, expected=None, rows=ROWS, by=None):
    return save_ready_set(
        ready_set=ready_set, expected=expected, title_en="Move to town", title_sw="Kuhamia mjini",
        is_active=True, rows=rows, by=by or UserFactory(administrator=True),
    )  # fmt: skip


def test_a_set_is_made_and_changed_whole():
    ready = save()

    save(ready_set=ready, expected=1, rows=ROWS[:1])

    assert [step.title_en for step in ready.steps.all()] == ["Look at rooms"]
    assert ready.version == 2
    with pytest.raises(Stale):
        save(ready_set=ready, expected=1)


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [ReadyRow("home", "Move", waits_for=(2,))],
        [ReadyRow("home", "Move", waits_for=(1,))],
        [ReadyRow("home", "a", waits_for=(2,)), ReadyRow("home", "b", waits_for=(1,))],
    ],
)
def test_a_set_without_order_is_refused(rows):
    with pytest.raises(BadInput):
        save(rows=rows)


def test_only_those_who_manage_settings_change_sets():
    with pytest.raises(NotAllowed):
        save(by=UserFactory(lead=True))


def test_titles_follow_the_language(settings):
    from django.utils.translation import override

    ready = ReadySetFactory.build(title_en="Return to school", title_sw="Kurudi shuleni")

    with override("sw"):
        assert str(ready) == "Kurudi shuleni"
    with override("en"):
        assert str(ready) == "Return to school"
