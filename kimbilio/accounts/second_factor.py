"""Who still has to set up a second factor, and how long they may work without."""

from datetime import timedelta

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest
from django.utils import timezone

from kimbilio.accounts.models import User

HAS_FACTOR = "has_second_factor"
GRACE = "second_factor_grace"
GRACE_LASTS = timedelta(hours=12)
LOOPBACK = {"127.0.0.1", "::1", ""}


def has_second_factor(user: User) -> bool:
    """Whether a passkey or an authenticator app is set up. Recovery codes alone do not count."""
    kinds = [Authenticator.Type.WEBAUTHN, Authenticator.Type.TOTP]
    return bool(Authenticator.objects.filter(user_id=user.pk, type__in=kinds).exists())


def is_exempt(request: HttpRequest, user: User) -> bool:
    """The demonstration's accounts on one's own machine."""
    return settings.IS_DEMO and user.is_demo and request.META.get("REMOTE_ADDR", "") in LOOPBACK


def needs_second_factor(request: HttpRequest) -> bool:
    """Whether the signed-in person may see only the set-up pages.

    Costs a query only until the answer is yes; then the session remembers it.
    """
    user = request.user
    if not isinstance(user, User) or is_exempt(request, user):
        return False
    session: SessionBase = request.session
    if session.get(HAS_FACTOR):
        return False
    if has_second_factor(user):
        session[HAS_FACTOR] = True
        return False
    due_at = user.second_factor_due_at
    return not (session.get(GRACE) and due_at and timezone.now() < due_at)
