"""The simulator's own small server: the phones' pages on one side, the providers' interface on the other.

It listens on this machine alone. A page of another site could still send forms here through the
browser, so each form carries a word that only our pages know, and other names of this machine are
turned away.
"""

import secrets
from collections.abc import Callable
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from django.template.loader import render_to_string

from kimbilio.operations.simulator.desk import Desk, NotHere
from kimbilio.operations.simulator.exchange import Exchange
from kimbilio.operations.simulator.values import Asked, Told

HOST = "127.0.0.1"
LARGEST = 256 * 1024
FOLDER = Path(__file__).parent
FILES = {
    "/phone.css": ("text/css; charset=utf-8", (FOLDER / "phone.css").read_bytes()),
    "/phone.js": ("text/javascript; charset=utf-8", (FOLDER / "phone.js").read_bytes()),
}
SHIELDS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src 'self'; "
    "img-src data:; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}
PAGE = "text/html; charset=utf-8"


class Server(ThreadingHTTPServer):
    """One thread a request, none of which keeps the program from ending."""

    daemon_threads = True

    def __init__(self, port: int, exchange: Exchange) -> None:
        super().__init__((HOST, port), Handler)
        self.exchange = exchange
        self.desk = Desk(exchange)
        self.word = secrets.token_urlsafe(16)

    @property
    def names(self) -> set[str]:
        """What a browser may call us."""
        return {f"{name}:{self.server_port}" for name in (HOST, "localhost")}

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of somebody who hung up, nor of what was said."""


class Handler(BaseHTTPRequestHandler):
    """One request: a provider's address, a page, or a form of a page."""

    server: Server
    server_version, sys_version = "simulator", ""

    def do_GET(self) -> None:
        """Show a page, a file, or a medium of a provider."""
        if self._was_for_a_provider() or not self._knows_our_name():
            return
        path = self.path.partition("?")[0]
        if path in FILES:
            kind, content = FILES[path]
            return self._send(HTTPStatus.OK, content, kind)
        return self._show(lambda: self.server.desk.page(path))

    def do_POST(self) -> None:
        """Do what a form asks, then lead back to its page."""
        asked = self._asked()
        if asked is None or self._was_for_a_provider(asked) or not self._knows_our_name():
            return
        fields = asked.fields()
        if not secrets.compare_digest(fields.get("word", "").encode(), self.server.word.encode()):
            return self._send(HTTPStatus.FORBIDDEN, b"Open the page anew.", "text/plain")
        try:
            onward = self.server.desk.act(asked.path, fields)
        except NotHere:
            return self._send(HTTPStatus.NOT_FOUND, b"Nothing is here.", "text/plain")
        self.send_response(HTTPStatus.SEE_OTHER)
        self.send_header("Location", onward)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _asked(self) -> Asked | None:
        try:
            size = int(self.headers.get("content-length") or 0)
        except ValueError:
            size = LARGEST + 1
        if not 0 <= size <= LARGEST:
            self._send(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, b"Too large.", "text/plain")
            return None
        headers = {name.lower(): text for name, text in self.headers.items()}
        return Asked(self.command, self.path, headers, self.rfile.read(size))

    def _was_for_a_provider(self, asked: Asked | None = None) -> bool:
        headers = {name.lower(): text for name, text in self.headers.items()}
        told = self.server.exchange.answer(asked or Asked(self.command, self.path, headers))
        if told is None:
            return False
        self._tell(told)
        return True

    def _tell(self, told: Told) -> None:
        self._send(HTTPStatus(told.status), told.body, told.content_type)

    def _knows_our_name(self) -> bool:
        if self.headers.get("host", "") in self.server.names:
            return True
        self._send(HTTPStatus.MISDIRECTED_REQUEST, b"Not by this name.", "text/plain")
        return False

    def _show(self, page: Callable[[], tuple[str, dict[str, Any]]]) -> None:
        try:
            template, context = page()
        except NotHere:
            return self._send(HTTPStatus.NOT_FOUND, b"Nothing is here.", "text/plain")
        whole = render_to_string(template, {**context, "word": self.server.word})
        return self._send(HTTPStatus.OK, whole.encode(), PAGE)

    def _send(self, status: HTTPStatus, content: bytes, kind: str) -> None:
        self.send_response(status)
        for name, text in {**SHIELDS, "Content-Type": kind}.items():
            self.send_header(name, text)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *parts: Any) -> None:
        """Nothing is written down."""
