"""Setting up our accounts with providers. What was typed is kept encrypted and never shown again."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kimbilio.access.choices import Permission
from kimbilio.access.rules import require
from kimbilio.accounts.models import User
from kimbilio.audit import trail
from kimbilio.audit.choices import Event
from kimbilio.helpline.choices import ProviderKind
from kimbilio.helpline.marks import door_hash, new_door
from kimbilio.helpline.models import Account
from kimbilio.helpline.providers.known import channels_of, provider_of
from kimbilio.kernel.errors import BadInput
from kimbilio.kernel.versions import amend


@transaction.atomic
def save_account(
    *,
    account: Account | None,
    name: str,
    provider: ProviderKind,
    typed: dict[str, str],
    by: User,
    is_active: bool = True,
    expected: int | None = None,
) -> Account:
    """Add an account or change one; a secret left empty keeps what was there, anything else is emptied."""
    require(by, Permission.MANAGE_SETTINGS)
    name = " ".join(name.split())
    others = Account.objects.exclude(pk=account.pk) if account else Account.objects.all()
    if others.filter(name__iexact=name).exists():
        raise BadInput(_("There is an account of this name."), field="name")
    kept: dict[str, Any] = dict(account.typed) if account else {}
    secret = {one.name: one.is_secret for one in provider_of(provider).asks} | {"base_url": True}
    for key, text in typed.items():
        if key in secret and (text.strip() or not secret[key]):
            kept[key] = text.strip()
    for one in provider_of(provider).asks:
        if one.is_required and not kept.get(one.name):
            raise BadInput(_("This is needed."), field=one.name)
    _refuse_one_that_sends_nothing(provider, kept)
    if account is None:
        door = new_door()
        made: Account = Account.objects.create(
            name=name, provider=provider, typed=kept, door=door, door_hash=door_hash(door),
            is_active=is_active, made_by=by,
        )  # fmt: skip
        trail.record(Event.HELPLINE_ACCOUNT_CHANGED, by=by, on=made, provider=provider)
        return made
    if account.provider != provider:
        raise BadInput(_("Add another account for another provider."), field="provider")
    changed = sorted(key for key, text in kept.items() if account.typed.get(key) != text)
    changes = amend(account, expected=expected, name=name, typed=kept, is_active=is_active)
    if changes:
        trail.record(
            Event.HELPLINE_ACCOUNT_CHANGED, by=by, on=account, settings=changed,
            active=is_active,
        )  # fmt: skip
    return account


def _refuse_one_that_sends_nothing(provider: ProviderKind, kept: dict[str, Any]) -> None:
    """An account without any number would look ready and lose what colleagues write."""
    numbers = [one for one in provider_of(provider).asks if one.carries]
    if numbers and not channels_of(provider, kept):
        raise BadInput(
            _("Give a number for at least one channel: without it nothing can be sent."),
            field=numbers[0].name,
        )


@transaction.atomic
def renew_door(*, account: Account, by: User) -> None:
    """Give the account another secret address; the provider must be told the new one."""
    require(by, Permission.MANAGE_SETTINGS)
    door = new_door()
    amend(account, door=door, door_hash=door_hash(door))
    trail.record(Event.HELPLINE_ACCOUNT_CHANGED, by=by, on=account, door=True)
