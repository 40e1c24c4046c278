"""A mailbox: what is read from a real IMAP server on a socket, and sent by a real SMTP server."""

import base64
import time
from datetime import UTC, datetime
from email import message_from_bytes, policy

import pytest

from kimbilio.helpline.choices import Channel, MessageKind, SendState
from kimbilio.helpline.events import MachineWord, Media, StatusChange
from kimbilio.helpline.providers import imap, mail, mail_head, mailbox
from kimbilio.helpline.providers.base import (
    Forged,
    Outgoing,
    Posting,
    Provider,
    TryLater,
    Unreadable,
    WillNotSend,
)
from tests.helpline.providers.mail_reports import HEADERS, WHOLE, report
from tests.helpline.providers.mail_servers import certificate, opened_office

MAILBOX: Provider = mailbox.Mailbox()
PLAIN = """\
From: =?utf-8?q?Amani_=C5=9Eimba?= <amani@mail.example>
To: msaada@kimbilio.example
Subject: Nahitaji msaada
Message-ID: <one@mail.example>
Date: Mon, 30 Nov 1998 12:00:00 +0300

Niko Kilifi.
"""


@pytest.fixture
def office():
    with opened_office() as opened:
        yield opened


def pulled(office):
    return list(MAILBOX.pull(office.settings))


def events(office, raw):
    office.receives(raw)
    ((*found,),) = [one.events for one in pulled(office)]
    return found


def bundle(*parts, kind="mixed", head="From: amani@mail.example\nMessage-ID: <two@mail.example>"):
    joined = "".join(f"--cut\n{part}\n" for part in parts)
    return f'{head}\nContent-Type: multipart/{kind}; boundary="cut"\n\n{joined}--cut--\n'


def text_part(text, subtype="plain"):
    return f"Content-Type: text/{subtype}; charset=utf-8\n\n{text}"


def file_part(content, kind="image/png", name="picha.png", disposition="attachment"):
    encoded = base64.encodebytes(content).decode()
    return (
        f'Content-Type: {kind}\nContent-Disposition: {disposition}; filename="{name}"\n'
        f"Content-Transfer-Encoding: base64\n\n{encoded}"
    )


def outgoing(text="Tuko hapa.", to="amani@mail.example", key="key-1"):
    return Outgoing(channel=Channel.EMAIL, to=to, text=text, key=key)


def test_an_email_is_pulled_with_its_sender_its_subject_and_its_words(office):
    (event,) = events(office, PLAIN)

    assert (event.sender, event.sender_name) == ("amani@mail.example", "Amani Şimba")
    assert event.text == "Nahitaji msaada\n\nNiko Kilifi."
    assert (event.channel, event.kind) == (Channel.EMAIL, MessageKind.TEXT)
    assert event.provider_id == "<one@mail.example>"


def test_the_moment_is_that_of_our_server_not_of_the_sender(office):
    (event,) = events(office, PLAIN)

    assert event.sent_at == datetime(2026, 11, 30, 9, tzinfo=UTC)


def test_pulling_marks_nothing_and_putting_away_marks_only_what_is_kept(office):
    office.receives(PLAIN)
    office.receives(PLAIN)

    first, _second = pulled(office)
    assert office.seen == set()
    assert not any("STORE" in line for line in office.heard)
    MAILBOX.put_away([first.id], office.settings)

    assert office.seen == {1}
    assert [one.id for one in pulled(office)] == ["7 2"]


def test_what_is_not_put_away_comes_again_as_the_same_message(office):
    office.receives(PLAIN)

    assert pulled(office) == pulled(office)


def test_after_a_rebuild_of_the_mailbox_old_numbers_mark_nothing(office):
    office.receives(PLAIN)
    (one,) = pulled(office)
    office.era = 8

    MAILBOX.put_away([one.id], office.settings)

    assert office.seen == set()


def test_fifty_are_pulled_at_once_the_oldest_first(office):
    for _ in range(60):
        office.receives(PLAIN)

    ids = [one.id for one in pulled(office)]

    assert ids == [f"7 {uid}" for uid in range(1, 51)]


