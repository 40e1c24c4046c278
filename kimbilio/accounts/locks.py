"""The lock of a session: set by the person or by quiet, opened by passkey, PIN or password.

All of it lives in the session, so that one person's lock and wrong tries touch nobody else.
"""

import time

from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

from kimbilio.accounts.models import User

LOCKED = "locked"
LOCKED_FROM = "locked_from"
WRONG_TRIES = "lock_tries"
SEEN_AT = "seen_at"
QUIET_AT_DESK, QUIET_ON_PHONE = "quiet_at_desk", "quiet_on_phone"  # seconds
MOST_TRIES = 5
WRITE_SEEN_EVERY = 60


def is_locked(session: SessionBase) -> bool:
    """Whether only the way back in may be shown."""
    return bool(session.get(LOCKED))


def is_overdue(session: SessionBase) -> bool:
    """Whether it has been quiet for so long that the session must lock."""
    seen_at = session.get(SEEN_AT)
    return seen_at is not None and time.time() - seen_at > quiet_at_desk(session)


def allow_quiet(session: SessionBase, *, at_desk: int, on_phone: int) -> None:
    """Keep the organisation's minutes in the session, so that no request has to ask for them.

    What an administrator changes holds for each person from their next sign-in or unlocking.
    """
    session[QUIET_AT_DESK], session[QUIET_ON_PHONE] = at_desk * 60, on_phone * 60


def quiet_at_desk(session: SessionBase) -> int:
    """After how many quiet seconds the screen locks."""
    return int(session.get(QUIET_AT_DESK, settings.SESSION_LOCK_AFTER))


def quiet_on_phone(session: SessionBase) -> int:
    """The same for a phone, which is more easily left lying."""
    return int(session.get(QUIET_ON_PHONE, settings.SESSION_LOCK_AFTER // 3))


def lock(session: SessionBase, *, back_to: str = "") -> None:
    """Lock; ``back_to`` is where the person goes after opening it again."""
    session[LOCKED] = True
    if back_to:
        session[LOCKED_FROM] = back_to


def unlock(session: SessionBase) -> str:
    """Open the session and say where the person was, or ``""``."""
    back_to = str(session.pop(LOCKED_FROM, ""))
    for name in (LOCKED, WRONG_TRIES):
        session.pop(name, None)
    session[SEEN_AT] = int(time.time())
    return back_to


def note_activity(session: SessionBase) -> bool:
    """Remember that the person is there; writes at most once a minute. True if it wrote."""
    now = int(time.time())
    if now - int(session.get(SEEN_AT) or 0) < WRITE_SEEN_EVERY:
        return False
    session[SEEN_AT] = now
    return True


def count_wrong_try(session: SessionBase) -> int:
    """How many tries are left after this wrong one."""
    session[WRONG_TRIES] = int(session.get(WRONG_TRIES, 0)) + 1
    return max(0, MOST_TRIES - int(session[WRONG_TRIES]))


def opened_by(user: User, secret: str) -> str:
    """``"pin"`` or ``"password"`` if ``secret`` is that of ``user``, else ``""``."""
    if user.pin and check_password(secret, user.pin):
        return "pin"
    if user.has_usable_password() and user.check_password(secret):
        return "password"
    return ""


def safe_place(request: HttpRequest, url: str | None) -> str:
    """``url`` if it is a page of this site, else ``""``."""
    hosts = {request.get_host()}
    return url if url and url_has_allowed_host_and_scheme(url, allowed_hosts=hosts) else ""


def is_recent(moment: float, seconds: int) -> bool:
    """Whether ``moment`` (seconds since 1970) lies less than ``seconds`` back."""
    return time.time() - moment < seconds
