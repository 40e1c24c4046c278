"""What the settings of the helpline ask for."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kimbilio.helpline.choices import ProviderKind, Urgency, WordLanguage
from kimbilio.helpline.models import Account
from kimbilio.helpline.providers.known import provider_of
from kimbilio.web.forms import KimbilioForm, PlainTextField


class AccountForm(KimbilioForm):
    """Asks for what ``save_account`` takes; each provider adds what it needs to know.

    Secrets are typed and never shown again: a field left empty keeps what was there.
    """

    name = PlainTextField(label=_("Name for colleagues"), max_length=60)
    is_active = forms.BooleanField(label=_("In use"), required=False, initial=True)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, *args: Any, provider: ProviderKind, account: Account | None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.asks = provider_of(provider).asks
        held = account.typed if account else {}
        for one in self.asks:
            is_kept = one.is_secret and bool(held.get(one.name))
            widget = forms.PasswordInput(attrs={"autocomplete": "off"}) if one.is_secret else None
            self.fields[one.name] = PlainTextField(
                label=one.label, max_length=2000, required=False, widget=widget or forms.TextInput(),
                help_text=_("Kept. Leave it empty to keep it.") if is_kept else one.hint,
                initial="" if one.is_secret else held.get(one.name, ""),
            )  # fmt: skip

    def typed(self) -> dict[str, str]:
        """What was typed for the provider."""
        return {one.name: self.cleaned_data.get(one.name, "") for one in self.asks}


class UrgentWordForm(KimbilioForm):
    """Asks for what ``save_urgent_word`` takes."""

    word = PlainTextField(label=_("Word or phrase"), max_length=60)
    language = forms.ChoiceField(label=_("Language"), choices=WordLanguage)
    urgency = forms.ChoiceField(
        label=_("Then"), choices=[(u.value, u.label) for u in (Urgency.LOOK_FIRST, Urgency.TODAY)]
    )
    is_active = forms.BooleanField(label=_("In use"), required=False, initial=True)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class SafeReplyForm(KimbilioForm):
    """Asks for what ``save_safe_reply`` takes."""

    text = PlainTextField(label=_("Answer"), max_length=300, rows=2)
    language = forms.ChoiceField(label=_("Language"), choices=WordLanguage)
    place = forms.IntegerField(label=_("Order"), min_value=0, max_value=99, initial=0)
    is_active = forms.BooleanField(label=_("In use"), required=False, initial=True)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
