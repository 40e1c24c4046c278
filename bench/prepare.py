"""Inside a set-up program: seed, sign three people in, and say what to ask for. Prints JSON."""

import json
import os
import random
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.floors.settings")

import django

django.setup()

from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench.pages import LIST, pages_of
from kimbilio.access.choices import Compartment
from kimbilio.accounts.second_factor import HAS_FACTOR
from kimbilio.cases.filters import CaseFilter
from kimbilio.cases.models import Case, TimelineEntry
from kimbilio.cases.queries.listing import ORDERS
from kimbilio.operations.start import prepare
from kimbilio.people.sample_names import respelt
from kimbilio.web.paging import _mark

DEEP = 1000  # the page far down the list
STAFF = {"worker": "seed.0", "lead": "seed.6", "manager": "seed.14"}


def main() -> None:
    """Seed if there is nothing yet, then print what the load needs to know."""
    wanted = int(sys.argv[1])
    prepare(demo=False)
    seconds = 0.0
    if not Case.objects.exists():
        started = time.perf_counter()
        call_command("seed", cases=wanted, seed=1, stdout=sys.stderr, stderr=sys.stderr)
        seconds = time.perf_counter() - started
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA optimize" if connection.vendor == "sqlite" else "VACUUM ANALYZE")
    people, clients = {}, {}
    for name, address in STAFF.items():
        user = get_user_model().objects.get(email=f"{address}@seed.example")
        clients[name] = sign_in(user)
        people[name] = clients[name].cookies["sessionid"].value
    facts = {
        "seed_seconds": round(seconds),
        "cases": Case.objects.count(),
        "entries": TimelineEntry.objects.count(),
        "database": version(),
        "sessions": people,
        **what_to_ask_for(),
    }
    facts["weights"] = weigh(facts, clients)
    print(json.dumps(facts))


def sign_in(user) -> Client:
    """A client that has passed the second factor."""
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(user)
    session = client.session
    session[HAS_FACTOR] = True
    session.save()
    return client


def what_to_ask_for() -> dict:
    """Codes, words and marks that the requests are made of."""
    draw = random.Random(5)
    users = get_user_model().objects
    worker = users.get(email=f"{STAFF['worker']}@seed.example")
    lead = users.get(email=f"{STAFF['lead']}@seed.example")
    mine = Case.objects.visible_to(worker).open().order_by("code")
    theirs = Case.objects.open_to(lead, Compartment.IDENTITY).select_related("survivor")
    seeded = [case for case in theirs.order_by("code")[:200] if case.survivor.full_name]
    people = [(case.code, case.survivor) for case in seeded[::4]]
    far, depth = far_mark(users.get(email=f"{STAFF['manager']}@seed.example"))
    return {
        "codes": list(mine.values_list("code", flat=True)[:30]),
        "any_codes": list(Case.objects.order_by("code").values_list("code", flat=True)[:200]),
        "parts": [[code, person.full_name.split()[-1][:4]] for code, person in people],
        "by_ear": [[code, respelt(draw, person.full_name)] for code, person in people],
        "phones": [[code, person.contacts.get().value.replace("+254", "0")] for code, person in people],
        "far": far,
        "depth": depth,
    }  # fmt: skip


def far_mark(viewer) -> tuple[str, int]:
    """Where the thousandth page begins, or the last one of a smaller list."""
    from django.http import QueryDict

    by = ORDERS["opened"]
    wanted = CaseFilter.from_query(QueryDict(LIST))
    rows = wanted.narrow(Case.objects.visible_to(viewer), by=viewer).order_by(*by)
    depth = min(DEEP, rows.count() // 25 - 1)
    return _mark(rows[25 * (depth - 1) - 1], by), depth


def weigh(facts: dict, clients: dict[str, Client]) -> dict:
    """Queries and bytes of HTML of each page."""
    found = {}
    for page in pages_of(facts):
        if page.floor or page.body:
            continue
        client, address = clients[page.who], page.addresses[0]
        for _ in "ab":  # the first visit of a minute notes that the person is there
            with CaptureQueriesContext(connection) as captured:
                answer = client.get(address)
                queries = len(captured)
        found[page.name] = {"queries": queries, "bytes": len(answer.content)}
    return found


def version() -> str:
    """The database and its version."""
    with connection.cursor() as cursor:
        sqlite = connection.vendor == "sqlite"
        cursor.execute("SELECT sqlite_version()" if sqlite else "SHOW server_version")
        return f"{'SQLite' if sqlite else 'PostgreSQL'} {cursor.fetchone()[0]}"


if __name__ == "__main__":
    main()
