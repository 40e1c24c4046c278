"""The head of an e-mail: who wrote, under which id, about what, and whether a person did."""

import re
from contextlib import suppress
from dataclasses import dataclass
from email import policy
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.parser import HeaderParser
from email.utils import getaddresses
from hashlib import sha256

ADDRESS = re.compile(r"[^\s@<>\"(),;:\\\[\]]{1,64}@[^\s@<>\"(),;:\\\[\]]{1,190}")
LONGEST_LINE = 1000
LONGEST_NAME = 150
LONGEST_ID = 200

_AUTOMATIC = frozenset({"bulk", "junk", "auto_reply"})  # not "list": a shared mailbox may be one
_CONTROL = re.compile(r"[\x00-\x1f\x7f]+")


@dataclass(frozen=True)
class Head:
    """What we want to know before the e-mail itself is opened."""

    identity: str
    sender: str
    sender_name: str
    subject: str
    is_automatic: bool
    is_report: bool  # of a mail server, about a message


def head_of(raw: bytes) -> Head:
    """The head of ``raw``, whatever is in it: it is read by the older rules, which never fail."""
    lines = re.split(rb"\r?\n\r?\n", raw, maxsplit=1)[0].decode("utf-8", "replace")
    letter = HeaderParser(policy=policy.compat32).parsestr(lines)
    sender, name = _sender(letter)
    return Head(
        identity=_identity(letter) or "sha256:" + sha256(raw).hexdigest(),
        sender=sender,
        sender_name=name,
        subject=legible(_written(letter, "Subject")),
        is_automatic=_is_automatic(letter),
        is_report=_is_report(letter),
    )


def legible(written: str) -> str:
    """One line of a head without its encoding, its breaks and what is no sign at all."""
    with suppress(LookupError, ValueError, MessageError):  # an encoding that is none stays
        written = str(make_header(decode_header(written)))
    whole = written.encode(errors="replace").decode()
    return " ".join(_CONTROL.sub(" ", whole).split())


def _written(letter: Message, name: str) -> str:
    return str(letter.get(name, ""))[:LONGEST_LINE].strip()


def _sender(letter: Message) -> tuple[str, str]:
    """Address and name of who wrote, of several the first; what is no address is kept as a name at least."""
    for header in ("From", "Sender", "Reply-To", "Return-Path"):
        try:
            name, address = [*getaddresses([_written(letter, header)]), ("", "")][0]
        except RecursionError:  # comments within comments
            continue
        if ADDRESS.fullmatch(address):
            return address, legible(name)[:LONGEST_NAME]
    return "", legible(_written(letter, "From"))[:LONGEST_NAME]


def _identity(letter: Message) -> str:
    given = _written(letter, "Message-ID")
    fits = given.isascii() and given.isprintable() and len(given) <= LONGEST_ID
    return given if fits else ""


def _is_automatic(letter: Message) -> bool:
    """Whether a machine answered: out of office, undeliverable, a newsletter."""

    def said(name: str) -> str:
        return _written(letter, name).split(";")[0].strip().lower()

    return (
        said("Auto-Submitted") not in ("", "no")
        or said("Precedence") in _AUTOMATIC
        or said("Return-Path") == "<>"
        or _is_report(letter)
    )


def _is_report(letter: Message) -> bool:
    return _written(letter, "Content-Type").split(";")[0].strip().lower() == "multipart/report"
