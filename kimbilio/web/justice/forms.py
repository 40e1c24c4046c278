"""What the pages of legal aid ask for: each form takes what its action takes."""

from datetime import timedelta
from decimal import Decimal
from typing import Any, cast

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kimbilio.accounts.models import User
from kimbilio.care.choices import Outcome, Presence
from kimbilio.cases.models import Step
from kimbilio.justice.actions.hearings import Day
from kimbilio.justice.actions.matters import NOT_YET
from kimbilio.justice.charges import charge_choices
from kimbilio.justice.choices import (
    Adjourned,
    AwardKind,
    HearingOutcome,
    MatterKind,
    MatterState,
    Purpose,
    Ruling,
    StepKind,
    Transport,
)
from kimbilio.justice.models import Award, Complaint, CourtStep, Hearing, LegalMatter
from kimbilio.organisation.places import county_choices
from kimbilio.web.cases.plan.forms import DayField
from kimbilio.web.forms import KimbilioForm, PlainTextField
from kimbilio.web.work.forms import ColleagueField, MomentField, VersionedForm

EMPTY = ("", "—")
LASTS = timedelta(hours=3)


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


class OpenForm(KimbilioForm):
    """Asks for what ``open_matter`` takes."""

    draft_name = "matter"

    kind = forms.ChoiceField(
        label=_("Which kind of law"), choices=MatterKind, widget=forms.RadioSelect
    )
    responsible = ColleagueField(label=_("Lawyer or colleague who answers for it"))
    wish = PlainTextField(
        label=_("What does the person hope for?"), max_length=1000, rows=2, required=False
    )
    step = StepOfPlan(label=_("Step of the plan it belongs to"), required=False)

    def offer(self, lawyers: list[User], steps: list[Step]) -> "OpenForm":
        """Let one of the lawyers answer for it, as part of one of the steps."""
        cast(ColleagueField, self.fields["responsible"]).offer(lawyers)
        cast(StepOfPlan, self.fields["step"]).offer(steps)
        return self


class DescribeForm(VersionedForm):
    """Asks for what ``describe_matter`` takes."""

    draft_name = "matter_details"

    responsible = ColleagueField(label=_("Lawyer or colleague who answers for it"))
    court = PlainTextField(label=pgettext_lazy("justice", "Court"), max_length=120, required=False)
    number = PlainTextField(label=_("Number at court"), max_length=80, required=False)
    charges = forms.MultipleChoiceField(
        label=_("Charges"), choices=charge_choices, required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("Choose from the list.")},
    )  # fmt: skip

    def offer(self, lawyers: list[User]) -> "DescribeForm":
        """Let one of the lawyers answer for it."""
        cast(ColleagueField, self.fields["responsible"]).offer(lawyers)
        return self

    @staticmethod
    def of(matter: LegalMatter) -> dict[str, Any]:
        """The matter as the form shows it."""
        return {
            "responsible": str(matter.responsible_id), "court": matter.court,
            "number": matter.number, "version": matter.version,
            "charges": matter.charges,
        }  # fmt: skip


class ComplaintForm(VersionedForm):
    """Asks for what ``record_complaint`` takes."""

    draft_name = "complaint"

    made_on = DayField(label=_("Made on"), required=True)
    station = PlainTextField(label=_("Police station"), max_length=120, required=False)
    ob_number = PlainTextField(label=_("OB number"), max_length=80, required=False)
    officer = PlainTextField(label=_("Investigating officer"), max_length=120, required=False)
    officer_phone = PlainTextField(label=_("Phone of the officer"), max_length=40, required=False)

    @staticmethod
    def of(complaint: Complaint | None) -> dict[str, Any]:
        """The complaint as the form shows it."""
        names = ("made_on", "station", "ob_number", "officer", "officer_phone", "version")
        if complaint is None:
            return {"version": NOT_YET}
        return {name: getattr(complaint, name) for name in names}


class MoveForm(VersionedForm):
    """Asks for what ``move_matter`` takes; only moves that are allowed are offered."""

    draft_name = "matter_move"

    to = forms.ChoiceField(label=_("It now stands"), widget=forms.RadioSelect)
    on = DayField(label=_("Since"), required=True)
    ruling = forms.ChoiceField(
        label=_("What the court decided"), choices=[EMPTY, *Ruling.choices], required=False,
        help_text=_("Only where judgment was given."),
    )  # fmt: skip
    note = PlainTextField(label=_("In a few words"), max_length=1000, rows=2, required=False)

    def offer(self, moves: tuple[MatterState, ...]) -> "MoveForm":
        """Let one of these be chosen."""
        field: Any = self.fields["to"]
        field.choices = [(move.value, move.label) for move in moves]
        return self


class EndForm(VersionedForm):
    """Asks for what ``end_matter`` takes."""

    draft_name = "matter_end"

    outcome = forms.ChoiceField(label=_("How it ended"), choices=Outcome, widget=forms.RadioSelect)
    summary = PlainTextField(
        label=_("Summary"), rows=6, max_length=4000,
        help_text=_("For whoever comes next. Colleagues who may see the legal part read it."),
    )  # fmt: skip


