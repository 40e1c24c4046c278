"""What is measured: each page with its requests, the marker of a true answer, and its target."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import uuid4

LIST = "state=all&stage=closed&risk=b_medium&risk=c_low&minor=yes&minor=no&sort=opened"
NARROW = "stage=support&risk=b_medium&minor=no&sort=due"
INTAKE = {
    "draft_form": "new_case", "do": "save", "caller": "person", "told": "adult", "goes_by": "Pendo",
    "age": "24", "safety": "safe", "phone": "0700 000 214", "best_way": "call", "source": "self",
    "may_write": "yes", "trafficking": "yes", "words": "Asks for help with papers.",
    "route": "safety_plan", "shown": "safety_plan:100",
}  # fmt: skip


@dataclass(frozen=True)
class Page:
    """One thing that staff do. ``times`` is how often a floor it may take: (floor, factor)."""

    name: str
    who: str
    addresses: list[str]
    marks: list[str]
    status: int = 200
    body: Callable[[int], str] | None = None
    times: tuple[str, float] | None = None
    floor: bool = False


def pages_of(facts: dict) -> list[Page]:
    """Floors first, then everything the targets name."""
    codes = facts["codes"]
    return [
        Page("hello", "", ["/floor/hello/"], ["hello"], floor=True),
        Page("bare list", "", ["/floor/list/"], ["<table>"], floor=True),
        Page("bare open", "", [f"/floor/open/{c}/" for c in facts["any_codes"]],
             facts["any_codes"], floor=True),
        Page("case list, first page", "manager", [f"/cases/?{LIST}"], ["aria-sort"],
             times=("bare list", 2.5)),
        Page("case list, 1,000th page", "manager", [f"/cases/?{LIST}&after={facts['far']}"],
             ["aria-sort"], times=("bare list", 2.5)),
        Page("case list, few fit", "lead", [f"/cases/?{NARROW}"], ["aria-sort"],
             times=("bare list", 2.5)),
        search("search, part of a name", facts["parts"], marked=False),
        search("search, by ear", facts["by_ear"], marked=False),
        search("search, phone", facts["phones"], marked=True),
        Page("My day", "worker", ["/"], ["duty lead|open case"], times=("bare list", 4)),
        Page("opening a case", "worker", [f"/cases/{c}/" for c in codes], codes,
             times=("bare open", 6)),
        Page("saving a note", "worker", [f"/cases/{c}/notes/new/" for c in codes],
             [f"/cases/{c}/timeline/" for c in codes], 302, note, ("bare open", 6)),
        Page("saving an intake", "worker", ["/cases/new/"], ["/cases/KB-"], 302,
             lambda turn: urlencode({**INTAKE, "sent_key": str(uuid4())}), ("bare open", 6)),
    ]  # fmt: skip


def search(name: str, asked: list[list[str]], *, marked: bool) -> Page:
    """One search as the box sends it; a phone must find its file, a short name may find others."""
    marks = [code if marked else "kb-found|kb-search-none" for code, _words in asked]
    words = [urlencode({"q": typed}) for _code, typed in asked]
    return Page(
        name, "lead", ["/search/"] * len(asked), marks, 200,
        lambda turn: words[turn % len(words)], ("bare list", 2.5),
    )  # fmt: skip


def note(turn: int) -> str:
    """A note as the form sends it."""
    return urlencode(
        {
            "kind": "call", "text": f"Called at the agreed hour. She asked about school. {turn}",
            "happened_at": "2026-01-05T10:00", "compartment": "story", "draft_form": "note",
            "sent_key": str(uuid4()),
        }
    )  # fmt: skip
