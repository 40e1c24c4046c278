"""Rules broken by people: each has a code for programs and a translated message for the screen."""

from django.utils.translation import gettext_lazy as _


class DomainError(Exception):
    """A rule was broken. ``message`` says what happened and what to do; nothing was changed."""

    code = "refused"
    message = _("This cannot be done. Nothing was changed.")

    def __init__(self, message: object = None, *, field: str | None = None) -> None:
        if message is not None:
            self.message = message  # type: ignore[assignment]  # a lazy translation is a str to Django
        self.field = field
        super().__init__(self.code)


class NotAllowed(DomainError):
    """The person may see the thing but may not do this with it."""

    code = "not_allowed"
    message = _("You may not do this. Ask the case lead. Nothing was changed.")


class Stale(DomainError):
    """Somebody changed the record after it was read. ``theirs`` is the row as it stands now."""

    code = "stale"
    message = _("Someone else changed this while you were writing. Both versions are kept.")

    def __init__(self, theirs: object = None) -> None:
        super().__init__()
        self.theirs = theirs


class BadInput(DomainError):
    """What was sent cannot be stored. ``field`` names the input it belongs to."""

    code = "bad_input"
