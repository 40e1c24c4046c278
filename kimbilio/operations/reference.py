"""The parts of docs/reference that are made from the code, so that they cannot be out of date."""

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models
from django.utils.translation import override

from kimbilio.access.choices import Act, Compartment, Permission
from kimbilio.access.matrix import ALL_OUTLINES, COMPARTMENTS, PERMISSIONS
from kimbilio.accounts.choices import Role
from kimbilio.audit import catalogue
from kimbilio.kernel.privacy import Level
from kimbilio.vault.fields import EncryptedField

FOLDER = settings.ROOT / "docs" / "reference"
MADE = "Made by `kimbilio document`; a test fails when it is behind the code.\n"
LEVELS = {
    Level.ORDINARY: "ordinary",
    Level.SENSITIVE: "sensitive",
    Level.IDENTIFYING: "identifying",
}
VARIABLE = re.compile(r"KIMBILIO_[A-Z_]+|DATABASE_URL|DJANGO_SETTINGS_MODULE")
ENVIRONMENT = {
    "KIMBILIO_HOME": "The folder of keys, database and files. Default: `var/` beside the program.",
    "KIMBILIO_KEYSET": "The keyset itself, instead of the file in the home; for services that hand out secrets.",
    "KIMBILIO_HOSTS": "Host names the service answers to, with commas. Default: this machine alone.",
    "KIMBILIO_ORIGINS": "Origins whose forms are taken behind a proxy, with commas, such as `https://cases.example.org`.",
    "KIMBILIO_URL": "The address that mails and invitations point to.",
    "KIMBILIO_DEMO": "`1` loads and shows the demonstration; its accounts need no second step on this machine.",
    "KIMBILIO_LOG_LEVEL": "How much the program says about itself: `INFO` unless set.",
    "KIMBILIO_MAIL_HOST": "The mail server. Default: this machine. Invitations also show their link.",
    "KIMBILIO_MAIL_PORT": "Its port: 25 unless set.",
    "KIMBILIO_MAIL_USER": "The name of the account there.",
    "KIMBILIO_MAIL_PASSWORD": "Its password.",
    "KIMBILIO_MAIL_TLS": "`1` unless set: the line to it is encrypted by STARTTLS.",
    "KIMBILIO_MAIL_FROM": "The sender of mails.",
    "KIMBILIO_SECRET_KEY": "Django's secret instead of the one derived from the keyset; for tests.",
    "KIMBILIO_UNVERIFIED_LISTS": "`1` offers screening lists that nobody has checked against the source.",
    "DATABASE_URL": "A PostgreSQL server: `postgres://name:password@host/database`. Without: SQLite.",
    "DJANGO_SETTINGS_MODULE": "`kimbilio.settings.production` on a server, `kimbilio.settings.dev` else.",
}


def pages() -> dict[str, str]:
    """Every page by its file name, as it should be now."""
    makers: dict[str, Callable[[], str]] = {
        "data-dictionary.md": data_dictionary,
        "permissions.md": permissions,
        "settings.md": environment,
        "audit-events.md": catalogue.as_markdown,
    }
    with override("en"):
        return {name: make() for name, make in makers.items()}


def data_dictionary() -> str:
    """One table a model: each field with its kind, its level, and what it means."""
    parts = [
        "# Data dictionary\n\n", MADE,
        "\n*Level* says how much harm a leak would do: exports, logs and erasure obey it. *Encrypted* "
        "fields are ciphertext\nin the database, its log and every backup; all others are plain "
        "columns, so that lists and rules can use them.\n",
    ]  # fmt: skip
    for model in _models():
        parts.append(f"\n## {model._meta.label}\n\n{_first_paragraph(model)}\n\n")
        parts.append("| field | kind | level | encrypted | meaning |\n|---|---|---|---|---|\n")
        parts += [_row(model, field) for field in model._meta.concrete_fields]
    return "".join(parts)


def _models() -> list[type[models.Model]]:
    ours = [m for m in apps.get_models() if m.__module__.startswith("kimbilio.")]
    return sorted(ours, key=lambda model: model._meta.label_lower)


