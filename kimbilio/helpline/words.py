"""Words in messages: cleaned as they arrive, looked through for danger, kept neutral as they leave."""

import re
import unicodedata
from collections.abc import Iterable

from kimbilio.helpline.choices import Urgency
from kimbilio.helpline.models import UrgentWord

LONGEST = 10_000  # characters of one message; longer ones are cut, which is said
CUT = " […]"
RANK = {Urgency.NORMAL: 0, Urgency.TODAY: 1, Urgency.LOOK_FIRST: 2}

TELLING = (
    "trafficking", "trafficker", "trafficked", "shelter", "safe house", "safehouse", "rescue",
    "survivor", "victim", "case worker", "caseworker", "counselling", "therapy", "ngo", "police",
    "usafirishaji haramu", "nyumba salama", "makazi salama", "uokoaji", "mwathiriwa", "manusura",
    "mhanga", "polisi", "ushauri nasaha",
)  # fmt: skip
"""Words that tell whoever else holds the phone what this is about (domain facts, messaging safety)."""


HARMFUL = frozenset({"Cc", "Cs", "Cn"})  # controls, halves of characters, no characters at all
TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
SILENCE = frozenset({"stop", "stopall", "unsubscribe", "simama", "acha", "koma", "usinitumie"})
"""Whole messages that ask for no more messages."""


def cleaned(text: str) -> str:
    """What may be kept of a text from outside: no control characters, no half characters, not endless."""
    kept = "".join(
        sign
        for sign in text.replace("\r\n", "\n")
        if sign in "\n\t" or (unicodedata.category(sign) not in HARMFUL and sign not in TURNING)
    ).strip()
    return kept if len(kept) <= LONGEST else kept[: LONGEST - len(CUT)] + CUT


def plain(text: str) -> str:
    """Small letters without accents and with single blanks, for comparing."""
    bare = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(sign for sign in bare if not unicodedata.combining(sign))
    return " ".join(re.sub(r"[^\w\s]", " ", bare).split())


def asks_for_silence(text: str) -> bool:
    """Whether the whole message says stop."""
    return plain(text) in SILENCE


def urgency_of(text: str, words: Iterable[UrgentWord] | None = None) -> Urgency:
    """How soon a message wants to be looked at, by the organisation's list; whole words alone count."""
    if not text.strip():
        return Urgency.NORMAL
    known = UrgentWord.objects.filter(is_active=True) if words is None else words
    heard = f" {plain(text)} "
    found = [Urgency(word.urgency) for word in known if f" {word.word} " in heard]
    return max(found, key=RANK.__getitem__, default=Urgency.NORMAL)


def higher(one: str, other: str) -> Urgency:
    """The more urgent of two."""
    return max(Urgency(one), Urgency(other), key=RANK.__getitem__)


def telling_words(text: str, besides: Iterable[str] = ()) -> list[str]:
    """The words of ``text`` that a message on a shared phone may not hold; ``besides``: our own name."""
    heard = f" {plain(text)} "
    return [word for word in (*TELLING, *besides) if word and f" {plain(word)} " in heard]
