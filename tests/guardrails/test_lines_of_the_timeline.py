"""A line of the timeline is read in two languages: no word of one language is written into it."""

import re
from pathlib import Path

import kimbilio

ROOT = Path(kimbilio.__file__).parent
PLACES = ("cases/actions", "justice", "referrals", "transfers")
WORD = re.compile(r"\bline\s*=\s*[^\n]*(get_\w+_display\(\)|\.label\b(?!\())")


def test_lines_name_the_choice_and_not_its_word():
    files = [path for place in PLACES for path in sorted((ROOT / place).rglob("*.py"))]
    written = [
        f"{path.relative_to(ROOT)}: {found[0].strip()}"
        for path in files
        for found in WORD.finditer(path.read_text(encoding="utf-8"))
    ]

    assert len(files) > len(PLACES)
    assert written == []
