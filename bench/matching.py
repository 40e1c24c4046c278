"""Measure the matching of missing people: ``python bench/matching.py --cases 20000`` (SQLite, or DATABASE_URL).

Seeds invented survivors with their blind index; some of them agreed to tracing, some have a tracing
request. Then reports are compared as the program does it when one is saved, and timed.
"""

import argparse
import json
import os
import platform
import re
import statistics
import sys
import tempfile
import time
from pathlib import Path
from random import Random

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
AGAIN = [part.split("=", 1)[1] for part in sys.argv if part.startswith("--home=")]
os.environ["KIMBILIO_HOME"] = AGAIN[0] if AGAIN else tempfile.mkdtemp(prefix="kimbilio-matching-")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kimbilio.settings.dev")

import django  # the home must be set first

django.setup()

from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kimbilio.accounts.models import User
from kimbilio.cases.models import Case
from kimbilio.consent.models import Consent
from kimbilio.kernel.ids import new_code
from kimbilio.operations.seed.people import draw
from kimbilio.organisation.models import Unit
from kimbilio.people.ages import years_between
from kimbilio.people.indexing import index_new
from kimbilio.people.models import ContactPoint, Person
from kimbilio.people.sample_names import respelt, sample_name
from kimbilio.tracing.actions.searches import sought_values
from kimbilio.tracing.matching import likely_for_report
from kimbilio.tracing.models import MissingReport, Tracing
from kimbilio.tracing.pieces import write_tracing_tokens

RESULTS = ROOT / "bench" / "results"
BATCH, ROUNDS, SEARCHES, LIMIT_MS = 500, 3, 1500, 300
VILLAGES = [f"{one}{two}" for one in ("Mli", "Bon", "Kisi", "Zawa", "Tamu", "Pwa", "Nyo", "Keri")
            for two in ("mani", "deni", "wani", "bara", "toni", "kuu", "reko", "sala")]  # fmt: skip


