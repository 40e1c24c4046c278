"""What the pages of referrals ask for: each form takes what its action takes."""

from typing import Any, ClassVar, cast

from django import forms
from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kimbilio.access.choices import Compartment
from kimbilio.partners.choices import Service
from kimbilio.partners.models import Partner
from kimbilio.referrals.choices import (
    ANSWERS,
    PART_OF_ITEM,
    TAKEN_FROM_CASE,
    TYPED,
    DeclineReason,
    ItemKind,
    LegalGround,
    Paper,
    State,
)
from kimbilio.referrals.queries import Record
from kimbilio.web.forms import KimbilioForm, PlainTextField
from kimbilio.web.work.forms import MomentField, VersionedForm

NONE = [("", "—")]


class EntryField(forms.ChoiceField):
    """One of the entries of the directory offered; gives the ``Partner`` or None."""

    entries: dict[str, Partner]

    def offer(self, entries: list[Partner], records: list[Record]) -> None:
        """Let one of these be chosen, each with how it answered before."""
        told = {record.partner.pk: record for record in records}
        self.entries = {str(entry.pk): entry for entry in entries}
        self.choices = [
            *NONE,
            *(
                (key, _entry_label(entry, told.get(entry.pk)))
                for key, entry in self.entries.items()
            ),
        ]

    def clean(self, value: Any) -> Partner | None:
        """The entry behind the chosen key."""
        return self.entries.get(super().clean(value))


def _entry_label(entry: Partner, record: Record | None) -> str:
    if record is None:
        return entry.name
    if record.share is None:
        return f"{entry.name} · {gettext('has not answered yet')}"
    facts = {"share": record.share, "hours": record.hours}
    return f"{entry.name} · {gettext('takes %(share)s of 100, answers in %(hours)s h') % facts}"


class ReferralForm(KimbilioForm):
    """Asks for what ``draft_referral`` takes."""

    draft_name = "referral"

    partner = PlainTextField(
        label=_("Partner"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"list": "partners", "autocomplete": "off"}),
    )
    entry = EntryField(label=_("Or from the directory"), required=False)
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

    def offer_entries(self, entries: list[Partner], records: list[Record]) -> None:
        """Let the partner be one of the directory."""
        cast(EntryField, self.fields["entry"]).offer(entries, records)

    def clean(self) -> dict[str, Any]:
        """There is a partner, one way or the other."""
        answers = super().clean() or self.cleaned_data
        is_refused = bool(self.errors.keys() & {"partner", "entry"})
        if not is_refused and not answers.get("partner") and not answers.get("entry"):
            self.add_error("partner", _("Say which partner."))
        return answers

    def offer_only(self, parts: frozenset[Compartment]) -> None:
        """Leave out what the person may not share of this case."""
        for kind in TYPED:
            if PART_OF_ITEM[kind] not in parts:
                del self.fields[kind.value]
        share = cast(forms.MultipleChoiceField, self.fields["share"])
        share.choices = [
            (kind.value, kind.label) for kind in TAKEN_FROM_CASE if PART_OF_ITEM[kind] in parts
        ]

    def answers(self) -> dict[str, Any]:
        """What the action takes."""
        given = dict(self.cleaned_data)
        typed = {kind: given.pop(kind.value, "") for kind in TYPED}
        return {**given, "share": [ItemKind(one) for one in given["share"]], "typed": typed}


class LeadReferralForm(ReferralForm):
    """The same for team leads, who may share on a legal ground."""

    ground = forms.ChoiceField(
        label=_("Without consent: legal ground"),
        required=False,
        choices=[*NONE, *LegalGround.choices],
    )
    ground_words = PlainTextField(label=_("Why"), max_length=1000, required=False, rows=2)


class SendForm(KimbilioForm):
    """Asks how the code goes; a sending that arrives twice makes one link."""

    code_to = PlainTextField(
        label=_("Send the code by SMS to"), max_length=40, required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
        help_text=_("A phone of the partner, never of the person. Leave it empty to tell it by phone."),
    )  # fmt: skip


class PrintForm(KimbilioForm):
    """Asks for what ``print_referral`` takes."""

    paper = forms.ChoiceField(label=_("As what"), choices=Paper)
    language = forms.ChoiceField(label=_("Language of the paper"), choices=settings.LANGUAGES)

    def clean_paper(self) -> Paper:
        """The kind of paper."""
        return Paper(self.cleaned_data["paper"])


class WithdrawForm(VersionedForm):
    """Asks for what ``withdraw_referral`` takes."""


class ReplyForm(VersionedForm):
    """Asks for what ``answer_question`` takes."""

    reply = PlainTextField(label=_("Your answer"), rows=3)


class AnswerForm(KimbilioForm):
    """What a partner says, on their page or told to us; ``SAID`` has other words for some states."""

    SAID: ClassVar[dict[State, Any]] = {}

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
        cast(forms.ChoiceField, self.fields["state"]).choices = [
            (one.value, self.SAID.get(one, one.label)) for one in State if one in ANSWERS & moves
        ]
        return self


class ToldForm(AnswerForm, VersionedForm):
    """The same, as they told it to one of us: what they said behind their link meanwhile stays."""
