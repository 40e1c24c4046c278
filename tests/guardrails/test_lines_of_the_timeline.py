"""A line of the timeline and a task of Kimbilio's own are read in two languages: no word of one goes in."""

import re
from pathlib import Path

import kimbilio

ROOT = Path(kimbilio.__file__).parent
PLACES = (
    "calendar", "care", "cases/actions", "justice", "letters", "livelihoods", "referrals",
    "reintegration", "repatriation", "shelter", "therapy", "tracing", "transfers",
)  # fmt: skip
WORD = re.compile(r"\bline\s*=\s*[^\n]*(get_\w+_display\(\)|\.label\b(?!\())")
ASKED = re.compile(r"\b(?:give_task|remind|raise_alarm)\([^=]{0,40}(?:title=)?[^=]{0,20}\b_\(")
UNSEEN = re.compile(r"import \w*gettext\w* as (?!_\b)\w+")


def found_in(pattern, places):
    """Where ``pattern`` stands in the sources, and how many files were read."""
    files = [path for place in places for path in sorted((ROOT / place).rglob("*.py"))]
    assert len(files) > len(places)
    return [
        f"{path.relative_to(ROOT)}: {found[0].strip()}"
        for path in files
        for found in pattern.finditer(path.read_text(encoding="utf-8"))
    ]


def test_lines_name_the_choice_and_not_its_word():
    assert found_in(WORD, PLACES) == []


def test_what_kimbilio_asks_for_names_the_choice_and_not_its_words():
    assert ASKED.search('give_task(title=str(_("Try again")), by=by)')
    assert found_in(ASKED, PLACES) == []


def test_texts_are_marked_in_the_one_way_that_the_catalogue_sees():
    assert UNSEEN.search("from django.utils.translation import gettext as say")
    assert found_in(UNSEEN, ("",)) == []
