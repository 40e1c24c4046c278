"""Rules of the plan that people can break, with what to do instead. Steps are named by number."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from kimbilio.kernel.errors import DomainError


def numbers(found: Iterable[int]) -> str:
    """Numbers of steps as one reads them: ``3, 8``."""
    return ", ".join(str(number) for number in sorted(found))


class CaseIsClosed(DomainError):
    """A closed case has no plan to work on."""

    code = "case_closed"
    message = _("This case is closed. Reopen it to change the plan.")


class Circle(DomainError):
    """Two steps would wait for each other."""

    code = "circle"

    def __init__(self, step: int, waits_for: int) -> None:
        if step == waits_for:
            message = _("Step %(step)s cannot wait for itself.")
        else:
            message = _(
                "Step %(step)s cannot wait for step %(other)s, because step %(other)s already "
                "waits for step %(step)s. Remove that link first, or leave both as they are."
            )
        super().__init__(message % {"step": step, "other": waits_for}, field="waits_for")


class WrongMove(DomainError):
    """The step is in a state from which this cannot be done."""

    code = "wrong_move"
    message = _("Somebody has moved this step on already. Look at it again.")


class StepWaits(DomainError):
    """What comes first is not done."""

    code = "step_waits"

    def __init__(self, waits_for: Iterable[int]) -> None:
        message = _("This step waits for %(numbers)s. Do that first, or remove the link.")
        super().__init__(message % {"numbers": numbers(waits_for)})


class WishNotAsked(DomainError):
    """Nobody asked the person yet."""

    code = "wish_not_asked"
    message = _("Ask what the person wishes before this step starts.")


class ReasonMissing(DomainError):
    """An urgent step for safety starts before the person could be asked, without a reason."""

    code = "reason_missing"
    message = _("Ask first. If it cannot wait for safety, write why.")

    def __init__(self) -> None:
        super().__init__(field="reason")


class StepIsParked(DomainError):
    """The person does not want it now."""

    code = "step_parked"
    message = _("This step is parked by the person's wish. Ask again and record the answer first.")


class PreviewChanged(DomainError):
    """The dates that were shown are not those that would be written now."""

    code = "preview_changed"
    message = _("The plan changed while you looked. Nothing was moved. Here is the new list.")


class AlreadyReplaced(DomainError):
    """Another way was found for this step before."""

    code = "already_replaced"

    def __init__(self, number: int) -> None:
        super().__init__(_("Step %(number)s has taken its place.") % {"number": number})


class NotOnTeam(DomainError):
    """Somebody without a tie to the case was named."""

    code = "not_on_team"
    message = _("Choose somebody on the case team.")
