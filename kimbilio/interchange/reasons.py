"""Why a cell or row cannot be taken, as codes that are kept and sentences that people read."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kimbilio.interchange.standard import fields

SENTENCES = {
    "not_a_day": gettext_lazy("“{value}” is not a date we can read. Write it like 2019-03-31."),
    "day_to_come": gettext_lazy("“{value}” is still to come. Check the year."),
    "not_in_list": gettext_lazy("“{value}” is not in the list of choices."),
    "not_a_country": gettext_lazy("“{value}” is not a country we know. Use its English name."),
    "not_a_number": gettext_lazy("“{value}” is not a number that fits here."),
    "not_yes_or_no": gettext_lazy("“{value}” is neither yes nor no."),
    "only_one": gettext_lazy("“{value}” holds several values. Only one fits here."),
    "too_long": gettext_lazy("This text is too long."),
    "hidden_character": gettext_lazy("There is an invisible character in it. Type it again."),
    "merged": gettext_lazy("Some cells of this row are merged. Split them and fill in each."),
    "formula": gettext_lazy(
        "There is a formula without a result. Open the file, save it, and try again."
    ),
    "closed_before_opened": gettext_lazy("The case is closed before it was opened."),
    "not_saved": gettext_lazy("This row could not be saved. Tell the administrator."),
    "same_row": gettext_lazy("This is the same as row {value}."),
    "looks_like": gettext_lazy("This may be the person of {value}. It was left out."),
}


class CellRefused(Exception):
    """One cell cannot be taken; ``code`` is one of ``SENTENCES``."""

    def __init__(self, code: str, value: str = "", *, field: str = "") -> None:
        super().__init__(code)
        self.reason: dict[str, Any] = {"field": field, "code": code, "value": value[:60]}


def sentence(reason: dict[str, Any]) -> str:
    """A kept reason in the language of the reader."""
    said = str(SENTENCES[reason["code"]]).format(value=reason.get("value", ""))
    known = fields().get(reason.get("field") or "")
    return _("{label}: {said}").format(label=known.label, said=said) if known else said
