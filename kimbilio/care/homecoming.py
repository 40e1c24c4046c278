"""That somebody came home: the part that brought them says so, the part that follows up listens.

Services never import each other, so whoever wants to hear of it adds a follower here.
"""

from collections.abc import Callable
from datetime import date

from kimbilio.accounts.models import User
from kimbilio.cases.models import Case

Follower = Callable[[Case, date, User, date | None], bool]
FOLLOWERS: list[Follower] = []
"""Each takes the case, the day on which the person came home, who says so, and for when the first
follow-up was promised; it asks for permission itself, and says whether it will be there on that day."""


def came_home(case: Case, on: date, *, by: User, first_on: date | None = None) -> bool:
    """Tell all who listen, inside the action that knows it; whether one of them keeps ``first_on``."""
    kept = [follower(case, on, by, first_on) for follower in FOLLOWERS]  # all of them hear of it
    return any(kept)
