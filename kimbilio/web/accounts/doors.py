"""allauth's views as pages of ours: each says what it needs and how far it reaches."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.cache import never_cache

from kimbilio.access.choices import Permission
from kimbilio.accounts.middleware import ALWAYS, SETUP

View = Callable[..., HttpResponseBase]


def _door(view: View, *, needs: Permission | None, reach: str) -> View:
    @wraps(view)
    def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return view(request, *args, **kwargs)

    page.needs = needs  # type: ignore[attr-defined]  # read by the guardrail test
    page.reach = reach  # type: ignore[attr-defined]  # read by the session guard
    return never_cache(page)


def _public(view: View) -> View:
    return _door(view, needs=None, reach=ALWAYS)


def _own(view: View) -> View:
    return _door(view, needs=Permission.SIGNED_IN, reach=SETUP)


sign_in = _public(account.login)
sign_out = _public(account.logout)
closed = _public(account.account_inactive)
reset_password = _public(account.password_reset)
reset_password_sent = _public(account.password_reset_done)
reset_password_from_key = _public(account.password_reset_from_key)
reset_password_done = _public(account.password_reset_from_key_done)
second_step = _public(mfa.authenticate)
passkey_sign_in = _public(webauthn.login_webauthn)

confirm = _own(account.reauthenticate)
change_password = _own(account.password_change)
set_password = _own(account.password_set)
second_factor = _own(mfa.index)
confirm_by_code = _own(mfa.reauthenticate)
add_app = _own(totp.activate_totp)
remove_app = _own(totp.deactivate_totp)
recovery_codes = _own(codes.view_recovery_codes)
new_recovery_codes = _own(codes.generate_recovery_codes)
download_recovery_codes = _own(codes.download_recovery_codes)
passkeys = _own(webauthn.list_webauthn)
add_passkey = _own(webauthn.add_webauthn)
confirm_by_passkey = _own(webauthn.reauthenticate_webauthn)
rename_passkey = _own(webauthn.edit_webauthn)
remove_passkey = _own(webauthn.remove_webauthn)
