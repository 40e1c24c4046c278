"""Measure the calendars and lists of the services: ``python bench/services.py --cases 100000 --sessions 1000000``.

Each page is asked in rounds with the floors in between, as in ``bench/run.py``; what counts is the
ratio of the medians. Writes ``results/services-*.json`` and ``results/services.md``.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "script" / "steps")]

from postgres import cluster, folder_of_programs  # the path is set above

from bench.load import Asker
from bench.pages import Page
from bench.run import RESULTS, SAFE, in_rounds, machine, make_database, serving, workers_of


def main() -> None:
    """Seed, serve and ask on each database."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cases", type=int, default=100_000)
    parser.add_argument("--sessions", type=int, default=1_000_000)
    parser.add_argument("--requests", type=int, default=100)
    parser.add_argument("--db", nargs="+", choices=["sqlite", "postgresql"], default=["sqlite"])
    parser.add_argument("--homes", type=Path, help="keep what was seeded here, and go on from it")
    parser.add_argument("--url", help="a PostgreSQL server to use instead of one of our own")
    options = parser.parse_args()
    with ExitStack() as stack:
        home = options.homes or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        for database in options.db:
            server = ""
            if database == "postgresql":
                server = options.url or stack.enter_context(a_cluster()).rsplit("/", 1)[0]
                make_database("services", server)
            measure(database, home / database, f"{server}/services" if server else "", options)
    write_table()


def a_cluster():
    """A PostgreSQL of the benchmark's own, as safe as one in use."""
    programs = folder_of_programs()
    assert programs is not None, "PostgreSQL is not installed"
    return cluster(programs, SAFE)


def measure(database: str, home: Path, url: str, options) -> None:
    """One database, written to its own file."""
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    env = {**os.environ, "KIMBILIO_HOME": str(home), "PYTHONPATH": str(ROOT), "DATABASE_URL": url,
           "DJANGO_SETTINGS_MODULE": "bench.floors.settings", "KIMBILIO_LOG_LEVEL": "ERROR"}  # fmt: skip
    command = [sys.executable, str(ROOT / "bench" / "prepare_services.py"),
               str(options.cases), str(options.sessions)]  # fmt: skip
    done = subprocess.run(command, env=env, check=True, stdout=subprocess.PIPE, text=True)
    facts = json.loads(done.stdout.splitlines()[-1])
    result = {
        **{name: facts[name] for name in ("database", "cases", "sessions", "seed_seconds")},
        "machine": machine(), "when": time.strftime("%Y-%m-%d"),
        "load_before": round(os.getloadavg()[0], 1),
        "command": f"bench/services.py --db {database} --cases {options.cases}"
        f" --sessions {options.sessions} --requests {options.requests}",
        "pages": {},
    }  # fmt: skip
    with serving(env) as (port, process):
        askers = {"": Asker(port, "")}
        for who, session in facts["signed_in"].items():
            askers[who] = Asker(port, session)
            askers[who].prepare()
        floors = floors_of(facts)
        for page in pages(facts):
            timed = in_rounds(page, floors, askers, 1, options.requests, workers_of(process.pid))
            result["pages"][page.name] = {**timed, **facts["weights"][page.name]}
            print(f"  {page.name}: {timed}", file=sys.stderr)
    result["load_after"] = round(os.getloadavg()[0], 1)
    text = json.dumps(result, indent=1)
    (RESULTS / f"services-{database}.json").write_text(text + "\n", encoding="utf-8")


def pages(facts: dict) -> list[Page]:
    """What ``prepare_services`` weighed; it sets Django up, which this process must not."""
    return [
        Page(name, one["who"], one["addresses"], one["marks"], times=tuple(one["times"]))
        for name, one in facts["asked"].items()
    ]


def floors_of(facts: dict) -> list[Page]:
    """What Django alone costs."""
    return [
        Page("hello", "", ["/floor/hello/"], ["hello"], floor=True),
        Page("bare list", "", ["/floor/list/"], ["<table>"], floor=True),
        Page("bare open", "", [f"/floor/open/{code}/" for code in facts["codes"]],
             facts["codes"], floor=True),
    ]  # fmt: skip


def seeding(seconds: int) -> str:
    """How long the seed took, if it was made for this run."""
    return f"seeded in {seconds} s" if seconds else "seeded before"


def write_table() -> None:
    """Every run, page by page."""
    kept = [json.loads(path.read_text()) for path in sorted(RESULTS.glob("services-*.json"))]
    lines = ["# The services, measured", "", "Written by `bench/services.py`.", ""]
    for run in kept:
        lines += [
            f"## {run['database']}, {run['cases']:,} cases, {run['sessions']:,} sessions", "",
            f"{run['machine']}; {run['when']}; load {run['load_before']} to {run['load_after']};"
            f" {seeding(run['seed_seconds'])}; `{run['command']}`", "",
            "| page | queries | bytes | median ms | p95 ms | CPU ms | times | by CPU | target |",
            "|---|--:|--:|--:|--:|--:|--:|--:|---|",
        ]  # fmt: skip
        lines += [
            f"| {name} | {one['queries']} | {one['bytes']:,} | {one['median_ms']} | {one['p95_ms']} |"
            f" {one['cpu_ms']} | {one['ratio']} | {one['cpu_ratio']} | {one['target']} |"
            for name, one in run["pages"].items()
        ]
        lines.append("")
    (RESULTS / "services.md").write_text("\n".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
