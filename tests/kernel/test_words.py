"""Choices in words: the same that Django says, in the language of who reads."""

import pytest
from django.apps import apps
from django.db import models
from django.utils import translation

from kimbilio.cases.models import Case
from kimbilio.kernel.words import InWords

OF_ROWS = [
    (model, field)
    for model in apps.get_models()
    if issubclass(model, InWords)
    for field in model._meta.fields
    if field.choices
]


@pytest.mark.parametrize("language", ["en", "sw"])
def test_each_choice_reads_as_django_would_have_it(language):
    with translation.override(language):
        for model, field in OF_ROWS:
            for value in [*dict(field.flatchoices), "unheard of", None]:
                row = model()
                setattr(row, field.attname, value)
                ours = getattr(row, f"get_{field.name}_display")()
                assert ours == models.Model._get_FIELD_display(row, field), (model, field.name)


def test_the_language_is_that_of_the_moment():
    case = Case(where_now="shelter")

    said = set()
    for language in ("en", "sw"):
        with translation.override(language):
            said.add(case.get_where_now_display())

    assert len(said) == 2
