"""What the pages about accounts ask for."""

from typing import Any

from allauth.account.forms import LoginForm
from django import forms
from django.utils.translation import gettext_lazy as _


class SignInForm(LoginForm):  # type: ignore[misc]  # allauth is not typed here
    """E-mail, password and, for those who use an app, its code on the same page."""

    code = forms.CharField(
        label=_("Code from your authenticator app"), required=False, max_length=20
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        email, password, code = (self.fields[name] for name in ("login", "password", "code"))
        email.label, password.label = _("Work e-mail"), _("Password")
        password.help_text = ""
        email.widget.attrs = {"autocomplete": "username webauthn", "class": "form-control"}
        password.widget.attrs = {"autocomplete": "current-password", "class": "form-control"}
        code.widget.attrs = {
            "autocomplete": "one-time-code",
            "inputmode": "numeric",
            "class": "form-control otp",
        }
