"""Measure pages at several sizes on both databases: ``script/bench --help``.

Each page is asked in short rounds, with the floors in between, so that what else happens on the
machine falls on both. What counts is the ratio of the medians.
"""

import argparse
import json
import os
import platform
import signal
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import ExitStack, contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "script" / "steps")]

from postgres import cluster, folder_of_programs, free_port  # the path is set above

from bench.load import Asker, run
from bench.pages import Page, pages_of
from bench.report import write_table

RESULTS = ROOT / "bench" / "results"
SAFE = ("fsync=on", "synchronous_commit=on", "shared_buffers=256MB", "max_connections=60",
        "listen_addresses=127.0.0.1", "unix_socket_directories=")  # fmt: skip
ROUNDS = 4


def main() -> None:
    """Every size on every database asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cases", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    parser.add_argument("--db", nargs="+", choices=["sqlite", "postgresql"],
                        default=["sqlite", "postgresql"])  # fmt: skip
    parser.add_argument("--requests", type=int, default=100, help="of each page and client count")
    parser.add_argument("--clients", type=int, nargs="+", default=[1, 8])
    parser.add_argument("--wear", type=int, default=10_000,
                        help="requests before the memory of the workers is read")  # fmt: skip
    parser.add_argument("--quick", action="store_true", help="1,000 cases, one client, no memory")
    parser.add_argument("--homes", type=Path, help="keep seeded databases here, and use them again")
    parser.add_argument("--url", help="a PostgreSQL server to use instead of one of our own")
    options = parser.parse_args()
    if options.quick:
        options.cases = [1_000]
    with ExitStack() as stack:
        homes = options.homes or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        for database in options.db:
            server = options.url or ""
            if database == "postgresql" and not server:
                programs = folder_of_programs()
                if programs is None:
                    print("PostgreSQL is not on this machine; left out.", file=sys.stderr)
                    continue
                server = stack.enter_context(cluster(programs, SAFE)).rsplit("/", 1)[0]
            for cases in sorted(options.cases):
                home = homes / f"{database}-{cases}"
                measure(database, cases, home, server, options)
    write_table(RESULTS)


def measure(database: str, cases: int, home: Path, server: str, options) -> None:
    """One size on one database, written to its own file."""
    home.mkdir(parents=True, exist_ok=True)
    env = {**os.environ, "KIMBILIO_HOME": str(home), "PYTHONPATH": str(ROOT), "DATABASE_URL": "",
           "DJANGO_SETTINGS_MODULE": "bench.floors.settings", "KIMBILIO_LOG_LEVEL": "ERROR"}  # fmt: skip
    if database == "postgresql":
        env["DATABASE_URL"] = f"{server}/kimbilio_{cases}"
        make_database(f"kimbilio_{cases}", server)
    print(f"{database}, {cases} cases: preparing", file=sys.stderr)
    done = subprocess.run([sys.executable, str(ROOT / "bench" / "prepare.py"), str(cases)],
                          env=env, check=True, stdout=subprocess.PIPE, text=True)  # fmt: skip
    facts = json.loads(done.stdout.splitlines()[-1])
    start = [first_answer(env) for _ in range(1 if options.quick else 3)]
    result = {
        "database": facts["database"], "cases": facts["cases"], "entries": facts["entries"],
        "seed_seconds": facts["seed_seconds"], "depth": facts["depth"], "machine": machine(),
        "when": time.strftime("%Y-%m-%d"), "load_before": round(os.getloadavg()[0], 1),
        "start_seconds": round(min(start), 2), "weights": facts["weights"], "pages": {},
        "command": f"script/bench --db {database} --cases {cases} --wear {options.wear}"
        f" --clients {' '.join(map(str, options.clients))}",
    }  # fmt: skip
    with serving(env) as (port, process):
        askers = {"": Asker(port, "")}
        for who, session in facts["sessions"].items():
            askers[who] = Asker(port, session)
            askers[who].prepare()
        pages = pages_of(facts)
        for clients in (1,) if options.quick else options.clients:
            for page in pages:
                if not page.floor:
                    workers = workers_of(process.pid)
                    timed = in_rounds(page, pages[:3], askers, clients, options.requests, workers)
                    result["pages"].setdefault(page.name, {})[str(clients)] = timed
                    print(f"  {page.name}, {clients}: {timed}", file=sys.stderr)
        if options.wear and not options.quick:
            wear(pages, askers, options.wear)
            memory = memory_of_workers(process.pid)
            result["memory_mb"] = {**memory, "after_requests": options.wear}
    result["load_after"] = round(os.getloadavg()[0], 1)
    RESULTS.mkdir(exist_ok=True)
    name = RESULTS / f"case-file-{database}-{cases}.json"
    if not options.quick:
        name.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    else:
        print(json.dumps(result, indent=1))


def in_rounds(
    page: Page, floors: list[Page], askers: dict, clients: int, requests: int, workers: list[int]
) -> dict:
    """Milliseconds of the page and of the floors around it, by the clock and of the workers' CPU.

    The CPU time hardly changes with what else runs on the machine; the clock does.
    """
    each = -(-requests // ROUNDS)
    times: dict[str, list[float]] = {}
    spent: dict[str, float] = {}
    run(page, askers[page.who], clients=clients, requests=5, first=10**6)  # warm, not counted
    for turn in range(ROUNDS):
        for one in [*floors, page]:
            before = cpu_of(workers)
            asked = run(one, askers[one.who], clients=clients, requests=each, first=turn * each)
            times.setdefault(one.name, []).extend(asked)
            spent[one.name] = spent.get(one.name, 0.0) + cpu_of(workers) - before
    found = {name: 1000 * statistics.median(values) for name, values in times.items()}
    mine = sorted(times[page.name])
    timed = {
        "median_ms": round(found[page.name], 2),
        "p95_ms": round(1000 * mine[int(len(mine) * 0.95)], 2),
        "requests": len(mine),
        "floors_ms": {one.name: round(found[one.name], 2) for one in floors},
    }
    cpu = {name: 1000 * total / len(times[name]) for name, total in spent.items()}
    timed["cpu_ms"] = round(cpu[page.name], 2)
    timed["floors_cpu_ms"] = {one.name: round(cpu[one.name], 2) for one in floors}
    if page.times:
        floor, most = page.times
        timed["ratio"] = round(found[page.name] / found[floor], 2)
        timed["cpu_ratio"] = round(cpu[page.name] / cpu[floor], 2)
        timed["target"] = f"{most:g} x {floor}"
        timed["met"] = timed["ratio"] <= most
    return timed


def wear(pages: list[Page], askers: dict, requests: int) -> None:
    """Ask for every page in turn until ``requests`` have been answered."""
    reading = [page for page in pages if not page.floor and page.status == 200]
    for page in reading:
        run(page, askers[page.who], clients=8, requests=requests // len(reading) + 1)


@contextmanager
def serving(env: dict[str, str]):
    """The program as it is served in use, with two workers."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "kimbilio", "serve", "--port", str(port), "--workers", "2"],
        env=env, cwd=ROOT, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        for line in process.stdout:
            if line.startswith("Kimbilio is ready"):
                break
        yield port, process
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=60)


