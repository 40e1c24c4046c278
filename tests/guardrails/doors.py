"""Every address of the program as the resolver knows it."""

from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, get_resolver, reverse


@dataclass(frozen=True)
class Door:
    """One address: its full name, what it asks in its path, and the view behind it."""

    name: str
    asks: frozenset[str]
    view: Any

    def address(self, arguments):
        return reverse(self.name, kwargs={name: arguments[name] for name in self.asks})


def _walk(resolver, namespaces, asked):
    for pattern in resolver.url_patterns:
        names = asked | set(pattern.pattern.regex.groupindex)
        if isinstance(pattern, URLPattern):
            assert pattern.name, f"{pattern.pattern} has no name"
            yield Door(":".join([*namespaces, pattern.name]), frozenset(names), pattern.callback)
        else:
            inner = [*namespaces, pattern.namespace] if pattern.namespace else namespaces
            yield from _walk(pattern, inner, names)


def all_doors():
    """The doors, by name."""
    found = list(_walk(get_resolver(), [], set()))
    doors = {door.name: door for door in found}
    assert len(doors) == len(found), "two addresses have one name"
    return doors


@dataclass(frozen=True)
class Expected:
    """What a stranger's GET and POST (with an empty form) meet, as two numbers.

    ``needs`` is the permission the view declares, or "" for doors open to all. Roles without it meet
    404, nobody is sent to sign in. ``pk`` names the model behind the address. ``but`` lists who
    meets something else; ``302|204`` is plain and htmx.
    """

    needs: str
    replies: str
    pk: str = ""
    but: tuple[tuple[str, str], ...] = ()

    def of(self, who, method, *, htmx):
        """The status for ``who``."""
        replies = dict(self.but).get(who, self.replies)
        cell = replies.split()[0 if method == "get" else 1].split("|")
        return int(cell[-1] if htmx else cell[0])


def expected(needs, replies, pk="", **but):
    """One line of the table."""
    return Expected(needs, replies, pk, tuple(but.items()))
