"""Measure the helpline: its door, what it bears, what a kill loses, its inbox. ``bench/helpline.py --help``."""

import argparse
import hashlib
import hmac
import json
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import ExitStack, suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "script" / "steps")]

from postgres import cluster, folder_of_programs  # the path is set above

from bench.load import Line
from bench.run import RESULTS, SAFE, machine, make_database, serving, tree_below

WARM, TIMED = 30, 400
COUNTING = """
import django; django.setup()
from kimbilio.helpline.marks import mark_of
from kimbilio.helpline.models import Account, Delivery, Message
key = Account.objects.get(name="Bench").pk
marks = [mark_of(key, "in", f"wamid.kill{{client}}.{{n}}") for client in range(4) for n in range({each})]
parts = [marks[at : at + 500] for at in range(0, len(marks), 500)]
kept = sum(Message.objects.filter(mark__in=part).count() for part in parts)
print(Delivery.objects.filter(read_at=None).count(), kept)
"""
COMMITTING = """
import statistics, time
import django; django.setup()
from django.db import connection
times = []
with connection.cursor() as cursor:
    cursor.execute("CREATE TABLE bench_commit (body text)")
    for turn in range(430):
        started = time.perf_counter()
        cursor.execute("INSERT INTO bench_commit (body) VALUES (%s)", ["a" * 900])
        times.append(time.perf_counter() - started)
    cursor.execute("DROP TABLE bench_commit")
print(round(1000 * statistics.median(times[30:]), 2))
"""


def main() -> None:
    """Each database asked for, then the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--db", nargs="+", choices=["sqlite", "postgresql"], default=["sqlite", "postgresql"]
    )
    parser.add_argument("--conversations", type=int, default=100_000)
    parser.add_argument("--seconds", type=int, default=20, help="of sustained load")
    parser.add_argument("--clients", type=int, default=8)
    options = parser.parse_args()
    with ExitStack() as stack:
        homes = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        for database in options.db:
            env = environment(homes / database)
            if database == "postgresql":
                server = stack.enter_context(cluster(folder_of_programs(), SAFE)).rsplit("/", 1)[0]
                env["DATABASE_URL"] = f"{server}/kimbilio_helpline"
                make_database("kimbilio_helpline", server)
            result = measure(env, options)
            name = RESULTS / f"helpline-{database}.json"
            name.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
            print(json.dumps(result, indent=1))
    write_table()


def environment(home: Path) -> dict[str, str]:
    """A home of its own, the program's settings with the floors in front."""
    home.mkdir(parents=True, exist_ok=True)
    return {**os.environ, "KIMBILIO_HOME": str(home), "PYTHONPATH": str(ROOT), "DATABASE_URL": "",
            "DJANGO_SETTINGS_MODULE": "bench.floors.settings", "KIMBILIO_LOG_LEVEL": "ERROR"}  # fmt: skip


def measure(env: dict[str, str], options) -> dict:
    """One database."""
    command = [
        sys.executable,
        str(ROOT / "bench" / "prepare_helpline.py"),
        str(options.conversations),
    ]
    done = subprocess.run(command, env=env, check=True, stdout=subprocess.PIPE, text=True)
    facts = json.loads(done.stdout.splitlines()[-1])
    result = {
        "database": facts["database"], "conversations": facts["conversations"],
        "queries": facts["queries"], "machine": machine(), "when": time.strftime("%Y-%m-%d"),
        "load_before": round(os.getloadavg()[0], 1),
        "command": f"bench/helpline.py --conversations {options.conversations}"
        f" --seconds {options.seconds} --clients {options.clients}",
    }  # fmt: skip
    bare = [sys.executable, "-c", COMMITTING]
    told = subprocess.run(bare, env=env, check=True, stdout=subprocess.PIPE, text=True).stdout
    result["commit_ms"] = float(told)
    with serving(env) as (port, _process):
        hello = Pages(port, facts["session"]).times("/floor/hello/", 200)
        result["door_ms"] = median_of(Provider(port, facts, "door").times(TIMED))
        result["hello_ms"] = median_of(hello)
        result["door_ratio"] = round(result["door_ms"] / result["hello_ms"], 2)
        result["sustained"] = sustained(port, facts, options)
        pages = Pages(port, facts["session"])
        listed, bare = pages.times("/inbox/", 200), pages.times("/floor/list/", 200)
        result["inbox_ms"], result["bare_list_ms"] = median_of(listed), median_of(bare)
        result["inbox_ratio"] = round(result["inbox_ms"] / result["bare_list_ms"], 2)
        tag = pages.steady("/inbox/changes/")
        result["poll_ms"] = median_of(pages.times("/inbox/changes/", 304, f"If-None-Match: {tag}"))
    result["kill"] = killed(env, facts)
    result["load_after"] = round(os.getloadavg()[0], 1)
    return result


