"""Fails when a text of the program has no Kiswahili, or one that has lost a placeholder.

Gathers the texts anew in a copy of the sources (needs gettext), so that the catalogue in the
repository cannot be behind the code without being noticed.
"""

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent.parent
CATALOGUE = "locale/sw/LC_MESSAGES/django.po"
PLACEHOLDER = re.compile(r"%\((\w+)\)|\{(\w*)\}")


def gathered() -> polib.POFile:
    """The catalogue as it is after gathering every text of the sources."""
    with tempfile.TemporaryDirectory() as folder:
        for part in ("kimbilio", "templates", "locale"):
            shutil.copytree(ROOT / part, Path(folder) / part, ignore=shutil.ignore_patterns("*.mo"))
        subprocess.run(
            [sys.executable, "-m", "kimbilio", "makemessages", "-l", "sw", "--no-obsolete", "-v0"],
            cwd=folder,
            check=True,
            stderr=subprocess.DEVNULL,
        )
        return polib.pofile(Path(folder) / CATALOGUE)


def placeholders(text: str) -> set[str]:
    """The names that a text expects to be filled in."""
    return {first or second for first, second in PLACEHOLDER.findall(text)}


def wrong(entry: polib.POEntry) -> str:
    """What is wrong with the Kiswahili of ``entry``, or an empty text."""
    texts = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
    if not all(texts):
        return "missing"
    if entry.fuzzy:
        return "only a guess"
    expected = placeholders(entry.msgid) | placeholders(entry.msgid_plural or "")
    for text in texts:
        lost = expected - placeholders(text) if not entry.msgid_plural else set()
        unknown = placeholders(text) - expected
        if lost or unknown:
            return f"placeholders differ: {sorted(lost | unknown)}"
    return ""


def main() -> int:
    """Print every text that is wrong; 1 if there is one."""
    if not shutil.which("xgettext"):
        print("gettext is not installed (apt install gettext)", file=sys.stderr)
        return 1
    bad = [(entry, why) for entry in gathered() if (why := wrong(entry))]
    for entry, why in bad[:40]:
        print(f"{why}: {entry.msgid!r}")
    print(f"{len(bad)} texts without good Kiswahili.")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