def test_a_slow_line_ends_a_look_and_the_rest_comes_with_the_next(office, monkeypatch):
    for _ in range(3):
        office.receives(PLAIN)
    monkeypatch.setattr(imap, "PATIENCE", 0.05)

    slow = []
    for one in MAILBOX.pull(office.settings):
        slow.append(one.id)
        time.sleep(0.1)

    assert slow == ["7 1"]


def test_an_email_that_goes_away_meanwhile_keeps_no_other_back(office):
    for _ in range(3):
        office.receives(PLAIN)
    office.vanished = {2}

    assert [one.id for one in pulled(office)] == ["7 1", "7 3"]


@pytest.mark.parametrize(
    "head",
    [
        "Auto-Submitted: auto-replied",
        "Auto-Submitted: Auto-Generated; owner=x",
        "Precedence: bulk",
        "Return-Path: <>",
    ],
)
def test_what_a_machine_wrote_is_told_apart_and_can_be_put_away(office, head):
    office.receives(f"{head}\n{PLAIN}")

    (one,) = pulled(office)
    MAILBOX.put_away([one.id], office.settings)

    (word,) = one.events
    assert (type(word), word.sender) == (MachineWord, "amani@mail.example")
    assert office.seen == {1}


OURS = "<3f2a@kimbilio.example>"


@pytest.mark.parametrize("returned", [WHOLE, HEADERS])
@pytest.mark.parametrize("action", ["failed", "Failed", "failed (gave up)"])
def test_a_report_says_which_message_of_ours_came_back(office, action, returned):
    (event,) = events(office, report(OURS, action=action, returned=returned))

    assert event == StatusChange(provider_id=OURS, state=SendState.FAILED, reason="bounced")


@pytest.mark.parametrize(
    "raw",
    [
        report(OURS, action="delayed", status="4.4.1"),
        report(OURS, action="delivered", status="2.0.0"),
        report(OURS, action="expanded"),
        report(OURS, action=""),
        report("", returned=HEADERS),
        report(OURS).replace("message/delivery-status", "text/plain"),
        report(OURS).replace("message/rfc822", "text/html"),
        report(OURS).replace('boundary="cut"', 'boundary="other"'),
        report(OURS).replace("; boundary", "; x"),
        report(OURS)[: report(OURS).index("Final-Recipient")],
        report(OURS).replace("--cut\n", "--cut\nContent-Type: multipart/mixed\n" * 9),
        report(OURS).replace("delivery-status", "disposition-notification"),
        "Content-Type: multipart/report\n\n\x00\xff",
    ],
)
def test_any_other_report_and_a_broken_one_say_nothing(office, raw):
    assert events(office, raw) == []


@pytest.mark.parametrize(
    "head",
    ["Auto-Submitted: no", "Precedence: list", "Return-Path: <amani@mail.example>", "Precedence:"],
)
def test_what_a_person_wrote_is_kept(office, head):
    assert len(events(office, f"{head}\n{PLAIN}")) == 1


def test_without_a_message_id_the_same_email_is_the_same_message(office):
    bare = PLAIN.replace("Message-ID: <one@mail.example>\n", "")
    office.receives(bare)
    office.receives(bare)
    office.receives(bare + "Tena.")

    ids = [one.events[0].provider_id for one in pulled(office)]

    assert ids[0] == ids[1] != ids[2]
    assert ids[0].startswith("sha256:")


@pytest.mark.parametrize("given", ["<" + "x" * 300 + "@y>", "<ümlaut@y>", "<a\x01b@y>"])
def test_a_message_id_that_we_could_not_keep_is_replaced(office, given):
    (event,) = events(office, PLAIN.replace("<one@mail.example>", given))

    assert event.provider_id.startswith("sha256:")


def test_plain_text_is_preferred_to_html(office):
    for order in (1, -1):
        parts = [text_part("Nipigie"), text_part("<p>Nipigie <b>sasa</b></p>", "html")][::order]
        office.receives(bundle(*parts, kind="alternative"))

    assert [one.events[0].text for one in pulled(office)] == ["Nipigie", "Nipigie"]


