"""The network of cases, alleged traffickers and what they are known by, as far as one viewer may see it.

Only entries of cases that are open to the viewer, with their compartment *alleged*, make nodes. What two
entries share (a phone, an agency by ear) is one node between them. Of a closed case leads learn its unit,
as on the page of the case; anybody else learns nothing, not even that there is one.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from kimbilio.accounts.models import User
from kimbilio.cases.models import Story
from kimbilio.cases.models.parts import PartQuerySet
from kimbilio.justice.choices import NodeKind, Part, Trait
from kimbilio.justice.matching import pieces_of
from kimbilio.justice.models import AllegedLink, AllegedTrafficker
from kimbilio.justice.queries import LEADING
from kimbilio.organisation.places import counties, countries

MOST_ENTRIES, MOST_LINKS = 4000, 20_000
PHONE = "justice.phone"
BESIDE = (Trait.PHONE, Trait.ACCOUNT, Trait.VEHICLE, Trait.AGENCY, Trait.PLACE)
"""The traits that are nodes of their own; names and aliases are the alleged trafficker themself."""


@dataclass
class Node:
    """One node: its kind, its words, one fact, the cases it belongs to, and the case to open."""

    kind: NodeKind
    label: str
    fact: str = ""
    code: str = ""
    cases: set[UUID] = field(default_factory=set)


@dataclass
class Network:
    """Nodes, and the edges between them by number; ``is_cut`` says that older entries are left out."""

    nodes: list[Node] = field(default_factory=list)
    edges: set[tuple[int, int]] = field(default_factory=set)
    is_cut: bool = False
    _known: dict[object, int] = field(default_factory=dict)
    _keys: dict[tuple[Trait, str], object] = field(default_factory=dict)

    def node(
        self, key: object, kind: NodeKind, label: str, *, fact: str = "", code: str = ""
    ) -> int:
        """The number of the node with this key, made when it is met first."""
        if key not in self._known:
            self._known[key] = len(self.nodes)
            self.nodes.append(Node(kind, label, fact, code))
        return self._known[key]

    def key_of(self, trait: Trait, line: str) -> object:
        """What makes two lines the same thing, worked out once for each line."""
        if (trait, line) not in self._keys:
            self._keys[trait, line] = _key(trait, line)
        return self._keys[trait, line]

    def tie(self, one: int, other: int) -> None:
        """An edge, once."""
        self.edges.add((min(one, other), max(one, other)))

    def neighbours(self) -> dict[int, list[int]]:
        """For each node those beside it, in order."""
        found: dict[int, list[int]] = defaultdict(list)
        for one, other in sorted(self.edges):
            found[one].append(other)
            found[other].append(one)
        return found


def network(viewer: User) -> Network:
    """The whole picture for ``viewer``: three queries and those of their reach, whatever its size."""
    found = Network()
    mine = AllegedTrafficker.objects.open_to(viewer)
    rows = mine.select_related("case").defer("note").order_by("-recorded_at", "-id")
    entries = list(rows[: MOST_ENTRIES + 1])
    found.is_cut = len(entries) > MOST_ENTRIES
    numbers = {one.pk: _entry(found, one) for one in entries[:MOST_ENTRIES]}
    _routes(found, viewer, mine, {one.case_id: one.case.code for one in entries[:MOST_ENTRIES]})
    _links(found, viewer, mine, numbers)
    return found


def _entry(found: Network, one: AllegedTrafficker) -> int:
    """An alleged trafficker between their case and everything they are known by."""
    code = one.case.code
    case = found.node(("case", one.case_id), NodeKind.CASE, code, code=code)
    part = str(Part(one.part).label)
    me = found.node(one.pk, NodeKind.ALLEGED, one.called or "—", fact=part, code=code)
    found.tie(case, me)
    numbers = [case, me]
    for trait in BESIDE:
        for line in one.known.get(trait, []):
            beside = found.node(found.key_of(trait, line), NodeKind(str(trait)), line)
            found.tie(me, beside)
            numbers.append(beside)
    for number in numbers:
        found.nodes[number].cases.add(one.case_id)
    return me


def _key(trait: Trait, line: str) -> tuple[str, str]:
    """What makes two lines the same thing: as matching compares them. An account may be a phone."""
    pieces = sorted((piece.domain, piece.text) for piece in pieces_of({trait: [line]}))
    phones = [piece for piece in pieces if piece[0] == PHONE]
    return (phones or pieces or [(str(trait), " ".join(line.casefold().split()))])[0]


def _routes(found: Network, viewer: User, mine: PartQuerySet, codes: dict[UUID, str]) -> None:
    """From where to where, of the cases whose story is open as well."""
    stories = Story.objects.open_to(viewer).filter(case__in=mine.values("case"))
    columns = (
        "case_id", "origin_country", "origin_county", "destination_country", "destination_county",
    )  # fmt: skip
    for case_id, *ends in stories.order_by("case_id").values_list(*columns):
        if case_id not in codes or not (any(ends[:2]) and any(ends[2:])):
            continue
        label = f"{_place(*ends[:2])} → {_place(*ends[2:])}"
        route = found.node(("route", *ends), NodeKind.ROUTE, label)
        found.tie(
            found.node(("case", case_id), NodeKind.CASE, codes[case_id], code=codes[case_id]), route
        )
        found.nodes[route].cases.add(case_id)


def _place(country: str, county: str) -> str:
    named = counties().get(county, "") if county else ""
    return named or countries().get(country, country)


def _links(found: Network, viewer: User, mine: PartQuerySet, numbers: dict[UUID, int]) -> None:
    """Entries that may be about the same person; for leads also that one is in a closed case."""
    named = mine.values("pk")
    links = AllegedLink.objects.filter(Q(one__in=named) | Q(other__in=named))
    columns = ("id", "one_id", "other_id", "one__case__unit__name", "other__case__unit__name")
    for key, one, other, unit, its_unit in links.order_by("id").values_list(*columns)[:MOST_LINKS]:
        ends = [numbers.get(one), numbers.get(other)]
        if ends[0] is not None and ends[1] is not None:
            found.tie(ends[0], ends[1])
        elif viewer.role in LEADING and not found.is_cut and (ends[0] or ends[1]) is not None:
            here, name = (ends[0], its_unit) if ends[0] is not None else (ends[1], unit)
            # One node for each link: that two links lead to the same case is not told either.
            words = _("A case of %(unit)s") % {"unit": name}
            closed = found.node(("closed", key), NodeKind.CLOSED, words)
            if here is not None:
                found.tie(here, closed)
