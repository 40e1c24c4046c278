"""What the pages of school, savings and jobs ask for: each form takes what its action takes."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kimbilio.care.choices import Outcome
from kimbilio.livelihoods.choices import Every, Learning, Sector, Still
from kimbilio.livelihoods.models import SavingsGroup, Term
from kimbilio.partners.models import Partner
from kimbilio.web.cases.plan.forms import DayField
from kimbilio.web.forms import KimbilioForm, PlainTextField
from kimbilio.web.justice.forms import EMPTY, ShillingsField, StepOfPlan, shillings
from kimbilio.web.livelihoods.fields import AmountField, SignedShillingsField
from kimbilio.web.work.forms import ColleagueField, VersionedForm


class EpisodeForm(KimbilioForm):
    """What every new episode asks: who goes along, which step of the plan, what is hoped for."""

    responsible = ColleagueField(label=_("Colleague who goes along"))
    wish = PlainTextField(
        label=_("What does the person hope for?"), max_length=1000, rows=2, required=False
    )
    step = StepOfPlan(label=_("Step of the plan it belongs to"), required=False)


class PartnerField(forms.ChoiceField):
    """A school of the directory; gives the ``Partner`` or None."""

    def offer(self, partners: list[Partner]) -> None:
        """Let one of these be chosen, or none."""
        self.partners = {str(one.pk): one for one in partners}
        self.choices = [EMPTY, *((key, one.name) for key, one in self.partners.items())]

    def clean(self, value: Any) -> Partner | None:
        """The partner behind the chosen key."""
        return self.partners.get(super().clean(value))


class EnrolForm(EpisodeForm):
    """Asks for what ``enrol`` takes."""

    draft_name = "schooling"

    kind = forms.ChoiceField(
        label=pgettext_lazy("learning", "What"), choices=Learning, widget=forms.RadioSelect
    )
    partner = PartnerField(label=_("School or centre of the directory"), required=False)
    place = PlainTextField(
        label=_("Or in words"), max_length=160, required=False,
        help_text=_("Read by those alone who may know where the person is."),
    )  # fmt: skip
    level = PlainTextField(label=_("Class or level"), max_length=80, required=False)

    field_order = ("kind", "partner", "place", "level")


class DayForm(KimbilioForm):
    """Asks for one day that has been."""

    on = DayField(label=_("On which day"), required=True)


class TermForm(VersionedForm):
    """Asks for what ``save_term`` takes."""

    draft_name = "term"

    name = PlainTextField(label=_("Term"), max_length=60, help_text=_("Such as: Term 1 of 2026."))
    starts_on = DayField(label=pgettext_lazy("term", "From"), required=True)
    ends_on = DayField(label=pgettext_lazy("term", "Until"), required=True)
    fees = ShillingsField(label=_("Fees asked, KES"))
    days_open = forms.IntegerField(label=_("School days"), min_value=0, required=False)
    days_present = forms.IntegerField(label=_("Days present"), min_value=0, required=False)
    result = PlainTextField(label=_("Result"), rows=2, max_length=1000, required=False)

    def answers(self) -> dict[str, Any]:
        """What the action takes."""
        said = dict(self.cleaned_data)
        fees, expected = said.pop("fees"), said.pop("version")
        return {**said, "fees_cents": fees or 0, "expected": expected}

    @staticmethod
    def of(term: Term) -> dict[str, Any]:
        """The term as the form shows it."""
        names = (
            "name", "starts_on", "ends_on", "days_open", "days_present", "result", "version",
        )  # fmt: skip
        return {name: getattr(term, name) for name in names} | {"fees": shillings(term.fees_cents)}


class EndForm(VersionedForm):
    """Asks how an episode ended."""

    draft_name = "livelihood_end"

    outcome = forms.ChoiceField(label=_("How it ended"), choices=Outcome, widget=forms.RadioSelect)
    summary = PlainTextField(
        label=_("Summary"), rows=4, max_length=4000, help_text=_("For whoever comes next.")
    )

    @staticmethod
    def of(episode: Any) -> dict[str, Any]:
        """The end as somebody else wrote it."""
        return {"outcome": episode.outcome, "summary": episode.summary}


class JoinSavingsForm(EpisodeForm):
    """Asks for what ``join_savings`` takes."""

    draft_name = "savings"

    name = PlainTextField(label=_("Name of the group"), max_length=120)
    joined_on = DayField(label=_("Joined on"), required=True)
    contribution = AmountField(label=_("Paid in each time, KES"))
    every = forms.ChoiceField(label=_("How often"), choices=Every, widget=forms.RadioSelect)

    field_order = ("name", "joined_on", "contribution", "every")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["wish"]


class SavingsForm(VersionedForm):
    """Asks for what ``save_savings`` takes."""

    draft_name = "savings_now"

    saved = SignedShillingsField(label=_("Savings so far, KES"))
    saved_on = DayField(label=_("As of"), required=True)
    contribution = AmountField(label=_("Paid in each time, KES"))
    every = forms.ChoiceField(label=_("How often"), choices=Every, widget=forms.RadioSelect)

    @staticmethod
    def of(savings: SavingsGroup) -> dict[str, Any]:
        """The group as the form shows it."""
        return {
            "saved": shillings(savings.saved_cents), "saved_on": savings.saved_on,
            "contribution": shillings(savings.contribution_cents), "every": savings.every,
            "version": savings.version,
        }  # fmt: skip


class JobForm(EpisodeForm):
    """Asks for what ``place_in_job`` takes."""

    draft_name = "job"

    employer = PlainTextField(
        label=_("Employer"), max_length=160,
        help_text=_("Read by those alone who may know where the person is."),
    )  # fmt: skip
    sector = forms.ChoiceField(label=_("Line of work"), choices=Sector)
    work = PlainTextField(label=_("Kind of work"), max_length=200, required=False)
    wage = ShillingsField(label=_("Wage a month, KES"))
    starts_on = DayField(label=_("First day of work"), required=True)

    field_order = ("employer", "sector", "work", "wage", "starts_on")


class StillForm(VersionedForm):
    """Asks for what ``answer_still`` takes."""

    draft_name = "still"

    answer = forms.ChoiceField(label=_("Does it go on?"), choices=Still, widget=forms.RadioSelect)
    on = DayField(label=_("Asked on"), required=True)
    words = PlainTextField(label=_("In a few words"), rows=3, max_length=1000, required=False)
