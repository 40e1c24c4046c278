"""The reference pages say what the code says."""

import pytest

from kimbilio.operations import reference


@pytest.mark.parametrize(
    "name", ["data-dictionary.md", "permissions.md", "settings.md", "audit-events.md"]
)
def test_the_page_is_current(name):
    assert (reference.FOLDER / name).read_text() == reference.pages()[name], "run: just docs"


def test_every_page_that_is_made_is_held_to_it():
    assert len(reference.pages()) == 4


def test_every_variable_that_the_code_reads_is_explained():
    assert reference.variables_read() - set(reference.ENVIRONMENT) == set()