def test_html_alone_becomes_words_and_nothing_else(office):
    html = (
        "<html><head><title>t</title><style>p{color:red}</style></head><body>"
        "<script>alert('x')</script><!-- hidden <p> --><p>Habari&nbsp;yako &amp; <b>wewe</b></p>"
        "<ul><li>moja</li><li>mbili</li></ul><img src='https://spy.example/1.gif' alt='🙏'>"
        "<a href='javascript:x'>hapa</a><br>mwisho</body></html>"
    )

    (event,) = events(office, f"From: a@b.example\n{text_part(html, 'html')}")

    assert event.text == "Habari yako & wewe\n\nmoja\n\nmbili\n\n🙏hapa\nmwisho"
    assert event.media is None


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("<p>Msaada", "Msaada"),
        ("<script>Msaada", "Msaada"),
        ("Msaada <3 sana", "Msaada <3 sana"),
        ("<!-- Msaada", "Msaada"),
        ("</style></p>Msaada<", "Msaada<"),
        ("<title>Msaada", "Msaada"),
        ("", ""),
    ],
)
def test_broken_html_loses_no_words(office, html, words):
    (event,) = events(office, f"From: a@b.example\n{text_part(html, 'html')}")

    assert " ".join(event.text.replace("--", "").split()) == words


def test_files_follow_as_messages_of_their_own(office):
    raw = bundle(
        text_part("Ona picha"),
        file_part(b"\x89PNG1"),
        file_part(b"OggS", "audio/ogg", "sauti.ogg", "inline"),
        file_part(b"%PDF", "application/pdf", "../../etc/barua.pdf"),
    )

    text, picture, voice, file = events(office, raw)

    assert (text.provider_id, text.text, text.media) == ("<two@mail.example>", "Ona picha", None)
    assert picture.kind == MessageKind.PICTURE
    assert picture.media == Media(type="image/png", name="picha.png", content=b"\x89PNG1")
    assert (voice.kind, voice.media.content) == (MessageKind.VOICE, b"OggS")
    assert (file.kind, file.media.name) == (MessageKind.FILE, "barua.pdf")
    assert [each.provider_id for each in (picture, voice, file)] == [
        f"<two@mail.example>#{number}" for number in (1, 2, 3)
    ]
    assert {each.sender for each in (picture, voice, file)} == {"amani@mail.example"}
    assert MAILBOX.fetch(picture.media, office.settings) == b"\x89PNG1"


def test_a_text_file_and_an_email_within_the_email_are_files(office):
    raw = bundle(
        text_part("Angalia"),
        'Content-Type: text/plain; name="note.txt"\nContent-Disposition: attachment\n\nndani',
        f"Content-Type: message/rfc822\n\n{PLAIN}",
    )

    text, note, forwarded = events(office, raw)

    assert text.text == "Angalia"
    assert note.media.content.strip() == b"ndani"
    assert b"Niko Kilifi" in forwarded.media.content


def test_words_around_a_picture_are_all_kept(office):
    raw = bundle(text_part("moja"), file_part(b"x"), text_part("mbili"))

    assert events(office, raw)[0].text == "moja\n\nmbili"


def test_of_too_many_files_it_is_said_that_there_were_more(office, monkeypatch):
    monkeypatch.setattr(mail, "MOST_FILES", 2)

    found = events(office, bundle(text_part("a"), *[file_part(b"x")] * 5))

    assert [each.kind for each in found] == [
        MessageKind.TEXT, MessageKind.PICTURE, MessageKind.PICTURE, MessageKind.NOTE,
    ]  # fmt: skip
    assert found[-1].text


def test_a_file_above_the_limit_is_left_out_and_said(office, monkeypatch):
    monkeypatch.setattr(mail, "LARGEST_MEDIA", 10)

    text, small, note = events(
        office, bundle(text_part("a"), file_part(b"x" * 11), file_part(b"y" * 10))
    )

    assert (text.text, small.media.content, note.kind) == ("a", b"y" * 10, MessageKind.NOTE)


