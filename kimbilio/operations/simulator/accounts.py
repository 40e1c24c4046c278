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


def are_in_use() -> bool:
    """Whether a simulator was started here before and its accounts still stand."""
    names = {played.NAME for played in PLAYED.values()}
    return Account.objects.filter(name__in=names, is_active=True).exists()


def join(
    *, base: str, to: str, public: str, by: User, moves: bool = True
) -> dict[ProviderKind, Joined]:
    """Make sure of one account a provider, in use; secrets stay once made.

    They point to ``base`` from now on, unless ``moves`` is false: then those in use stay as they are,
    because another simulator may answer for them.
    """
    return {kind: _join(kind, base, to, public, by, moves) for kind in PLAYED}


def _join(kind: ProviderKind, base: str, to: str, public: str, by: User, moves: bool) -> Joined:
    played = PLAYED[kind]
    account = Account.objects.filter(name=played.NAME, provider=kind).first()
    stays = account is not None and account.is_active and not moves
    if account is None:
        account = save_account(
            account=None, name=played.NAME, provider=kind, typed=played.typed(""), by=by
        )
    path = reverse("api:door", args=[account.door])
    door = public.rstrip("/") + path
    if not stays:
        follows = {name: text for name, text in played.typed(door).items() if text == door}
        follows["base_url"] = base + played.BASE
        account = save_account(
            account=account, name=played.NAME, provider=kind, typed=follows, by=by
        )
    return Joined(kind, dict(account.typed), to.rstrip("/") + path, door)


def put_to_rest(*, by: User) -> None:
    """Take the accounts out of use, so that nothing meant for a true phone waits for a simulator."""
    for kind, played in PLAYED.items():
        account = Account.objects.filter(name=played.NAME, provider=kind, is_active=True).first()
        if account is not None:
            save_account(
                account=account, name=played.NAME, provider=kind, typed={}, is_active=False, by=by
            )
