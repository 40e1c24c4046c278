"""What the pages of referrals ask for: each form takes what its action takes."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kimbilio.referrals.choices import (
    ANSWERS,
    TAKEN_FROM_CASE,
    DeclineReason,
    ItemKind,
    LegalGround,
    Service,
    State,
)
from kimbilio.web.forms import KimbilioForm, PlainTextField
from kimbilio.web.work.forms import MomentField

NONE = [("", "—")]


class ReferralForm(KimbilioForm):
    """Asks for what ``draft_referral`` takes."""

    draft_name = "referral"

    partner = PlainTextField(
        label=_("Partner"),
        max_length=120,
        widget=forms.TextInput(attrs={"list": "partners", "autocomplete": "off"}),
    )
    email = forms.EmailField(
        label=_("Their e-mail"), required=False,
        help_text=_("The link goes there in neutral words. Without it you pass the link on."),
    )  # fmt: skip
    service = forms.ChoiceField(label=_("For"), choices=Service)
    need = PlainTextField(label=_("What do you ask them for?"), max_length=1000, rows=2)
    share = forms.MultipleChoiceField(
        label=_("Share from the file"), required=False, widget=forms.CheckboxSelectMultiple,
        choices=[(kind.value, kind.label) for kind in TAKEN_FROM_CASE],
    )  # fmt: skip
    story = PlainTextField(label=ItemKind.STORY.label, required=False, rows=2)
    health = PlainTextField(label=ItemKind.HEALTH.label, required=False, rows=2)
    legal = PlainTextField(label=ItemKind.LEGAL.label, required=False, rows=2)
    whereabouts = PlainTextField(label=ItemKind.WHEREABOUTS.label, required=False, rows=2)

    def answers(self) -> dict[str, Any]:
        """What the action takes."""
        given = dict(self.cleaned_data)
        kinds = (ItemKind.STORY, ItemKind.HEALTH, ItemKind.LEGAL, ItemKind.WHEREABOUTS)
        typed = {kind: given.pop(kind.value, "") for kind in kinds}
        return {**given, "share": [ItemKind(one) for one in given["share"]], "typed": typed}


class LeadReferralForm(ReferralForm):
    """The same for team leads, who may share on a legal ground."""

    ground = forms.ChoiceField(
        label=_("Without consent: legal ground"),
        required=False,
        choices=[*NONE, *LegalGround.choices],
    )
    ground_words = PlainTextField(label=_("Why"), max_length=1000, required=False, rows=2)


class AnswerForm(KimbilioForm):
    """What a partner says, on their page or told to us."""

    state = forms.ChoiceField(
        label=_("Answer"), widget=forms.RadioSelect,
        choices=[(one.value, one.label) for one in State if one in ANSWERS],
    )  # fmt: skip
    reason = forms.ChoiceField(
        label=_("If declined: why"), required=False, choices=[*NONE, *DeclineReason.choices]
    )
    meeting_at = MomentField(label=_("If a date is given: when"), required=False)
    words = PlainTextField(label=_("Words"), required=False, rows=3)

    def allow(self, moves: frozenset[State]) -> "AnswerForm":
        """Offer only what can come next."""
        self.fields["state"].choices = [  # type: ignore[attr-defined]  # a choice
            (one.value, one.label) for one in State if one in ANSWERS & moves
        ]
        return self
