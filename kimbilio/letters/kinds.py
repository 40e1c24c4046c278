"""What each letter and form asks, from which part of a case each line comes, and where it is filed."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from kimbilio.access.choices import Compartment
from kimbilio.cases.document_choices import DocumentKind
from kimbilio.letters.choices import LetterKind, Shape
from kimbilio.letters.tables import Draw
from kimbilio.letters.told import Telling

IDENTITY, STORY, LEGAL = Compartment.IDENTITY, Compartment.STORY, Compartment.LEGAL
WHEREABOUTS = Compartment.WHEREABOUTS


@dataclass(frozen=True)
class Blank:
    """One line to fill: what the case knows of it comes by itself, the rest is typed or left to the pen."""

    name: str
    label: Any
    part: Compartment
    told: Telling | None = None
    shape: Shape = Shape.LINE

    @property
    def most(self) -> int:
        """How many characters it takes."""
        return 4000 if self.shape == Shape.LONG else 300


@dataclass(frozen=True)
class Group:
    """Blanks under one heading."""

    title: Any
    blanks: tuple[Blank, ...]


@dataclass(frozen=True)
class Kind:
    """One letter or form. ``parts`` are all it draws on; ``needs`` those without which it is not made.

    ``pen`` are parts whose lines stay empty on a paper that is kept, for whoever opens it may take it
    along; a service that prints without keeping fills them in for who may print them.

    ``filed`` is the part under which the document is kept: who may open that part may see all the
    others, which a test holds against the table of roles.
    """

    kind: LetterKind
    groups: tuple[Group, ...]
    filed: Compartment
    document: DocumentKind
    parts: frozenset[Compartment]
    needs: frozenset[Compartment]
    pen: frozenset[Compartment] = frozenset()
    leaves: bool = False
    statement: Any = ""
    note: Any = ""
    tables: tuple[tuple[Compartment, Draw], ...] = ()
    signatures: tuple[Any, ...] = field(default=(_("Signature"),))

    @property
    def blanks(self) -> Iterator[Blank]:
        """All of them, in their order."""
        for group in self.groups:
            yield from group.blanks


def a_kind(
    kind: LetterKind,
    *groups: Group,
    filed: Compartment,
    document: DocumentKind,
    needs: frozenset[Compartment] | None = None,
    pen: frozenset[Compartment] = frozenset(),
    tables: tuple[tuple[Compartment, Draw], ...] = (),
    **given: Any,
) -> Kind:
    """A kind whose ``parts`` follow from its lines, so that the two cannot differ."""
    drawn = {blank.part for group in groups for blank in group.blanks}
    parts = frozenset(drawn | {part for part, _draw in tables}) - pen
    return Kind(
        kind=kind, groups=groups, filed=filed, document=document, parts=parts,
        needs=parts if needs is None else needs, pen=pen, tables=tables, **given,
    )  # fmt: skip
