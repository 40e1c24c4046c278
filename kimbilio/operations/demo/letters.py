"""One letter of the demonstration, made by the lead of a child's case and kept with its documents."""

from kimbilio.cases.models import Case
from kimbilio.letters.actions.making import make_letter
from kimbilio.letters.registry import KINDS
from kimbilio.operations.demo import cast
from kimbilio.operations.demo.cast import One


def write_one(told: list[tuple[One, Case]]) -> None:
    """A child in support goes to school; nothing else is told to the school."""
    case = next(
        case
        for one, case in told
        if one.stands == cast.SUPPORT and case.is_minor and case.lead is not None
    )
    assert case.lead is not None
    make_letter(
        kind=KINDS["school"], case=case, language="en", by=case.lead,
        typed={
            "to": "Mfano Primary School (invented)",
            "class_name": "5",
            "asks": "A place from the next term on.\nA uniform can be paid by us: please send the price.",
        },
    )  # fmt: skip
