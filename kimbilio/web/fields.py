"""Form fields that know what does not belong into a text."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.deconstruct import deconstructible
from django.utils.translation import gettext_lazy as _

# Control characters but for line breaks and tabs, halves of characters, and what turns the writing.
# One pass of a pattern: a text of ten megabytes is looked through before its length is refused.
HIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069]")


@deconstructible
class RefuseBadCharacters:
    """Refuses control characters and those that turn the direction of writing: they hide text."""

    def __call__(self, value: str) -> None:
        """Raise ``ValidationError`` that names the place of the first such character."""
        found = HIDDEN.search(value)
        if found:
            raise ValidationError(
                _("Character %(place)s cannot be stored: it is invisible. Delete it and type on."),
                code="bad_character",
                params={"place": found.start() + 1},
            )


class PlainTextField(forms.CharField):
    """A text field for what people write: whole, without hidden characters, of a stated length."""

    default_validators = [RefuseBadCharacters()]

    def __init__(self, *, max_length: int = 2000, rows: int = 0, **kwargs: Any) -> None:
        if rows:
            kwargs.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
        super().__init__(max_length=max_length, **kwargs)
        self.widget.attrs.pop("maxlength", None)  # a longer text is kept and explained, not cut

    def to_python(self, value: Any) -> str:
        """The text with its line breaks made alike."""
        return str(super().to_python(value)).replace("\r\n", "\n").replace("\r", "\n")
