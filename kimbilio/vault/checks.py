"""A check that ``migrate`` runs before it touches the database."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register

from kimbilio.vault.errors import KeyTrouble
from kimbilio.vault.keys import check_database


@register(Tags.database)
def keys_belong_to_database(
    *, databases: Sequence[str] | None = None, **rest: Any
) -> list[CheckMessage]:
    """No keys, or the keys of another database: say so instead of starting."""
    if "default" not in (databases or ()):
        return []
    try:
        check_database()
    except KeyTrouble as trouble:
        return [Error(str(trouble), id="vault.E001")]
    return []
