"""By what alleged traffickers are recognised across cases: numbers as written, names by ear.

A phone, an account, a vehicle or two words of a name tell enough alone. A nickname of one word or a
place is a hint: two hints of different traits are needed. Nothing here reads a text of another case.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from kimbilio.justice.choices import Trait
from kimbilio.justice.models import AllegedToken, AllegedTrafficker
from kimbilio.people.sounds import spoken_words, words
from kimbilio.people.tokens import Kind, international, name_tokens
from kimbilio.vault import blind

SHORTEST_NUMBER, SHORTEST_PHONE = 4, 9
MOST_ROWS, MOST_LINKS = 2000, 50
SURE, HINT = AllegedToken.SURE, AllegedToken.HINT
BY_EAR = (Kind.WHOLE, Kind.PAIR)


class Piece(NamedTuple):
    """One thing to be recognised by: the domain of the blind index, the text, how much it tells."""

    trait: Trait
    weight: int
    domain: str
    text: str


@dataclass(frozen=True)
class Found:
    """An entry of another case, and the trait that agrees most."""

    alleged_id: UUID
    agrees: Trait


def pieces_of(known: Mapping[str, list[str]]) -> set[Piece]:
    """Everything an entry can be recognised by."""
    found: set[Piece] = set()
    for trait in Trait:
        for line in known.get(trait, []):
            found |= _PIECES[trait](trait, line)
    return found


def _name(trait: Trait, line: str) -> set[Piece]:
    """The name by ear; a name in one case may be an alias in the next, so both share a domain."""
    weight = SURE if len(spoken_words(line)) > 1 else HINT
    return {
        Piece(trait, weight, f"justice.name.{token.kind.name.lower()}", token.text)
        for token in name_tokens([line])
        if token.kind in BY_EAR
    }


def _by_ear(trait: Trait, line: str) -> set[Piece]:
    """The whole of it by ear: an agency, a place."""
    weight = SURE if trait == Trait.AGENCY else HINT
    return {
        Piece(trait, weight, f"justice.{trait}", token.text)
        for token in name_tokens([line])
        if token.kind == Kind.WHOLE
    }


def _phone(trait: Trait, line: str) -> set[Piece]:
    number = international(line)
    long_enough = sum(sign.isdigit() for sign in number) >= SHORTEST_PHONE
    return {Piece(trait, SURE, "justice.phone", number)} if long_enough else set()


def _number(trait: Trait, line: str) -> set[Piece]:
    """Letters and digits alone: an account, a number plate. An account may be a phone number."""
    plain = "".join(words(line))
    found = (
        {Piece(trait, SURE, f"justice.{trait}", plain)} if len(plain) >= SHORTEST_NUMBER else set()
    )
    if trait == Trait.ACCOUNT and not any(sign.isalpha() for sign in plain):
        found |= _phone(trait, line)
    return found


_PIECES = {
    Trait.NAME: _name, Trait.ALIAS: _name, Trait.AGENCY: _by_ear, Trait.PLACE: _by_ear,
    Trait.PHONE: _phone, Trait.ACCOUNT: _number, Trait.VEHICLE: _number,
}  # fmt: skip


def tokens_of(known: Mapping[str, list[str]]) -> dict[int, Piece]:
    """The numbers to keep, under the newest key."""
    pieces = sorted(pieces_of(known), key=lambda piece: piece.weight)
    return {blind.token(piece.domain, piece.text): piece for piece in pieces}


def matches(alleged: AllegedTrafficker) -> list[Found]:
    """Entries of other cases that agree enough: one query, whoever asks."""
    asked: dict[int, Piece] = {}
    for piece in sorted(pieces_of(alleged.known), key=lambda piece: piece.weight):
        for number in blind.all_tokens(piece.domain, piece.text):
            asked[number] = piece
    rows = AllegedToken.objects.filter(token__in=list(asked)).exclude(alleged__case=alleged.case_id)
    agreeing: dict[UUID, dict[Trait, int]] = defaultdict(dict)
    for key, number, weight in rows.order_by("token", "alleged").values_list(
        "alleged", "token", "weight"
    )[:MOST_ROWS]:
        piece = asked[number]
        trait = Trait.NAME if piece.trait == Trait.ALIAS else piece.trait
        told = min(weight, piece.weight)
        agreeing[key][trait] = max(agreeing[key].get(trait, 0), told)
    order = list(Trait)
    found = [
        Found(key, min(traits, key=lambda trait: (-traits[trait], order.index(trait))))
        for key, traits in agreeing.items()
        if sum(traits.values()) >= SURE
    ]
    return sorted(found, key=lambda one: (order.index(one.agrees), one.alleged_id))[:MOST_LINKS]


def names_somebody(case: UUID, names: tuple[str, ...], phones: tuple[str, ...]) -> bool:
    """Whether an entry of this case agrees with a name or a phone; hints count, for it is one case."""
    known = {str(Trait.NAME): list(names), str(Trait.PHONE): list(phones)}
    asked = [
        number
        for piece in pieces_of(known)
        for number in blind.all_tokens(piece.domain, piece.text)
    ]
    return AllegedToken.objects.filter(token__in=asked, alleged__case=case).exists()