def median_of(seconds: list[float]) -> float:
    """Milliseconds."""
    return round(1000 * statistics.median(seconds), 2)


class Pages:
    """One signed-in person asking for pages."""

    def __init__(self, port: int, session: str) -> None:
        self.line, self.port, self.session = Line(port), port, session

    def ask(self, address: str, *headers: str) -> tuple[int, bytes, bytes]:
        """One answer."""
        lines = [f"GET {address} HTTP/1.1", f"Host: 127.0.0.1:{self.port}", "X-Background: 1",
                 "User-Agent: Mozilla/5.0 (X11; Linux) Chrome/130",
                 f"Cookie: sessionid={self.session}", *headers]  # fmt: skip
        return self.line.ask(("\r\n".join(lines) + "\r\n\r\n").encode())

    def tag(self, address: str) -> str:
        """The mark of what is there now."""
        _status, head, _body = self.ask(address)
        return next(
            line[6:] for line in head.decode().splitlines() if line.lower().startswith("etag: ")
        )

    def steady(self, address: str) -> str:
        """The same once the load before has been read and nothing new comes."""
        for _ in range(300):
            tag = self.tag(address)
            time.sleep(1)
            if self.ask(address, f"If-None-Match: {tag}")[0] == 304:
                break
        return tag

    def times(self, address: str, status: int, *headers: str) -> list[float]:
        """Seconds of each of many answers, all of which must have this status."""
        found = []
        for turn in range(WARM + TIMED):
            started = time.perf_counter()
            answer = self.ask(address, *headers)
            found.append(time.perf_counter() - started)
            assert answer[0] == status, (address, answer[0])
            del turn
        return found[WARM:]


class Provider:
    """WhatsApp as it posts: signed, one message a posting, each with an id of its own."""

    def __init__(self, port: int, facts: dict, name: str) -> None:
        self.port, self.facts, self.name, self.line = port, facts, name, Line(port)

    def posting(self, number: int) -> bytes:
        """The bytes of one posting."""
        message = {
            "from": f"25471{number % 5000:07d}",
            "id": f"wamid.{self.name}.{number}",
            "timestamp": str(int(time.time())),
            "type": "text",
            "text": {"body": "Habari, naomba msaada"},
        }
        value = {
            "messaging_product": "whatsapp",
            "metadata": {"phone_number_id": "1"},
            "messages": [message],
        }
        change = {"field": "messages", "value": value}
        entry = {"id": "1", "changes": [change]}
        posted = {"object": "whatsapp_business_account", "entry": [entry]}
        body = json.dumps(posted).encode()
        signature = hmac.new(self.facts["secret"].encode(), body, hashlib.sha256).hexdigest()
        head = [f"POST /api/door/{self.facts['door']}/ HTTP/1.1", f"Host: 127.0.0.1:{self.port}",
                "Content-Type: application/json", f"Content-Length: {len(body)}",
                f"X-Hub-Signature-256: sha256={signature}"]  # fmt: skip
        return ("\r\n".join(head) + "\r\n\r\n").encode() + body

    def post(self, number: int) -> bool:
        """Whether it was acknowledged; a broken line is opened anew at the next try."""
        try:
            return self.line.ask(self.posting(number))[0] == 200
        except OSError:
            self.line = Line(self.port)
            return False

    def times(self, count: int) -> list[float]:
        """Seconds of each posting."""
        found = []
        for number in range(WARM + count):
            started = time.perf_counter()
            assert self.post(number)
            found.append(time.perf_counter() - started)
        return found[WARM:]


def sustained(port: int, facts: dict, options) -> dict:
    """Messages a second that are stored and acknowledged while several post at once."""
    until, times, lock = time.perf_counter() + options.seconds, [], threading.Lock()

    def client(number: int) -> None:
        provider, mine, sent = Provider(port, facts, f"load{number}"), [], 0
        while time.perf_counter() < until:
            started = time.perf_counter()
            assert provider.post(sent)
            mine.append(time.perf_counter() - started)
            sent += 1
        with lock:
            times.extend(mine)

    together(client, options.clients)
    ordered = sorted(times)
    return {
        "messages": len(times), "a_second": round(len(times) / options.seconds),
        "median_ms": median_of(times), "p95_ms": round(1000 * ordered[int(len(ordered) * 0.95)], 1),
        "seconds": options.seconds, "clients": options.clients,
    }  # fmt: skip


