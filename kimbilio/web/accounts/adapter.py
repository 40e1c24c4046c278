"""Where allauth asks us: words, throttling, and what happens once somebody is in."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context, ratelimit
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kimbilio.accounts import locks
from kimbilio.accounts.devices import Device
from kimbilio.accounts.models import User
from kimbilio.accounts.second_factor import HAS_FACTOR, needs_second_factor
from kimbilio.audit.choices import Event
from kimbilio.staff import own_account
from kimbilio.web.accounts.arrival import arrive

SILENT = {"account/messages/logged_in.txt", "account/messages/logged_out.txt"}
SECOND_FACTOR_EVENTS = {
    "mfa/messages/totp_activated.txt": (Event.SECOND_FACTOR_ADDED, "app"),
    "mfa/messages/totp_deactivated.txt": (Event.SECOND_FACTOR_REMOVED, "app"),
    "mfa/messages/webauthn_added.txt": (Event.SECOND_FACTOR_ADDED, "passkey"),
    "mfa/messages/webauthn_removed.txt": (Event.SECOND_FACTOR_REMOVED, "passkey"),
    "mfa/messages/recovery_codes_generated.txt": (Event.RECOVERY_CODES_MADE, "codes"),
}


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth is not typed
    """allauth's account flows with this house's rules."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("This account is closed. Ask an administrator."),
        "email_password_mismatch": _("E-mail and password do not fit. Check both and try again."),
        "incorrect_code": _("This code does not fit. Wait for the next one and try again."),
        "incorrect_password": _("This password does not fit. Try again."),
        "invalid_login": _("E-mail and password do not fit. Check both and try again."),
        "invalid_password_reset": _("This link no longer works. Ask for a new one."),
        "too_many_login_attempts": _(
            "Too many tries from here. Wait five minutes, or use your passkey."
        ),
        "rate_limited": _("Too many tries. Wait a minute."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts are made by invitation only."""
        return False

    def add_message(
        self, request: HttpRequest, level: int, message_template: Any = None, *args: Any, **kw: Any
    ) -> None:
        """Tell what changed; that somebody is in or out they see for themselves.

        allauth says each change of a second factor here, so this is where the trail hears of it.
        """
        if message_template in SECOND_FACTOR_EVENTS and isinstance(request.user, User):
            event, kind = SECOND_FACTOR_EVENTS[message_template]
            own_account.note_second_factor(by=request.user, event=event, kind=kind)
            request.session[HAS_FACTOR] = False  # asked anew at the next page
        if message_template not in SILENT:
            super().add_message(request, level, message_template, *args, **kw)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send a notice; a mail server that fails does not undo what it was about."""
        self.render_mail(template_prefix, email, context).send(fail_silently=True)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """The start page, or the set-up of a second factor that is due."""
        return reverse("mfa_index") if needs_second_factor(request) else settings.LOGIN_REDIRECT_URL

    def get_login_stages(self) -> list[str]:
        """Only the second factor stands between the password and the desk."""
        return ["kimbilio.web.accounts.second_factor.SecondFactorStage"]

    def post_login(self, request: HttpRequest, user: AbstractBaseUser, **hook: Any) -> HttpResponse:
        """Note the sign-in, and let the device be known from now on."""
        assert isinstance(user, User)
        arrive(request, user)
        response: HttpResponse = super().post_login(request, user, **hook)
        Device.of(request).remember(user.email, response)
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, user.language, samesite="Lax")
        return response

    def logout(self, request: HttpRequest) -> None:
        """Sign out, with a line in the trail."""
        if isinstance(request.user, User):
            own_account.note_signed_out(by=request.user)
        super().logout(request)

    def set_password(self, user: AbstractBaseUser, password: str) -> None:
        """Store a new password, with a line in the trail; other sessions end by themselves."""
        super().set_password(user, password)
        assert isinstance(user, User)
        own_account.note_password_changed(by=user)

    # Throttling: a device its owner has used before has its own purse.

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Spend one try; refuse when this place or this account has had too many."""
        for action, key in self._purses(request, credentials):
            if not ratelimit.consume(request, action=action, key=key):
                self._note_failed(credentials, is_paused=True)
                raise self.validation_error("too_many_login_attempts")

    def authenticate(self, request: HttpRequest, **credentials: Any) -> AbstractBaseUser | None:
        """As allauth does; a right password gives the tries back."""
        user: AbstractBaseUser | None = super().authenticate(request, **credentials)
        if user:
            for action, key in self._purses(request, credentials):
                if action in {"sign_in_known", "sign_in_stranger"}:
                    ratelimit.clear(request, action=action, key=key)
        return user

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Leave a line in the trail."""
        self._note_failed(credentials, is_paused=False)

    def _note_failed(self, credentials: dict[str, Any], *, is_paused: bool) -> None:
        email = str(credentials.get("email", "")).strip().lower()
        user = User.objects.filter(email=email).first()
        own_account.note_sign_in_failed(user=user, is_paused=is_paused)

    def _purses(self, request: HttpRequest, credentials: dict[str, Any]) -> list[tuple[str, str]]:
        email = str(credentials.get("email", "")).strip().lower()
        device = Device.of(request)
        if device.knows(email):
            return [("sign_in_known", f"{device.key}:{email}")]
        address = self.get_client_ip(request)
        return [
            ("sign_in_address", ""),
            ("sign_in_stranger", f"{address}:{email}"),
            ("sign_in_account", email),
        ]

    def reauthenticate(self, user: AbstractBaseUser, password: str) -> bool:
        """Check the password of somebody who is already in; allauth limits the tries per user."""
        return user.check_password(password)

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Not of somebody who has signed in or reopened the screen a moment ago."""
        request = context.request
        records = get_authentication_records(request, request.user)
        signed_in_at = max((float(record["at"]) for record in records), default=0.0)
        return not locks.is_recent(signed_in_at, settings.ACCOUNT_REAUTHENTICATION_TIMEOUT)

    def get_reauthentication_methods(self, user: AbstractBaseUser | AnonymousUser) -> list[Any]:
        """The same ways back in, in our words."""
        words = {
            "reauthenticate": _("Use your password"),
            "mfa_reauthenticate": _("Use a code"),
            "mfa_reauthenticate:webauthn": _("Use your passkey"),
        }
        methods = super().get_reauthentication_methods(user)
        return [{**method, "description": words[method["id"]]} for method in methods]
