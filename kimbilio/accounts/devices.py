"""Devices on which somebody has signed in before, remembered by a signed cookie.

Tries from such a device are counted apart, so that nobody can lock its owner out by guessing
from elsewhere. The cookie holds no address, only keyed hashes of those that signed in here.
"""

import secrets
from dataclasses import dataclass

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

COOKIE = "kimbilio_device"
SALT = "kimbilio.accounts.devices"
KEPT_FOR = 180 * 24 * 60 * 60
MOST_PEOPLE = 8  # a shared office computer


def _mark(email: str) -> str:
    return salted_hmac(SALT, email.strip().lower()).hexdigest()[:24]


@dataclass(frozen=True)
class Device:
    """A browser and the marks of those who signed in on it, newest last."""

    key: str
    marks: tuple[str, ...] = ()

    @classmethod
    def of(cls, request: HttpRequest) -> "Device":
        """The device of ``request``; a new one if the cookie is missing, old or forged."""
        try:
            kept = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=KEPT_FOR)
            return cls(key=str(kept["d"]), marks=tuple(kept["k"]))
        except (signing.BadSignature, KeyError, TypeError, ValueError):
            return cls(key=secrets.token_hex(8))

    def knows(self, email: str) -> bool:
        """Whether the owner of ``email`` has signed in here before."""
        return _mark(email) in self.marks

    def remember(self, email: str, response: HttpResponse) -> None:
        """Let ``response`` carry the cookie by which this device is known to ``email``."""
        mark = _mark(email)
        marks = [*(kept for kept in self.marks if kept != mark), mark][-MOST_PEOPLE:]
        response.set_cookie(
            COOKIE,
            signing.dumps({"d": self.key, "k": marks}, salt=SALT),
            max_age=KEPT_FOR,
            httponly=True,
            secure=settings.SESSION_COOKIE_SECURE,
            samesite="Lax",
        )