def first_answer(env: dict[str, str]) -> float:
    """Seconds from the command to the first page."""
    started = time.perf_counter()
    with serving(env) as (port, _process):
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/account/sign-in/", timeout=60) as got:
            assert got.status == 200
        return time.perf_counter() - started


def memory_of_workers(pid: int) -> dict[str, float]:
    """Proportional set size of the web server's workers and of everything, in MB."""
    workers, tree = workers_of(pid), tree_below(pid)
    return {
        "workers": round(sum(map(pss, workers)), 1),
        "count": len(workers),
        "all": round(sum(map(pss, tree)), 1),
    }


def workers_of(pid: int) -> list[int]:
    """The processes that answer requests: the children of the children of the program."""
    tree = tree_below(pid)
    return [child for server in tree[pid] for child in tree[server]]


def cpu_of(pids: list[int]) -> float:
    """Seconds of CPU that these processes' threads have had."""
    return sum(
        int((task / "schedstat").read_text().split()[0]) / 1e9
        for pid in pids
        for task in Path(f"/proc/{pid}/task").iterdir()
    )


def tree_below(pid: int) -> dict[int, list[int]]:
    """Each process with its children, from ``pid`` down."""
    tree: dict[int, list[int]] = {}
    todo = [pid]
    while todo:
        parent = todo.pop()
        tree[parent] = [
            int(child)
            for task in Path(f"/proc/{parent}/task").iterdir()
            for child in (task / "children").read_text().split()
        ]
        todo += tree[parent]
    return tree


def pss(pid: int) -> float:
    """One process's share of memory, in MB."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    return 0.0


def make_database(name: str, server: str) -> None:
    """Make the database unless it is there."""
    import psycopg

    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if known.fetchone() is None:
            connection.execute(f'CREATE DATABASE "{name}"')


def machine() -> str:
    """What it ran on."""
    info = Path("/proc/cpuinfo")
    models = [row.split(":")[1].strip() for row in info.read_text().splitlines()
              if row.startswith("model name")] if info.exists() else []  # fmt: skip
    import django

    return (
        f"{models[0] if models else platform.machine()}, {os.cpu_count()} cores, "
        f"{platform.system()}, Python {platform.python_version()}, Django {django.__version__}"
    )


if __name__ == "__main__":
    main()
