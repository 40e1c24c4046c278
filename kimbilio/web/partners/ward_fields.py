"""Wards as people type them: 1,450 are too many for a list on a phone."""

import re
from collections.abc import Collection
from difflib import get_close_matches
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from kimbilio.interchange.directory.places import wards_named
from kimbilio.organisation.places import counties, wards, wards_of
from kimbilio.web.forms import PlainTextField

LONGEST_LIST = 2000


class WardsField(PlainTextField):
    """Asks for wards by name, separated by commas; codes are shown as names."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=LONGEST_LIST, required=False, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """Names for the codes that are held; what was typed stays as it is."""
        if isinstance(value, list):
            return ", ".join(self.prepare_value(code) for code in value)
        return str(wards()[value]) if value in wards() else value


def wards_typed(form: forms.Form, name: str, its_counties: Collection[str]) -> list[str]:
    """The codes of what was typed under ``name``; a name that is unclear is an error beside it."""
    typed = form.cleaned_data.get(name) or ""
    codes = []
    for words in filter(None, (part.strip() for part in re.split(r"[,;\n]", typed))):
        found = wards_named(words, its_counties or counties())
        if len(found) == 1:
            codes += found
        else:
            form.add_error(name, _why_not(words, found, its_counties or counties()))
    return codes


def _why_not(words: str, found: list[str], its_counties: Collection[str]) -> str:
    """Why a name is no ward, and what may have been meant."""
    if found:
        ways = ", ".join(str(wards()[code]) for code in found[:5])
        return _("Several wards are called so. Write one of these: %(wards)s.") % {"wards": ways}
    names = {ward.name for county in its_counties for ward in wards_of(county).values()}
    like = get_close_matches(words.title(), sorted(names), n=3)
    said = {"ward": words, "wards": ", ".join(like)}
    if like:
        return _("There is no ward “%(ward)s” there. Is it one of these: %(wards)s?") % said
    return _("There is no ward “%(ward)s” there. Look at how it is written.") % said
