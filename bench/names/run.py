"""Measure the name matcher: ``python bench/names/run.py`` (SQLite, or what DATABASE_URL names).

Seeds invented people, hides the left column of ``pairs.csv`` among them, and asks with the right
column. Odd rows were looked at one by one while the keys were made; of the even rows only the shares were
seen. Both are reported.
"""

import argparse
import csv
import json
import os
import platform
import re
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from datetime import date
from pathlib import Path
from random import Random

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
os.environ["KIMBILIO_HOME"] = tempfile.mkdtemp(prefix="kimbilio-names-")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kimbilio.settings.dev")

import django  # the home must be set first

django.setup()

from django.core.management import call_command
from django.db import connection, transaction

from kimbilio.kernel.ids import new_id
from kimbilio.people.choices import BirthPrecision
from kimbilio.people.clues import Clues
from kimbilio.people.indexing import Findable, index_new
from kimbilio.people.matching import match
from kimbilio.people.models import Person, SearchEntry, SearchToken
from kimbilio.people.sample_names import respelt, sample_name, sample_phone
from kimbilio.people.sounds import words

FIRST = 10
ROUNDS = 5
PAIRS = Path(__file__).with_name("pairs.csv")
RESULTS = ROOT / "bench" / "results"
TYPED = ("wa", "mo", "kip", "wan", "wanj", "wanjiru", "wanjiru ka", "mohamed", "mohamed ali",
         "mary", "mary wanjiru", "maxamed cabdi", "faith chebet", "juma", "kamau", "zz",
         "0722 123 456", "+254 722 123456", "3456", "tesfaye bekele")  # fmt: skip


def main() -> None:
    """Seed, ask, and write what came out."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--misses", action="store_true", help="list what the odd rows missed")
    parser.add_argument("--write", action="store_true", help="write the result files")
    options = parser.parse_args()

    pairs = list(csv.DictReader(PAIRS.read_text(encoding="utf-8").splitlines()))
    seeded = seed(options.people, pairs)
    result = {
        "database": version(),
        "machine": machine(),
        "people": options.people,
        "load_average": os.getloadavg()[0],
        "index": seeded["index"],
        "found": found(pairs, seeded, options.misses),
        "pairs_ms": timed([pair["asked"] for pair in pairs]),
        "typed_ms": timed(list(TYPED)),
        "typed_seen_by_few_ms": timed(list(TYPED), Person.objects.filter(pk__in=seeded["few"])),
        "typed_seen_by_half_ms": timed(list(TYPED), Person.objects.filter(children_count=1)),
        "queries": queries(),
    }
    print(json.dumps(result, indent=1))
    if options.write:
        RESULTS.mkdir(exist_ok=True)
        path = RESULTS / f"names-{connection.vendor}.json"
        path.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
        table()


def seed(count: int, pairs: list[dict[str, str]]) -> dict:
    """Invented people with one name and one phone each, and the people of the pairs."""
    call_command("keys", "create", verbosity=0)
    call_command("migrate", verbosity=0)
    random = Random(2026)
    names = [respelt(random, sample_name(random).full_name) for _ in range(count - len(pairs))]
    hidden = len(names)
    names += [pair["written"] for pair in pairs]
    keys = [new_id() for _ in names]
    started = time.perf_counter()
    with transaction.atomic():
        Person.objects.bulk_create([person(key, random) for key in keys], batch_size=500)
        before = size()
        written = index_new(
            Findable(key, (name,), (sample_phone(random),))
            for key, name in zip(keys, names, strict=True)
        )
    settle()
    after = size()
    return {
        "names": dict(zip(keys, names, strict=True)),
        "hidden": keys[hidden:],
        "few": random.sample(keys, 40),
        "index": {
            "megabytes": round((after - (before if connection.vendor == "sqlite" else 0)) / 1e6),
            "tokens_a_person": round(written / count, 1),
            "seconds_to_write": round(time.perf_counter() - started),
        },
    }


def person(key, random: Random) -> Person:
    """A person of whom only the index knows the name; half of them have one child."""
    born = date(random.randrange(1960, 2018), 7, 1)
    return Person(
        id=key, goes_by="", full_name="", born_from=born, born_to=born,
        birth_precision=BirthPrecision.DAY, children_count=random.randrange(2),
    )  # fmt: skip


def size() -> int:
    """Bytes of the whole database (SQLite) or of the index alone (PostgreSQL)."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA page_count")
            pages = cursor.fetchone()[0]
            cursor.execute("PRAGMA page_size")
            return pages * cursor.fetchone()[0]
        tables = [SearchEntry._meta.db_table, SearchToken._meta.db_table]
        cursor.execute(
            "SELECT SUM(pg_total_relation_size(t::regclass)) FROM unnest(%s::text[]) t", [tables]
        )
        return int(cursor.fetchone()[0])


