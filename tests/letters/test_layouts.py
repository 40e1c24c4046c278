"""Layouts that the organisation changes: kept in versions, used from then on, never a wrong one."""

import pytest

from kimbilio.accounts.choices import Role
from kimbilio.audit.models import Entry
from kimbilio.kernel.errors import BadInput, NotAllowed, Stale
from kimbilio.letters.actions.layouts import look_at_layout, restore_layout, save_layout
from kimbilio.letters.actions.making import LayoutFails, make_letter
from kimbilio.letters.layouts import built_in, layout_in_use
from kimbilio.letters.models import LayoutVersion
from kimbilio.letters.press import LayoutWrong
from kimbilio.letters.registry import KINDS
from tests.factories.accounts import UserFactory
from tests.factories.cases import CaseFactory

pytestmark = pytest.mark.django_db
MINE = '#import "/paper.typ": *\n#show: paper\nOurs: #gap("full_name")'


@pytest.fixture
def admin():
    return UserFactory(role=Role.ADMINISTRATOR)


def save(source, by, **given):
    return save_layout(kind="school", language="en", source=source, by=by, **given)


def test_a_layout_is_used_from_then_on_and_older_ones_come_back(admin):
    first = save(MINE, admin)
    second = save(MINE + "\nmore", admin, expected=1)

    assert (first.number, second.number) == (1, 2)
    assert layout_in_use("school", "en").source.endswith("more")
    assert layout_in_use("school", "sw").number == 0
    restore_layout(kind="school", language="en", number=1, by=admin, expected=2)
    assert layout_in_use("school", "en").source == MINE
    restore_layout(kind="school", language="en", number=0, by=admin)
    assert layout_in_use("school", "en").source == built_in("school", "en")
    assert LayoutVersion.objects.count() == 4
    entries = Entry.objects.filter(event="settings_changed")
    assert [one.facts["number"] for one in entries.order_by("pk")] == [1, 2, 3, 4]
    with pytest.raises(BadInput):
        restore_layout(kind="school", language="en", number=9, by=admin)


def test_a_wrong_layout_says_where_and_is_not_used(admin):
    for source, where in (
        (MINE + "\n#foo", (4, 2)),
        (MINE + "\n#facts.f.no_such_line", (4, 9)),
        ('#read("/etc/passwd")', (1, 6)),
    ):
        with pytest.raises(LayoutWrong) as refusal:
            save(source, admin)
        assert refusal.value.field == "source"
        assert refusal.value.line == where[0]
        assert refusal.value.column
    assert layout_in_use("school", "en").number == 0
    assert not LayoutVersion.objects.exists()


@pytest.mark.parametrize("source", [
    MINE + '\n#eval(facts.f.full_name, mode: "markup")', "#let e = eval\n#e", "#plugin(bytes(()))",
    "   ", "x" * 40_001,
])  # fmt: skip
def test_what_would_run_words_or_says_nothing_is_refused(admin, source):
    with pytest.raises(BadInput) as refusal:
        save(source, admin)

    assert refusal.value.field == "source"
    assert not LayoutVersion.objects.exists()


def test_two_people_at_once_do_not_overwrite_each_other(admin):
    save(MINE, admin)

    with pytest.raises(Stale) as refusal:
        save(MINE + "\nmine", admin, expected=0)

    assert refusal.value.theirs.number == 1
    assert LayoutVersion.objects.count() == 1


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMINISTRATOR])
def test_only_who_manages_settings_touches_a_layout(role):
    user = UserFactory(role=role)
    for act in (
        lambda: save(MINE, user),
        lambda: restore_layout(kind="school", language="en", number=0, by=user),
        lambda: look_at_layout(kind="school", language="en", source=MINE, by=user),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert not LayoutVersion.objects.exists()


def test_a_layout_that_fails_with_a_case_keeps_nothing(admin):
    """It was right for the invented person and is not for this one: nothing is half made."""
    save(MINE + '\n#if facts.code != "KB-S4MP" and f.full_name != "" { panic("no") }', admin)
    case = CaseFactory(worker=UserFactory(worker=True))

    with pytest.raises(LayoutFails):
        make_letter(kind=KINDS["school"], case=case, language="en", by=case.lead)

    assert not case.documents.exists()
    assert not Entry.objects.filter(event="printed").exists()


def test_a_look_gives_the_pages_as_pictures(admin):
    pages = look_at_layout(kind="form-c", language="sw", source=built_in("form-c", "sw"), by=admin)

    assert all(page.startswith(b"\x89PNG") for page in pages)
    assert not LayoutVersion.objects.exists()
