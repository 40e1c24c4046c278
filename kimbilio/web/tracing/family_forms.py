"""What is asked about the family that was found, the child's best interest, the way home, and reports."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kimbilio.organisation.places import county_choices
from kimbilio.people.choices import RelationKind
from kimbilio.tracing.choices import (
    BestInterestAnswer,
    Capacity,
    IdSeen,
    Involved,
    LinkState,
    Proof,
    Ready,
    ReportSource,
    ReportState,
    Safety,
    Willing,
)
from kimbilio.tracing.models import (
    BestInterest,
    FamilyAssessment,
    FoundRelative,
    MissingReport,
    Preparation,
)
from kimbilio.web.cases.plan.forms import DayField
from kimbilio.web.forms import PlainTextField
from kimbilio.web.tracing.forms import EMPTY, SoughtForm, StepOfPlan
from kimbilio.web.work.forms import ColleagueField, MomentField, VersionedForm


def radio(label: Any, choices: Any) -> forms.ChoiceField:
    """One of a few, as buttons."""
    return forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect)


def ticks(label: Any, choices: Any, **kwargs: Any) -> forms.MultipleChoiceField:
    """Some of a list, as ticks."""
    return forms.MultipleChoiceField(
        label=label, choices=choices, widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("Choose from the list.")}, **kwargs,
    )  # fmt: skip


class RelativeForm(VersionedForm):
    """Asks for what ``save_relative`` takes."""

    draft_name = "relative"

    name = PlainTextField(label=_("Name"), max_length=160)
    relation = forms.ChoiceField(label=_("Who they are to the person"), choices=RelationKind)
    phone = PlainTextField(label=_("Phone"), max_length=40, required=False)
    place = PlainTextField(label=_("Where they live"), max_length=200, required=False)

    @staticmethod
    def of(relative: FoundRelative) -> dict[str, Any]:
        """The relative as the form shows it."""
        names = ("name", "relation", "phone", "place", "version")
        return {name: getattr(relative, name) for name in names}


class CheckForm(VersionedForm):
    """Asks for what ``check_relative`` takes."""

    draft_name = "relative_check"

    proofs = ticks(_("By what it was checked"), Proof)
    doubts = PlainTextField(
        label=_("What doubts are left"), rows=3, max_length=2000, required=False
    )
    on = DayField(label=_("Checked on"), required=True)

    @staticmethod
    def of(relative: FoundRelative) -> dict[str, Any]:
        """The check as the form shows it."""
        return {
            "proofs": relative.proofs, "doubts": relative.doubts, "version": relative.version,
            "on": relative.checked_on or timezone.localdate(),
        }  # fmt: skip


class AssessmentForm(VersionedForm):
    """Asks for what ``save_assessment`` takes."""

    draft_name = "family_assessment"

    safety = radio(_("Is it safe there?"), Safety)
    willing = radio(_("Does the family want it?"), Willing)
    capacity = radio(_("Can the family carry it?"), Capacity)
    involved = radio(_("Had somebody of the family a part in the trafficking?"), Involved)
    words = PlainTextField(
        label=_("What was seen and heard"), rows=5, max_length=4000, required=False
    )
    made_on = DayField(label=_("Made on"), required=True)

    @staticmethod
    def of(row: FamilyAssessment) -> dict[str, Any]:
        """The assessment as the form shows it."""
        names = ("safety", "willing", "capacity", "involved", "words", "made_on", "version")
        return {name: getattr(row, name) for name in names}


class BestInterestForm(VersionedForm):
    """Asks for what ``save_best_interest`` takes."""

    draft_name = "best_interest"

    options = PlainTextField(label=_("Ways that were weighed"), rows=5, max_length=4000)
    child_view = PlainTextField(
        label=_("What the child says"), rows=3, max_length=2000,
        help_text=_("In the child's own words. If the child cannot say it, why."),
    )  # fmt: skip
    decision = radio(_("What was decided"), BestInterestAnswer)
    reasons = PlainTextField(label=_("Why"), rows=4, max_length=4000, required=False)
    deciders = PlainTextField(
        label=_("Who decided"), rows=3, max_length=2000,
        help_text=_("One to a line: name and office."),
    )  # fmt: skip
    decided_on = DayField(label=_("Decided on"), required=True)

    @staticmethod
    def of(row: BestInterest) -> dict[str, Any]:
        """The note as the form shows it."""
        names = ("options", "child_view", "decision", "reasons", "decided_on", "version")
        return {name: getattr(row, name) for name in names} | {"deciders": "\n".join(row.deciders)}


class PrepareForm(VersionedForm):
    """Asks for what ``save_preparation`` takes."""

    draft_name = "home_prepare"

    ready = ticks(_("What is ready"), Ready, required=False)
    note = PlainTextField(label=_("What is still to do"), rows=3, max_length=2000, required=False)

    @staticmethod
    def of(row: Preparation) -> dict[str, Any]:
        """The list as the form shows it."""
        return {"ready": row.ready, "note": row.note, "version": row.version}


class ReceiverField(forms.ChoiceField):
    """One of the relatives that were found; gives the ``FoundRelative`` or None for somebody else."""

    def offer(self, relatives: list[FoundRelative]) -> None:
        """Let one of these be chosen, or somebody else."""
        self.relatives = {str(one.pk): one for one in relatives}
        shown = [
            (key, f"{one.name}, {one.get_relation_display()}")
            for key, one in self.relatives.items()
        ]
        self.choices = [("", _("Somebody else")), *shown]

    def clean(self, value: Any) -> FoundRelative | None:
        """The relative behind the chosen key."""
        return self.relatives.get(super().clean(value))


class HandoverForm(VersionedForm):
    """Asks for what ``hand_over`` takes."""

    draft_name = "handover_home"

    at = MomentField(label=_("When"))
    county = forms.ChoiceField(label=_("County"), choices=county_choices, required=False)
    place = PlainTextField(label=_("Where"), max_length=200)
    handed_by = ColleagueField(label=_("Who handed over"))
    relative = ReceiverField(label=_("Who received the person"), required=False)
    received_by = PlainTextField(
        label=_("If somebody else: their name"), max_length=160, required=False
    )
    relation = forms.ChoiceField(
        label=_("and who they are to the person"), choices=[EMPTY, *RelationKind.choices],
        required=False,
    )  # fmt: skip
    id_seen = forms.ChoiceField(label=_("Paper that was shown"), choices=IdSeen)
    signed_by = PlainTextField(
        label=_("Who signed"), max_length=400, rows=2,
        help_text=_("Names and offices: family, chief, children's officer, colleague."),
    )  # fmt: skip
    given = PlainTextField(
        label=_("What was given along"), rows=4, max_length=8000, required=False,
        help_text=_("One to a line: things, papers, medicine."),
    )  # fmt: skip
    first_follow_up_on = DayField(label=_("First follow-up on"), required=True)
    step = StepOfPlan(label=_("Step of the plan that ends with it"), required=False)
    word = PlainTextField(
        label=_("Reason of a lead"), rows=2, max_length=1000, required=False,
        help_text=_("Only where a lead lets it pass: why it had to be so. It is kept."),
    )  # fmt: skip

    def answers(self) -> dict[str, Any]:
        """What the action takes."""
        said = dict(self.cleaned_data)
        said["expected"] = said.pop("version")
        said["given"] = said["given"].splitlines()
        return said


class LinkForm(VersionedForm):
    """Asks for what ``decide_link`` takes."""

    draft_name = "family_link"

    state = forms.ChoiceField(
        label=_("Do they belong together?"), widget=forms.RadioSelect,
        choices=[
            (LinkState.CONFIRMED, pgettext_lazy("pair", "Yes, we checked it")),
            (LinkState.DISMISSED, pgettext_lazy("pair", "No")),
        ],
    )  # fmt: skip
    reason = PlainTextField(label=_("Why"), rows=3, max_length=1000)


class ReportForm(SoughtForm):
    """Asks for what ``save_report`` takes."""

    draft_name = "missing"

    reporter = PlainTextField(label=_("Who reports"), max_length=160)
    phone = PlainTextField(label=_("Phone"), max_length=40, required=False)
    source = forms.ChoiceField(label=_("How the report came"), choices=ReportSource)
    family = PlainTextField(
        label=_("Names of the family"), rows=2, max_length=400, required=False,
        help_text=_("One to a line: parents, brothers, sisters."),
    )  # fmt: skip
    missing_since = DayField(label=_("Missing since"))

    field_order = ["version", "reporter", "phone", "source", "relation"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["relation"].label = _("Who the missing person is to them")

    @classmethod
    def of(cls, report: MissingReport) -> dict[str, Any]:
        """The report as the form shows it."""
        names = ("reporter", "phone", "source", "family", "missing_since", "version")
        return cls.of_sought(report) | {name: getattr(report, name) for name in names}


class CloseReportForm(VersionedForm):
    """Asks for what ``close_report`` takes."""

    draft_name = "missing_close"

    state = radio(
        _("How it ended"), [one for one in ReportState.choices if one[0] != ReportState.OPEN]
    )
    outcome = PlainTextField(label=_("In a few words"), rows=3, max_length=1000)
