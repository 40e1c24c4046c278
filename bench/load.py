"""A closed loop of clients over kept-open connections. Every answer is checked."""

import re
import threading
import time
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from socket import IPPROTO_TCP, TCP_NODELAY, create_connection
from socket import socket as Socket

from bench.pages import Page

TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="([^"]+)"')


@dataclass
class Line:
    """One connection that asks and reads, with as little work of its own as possible."""

    port: int
    socket: Socket | None = None
    rest: bytes = field(default=b"")

    def ask(self, request: bytes) -> tuple[int, bytes, bytes]:
        """Status, head and body of the answer."""
        if self.socket is None:
            self.socket = create_connection(("127.0.0.1", self.port), timeout=120)
            self.socket.setsockopt(IPPROTO_TCP, TCP_NODELAY, 1)
        self.socket.sendall(request)
        data = b""
        while b"\r\n\r\n" not in data:
            data += self._more()
        head, _, body = data.partition(b"\r\n\r\n")
        found = re.search(rb"content-length: (\d+)", head, re.IGNORECASE)
        length = int(found.group(1)) if found else 0
        while len(body) < length:
            body += self._more()
        return int(head[9:12]), head, body

    def _more(self) -> bytes:
        assert self.socket is not None
        more = self.socket.recv(65536)
        if not more:
            raise ConnectionError("the server closed the connection")
        return more


class Asker:
    """Makes the bytes of requests for one signed-in person."""

    def __init__(self, port: int, session: str) -> None:
        self.port, self.session, self.token, self.secret = port, session, "", ""

    def prepare(self) -> None:
        """Get the form token that every change needs."""
        status, head, body = Line(self.port).ask(self._bytes("GET", "/account/", ""))
        plain = zlib.decompress(body, 31) if b"gzip" in head else body
        found = TOKEN.search(plain)
        cookie = re.search(rb"csrftoken=([^;]+)", head)
        if status != 200 or not found or not cookie:
            raise RuntimeError(f"not signed in: {status}")
        self.token, self.secret = found.group(1).decode(), cookie.group(1).decode()

    def request(self, page: Page, turn: int) -> bytes:
        """The bytes of one request."""
        address = page.addresses[turn % len(page.addresses)]
        if page.body is None:
            return self._bytes("GET", address, "")
        body = f"{page.body(turn)}&csrfmiddlewaretoken={self.token}"
        return self._bytes("POST", address, body)

    def _bytes(self, method: str, address: str, body: str) -> bytes:
        cookies = f"sessionid={self.session}; csrftoken={self.secret}"
        lines = [
            f"{method} {address} HTTP/1.1", f"Host: 127.0.0.1:{self.port}",
            "Accept-Encoding: gzip", "User-Agent: Mozilla/5.0 (X11; Linux) Chrome/130",
        ]  # fmt: skip
        if self.session:
            lines.append(f"Cookie: {cookies}")
        if method == "POST":
            lines += ["Content-Type: application/x-www-form-urlencoded",
                      f"Content-Length: {len(body.encode())}", f"Origin: http://127.0.0.1:{self.port}"]  # fmt: skip
            if address == "/search/":
                lines.append("HX-Request: true")
        return ("\r\n".join(lines) + "\r\n\r\n" + body).encode()


def check(page: Page, turn: int, answer: tuple[int, bytes, bytes]) -> None:
    """Raise unless this is the answer that was asked for."""
    status, head, body = answer
    text = head + b"\n" + (zlib.decompress(body, 31) if b"gzip" in head.lower() else body)
    marks = page.marks[turn % len(page.marks)].encode().split(b"|")
    if status != page.status or not any(mark in text for mark in marks):
        raise RuntimeError(f"{page.name}: {status}, no {marks} in {len(body)} bytes")


def run(page: Page, asker: Asker, *, clients: int, requests: int, first: int = 0) -> list[float]:
    """Seconds of each request; ``requests`` in all, shared by the clients."""
    times: list[float] = []
    failures: list[BaseException] = []

    def client(number: int) -> None:
        line = Line(asker.port)
        try:
            for turn in range(first + number, first + requests, clients):
                request = asker.request(page, turn)
                started = time.perf_counter()
                answer = line.ask(request)
                times.append(time.perf_counter() - started)
                check(page, turn, answer)
        except Exception as failure:
            failures.append(failure)

    _together([lambda n=n: client(n) for n in range(clients)])
    if failures:
        raise failures[0]
    return times


def _together(works: list[Callable[[], None]]) -> None:
    threads = [threading.Thread(target=work) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
