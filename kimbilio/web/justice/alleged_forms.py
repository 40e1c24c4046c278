"""What is asked of an alleged trafficker: one box for each trait, one line for each thing."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kimbilio.justice.choices import Part, Trait
from kimbilio.justice.models import AllegedTrafficker
from kimbilio.web.forms import PlainTextField
from kimbilio.web.work.forms import VersionedForm

LONGEST = 2500
EACH_A_LINE = _("One to a line.")


def _box(label: Any, help_text: Any = EACH_A_LINE) -> PlainTextField:
    return PlainTextField(
        label=label, rows=2, max_length=LONGEST, required=False, help_text=help_text
    )


class AllegedForm(VersionedForm):
    """Asks for what ``save_alleged`` takes."""

    draft_name = "alleged"

    part = forms.ChoiceField(label=_("What they are said to have done"), choices=Part)
    name = _box(_("Names"), _("One to a line, as the person says it. It is matched by ear."))
    alias = _box(_("Aliases"))
    phone = _box(_("Phones"))
    account = _box(_("Accounts"), _("One to a line: mobile money, bank, social media."))
    agency = _box(_("Agencies"))
    vehicle = _box(_("Vehicles"), _("One to a line: the number plate."))
    place = _box(pgettext_lazy("alleged", "Places"))
    note = PlainTextField(label=_("Note"), rows=4, max_length=4000, required=False)

    def answers(self) -> dict[str, Any]:
        """What the action takes."""
        said = self.cleaned_data
        return {
            "part": said["part"], "note": said["note"], "expected": said["version"],
            "known": {str(trait): said[trait].splitlines() for trait in Trait},
        }  # fmt: skip

    @staticmethod
    def of(alleged: AllegedTrafficker) -> dict[str, Any]:
        """The entry as the form shows it."""
        boxes = {str(trait): "\n".join(alleged.known.get(trait, [])) for trait in Trait}
        return {
            "part": alleged.part, "note": alleged.note, "version": alleged.version, **boxes
        }  # fmt: skip
