"""Forms about the survivor, the people around them, and ways to reach them."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kimbilio.organisation.places import country_choices, county_choices, language_choices
from kimbilio.people.ages import birth_range
from kimbilio.people.choices import (
    BestWay,
    BirthPrecision,
    ContactKind,
    Disability,
    DocumentKind,
    Education,
    MaritalStatus,
    RelationKind,
    Sex,
)
from kimbilio.people.models import ContactPoint, Person
from kimbilio.web.forms import KimbilioForm, PlainTextField

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
CLOCK = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
OLDEST = 110  # years


class PersonForm(KimbilioForm):
    """Asks for what ``change_person`` takes; the age in the ways people know it."""

    draft_name = "person"

    version = forms.IntegerField(widget=forms.HiddenInput)
    goes_by = PlainTextField(label=_("What may we call you?"), max_length=80, required=False)
    full_name = PlainTextField(label=_("Full name"), max_length=160, required=False)
    other_names = PlainTextField(
        label=_("Other names"), help_text=_("One a line."), max_length=400, required=False, rows=2
    )
    sex = forms.ChoiceField(label=_("Sex"), choices=Sex)
    birth_precision = forms.ChoiceField(
        label=_("How well is the birth date known?"),
        choices=BirthPrecision,
        widget=forms.RadioSelect,
    )
    born_on = forms.DateField(label=_("Birth date"), required=False, widget=DAY)
    birth_month = forms.CharField(
        label=_("Month of birth"),
        required=False,
        widget=forms.TextInput(attrs={"type": "month", "placeholder": "2010-05"}),
    )
    birth_year = forms.IntegerField(label=_("Year of birth"), required=False, min_value=1900)
    age = forms.IntegerField(
        label=_("About how old"), required=False, min_value=0, max_value=OLDEST
    )
    nationality = forms.ChoiceField(label=_("Nationality"), choices=country_choices, required=False)
    language = forms.ChoiceField(label=_("Language"), choices=language_choices, required=False)
    other_language = forms.ChoiceField(
        label=_("Other language"), choices=language_choices, required=False
    )
    needs_interpreter = forms.BooleanField(label=_("Needs an interpreter"), required=False)
    disability = forms.ChoiceField(label=_("Disability"), choices=Disability)
    disability_note = PlainTextField(label=_("What helps"), max_length=500, required=False, rows=2)
    marital_status = forms.ChoiceField(
        label=_("Marital status"), choices=[("", "—"), *MaritalStatus.choices], required=False
    )
    children_count = forms.IntegerField(
        label=_("Number of children"), required=False, min_value=0, max_value=30
    )
    education = forms.ChoiceField(
        label=_("Highest school reached"), choices=[("", "—"), *Education.choices], required=False
    )

    TAKEN = (
        "goes_by", "full_name", "other_names", "sex", "nationality", "language", "other_language",
        "needs_interpreter", "disability", "disability_note", "marital_status", "children_count",
        "education",
    )  # fmt: skip

    @classmethod
    def of(cls, person: Person) -> dict[str, Any]:
        """What the form starts with for this person."""
        start: dict[str, Any] = {name: getattr(person, name) for name in cls.TAKEN}
        start["version"] = person.version
        start["birth_precision"] = person.birth_precision
        if person.born_from is not None and person.born_to is not None:
            start["born_on"] = person.born_from
            start["birth_month"] = f"{person.born_from:%Y-%m}"
            start["birth_year"] = person.born_from.year
            ages = person.ages()
            start["age"] = ages[0] if ages else None
        return start

    def clean(self) -> dict[str, Any]:
        """Turn what is known of the age into the earliest and latest birth day."""
        answers = super().clean() or self.cleaned_data
        today = timezone.localdate()
        wanted = {
            BirthPrecision.DAY: "born_on",
            BirthPrecision.MONTH: "birth_month",
            BirthPrecision.YEAR: "birth_year",
            BirthPrecision.ESTIMATE: "age",
        }
        name = wanted.get(BirthPrecision(answers.get("birth_precision") or "unknown"))
        if name and answers.get(name) in (None, "") and name not in self.errors:
            self.add_error(name, _("Fill this in, or choose another answer above."))
        if name and name not in self.errors:
            try:
                earliest, latest, precision = _birth(name, answers, today)
            except ValueError:
                self.add_error(name, _("This is not a month. Write it like 2010-05."))
                return answers
            if earliest and (earliest > today or today.year - earliest.year > OLDEST):
                self.add_error(name, _("Nobody can be born then. Check the year."))
            answers.update(born_from=earliest, born_to=latest, birth_precision=precision)
        elif not name:
            answers.update(born_from=None, born_to=None)
        return answers

    def values(self) -> dict[str, Any]:
        """What ``change_person`` takes."""
        taken = {name: self.cleaned_data[name] for name in self.TAKEN}
        for name in ("born_from", "born_to", "birth_precision"):
            taken[name] = self.cleaned_data[name]
        return taken


def _birth(
    name: str, answers: dict[str, Any], today: date
) -> tuple[date | None, date | None, BirthPrecision]:
    if name == "born_on":
        return birth_range(exact=answers["born_on"], on=today)
    if name == "birth_month":
        return birth_range(month=answers["birth_month"], on=today)
    if name == "birth_year":
        return birth_range(year=answers["birth_year"], on=today)
    return birth_range(age=answers["age"], on=today)


class ContactForm(KimbilioForm):
    """Asks for what ``add_contact`` and ``change_contact`` take."""

    draft_name = "contact"

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    kind = forms.ChoiceField(
        label=_("What is it?"), choices=ContactKind, widget=forms.RadioSelect, initial="phone"
    )
    value = PlainTextField(label=_("Number or address"), max_length=300)
    county = forms.ChoiceField(label=_("County"), choices=county_choices, required=False)
    best_way = forms.ChoiceField(label=_("Best way"), choices=BestWay)
    may_call = forms.BooleanField(label=_("We may call"), required=False)
    may_text = forms.BooleanField(label=_("We may text"), required=False)
    may_whatsapp = forms.BooleanField(label=_("We may use WhatsApp"), required=False)
    may_leave_message = forms.BooleanField(label=_("We may leave a message"), required=False)
    safe_from = forms.TimeField(label=_("Safe from"), required=False, widget=CLOCK)
    safe_until = forms.TimeField(label=_("Safe until"), required=False, widget=CLOCK)
    ask_for = PlainTextField(label=_("Whom to ask for"), max_length=120, required=False)
    code_phrase = PlainTextField(
        label=_("If someone else answers, say"), max_length=200, required=False
    )
    note = PlainTextField(label=_("Take care"), max_length=500, required=False, rows=2)
    is_active = forms.BooleanField(label=_("Still in use"), required=False, initial=True)

    @classmethod
    def of(cls, contact: ContactPoint) -> dict[str, Any]:
        """What the form starts with for this contact."""
        return {name: getattr(contact, name) for name in cls.base_fields}

    def values(self) -> dict[str, Any]:
        """What the action takes."""
        return {k: v for k, v in self.cleaned_data.items() if k != "version"}


class RelationForm(KimbilioForm):
    """Asks for what ``add_relation`` takes about somebody new."""

    draft_name = "relation"

    full_name = PlainTextField(label=_("Name"), max_length=160)
    kind = forms.ChoiceField(label=_("Who is it?"), choices=RelationKind)
    phone = PlainTextField(label=_("Phone"), max_length=30, required=False)
    is_guardian = forms.BooleanField(label=_("Is the guardian"), required=False)
    is_emergency_contact = forms.BooleanField(label=_("Call in an emergency"), required=False)
    may_know = forms.BooleanField(label=_("May know that we help"), required=False)
    note = PlainTextField(label=_("Note"), max_length=500, required=False, rows=2)


class PaperForm(KimbilioForm):
    """Asks for what ``add_paper`` takes."""

    kind = forms.ChoiceField(label=_("Which paper"), choices=DocumentKind)
    number = PlainTextField(label=_("Number"), max_length=60)
    country = forms.ChoiceField(label=_("Country"), choices=country_choices, required=False)
    expires_on = forms.DateField(label=_("Valid until"), required=False, widget=DAY)
    held_by = PlainTextField(label=_("Who keeps it now"), max_length=120, required=False)
