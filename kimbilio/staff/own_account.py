"""What people change about their own account and session, each with its line in the trail.

These stand above ``audit`` and not in ``accounts``, because the trail itself needs to know users.
"""

from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kimbilio.accounts.choices import Role
from kimbilio.accounts.models import Invitation, User
from kimbilio.accounts.second_factor import GRACE_LASTS
from kimbilio.audit import trail
from kimbilio.audit.choices import Event
from kimbilio.kernel.errors import BadInput, DomainError

PIN_LENGTHS = range(4, 9)


class InvitationSpent(DomainError):
    """The link was used, withdrawn, mistyped or is too old; which of these it does not tell."""

    code = "invitation_spent"
    message = _("This invitation no longer works. Ask for a new one.")


@transaction.atomic
def note_signed_in(*, by: User, has_second_factor: bool) -> datetime | None:
    """Write down the sign-in; the first one without a second factor gets time to set it up.

    Returns until when this very session may work without; None if it needs no grace or has none.
    """
    trail.record(Event.SIGNED_IN, by=by, on=by)
    if has_second_factor or by.second_factor_due_at is not None:
        return None
    by.second_factor_due_at = timezone.now() + GRACE_LASTS
    by.save(update_fields=["second_factor_due_at"])
    return by.second_factor_due_at


def note_sign_in_failed(*, user: User | None, is_paused: bool) -> None:
    """Write down a failed try; for an unknown address without the address."""
    event = Event.SIGN_IN_LOCKED if is_paused else Event.SIGN_IN_FAILED
    trail.record(event, by=None, on=user)


def note_signed_out(*, by: User) -> None:
    """Write down that somebody left."""
    trail.record(Event.SIGNED_OUT, by=by, on=by)


def note_screen_locked(*, by: User) -> None:
    """Write down that the screen was hidden or went quiet."""
    trail.record(Event.SCREEN_LOCKED, by=by, on=by)


def note_screen_unlocked(*, by: User, method: str) -> None:
    """Write down by what the screen was opened again."""
    trail.record(Event.SCREEN_UNLOCKED, by=by, on=by, method=method)


def note_second_factor(*, by: User, event: Event, kind: str) -> None:
    """Write down that a passkey, an app or codes came or went; allauth has stored it."""
    trail.record(event, by=by, on=by, kind=kind)


def note_password_changed(*, by: User) -> None:
    """Write down that a password is new; allauth has stored it."""
    trail.record(Event.PASSWORD_CHANGED, by=by, on=by)


@transaction.atomic
def choose_language(*, by: User, language: str) -> None:
    """Read everything in ``language``, on each device."""
    by.language = language
    by.save(update_fields=["language"])


@transaction.atomic
def set_preferences(
    *,
    by: User,
    name: str,
    phone: str,
    language: str,
    is_dense: bool,
    is_always_discreet: bool,
    has_single_keys: bool,
) -> None:
    """Change how the desk looks to oneself, and how colleagues reach one."""
    wanted = {
        "name": " ".join(name.split()),
        "phone": phone,
        "language": language,
        "is_dense": is_dense,
        "is_always_discreet": is_always_discreet,
        "has_single_keys": has_single_keys,
    }
    changes = {
        field: (getattr(by, field), value)
        for field, value in wanted.items()
        if getattr(by, field) != value
    }
    if not changes:
        return
    for field, (_was, value) in changes.items():
        setattr(by, field, value)
    by.save(update_fields=list(changes))
    trail.record(Event.PREFERENCES_CHANGED, by=by, on=by, changes=changes)


@transaction.atomic
def set_pin(*, pin: str, by: User) -> None:
    """Open a locked screen by ``pin`` from now on; an empty one takes the PIN away."""
    if pin and not (pin.isdigit() and pin.isascii() and len(pin) in PIN_LENGTHS):
        raise BadInput(_("Choose 4 to 8 digits."), field="pin")
    if pin and (len(set(pin)) == 1 or pin in "0123456789876543210"):
        raise BadInput(_("This PIN is easy to guess. Choose another."), field="pin")
    by.pin = make_password(pin) if pin else ""
    by.save(update_fields=["pin"])
    trail.record(Event.PREFERENCES_CHANGED, by=by, on=by, fields=["pin"])


@transaction.atomic
def accept_invitation(
    *, token: str, name: str, password: str, language: str, email: str = ""
) -> User:
    """Make the account an invitation promised. ``password`` may be empty if a passkey follows.

    ``email`` counts only for the first administrator, whose invitation has none.
    """
    invitation = Invitation.objects.select_for_update().for_token(token).open().first()
    if invitation is None:
        raise InvitationSpent
    address = (invitation.email or email).strip().lower()
    if not address:
        raise BadInput(_("Write your work e-mail."), field="email")
    if User.objects.filter(email=address).exists():
        raise InvitationSpent
    user = User.objects.create_user(
        address,
        password or None,
        name=" ".join(name.split()),
        role=Role(invitation.role),
        language=language,
    )
    invitation.used_at, invitation.used_by = timezone.now(), user
    invitation.save(update_fields=["used_at", "used_by"])
    trail.record(Event.STAFF_JOINED, by=user, on=user, invitation=str(invitation.pk))
    return user
