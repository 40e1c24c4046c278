"""Measure letters of many cases, made as the background makes them. ``bench/letters.py --help``."""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT)]

RESULTS = ROOT / "bench" / "results"
LIMIT_SECONDS = 20
CASES_FOR_A_LETTER = 25  # a lead reaches one case in six, and less than half of them are open


def main() -> None:
    """A new home with seeded cases; each kind once; the slowest counts."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--letters", type=int, default=100)
    parser.add_argument("--kinds", nargs="+", default=["school", "care-plan", "form-d"])
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        env = {
            **os.environ, "KIMBILIO_HOME": home, "PYTHONPATH": str(ROOT), "DATABASE_URL": "",
            "DJANGO_SETTINGS_MODULE": "bench.floors.settings", "KIMBILIO_LOG_LEVEL": "ERROR",
            "BENCH_LETTERS": json.dumps(vars(options)),
        }  # fmt: skip
        done = subprocess.run(  # this program itself; what it complains of is shown as it comes
            [sys.executable, __file__, "--letters", "0"], env=env, stdout=subprocess.PIPE, text=True
        )  # fmt: skip
    if done.returncode:
        sys.exit(f"Nothing was measured: the run itself ended with {done.returncode}; see above.")
    result = json.loads(done.stdout.splitlines()[-1])
    (RESULTS / "letters-sqlite.json").write_text(json.dumps(result, indent=1) + "\n")
    rows = "\n".join(
        f"| {kind} | {one['letters']} | {one['seconds']} | {one['cpu']} | {one['kilobytes']} |"
        for kind, one in result["kinds"].items()
    )
    (RESULTS / "letters.md").write_text(
        "# Letters of many cases, measured\n\n"
        f"Written by `{result['command']}`. The limit is 100 letters in {LIMIT_SECONDS} seconds, made as the\n"
        "background makes them: set, encrypted, kept with their cases, in trail and timeline, then one\n"
        "encrypted archive.\n\n"
        "| kind | letters | seconds | seconds of this process | kilobytes of the archive |\n"
        f"|---|---|---|---|---|\n{rows}\n\n{result['machine']}\n"
    )
    print(json.dumps(result, indent=1))
    slowest = max(one["seconds"] for one in result["kinds"].values())
    sys.exit(int(slowest > LIMIT_SECONDS))


def measured(letters: int, kinds: list[str]) -> dict:
    """Inside the home: seed, then make the letters of each kind."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.utils import timezone

    from bench.run import machine
    from kimbilio.accounts.models import User
    from kimbilio.cases.models import Case
    from kimbilio.letters.actions.batches import begin_batch
    from kimbilio.letters.actions.working import make_all
    from kimbilio.letters.models import Batch
    from kimbilio.operations.start import prepare

    prepare(demo=False)
    call_command(
        "seed",
        cases=max(900, CASES_FOR_A_LETTER * letters),
        seed=1,
        stdout=sys.stderr,
        stderr=sys.stderr,
    )
    told = {}
    for kind in kinds:
        worker, codes = _who_has(letters, User, Case)
        batch = begin_batch(kind=kind, language="en", codes=codes, by=worker)
        began, used = time.monotonic(), time.process_time()
        make_all(batch.pk)
        seconds, cpu = time.monotonic() - began, time.process_time() - used
        made = Batch.objects.get(pk=batch.pk)
        left_out = made.letters.exclude(left_out="").values_list("left_out", flat=True)
        if (made.state, made.done) != ("ready", letters) or left_out:
            raise SystemExit(
                f"{kind}: {made.state}, {made.done} of {letters}, {list(left_out)[:3]}"
            )
        told[kind] = {
            "letters": made.letters.exclude(document=None).count(), "seconds": round(seconds, 1),
            "cpu": round(cpu, 1), "kilobytes": made.size // 1024,
        }  # fmt: skip
    load = os.getloadavg()[0]
    return {
        "kinds": told,
        "machine": f"{machine()}; load {load:.1f}; {timezone.localdate()}",
        "command": f"python bench/letters.py --letters {letters} --kinds {' '.join(kinds)}",
    }


def _who_has(letters: int, users: type, cases: type) -> tuple:
    """Somebody who may print so many cases: a lead of a unit."""
    for user in users.objects.filter(role="team_lead", is_active=True).order_by("email"):
        codes = cases.objects.visible_to(user).open().order_by("code")
        found = list(codes.values_list("code", flat=True)[:letters])
        if len(found) == letters:
            return user, found
    raise SystemExit(f"No lead of a unit reaches {letters} open cases: seed more.")


if __name__ == "__main__":
    if "BENCH_LETTERS" in os.environ:
        print(json.dumps(measured(**json.loads(os.environ["BENCH_LETTERS"]))))
    else:
        main()
