"""What the pages about accounts ask for."""

from typing import Any

from allauth.account.forms import (
    ChangePasswordForm,
    LoginForm,
    ReauthenticateForm,
    ResetPasswordForm,
    ResetPasswordKeyForm,
    SetPasswordForm,
)
from allauth.mfa.base.forms import ReauthenticateForm as ReauthenticateByCodeForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import EditWebAuthnForm
from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from kimbilio.accounts.choices import Role
from kimbilio.accounts.models import User
from kimbilio.staff.notices import send_password_link
from kimbilio.web.fields import PlainTextField, RefuseBadCharacters


class SignInForm(LoginForm):  # type: ignore[misc]  # allauth is not typed here
    """E-mail, password and, for those who use an app, its code on the same page."""

    code = forms.CharField(
        label=_("Code from your authenticator app"),
        help_text=_("You can paste the code. It has 30 seconds, and we accept the one before."),
        required=False,
        max_length=20,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        email, password, code = (self.fields[name] for name in ("login", "password", "code"))
        email.label, password.label = _("Work email"), _("Password")
        password.help_text = ""
        # The field stands above the passkey, outside of its own form.
        email.widget.attrs = {"autocomplete": "username webauthn", "form": "by-password"}
        password.widget.attrs = {"autocomplete": "current-password"}
        code.widget.attrs = {
            "autocomplete": "one-time-code",
            "inputmode": "numeric",
            "class": "form-control otp",
        }


class OurWords:
    """allauth's fields by the names people here know; a mixin before an allauth form."""

    fields: dict[str, forms.Field]
    words = {
        "password": (_("Password"), "current-password"),
        "oldpassword": (_("Password until now"), "current-password"),
        "password1": (_("New password"), "new-password"),
        "password2": (_("New password, again"), "new-password"),
        "code": (_("Code from your authenticator app"), "one-time-code"),
        "name": (_("A name for it, such as office laptop"), "off"),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label, fills_in = self.words[name]
            field.help_text = ""
            field.widget.attrs = {"autocomplete": fills_in, "class": "form-control"}


class ConfirmForm(OurWords, ReauthenticateForm):  # type: ignore[misc]  # allauth is not typed here
    """Asks for the password before something that matters."""


class ConfirmByCodeForm(OurWords, ReauthenticateByCodeForm):  # type: ignore[misc]  # the same
    """Asks for a code before something that matters."""


class NewPasswordForm(OurWords, ChangePasswordForm):  # type: ignore[misc]  # the same
    """Asks for the password until now and the new one."""


class FirstPasswordForm(OurWords, SetPasswordForm):  # type: ignore[misc]  # the same
    """Asks somebody who has only passkeys for a password."""


class PasswordByMailForm(OurWords, ResetPasswordKeyForm):  # type: ignore[misc]  # the same
    """Asks for a new password after the link in a mail."""


class AppForm(OurWords, ActivateTOTPForm):  # type: ignore[misc]  # the same
    """Asks for the first code of a new app."""


class PasskeyNameForm(OurWords, EditWebAuthnForm):  # type: ignore[misc]  # the same
    """Asks for another name of a passkey."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].validators.append(RefuseBadCharacters())


class LostPasswordForm(ResetPasswordForm):  # type: ignore[misc]  # allauth is not typed here
    """Asks for an address, and answers the same for every one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("Work email")
        self.fields["email"].widget.attrs = {"autocomplete": "username"}

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        """Let the mail be sent in the background."""
        email = str(self.cleaned_data["email"]).strip().lower()
        send_password_link.enqueue(email)
        return email


class UnlockForm(forms.Form):
    """Asks for what opens a locked screen."""

    secret = forms.CharField(
        label=_("PIN or password"),
        max_length=256,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "autofocus": True}),
    )


class ProfileForm(forms.Form):
    """Asks for what ``set_preferences`` takes, under the same names."""

    name = PlainTextField(label=_("Your name, as colleagues see it"), max_length=120)
    phone = PlainTextField(label=_("Work phone"), max_length=20, required=False)
    language = forms.ChoiceField(
        label=_("Language"), choices=settings.LANGUAGES, widget=forms.RadioSelect
    )
    is_dense = forms.BooleanField(label=_("Show more rows on a page"), required=False)
    is_always_discreet = forms.BooleanField(
        label=_("Always start in discreet mode"), required=False
    )
    has_single_keys = forms.BooleanField(
        label=_("Use single-letter keys, such as N for a new case"), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("name", "phone"):
            self.fields[name].widget.attrs["class"] = "form-control"


class PinForm(forms.Form):
    """Asks for what ``set_pin`` takes, under the same names."""

    pin = forms.CharField(
        label=_("New PIN"),
        help_text=_("4 to 8 digits. It only opens your locked screen; it never signs you in."),
        required=False,
        max_length=8,
        widget=forms.PasswordInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
    )


class InvitationForm(forms.Form):
    """Asks for what ``accept_invitation`` takes, under the same names."""

    email = forms.EmailField(label=_("Work email"), max_length=254)
    name = PlainTextField(label=_("Your name, as colleagues see it"), max_length=120)
    password = forms.CharField(
        label=_("Password"),
        help_text=_(
            "At least 12 characters; three words are good. Leave it empty to use a passkey only."
        ),
        required=False,
        strip=False,
        max_length=256,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    language = forms.ChoiceField(
        label=_("Language"), choices=settings.LANGUAGES, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if email:  # the invitation says whose account it makes
            del self.fields["email"]
        self.invited = email
        for name in {"email", "name", "password"} & set(self.fields):
            self.fields[name].widget.attrs["class"] = "form-control"

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or {}
        password = answers.get("password")
        if password:
            email = self.invited or answers.get("email", "")
            try:
                validate_password(password, User(email=email, name=answers.get("name", "")))
            except forms.ValidationError as problem:
                self.add_error("password", problem)
        return answers


class InviteForm(forms.Form):
    """Asks for what ``invite_user`` takes, under the same names."""

    email = forms.EmailField(label=_("Work email"), max_length=254)
    name = PlainTextField(label=_("Name"), max_length=120)
    role = forms.ChoiceField(label=_("Role"), choices=Role)
    language = forms.ChoiceField(
        label=_("Language of the mail"), choices=settings.LANGUAGES, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, kind in {"email": "form-control", "name": "form-control", "role": "form-select"}.items():  # fmt: skip
            self.fields[name].widget.attrs["class"] = kind


class RoleForm(forms.Form):
    """Asks for what ``change_role`` takes, under the same names."""

    role = forms.ChoiceField(
        label=_("Role"), choices=Role, widget=forms.Select(attrs={"class": "form-select"})
    )
