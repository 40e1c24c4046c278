"""What administrators do to accounts. Nobody can do these to themselves by mistake."""

from datetime import timedelta

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kimbilio.access.choices import Permission
from kimbilio.access.rules import require
from kimbilio.accounts.choices import Role
from kimbilio.accounts.models import Invitation, User
from kimbilio.audit import trail
from kimbilio.audit.choices import Event
from kimbilio.kernel.errors import BadInput, DomainError, NotAllowed
from kimbilio.staff import notices

INVITATION_LASTS = timedelta(days=7)
FIRST_LINK_LASTS = timedelta(days=2)


class LastAdministrator(DomainError):
    """Without an administrator nobody could ever be invited again."""

    code = "last_administrator"
    message = _("This is the last administrator. Give the role to somebody else first.")


class NotOnOneself(NotAllowed):
    """Closing or demoting oneself is nearly always a slip."""

    code = "not_on_oneself"
    message = _("You cannot do this to your own account. Ask another administrator.")


@transaction.atomic
def invite_user(*, email: str, name: str, role: Role, by: User, language: str = "en") -> str:
    """Send a colleague a link that makes their account; returns the token of the link.

    An earlier open invitation to the same address stops working.
    """
    require(by, Permission.MANAGE_ACCOUNTS)
    address = email.strip().lower()
    if User.objects.filter(email=address).exists():
        raise BadInput(_("Somebody with this e-mail already has an account."), field="email")
    now = timezone.now()
    Invitation.objects.open().filter(email=address).update(expires_at=now)
    token = Invitation.new_token()
    invitation = Invitation.objects.create(
        email=address,
        name=name,
        role=Role(role),
        language=language,
        token_hash=Invitation.hash_of(token),
        invited_by=by,
        expires_at=now + INVITATION_LASTS,
    )
    trail.record(Event.STAFF_INVITED, by=by, on=invitation, role=Role(role).value)
    transaction.on_commit(lambda: notices.send_invitation(invitation, token))
    return token


@transaction.atomic
def withdraw_invitation(*, invitation: Invitation, by: User) -> None:
    """Let the link stop working before it is used."""
    require(by, Permission.MANAGE_ACCOUNTS)
    if invitation.is_open():
        invitation.expires_at = timezone.now()
        invitation.save(update_fields=["expires_at"])
        trail.record(Event.STAFF_CHANGED, by=by, on=invitation, fields=["expires_at"])


@transaction.atomic
def first_administrator_link() -> str | None:
    """The path of a one-time link that makes the first administrator; None once there is one.

    The program prints it at its first start. Earlier links stop working.
    """
    if User.objects.filter(role=Role.ADMINISTRATOR, is_active=True).exists():
        return None
    now = timezone.now()
    Invitation.objects.open().filter(email="", invited_by=None).update(expires_at=now)
    token = Invitation.new_token()
    invitation = Invitation.objects.create(
        role=Role.ADMINISTRATOR,
        token_hash=Invitation.hash_of(token),
        expires_at=now + FIRST_LINK_LASTS,
    )
    trail.record(Event.STAFF_INVITED, by=None, on=invitation, role=Role.ADMINISTRATOR.value)
    return notices.path_of_invitation(token)


@transaction.atomic
def change_role(*, user: User, role: Role, by: User) -> None:
    """Let ``user`` do other work from now on. What they may see changes at once."""
    require(by, Permission.MANAGE_ACCOUNTS)
    _refuse_oneself(user, by)
    was, new = user.role, Role(role).value
    if was == new:
        return
    _keep_one_administrator(user)
    user.role = new
    user.save(update_fields=["role"])
    trail.record(Event.STAFF_ROLE_CHANGED, by=by, on=user, changes={"role": (was, new)})


@transaction.atomic
def deactivate_user(*, user: User, by: User) -> None:
    """Close an account. All its sessions end at once; what the person wrote stays."""
    require(by, Permission.MANAGE_ACCOUNTS)
    _refuse_oneself(user, by)
    if not user.is_active:
        return
    _keep_one_administrator(user)
    user.is_active = False
    user.save(update_fields=["is_active"])
    ended = _end_sessions_of(user)
    trail.record(Event.STAFF_DEACTIVATED, by=by, on=user, sessions_ended=ended)


@transaction.atomic
def activate(*, user: User, by: User) -> None:
    """Open a closed account again, with the second factors it had."""
    require(by, Permission.MANAGE_ACCOUNTS)
    if user.is_active:
        return
    user.is_active = True
    user.save(update_fields=["is_active"])
    trail.record(Event.STAFF_REACTIVATED, by=by, on=user)


@transaction.atomic
def reset_second_factor(*, user: User, by: User) -> None:
    """Forget the passkeys, app and codes of somebody who lost them, and end their sessions.

    The next sign-in by password is the one in which they set up new ones.
    """
    require(by, Permission.MANAGE_ACCOUNTS)
    _refuse_oneself(user, by)
    removed, _per_model = Authenticator.objects.filter(user=user).delete()
    user.second_factor_due_at = None
    user.save(update_fields=["second_factor_due_at"])
    _end_sessions_of(user)
    trail.record(Event.SECOND_FACTOR_REMOVED, by=by, on=user, removed=removed)
    transaction.on_commit(lambda: notices.send_second_factor_was_reset(user))


@transaction.atomic
def end_session(*, session: UserSession, by: User) -> None:
    """Sign one device out: one's own, or as an administrator anybody's."""
    if session.user_id != by.pk:
        require(by, Permission.MANAGE_ACCOUNTS)
    trail.record(Event.SESSION_ENDED, by=by, on=by, session=session.pk)
    session.end()


def _refuse_oneself(user: User, by: User) -> None:
    if user.pk == by.pk:
        raise NotOnOneself


def _keep_one_administrator(user: User) -> None:
    others = User.objects.filter(role=Role.ADMINISTRATOR, is_active=True).exclude(pk=user.pk)
    if user.role == Role.ADMINISTRATOR and user.is_active and not others.exists():
        raise LastAdministrator


def _end_sessions_of(user: User) -> int:
    sessions = list(UserSession.objects.filter(user=user))
    for session in sessions:
        session.end()
    return len(sessions)
