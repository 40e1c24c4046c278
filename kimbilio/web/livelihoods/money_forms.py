"""What the pages of business and of the ledger ask for."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kimbilio.livelihoods.actions.giving import Given
from kimbilio.livelihoods.choices import (
    PAID_FROM_ITS_PAGE,
    AidKind,
    ClosedWhy,
    FigureSource,
    Sector,
)
from kimbilio.livelihoods.models import Business, FundingGrant, MonthFigure
from kimbilio.web.cases.plan.forms import DayField
from kimbilio.web.forms import KimbilioForm, PlainTextField
from kimbilio.web.justice.forms import EMPTY, ShillingsField, shillings
from kimbilio.web.livelihoods.fields import (
    AmountField,
    FundingField,
    MonthField,
    PaperField,
    SignedShillingsField,
)
from kimbilio.web.livelihoods.forms import EndForm, EpisodeForm
from kimbilio.web.work.forms import VersionedForm

GIVEN_FREELY = [(one.value, one.label) for one in AidKind if one not in PAID_FROM_ITS_PAGE]


class BusinessForm(EpisodeForm):
    """Asks for what ``begin_business`` takes."""

    draft_name = "business"

    sector = forms.ChoiceField(label=_("Line of business"), choices=Sector)

    field_order = ("sector", "wish")


class PlanForm(VersionedForm):
    """Asks for what ``describe_business`` takes."""

    draft_name = "business_plan"

    sector = forms.ChoiceField(label=_("Line of business"), choices=Sector)
    training = PlainTextField(label=_("What was learnt for it"), max_length=400, required=False)
    trained_on = DayField(label=_("Training completed on"))
    plan = PlainTextField(
        label=_("Business plan"), rows=8, max_length=6000, required=False,
        help_text=_("What is sold to whom, what it costs, what is needed to begin."),
    )  # fmt: skip

    @staticmethod
    def of(business: Business) -> dict[str, Any]:
        """The business as the form shows it."""
        names = ("sector", "training", "trained_on", "plan", "version")
        return {name: getattr(business, name) for name in names}


class CloseForm(EndForm):
    """Asks for what ``close_business`` takes."""

    closed_why = forms.ChoiceField(
        label=_("If the business was given up: why"), choices=[EMPTY, *ClosedWhy.choices],
        required=False,
    )  # fmt: skip

    field_order = ("outcome", "closed_why", "summary")


class AskGrantForm(KimbilioForm):
    """Asks for what ``ask_grant`` takes."""

    draft_name = "business_grant"

    wanted = AmountField(label=_("Amount asked for, KES"))
    appraisal = PlainTextField(
        label=_("What do you think of the plan?"), rows=5, max_length=4000,
        help_text=_("A lead who did not ask reads this and decides."),
    )  # fmt: skip


class DecideForm(VersionedForm):
    """Asks for what ``decide_grant`` takes."""

    draft_name = "business_grant_decision"

    answer = forms.ChoiceField(
        label=_("Your answer"), choices=[("yes", _("Yes")), ("no", _("No"))],
        widget=forms.RadioSelect,
    )  # fmt: skip
    approved = ShillingsField(label=_("Amount approved, KES"))
    funding = FundingField(label=_("Which grant pays"), required=False)
    words = PlainTextField(label=_("Why"), rows=3, max_length=1000, required=False)


class TrancheForm(KimbilioForm):
    """Asks for what ``plan_tranche`` takes."""

    draft_name = "tranche"

    amount = AmountField(label=_("Amount, KES"))
    condition = PlainTextField(
        label=_("What has to be true before it is paid"), rows=2, max_length=400, required=False,
        help_text=_("The first part may have none."),
    )  # fmt: skip


class ReasonForm(VersionedForm):
    """Asks why."""

    reason = PlainTextField(label=_("Why"), rows=3, max_length=400)


class SureForm(VersionedForm):
    """Asks for nothing but a yes."""


class GivenForm(KimbilioForm):
    """What every row of the ledger asks: when, how much, who pays, which receipt."""

    given_on = DayField(label=_("Given on"), required=True, initial=timezone.localdate)
    cost = AmountField(label=_("Cost, KES"))
    funding = FundingField(label=_("Which grant pays"))
    receipt = PlainTextField(label=_("Number of the receipt"), max_length=80, required=False)
    document = PaperField()
    words = PlainTextField(label=_("In a few words"), max_length=400, required=False)

    def given(self, **more: Any) -> Given:
        """What the action takes."""
        said = self.cleaned_data
        return Given(
            given_on=said["given_on"], cost_cents=said["cost"], funding=said["funding"],
            receipt=said["receipt"], document=said["document"], words=said["words"], **more,
        )  # fmt: skip


class PayForm(GivenForm):
    """Asks for a payment that belongs to a term or a part of a business grant."""

    draft_name = "paying"


class AidForm(GivenForm):
    """Asks for what ``give_aid`` takes."""

    draft_name = "giving"

    kind = forms.ChoiceField(label=_("What was given"), choices=GIVEN_FREELY)
    quantity = forms.IntegerField(label=_("How many"), min_value=1, initial=1)
    to_survivor = forms.BooleanField(label=_("For the person"), required=False, initial=True)
    dependants = forms.IntegerField(
        label=_("Dependants who had part in it"), min_value=0, max_value=40, initial=0
    )
    is_another = forms.BooleanField(
        label=_("The same was given a second time on this day"), required=False
    )

    field_order = (
        "kind", "words", "quantity", "to_survivor", "dependants", "given_on", "cost", "funding",
        "receipt", "document", "is_another",
    )  # fmt: skip

    def aid(self) -> Given:
        """What was given, and for whom."""
        said = self.cleaned_data
        names = ("quantity", "to_survivor", "dependants")
        return self.given(**{name: said[name] for name in names})


class AssetForm(KimbilioForm):
    """Asks for what ``add_asset`` takes."""

    draft_name = "asset"

    what = PlainTextField(label=_("What was bought"), max_length=200)
    bought_on = DayField(label=_("Bought on"), required=True)
    cost = AmountField(label=_("Price, KES"))
    receipt = PlainTextField(label=_("Number of the receipt"), max_length=80, required=False)
    document = PaperField()


class VisitForm(KimbilioForm):
    """Asks for what ``log_visit`` takes."""

    draft_name = "mentor_visit"

    visited_on = DayField(label=_("Visited on"), required=True, initial=timezone.localdate)
    words = PlainTextField(label=_("What did you see?"), rows=4, max_length=2000)
    advice = PlainTextField(
        label=_("What did you advise?"), rows=3, max_length=2000, required=False
    )


class FigureForm(VersionedForm):
    """Asks for what ``save_figure`` takes."""

    draft_name = "month_figure"

    month = MonthField(label=_("Month"))
    sales = SignedShillingsField(label=_("Sales, KES"))
    profit = SignedShillingsField(
        label=_("Profit, KES"), help_text=_("A loss stands with a minus: -500.")
    )
    source = forms.ChoiceField(label=_("How do we know?"), choices=FigureSource)
    note = PlainTextField(label=_("Note"), max_length=400, required=False)

    def answers(self) -> dict[str, Any]:
        """What the action takes."""
        said = self.cleaned_data
        return {
            "month": said["month"], "sales_cents": said["sales"], "profit_cents": said["profit"],
            "source": said["source"], "note": said["note"], "expected": said["version"],
        }  # fmt: skip

    @staticmethod
    def of(figure: MonthFigure) -> dict[str, Any]:
        """The month as the form shows it."""
        return {
            "month": figure.month.isoformat(), "sales": shillings(figure.sales_cents),
            "profit": shillings(figure.profit_cents), "source": figure.source,
            "note": figure.note, "version": figure.version,
        }  # fmt: skip


class FundingForm(VersionedForm):
    """Asks for what ``save_funding`` takes."""

    draft_name = "funding"

    donor = PlainTextField(label=_("Donor"), max_length=120)
    code = PlainTextField(label=pgettext_lazy("grant", "Code of the grant"), max_length=40)
    from_on = DayField(label=_("Pays from"), required=True)
    until_on = DayField(label=_("Pays until"), required=True)
    total = ShillingsField(label=_("Amount in all, KES, if it is known"))
    is_active = forms.BooleanField(label=_("In use"), required=False, initial=True)

    def answers(self) -> dict[str, Any]:
        """What the action takes."""
        said = dict(self.cleaned_data)
        total, expected = said.pop("total"), said.pop("version")
        return {**said, "total_cents": total, "expected": expected}

    @staticmethod
    def of(funding: FundingGrant) -> dict[str, Any]:
        """The grant as the form shows it."""
        names = ("donor", "code", "from_on", "until_on", "is_active", "version")
        return {name: getattr(funding, name) for name in names} | {
            "total": shillings(funding.total_cents)
        }
