"""Drafts through the browser's door."""

import pytest

from kimbilio.drafts.models import Draft

pytestmark = pytest.mark.django_db


def test_saving_a_draft_says_when(sign_in):
    client = sign_in()

    answer = client.post(
        "/drafts/save/", {"draft_form": "note", "text": "She came", "tags": ["a", "b"]}
    )

    assert answer.json()["saved"]
    assert Draft.objects.get().body == {"text": "She came", "tags": ["a", "b"]}


def test_a_draft_belongs_to_who_typed_it(sign_in):
    sign_in().post("/drafts/save/", {"draft_form": "note", "text": "She came"})

    sign_in().post("/drafts/drop/", {"draft_form": "note"})

    assert Draft.objects.count() == 1


def test_nobody_saves_a_draft(client):
    assert client.post("/drafts/save/", {"draft_form": "note"}).status_code == 302
    assert not Draft.objects.exists()
