"""Asking a provider over HTTP: within ten seconds, without redirects, with the certificate checked."""

import json as notation
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from time import monotonic
from typing import Any
from urllib.parse import urlencode, urlsplit

from urllib3 import BaseHTTPResponse, PoolManager, Timeout
from urllib3.exceptions import HTTPError

from kimbilio.helpline.providers.base import LARGEST, TryLater, Unreadable, WillNotSend

SILENCE = 10  # seconds without a line, or without a byte
PATIENCE = 60  # seconds for a whole answer, so that nobody holds us by a byte now and then
AT_ONCE = 64 * 1024
OURSELVES = frozenset({"127.0.0.1", "::1", "localhost"})  # the simulator, the tests


@dataclass(frozen=True)
class Answered:
    """What a provider answered; any status but the ones that mean "later"."""

    status: int
    body: bytes
    content_type: str = ""
    location: str = ""  # where a redirect points to; nobody goes there unasked

    @property
    def is_fine(self) -> bool:
        """Whether what was asked is done."""
        return 200 <= self.status < 300

    def json(self) -> Any:  # of any shape: who reads it looks at it with care
        """The body as JSON; ``Unreadable`` if it is none."""
        try:
            return notation.loads(self.body)
        except (ValueError, RecursionError):
            raise Unreadable from None


def request(
    method: str,
    url: str,
    *,
    headers: Mapping[str, str] | None = None,
    fields: Mapping[str, str] | None = None,
    json: object | None = None,
    body: bytes | None = None,
    basic: tuple[str, str] | None = None,
    most: int = LARGEST,
) -> Answered:
    """Ask once. ``fields`` travel as a form, with GET in the address; ``basic`` is name and password.

    Raises ``TryLater`` without a line, for 429 and for the provider's own errors, ``WillNotSend`` for
    what can never go, ``Unreadable`` for an answer above ``most`` bytes. None of them carries what was
    asked: an address or a header may hold a number or a key.
    """
    if not is_safe(url):
        raise WillNotSend("address")
    try:
        sent = {"user-agent": "kimbilio"} | dict(headers or {})
        if basic:
            sent["authorization"] = "Basic " + b64encode(":".join(basic).encode()).decode()
        if json is not None:
            body = notation.dumps(json).encode()
            sent["content-type"] = "application/json"
        elif fields is not None and method == "GET":
            url += ("&" if urlsplit(url).query else "?") + urlencode(fields)
        elif fields is not None:
            body = urlencode(fields).encode()
            sent["content-type"] = "application/x-www-form-urlencoded"
        answered = _ask(method, url, sent, body, most)
    except ValueError:  # an address, header or text that cannot be written
        raise WillNotSend("request") from None
    except (HTTPError, OSError):
        raise TryLater from None
    if answered.status == 429 or answered.status >= 500:
        raise TryLater
    return answered


def is_safe(url: str) -> bool:
    """Whether what goes there is read by nobody on the way."""
    try:
        parts = urlsplit(url)
        return bool(parts.hostname) and (
            parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in OURSELVES)
        )
    except ValueError:
        return False


def _ask(
    method: str, url: str, headers: Mapping[str, str], body: bytes | None, most: int
) -> Answered:
    until = monotonic() + PATIENCE
    with PoolManager(timeout=Timeout(connect=SILENCE, read=SILENCE)) as pool:
        response = pool.request(
            method,
            url,
            headers=headers,
            body=body,
            redirect=False,
            retries=False,
            preload_content=False,
        )
        try:
            return Answered(
                response.status,
                _whole(response, most, until),
                response.headers.get("content-type", ""),
                response.headers.get("location", ""),
            )
        finally:
            response.close()


def _whole(response: BaseHTTPResponse, most: int, until: float) -> bytes:
    kept = bytearray()
    while some := response.read1(AT_ONCE, decode_content=False):
        kept += some
        if len(kept) > most:
            raise Unreadable
        if monotonic() > until:
            raise TryLater
    return bytes(kept)
