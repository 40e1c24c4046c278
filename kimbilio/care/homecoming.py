"""That somebody came home: the part that brought them says so, the part that follows up listens.

Services never import each other, so whoever wants to hear of it adds a follower here.
"""

from collections.abc import Callable
from datetime import date

from kimbilio.accounts.models import User
from kimbilio.cases.models import Case

Follower = Callable[[Case, date, User], None]
FOLLOWERS: list[Follower] = []
"""Each takes the case, the day on which the person came home, and who says so; each asks for permission itself."""


def came_home(case: Case, on: date, *, by: User) -> None:
    """Tell all who listen, inside the action that knows it."""
    for follower in FOLLOWERS:
        follower(case, on, by)
