"""A true HTTP server on this machine that plays a provider: it keeps what it was asked and answers as told."""

import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qsl


@dataclass
class Asked:
    """One request as it arrived."""

    method: str
    path: str
    headers: dict
    body: bytes

    @property
    def fields(self):
        return dict(parse_qsl(self.body.decode(), keep_blank_values=True))


@dataclass
class Told:
    """One answer that the server gives."""

    status: int = 200
    body: bytes = b""
    headers: dict = field(default_factory=dict)
    waits: float = 0  # seconds before it answers
    cut: bool = False  # breaks off in the middle
    drips: float = 0  # seconds between its bytes


@dataclass
class Listening:
    """The server as a test sees it."""

    base: str
    asked: list
    told: list

    def tell(self, *answers):
        """Give these answers in turn; the last one again and again."""
        self.told[:] = answers


class Handler(BaseHTTPRequestHandler):
    """Answers what its server was told."""

    def answer(self):
        size = int(self.headers.get("content-length") or 0)
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.server.asked.append(Asked(self.command, self.path, headers, self.rfile.read(size)))
        told = self.server.told[0] if len(self.server.told) == 1 else self.server.told.pop(0)
        time.sleep(told.waits)
        self.send_response(told.status)
        length = len(told.body) + (10 if told.cut else 0)
        for name, value in {"content-length": str(length), **told.headers}.items():
            self.send_header(name, value)
        self.end_headers()
        for n in range(len(told.body)) if told.drips else ():
            self.wfile.write(told.body[n : n + 1])
            time.sleep(told.drips)
        if not told.drips:
            self.wfile.write(told.body)

    do_GET = do_POST = answer

    def log_message(self, *parts):
        pass


class Quiet(ThreadingHTTPServer):
    """Says nothing of a client that hung up."""

    daemon_threads = True

    def handle_error(self, request, client_address):
        pass


@contextmanager
def listening():
    """A server for the length of one test."""
    server = Quiet(("127.0.0.1", 0), Handler)
    server.asked, server.told = [], [Told()]
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield Listening(f"http://127.0.0.1:{server.server_port}", server.asked, server.told)
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