def test_of_an_email_that_is_too_large_the_words_are_kept(office, monkeypatch):
    monkeypatch.setattr(imap, "LARGEST", 5_000)

    text, note = events(office, bundle(text_part("Msaada"), file_part(b"x" * 9_000)))

    assert (text.text, note.kind) == ("Msaada", MessageKind.NOTE)


def test_a_very_long_text_is_cut_and_comes_whole_as_a_file(office):
    (short,) = events(office, f"From: a@b.example\n\n{'ä' * 9_000}")
    office.mails.clear()

    for length in (10_000, 1_000_000):
        long, file = events(office, f"From: a@b.example\n\n{'ä' * length}")
        office.mails.clear()

        assert long.text == "ä" * 9_000 + "[…]"
        assert (file.media.type, file.media.content) == ("text/plain", ("ä" * length).encode())
    assert short.text == "ä" * 9_000


def test_the_words_of_a_very_long_page_are_all_kept(office):
    page = "<p>Habari</p>" * 100_000

    _text, file = events(office, f"From: a@b.example\n{text_part(page, 'html')}")

    assert file.media.content.decode().count("Habari") == 100_000


@pytest.mark.parametrize(
    ("line", "sender", "name"),
    [
        ("From: amani@mail.example", "amani@mail.example", ""),
        ("From: Amani <amani@mail.example>", "amani@mail.example", "Amani"),
        ("From: amani@mail.example, other@x.example", "amani@mail.example", ""),
        ('From: "police@gov.example" <amani@mail.example>', "amani@mail.example", "police@gov.example"),
        ("From: =?utf-8?b?QW1hbmkgPHhAeS5leGFtcGxlPg==?= <amani@mail.example>", "amani@mail.example",
         "Amani <x@y.example>"),
        ("From: Şimba <amani@mail.example>", "amani@mail.example", "Şimba"),
        ("From: =?nonsense?q?=41?= <amani@mail.example>", "amani@mail.example", None),
        ("From: undisclosed", "", "undisclosed"),
        ("From: <>", "", "<>"),
        ("From: " + "(" * 900, "", None),
        ("From: a@b@c", "", None),
        ("From: Amani\nSender: amani@mail.example", "amani@mail.example", ""),
        ("X-Nothing: at all", "", ""),
        ("From:\n =?utf-8?q?Ama?=\n =?utf-8?q?ni?=\n <amani@mail.example>", "amani@mail.example", "Amani"),
    ],
)  # fmt: skip
def test_the_sender_is_an_address_or_nothing(office, line, sender, name):
    (event,) = events(office, f"{line}\nMessage-ID: <a@b>\n\nHabari")

    assert event.sender == sender
    assert name is None or event.sender_name == name
    assert event.text == "Habari"


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\x00\xff\xfe rubbish",
        b"From: a@b.example\nContent-Type: text/plain; charset=nonsense\n\nMsaada",
        b"From: a@b.example\nContent-Type: multipart/mixed\n\nMsaada",
        b"From: a@b.example\nContent-Type: multipart/mixed; boundary=x\n\nMsaada",
        b"From: a@b.example\nContent-Type: text/plain\nContent-Transfer-Encoding: base64\n\n!!!",
        b"From: a@b.example\nContent-Type: ;;;\nContent-Disposition: ;;\n\nMsaada",
        b"From: a@b.example\nSubject: " + b"=?utf-8?q?=ZZ?=" * 1000 + b"\n\nMsaada",
        b"From: a@b.example\nContent-Type: message/rfc822\n\nMsaada",
        b"Subject: \xff\xfe\n\n\x80\x81",
        b"From: a@b.example\nContent-Type: text/plain; charset=raw_unicode_escape\n\n\\ud800",
        b"From: a@b.example\nContent-Type: text/plain; charset=undefined\n\nMsaada",
        b"From: a@b.example\nContent-Type: text/plain; charset=zlib\n\nMsaada",
        b"From: a@b.example\nSubject: =?raw_unicode_escape?q?=5Cud800?=\n\nMsaada",
        b"From: =?raw_unicode_escape?q?=5Cud800?= <a@b.example>\n\nMsaada",
        b"From: a@b.example\n\nM\x00s\x07a\x1bada",
        b"From: a@b.example\nTo: " + b"x" * 200_000 + b"\n\nMsaada",
    ],
)
def test_rubbish_is_kept_and_keeps_nobody_back(office, raw):
    office.receives(raw)
    office.receives(PLAIN)

    first, second = pulled(office)

    assert len(first.events) >= 1
    assert second.events[0].text.startswith("Nahitaji")
    assert all("\0" not in event.text for event in first.events)
    assert all((event.text + event.sender_name).encode() is not None for event in first.events)


