"""Which source a letter is set with, and setting it."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from kimbilio.letters.models import LayoutVersion
from kimbilio.letters.press import Press

DATA = Path(__file__).parent / "data"
SHARED = "paper.typ"


@dataclass(frozen=True)
class Layout:
    """The source in use, with its number; 0 is the one that comes with Kimbilio."""

    source: str
    number: int

    def pdf(self, facts: dict[str, Any], press: Press) -> bytes:
        """The paper."""
        return press.pdf(sources_of(self.source), facts)

    def pictures(self, facts: dict[str, Any], press: Press) -> list[bytes]:
        """Its pages to look at."""
        return press.pictures(sources_of(self.source), facts)


@cache
def built_in(kind: str, language: str) -> str:
    """The layout that comes with Kimbilio: of this language, of this kind, or that of all forms."""
    names = (f"{kind}.{language}.typ", f"{kind}.typ", "form.typ")
    found = next(DATA / name for name in names if (DATA / name).exists())
    return found.read_text(encoding="utf-8")


@cache
def _shared() -> str:
    return (DATA / SHARED).read_text(encoding="utf-8")


def sources_of(source: str) -> dict[str, str]:
    """The files that typst is given: nothing else exists for it."""
    return {"main.typ": source, SHARED: _shared()}


def layout_in_use(kind: str, language: str) -> Layout:
    """What letters of this kind are set with now."""
    newest = LayoutVersion.objects.filter(kind=kind, language=language).order_by("-number").first()
    if newest is None:
        return Layout(built_in(kind, language), 0)
    return Layout(newest.source or built_in(kind, language), newest.number)


def versions_of(kind: str, language: str) -> list[LayoutVersion]:
    """All versions, the newest first."""
    rows = LayoutVersion.objects.filter(kind=kind, language=language).select_related("made_by")
    return list(rows.defer("source").order_by("-number"))
