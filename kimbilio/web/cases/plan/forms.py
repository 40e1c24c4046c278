"""What the pages of a plan ask for."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kimbilio.accounts.models import User
from kimbilio.cases.models import Goal
from kimbilio.cases.plan_choices import ANSWERS, GuardianSays, Phase, StepStatus
from kimbilio.cases.queries.plan import Plan
from kimbilio.partners.choices import Service
from kimbilio.web.forms import KimbilioForm, PlainTextField

FARTHEST = timedelta(days=3660)


def likely_day(day: date) -> None:
    """Refuse days that a plan cannot mean, such as the year 0202."""
    today = timezone.localdate()
    if not today - FARTHEST < day < today + FARTHEST:
        raise ValidationError(_("This day is more than ten years away. Check the year."))


class DayField(forms.DateField):
    """A day of a plan."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
        kwargs.setdefault("required", False)
        super().__init__(validators=[likely_day], **kwargs)


class PersonField(forms.ChoiceField):
    """Somebody on the team; gives the ``User`` or None."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)
        self.people: dict[str, User] = {}

    def offer(self, people: list[User]) -> None:
        """Let one of these be chosen."""
        self.people = {str(person.pk): person for person in people}
        self.choices = [("", _("Nobody yet")), *((k, p.name) for k, p in self.people.items())]

    def clean(self, value: Any) -> User | None:
        """The person behind the chosen key."""
        return self.people.get(super().clean(value))


class WishForm(KimbilioForm):
    """What the person says about a step today."""

    draft_name = "wish"

    wish = forms.ChoiceField(
        label=_("The wish today"),
        choices=[(answer.value, answer.label) for answer in ANSWERS],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what the person said.")},
    )
    words = PlainTextField(label=_("In her or his words"), max_length=2000, rows=2, required=False)
    guardian = forms.ChoiceField(
        label=_("What the guardian says"),
        choices=[("", "—"), *GuardianSays.choices],
        required=False,
        help_text=_("Stands beside the wish, not over it."),
    )
    ask_again_on = DayField(label=_("Ask again"))
    asks = PersonField(label=_("Who asks"))

    def __init__(self, *args: Any, people: list[User], is_minor: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["asks"].offer(people)  # type: ignore[attr-defined]  # a PersonField
        if not is_minor:
            del self.fields["guardian"]


class StatusForm(KimbilioForm):
    """Where a step goes from here, and a word about it."""

    to = forms.ChoiceField(choices=StepStatus.choices, widget=forms.HiddenInput)
    words = PlainTextField(
        label=_("What came of it, or why"), max_length=1000, rows=2, required=False
    )


class StepForm(KimbilioForm):
    """A step in plain words."""

    draft_name = "step"

    title = PlainTextField(label=_("What is to be done"), max_length=200)
    detail = PlainTextField(label=_("Details"), max_length=4000, rows=2, required=False)
    phase = forms.ChoiceField(label=_("Phase"), choices=Phase.choices)
    service = forms.ChoiceField(
        label=_("Service"), choices=[("", "—"), *Service.choices], required=False
    )
    goal = forms.ChoiceField(label=_("Goal"), required=False)
    owner = PersonField(label=_("Who does it"))
    partner = PlainTextField(label=_("Partner"), max_length=200, required=False)
    due_on = DayField(label=_("By when"))
    waits_for = forms.MultipleChoiceField(
        label=_("Waits for"), required=False, widget=forms.CheckboxSelectMultiple
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        *args: Any,
        people: list[User],
        plan: Plan,
        without: tuple[str, ...] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].offer(people)  # type: ignore[attr-defined]  # a PersonField
        self.goals: dict[str, Goal] = {
            str(goal.pk): goal for phase in plan.phases for goal in phase.goals
        }
        goal_field, waits = self.fields["goal"], self.fields["waits_for"]
        goal_field.choices = [("", "—"), *((k, g.title) for k, g in self.goals.items())]  # type: ignore[attr-defined]
        waits.choices = [  # type: ignore[attr-defined]
            (step.number, f"{step.number}. {step.title}")
            for step in plan.steps
            if step.step.is_open
        ]
        for name in without:
            del self.fields[name]
        if not self.goals:
            self.fields.pop("goal", None)
        if not waits.choices:  # type: ignore[attr-defined]
            self.fields.pop("waits_for", None)

    def clean_goal(self) -> Goal | None:
        """The goal behind the chosen key."""
        return self.goals.get(self.cleaned_data["goal"])


class MoveForm(KimbilioForm):
    """The new day of a step."""

    to = DayField(label=_("New day"))


class GoalForm(KimbilioForm):
    """What the person wants to reach."""

    draft_name = "goal"

    title = PlainTextField(label=_("What the person wants to reach"), max_length=200)
    phase = forms.ChoiceField(label=_("Phase"), choices=Phase.choices)
    is_reached = forms.BooleanField(label=_("Reached"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class AddSetForm(KimbilioForm):
    """From which day the steps of a ready-made set count, and who takes them at first."""

    starts_on = DayField(label=_("First day"), required=True)
    owner = PersonField(label=_("Who does them"))

    def __init__(self, *args: Any, people: list[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].offer(people)  # type: ignore[attr-defined]  # a PersonField
