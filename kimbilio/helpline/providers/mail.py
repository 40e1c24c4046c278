"""What one e-mail says, read so that nothing in it can harm us and nobody's words are lost."""

import codecs
import re
from collections.abc import Iterator
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage, Message
from functools import partial
from typing import cast

from django.utils.translation import gettext

from kimbilio.helpline.choices import Channel, MessageKind
from kimbilio.helpline.events import Event, Incoming, MachineWord, Media
from kimbilio.helpline.providers.base import LARGEST_MEDIA
from kimbilio.helpline.providers.html_text import words_of
from kimbilio.helpline.providers.mail_head import LONGEST_NAME, Head, head_of, legible
from kimbilio.helpline.providers.mail_report import bounces_of

MOST_WORDS = 9_000  # characters of one message; what is longer comes whole as a file beside it
MOST_FILES = 20
MOST_BUNDLES = 100  # parts within parts, through each of which the parser carries every line

_BUNDLE = re.compile(rb"multipart/", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_NO_CHARSETS = frozenset(
    {"idna", "punycode", "raw-unicode-escape", "unicode-escape"}
)  # Python's own
_KINDS = {"image": MessageKind.PICTURE, "audio": MessageKind.VOICE}


def events_of(raw: bytes, *, received_at: datetime | None, is_cut: bool = False) -> list[Event]:
    """An e-mail as one message and one more for each file; of one that no person wrote, what it tells us.

    ``is_cut``: the end of it is missing because it was too large, so no file in it is whole.
    """
    head = head_of(raw)
    if head.is_automatic:
        return _of_a_machine(raw, head, received_at)
    text, files = _opened(raw)
    text = "\n\n".join(part for part in (head.subject, text) if part)
    if len(text) > MOST_WORDS:
        files.insert(0, Media(type="text/plain", name="message.txt", content=text.encode()))
        text = text[:MOST_WORDS] + "[…]"
    kept = [] if is_cut else [each for each in files if _fits(each)][:MOST_FILES]
    event = partial(
        Incoming,
        channel=Channel.EMAIL,
        sender=head.sender,
        sender_name=head.sender_name,
        sent_at=received_at,
    )
    events: list[Event] = [event(provider_id=head.identity, text=text)]
    for number, media in enumerate(kept, start=1):
        kind = _KINDS.get(media.type.split("/")[0], MessageKind.FILE)
        events.append(event(provider_id=f"{head.identity}#{number}", kind=kind, media=media))
    if is_cut or len(kept) < len(files):
        lost = gettext("More came with this e-mail than we can take. It is still in the mailbox.")
        events.append(event(provider_id=f"{head.identity}#more", kind=MessageKind.NOTE, text=lost))
    return events


def _of_a_machine(raw: bytes, head: Head, received_at: datetime | None) -> list[Event]:
    """A message of ours that came back, or the words of a machine; nothing of any other report."""
    if bounces := bounces_of(raw):
        return list(bounces)
    if head.is_report or not head.sender:
        return []
    text, _files_of_it = _opened(raw)
    text = "\n\n".join(part for part in (head.subject, text) if part)
    return [
        MachineWord(
            provider_id=head.identity, channel=Channel.EMAIL, sender=head.sender,
            text=text[:MOST_WORDS], sent_at=received_at,
        )
    ]  # fmt: skip


def _opened(raw: bytes) -> tuple[str, list[Media]]:
    """The words of an e-mail and its files; all of it as one file if it cannot be taken apart."""
    try:
        if len(_BUNDLE.findall(raw)) > MOST_BUNDLES:
            raise ValueError
        letter = message_from_bytes(raw, policy=policy.default)
        return _words(letter).strip(), list(_files(letter))
    except (
        Exception
    ):  # delivery from outside: Python's parser stumbles over some, and nobody is lost
        whole = Media(type="text/plain", name="message.txt", content=raw)
        return gettext("An e-mail that we could not read. It is still in the mailbox."), [whole]


def _fits(media: Media) -> bool:
    return len(media.content or b"") <= LARGEST_MEDIA


def _words(part: EmailMessage) -> str:
    """The text of a part and all below it: plain if there is any, else HTML reduced to words."""
    if _is_bundle(part):
        below = [cast(EmailMessage, each) for each in part.iter_parts()]
        if part.get_content_type() == "multipart/alternative":
            below.sort(key=lambda each: each.get_content_type() != "text/plain")
            return next(filter(None, map(_words, below)), "")
        return "\n\n".join(filter(None, map(_words, below)))
    if not _is_words(part):
        return ""
    text = _text(part)
    return (words_of(text) if part.get_content_subtype() == "html" else text).strip()


def _files(part: EmailMessage) -> Iterator[Media]:
    if _is_bundle(part):
        for each in part.iter_parts():
            yield from _files(cast(EmailMessage, each))
    elif not _is_words(part) and (content := _content(part)):
        name = re.split(r"[/\\]", legible(part.get_filename() or ""))[-1]
        yield Media(type=part.get_content_type(), name=name[-LONGEST_NAME:], content=content)


def _is_bundle(part: EmailMessage) -> bool:
    return part.is_multipart() and part.get_content_maintype() == "multipart"


def _is_words(part: EmailMessage) -> bool:
    """Whether a part is what was written, not something that was added to it."""
    if part.get_content_maintype() == "multipart":
        return True  # it says so and is none: what is in it is read as text
    if part.get_content_type() not in ("text/plain", "text/html"):
        return False
    return part.get_content_disposition() != "attachment" and not part.get_filename()


def _text(part: EmailMessage) -> str:
    written = cast(bytes, part.get_payload(decode=True) or b"")
    charset = str(part.get_content_charset("utf-8"))
    try:
        charset = "utf-8" if codecs.lookup(charset).name in _NO_CHARSETS else charset
        text = written.decode(charset, "replace")
    except LookupError:  # a charset nobody knows
        text = written.decode("utf-8", "replace")
    return _CONTROL.sub("", text.replace("\r\n", "\n")).encode(errors="replace").decode()


def _content(part: EmailMessage) -> bytes:
    if part.is_multipart():  # an e-mail in the e-mail
        return cast(Message, part.get_payload(0)).as_bytes(policy=policy.compat32)
    return cast(bytes, part.get_payload(decode=True) or b"")
