"""Closed lists about transfers, and the one table of how a transfer may move."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class State(TextChoices):
    """How far the giving of a case has come."""

    ASKED = "asked", pgettext_lazy("transfer", "Waits for the team lead")
    AGREED = "agreed", pgettext_lazy("transfer", "Agreed")
    PACKED = "packed", pgettext_lazy("transfer", "Packed, waits for their answer")
    ACCEPTED = "accepted", pgettext_lazy("transfer", "Accepted")
    DECLINED = "declined", pgettext_lazy("transfer", "Declined")
    WITHDRAWN = "withdrawn", pgettext_lazy("transfer", "Withdrawn")


MOVES: dict[State, frozenset[State]] = {
    State.ASKED: frozenset({State.AGREED, State.DECLINED, State.WITHDRAWN}),
    State.AGREED: frozenset({State.PACKED, State.DECLINED, State.WITHDRAWN}),
    State.PACKED: frozenset({State.PACKED, State.ACCEPTED, State.DECLINED, State.WITHDRAWN}),
    State.ACCEPTED: frozenset(),
    State.DECLINED: frozenset(),
    State.WITHDRAWN: frozenset(),
}
OPEN = frozenset({State.ASKED, State.AGREED, State.PACKED})
ENDED = frozenset({State.ACCEPTED, State.DECLINED, State.WITHDRAWN})


class Making(TextChoices):
    """How far the background has come with one package."""

    AT_WORK = "at_work", _("Being made")
    READY = "ready", _("Ready")
    FAILED = "failed", _("Could not be made")
    GONE = "gone", _("Deleted here")


class Lock(TextChoices):
    """How a package is locked."""

    KEY = "key", _("For the key of their Kimbilio")
    PASSPHRASE = "passphrase", _("With a passphrase of six words")


class ArrivalState(TextChoices):
    """What became of a package that somebody brought."""

    WAITING = "waiting", _("Opened, nothing saved yet")
    ACCEPTED = "accepted", pgettext_lazy("transfer", "Accepted")
    DROPPED = "dropped", _("Dropped")
