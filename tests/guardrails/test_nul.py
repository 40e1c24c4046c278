"""A NUL in an address, a question or a field: refused at every door, on either database, without a fault."""

from urllib.parse import urlencode

import pytest

from tests.guardrails.doors import all_doors
from tests.guardrails.doors_table import DOORS
from tests.guardrails.test_doors import arguments
from tests.guardrails.visits import Visitor
from tests.guardrails.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.once]
READ_BY_HAND = [  # by views, beside their forms
    "add", "after", "along", "asked", "before", "call", "case", "credential", "draft_about",
    "draft_form", "kind", "lead", "list", "list_used", "next", "part", "q", "remove", "rows",
    "safety", "sent_key", "shown", "size", "name", "sort", "stage", "status", "task", "then", "to",
    "token", "unit", "version", "who",
]  # fmt: skip


def test_a_nul_never_breaks_a_page():
    world = World()
    visitor = Visitor(world.owner)
    typed = dict.fromkeys(READ_BY_HAND, "a\0b")
    broken = []

    for name, door in all_doors().items():
        if name not in DOORS:
            continue
        known = arguments(world, name)
        address = door.address(known)
        texts = {"code", "token", "kind"} & door.asks
        asked = [(address, "post", typed), (f"{address}?{urlencode(typed)}", "get", None)]
        if texts:
            asked.append((door.address({**known, **dict.fromkeys(texts, "a\0b")}), "get", None))
        for place, method, data in asked:
            try:
                status = visitor.ask(place, method, data).status
            except Exception as fault:  # any fault is what we look for
                broken.append(f"{name} {method}: {type(fault).__name__} {fault}"[:120])
            else:
                if status >= 500:
                    broken.append(f"{name} {method}: {status}")

    assert not broken, "\n".join(broken)
