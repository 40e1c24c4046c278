"""What a mail server reports about a message of ours (RFC 3464): only that it was not delivered counts."""

from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import Message

from kimbilio.helpline.choices import SendState
from kimbilio.helpline.events import StatusChange
from kimbilio.helpline.providers.mail_head import head_of

BOUNCED = "bounced"  # the reason, in our own word: what servers write may hold an address
MOST_PARTS = 20
LARGEST_PART = 200_000  # bytes of what came back of our message

_RETURNED = frozenset({"message/rfc822", "text/rfc822-headers", "message/global",
                       "message/global-headers"})  # fmt: skip


def bounces_of(raw: bytes) -> list[StatusChange]:
    """That a message of ours came back, known by the Message-ID it was sent with; nothing for any other mail.

    The id cannot be guessed, and whoever does not know it can say nothing about a message. A delay is no
    failure: servers try on, and report again when they give up.
    """
    try:
        letter = message_from_bytes(raw, policy=policy.compat32)
        if letter.get_content_type() != "multipart/report" or not letter.is_multipart():
            return []
        parts = [part for part in letter.get_payload() if isinstance(part, Message)][:MOST_PARTS]
        if not any(map(_failed, parts)):
            return []
        ids = {identity for part in parts for identity in _ids(part)}
    except Exception:  # delivery from outside: Python's parser stumbles over some
        return []
    return [
        StatusChange(provider_id=identity, state=SendState.FAILED, reason=BOUNCED)
        for identity in sorted(ids)[:1]  # one report is about one message
    ]


def _failed(part: Message) -> bool:
    """Whether a part is the report for machines, and says of a recipient that it gave up."""
    if part.get_content_type() not in ("message/delivery-status", "message/global-delivery-status"):
        return False
    blocks = part.get_payload()
    rows = [block for block in blocks if isinstance(block, Message)] if part.is_multipart() else []
    return any(_said(row, "Action") == "failed" for row in rows)


def _said(block: Message, name: str) -> str:
    return str(block.get(name, ""))[:100].split("(")[0].strip().lower()


def _ids(part: Message) -> Iterator[str]:
    """The Message-ID of what came back, as one part of the report holds it."""
    if part.get_content_type() not in _RETURNED:
        return
    if part.is_multipart():
        inner = part.get_payload(0)
        raw = inner.as_bytes(policy=policy.compat32) if isinstance(inner, Message) else b""
    else:
        written = part.get_payload(decode=True)
        raw = written if isinstance(written, bytes) else b""
    identity = head_of(raw[:LARGEST_PART].lstrip()).identity
    if identity.startswith("<"):
        yield identity