@pytest.mark.parametrize("depth", [101, 2_000])
def test_an_email_nested_without_end_is_kept_as_a_file(office, depth):
    deep = "".join(
        f'Content-Type: multipart/mixed; boundary="b{level}"\n\n--b{level}\n'
        for level in range(depth)
    )

    text, file = events(office, f"From: amani@mail.example\n{deep}Msaada")

    assert (text.sender, bool(text.text)) == ("amani@mail.example", True)
    assert (file.media.type, b"Msaada" in file.media.content) == ("text/plain", True)


def test_an_emoji_alone_arrives(office):
    (event,) = events(office, "From: a@b.example\nContent-Type: text/plain; charset=utf-8\n\n😢")

    assert event.text == "😢"


@pytest.mark.parametrize("change", [
    {"password": "wrong"}, {"folder": "Archive"}, {"imap_port": "1"}, {"imap_host": "no.invalid"},
])  # fmt: skip
def test_a_mailbox_that_does_not_open_is_tried_later_and_nothing_is_told(office, change):
    settings = office.settings | change

    for work in (lambda: list(MAILBOX.pull(settings)), lambda: MAILBOX.put_away(["7 1"], settings)):
        with pytest.raises(TryLater) as raised:
            work()
        assert str(raised.value) == ""
        assert raised.value.__suppress_context__ or raised.value.__context__ is None


@pytest.mark.parametrize("greeting", ["* BYE too many", "HTTP/1.1 400 Bad Request", "x" * 100])
def test_a_server_that_speaks_something_else_is_tried_later(office, greeting):
    office.imap_greeting = greeting

    with pytest.raises(TryLater):
        list(MAILBOX.pull(office.settings))


@pytest.mark.parametrize("word", ["LOGIN", "EXAMINE", "UID"])
def test_a_line_that_breaks_is_tried_later(office, word):
    office.receives(PLAIN)
    office.hangs_up_at = word

    with pytest.raises(TryLater):
        list(MAILBOX.pull(office.settings))


def test_a_server_that_falls_silent_is_not_waited_for_long(office, monkeypatch):
    monkeypatch.setattr(imap, "SILENCE", 0.2)
    office.falls_silent_at = "LOGIN"

    with pytest.raises(TryLater):
        list(MAILBOX.pull(office.settings))


def test_without_tls_nothing_is_said_to_another_machine(office):
    settings = office.settings | {"imap_host": "127.0.0.2", "smtp_host": "127.0.0.2"}

    with pytest.raises(TryLater):
        list(MAILBOX.pull(settings))
    with pytest.raises(TryLater):
        MAILBOX.send(outgoing(), settings)

    assert office.heard == []


def test_with_tls_a_certificate_nobody_signed_ends_it_before_the_password(tmp_path):
    context, _file = certificate(tmp_path)

    with opened_office(context) as office:
        with pytest.raises(TryLater):
            list(MAILBOX.pull(office.settings))
        with pytest.raises(TryLater):
            MAILBOX.send(outgoing(), office.settings)

        assert not any("LOGIN" in line or "AUTH" in line for line in office.heard)
        assert office.sent == []


def test_with_tls_and_a_good_certificate_it_reads_and_sends(tmp_path, monkeypatch):
    context, file = certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(file))

    with opened_office(context) as office:
        office.receives(PLAIN)
        (one,) = pulled(office)
        MAILBOX.send(outgoing(), office.settings)

        assert one.events[0].sender == "amani@mail.example"
        assert len(office.sent) == 1
        assert office.heard.index("STARTTLS") < next(
            at for at, line in enumerate(office.heard) if line.startswith("AUTH")
        )