def together(work, clients: int) -> None:
    """Run ``work`` in as many threads."""
    threads = [threading.Thread(target=work, args=(number,)) for number in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def killed(env: dict[str, str], facts: dict) -> dict:
    """Kill every process of the server in the middle; the provider tries again what was not acknowledged."""
    each, clients = 300, 4
    missing: list[tuple[int, int]] = []
    lock = threading.Lock()
    with suppress(subprocess.TimeoutExpired), serving(env) as (port, process):
        kill = threading.Timer(1.0, kill_all, [process.pid])
        kill.start()

        def client(number: int) -> None:
            provider = Provider(port, facts, f"kill{number}")
            lost = [(number, sent) for sent in range(each) if not provider.post(sent)]
            with lock:
                missing.extend(lost)

        together(client, clients)
        kill.join()
    with serving(env) as (port, _process):
        providers = {number: Provider(port, facts, f"kill{number}") for number in range(clients)}
        for number, sent in [
            *missing,
            *[(0, one) for one in range(20)],
        ]:  # and some that had arrived
            assert providers[number].post(sent)
        kept = wait_until_read(env, each * clients)
    return {
        "posted": each * clients,
        "not_acknowledged_at_first": len(missing),
        "messages_in_the_end": kept,
    }


def kill_all(pid: int) -> None:
    """No process of the program gets to finish anything."""
    for one in tree_below(pid):
        with suppress(ProcessLookupError):
            os.kill(one, signal.SIGKILL)


def wait_until_read(env: dict[str, str], wanted: int) -> int:
    """How many of the messages of the kill are in the inbox, once everything was read."""
    code = COUNTING.format(each=wanted // 4)
    for _ in range(300):
        done = subprocess.run(
            [sys.executable, "-c", code], env=env, check=True, stdout=subprocess.PIPE, text=True
        )
        unread, kept = map(int, done.stdout.split())
        if not unread:
            return kept
        time.sleep(1)
    return kept


TOLD = {
    "conversations": lambda row: f"{row['conversations']:,}",
    "door, ms (empty view)": lambda row: (
        f"{row['door_ms']} ({row['hello_ms']}): {row['door_ratio']} times"
    ),
    "of which one bare row to disk, ms": lambda row: f"{row['commit_ms']}",
    "messages a second": lambda row: (
        f"{row['sustained']['a_second']} for {row['sustained']['seconds']} s, "
        f"p95 {row['sustained']['p95_ms']} ms"
    ),
    "killed in the middle": lambda row: (
        f"{row['kill']['posted']} posted, {row['kill']['not_acknowledged_at_first']} tried again, "
        f"{row['kill']['messages_in_the_end']} in the inbox"
    ),
    "inbox, ms (bare list)": lambda row: (
        f"{row['inbox_ms']} ({row['bare_list_ms']}): {row['inbox_ratio']} times, "
        f"{row['queries']['inbox']} queries"
    ),
    "poll without news, ms": lambda row: (
        f"{row['poll_ms']}, {row['queries']['poll without news']} queries, 304"
    ),
    "machine": lambda row: (
        f"{row['machine']}; load {row['load_before']} to {row['load_after']}; {row['when']}"
    ),
}


def write_table() -> None:
    """The results as people read them."""
    rows = []
    for name in ("sqlite", "postgresql"):
        path = RESULTS / f"helpline-{name}.json"
        if path.exists():
            rows.append(json.loads(path.read_text(encoding="utf-8")))
    lines = [
        "# The helpline, measured", "",
        "Written by `bench/helpline.py`. Limits are those of the issue: the door under 3 times an empty view,",
        "200 messages a second on PostgreSQL and 50 on SQLite, none lost in a kill, the inbox within",
        "2.5 times a bare list, a poll without news one query beside session and person.", "",
        "| | " + " | ".join(row["database"] for row in rows) + " |", "|---|" + "---|" * len(rows),
    ]  # fmt: skip
    lines += [f"| {name} | " + " | ".join(map(tell, rows)) + " |" for name, tell in TOLD.items()]
    (RESULTS / "helpline.md").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
