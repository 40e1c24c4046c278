"""Forms about the log."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from kimbilio.accounts.models import User
from kimbilio.audit.choices import Event
from kimbilio.audit.queries import Wanted
from kimbilio.cases.models import Case
from kimbilio.kernel.ids import read_code


def events() -> list[tuple[str, Any]]:
    """Everything that leaves a trace, in the order of its words in the reader's language."""
    return sorted(Event.choices, key=lambda pair: str(pair[1]))


def _staff() -> list[tuple[str, Any]]:
    people = User.objects.order_by("name").values_list("pk", "name")
    return [("", _("Everybody")), *((str(pk), name) for pk, name in people)]


def _day() -> forms.DateInput:
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class LogFilterForm(forms.Form):
    """Asks which part of the log to show. The event is chosen on a page of its own: there are hundreds."""

    event = forms.ChoiceField(choices=Event, required=False, widget=forms.HiddenInput)
    person = forms.TypedChoiceField(
        label=_("Who"), choices=_staff, coerce=UUID, empty_value=None, required=False
    )
    case = forms.CharField(label=_("Case code"), required=False, max_length=12)
    from_day = forms.DateField(label=_("From"), required=False, widget=_day())
    to_day = forms.DateField(label=_("To"), required=False, widget=_day())

    def clean_case(self) -> str:
        """The code as it is written in the database."""
        text: str = self.cleaned_data["case"].strip()
        if not text:
            return ""
        code = read_code(text)
        if code is None or not Case.objects.filter(code=code).exists():
            raise forms.ValidationError(_("There is no case with this code."))
        return code

    @property
    def event_words(self) -> str:
        """What happened that is asked for, in words; empty for everything."""
        value = self["event"].value()
        return str(Event(value).label) if value in Event.values else ""

    def wanted(self) -> Wanted:
        """What was asked for, once the form is valid."""
        answers = self.cleaned_data
        code = answers["case"]
        case_id = Case.objects.values_list("pk", flat=True).get(code=code) if code else None
        return Wanted(
            event=answers["event"] or None,
            actor_id=answers["person"],
            case_id=case_id,
            from_day=answers["from_day"],
            to_day=answers["to_day"],
        )
