"""Blind index: numbers that stand for words, so that one can look for a word nobody can read.

The number is the output of a keyed function (Tink PRF). Without the key nobody can tell which
word it stands for, nor make the number of a word to try. Each purpose has its own ``domain``, so
that the same word in two domains has two unrelated numbers.
"""

from collections.abc import Callable, Iterable

from django.utils.module_loading import autodiscover_modules

from kimbilio.vault.keys import current
from kimbilio.vault.keyset import Pseudorandom

WIDTH = 8  # bytes: what a signed 64-bit column of either database holds


def token(domain: str, text: str) -> int:
    """The number that stands for ``text`` in ``domain``, under the newest key; write this one."""
    return _number(current().index[0], _opening(domain), text)


def tokens(domain: str, texts: Iterable[str]) -> list[int]:
    """One number for each of ``texts``, in their order, under the newest key."""
    key, opening = current().index[0], _opening(domain)
    return [_number(key, opening, text) for text in texts]


def all_tokens(domain: str, text: str) -> list[int]:
    """The numbers of ``text`` under every key in use; look for any of these.

    There is one outside of a key rotation, and the newest comes first.
    """
    opening = _opening(domain)
    return [_number(key, opening, text) for key in current().index]


def _opening(domain: str) -> bytes:
    """The domain with its length before it, so that no two pairs read the same."""
    name = domain.encode()
    return len(name).to_bytes(2, "big") + name


def _number(key: Pseudorandom, opening: bytes, text: str) -> int:
    output = key.compute(opening + text.encode("utf-8", "surrogatepass"), WIDTH)
    return int.from_bytes(output, "big", signed=True)


# What a key rotation calls

Reindex = Callable[[str, int], tuple[int, str]]
_indexes: dict[str, Reindex] = {}


def register(name: str, reindex: Reindex) -> None:
    """Have ``reindex(after, size)`` write the tokens of about ``size`` rows anew, newest key.

    It begins behind the row whose key is ``after`` ("" at the start) and returns how many rows it
    did and where to go on, "" at the end. It runs inside a transaction and may meet a row twice.
    Apps call this in a module ``reindex.py``, which is found by itself.
    """
    _indexes[name] = reindex


def indexes() -> dict[str, Reindex]:
    """Every blind index that was registered."""
    autodiscover_modules("reindex")
    return dict(_indexes)