class HearingForm(VersionedForm):
    """Asks for a ``Day`` in court."""

    draft_name = "hearing"

    purpose = forms.ChoiceField(label=_("What for"), choices=Purpose)
    starts_at = MomentField(label=_("From"))
    ends_at = MomentField(
        label=_("Until, as far as one can say"), required=False,
        help_text=_("Left open, three hours are kept."),
    )  # fmt: skip
    court = PlainTextField(label=pgettext_lazy("justice", "Court"), max_length=120, required=False)
    county = forms.ChoiceField(
        label=_("County of the court"), choices=county_choices, required=False
    )
    held_by = ColleagueField(label=_("Who is there for us"))
    person_comes = forms.BooleanField(label=_("The person comes to court"), required=False)
    companion = SomebodyField(label=_("Court companion"), required=False)
    transport = forms.ChoiceField(
        label=pgettext_lazy("court", "How they get there"), choices=[EMPTY, *Transport.choices],
        required=False,
    )  # fmt: skip
    travel = PlainTextField(label=_("Where and when to meet"), max_length=400, required=False)

    def offer(self, lawyers: list[User], companions: list[User]) -> "HearingForm":
        """Let one of the lawyers stand there, and one of the others go along."""
        cast(ColleagueField, self.fields["held_by"]).offer(lawyers)
        cast(SomebodyField, self.fields["companion"]).offer(companions)
        return self

    def day(self) -> Day:
        """What the actions take."""
        said = dict(self.cleaned_data)
        said.pop("version")
        return Day(**{**said, "ends_at": said["ends_at"] or said["starts_at"] + LASTS})

    @staticmethod
    def of(hearing: Hearing) -> dict[str, Any]:
        """The hearing as the form shows it."""
        names = ("purpose", "court", "county", "transport", "travel", "version")
        comes = hearing.attendances.exclude(presence=Presence.EXCUSED).exists()
        return {name: getattr(hearing, name) for name in names} | {
            "starts_at": timezone.localtime(hearing.starts_at),
            "ends_at": timezone.localtime(hearing.ends_at),
            "held_by": str(hearing.held_by_id), "companion": str(hearing.companion_id or ""),
            "person_comes": comes,
        }  # fmt: skip


class OutcomeForm(VersionedForm):
    """Asks for what ``end_hearing`` takes."""

    draft_name = "hearing_outcome"

    outcome = forms.ChoiceField(
        label=_("How it went"), choices=HearingOutcome, widget=forms.RadioSelect
    )
    reason = forms.ChoiceField(
        label=_("Why it was adjourned"), choices=[EMPTY, *Adjourned.choices], required=False
    )
    next_at = MomentField(
        label=_("Next day in court"), required=False,
        help_text=_("It is entered at the same court with the same people."),
    )  # fmt: skip
    came = forms.BooleanField(label=_("The person was there"), required=False)
    words = PlainTextField(label=_("What was said"), rows=4, max_length=4000, required=False)


class CourtStepForm(VersionedForm):
    """Asks for what ``save_court_step`` takes."""

    draft_name = "court_step"

    kind = forms.ChoiceField(label=_("What"), choices=StepKind)
    due_on = DayField(label=_("By"))
    done_on = DayField(label=_("Done on"))
    note = PlainTextField(
        label=_("Note"), rows=6, max_length=4000, required=False,
        help_text=_("The words of a victim impact statement may stand here as well."),
    )  # fmt: skip

    @staticmethod
    def of(step: CourtStep) -> dict[str, Any]:
        """The step as the form shows it."""
        return {
            name: getattr(step, name) for name in ("kind", "due_on", "done_on", "note", "version")
        }


class ShillingsField(forms.DecimalField):
    """An amount in shillings; gives whole cents."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            required=False, min_value=0, max_digits=13, decimal_places=2, localize=False, **kwargs
        )

    def clean(self, value: Any) -> int | None:
        """The cents."""
        amount: Decimal | None = super().clean(value)
        return None if amount is None else int(amount * 100)


class AwardForm(VersionedForm):
    """Asks for what ``save_award`` takes, in shillings."""

    draft_name = "award"

    kind = forms.ChoiceField(label=_("What"), choices=AwardKind)
    asked = ShillingsField(label=_("Asked for, KES"))
    ordered = ShillingsField(label=_("Ordered, KES"))
    ordered_on = DayField(label=_("Ordered on"))
    paid = ShillingsField(label=_("Paid so far, KES"))
    note = PlainTextField(label=_("Note"), rows=2, max_length=1000, required=False)

    def answers(self) -> dict[str, Any]:
        """What the action takes."""
        said = self.cleaned_data
        return {
            "kind": said["kind"], "asked_cents": said["asked"] or 0,
            "ordered_cents": said["ordered"], "ordered_on": said["ordered_on"],
            "paid_cents": said["paid"] or 0, "note": said["note"], "expected": said["version"],
        }  # fmt: skip

    @staticmethod
    def of(award: Award) -> dict[str, Any]:
        """The award as the form shows it."""
        return {
            "kind": award.kind, "asked": shillings(award.asked_cents),
            "ordered": shillings(award.ordered_cents), "ordered_on": award.ordered_on,
            "paid": shillings(award.paid_cents), "note": award.note, "version": award.version,
        }  # fmt: skip


def shillings(cents: int | None) -> Decimal | None:
    """Cents as shillings."""
    return None if cents is None else Decimal(cents) / 100
