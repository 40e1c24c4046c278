"""A post office for tests: an IMAP and an SMTP server on sockets, as much of them as we speak."""

import re
import socketserver
import ssl
import threading
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

ARRIVED = '"30-Nov-2026 12:00:00 +0300"'


class Handler(socketserver.StreamRequestHandler):
    """A conversation on a socket that may have become a safe one in between."""

    disable_nagle_algorithm = True

    def finish(self):
        super().finish()
        self.request.close()


class Imap(Handler):
    """LOGIN, SELECT, EXAMINE, UID SEARCH UNSEEN, UID FETCH, UID STORE, LOGOUT."""

    def setup(self):
        if self.server.tls:
            self.request = self.server.tls.wrap_socket(self.request, server_side=True)
        super().setup()

    def say(self, line, literal=None):
        self.wfile.write(line.encode())
        if literal is not None:
            self.wfile.write(f" {{{len(literal)}}}\r\n".encode() + literal + b")")
        self.wfile.write(b"\r\n")

    def handle(self):
        office, self.is_readonly = self.server.office, True
        self.say(office.imap_greeting)
        while line := self.rfile.readline().decode().strip():
            office.heard.append(line)
            tag, _, rest = line.partition(" ")
            word = rest.split(" ", 1)[0].upper()
            if office.hangs_up_at == word:
                return
            if office.falls_silent_at == word:
                continue
            answer = getattr(self, f"do_{word.lower()}", lambda rest: "BAD")(rest)
            self.say(f"{tag} {answer} done")
            if word == "LOGOUT":
                return

    def do_capability(self, rest):
        self.say("* CAPABILITY IMAP4rev1")
        return "OK"

    def do_login(self, rest):
        return "OK" if self.server.office.password in rest else "NO"

    def do_select(self, rest):
        self.is_readonly = False
        return self.opened(rest)

    def do_examine(self, rest):
        return self.opened(rest)

    def opened(self, rest):
        if rest.partition(" ")[2] != f'"{self.server.office.folder}"':
            return "NO"
        self.say(f"* {len(self.server.office.mails)} EXISTS")
        self.say(f"* OK [UIDVALIDITY {self.server.office.era}] valid")
        return "OK"

    def do_logout(self, rest):
        self.say("* BYE")
        return "OK"

    def do_uid(self, rest):
        office = self.server.office
        _uid, command, *words = rest.split(" ")
        if command == "SEARCH":
            found = [str(uid) for uid in office.mails if uid not in office.seen]
            self.say(" ".join(["* SEARCH", *reversed(found)]))
        elif command == "FETCH":
            uid = int(words[0])
            raw = office.mails.get(uid)
            if raw is not None and uid not in office.vanished:
                most = int(re.search(r"BODY.PEEK\[\]<0\.(\d+)>", rest)[1])
                self.say(
                    f"* {uid} FETCH (UID {uid} RFC822.SIZE {len(raw)} INTERNALDATE {ARRIVED} BODY[]<0>",
                    raw[:most],
                )
        elif command == "STORE" and not self.is_readonly and words[1:] == ["+FLAGS", r"(\Seen)"]:
            office.seen |= {int(uid) for uid in words[0].split(",")}
        else:
            return "NO"
        return "OK"


class Smtp(Handler):
    """EHLO, STARTTLS, AUTH PLAIN, MAIL, RCPT, DATA, QUIT."""

    def say(self, line):
        self.wfile.write(line.encode() + b"\r\n")

    def handle(self):
        office, is_safe = self.server.office, False
        self.say("220 post office")
        while line := self.rfile.readline().decode().strip():
            office.heard.append(line)
            word = line.split(" ", 1)[0].upper()
            if word in office.smtp_answers:
                self.say(office.smtp_answers[word])
                continue
            match word:
                case "EHLO":
                    tls = [] if is_safe or not self.server.tls else ["250-STARTTLS"]
                    for answer in ("250-post", *tls, "250 AUTH PLAIN"):
                        self.say(answer)
                case "STARTTLS":
                    self.say("220 go on")
                    self.request = self.server.tls.wrap_socket(self.request, server_side=True)
                    self.setup()
                    is_safe = True
                case "AUTH":
                    self.say("235 welcome")
                case "DATA":
                    self.say("354 go on")
                    lines = []
                    while (one := self.rfile.readline()) not in (b".\r\n", b""):
                        lines.append(one)
                    if "." in office.smtp_answers:
                        self.say(office.smtp_answers["."])
                    else:
                        office.sent.append(b"".join(lines))
                        self.say("250 taken")
                case "QUIT":
                    self.say("221 bye")
                    return
                case _:
                    self.say("250 ok")


class Server(socketserver.ThreadingTCPServer):
    """One port on this machine."""

    allow_reuse_address = daemon_threads = True
    block_on_close = False

    def __init__(self, handler, office, tls):
        super().__init__(("127.0.0.1", 0), handler)
        self.office, self.tls = office, tls

    def handle_error(self, request, client_address):
        """A client that goes away in the middle is what some tests are about."""


class Office:
    """A mailbox and what was sent from it."""

    password, folder, era = "geheim-42", "INBOX", 7
    imap_greeting, hangs_up_at, falls_silent_at = "* OK post office", "", ""

    def __init__(self):
        self.mails, self.seen, self.vanished = {}, set(), set()
        self.heard, self.sent, self.smtp_answers = [], [], {}
        self.settings = {}

    def receives(self, raw):
        """An e-mail comes in; its number."""
        uid = len(self.mails) + 1
        self.mails[uid] = raw if isinstance(raw, bytes) else raw.encode()
        return uid


@contextmanager
def opened_office(tls=None):
    """An office with both its servers, for one test."""
    office = Office()
    servers = [Server(handler, office, tls) for handler in (Imap, Smtp)]
    threads = [threading.Thread(target=server.serve_forever, args=(0.01,)) for server in servers]
    for thread in threads:
        thread.start()
    imap, smtp = (server.server_address[1] for server in servers)
    office.settings = {
        "address": "msaada@kimbilio.example", "password": office.password,
        "imap_host": "127.0.0.1", "imap_port": str(imap),
        "smtp_host": "127.0.0.1", "smtp_port": str(smtp),
    }  # fmt: skip
    if not tls:
        office.settings["is_plain"] = "yes"
    try:
        yield office
    finally:
        for server, thread in zip(servers, threads, strict=True):
            server.shutdown()
            server.server_close()
            thread.join()


def certificate(folder):
    """A context that serves a certificate nobody signed, and the file by which one can trust it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False
        )
        .sign(key, hashes.SHA256())
    )
    file = folder / "certificate.pem"
    encoding = serialization.Encoding.PEM
    file.write_bytes(
        made.public_bytes(encoding)
        + key.private_bytes(
            encoding,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(file)
    return context, file