def main() -> None:
    """Seed twice (many agreed, few agreed), ask, and write what came out."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--cases", type=int, default=20_000)
    parser.add_argument("--reports", type=int, default=60)
    parser.add_argument("--home", help="keep what is seeded, or take what was: --home=FOLDER")
    parser.add_argument("--write", action="store_true", help="write the result files")
    options = parser.parse_args()
    random = Random(2026)
    before = os.getloadavg()[0]
    people = again() if is_seeded() else seed(options.cases, random)
    options.cases = len(people)
    result = {
        "database": version(), "machine": machine(), "cases": options.cases,
        "when": time.strftime("%Y-%m-%d"), "load_before": round(before, 1),
        "command": f"bench/matching.py --cases {options.cases} --reports {options.reports} --write",
    }  # fmt: skip
    for share, name in ((0.01, "few_agreed"), (0.3, "many_agreed")):
        agree(people, share, random)
        result[name] = measure(people, options.reports, random)
    result["load_after"] = round(os.getloadavg()[0], 1)
    print(json.dumps(result, indent=1))
    if options.write:
        path = RESULTS / f"matching-{connection.vendor}-{options.cases}.json"
        path.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
        table()


def is_seeded() -> bool:
    """Whether an earlier run came to its end in this home."""
    return "cases_case" in connection.introspection.table_names() and Case.objects.exists()


def seed(count: int, random: Random) -> list[Case]:
    """Invented survivors, each with a case and a phone, all in the blind index."""
    call_command("keys", "create", verbosity=0)
    call_command("migrate", verbosity=0)
    unit = Unit.objects.create(name="Bench")
    user = User.objects.create_user("bench@bench.example", name="Bench", role="case_worker")
    made, codes, today = [], set(), timezone.localdate()
    for _first in range(0, count, BATCH):
        with transaction.atomic():
            drawn = [draw(random, today) for _ in range(BATCH)]
            Person.objects.bulk_create([one.person for one in drawn])
            ContactPoint.objects.bulk_create([one.contact for one in drawn])
            cases = []
            for one in drawn:
                while (code := new_code(6)) in codes:
                    pass
                codes.add(code)
                minor = {"minor": True, "adult": False}.get(one.person.minority().value)
                cases.append(Case(code=code, survivor=one.person, unit=unit, opened_by=user,
                                  is_minor=minor))  # fmt: skip
            Case.objects.bulk_create(cases)
            Consent.objects.bulk_create([consent(case, "storage", "self", user) for case in cases])
            index_new([one.findable() for one in drawn])
            made += cases
        print(len(made), file=sys.stderr)
    return made


def again() -> list[Case]:
    """What an earlier run seeded; nobody has agreed to anything yet."""
    Tracing.objects.all().delete()
    MissingReport.objects.all().delete()
    Consent.objects.filter(purpose="tracing").delete()
    return list(Case.objects.select_related("survivor").order_by("id"))


def consent(case: Case, purpose: str, giver: str, user: User) -> Consent:
    """A yes of today."""
    return Consent(person=case.survivor, purpose=purpose, answer="yes", giver=giver,
                   given_on=timezone.localdate(), recorded_by=user)  # fmt: skip


def agree(people: list[Case], share: float, random: Random) -> None:
    """Let that share agree to tracing, and some of them look for their mother."""
    user = User.objects.get()
    chosen = [case for case in people if random.random() < share]
    known = set(Consent.objects.filter(purpose="tracing").values_list("person", flat=True))
    with transaction.atomic():
        new = [case for case in chosen if case.survivor_id not in known]
        for first in range(0, len(new), BATCH):
            rows = []
            for case in new[first : first + BATCH]:
                givers = ("assent", "guardian") if case.is_minor else ("self",)
                rows += [consent(case, "tracing", giver, user) for giver in givers]
            Consent.objects.bulk_create(rows)
        for case in new[:SEARCHES]:
            values = sought_values(name=sample_name(random).full_name, relation="mother",
                                   places=random.choice(VILLAGES))  # fmt: skip
            tracing = Tracing.objects.create(case=case, responsible=user, asked_by=user, wish="x",
                                             **values)  # fmt: skip
            write_tracing_tokens(tracing)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA optimize" if connection.vendor == "sqlite" else "ANALYZE")


def measure(people: list[Case], wanted: int, random: Random) -> dict:
    """Reports about people who agreed, in another spelling, and about nobody."""
    agreed = set(Consent.objects.filter(purpose="tracing").values_list("person", flat=True))
    known = [case for case in people if case.survivor_id in agreed]
    user, reports, meant = User.objects.get(), [], []
    for case in random.sample(known, min(wanted, len(known))):
        age = years_between(case.survivor.born_to, timezone.localdate())
        values = sought_values(name=respelt(random, case.survivor.full_name, 0.3), relation="child", age_from=age,
                               age_to=age + 2, places=random.choice(VILLAGES))  # fmt: skip
        reports.append(
            MissingReport.objects.create(
                reporter=sample_name(random).full_name, source="other", recorded_by=user, **values
            )
        )
        meant.append(case.pk)
    queries, took, worked, found, first = [], [], [], 0, 0
    for report, case in zip(reports, meant, strict=True):
        with CaptureQueriesContext(connection) as captured:
            pairs = likely_for_report(report)
        queries.append(len(captured))
        found += case in [one.case_id for one in pairs]
        first += bool(pairs) and pairs[0].case_id == case
        for _round in range(ROUNDS):
            started, busy = time.perf_counter(), time.process_time()
            likely_for_report(report)
            took.append(1000 * (time.perf_counter() - started))
            worked.append(1000 * (time.process_time() - busy))
    took.sort()
    return {
        "agreed": len(agreed), "searches": Tracing.objects.count(), "reports": len(reports),
        "median_ms": round(statistics.median(took), 1), "p95_ms": round(took[int(0.95 * len(took))], 1),
        "worst_ms": round(took[-1], 1), "most_queries": max(queries),
        "cpu_median_ms": round(statistics.median(worked), 1), "cpu_worst_ms": round(max(worked), 1),
        "found_of_a_hundred": round(100 * found / len(reports), 1),
        "first_of_a_hundred": round(100 * first / len(reports), 1),
    }  # fmt: skip


def version() -> str:
    """The database and its version."""
    with connection.cursor() as cursor:
        sqlite = connection.vendor == "sqlite"
        cursor.execute("SELECT sqlite_version()" if sqlite else "SHOW server_version")
        return f"{'SQLite' if sqlite else 'PostgreSQL'} {cursor.fetchone()[0]}"


def machine() -> str:
    """What it ran on."""
    info = Path("/proc/cpuinfo")
    model = re.search(r"model name\s*: (.*)", info.read_text()) if info.exists() else None
    return (
        f"{model.group(1) if model else platform.machine()}, {os.cpu_count()} cores, "
        f"Python {platform.python_version()}, Django {django.__version__}"
    )


def table() -> None:
    """Every run side by side."""
    kept = [json.loads(path.read_text()) for path in sorted(RESULTS.glob("matching-*.json"))]
    lines = ["# Missing people, matched", "", "Written by `bench/matching.py --write`.", ""]
    lines += [
        f"* {run['database']}, {run['cases']:,} cases, {run['when']}: {run['machine']}; load"
        f" {run['load_before']} before, {run['load_after']} after; `{run['command']}`"
        for run in kept
    ]
    lines += ["", f"The limit is {LIMIT_MS} ms for one report against 100,000 cases.", ""]
    heads = ["database", "cases", "agreed to tracing", "tracing requests", "median ms", "p95 ms", "worst ms",
             "CPU median ms", "CPU worst ms",
             "queries", "found, of 100", "in first place"]  # fmt: skip
    lines += ["| " + " | ".join(heads) + " |", "|---|" + "--:|" * (len(heads) - 1)]
    for run in kept:
        for name in ("few_agreed", "many_agreed"):
            one = run[name]
            row = [run["database"].split()[0], f"{run['cases']:,}", one["agreed"], one["searches"],
                   one["median_ms"], one["p95_ms"], one["worst_ms"], one["cpu_median_ms"],
                   one["cpu_worst_ms"], one["most_queries"], one["found_of_a_hundred"],
                   one["first_of_a_hundred"]]  # fmt: skip
            lines.append("| " + " | ".join(map(str, row)) + " |")
    (RESULTS / "matching.md").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
