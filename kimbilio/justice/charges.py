"""The charges one may choose from: sections of the law, each with where we have it from."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.translation import get_language

DATA = Path(__file__).parent / "data" / "charges.csv"


@dataclass(frozen=True)
class Charge:
    """One section of a law; ``is_checked`` says whether somebody read the text of the law for it."""

    code: str
    acts: tuple[str, str]
    section: str
    titles: tuple[str, str]
    first_conviction: str
    source: str
    is_checked: bool

    @property
    def act(self) -> str:
        """The name of the law in the language of the moment."""
        return self.acts[_language()]

    @property
    def label(self) -> str:
        """The section and its title."""
        section = f"s. {self.section}" if self.section else ""
        return " ".join(filter(None, [section, self.titles[_language()]]))

    def __str__(self) -> str:
        return f"{self.act}, {self.label}"


@cache
def charges() -> dict[str, Charge]:
    """Code to charge, in the order of the list."""
    with DATA.open(encoding="utf-8") as file:
        return {row["code"]: _charge(row) for row in csv.DictReader(file)}


def _charge(row: dict[str, str]) -> Charge:
    return Charge(
        code=row["code"], acts=(row["act_en"], row["act_sw"]), section=row["section"],
        titles=(row["title_en"], row["title_sw"]), first_conviction=row["first_en"],
        source=row["source"], is_checked=row["checked"] == "1",
    )  # fmt: skip


def charge_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Choices of a form, law by law."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for charge in charges().values():
        groups.setdefault(charge.act, []).append((charge.code, charge.label))
    return list(groups.items())


def _language() -> int:
    return int((get_language() or "en").startswith("sw"))
