"""How a text becomes short messages and again a text: the alphabet, the parts and their header."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

# GSM 03.38: what costs one place of the 160, and what costs two.
_SINGLE = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_DOUBLE = frozenset("\f^{}\\[~]|€")

GSM = "Default_No_Compression"
UNICODE = "Unicode_No_Compression"
_ALONE = {GSM: 160, UNICODE: 70}
_JOINED = {GSM: 153, UNICODE: 67}  # six bytes go to the header

_HEX = re.compile(r"(?:[0-9a-fA-F]{2})*")


@dataclass(frozen=True)
class Place:
    """Which part of which long message a short message is."""

    reference: int
    total: int
    position: int


def coding_of(text: str) -> str:
    """The narrowest of gammu's codings that loses nothing of ``text``."""
    return GSM if set(text) <= _SINGLE | _DOUBLE else UNICODE


def split(text: str, coding: str) -> list[str]:
    """``text`` in pieces that fit one short message each; no sign is cut in two."""
    if sum(_cost(sign, coding) for sign in text) <= _ALONE[coding]:
        return [text]
    return list(_pieces(text, coding))


def header(reference: int, total: int, position: int) -> str:
    """The user data header of one part, as gammu's tables hold it."""
    return f"050003{reference:02X}{total:02X}{position:02X}"


def place(udh: str) -> Place | None:
    """What the user data header says about parts; ``None`` for a message that stands alone."""
    if not _HEX.fullmatch(udh):
        return None
    raw = bytes.fromhex(udh)[1:]
    while len(raw) >= 2:
        kind, length = raw[0], raw[1]
        value, raw = raw[2 : 2 + length], raw[2 + length :]
        if (kind, length, len(value)) in ((0, 3, 3), (8, 4, 4)):
            *reference, total, position = value
            if 1 <= position <= total and total > 1:
                return Place(int.from_bytes(bytes(reference)), total, position)
    return None


def _cost(sign: str, coding: str) -> int:
    if coding == UNICODE:
        return 2 if ord(sign) > 0xFFFF else 1
    return 2 if sign in _DOUBLE else 1


def _pieces(text: str, coding: str) -> Iterator[str]:
    start = used = 0
    for at, sign in enumerate(text):
        cost = _cost(sign, coding)
        if used + cost > _JOINED[coding]:
            yield text[start:at]
            start, used = at, 0
        used += cost
    yield text[start:]
