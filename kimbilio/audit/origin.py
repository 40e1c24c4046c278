"""Where a request came from, kept aside while it is answered so that the trail can tell."""

import ipaddress
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest

from kimbilio.audit.keyed import digest_of

BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("CrOS", "ChromeOS"),
    ("Windows", "Windows"),
    ("Mac OS X", "Mac"),
    ("Linux", "Linux"),
)


@dataclass(frozen=True)
class Origin:
    """The address, the session (never its key) and the kind of device."""

    ip: str | None = None
    session: str = ""
    device: str = ""


_request: ContextVar[HttpRequest | None] = ContextVar("kimbilio_request", default=None)


@contextmanager
def of_request(request: HttpRequest) -> Iterator[None]:
    """Whatever is recorded inside came from ``request``."""
    token = _request.set(request)
    try:
        yield
    finally:
        _request.reset(token)


def current() -> Origin:
    """Read when asked, not before: signing in changes the session half-way through a request."""
    request = _request.get()
    if request is None:
        return Origin()
    return Origin(
        ip=address_of(request),
        session=session_of(request),
        device=device_named(request.headers.get("User-Agent", "")),
    )


def address_of(request: HttpRequest) -> str | None:
    """The client's address; what a proxy says counts only where a proxy is set up."""
    claimed = request.META.get("REMOTE_ADDR", "")
    if settings.SECURE_PROXY_SSL_HEADER:
        claimed = request.headers.get("X-Forwarded-For", "").split(",")[-1] or claimed
    return plain_address(claimed.strip())


@lru_cache(maxsize=4096)
def plain_address(text: str) -> str | None:
    """An address in its one canonical form, so that every database gives back what was written."""
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return None
    mapped = getattr(address, "ipv4_mapped", None)
    return str(mapped or address).split("%")[0]


def session_of(request: HttpRequest) -> str:
    """A fingerprint that tells two sessions apart and opens neither."""
    session = getattr(request, "session", None)
    key = session.session_key if session is not None else None
    return digest_of("session", key.encode()).hex()[:16] if key else ""


def device_named(agent: str) -> str:
    """A browser's long self-description in a few words, such as ``Chrome on Android``."""
    browser = next((name for mark, name in BROWSERS if mark in agent), "")
    system = next((name for mark, name in SYSTEMS if mark in agent), "")
    return f"{browser} on {system}" if browser and system else browser or system
