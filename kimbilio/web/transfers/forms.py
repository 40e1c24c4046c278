"""The forms of transfers, those that leave and those that arrive."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from kimbilio.access.choices import Compartment
from kimbilio.accounts.models import User
from kimbilio.cases.actions.intake import may_lead
from kimbilio.interchange.queries import units_for_import
from kimbilio.kernel.errors import BadInput
from kimbilio.organisation.models import Unit
from kimbilio.referrals.choices import LegalGround
from kimbilio.transfers.choices import Lock
from kimbilio.transfers.container import LARGEST, MEGABYTE
from kimbilio.vault.exchange_keys import LONGEST, NotAPublicKey, read_public
from kimbilio.web.cases.people_forms import DAY
from kimbilio.web.forms import KimbilioForm, PlainTextField

NONE = [("", "—")]


class AskForm(KimbilioForm):
    """Asks for what ``ask_transfer`` takes."""

    draft_name = "transfer"

    organisation = PlainTextField(
        label=_("To which organisation?"), max_length=120,
        help_text=_("Under the name with which consent to share was recorded."),
        widget=forms.TextInput(attrs={"list": "agreed", "autocomplete": "off"}),
    )  # fmt: skip
    contact = PlainTextField(
        label=_("With whom did you agree it?"), max_length=200,
        help_text=_("Name and phone of the colleague there."),
    )  # fmt: skip
    hand_over_on = forms.DateField(label=_("Day of hand-over"), widget=DAY)
    why = PlainTextField(label=_("Why does the case go there?"), max_length=2000, rows=3)


class LeadAskForm(AskForm):
    """The same for team leads, who may share on a legal ground."""

    ground = forms.ChoiceField(
        label=_("Without consent: legal ground"), required=False,
        choices=[*NONE, *LegalGround.choices],
    )  # fmt: skip
    ground_words = PlainTextField(label=_("Why"), max_length=1000, required=False, rows=2)


class AgreeForm(KimbilioForm):
    """Asks for what ``agree_transfer`` takes."""

    hand_over_on = forms.DateField(label=_("Day of hand-over"), widget=DAY)


class PackForm(KimbilioForm):
    """Asks for what ``begin_package`` takes; a pasted key comes back once with its number."""

    parts = forms.MultipleChoiceField(
        label=_("What goes along"), widget=forms.CheckboxSelectMultiple,
        help_text=_("Without identity nobody can help. What is not ticked stays here."),
    )  # fmt: skip
    with_documents = forms.BooleanField(
        label=_("With the documents of these parts"), required=False, initial=True
    )
    lock = forms.ChoiceField(
        label=_("How it is locked"), choices=Lock, widget=forms.RadioSelect, initial=Lock.KEY
    )
    their_key = PlainTextField(
        label=_("Key of their Kimbilio"), max_length=LONGEST, required=False, rows=4,
        help_text=_("The text that begins with BEGIN KIMBILIO EXCHANGE KEY."),
    )  # fmt: skip
    is_compared = forms.BooleanField(
        label=_("I read this number out on the phone, and theirs is the same"), required=False
    )
    compared = PlainTextField(required=False, max_length=60, widget=forms.HiddenInput)

    def __init__(self, *args: Any, parts: list[Compartment], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = cast(forms.MultipleChoiceField, self.fields["parts"])
        choice.choices = [(part.value, part.label) for part in parts]
        choice.initial = [Compartment.IDENTITY.value, Compartment.STORY.value]
        self.number = ""

    def clean(self) -> dict[str, Any]:
        """Show the number of a key before anything is locked for it."""
        answers: dict[str, Any] = super().clean() or {}
        if answers.get("lock") != Lock.KEY:
            return answers
        try:
            self.number = read_public(answers.get("their_key", "")).number
        except NotAPublicKey:
            self.add_error(
                "their_key",
                _("This is not the key of a Kimbilio, or a part is missing. Copy the whole text."),
            )
            return answers
        if not answers.get("is_compared") or answers.get("compared") != self.number:
            self.add_error(
                "is_compared", _("Compare the number with them on the phone before you pack.")
            )
        return answers

    def answers(self) -> dict[str, Any]:
        """What the action takes."""
        taken = ("parts", "with_documents", "lock", "their_key", "compared")
        return {name: self.cleaned_data[name] for name in taken}


class AcceptedForm(KimbilioForm):
    """Asks for what ``record_acceptance`` takes."""

    proof = PlainTextField(
        label=_("Their acceptance code"), max_length=20, required=False,
        help_text=_("Their Kimbilio shows it when they accept. It looks like K7QM-3TPX."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    words = PlainTextField(
        label=_("Without a code: who told you, and how?"), required=False, rows=2
    )


class DeclinedForm(KimbilioForm):
    """Asks for what ``record_decline`` takes."""

    words = PlainTextField(label=_("What did they say?"), rows=2)


class BringForm(KimbilioForm):
    """Asks for what ``bring_package`` takes."""

    file = forms.FileField(
        label=_("Package"), help_text=_("One file that ends in .kimbilio, at most 27 MB."),
        widget=forms.ClearableFileInput(attrs={"accept": ".kimbilio"}),
    )  # fmt: skip
    passphrase = PlainTextField(
        label=_("Six words"), max_length=200, required=False,
        help_text=_("Only if it is locked with words. They tell you by phone."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
    )  # fmt: skip

    def content(self) -> bytes:
        """The bytes of the upload; one that was too large arrived without any."""
        file = self.cleaned_data["file"]
        content: bytes = file.read()
        if not content and file.size:
            raise BadInput(
                _("This file is too large. At most %(limit)d MB can be kept.")
                % {"limit": LARGEST // MEGABYTE},
                field="file",
            )
        return content


class LeadField(forms.ModelChoiceField):  # type: ignore[type-arg]  # only the stubs have arguments
    """Somebody who may lead a case, by name."""

    def label_from_instance(self, obj: Any) -> str:
        """The name alone."""
        return str(obj.name)


class AcceptForm(KimbilioForm):
    """Asks for what ``accept_arrival`` takes."""

    unit = forms.ModelChoiceField(label=_("Unit"), queryset=Unit.objects.none(), empty_label=None)
    lead = LeadField(label=_("Case lead"), queryset=User.objects.none(), empty_label=_("Choose"))

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        leads = [user.pk for user in User.objects.filter(is_active=True) if may_lead(user)]
        unit, lead = cast(Any, self.fields["unit"]), cast(Any, self.fields["lead"])
        unit.queryset = units_for_import(by)
        lead.queryset = User.objects.filter(pk__in=leads).order_by("name")
