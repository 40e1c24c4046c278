"""Values as JSON: what facts may hold, how changes are written down, and one spelling of both."""

import json
import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from enum import Enum
from typing import Any
from uuid import UUID

from django.db import models
from django.utils.functional import Promise

from kimbilio.kernel.versions import Changes

CODE = re.compile(r"(?!\d{5,}$)[a-z0-9_.:/-]{0,64}|KB-[0-9A-Z]{4,6}")
MOST_CODES = 200

_canonical = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=True)

Json = Any  # JSON nests without end; the type checker cannot say so


def canonical(value: Json) -> bytes:
    """The one spelling of a JSON value that both databases give back unchanged."""
    return _canonical.encode(value).encode()


def plain_facts(facts: Mapping[str, Any]) -> dict[str, Json]:
    """Facts as they are kept: ids, codes, counts and field names, so that a text cannot slip in."""
    return {name: _fact(name, value) for name, value in facts.items() if value is not None}


def _fact(name: str, value: Any) -> Json:
    if isinstance(value, Enum):
        value = value.value
    if isinstance(value, bool | int):
        return value
    if isinstance(value, UUID | date):
        return _iso(value)
    if isinstance(value, str) and CODE.fullmatch(value):
        return value
    if isinstance(value, Mapping) and len(value) <= MOST_CODES:
        return {_fact(name, str(key)): _fact(name, item) for key, item in value.items()}
    if isinstance(value, Iterable) and not isinstance(value, str | bytes):
        items = sorted(value, key=str) if isinstance(value, set | frozenset) else list(value)
        if len(items) <= MOST_CODES:
            return [_fact(name, item) for item in items]
    # The value itself stays out of the message: it may be the very thing that must not be written.
    raise ValueError(f"The fact {name!r} is no id, code or count; texts belong into changes.")


def _iso(value: UUID | date) -> str:
    return str(value) if isinstance(value, UUID) else value.isoformat()


def plain_changes(changes: Changes) -> dict[str, list[Json]]:
    """Each changed field with what was and what is."""
    return {name: [_plain(was), _plain(now)] for name, (was, now) in changes.items()}


def _plain(value: Any) -> Json:
    if isinstance(value, Enum):
        return _plain(value.value)
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, models.Model):
        return str(value.pk)
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return value.total_seconds()
    if isinstance(value, bytes | bytearray | memoryview):
        return f"{len(value)} bytes"
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, set | frozenset):
        return sorted((_plain(item) for item in value), key=str)
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, UUID | Promise):
        return str(value)
    return str(value)