def _first_paragraph(model: type[models.Model]) -> str:
    return " ".join((model.__doc__ or "").split("\n\n")[0].split())


def _row(model: type[models.Model], field: models.Field[Any, Any]) -> str:
    level = LEVELS[model.privacy.level_of(field.name)]  # type: ignore[attr-defined]  # a test demands it
    encrypted = "yes" if isinstance(field, EncryptedField) else ""
    return f"| `{field.name}` | {_kind(field)} | {level} | {encrypted} | {_meaning(field)} |\n"


def _kind(field: models.Field[Any, Any]) -> str:
    if field.is_relation and field.related_model is not None:
        target: Any = field.related_model
        kind = f"→ {target._meta.label}"
    else:
        name = type(field).__name__.removesuffix("Field").removeprefix("Encrypted")
        kind = re.sub(r"(?<=[a-z])([A-Z])", r" \1", name).lower()
        is_text = field.max_length is not None and kind != "uuid"
        kind += f" ({field.max_length:,})" if is_text else ""
    return kind + (", may be empty" if field.null else "")


def _meaning(field: models.Field[Any, Any]) -> str:
    words = "" if field.primary_key else str(field.verbose_name)
    pairs: list[Any] = list(field.flatchoices)
    if pairs:
        shown = ", ".join(f"`{value}`" for value, _label in pairs[:12] if value)
        words += f": {shown}{', …' if len(pairs) > 12 else ''}"
    return words.replace("|", "/").replace("\n", " ")


def permissions() -> str:
    """What each role may see, change and export, and what it may do."""
    letters = {Act.VIEW: "see", Act.CHANGE: "change", Act.EXPORT: "export"}
    head = " | ".join(str(part.label) for part in Compartment)
    parts = [
        "# Roles and what they may do\n\n", MADE,
        "\nA role alone opens nothing: a person also needs a tie to the case (assigned, on the team, "
        "took the call, lead of its\nunit, on duty while it is urgent, or an emergency opening). What "
        "is not written is denied. The same table stands in\nthe program under Settings, *Who may see "
        "what*.\n\n## Parts of a case\n\n",
        f"| role | {head} |\n|---|{'---|' * len(Compartment)}\n",
    ]  # fmt: skip
    for role in Role:
        cells = [
            ", ".join(word for act, word in letters.items() if act in COMPARTMENTS[role][part])
            for part in Compartment
        ]
        every = " (the outline of every case)" if role in ALL_OUTLINES else ""
        parts.append(f"| {role.label}{every} | {' | '.join(cell or '–' for cell in cells)} |\n")
    parts.append(f"\n## Permissions\n\n| | {' | '.join(str(role.label) for role in Role)} |\n")
    parts.append(f"|---|{'---|' * len(Role)}\n")
    for permission in Permission:
        held = ["yes" if permission in PERMISSIONS[role] else "" for role in Role]
        parts.append(f"| {permission.label} | {' | '.join(held)} |\n")
    return "".join(parts)


def environment() -> str:
    """The environment variables the program reads."""
    rows = [f"| `{name}` | {words} |\n" for name, words in ENVIRONMENT.items()]
    return (
        f"# Settings\n\n{MADE}\nEverything is set by the environment; the rest is set in the program, "
        "under Settings.\n\n| variable | what it does |\n|---|---|\n" + "".join(rows)
    )


def variables_read() -> set[str]:
    """The names of environment variables that the code asks for."""
    return {name for path in _sources() for name in _names_in(path)}


def _sources() -> Iterator[Path]:
    yield from (settings.ROOT / "kimbilio").rglob("*.py")


def _names_in(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        text = node.value if isinstance(node, ast.Constant) else None
        if isinstance(text, str) and VARIABLE.fullmatch(text):
            yield text


def write() -> list[str]:
    """Write the pages that changed; their names."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    changed = []
    for name, text in pages().items():
        place = FOLDER / name
        if not place.exists() or place.read_text() != text:
            place.write_text(text)
            changed.append(name)
    return changed
