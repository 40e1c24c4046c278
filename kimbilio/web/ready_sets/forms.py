"""A ready-made set as it is typed: its titles, and one row for each step."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from kimbilio.cases.actions.plan.sets import ReadyRow
from kimbilio.cases.plan_choices import Phase
from kimbilio.partners.choices import Service
from kimbilio.web.forms import KimbilioForm, PlainTextField

SPARE_ROWS, MOST_ROWS = 3, 40


class SetForm(KimbilioForm):
    """What stands above the steps of a set."""

    title_en = PlainTextField(label=_("Title in English"), max_length=80)
    title_sw = PlainTextField(label=_("Title in Kiswahili"), max_length=80, required=False)
    is_active = forms.BooleanField(label=_("Offer it in plans"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class RowForm(forms.Form):
    """One step of a set. A row without an English title is left out."""

    title_en = PlainTextField(label=_("Step in English"), max_length=120, required=False)
    title_sw = PlainTextField(label=_("Step in Kiswahili"), max_length=120, required=False)
    phase = forms.ChoiceField(label=_("Phase"), choices=Phase.choices)
    service = forms.ChoiceField(
        label=_("Service"), choices=[("", "—"), *Service.choices], required=False
    )
    days = forms.IntegerField(label=_("Day"), min_value=0, max_value=3650, required=False)
    waits_for = forms.CharField(label=_("Waits for"), max_length=40, required=False)

    def clean_waits_for(self) -> tuple[int, ...]:
        """The numbers of the rows that come first, as ``1, 2``."""
        parts = self.cleaned_data["waits_for"].replace(",", " ").split()
        if not all(part.isdecimal() and len(part) < 4 for part in parts):
            raise ValidationError(_("Write numbers of rows, such as 1, 2."))
        return tuple(int(part) for part in parts)


RowForms = forms.formset_factory(RowForm, extra=SPARE_ROWS, max_num=MOST_ROWS, absolute_max=60)


def rows_of(forms_: Any) -> list[ReadyRow]:
    """The rows that have a title, numbered anew; what waits for a row that went waits no more."""
    kept = [n for n, form in enumerate(forms_, start=1) if form.cleaned_data.get("title_en")]
    places = {number: place for place, number in enumerate(kept, start=1)}
    gone = set(range(1, len(list(forms_)) + 1)) - set(kept)
    rows = []
    for number in kept:
        answers = dict(list(forms_)[number - 1].cleaned_data)
        awaited = [n for n in answers.pop("waits_for", ()) if n not in gone]
        rows.append(ReadyRow(waits_for=tuple(places.get(n, n) for n in awaited), **answers))
    return rows
