"""What somebody asks for, taken apart into the tokens that could answer it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations, pairwise

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from kimbilio.kernel.ids import read_code
from kimbilio.people.sounds import first_sounds, skeletons, spoken_words, with_vowels
from kimbilio.people.tokens import (
    MOST_LETTERS,
    PHONE_ENDINGS,
    PREFIXES,
    Kind,
    Token,
    document_tokens,
    pair_tokens,
    phone_tokens,
    whole_tokens,
)

MOST_ASKED_WORDS = 6
NUMBER = re.compile(r"(?<!\w)\+?\d[\d\s().\-/]{2,}\d\b")  # four digits and more, however spaced


class Reason(TextChoices):
    """Why somebody may be the one that is asked for."""

    SAME_CODE = "same_code", _("Same case code")
    SAME_PHONE = "same_phone", _("Same phone number")
    PHONE_ENDING = "phone_ending", _("Phone number ends alike")
    SAME_DOCUMENT = "same_document", _("Same document number")
    SAME_NAME = "same_name", _("Same name")
    NAME_BEGINS = "name_begins", _("Name begins alike")
    SOUNDS_ALIKE = "sounds_alike", _("Name sounds alike")
    AGE_NEAR = "age_near", _("About the same age")
    IN_NOTES = "in_notes", _("Words in a note")


@dataclass(frozen=True)
class Asked:
    """One token to look for, which clues it would answer, and how surely."""

    token: Token
    slots: tuple[int, ...]
    strength: float
    reason: Reason


@dataclass(frozen=True)
class Clues:
    """What is known of the person that is looked for; any part may be empty.

    ``codes`` are for the caller to look up among the cases, where they are a plain column.
    """

    names: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    age: int | None = None

    @classmethod
    def typed(cls, text: str) -> "Clues":
        """Clues from one search box: names, a phone or document number, a code, or several."""
        text = text[:200]
        numbers = tuple(found.group() for found in NUMBER.finditer(text))
        rest = NUMBER.sub(" ", text)
        with_digits = tuple(part for part in text.split() if re.search(r"\d", part))
        lettered = tuple(part for part in with_digits if re.search("[^\\W\\d]", part))
        return cls(
            names=(" ".join(part for part in rest.split() if not re.search(r"\d", part)),),
            phones=numbers,
            documents=tuple(dict.fromkeys((*numbers, *lettered))),
            codes=tuple(_codes_in(text)),
        )

    def asked(self) -> list[Asked]:
        """The tokens, each once, with the slots (one a word or number) that they answer."""
        asked: list[Asked] = []
        slots = 0
        for name in self.names:
            spoken = spoken_words(name)[:MOST_ASKED_WORDS]
            asked += _asked_of_name(spoken, slots)
            slots += len(spoken)
        for phone in self.phones:
            asked += _asked_of_phone(phone, slots)
            slots += 1
        for number in self.documents:
            asked += _asked(document_tokens(number), (slots,), 1.0, Reason.SAME_DOCUMENT)
            slots += 1
        return asked


def _codes_in(text: str) -> list[str]:
    """What may be a case code: it says KB, or has a digit, and is no part of a longer number."""
    whole = "".join(text.split())
    parts = [part for part in text.split() if not part.isdigit()]
    likely = [
        part
        for part in (whole, *parts)
        if re.match(r"(?i)kb\W", part) or (re.search(r"\d", part) and len(part) <= 9)
    ]
    return list(dict.fromkeys(code for part in likely if (code := read_code(part))))


def _asked(
    tokens: Iterable[Token], slots: tuple[int, ...], strength: float, why: Reason
) -> list[Asked]:
    return [Asked(token, slots, strength, why) for token in sorted(tokens)]


def _asked_of_phone(phone: str, slot: int) -> list[Asked]:
    """The whole number, or its ending: somebody may know only the last digits."""
    digits = re.sub(r"\D", "", phone)
    asked = [
        Asked(token, (slot,), *_phone_strength(token)) for token in sorted(phone_tokens(phone))
    ]
    if not asked and (size := max((s for s in PHONE_ENDINGS if s <= len(digits)), default=0)):
        ending = Token(Kind.PHONE_ENDING, digits[-size:])
        asked.append(Asked(ending, (slot,), 0.8, Reason.PHONE_ENDING))
    return asked


def _phone_strength(token: Token) -> tuple[float, Reason]:
    if token.kind == Kind.PHONE:
        return 1.2, Reason.SAME_PHONE
    if len(token.text) >= 9:
        return 1.0, Reason.SAME_PHONE
    return 0.1 * len(token.text) - 0.2, Reason.PHONE_ENDING


def _asked_of_name(spoken: list[list[str]], first_slot: int) -> list[Asked]:
    """Each word in its forms, neighbours as if written together, and each two words as a pair."""
    asked: list[Asked] = []
    plain = [forms[0] for forms in spoken]
    for slot, forms in enumerate(spoken, first_slot):
        for form in forms:
            asked += _asked_of_word(form, (slot,))
    for (slot, one), (far, other) in combinations(enumerate(plain, first_slot), 2):
        asked += _asked_of_pair(one, other, (slot, far))
    for place, (one, other) in enumerate(pairwise(plain)):
        slots = (first_slot + place, first_slot + place + 1)
        asked += _asked_of_joined(one + other, slots)
        together = [*plain[:place], one + other, *plain[place + 2 :]]
        asked += _asked_of_whole(together)
        for far, third in enumerate(plain):
            if far not in (place, place + 1):
                asked += _asked_of_pair(one + other, third, (*slots, first_slot + far))
    asked += _asked_of_whole(plain)
    if len(plain) > 2:
        for place in range(len(plain)):
            asked += _asked_of_whole(plain[:place] + plain[place + 1 :])
    return asked


def _asked_of_pair(one: str, other: str, slots: tuple[int, ...]) -> list[Asked]:
    """Two words that somebody has both, in any order."""
    pairs = pair_tokens(one, other)
    return _asked(pairs, slots, STRENGTH_OF_SKELETON, Reason.SOUNDS_ALIKE)


def _asked_of_whole(plain: list[str]) -> list[Asked]:
    """These words and no others. It answers no slot of its own but settles a tie."""
    return _asked(whole_tokens(plain), (), STRENGTH_OF_WHOLE, Reason.SOUNDS_ALIKE)


STRENGTH_OF_SKELETON = 0.65
STRENGTH_OF_WHOLE = 0.5  # besides what its words count


def _asked_of_word(word: str, slots: tuple[int, ...]) -> list[Asked]:
    """A word as written, as said, and as begun: it may not be finished yet."""
    word = word[:MOST_LETTERS]
    asked = [Asked(Token(Kind.WORD, word), slots, 1.0, Reason.SAME_NAME)]
    for size in PREFIXES:
        if size <= len(word):
            whole = size == len(word)
            strength = 0.7 + 0.05 * min(4, size) if whole else 0.6 * (size / len(word)) ** 1.5
            asked.append(
                Asked(Token(Kind.PREFIX, word[:size]), slots, strength, Reason.NAME_BEGINS)
            )
    closest, wide = with_vowels(word), skeletons(word)
    asked.append(Asked(Token(Kind.SOUND, closest), slots, 0.85, Reason.SOUNDS_ALIKE))
    for place, key in enumerate(wide):
        strength = STRENGTH_OF_SKELETON - (0.1 if place else 0)
        if key != closest:
            asked.append(Asked(Token(Kind.SOUND, key), slots, strength, Reason.SOUNDS_ALIKE))
    if opening := first_sounds(word):
        asked.append(Asked(Token(Kind.FIRST_SOUNDS, opening), slots, 0.4, Reason.SOUNDS_ALIKE))
    return asked


def _asked_of_joined(word: str, slots: tuple[int, ...]) -> list[Asked]:
    """Two neighbours as one word: ``haile mariam`` may be filed as Hailemariam."""
    word = word[:MOST_LETTERS]
    return [
        Asked(Token(Kind.WORD, word), slots, 0.95, Reason.SAME_NAME),
        Asked(Token(Kind.SOUND, with_vowels(word)), slots, 0.8, Reason.SOUNDS_ALIKE),
        Asked(Token(Kind.SOUND, skeletons(word)[0]), slots, 0.6, Reason.SOUNDS_ALIKE),
    ]
