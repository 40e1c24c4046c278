"""Form fields that know what does not belong into a text."""

import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.deconstruct import deconstructible
from django.utils.translation import gettext_lazy as _

LINE_BREAKS = {"\n", "\r", "\t"}
TURNING = {"\u202a", "\u202b", "\u202c", "\u202d", "\u202e", "\u2066", "\u2067", "\u2068", "\u2069"}


@deconstructible
class RefuseBadCharacters:
    """Refuses control characters and those that turn the direction of writing: they hide text."""

    def __call__(self, value: str) -> None:
        """Raise ``ValidationError`` that names the place of the first such character."""
        for place, letter in enumerate(value, start=1):
            is_control = unicodedata.category(letter) in {"Cc", "Cs"} and letter not in LINE_BREAKS
            if is_control or letter in TURNING:
                raise ValidationError(
                    _(
                        "Character %(place)s cannot be stored: it is invisible. Delete it and type on."
                    ),
                    code="bad_character",
                    params={"place": place},
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
