"""E-mail by a mailbox of the organisation: read by IMAP, answered by SMTP, both over TLS."""

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from email.message import EmailMessage
from email.utils import formatdate
from hashlib import sha256
from smtplib import (
    SMTP,
    SMTP_SSL,
    SMTPDataError,
    SMTPException,
    SMTPRecipientsRefused,
)
from ssl import create_default_context

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kimbilio.helpline.choices import Channel
from kimbilio.helpline.events import Event, Media
from kimbilio.helpline.providers import imap
from kimbilio.helpline.providers.base import (
    Forged,
    Outgoing,
    Posting,
    Pulled,
    Reply,
    Setting,
    Settings,
    TryLater,
    Unreadable,
    WillNotSend,
)
from kimbilio.helpline.providers.mail import events_of
from kimbilio.helpline.providers.mail_head import ADDRESS

AT_ONCE = 50  # e-mails of one pull
SILENCE = 20  # seconds
TLS_AT_ONCE = 465
OURSELVES = frozenset({"127.0.0.1", "::1", "localhost"})


class Mailbox:
    """Pulls what nobody has read, marks it as read once we keep it, and answers from its address."""

    channels = (Channel.EMAIL,)
    asks = (
        Setting(name="address", label=_("Address of the mailbox")),
        Setting(name="password", label=_("Password of the mailbox"), is_secret=True),
        Setting(
            name="user",
            label=_("Name to sign in with"),
            is_required=False,
            hint=_("Only if it is not the address."),
        ),
        Setting(name="imap_host", label=_("Server for reading (IMAP)")),
        Setting(name="imap_port", label=_("Port for reading"), is_required=False, hint="993"),
        Setting(name="folder", label=_("Folder"), is_required=False, hint="INBOX"),
        Setting(name="smtp_host", label=_("Server for sending (SMTP)")),
        Setting(name="smtp_port", label=_("Port for sending"), is_required=False, hint="587"),
        Setting(
            name="subject",
            label=_("Subject of what we send"),
            is_required=False,
            hint=_("Neutral: others may see it. Without: “Message”."),
        ),
    )

    def check(self, posting: Posting, settings: Settings) -> None:
        """Nobody posts for a mailbox."""
        raise Forged

    def greet(self, posting: Posting, settings: Settings) -> Reply:
        """There is no address to make sure of."""
        return Reply(status=403)

    def answer(self, posting: Posting, settings: Settings) -> Reply:
        """Never asked for."""
        return Reply()

    def read(self, posting: Posting) -> list[Event]:
        """Nothing a mailbox could have meant."""
        raise Unreadable

    def send(self, message: Outgoing, settings: Settings) -> str:
        """Send one e-mail that shows nothing of what it answers; its Message-ID."""
        try:
            letter = _letter(message, settings)
            with _post_office(settings) as server:
                server.send_message(letter)
        except SMTPRecipientsRefused as refused:
            ((code, _words),) = refused.recipients.values()
            raise _refusal(code) from None
        except SMTPDataError as refused:
            raise _refusal(refused.smtp_code) from None
        except (SMTPException, OSError, ValueError):
            raise TryLater from None  # what they say may hold the address
        return str(letter["Message-ID"])

    def fetch(self, media: Media, settings: Settings) -> bytes:
        """The bytes of a file; an e-mail brings them along."""
        if media.content is None:
            raise WillNotSend("media")
        return media.content

    def pull(self, settings: Settings) -> Iterable[Pulled]:
        """What nobody has read yet, oldest first; may raise ``TryLater`` between two of them."""
        with _folder(settings, is_written=False) as folder:
            for unread in folder.unread(AT_ONCE):
                moment, is_cut = unread.received_at, unread.is_cut
                yield Pulled(unread.id, events_of(unread.raw, received_at=moment, is_cut=is_cut))

    def put_away(self, pulled: list[str], settings: Settings) -> None:
        """Mark them as read."""
        with _folder(settings, is_written=True) as folder:
            folder.mark_read(pulled)


def _letter(message: Outgoing, settings: Settings) -> EmailMessage:
    if not ADDRESS.fullmatch(message.to) or not message.to.isascii():
        raise WillNotSend("address")
    address = settings.get("address", "")
    letter = EmailMessage()
    letter["From"] = address
    letter["To"] = message.to
    letter["Subject"] = settings.get("subject") or gettext("Message")
    letter["Date"] = formatdate()
    # The same message sent twice has the same id, by which many mailboxes drop the second.
    mark = sha256(message.key.encode()).hexdigest()[:32]
    letter["Message-ID"] = f"<{mark}@{address.partition('@')[2]}>"
    letter.set_content(message.text)
    return letter


def _refusal(code: int) -> Exception:
    return WillNotSend(str(code)) if code >= 500 else TryLater()


def _is_plain(settings: Settings, host: str) -> bool:
    """Without TLS only on this machine, for tests and simulators."""
    return bool(settings.get("is_plain")) and host in OURSELVES


def _user(settings: Settings) -> str:
    return settings.get("user") or settings.get("address", "")


@contextmanager
def _post_office(settings: Settings) -> Iterator[SMTP]:
    host, port = settings.get("smtp_host", ""), int(settings.get("smtp_port") or 587)
    is_plain = _is_plain(settings, host)
    if port == TLS_AT_ONCE and not is_plain:
        server: SMTP = SMTP_SSL(host, port, timeout=SILENCE, context=create_default_context())
    else:
        server = SMTP(host, port, timeout=SILENCE)
    with server:
        if not is_plain and port != TLS_AT_ONCE:
            server.starttls(context=create_default_context())
        server.login(_user(settings), settings.get("password", ""))
        yield server


def _folder(settings: Settings, *, is_written: bool) -> AbstractContextManager[imap.Folder]:
    host, port = settings.get("imap_host", ""), settings.get("imap_port", "")
    return imap.opened(
        host,
        int(port) if port.isdecimal() else 993,
        _user(settings),
        settings.get("password", ""),
        settings.get("folder") or "INBOX",
        is_plain=_is_plain(settings, host),
        is_written=is_written,
    )
