"""What is noted when somebody has just signed in, or has just failed to."""

import time

from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest

from kimbilio.accounts import locks
from kimbilio.accounts.models import User
from kimbilio.accounts.second_factor import GRACE, HAS_FACTOR, has_second_factor
from kimbilio.organisation.queries import this_organisation
from kimbilio.staff import own_account

LANGUAGE_CHOSEN = "language_chosen"


def allow_quiet(session: SessionBase) -> None:
    """Let the session be quiet for as long as the organisation allows now."""
    held = this_organisation()
    locks.allow_quiet(session, at_desk=held.idle_minutes_desk, on_phone=held.idle_minutes_phone)


def arrive(request: HttpRequest, user: User) -> None:
    """Start the quiet clock, remember the second factor, and open the grace once."""
    session = request.session
    has_factor = has_second_factor(user)
    session[locks.SEEN_AT] = int(time.time())
    allow_quiet(session)
    session[HAS_FACTOR] = has_factor
    session[GRACE] = own_account.note_signed_in(by=user, has_second_factor=has_factor) is not None
    chosen = session.pop(LANGUAGE_CHOSEN, None)
    if chosen and chosen != user.language:
        own_account.choose_language(by=user, language=chosen)
