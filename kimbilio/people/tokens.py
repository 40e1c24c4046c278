"""What the blind index holds of a person: the small pieces of text that one may look for."""

import re
from collections.abc import Iterable
from enum import IntEnum
from itertools import combinations, islice, pairwise, product
from typing import NamedTuple

import phonenumbers

from kimbilio.people.sounds import (
    STEMS,
    first_sounds,
    skeletons,
    sound_keys,
    spoken_words,
    words,
)

HOME_REGION = "KE"
PREFIXES = range(2, 6)  # longer beginnings are few people's, and the word and its sound tell more
PHONE_ENDINGS = (4, 6, 9)  # read from a call log; read out from memory; without the country
MOST_WORDS = 12  # of one person's names; beyond that it is a text and no name
MOST_PAIRED = 5
MOST_WHOLE = 4
READINGS_PAIRED = 3
MOST_LETTERS = 40


class Kind(IntEnum):
    """What a token was made from."""

    WORD = 1
    PREFIX = 2
    SOUND = 3
    FIRST_SOUNDS = 4
    PAIR = 5
    PHONE = 6
    PHONE_ENDING = 7
    DOCUMENT = 8
    WHOLE = 9


class Token(NamedTuple):
    """A piece of text and what it is a piece of; only its keyed number is ever stored."""

    kind: Kind
    text: str

    @property
    def domain(self) -> str:
        """The domain of the blind index: equal texts of two kinds have unrelated numbers."""
        return f"people.{self.kind.name.lower()}"


def name_tokens(names: Iterable[str]) -> set[Token]:
    """Words of the names, their beginnings, their sounds, and which two sounds stand together.

    Order and repetition do not matter. The pairs keep a search for two frequent names quick.
    """
    tokens: set[Token] = set()
    for name in names:
        spoken = spoken_words(name)[:MOST_WORDS]
        for word in _indexed_words(spoken):
            tokens |= word_tokens(word[:MOST_LETTERS])
        for one, other in combinations((forms[0] for forms in spoken[:MOST_PAIRED]), 2):
            tokens |= pair_tokens(one, other)
        tokens |= whole_tokens([forms[0] for forms in spoken])
    return tokens


def word_tokens(word: str) -> set[Token]:
    """Everything a single normalised word can be found by."""
    tokens = {Token(Kind.WORD, word)}
    tokens |= {Token(Kind.PREFIX, word[:size]) for size in PREFIXES if size < len(word)}
    tokens |= {Token(Kind.SOUND, key) for key in sound_keys(word)}
    if opening := first_sounds(word):
        tokens.add(Token(Kind.FIRST_SOUNDS, opening))
    return tokens


def pair_tokens(one: str, other: str) -> set[Token]:
    """Two words side by side, in either order, by their most usual readings."""
    return {
        Token(Kind.PAIR, "+".join(sorted((mine, theirs))))
        for mine in skeletons(one[:MOST_LETTERS])[:READINGS_PAIRED]
        for theirs in skeletons(other[:MOST_LETTERS])[:READINGS_PAIRED]
    }


def whole_tokens(found: list[str]) -> set[Token]:
    """All words of a name at once: tells the very name from one that has words besides."""
    readings = product(*(skeletons(word[:MOST_LETTERS])[:2] for word in found[:MOST_PAIRED]))
    return {Token(Kind.WHOLE, "+".join(sorted(one))) for one in islice(readings, MOST_WHOLE) if one}


def _indexed_words(spoken: list[list[str]]) -> set[str]:
    """Each word, and the joined form of words that are written apart or together."""
    found = {form for forms in spoken for form in forms}
    joined = {one[0] + other[0] for one, other in pairwise(spoken) if one[0] in STEMS}
    return found | joined


def phone_tokens(raw: str, region: str = HOME_REGION) -> set[Token]:
    """A phone number however it was written: the whole of it, and its last digits."""
    number = international(raw, region)
    digits = re.sub(r"\D", "", number)
    endings = {Token(Kind.PHONE_ENDING, digits[-size:]) for size in PHONE_ENDINGS}
    return {Token(Kind.PHONE, number), *endings} if len(digits) >= 9 else set()


def international(raw: str, region: str = HOME_REGION) -> str:
    """``+254722123456`` for ``0722 123 456``; for what is no possible number its bare digits."""
    digits = _digits(raw)
    try:
        parsed = phonenumbers.parse(digits, region)
    except phonenumbers.NumberParseException:
        return digits
    if not phonenumbers.is_possible_number(parsed):
        return digits
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


def _digits(raw: str) -> str:
    """The digits in ASCII, led by a plus if they were; ``00`` is how a plus is dialled."""
    digits = "".join(str(int(sign)) for sign in raw if sign.isdecimal())
    if digits.startswith("00"):
        return f"+{digits[2:]}"
    return f"+{digits}" if raw.strip().startswith("+") else digits


def document_tokens(number: str) -> set[Token]:
    """The number of an identity document, whatever stands between its letters and digits."""
    plain = "".join(words(number))
    return {Token(Kind.DOCUMENT, plain)} if len(plain) >= 4 else set()


def note_words(text: str) -> set[str]:
    """The distinct words of a text, without those that every text has."""
    return {word for word in words(text) if 3 <= len(word) <= MOST_LETTERS} - STOP_WORDS


STOP_WORDS = frozenset(
    {  # English, then Kiswahili
        "about", "above", "after", "again", "all", "also", "and", "any", "are", "because",
        "been", "before", "being", "below", "between", "both", "but", "can", "cannot",
        "could", "did", "does", "doing", "down", "during", "each", "few", "for", "from",
        "further", "had", "has", "have", "having", "her", "here", "hers", "herself", "him",
        "himself", "his", "how", "into", "its", "itself", "just", "more", "most", "not",
        "now", "off", "once", "only", "other", "our", "ours", "out", "over", "own", "same",
        "she", "should", "some", "such", "than", "that", "the", "their", "theirs", "them",
        "themselves", "then", "there", "these", "they", "this", "those", "through", "too",
        "under", "until", "very", "was", "were", "what", "when", "where", "which", "while",
        "who", "whom", "why", "will", "with", "would", "you", "your", "yours",
        "alikuwa", "ambao", "ambapo", "ambaye", "ambayo", "baada", "bado", "bila", "cha",
        "hadi", "haina", "halafu", "hapa", "hapo", "hata", "hawa", "hayo", "hii", "hiyo",
        "hizi", "hizo", "huo", "huu", "huyo", "huyu", "ile", "ili", "ingawa", "ipi",
        "isipokuwa", "jinsi", "juu", "kabla", "kama", "kati", "katika", "kila", "kisha",
        "kuhusu", "kutoka", "kuwa", "kwa", "kwamba", "kwani", "kwenye", "lakini", "lile",
        "mara", "mimi", "moja", "mpaka", "mtu", "mwa", "naye", "ndani", "ndio", "ndiyo",
        "nini", "nyingine", "pamoja", "pia", "sana", "sasa", "sisi", "tena", "tu", "vile",
        "wakati", "wake", "wako", "wale", "wangu", "wao", "wapi", "watu", "wenye", "wetu",
        "yake", "yako", "yale", "yangu", "yao", "yule", "yupo", "za", "zaidi", "zake", "zao",
    }
)  # fmt: skip
