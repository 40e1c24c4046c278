"""What can be wrong with a booking, in words that say what to do."""

from datetime import datetime

from django.utils.dateformat import format as written
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from kimbilio.kernel.errors import DomainError


class DoubleBooked(DomainError):
    """The room, the colleague or the person is in another session at that time."""

    code = "double_booked"
    message = _("Somebody booked this time first. Choose another. Nothing was changed.")
    WHAT = {  # a constant table
        "room": _("The room is taken on %(day)s from %(since)s to %(until)s. Nothing was changed."),
        "held_by": _(
            "There is another session on %(day)s from %(since)s to %(until)s. Nothing was changed."
        ),
        "episodes": _(
            "The person has another session on %(day)s from %(since)s to %(until)s. Nothing was changed."
        ),
    }

    def __init__(self, field: str, starts_at: datetime, ends_at: datetime) -> None:
        start, end = localtime(starts_at), localtime(ends_at)
        words = {
            "day": written(start, "j.n.Y"),
            "since": written(start, "H:i"),
            "until": written(end, "H:i"),
        }
        super().__init__(self.WHAT[field] % words, field=field)


class SessionIsOver(DomainError):
    """What took place or was called off is not moved."""

    code = "session_is_over"
    message = _("This session is over or called off. Book a new one. Nothing was changed.")


class EpisodeIsOver(DomainError):
    """After its end nothing is added to an episode."""

    code = "episode_is_over"
    message = _("This has ended. Ask for it again. Nothing was changed.")
