"""Runs every check and every test: static checks, SQLite, PostgreSQL, the browser.

What the machine lacks is installed through apt-get where that is allowed; else the tests that need
it are left out, and said so. With ``CI=true`` nothing may be left out.
"""

import argparse
import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import postgres

ROOT = Path(__file__).resolve().parent.parent.parent
BIN = ROOT / ".venv" / "bin"
STRICT = os.environ.get("CI") == "true"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
NO_TESTS = 5  # pytest's exit code


def say(sentence: str) -> None:
    """A line of our own among the output of the tools."""
    print(f"\n== {sentence}", flush=True)


def apt_get(package: str) -> None:
    """Install Debian's ``package`` if this account may; otherwise do nothing."""
    if not shutil.which("apt-get"):
        return
    if os.geteuid() == 0:
        prefix = []
    elif subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode == 0:
        prefix = ["sudo", "-n"]
    else:
        return
    say(f"installing {package}")
    quiet = {"DEBIAN_FRONTEND": "noninteractive", **os.environ}
    for words in (["update"], ["install", "-y", "--no-install-recommends", package]):
        subprocess.run([*prefix, "apt-get", "-qq", *words], env=quiet, check=False,
                       stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)  # fmt: skip


def browser() -> str | None:
    """The path of a chromium, installed now if need be."""
    for attempt in range(2):
        for name in BROWSERS:
            if path := os.environ.get("CHROMIUM") or shutil.which(name):
                return path
        if attempt == 0:
            apt_get("chromium")
    return None


def database_programs() -> Path | None:
    """The folder of PostgreSQL's programs, installed now if need be."""
    if not postgres.folder_of_programs():
        apt_get("postgresql")
    return postgres.folder_of_programs()


class Stages:
    """What ran, how it went, and what was left out with the reason."""

    def __init__(self, arguments: list[str]) -> None:
        """Keep ``arguments``, which every run of pytest gets."""
        self.arguments = arguments
        self.lines: list[str] = []
        self.failed: list[str] = []

    def leave_out(self, name: str, reason: str) -> None:
        """Note that ``name`` does not run; under CI that fails the whole."""
        self.lines.append(f"{name}: LEFT OUT, {reason}")
        if STRICT:
            self.failed.append(f"{name} was left out: {reason}")

    def run(self, name: str, *command: object, **environment: str) -> None:
        """Run one stage and keep its outcome."""
        say(name)
        began = time.monotonic()
        fixed = {"PYTHONHASHSEED": "0"}  # all workers must collect sets in the same order
        paths = {"PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}",
                 "PYTHONPATH": str(ROOT / "script" / "steps")}  # fmt: skip
        words = [str(word) for word in command]
        code = subprocess.run(words, cwd=ROOT, check=False,
                              env={**os.environ, **fixed, **paths, **environment}).returncode  # fmt: skip
        took = f"{time.monotonic() - began:.0f} s"
        if code == NO_TESTS and "pytest" in words:
            self.leave_out(name, "no test was collected")
        else:
            self.lines.append(f"{name}: {'passed' if code == 0 else 'FAILED'}, {took}")
            if code:
                self.failed.append(f"{name} failed")

    def pytest(
        self, name: str, marker: str, *, cores: int, by: str = "load", **environment: str
    ) -> None:
        """Run the tests that ``marker`` selects on several cores, spread as ``by`` says.

        By load they keep their order on each core: those with real transactions come last, because
        they empty the tables, also of what migrations wrote there.
        """
        spread = ["-n", str(cores), "--dist", by]
        strict = ["-p", "no_skips"] if STRICT else []
        self.run(name, BIN / "python", "-m", "pytest", "-rs", *spread, *strict, "-m", marker,
                 *self.arguments, **environment)  # fmt: skip

    def so_far(self) -> None:
        """Print what ran; the last stage's own closing line comes after it."""
        say("ran so far")
        print("\n".join(f"   {line}" for line in self.lines), flush=True)


@contextlib.contextmanager
def postgres_if_possible(stages: Stages) -> Iterator[str]:
    """The address of a fresh PostgreSQL, or an empty text and a note why there is none."""
    programs = database_programs()
    if programs is None:
        stages.leave_out(
            "tests on PostgreSQL", "PostgreSQL is not installed (apt install postgresql)"
        )
        yield ""
        return
    with postgres.cluster(programs) as address:
        yield address


def main() -> int:
    """Run the stages; the exit code says whether all of them passed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", choices=["checks", "sqlite", "postgres", "browser"])
    options, arguments = parser.parse_known_args()
    chosen = [options.only] if options.only else ["checks", "postgres", "sqlite", "browser"]
    stages = Stages(arguments)
    cores = min(os.cpu_count() or 1, 8)

    if "checks" in chosen:
        stages.run("static checks (just check)", BIN / "just", "check")
        if not shutil.which("xgettext"):
            apt_get("gettext")
        if shutil.which("xgettext"):
            stages.run("translations", BIN / "python", "script/steps/translations.py")
        else:
            stages.leave_out("translations", "gettext is not installed (apt install gettext)")
    with tempfile.TemporaryDirectory(prefix="kimbilio-homes-") as homes:
        os.environ["SET_UP_HOMES"] = homes  # made once for all: tables, and a demonstration
        run_tests(stages, chosen, cores)
    for failure in stages.failed:
        print(f"script/test: {failure}", file=sys.stderr)
    return 1 if stages.failed else 0


def run_tests(stages: Stages, chosen: list[str], cores: int) -> None:
    """Run the tests on each database, then those in the browser."""
    done = ""  # of what is asked once, on whichever database comes first
    if "postgres" in chosen:
        with postgres_if_possible(stages) as address:
            if address:
                environment = {"DATABASE_URL": address}
                stages.pytest("tests on PostgreSQL", "not browser", cores=cores, **environment)
                done = " and not once"
    chromium = browser() if "browser" in chosen else None
    if "browser" in chosen and chromium is None:
        stages.leave_out("tests in the browser", "chromium is not installed (apt install chromium)")
    if "sqlite" in chosen:
        if chromium is None:
            stages.so_far()
        stages.pytest(
            "tests on SQLite", f"not browser and not postgres{done}", cores=cores, DATABASE_URL=""
        )
    if chromium:
        stages.so_far()
        # Tests that tell one story stay together; the visits to every page are shared out.
        stages.pytest("tests in the browser", "browser", cores=min(cores, 4), by="loadgroup",
                      CHROMIUM=chromium, DATABASE_URL="")  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
