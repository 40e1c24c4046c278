"""Every event can be read in the log and is listed in the reference."""

import re

import pytest
from django.conf import settings

from kimbilio.audit.catalogue import as_markdown
from kimbilio.audit.choices import Event


@pytest.mark.parametrize("event", Event, ids=lambda event: event.value)
def test_every_event_has_a_sentence_and_a_code_that_fits(event):
    sentence = str(event.label)

    assert " " in sentence or sentence in {"Searched", "Printed"}
    assert sentence[0].isupper()
    assert not sentence.endswith(".")
    assert re.fullmatch(r"[a-z_]{3,40}", event.value)
    assert event.value == event.name.lower()


def test_two_events_never_read_the_same():
    sentences = [str(event.label) for event in Event]

    assert len(sentences) == len(set(sentences))


def test_the_reference_lists_the_events_as_they_are():
    page = (settings.ROOT / "docs" / "reference" / "audit-events.md").read_text()

    assert page == as_markdown(), "run: kimbilio audit events > docs/reference/audit-events.md"
