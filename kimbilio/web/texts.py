"""The few sentences that scripts say; they reach the page as data, in the reader's language."""

from functools import cache

from django.utils.translation import get_language, override
from django.utils.translation import gettext as _


def script_texts() -> dict[str, str]:
    """Each sentence by its short name. Words in braces are filled in by the script."""
    return _texts_in(get_language() or "en")


@cache
def _texts_in(language: str) -> dict[str, str]:
    """Looked up once for each language: every page and every clock asks for them."""
    with override(language):
        return _texts()


def _texts() -> dict[str, str]:
    return {
        "workspace": _("Workspace"),
        "newPage": _("New page"),
        "private": _("Private"),
        "saved": _("Saved {time}"),
        "saving": _("Saving"),
        "waiting": _("Not saved yet"),
        "notSaved": _("Not saved."),
        "kept": _("Your words are kept here."),
        "notFound": _("This is not there, or not open to you."),
        "newInList": _("Something new came in."),
        "notLoaded": _("Not loaded. The server did not answer."),
        "again": _("Try again"),
        "close": _("Close"),
        "copied": _("Copied"),
        "onCall": _("On call {time}"),
        "leave": _("Words on this page are not saved yet."),
        "hourMinutes": _("{hours} h {minutes}"),
        "minutes": _("{minutes} min"),
        "hours": _("{hours} hours"),
        "oneHour": _("1 hour"),
        "days": _("{days} days"),
        "left": _("left of {limit}"),
        "over": _("over the limit of {limit}"),
        "half": _("Half of the time is left: {time}."),
        "quarter": _("A quarter of the time is left: {time}."),
        "zero": _("The time is over."),
        "sending": _("Sending: {percent} %"),
        "sendingWaits": _("No network. {percent} % has arrived and is kept. It goes on by itself."),
        "sendingStopped": _("The file did not arrive in full. What arrived is kept."),
        "goOn": _("Continue"),
        "sent": _("The file has arrived."),
        "moveHow": _("Choose a day and a room with the arrows. Enter moves it, Escape leaves it."),
        "movedTo": _("Moved to {place}."),
        "notMoved": _("Not moved."),
        "tooLarge": _("This file is too large. At most {limit} MB can be kept."),
    }
