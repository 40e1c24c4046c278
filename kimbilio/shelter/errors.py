"""What can be wrong with a bed or a stay, in words that say what to do and nothing of anybody else."""

from django.utils.translation import gettext_lazy as _

from kimbilio.kernel.errors import DomainError


class BedTaken(DomainError):
    """Somebody has the bed in some of these nights."""

    code = "bed_taken"
    message = _("This bed is taken in some of these nights. Choose another. Nothing was changed.")

    def __init__(self) -> None:
        super().__init__(field="bed")


class HouseCannot(DomainError):
    """Not in this house, and why is not for who asks: the words are the same for any reason."""

    code = "house_cannot"
    message = _("This house cannot take the person now. Choose another one. Nothing was changed.")

    def __init__(self) -> None:
        super().__init__(field="bed")


class NotNow(DomainError):
    """At the door: why not is not for who lets people in."""

    code = "not_now"
    message = _(
        "The person cannot move in just now. Let them wait in a quiet place and call the lead of"
        " the shelter, who finds another bed. Nothing was changed."
    )


class WordNeeded(DomainError):
    """It can be, if a lead says why; ``concerns`` are the reasons to think twice."""

    code = "word_needed"

    def __init__(self, concerns: list[str]) -> None:
        said = " ".join([*concerns, str(_("If it must be, write why. Your word is kept."))])
        super().__init__(said, field="word")


class NotThisPerson(DomainError):
    """A visitor or caller whom a lead has to think about; why is not for the door."""

    code = "not_this_person"
    message = _(
        "This person may not come or call now. Stay calm, do not say that anybody lives here, and call"
        " the lead of the shelter, who alone can allow it with a word. Nothing was written down."
    )

    def __init__(self) -> None:
        super().__init__(field="who")


class SaidOtherwise(DomainError):
    """A colleague called the same person meanwhile and said something else."""

    code = "said_otherwise"
    message = _(
        "Meanwhile %(name)s said: %(mark)s (%(time)s). If it is otherwise, tap again. Nothing was changed."
    )

    def __init__(self, name: str, mark: str, time: str) -> None:
        super().__init__(self.message % {"name": name, "mark": mark, "time": time})


class CannotMove(DomainError):
    """The table of moves has no such move."""

    code = "cannot_move"
    message = _("The stay has moved on meanwhile. Look at where it stands. Nothing was changed.")
