"""A modem's database, real in SQLite and on PostgreSQL: what comes, what goes, what became of it."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4
from zoneinfo import ZoneInfo

import psycopg
import pytest
from django.conf import settings as django_settings

from kimbilio.helpline.choices import Channel, MessageKind, SendState
from kimbilio.helpline.events import Media, StatusChange
from kimbilio.helpline.providers import gsm, modem
from kimbilio.helpline.providers.base import (
    Forged,
    Outgoing,
    Posting,
    Provider,
    TryLater,
    Unreadable,
    WillNotSend,
)
from tests.helpline.providers.gammu_tables import FOR_POSTGRES, FOR_SQLITE, tables

AMANI = "+254799000001"
BARAKA = "+254799000002"
NOON = "2026-11-30 12:00:00"
MODEM: Provider = modem.Modem()


class Daemon:
    """Writes and reads the tables as SMSD does, by another connection than ours."""

    def __init__(self, dsn):
        self.settings = {"dsn": dsn, "time_zone": "Africa/Nairobi"}
        self.is_postgres = dsn.startswith("postgres")

    def run(self, statement, *given):
        if self.is_postgres:
            connected = psycopg.connect(self.settings["dsn"])
            statement = statement.replace("?", "%s")
        else:
            connected = sqlite3.connect(self.settings["dsn"].removeprefix("sqlite:///"))
        with closing(connected) as connection, connection:
            cursor = connection.execute(statement, given)
            return cursor.fetchall() if cursor.description else []

    def receives(
        self, text, *, sender=AMANI, udh="", coding=gsm.GSM, at=NOON, phone="", message_class=-1
    ):
        """One short message comes in; its id."""
        ((identity,),) = self.run(
            'INSERT INTO inbox ("Text", "SenderNumber", "Coding", "UDH", "TextDecoded",'
            ' "RecipientID", "ReceivingDateTime", "Class") VALUES (\'\', ?, ?, ?, ?, ?, ?, ?)'
            ' RETURNING "ID"',
            *(sender, coding, udh, text, phone, at, message_class),
        )
        return identity

    def sent(self, identity, status, *, position=1, code=-1):
        """A part of a message of ours left the outbox."""
        self.run(
            'INSERT INTO sentitems ("ID", "SequencePosition", "Status", "StatusError", "CreatorID")'
            " VALUES (?, ?, ?, ?, 'kimbilio')",
            *(int(identity), position, status, code),
        )
        self.run('DELETE FROM outbox WHERE "ID" = ?', int(identity))

    def reports(self, identity, status, *, position=1, code=-1):
        """A delivery report came for a part."""
        self.run(
            'UPDATE sentitems SET "Status" = ?, "StatusError" = ?'
            ' WHERE "ID" = ? AND "SequencePosition" = ?',
            *(status, code, int(identity), position),
        )

    def outbox(self):
        return self.run(
            'SELECT "ID", "DestinationNumber", "Coding", "UDH", "TextDecoded", "CreatorID"'
            ' FROM outbox ORDER BY "ID"'
        )

    def other_parts(self):
        return self.run(
            'SELECT "ID", "SequencePosition", "Coding", "UDH", "TextDecoded"'
            ' FROM outbox_multipart ORDER BY "ID", "SequencePosition"'
        )

    def pull(self):
        return list(MODEM.pull(self.settings))

    def pull_and_put_away(self):
        pulled = self.pull()
        MODEM.put_away([one.id for one in pulled], self.settings)
        return [event for one in pulled for event in one.events]


def on_sqlite(folder: Path) -> str:
    place = folder / "sms d?.db"  # a name that an address would have to escape
    with closing(sqlite3.connect(place)) as connection, connection:
        for statement in tables(FOR_SQLITE):
            connection.execute(statement)
    return f"sqlite:///{place}"


def on_postgres() -> str:
    base = django_settings.DATABASES["default"]
    server = f"postgresql://{base['USER']}:{base['PASSWORD']}@{base['HOST']}:{base['PORT']}"
    name = f"smsd_{uuid4().hex}"
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    with psycopg.connect(f"{server}/{name}") as connection:
        for statement in tables(FOR_POSTGRES):
            connection.execute(statement)
    return f"{server}/{name}"


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def daemon(request, tmp_path, monkeypatch):
    """SMSD with an empty database, on each kind that it may keep."""
    monkeypatch.setattr(modem, "A_MOMENT", 0.01)
    return Daemon(on_sqlite(tmp_path) if request.param == "sqlite" else on_postgres())


@pytest.fixture
def unchecked(tmp_path):
    """SMSD on SQLite, which looks at no moment and no text that it keeps."""
    return Daemon(on_sqlite(tmp_path))


def outgoing(text, to=AMANI):
    return Outgoing(channel=Channel.SMS, to=to, text=text, key="key-1")


def test_a_short_message_is_pulled_with_its_sender_and_its_moment(daemon):
    daemon.receives("Nahitaji msaada")

    (pulled,) = daemon.pull()

    (event,) = pulled.events
    assert (event.sender, event.text, event.channel) == (AMANI, "Nahitaji msaada", Channel.SMS)
    zone = UTC if daemon.is_postgres else ZoneInfo("Africa/Nairobi")
    assert event.sent_at == datetime(2026, 11, 30, 12, tzinfo=zone)


def test_without_a_time_zone_no_moment_is_guessed(daemon):
    daemon.settings["time_zone"] = "Nowhere/At_all"
    daemon.receives("Habari")

    ((event,),) = [pulled.events for pulled in daemon.pull()]

    assert event.sent_at == (datetime(2026, 11, 30, 12, tzinfo=UTC) if daemon.is_postgres else None)


def test_what_is_not_put_away_is_shown_again_as_the_same_message(daemon):
    daemon.receives("Habari")

    first, second = daemon.pull(), daemon.pull()

    assert first == second


def test_what_is_put_away_is_processed_and_stays_in_the_table(daemon):
    daemon.receives("Habari")

    daemon.pull_and_put_away()

    assert daemon.pull() == []
    ((text, processed),) = daemon.run('SELECT "TextDecoded", "Processed" FROM inbox')
    assert text == "Habari"
    assert processed in ("true", True)


def test_putting_away_touches_nothing_else_and_passes_over_what_it_does_not_know(daemon):
    kept = daemon.receives("Habari")
    daemon.receives("Bado")

    MODEM.put_away([f"inbox {kept}", "", "outbox 7", "sent"], daemon.settings)

    assert [one.events[0].text for one in daemon.pull()] == ["Bado"]


@pytest.mark.parametrize(
    "udh", ["050003A7{total:02X}{at:02X}", "0608041234{total:02X}{at:02X}"], ids=["8 bit", "16 bit"]
)
def test_a_long_message_is_joined_in_its_order_whatever_came_first(daemon, udh):
    for at, text in ((3, "tatu"), (1, "moja "), (2, "mbili ")):
        daemon.receives(text, udh=udh.format(total=3, at=at))

    (pulled,) = daemon.pull()

    assert pulled.events[0].text == "moja mbili tatu"
    assert len(pulled.id.split()) == 4
    assert daemon.pull_and_put_away()
    assert daemon.pull() == []


def test_a_long_message_whose_first_part_holds_all_the_words_is_read_once(daemon):
    for at, text in ((1, "moja mbili tatu"), (2, ""), (3, "")):  # as SMSD 1.42 writes them
        daemon.receives(text, udh=f"0500030A03{at:02X}")

    assert [event.text for event in daemon.pull_and_put_away()] == ["moja mbili tatu"]


def test_two_people_with_the_same_reference_stay_apart(daemon):
    daemon.receives("a1", udh="050003070201")
    daemon.receives("b1", udh="050003070201", sender=BARAKA)
    daemon.receives("b2", udh="050003070202", sender=BARAKA)
    daemon.receives("a2", udh="050003070202")

    events = daemon.pull_and_put_away()

    assert [(event.sender, event.text) for event in events] == [(AMANI, "a1a2"), (BARAKA, "b1b2")]


def test_a_reference_that_comes_round_again_begins_a_new_message(daemon):
    for text, at in (("a1", 1), ("a2", 2), ("b1", 1), ("b2", 2)):
        daemon.receives(text, udh=f"0500030702{at:02X}")

    assert [event.text for event in daemon.pull_and_put_away()] == ["a1a2", "b1b2"]


def test_a_part_that_never_comes_is_marked_and_the_rest_is_not_lost(daemon):
    daemon.receives("tafadhali ", udh="050003070401")
    daemon.receives("haraka", udh="050003070404")

    assert [event.text for event in daemon.pull_and_put_away()] == ["tafadhali […]haraka"]


def test_a_part_that_is_written_meanwhile_is_waited_for(daemon, monkeypatch):
    daemon.receives("moja ", udh="050003070201")
    monkeypatch.setattr(modem, "sleep", lambda _: daemon.receives("mbili", udh="050003070202"))

    assert [event.text for event in daemon.pull_and_put_away()] == ["moja mbili"]


@pytest.mark.parametrize(
    "udh", ["05000307", "zz", "0500030702", "050003070003", "0003070300", "05"]
)
def test_a_header_that_says_nothing_of_parts_leaves_the_message_alone(daemon, udh):
    daemon.receives("Habari", udh=udh)

    assert [event.text for event in daemon.pull_and_put_away()] == ["Habari"]


def test_an_answer_of_the_network_to_the_modem_is_put_away_without_a_message(daemon):
    daemon.receives("Salio: KES 20", sender="*144#", message_class=127)

    (pulled,) = daemon.pull()

    assert pulled.events == []


def test_a_binary_message_is_kept_as_a_note(daemon):
    daemon.receives("", coding="8bit", udh="0605040B8423F0")

    (event,) = daemon.pull_and_put_away()

    assert event.kind == MessageKind.NOTE
    assert event.text


@pytest.mark.parametrize(
    "text", ["😢🙏", "", "a\x07b\x1b\tc\nd", "ä" * 10_000, "'; DROP TABLE inbox"]
)
def test_texts_of_any_kind_arrive_as_they_were_written(daemon, text):
    daemon.receives(text)

    assert [event.text for event in daemon.pull_and_put_away()] == [text]


@pytest.mark.parametrize(
    ("raw", "text"), [(b"a\xff\xfeb", "a\ufffd\ufffdb"), (b"\xed\xa0\xbd\xed\xb8\xa2", "😢"),
                      (b"\xed\xa0\xbd!", "\ufffd!")]
)  # fmt: skip
def test_a_text_that_is_not_well_encoded_keeps_no_other_back(unchecked, raw, text):
    daemon = unchecked
    broken = daemon.receives("")
    daemon.run(
        f'UPDATE inbox SET "TextDecoded" = CAST(x\'{raw.hex()}\' AS text) WHERE "ID" = {broken}'
    )
    daemon.receives("Habari")

    assert [event.text for event in daemon.pull_and_put_away()] == [text, "Habari"]


@pytest.mark.parametrize("sender", ["SAFARICOM", "", "40404", "not a number"])
def test_a_sender_that_is_no_number_is_kept_as_it_is_written(daemon, sender):
    daemon.receives("Habari", sender=sender)

    assert [event.sender for event in daemon.pull_and_put_away()] == [sender]


def test_a_moment_that_is_none_does_not_keep_the_message_back(unchecked):
    unchecked.receives("Habari", at="0000-00-00 00:00:00")

    assert [event.sent_at for event in unchecked.pull_and_put_away()] == [None]


def test_of_two_modems_only_ours_is_read(daemon):
    daemon.settings["phone_id"] = "line-1"
    daemon.receives("ours", phone="line-1")
    daemon.receives("theirs", phone="line-2")

    assert [event.text for event in daemon.pull_and_put_away()] == ["ours"]


def test_more_than_one_pull_takes_comes_with_the_next_one(daemon, monkeypatch):
    monkeypatch.setattr(modem, "AT_ONCE", 3)
    for text, at in (("whole", 0), ("moja ", 1), ("mbili ", 2), ("tatu", 3)):
        daemon.receives(text, udh=f"0500030703{at:02X}" if at else "")

    first, second = daemon.pull_and_put_away(), daemon.pull_and_put_away()

    assert [event.text for event in first] == ["whole"]
    assert [event.text for event in second] == ["moja mbili tatu"]


def test_fragments_alone_cannot_block_the_inbox(daemon, monkeypatch):
    monkeypatch.setattr(modem, "AT_ONCE", 2)
    for reference in range(3):
        daemon.receives("sehemu", udh=f"050003{reference:02X}0201")
    daemon.receives("Habari")

    texts = [event.text for _ in range(4) for event in daemon.pull_and_put_away()]

    assert sorted(texts) == ["Habari"] + ["sehemu[…]"] * 3


def test_a_message_is_laid_into_the_outbox_as_gammu_documents(daemon):
    identity = MODEM.send(outgoing("Tuko hapa."), daemon.settings)

    ((row_id, number, coding, udh, text, creator),) = daemon.outbox()
    assert (str(row_id), number, coding) == (identity, AMANI, "Default_No_Compression")
    assert (udh, text, creator) == ("", "Tuko hapa.", "kimbilio")
    ((report, is_multi, sender),) = daemon.run(
        'SELECT "DeliveryReport", "MultiPart", "SenderID" FROM outbox'
    )
    assert (report, sender) == ("yes", "")
    assert is_multi in ("false", False)


def test_a_message_goes_by_the_modem_that_is_named(daemon):
    daemon.settings["phone_id"] = "line-1"

    MODEM.send(outgoing("Tuko hapa."), daemon.settings)

    assert daemon.run('SELECT "SenderID" FROM outbox') == [("line-1",)]


@pytest.mark.parametrize(
    ("sign", "fits", "per_part", "coding"),
    [
        ("a", 160, 153, "Default_No_Compression"),
        ("€", 80, 76, "Default_No_Compression"),
        ("ŵ", 70, 67, "Unicode_No_Compression"),
        ("😢", 35, 33, "Unicode_No_Compression"),
    ],
)
def test_a_long_text_goes_in_parts_that_each_fit(daemon, sign, fits, per_part, coding):
    MODEM.send(outgoing(sign * fits), daemon.settings)
    identity = MODEM.send(outgoing(sign * (fits + 1)), daemon.settings)

    alone, first = daemon.outbox()
    (second,) = daemon.other_parts()
    assert (alone[2], alone[3], alone[4]) == (coding, "", sign * fits)
    assert (first[2], first[4]) == (coding, sign * per_part)
    assert second[0:3] == (int(identity), 2, coding)
    assert second[4] == sign * (fits + 1 - per_part)
    assert first[3][:6] == "050003"
    assert (first[3][8:], second[3][8:]) == ("0201", "0202")
    assert first[3][6:8] == second[3][6:8]


def test_what_is_sent_in_parts_reads_the_same_when_it_is_joined(daemon):
    text = "Mteja wetu, {tuko} pamoja € 😢 nawe. " * 30

    MODEM.send(outgoing(text), daemon.settings)

    (first,) = daemon.outbox()
    rest = daemon.other_parts()
    assert "".join([first[4], *(part[4] for part in rest)]) == text
    for udh in (first[3], *(part[3] for part in rest)):
        assert gsm.place(udh).total == len(rest) + 1


@pytest.mark.parametrize(
    ("to", "text"),
    [("SAFARICOM", "a"), ("", "a"), ("+2547990 0000x", "a"), ("+" + "9" * 16, "a"), (AMANI, ""),
     (AMANI, "ŵ" * 67 * 51)],
)  # fmt: skip
def test_what_can_never_go_is_refused_and_nothing_is_laid_out(daemon, to, text):
    with pytest.raises(WillNotSend):
        MODEM.send(outgoing(text, to=to), daemon.settings)

    assert daemon.outbox() == []


def test_half_a_message_never_lies_in_the_outbox(daemon):
    daemon.run("DROP TABLE outbox_multipart")

    with pytest.raises(TryLater):
        MODEM.send(outgoing("a" * 161), daemon.settings)

    assert daemon.outbox() == []


def test_a_message_that_still_waits_has_no_state(daemon):
    MODEM.send(outgoing("Tuko hapa."), daemon.settings)

    assert daemon.pull() == []


def test_each_state_is_told_once(daemon):
    identity = MODEM.send(outgoing("Tuko hapa."), daemon.settings)

    daemon.sent(identity, "SendingOK")
    assert daemon.pull_and_put_away() == [StatusChange(provider_id=identity, state=SendState.SENT)]
    assert daemon.pull_and_put_away() == []
    daemon.reports(identity, "DeliveryPending", code=48)
    assert daemon.pull_and_put_away() == []
    daemon.reports(identity, "DeliveryOK", code=0)
    assert daemon.pull_and_put_away() == [
        StatusChange(provider_id=identity, state=SendState.DELIVERED)
    ]
    assert daemon.pull_and_put_away() == []


def test_a_report_between_pull_and_putting_away_is_not_lost(daemon):
    identity = MODEM.send(outgoing("Tuko hapa."), daemon.settings)
    daemon.sent(identity, "SendingOK")
    (pulled,) = daemon.pull()
    daemon.reports(identity, "DeliveryOK")

    MODEM.put_away([pulled.id], daemon.settings)

    assert [event.state for event in daemon.pull_and_put_away()] == [SendState.DELIVERED]


@pytest.mark.parametrize(
    ("status", "code", "reason"),
    [("DeliveryFailed", 70, "70"), ("SendingError", -1, "SendingError"), ("Error", -1, "Error")],
)
def test_a_failure_carries_the_code_of_the_network(daemon, status, code, reason):
    identity = MODEM.send(outgoing("Tuko hapa."), daemon.settings)
    daemon.sent(identity, status, code=code)

    (event,) = daemon.pull_and_put_away()

    assert (event.state, event.reason) == (SendState.FAILED, reason)
    assert daemon.pull_and_put_away() == []


def test_a_long_message_is_delivered_when_its_last_part_is(daemon):
    identity = MODEM.send(outgoing("a" * 161), daemon.settings)
    daemon.sent(identity, "SendingOK", position=1)
    daemon.sent(identity, "SendingOK", position=2)

    states = [event.state for event in daemon.pull_and_put_away()]
    daemon.reports(identity, "DeliveryOK", position=2)
    states += [event.state for event in daemon.pull_and_put_away()]
    daemon.reports(identity, "DeliveryOK", position=1)
    states += [event.state for event in daemon.pull_and_put_away()]

    assert states == [SendState.SENT, SendState.DELIVERED]
    assert daemon.pull() == []


def test_a_long_message_of_which_one_part_fails_has_failed(daemon):
    identity = MODEM.send(outgoing("a" * 161), daemon.settings)
    daemon.sent(identity, "SendingOK", position=1)
    daemon.sent(identity, "SendingError", position=2)

    assert [event.state for event in daemon.pull_and_put_away()] == [SendState.FAILED]


def test_what_somebody_else_sent_by_the_modem_is_left_alone(daemon):
    daemon.run(
        'INSERT INTO sentitems ("ID", "Status", "CreatorID") VALUES (5, \'SendingOK\', \'Gammu\')'
    )

    assert daemon.pull() == []


@pytest.mark.parametrize(
    "dsn", ["", "sqlite:////nowhere/smsd.db", "mysql://a:b@c/d", "postgresql://127.0.0.1:1/smsd"]
)
def test_without_the_database_it_is_tried_later_and_nothing_is_made_or_told(dsn, capfd):
    for work in (
        lambda: MODEM.pull({"dsn": dsn}),
        lambda: MODEM.send(outgoing("Tuko hapa."), {"dsn": dsn}),
        lambda: MODEM.put_away(["inbox 1"], {"dsn": dsn}),
    ):
        with pytest.raises(TryLater) as raised:
            work()
        assert str(raised.value) == ""
        assert raised.value.__suppress_context__ or raised.value.__context__ is None
    assert capfd.readouterr() == ("", "")


def test_a_file_that_is_no_database_is_tried_later(tmp_path):
    (tmp_path / "smsd.db").write_text("rubbish " * 1000)

    with pytest.raises(TryLater):
        MODEM.pull({"dsn": f"sqlite:///{tmp_path}/smsd.db"})


def test_nobody_can_post_for_a_modem():
    posting = Posting(method="POST", url="https://kimbilio.example/x", body=b"{}")

    with pytest.raises(Forged):
        MODEM.check(posting, {})
    with pytest.raises(Unreadable):
        MODEM.read(posting)
    with pytest.raises(WillNotSend):
        MODEM.fetch(Media(), {})
    assert MODEM.greet(posting, {}).status == 403
    assert MODEM.answer(posting, {}).body == ""
