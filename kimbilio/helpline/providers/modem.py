"""SMS by a GSM modem on the spot: gammu's daemon SMSD keeps what comes and goes in a database."""

import re
import secrets
from collections.abc import Iterable
from datetime import UTC, datetime, tzinfo
from itertools import groupby
from time import sleep
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kimbilio.helpline.choices import Channel, MessageKind, SendState
from kimbilio.helpline.events import Event, Incoming, Media, StatusChange
from kimbilio.helpline.providers import gsm
from kimbilio.helpline.providers.base import (
    Forged,
    Outgoing,
    Posting,
    Pulled,
    Reply,
    Setting,
    Settings,
    Unreadable,
    WillNotSend,
)
from kimbilio.helpline.providers.gammu import CREATOR, Gone, opened
from kimbilio.helpline.providers.sms_parts import Letter, letters

AT_ONCE = 500  # rows of one pull
MOST_PARTS = 50  # GSM_MAX_MULTI_SMS: what gammu takes for one message
A_MOMENT = 1.0  # seconds in which SMSD writes the other parts of a message
FAILED = ("DeliveryFailed", "SendingError", "Error")
OF_THE_NETWORK = 127  # class of an answer to a code that the modem itself dialled

_NUMBER = re.compile(r"\+?[0-9]{3,15}")


class Modem:
    """Pulls from the tables inbox and sentitems, sends through the table outbox."""

    channels = (Channel.SMS,)
    asks = (
        Setting(
            name="dsn",
            label=_("Database of gammu"),
            is_secret=True,
            hint=_("Such as sqlite:////var/spool/gammu/smsd.db or postgres://name:word@host/smsd"),
        ),
        Setting(
            name="phone_id",
            label=_("PhoneID of the modem"),
            is_required=False,
            hint=_("Only if several modems share the database."),
        ),
        Setting(
            name="time_zone",
            label=_("Time zone of the machine with the modem"),
            is_required=False,
            hint=_("Such as Africa/Nairobi. Only for SQLite."),
        ),
    )

    def check(self, posting: Posting, settings: Settings) -> None:
        """Nobody posts for a modem."""
        raise Forged

    def greet(self, posting: Posting, settings: Settings) -> Reply:
        """There is no address to make sure of."""
        return Reply(status=403)

    def answer(self, posting: Posting, settings: Settings) -> Reply:
        """Never asked for."""
        return Reply()

    def read(self, posting: Posting) -> list[Event]:
        """Nothing a modem could have meant."""
        raise Unreadable

    def send(self, message: Outgoing, settings: Settings) -> str:
        """Lay one message into gammu's outbox, in as many parts as it needs."""
        number = re.sub(r"[\s()-]", "", message.to)
        if not _NUMBER.fullmatch(number):
            raise WillNotSend("number")
        text = message.text.replace("\0", "")
        coding = gsm.coding_of(text)
        parts = gsm.split(text, coding)
        if not text or len(parts) > MOST_PARTS:
            raise WillNotSend("length")
        pairs = [("", text)]
        if len(parts) > 1:
            mark = secrets.randbelow(256)
            pairs = [(gsm.header(mark, len(parts), at), part) for at, part in enumerate(parts, 1)]
        phone = settings.get("phone_id", "")
        with opened(settings.get("dsn", "")) as tables:
            return str(tables.lay_out(pairs, number=number, coding=coding, phone=phone))

    def fetch(self, media: Media, settings: Settings) -> bytes:
        """A short message carries no media."""
        raise WillNotSend("media")

    def pull(self, settings: Settings) -> Iterable[Pulled]:
        """What came and was not put away, oldest first, then what became of what we sent."""
        zone, phone = _zone(settings.get("time_zone", "")), settings.get("phone_id", "")
        with opened(settings.get("dsn", "")) as tables:
            rows = tables.unprocessed(phone, AT_ONCE)
            gone = tables.moved_on(SendState.SENT, AT_ONCE)
            if tables.is_postgres:
                zone = UTC  # there SMSD writes Greenwich time
        if not all(letter.is_whole for letter in letters(rows)):
            # SMSD itself waits for the parts of a message and then writes them one after another.
            # What is not there after a moment does not come any more.
            sleep(A_MOMENT)
            with opened(settings.get("dsn", "")) as tables:
                rows = tables.unprocessed(phone, AT_ONCE)
        come = letters(rows)
        if len(rows) == AT_ONCE:  # the rest of a part may lie beyond
            come = [letter for letter in come if letter.is_whole] or come
        return [_pulled(letter, zone) for letter in come] + _changes(gone)

    def put_away(self, pulled: list[str], settings: Settings) -> None:
        """Mark as processed what came; remember beside what we sent which state was told."""
        with opened(settings.get("dsn", "")) as tables:
            for what in pulled:
                match what.split():
                    case ["inbox", *ids]:
                        for each in ids:
                            tables.process(int(each))
                    case ["sent", each, state]:
                        tables.tell(int(each), state)


def _pulled(letter: Letter, zone: tzinfo | None) -> Pulled:
    first = letter.rows[0]
    what = Pulled("inbox " + " ".join(str(row.id) for row in letter.rows), [])
    if first.message_class == OF_THE_NETWORK:
        return what
    is_text = first.coding != "8bit"
    what.events.append(
        Incoming(
            provider_id=f"{first.id} {first.received_at}",  # an id alone returns with a new database
            channel=Channel.SMS,
            sender=first.sender,
            kind=MessageKind.TEXT if is_text else MessageKind.NOTE,
            text=letter.text if is_text else gettext("A message of a kind we do not know."),
            sent_at=_moment(first.received_at, zone),
        )
    )
    return what


def _changes(gone: list[Gone]) -> list[Pulled]:
    changes = []
    for identity, each in groupby(gone, key=lambda part: str(part.id)):
        parts = list(each)
        change = _change(identity, parts)
        if parts[0].creator != f"{CREATOR} {change.state}":
            changes.append(Pulled(f"sent {identity} {change.state}", [change]))
    return changes


def _change(identity: str, parts: list[Gone]) -> StatusChange:
    """What the parts of one message amount to."""
    for part in parts:
        if part.status in FAILED:
            reason = str(part.code) if part.code >= 0 else part.status
            return StatusChange(provider_id=identity, state=SendState.FAILED, reason=reason)
    is_there = all(part.status == "DeliveryOK" for part in parts)
    state = SendState.DELIVERED if is_there else SendState.SENT
    return StatusChange(provider_id=identity, state=state)


def _zone(name: str) -> tzinfo | None:
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def _moment(written: str, zone: tzinfo | None) -> datetime | None:
    try:
        return datetime.fromisoformat(written).replace(tzinfo=zone) if zone else None
    except ValueError:
        return None
