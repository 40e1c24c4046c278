"""What has to stand before the first request: keys, tables, somebody who can sign in."""

import json
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command, get_commands
from django.utils.module_loading import import_string

from kimbilio.operations import schema
from kimbilio.settings.secrets import django_secrets
from kimbilio.vault import keys


@dataclass(frozen=True)
class SignIn:
    """One account of the demonstration."""

    role: str
    email: str
    password: str


def prepare(*, demo: bool) -> None:
    """Bring keys and database into their state; raise ``KeyTrouble`` before touching any data."""
    empty = schema.is_empty()
    if empty and not keys.from_environment() and not keys.place().exists():
        keys.create()
        settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS = django_secrets(keys.place())
    keys.check_database()
    if schema.pending():
        call_command("migrate", verbosity=0, interactive=False)
        keys.check_database()
    if demo and has_no_accounts() and "demo" in get_commands():
        call_command("demo")


def first_administrator_link() -> str | None:
    """The path of a one-time link for the first administrator; None once there is one."""
    if find_spec("kimbilio.staff") is None:
        return None
    link: str | None = import_string("kimbilio.staff.actions.first_administrator_link")()
    return link


def has_no_accounts() -> bool:
    """Whether nobody can sign in yet."""
    return not get_user_model()._default_manager.exists()


def demo_sign_ins() -> list[SignIn]:
    """The demonstration's accounts, as its loading wrote them down."""
    file = Path(settings.HOME) / "demo-sign-ins.json"
    if not file.exists():
        return []
    rows = json.loads(file.read_text("utf-8"))
    return [SignIn(row["role"], row["email"], row["password"]) for row in rows]
