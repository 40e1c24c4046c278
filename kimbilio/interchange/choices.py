"""How far an import has come, and what to do with likely doubles."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class RunState(TextChoices):
    """The life of one import. While checking or filing, the background works on it."""

    UPLOADED = "uploaded", _("Match the columns")
    CHECKING = "checking", _("Checking")
    CHECKED = "checked", _("Checked, nothing saved yet")
    FILING = "filing", _("Filing")
    DONE = "done", _("Done")
    DROPPED = "dropped", _("Dropped")


AT_WORK = (RunState.CHECKING, RunState.FILING)
WAITING = (RunState.UPLOADED, RunState.CHECKED)


class Doubles(TextChoices):
    """What becomes of rows whose person we may have met."""

    LEAVE_OUT = "leave_out", _("Leave them out; they are named in the file of rejected rows")
    FILE = "file", _("File them as cases of their own")


class DateOrder(TextChoices):
    """How days are written in a file; without one, each column shows it."""

    DAY_FIRST = "day", _("Day first, 31/3/2019")
    MONTH_FIRST = "month", _("Month first, 3/31/2019")
