"""What is noted in the session when somebody has just signed in."""

import time

from django.http import HttpRequest

from kimbilio.accounts import locks
from kimbilio.accounts.models import User
from kimbilio.accounts.second_factor import HAS_FACTOR, has_second_factor

LANGUAGE_CHOSEN = "language_chosen"


def arrive(request: HttpRequest, user: User) -> None:
    """Start the quiet clock, remember the second factor, and open the grace once."""
    session = request.session
    session[locks.SEEN_AT] = int(time.time())
    if has_second_factor(user):
        session[HAS_FACTOR] = True
