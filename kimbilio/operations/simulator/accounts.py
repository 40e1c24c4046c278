"""The accounts by which the simulator is a provider to us. Made once, by the action that people use."""

from dataclasses import dataclass

from django.urls import reverse

from kimbilio.access.choices import Permission
from kimbilio.access.matrix import holds
from kimbilio.accounts.models import User
from kimbilio.helpline.actions.accounts import save_account
from kimbilio.helpline.choices import ProviderKind
from kimbilio.helpline.models import Account
from kimbilio.operations.simulator import africas_talking, twilio, whatsapp
from kimbilio.operations.simulator.values import Played

PLAYED: dict[ProviderKind, Played] = {
    africas_talking.KIND: africas_talking,
    whatsapp.KIND: whatsapp,
    twilio.KIND: twilio,
}


class WillNotStart(Exception):
    """The simulator would do harm here, or nobody could answer for it. The text says which."""


@dataclass(frozen=True)
class Joined:
    """One account as both sides know it."""

    kind: ProviderKind
    typed: dict[str, str]
    door: str  # where the provider posts to
    public: str  # the same address as the provider was given it: over this one Twilio signs


def is_demo() -> bool:
    """Whether everybody who can sign in is invented."""
    return not User.objects.filter(is_demo=False).exists()


def administrator() -> User:
    """Who the accounts are made by; raises ``WillNotStart`` where there is none."""
    for user in User.objects.filter(is_active=True).order_by("joined_at", "pk"):
        if holds(user.role, Permission.MANAGE_SETTINGS):
            return user
    raise WillNotStart(
        "Nobody here may set up accounts. Start Kimbilio first: script/server --demo"
    )


def join(*, base: str, to: str, public: str, by: User) -> dict[ProviderKind, Joined]:
    """Make sure of one account a provider, in use and pointing to ``base``; secrets stay once made."""
    return {kind: _join(kind, base, to, public, by) for kind in PLAYED}


def _join(kind: ProviderKind, base: str, to: str, public: str, by: User) -> Joined:
    played = PLAYED[kind]
    account = Account.objects.filter(name=played.NAME, provider=kind).first()
    if account is None:
        account = save_account(
            account=None, name=played.NAME, provider=kind, typed=played.typed(""), by=by
        )
    path = reverse("api:door", args=[account.door])
    door = public.rstrip("/") + path
    follows = {"base_url": base + played.BASE} | {
        name: text for name, text in played.typed(door).items() if text == door
    }
    account = save_account(account=account, name=played.NAME, provider=kind, typed=follows, by=by)
    return Joined(kind, dict(account.typed), to.rstrip("/") + path, door)


def put_to_rest(*, by: User) -> None:
    """Take the accounts out of use, so that nothing meant for a true phone waits for a simulator."""
    for kind, played in PLAYED.items():
        account = Account.objects.filter(name=played.NAME, provider=kind, is_active=True).first()
        if account is not None:
            save_account(
                account=account, name=played.NAME, provider=kind, typed={}, is_active=False, by=by
            )