def settle() -> None:
    """What either database does by itself after a while."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA optimize" if connection.vendor == "sqlite" else "VACUUM ANALYZE")


def found(pairs: list[dict[str, str]], seeded: dict, show_misses: bool) -> dict:
    """How many of a hundred hidden people are among the first ten, in both halves."""
    halves: dict = {"all": defaultdict(list), "odd": defaultdict(list), "even": defaultdict(list)}
    namesakes: list[bool] = []
    firsts: list[bool] = []
    for row, (pair, key) in enumerate(zip(pairs, seeded["hidden"], strict=True), 1):
        answers = [c.person_id for c in match(Clues.typed(pair["asked"]), limit=FIRST)]
        hit = key in answers
        firsts.append(key in answers[:1])
        wanted = sorted(words(pair["written"]))
        shown = [sorted(words(seeded["names"][answer])) for answer in answers]
        namesakes.append(hit or wanted in shown)
        for half in ("all", "odd" if row % 2 else "even"):
            halves[half][pair["group"]].append(hit)
            halves[half]["together"].append(hit)
        if show_misses and not hit and row % 2:
            print(row, pair, [seeded["names"][answer] for answer in answers[:4]])
    shares = {
        half: {group: round(100 * statistics.mean(hits), 1) for group, hits in groups.items()}
        for half, groups in halves.items()
    }
    shares["pairs"] = {group: len(hits) for group, hits in halves["all"].items()}
    shares["first"] = round(100 * statistics.mean(firsts), 1)
    shares["or_a_namesake"] = round(100 * statistics.mean(namesakes), 1)
    return shares


def timed(texts: list[str], within=None) -> dict[str, float]:
    """Milliseconds a search, from the text to the ranked people.

    Other programs run on the machine: of five rounds the best of each search counts.
    """
    best: dict[str, float] = {}
    every = []
    for turn in range(ROUNDS + 1):
        for text in texts:
            started = time.perf_counter()
            match(Clues.typed(text), within=within, limit=FIRST)
            spent = 1000 * (time.perf_counter() - started)
            if turn:
                best[text] = min(best.get(text, spent), spent)
                every.append(spent)
    calm = sorted(best.values())
    return {
        "median": round(statistics.median(calm), 2),
        "p95": round(calm[int(len(calm) * 0.95)], 2),
        "worst": round(calm[-1], 2),
        "median_of_every_round": round(statistics.median(every), 2),
        "searches": len(every),
    }


def queries() -> int:
    """How many statements one search is."""
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        match(Clues.typed("Mohamed Ali 0722 123 456"))
    return len(captured)


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
    """Put the results of both databases side by side."""
    kept = [json.loads(path.read_text()) for path in sorted(RESULTS.glob("names-*.json"))]
    one = kept[0]
    lines = ["# Names by ear, measured", "", "Written by `bench/names/run.py --write`.", ""]
    lines += [
        f"* {run['database']}, {run['people']:,} people: {run['machine']};"
        f" other work on the machine: load {run['load_average']:.1f} at the end"
        for run in kept
    ]
    lines += ["", f"Found among the first ten, of a hundred ({one['database']}):", ""]
    lines += ["| group | pairs | all | odd rows (looked at) | even rows (only shares seen) |"]
    lines += ["|---|--:|--:|--:|--:|"]
    for group in one["found"]["pairs"]:
        shares = [one["found"][half].get(group, "") for half in ("all", "odd", "even")]
        row = [group, one["found"]["pairs"][group], *shares]
        lines.append("| " + " | ".join(map(str, row)) + " |")
    lines += ["", "| | " + " | ".join(run["database"] for run in kept) + " |"]
    lines += ["|---|" + "--:|" * len(kept)]
    facts = {
        "found, of a hundred": lambda run: run["found"]["all"]["together"],
        "found, even rows": lambda run: run["found"]["even"]["together"],
        "found or somebody with exactly that name": lambda run: run["found"]["or_a_namesake"],
        "found in the first place": lambda run: run["found"]["first"],
        "index, MB": lambda run: run["index"]["megabytes"],
        "tokens a person": lambda run: run["index"]["tokens_a_person"],
        "queries a search": lambda run: run["queries"],
    }
    kinds = {
        "pairs_ms": "search of a pair",
        "typed_ms": "frequent names and beginnings",
        "typed_seen_by_few_ms": "the same, who sees 40 people",
        "typed_seen_by_half_ms": "the same, who sees half of all",
    }
    for key, label in kinds.items():
        facts[f"{label}: median, p95, worst ms"] = lambda run, key=key: (
            f"{run[key]['median']}, {run[key]['p95']}, {run[key]['worst']}"
        )
    facts["search of a pair: median of every round, ms"] = lambda run: run["pairs_ms"][
        "median_of_every_round"
    ]
    lines += [
        f"| {label} | " + " | ".join(str(fact(run)) for run in kept) + " |"
        for label, fact in facts.items()
    ]
    (RESULTS / "names.md").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
