"""Forms of letters: the lines of one kind, the cases of many, the source of a layout."""

import re
from collections.abc import Collection
from typing import Any
from uuid import uuid5

from django import forms
from django.utils.translation import gettext_lazy as _

from kimbilio.access.choices import Compartment
from kimbilio.cases.models import Case
from kimbilio.kernel.ids import read_code
from kimbilio.letters.choices import Language, LetterKind, Shape
from kimbilio.letters.composing import Known
from kimbilio.letters.kinds import Blank, Kind
from kimbilio.letters.models import MOST_SOURCE
from kimbilio.web.forms import KimbilioForm, PlainTextField


class LetterForm(KimbilioForm):
    """Asks for the lines of one letter, begun with what the case knows; those not open are not asked."""

    draft_name = "letter"

    def __init__(
        self, *args: Any, kind: Kind, case: Case, language: str, known: Known, **kwargs: Any
    ) -> None:
        kwargs.setdefault("about", uuid5(case.pk, f"{kind.kind.value}-{language}"))
        self.kind = kind
        self.asked = [blank for blank in kind.blanks if blank.part in known.parts]
        # The draft is laid over the fields that the class knows, so they are made before it looks.
        self.base_fields = {  # type: ignore[misc]  # Django copies them from here
            blank.name: _field(blank, known.values[blank.name]) for blank in self.asked
        }
        super().__init__(*args, **kwargs)

    @property
    def groups(self) -> list[tuple[Any, list[Any]]]:
        """The bound fields under their headings."""
        found = []
        for group in self.kind.groups:
            mine = [self[blank.name] for blank in group.blanks if blank in self.asked]
            if mine:
                found.append((group.title, mine))
        return found

    @property
    def missing(self) -> int:
        """How many lines the case does not know."""
        return sum(not self.fields[blank.name].initial for blank in self.asked)


def _field(blank: Blank, known: str) -> forms.Field:
    if blank.shape == Shape.TICK:
        return forms.ChoiceField(
            label=blank.label, required=False, initial=known,
            choices=[("yes", _("Yes")), ("no", _("No")), ("", _("Left open"))],
            widget=forms.RadioSelect,
        )  # fmt: skip
    rows = 3 if blank.shape == Shape.LONG else 0
    return PlainTextField(
        label=blank.label, required=False, initial=known, rows=rows, max_length=blank.most
    )


class ManyForm(KimbilioForm):
    """Asks for what ``begin_batch`` takes; the codes as they were typed or brought from a list."""

    draft_name = "letters"

    kind = forms.ChoiceField(label=_("Letter or form"))
    language = forms.ChoiceField(label=_("Language"), choices=Language, widget=forms.RadioSelect)
    codes = PlainTextField(
        label=_("For which cases"), rows=5, max_length=6000,
        help_text=_("Codes of cases, with spaces, commas or new lines between them."),
    )  # fmt: skip

    def __init__(self, *args: Any, kinds: Collection[LetterKind], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["kind"]
        field.choices = [(kind.value, kind.label) for kind in kinds]  # type: ignore[attr-defined]  # a ChoiceField

    def clean_codes(self) -> list[str]:
        """Each code as cases bear it; what is none is named."""
        typed = [word for word in re.split(r"[\s,;]+", self.cleaned_data["codes"]) if word]
        wrong = [word for word in typed if not read_code(word)]
        if wrong:
            raise forms.ValidationError(
                _("These are no codes of cases: %(words)s.") % {"words": ", ".join(wrong[:10])}
            )
        return [str(read_code(word)) for word in typed]


class LayoutForm(KimbilioForm):
    """Asks for the source of a layout."""

    draft_name = "layout"

    source = PlainTextField(
        label=_("The layout"), rows=24, max_length=MOST_SOURCE,
        help_text=_(
            "Written in typst. What is known of a case comes as facts; see the list beside it."
        ),
    )  # fmt: skip
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["source"].widget.attrs |= {
            "class": "font-monospace", "spellcheck": "false", "autocapitalize": "off",
        }  # fmt: skip


READERS: dict[Compartment, Any] = {
    Compartment.IDENTITY: _("Identity and contacts"),
    Compartment.STORY: _("Story and notes"),
    Compartment.LEGAL: _("Legal"),
}
"""The parts that letters draw on, as pages name them."""
