"""Questions about staff."""

from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db.models import Exists, OuterRef, QuerySet

from kimbilio.access.choices import Permission
from kimbilio.access.rules import require
from kimbilio.accounts.models import Invitation, User

_FACTORS = [Authenticator.Type.WEBAUTHN, Authenticator.Type.TOTP]


@dataclass(frozen=True)
class OwnSession:
    """One device on which somebody is signed in."""

    id: int
    device: str
    ip: str
    since: datetime
    last_seen_at: datetime
    is_this_one: bool


def staff_list(*, viewer: User) -> QuerySet[User]:
    """Everybody with an account, open ones first, each with ``has_factor``."""
    require(viewer, Permission.MANAGE_ACCOUNTS)
    factors = Authenticator.objects.filter(user=OuterRef("pk"), type__in=_FACTORS)
    staff = User.objects.annotate(has_factor=Exists(factors))
    return staff.order_by("-is_active", "name", "pk")


def open_invitations(*, viewer: User) -> QuerySet[Invitation]:
    """Links that nobody has used yet."""
    require(viewer, Permission.MANAGE_ACCOUNTS)
    return Invitation.objects.open().select_related("invited_by")


def sessions_of(user: User, *, current_key: str | None = None) -> list[OwnSession]:
    """Where ``user`` is signed in, last seen first. Ended ones are dropped on the way."""
    sessions = UserSession.objects.purge_and_list(user)
    found = [
        OwnSession(
            id=session.pk,
            device=device_name(session.user_agent),
            ip=session.ip,
            since=session.created_at,
            last_seen_at=session.last_seen_at,
            is_this_one=session.session_key == current_key,
        )
        for session in sessions
    ]
    return sorted(found, key=lambda one: one.last_seen_at, reverse=True)


def device_name(user_agent: str) -> str:
    """Browser and system in a few words, as far as the browser tells."""
    browsers = [("Edg/", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser", "Samsung Internet")]
    browsers += [("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari")]
    systems = [("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad")]
    systems += [
        ("Windows", "Windows"),
        ("Mac OS X", "Mac"),
        ("CrOS", "Chromebook"),
        ("Linux", "Linux"),
    ]
    found = [
        next((name for mark, name in kinds if mark in user_agent), "")
        for kinds in (browsers, systems)
    ]
    return ", ".join(part for part in found if part) or user_agent[:40]
