"""What the pages of follow-up and return ask for: each form takes what its action takes."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kimbilio.accounts.models import User
from kimbilio.care.choices import Outcome
from kimbilio.cases.models import Step
from kimbilio.organisation.places import country_choices
from kimbilio.partners.models import Partner
from kimbilio.reintegration.choices import (
    By,
    Check,
    Direction,
    FollowUpWay,
    PaperKind,
    PaperState,
    ReturnState,
    Safety,
    Sign,
)
from kimbilio.reintegration.dimensions import QUESTIONS, Mark
from kimbilio.reintegration.models import (
    FollowUp,
    Journey,
    ReintegrationRules,
    Repatriation,
    TravelPaper,
)
from kimbilio.reintegration.models.rules import LARGEST_STEP, MOST_TRIES, SMALLEST_STEP
from kimbilio.reintegration.points import read
from kimbilio.web.cases.plan.forms import DayField
from kimbilio.web.forms import KimbilioForm, PlainTextField
from kimbilio.web.work.forms import ColleagueField, MomentField, VersionedForm

EMPTY = ("", "—")
POINTS_WRONG = _("Write numbers with d, w or m and commas between them, such as 1w, 1m, 3m.")


class StepOfPlan(forms.ChoiceField):
    """One open step of the plan by its number; gives the ``Step`` or None."""

    def offer(self, steps: list[Step]) -> None:
        """Let one of these be chosen."""
        self.steps = {str(step.pk): step for step in steps}
        self.choices = [EMPTY, *((k, f"{s.number}. {s.title}") for k, s in self.steps.items())]

    def clean(self, value: Any) -> Step | None:
        """The step behind the chosen key."""
        return self.steps.get(super().clean(value))


class SomebodyField(ColleagueField):
    """One of the people offered, or nobody."""

    def offer(self, people: list[User], chosen: User | None = None) -> None:
        """Let one of these be chosen, or none."""
        super().offer(people, chosen)
        self.choices = [EMPTY, *((key, person.name) for key, person in self.people.items())]


class PartnerField(forms.ChoiceField):
    """One entry of the partner directory, or none."""

    def offer(self, partners: list[Partner]) -> None:
        """Let one of these be chosen."""
        self.partners = {str(one.pk): one for one in partners}
        self.choices = [EMPTY, *((key, one.name) for key, one in self.partners.items())]

    def clean(self, value: Any) -> Partner | None:
        """The entry behind the chosen key."""
        return self.partners.get(super().clean(value))


class StartForm(KimbilioForm):
    """Asks for what ``start_reintegration`` takes."""

    draft_name = "reintegration"

    start_on = DayField(label=_("Day on which the person came home"), required=True)
    responsible = ColleagueField(label=_("Who follows up"))
    way = forms.ChoiceField(
        label=_("How"), choices=FollowUpWay, widget=forms.RadioSelect, initial=FollowUpWay.VISIT
    )
    points = PlainTextField(
        label=_("After"), max_length=80,
        help_text=_("d for days, w for weeks, m for months. Each can be moved or dropped later."),
    )  # fmt: skip
    wish = PlainTextField(
        label=_("What does the person hope for?"), max_length=1000, rows=2, required=False
    )
    step = StepOfPlan(label=_("Step of the plan it belongs to"), required=False)

    def clean_points(self) -> list[str]:
        """The points in their order."""
        try:
            return read(self.cleaned_data["points"])
        except ValueError:
            raise forms.ValidationError(POINTS_WRONG) from None


class FollowUpForm(VersionedForm):
    """Asks for what ``add_follow_up`` and ``move_follow_up`` take."""

    due_at = MomentField(label=_("When"), help_text=_("A call only within the safe hours."))
    way = forms.ChoiceField(label=_("How"), choices=FollowUpWay, widget=forms.RadioSelect)
    who = ColleagueField(label=_("Who"))

    @staticmethod
    def of(follow_up: FollowUp) -> dict[str, Any]:
        """The follow-up as the form shows it."""
        return {
            "due_at": timezone.localtime(follow_up.when), "way": follow_up.way,
            "who": str(follow_up.who_id), "version": follow_up.version,
        }  # fmt: skip


class DropForm(VersionedForm):
    """Asks for what ``drop_follow_up`` takes."""

    reason = PlainTextField(label=_("Why it is left out"), max_length=1000)


class StandingForm(VersionedForm):
    """Asks for what ``record_standing`` takes; each question may be left open."""

    draft_name = "standing"

    on = DayField(label=_("On"), required=True, initial=timezone.localdate)
    safety = forms.ChoiceField(
        label=_("Is the person safe?"), choices=Safety, widget=forms.RadioSelect
    )
    signs = forms.MultipleChoiceField(
        label=_("Signs of risk"), choices=Sign, required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("One is enough for a warning to you and the lead."),
    )  # fmt: skip
    words = PlainTextField(
        label=_("In the person's words, and what you saw"), max_length=4000, rows=4, required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for question in QUESTIONS:
            self.fields[f"q_{question.code}"] = forms.ChoiceField(
                label=str(question.words), choices=Mark, widget=forms.RadioSelect, required=False
            )

    def said(self) -> dict[str, Any]:
        """What the action takes: the answers by the code of their question."""
        data = self.cleaned_data
        answers = {
            question.code: int(data[f"q_{question.code}"])
            for question in QUESTIONS
            if data.get(f"q_{question.code}")
        }
        taken = {name: data[name] for name in ("on", "safety", "signs", "words")}
        return {**taken, "answers": answers, "expected": data["version"]}


class EndForm(VersionedForm):
    """Asks for what ``end_reintegration`` takes."""

    outcome = forms.ChoiceField(
        label=_("How did it end?"), choices=Outcome, widget=forms.RadioSelect
    )
    summary = PlainTextField(label=_("Summary"), max_length=4000, rows=4)


class ReturnForm(KimbilioForm):
    """Asks for what ``open_return`` takes."""

    draft_name = "return"

    direction = forms.ChoiceField(label=_("Which way"), choices=Direction, widget=forms.RadioSelect)
    country = forms.ChoiceField(label=_("The other country"), choices=country_choices)
    responsible = ColleagueField(label=_("Who answers for it"))
    wish = PlainTextField(
        label=_("What does the person hope for?"), max_length=1000, rows=2, required=False
    )
    step = StepOfPlan(label=_("Step of the plan it belongs to"), required=False)


class DescribeForm(VersionedForm):
    """Asks for what ``describe_return`` takes."""

    draft_name = "return_details"

    country = forms.ChoiceField(label=_("The other country"), choices=country_choices)
    responsible = ColleagueField(label=_("Who answers for it"))
    agreed_on = DayField(
        label=_("The person said yes on"), help_text=_("Nobody is sent. A yes can be taken back.")
    )
    risk_assessed_on = DayField(label=_("Risk assessed on"))
    embassy = PartnerField(label=_("Embassy"), required=False)
    receiver = PartnerField(label=_("Receiving organisation"), required=False)
    focal_person = PlainTextField(
        label=_("Who receives them there"), max_length=200, required=False
    )
    wish = PlainTextField(
        label=_("What does the person hope for?"), max_length=1000, rows=2, required=False
    )
    checks = forms.MultipleChoiceField(
        label=_("For form F"), choices=Check, required=False, widget=forms.CheckboxSelectMultiple
    )

    @staticmethod
    def of(repatriation: Repatriation) -> dict[str, Any]:
        """The return as the form shows it."""
        names = ("country", "agreed_on", "risk_assessed_on", "focal_person", "wish", "checks",
                 "version")  # fmt: skip
        keys = ("responsible", "embassy", "receiver")
        return {
            **{name: getattr(repatriation, name) for name in names},
            **{name: str(getattr(repatriation, f"{name}_id") or "") for name in keys},
        }


class PaperForm(VersionedForm):
    """Asks for what ``save_paper`` takes."""

    kind = forms.ChoiceField(label=_("Paper"), choices=PaperKind)
    state = forms.ChoiceField(
        label=pgettext_lazy("paper", "How far it is"), choices=PaperState, widget=forms.RadioSelect
    )
    since = DayField(label=_("Since"), required=True, initial=timezone.localdate)
    note = PlainTextField(label=_("Note"), max_length=1000, rows=2, required=False)

    @staticmethod
    def of(paper: TravelPaper) -> dict[str, Any]:
        """The paper as the form shows it."""
        return {
            name: getattr(paper, name) for name in ("kind", "state", "since", "note", "version")
        }


class JourneyForm(VersionedForm):
    """Asks for what ``save_journey`` takes."""

    draft_name = "journey"

    travel_by = forms.ChoiceField(label=_("Travels by"), choices=By, widget=forms.RadioSelect)
    travels_on = DayField(label=_("Travels on"), required=True)
    ticket = PlainTextField(
        label=_("Carrier and number of the ticket"), max_length=200, required=False
    )
    escort = PlainTextField(label=_("Who goes along"), max_length=200, required=False)
    met_by = SomebodyField(
        label=_("Colleague who meets them"), required=False,
        help_text=_("It stands in their week; the place shows to those alone who may know it."),
    )  # fmt: skip
    met_by_other = PlainTextField(
        label=_("Or somebody else who meets them"), max_length=200, required=False
    )
    met_at = MomentField(label=_("When they are met"), required=False)
    met_where = PlainTextField(label=_("Where they are met"), max_length=200, required=False)

    @staticmethod
    def of(journey: Journey) -> dict[str, Any]:
        """The journey as the form shows it."""
        names = ("ticket", "escort", "met_by_other", "met_where", "version")
        met = timezone.localtime(datetime.fromisoformat(journey.met_at)) if journey.met_at else None
        return {
            **{name: getattr(journey, name) for name in names},
            "travel_by": journey.by, "travels_on": date.fromisoformat(journey.travels),
            "met_by": str(journey.met_by_id or ""), "met_at": met,
        }  # fmt: skip


class MoveForm(VersionedForm):
    """Asks for what ``move_return`` takes."""

    to = forms.ChoiceField(label=_("It stands now"), choices=(), widget=forms.RadioSelect)
    on = DayField(label=_("On"), required=True, initial=timezone.localdate)
    why = PlainTextField(
        label=_("Why it is stopped, or why they travel without all papers"),
        max_length=1000, rows=2, required=False,
    )  # fmt: skip

    def offer(self, moves: tuple[ReturnState, ...]) -> None:
        """Let one of these come next."""
        field: Any = self.fields["to"]
        field.choices = [(state.value, state.label) for state in moves]


class RulesForm(VersionedForm):
    """Asks for what ``save_reintegration_rules`` takes."""

    points = PlainTextField(
        label=_("Follow-ups after the return home"), max_length=80,
        help_text=_("d for days, w for weeks, m for months: 1w, 1m, 3m, 6m, 12m"),
    )  # fmt: skip
    tries = forms.IntegerField(
        label=_("A concern is raised after so many tries that reached nobody"),
        min_value=1, max_value=MOST_TRIES,
    )  # fmt: skip
    fall_step = forms.IntegerField(
        label=_("A score that falls by so much warns"),
        help_text=_("Scores go from 0 to 100."),
        min_value=SMALLEST_STEP, max_value=LARGEST_STEP,
    )  # fmt: skip

    def clean_points(self) -> str:
        """The points in their order."""
        try:
            return ",".join(read(self.cleaned_data["points"]))
        except ValueError:
            raise forms.ValidationError(POINTS_WRONG) from None

    @staticmethod
    def of(rules: ReintegrationRules) -> dict[str, Any]:
        """The rules as the form shows them."""
        return {name: getattr(rules, name) for name in ("points", "tries", "fall_step", "version")}
