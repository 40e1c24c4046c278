"""Invented things for the page that shows the components."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

SWATCHES = [
    ("bg", "Mist"), ("surface", "Surface"), ("ink", "Ink"), ("ink-2", "Ink 2"),
    ("canopy", "Canopy"), ("leaf-solid", "Leaf"), ("honey-solid", "Honey"),
    ("clay-solid", "Clay"), ("sky-solid", "Sky"), ("plum-solid", "Plum"),
]  # fmt: skip


class SampleForm(forms.Form):
    """One field of each kind."""

    safe_until = forms.TimeField(
        label=_("Safe until"),
        help_text=_("As near as you can say."),
        error_messages={"invalid": _("Write a time up to 23:59, like 18:00.")},
    )
    age = forms.ChoiceField(
        label=_("Adult or minor"),
        widget=forms.RadioSelect,
        choices=[("adult", _("Adult")), ("minor", _("Minor")), ("unsure", _("Not sure"))],
    )
    facts = forms.MultipleChoiceField(
        label=_("What we know"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[("hurt", _("Hurt or ill")), ("child", _("With a child"))],
    )
    language = forms.ChoiceField(
        label=_("Language"), choices=[("sw", "Kiswahili"), ("en", "English")]
    )
    words = forms.CharField(
        label=_("One or two lines are enough"), required=False, widget=forms.Textarea
    )
    agreed = forms.BooleanField(label=_("She agrees that we write this down"))


def samples() -> dict[str, Any]:
    """What the kit's template shows."""
    now = timezone.now()
    hour = timedelta(hours=1)
    return {
        "swatches": SWATCHES,
        "clocks": [
            (now + hour * 4 + timedelta(minutes=5, seconds=30), hour * 6),
            (now + hour * 1.5 + timedelta(minutes=20, seconds=30), hour * 4),
            (now + timedelta(minutes=11, seconds=30), hour),
        ],
        "halves": [
            (
                theme,
                SampleForm({f"{theme}-safe_until": "25:00", f"{theme}-age": "minor"}, prefix=theme),
            )
            for theme in ("light", "dark")
        ],
        "wishes": ["wants", "not_sure", "later", "does_not_want", ""],
    }
