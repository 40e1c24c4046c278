"""The pages on which an administrator keeps the ready-made sets."""

import pytest
from django.urls import reverse

from kimbilio.accounts.choices import Role
from kimbilio.cases.models import ReadySet
from tests.factories.plan import ReadySetFactory, ReadyStepFactory

pytestmark = pytest.mark.django_db


def typed(*rows, **more):
    """A posted form; each row is a dict of its fields."""
    data = {"title_en": "Move to town", "title_sw": "", "is_active": "on",
            "rows-TOTAL_FORMS": str(len(rows)), "rows-INITIAL_FORMS": "0", **more}  # fmt: skip
    for number, row in enumerate(rows):
        for name, value in {"phase": "home", "title_en": "", **row}.items():
            data[f"rows-{number}-{name}"] = value
    return data


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMINISTRATOR])
def test_for_everybody_else_they_do_not_exist(sign_in, role):
    assert sign_in(role=role).get(reverse("ready_sets:index")).status_code == 404


def test_a_set_is_made_and_rows_are_numbered_anew(sign_in):
    boss = sign_in(administrator=True)

    answer = boss.post(
        reverse("ready_sets:new"),
        typed({"title_en": "Look", "days": "3"}, {}, {"title_en": "Move", "waits_for": "1, 2"}),
    )

    assert answer.status_code == 302
    made = ReadySet.objects.get(title_en="Move to town")
    assert [(s.place, s.title_en, s.waits_for) for s in made.steps.all()] == [
        (1, "Look", ""),
        (2, "Move", "1"),
    ]
    assert "Move to town" in boss.get(reverse("ready_sets:index")).content.decode()


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [{"title_en": "Look", "waits_for": "soon"}],
        [{"title_en": "Look", "waits_for": "9"}],
        [{"title_en": "Look", "days": "-1"}],
        [{"title_en": "Look", "waits_for": "1"}],
    ],
)
def test_what_is_wrong_comes_back_with_what_was_typed(sign_in, rows):
    boss = sign_in(administrator=True)

    answer = boss.post(reverse("ready_sets:new"), typed(*rows, title_sw="Kuhamia"))

    assert answer.status_code == 422
    assert "Kuhamia" in answer.content.decode()
    assert not ReadySet.objects.filter(title_en="Move to town").exists()


def test_a_set_is_changed_by_the_faster_of_two(sign_in):
    boss = sign_in(administrator=True)
    ready = ReadySetFactory()
    ReadyStepFactory(ready_set=ready)
    address = reverse("ready_sets:edit", args=[ready.pk])
    assert "Look at rooms" in boss.get(address).content.decode()

    first = boss.post(address, typed({"title_en": "Look"}, version="1"))
    second = boss.post(address, typed({"title_en": "Move"}, version="1"))

    assert (first.status_code, second.status_code) == (302, 422)
    assert [step.title_en for step in ready.steps.all()] == ["Look"]
