"""The forms of a case file: each asks for what its action takes, under the same names."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kimbilio.access.choices import Compartment
from kimbilio.cases.choices import NOTE_KINDS
from kimbilio.web.forms import KimbilioForm, PlainTextField


class NoteForm(KimbilioForm):
    """Asks for what ``add_note`` takes."""

    draft_name = "note"

    kind = forms.ChoiceField(
        label=_("What was it?"),
        choices=[(kind.value, kind.label) for kind in NOTE_KINDS],
        widget=forms.RadioSelect,
        initial="call",
    )
    happened_at = forms.DateTimeField(
        label=_("When"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%d/%m/%Y %H:%M"],
    )
    text = PlainTextField(
        label=_("What happened, so that nobody has to ask again"), rows=7, max_length=50_000
    )
    compartment = forms.ChoiceField(label=_("Who needs to read it"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, writable: list[Compartment], **kwargs: Any) -> None:
        now = timezone.localtime().replace(second=0, microsecond=0)
        kwargs["initial"] = {
            "happened_at": now,
            "compartment": writable[0].value if writable else "",
            **(kwargs.get("initial") or {}),
        }
        super().__init__(*args, **kwargs)
        readers = {
            Compartment.STORY: _("The team"),
            Compartment.HEALTH: _("Health and therapy"),
            Compartment.LEGAL: _("Legal"),
            Compartment.WHEREABOUTS: _("Where the person is"),
            Compartment.ALLEGED: _("Alleged traffickers"),
        }
        field = self.fields["compartment"]
        field.choices = [(c.value, readers[c]) for c in writable]  # type: ignore[attr-defined]  # a ChoiceField

    def clean_happened_at(self) -> datetime:
        """A note is about something that happened already."""
        moment: datetime = self.cleaned_data["happened_at"]
        if moment > timezone.now() + timedelta(minutes=5):
            raise forms.ValidationError(
                _("This is still to come. Put it into the calendar instead.")
            )
        return moment
