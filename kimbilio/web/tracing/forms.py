"""What the pages of a search ask for: each form takes what its action takes."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kimbilio.cases.models import Step
from kimbilio.organisation.places import county_choices, sub_county_choices
from kimbilio.people.choices import RelationKind, Sex
from kimbilio.tracing.choices import AttemptResult, Way
from kimbilio.tracing.models import Attempt, Sought, Tracing
from kimbilio.web.cases.plan.forms import DayField
from kimbilio.web.forms import PlainTextField
from kimbilio.web.tracing.money import ShillingsField, shillings
from kimbilio.web.work.forms import ColleagueField, MomentField, VersionedForm

EMPTY = ("", "—")
EACH_A_LINE = _("One to a line.")


class StepOfPlan(forms.ChoiceField):
    """One open step of the plan by its number; gives the ``Step`` or None."""

    def offer(self, steps: list[Step]) -> None:
        """Let one of these be chosen."""
        self.steps = {str(step.pk): step for step in steps}
        self.choices = [EMPTY, *((k, f"{s.number}. {s.title}") for k, s in self.steps.items())]

    def clean(self, value: Any) -> Step | None:
        """The step behind the chosen key."""
        return self.steps.get(super().clean(value))


def age(label: Any) -> forms.IntegerField:
    """An age in years that may be left open."""
    return forms.IntegerField(label=label, required=False, min_value=0, max_value=120)


class SoughtForm(VersionedForm):
    """Asks for what is known of somebody who is looked for."""

    name = PlainTextField(
        label=_("Name"), max_length=160, help_text=_("As it is said. It is compared by ear.")
    )
    other_names = PlainTextField(
        label=_("Other names"), rows=2, max_length=400, required=False, help_text=EACH_A_LINE
    )
    relation = forms.ChoiceField(label=_("Who they are to the person"), choices=RelationKind)
    sex = forms.ChoiceField(label=_("Sex"), choices=Sex, initial=Sex.UNKNOWN)
    age_from = age(_("Age, from about"))
    age_to = age(_("to about"))
    county = forms.ChoiceField(label=_("County"), choices=county_choices, required=False)
    sub_county = forms.ChoiceField(
        label=_("Sub-county"), choices=sub_county_choices, required=False
    )
    places = PlainTextField(
        label=_("Last known places"), rows=3, max_length=1000, required=False,
        help_text=_("One to a line, down to the village, the school, the church, the market."),
    )  # fmt: skip
    known = PlainTextField(label=_("What is known"), rows=4, max_length=4000, required=False)

    @staticmethod
    def of_sought(row: Sought) -> dict[str, Any]:
        """What is known, as the form shows it."""
        names = (
            "name",
            "other_names",
            "relation",
            "sex",
            "county",
            "sub_county",
            "places",
            "known",
        )
        ages = row.ages() or (None, None)
        return {name: getattr(row, name) for name in names} | {
            "age_from": ages[0], "age_to": ages[1],
        }  # fmt: skip

    def answers(self) -> dict[str, Any]:
        """What the actions take."""
        said = dict(self.cleaned_data)
        said["expected"] = said.pop("version")
        return said


class TracingForm(SoughtForm):
    """Asks for what ``ask_for_tracing`` and ``change_tracing`` take."""

    draft_name = "tracing"

    wish = PlainTextField(
        label=_("What does the person want?"), rows=3, max_length=1000,
        help_text=_("In their words: whom to find, whom not, and what they hope for."),
    )  # fmt: skip
    step = StepOfPlan(label=_("Step of the plan it belongs to"), required=False)

    field_order = ["version", "wish", "relation"]

    @classmethod
    def of(cls, tracing: Tracing) -> dict[str, Any]:
        """The search as the form shows it."""
        return cls.of_sought(tracing) | {
            "wish": tracing.wish, "step": str(tracing.step_id or ""), "version": tracing.version,
        }  # fmt: skip


class MoveForm(VersionedForm):
    """Asks for what ``move_tracing`` takes."""

    draft_name = "tracing_move"

    words = PlainTextField(
        label=_("Why"), rows=4, max_length=4000, required=False,
        help_text=_("For whoever reads it later."),
    )  # fmt: skip


class AttemptForm(VersionedForm):
    """Asks for what ``record_attempt`` takes."""

    draft_name = "attempt"

    way = forms.ChoiceField(label=_("How"), choices=Way, widget=forms.RadioSelect)
    at = MomentField(label=_("When"))
    place = PlainTextField(label=_("Where"), max_length=200, required=False)
    made_by = ColleagueField(label=_("Who"))
    result = forms.ChoiceField(
        label=_("What came of it"), choices=AttemptResult, widget=forms.RadioSelect
    )
    words = PlainTextField(label=_("What was learnt"), rows=4, max_length=4000, required=False)
    cost = ShillingsField(label=_("Cost, KES"))
    next_words = PlainTextField(label=_("What comes next"), max_length=200, required=False)
    next_on = DayField(label=_("By"), help_text=_("It stands on My day as a task for that day."))

    def answers(self) -> dict[str, Any]:
        """What the action takes."""
        said = dict(self.cleaned_data)
        said["expected"] = said.pop("version")
        said["cost_cents"] = said.pop("cost") or 0
        return said

    @staticmethod
    def of(attempt: Attempt) -> dict[str, Any]:
        """The attempt as the form shows it."""
        names = ("way", "place", "result", "words", "next_words", "next_on", "version")
        return {name: getattr(attempt, name) for name in names} | {
            "at": timezone.localtime(attempt.at), "cost": shillings(attempt.cost_cents),
        }  # fmt: skip