def test_what_is_sent_is_neutral_and_answers_nothing_visibly(office):
    identity = MAILBOX.send(outgoing("Tuko hapa. ŵ 😢"), office.settings)

    letter = message_from_bytes(office.sent[0], policy=policy.default)
    assert letter.get_content().strip() == "Tuko hapa. ŵ 😢"
    assert (letter["From"], letter["To"]) == ("msaada@kimbilio.example", "amani@mail.example")
    assert letter["Subject"] == "Message"
    assert letter["Message-ID"] == identity
    assert {name.lower() for name in letter} == {
        "from", "to", "subject", "date", "message-id", "mime-version", "content-type",
        "content-transfer-encoding",
    }  # fmt: skip


def test_the_subject_is_the_one_that_was_set(office):
    MAILBOX.send(outgoing(), office.settings | {"subject": "Habari"})

    assert message_from_bytes(office.sent[0], policy=policy.default)["Subject"] == "Habari"


def test_the_same_message_twice_has_the_same_id_and_another_one_another(office):
    ids = [MAILBOX.send(outgoing(key=key), office.settings) for key in ("a", "a", "b")]

    assert ids[0] == ids[1] != ids[2]
    assert ids[0].endswith("@kimbilio.example>")


@pytest.mark.parametrize(
    "to",
    ["", "amani", "a@b@c", "a@b.example\nBcc: c@d.example", "a b@c.example", "ü@b.example",
     "a@b.example, c@d.example"],
)  # fmt: skip
def test_what_is_no_address_is_refused_before_anybody_is_asked(office, to):
    with pytest.raises(WillNotSend):
        MAILBOX.send(outgoing(to=to), office.settings)

    assert office.heard == []


@pytest.mark.parametrize(
    ("answers", "error", "reason"),
    [
        ({"RCPT": "550 no such person"}, WillNotSend, "550"),
        ({"RCPT": "450 try later"}, TryLater, ""),
        ({".": "554 no spam"}, WillNotSend, "554"),
        ({".": "451 busy"}, TryLater, ""),
        ({"AUTH": "535 wrong password"}, TryLater, ""),
        ({"MAIL": "530 sign in"}, TryLater, ""),
        ({"EHLO": "421 closing", "HELO": "421 closing"}, TryLater, ""),
        ({"DATA": "\x00rubbish"}, TryLater, ""),
    ],
)
def test_what_the_server_says_decides_whether_it_is_tried_again(office, answers, error, reason):
    office.smtp_answers = answers

    with pytest.raises(error) as raised:
        MAILBOX.send(outgoing(), office.settings)

    assert str(raised.value) == reason
    assert office.sent == []


def test_a_port_that_is_none_and_a_broken_address_of_ours_are_tried_later(office):
    for change in ({"smtp_port": "x"}, {"smtp_port": "1"}, {"address": "a\nb"}):
        with pytest.raises(TryLater):
            MAILBOX.send(outgoing(), office.settings | change)


def test_a_folder_with_a_quote_in_its_name_can_be_read(office):
    office.folder = r"Help \"line\""
    office.receives(PLAIN)

    found = list(MAILBOX.pull(office.settings | {"folder": 'Help "line"'}))

    assert len(found) == 1


def test_nobody_can_post_for_a_mailbox():
    posting = Posting(method="POST", url="https://kimbilio.example/x", body=b"{}")

    with pytest.raises(Forged):
        MAILBOX.check(posting, {})
    with pytest.raises(Unreadable):
        MAILBOX.read(posting)
    with pytest.raises(WillNotSend):
        MAILBOX.fetch(Media(), {})
    assert MAILBOX.greet(posting, {}).status == 403
    assert MAILBOX.answer(posting, {}).body == ""


def test_a_head_is_read_without_opening_the_rest():
    head = mail_head.head_of(PLAIN.replace("\n", "\r\n").encode() + b"\x00" * 1000)

    assert (head.sender, head.subject) == ("amani@mail.example", "Nahitaji msaada")
