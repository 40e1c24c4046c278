"""What the pages of the day in a house ask for."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kimbilio.shelter.choices import ActivityKind, DoseState, HappeningKind
from kimbilio.shelter.models import Stay
from kimbilio.web.cases.plan.forms import DayField
from kimbilio.web.forms import KimbilioForm, PlainTextField
from kimbilio.web.shelter.forms import StayChoice
from kimbilio.web.work.forms import VersionedForm


class MealForm(VersionedForm):
    """Asks for what ``save_meal`` takes."""

    plates = forms.IntegerField(label=_("Plates"), min_value=0, max_value=500)
    diets = PlainTextField(
        label=_("Special diets"), max_length=500, rows=2, required=False,
        help_text=_("How many of which, no names."),
    )  # fmt: skip

    @staticmethod
    def of(meal: Any) -> dict[str, Any]:
        """The meal as the form shows it."""
        return {name: getattr(meal, name) for name in ("plates", "diets", "version")}


class SchoolForm(KimbilioForm):
    """Asks for what a school run takes."""

    stay = StayChoice(label=_("Who goes"))
    who = PlainTextField(label=_("Who takes them"), max_length=120)


class VisitForm(KimbilioForm):
    """Asks for what a visit takes."""

    stay = StayChoice(label=_("Who is visited"))
    who = PlainTextField(label=_("Name of the visitor"), max_length=120)
    relation = PlainTextField(label=_("Relation"), max_length=120)
    id_seen = forms.BooleanField(label=_("I have seen an identity paper"), required=False)
    word = PlainTextField(
        label=_("Word of a lead, where it is needed"), max_length=500, rows=2, required=False
    )


class CallForm(KimbilioForm):
    """Asks for what a phone call takes."""

    stay = StayChoice(label=_("Who speaks"))
    who = PlainTextField(label=_("With whom"), max_length=120)
    relation = PlainTextField(label=_("Relation"), max_length=120, required=False)
    minutes = forms.IntegerField(label=_("Minutes"), min_value=1, max_value=240)
    beside = PlainTextField(label=_("Who was beside"), max_length=120, required=False)
    word = PlainTextField(
        label=_("Word of a lead, where it is needed"), max_length=500, rows=2, required=False
    )


HAPPENINGS: dict[str, type[KimbilioForm]] = {
    HappeningKind.SCHOOL: SchoolForm, HappeningKind.VISIT: VisitForm, HappeningKind.CALL: CallForm,
}  # fmt: skip


class ManyStays(forms.MultipleChoiceField):
    """Some of the people of a house by the codes of their cases; gives their ``Stay``s."""

    stays: dict[str, Stay]

    def offer(self, stays: list[Stay]) -> None:
        """Let any of these be ticked."""
        self.stays = {str(stay.pk): stay for stay in stays}
        self.choices = [(str(stay.pk), stay.case.code) for stay in stays]

    def clean(self, value: Any) -> list[Stay]:
        """The stays behind the ticked keys."""
        return [self.stays[key] for key in super().clean(value)]


class ActivityForm(KimbilioForm):
    """Asks for what ``hold_activity`` takes."""

    kind = forms.ChoiceField(label=_("What"), choices=ActivityKind, widget=forms.RadioSelect)
    came = ManyStays(label=_("Who was there"), widget=forms.CheckboxSelectMultiple, required=False)


class MedicineForm(KimbilioForm):
    """Asks for what ``plan_medicine`` takes."""

    draft_name = "medicine"

    what = PlainTextField(label=_("Medicine"), max_length=120)
    dose = PlainTextField(
        label=_("Dose"), max_length=120, help_text=_("As the paper of the clinic says.")
    )
    times = PlainTextField(
        label=_("Hours"), max_length=80, help_text=_("Such as 08:00, 20:00. At most eight.")
    )
    from_on = DayField(label=_("From"))
    until_on = DayField(label=_("Last day, if it is known"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["from_on"].required = True

    def hours(self) -> list[str]:
        """The hours, one by one."""
        return str(self.cleaned_data["times"]).replace(",", " ").split()


class DoseForm(KimbilioForm):
    """Asks for what ``give_dose`` takes."""

    state = forms.ChoiceField(
        label=_("What became of it"), choices=DoseState, widget=forms.RadioSelect
    )
    reason = PlainTextField(
        label=_("Why, if it was not taken"), max_length=500, rows=2, required=False
    )
