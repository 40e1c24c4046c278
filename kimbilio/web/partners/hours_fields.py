"""Several lines of hours in one form: the first is the service's own, further ones can be added."""

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kimbilio.partners.choices import WEEKDAYS
from kimbilio.partners.hours import MOST_FURTHER, Hours, hours_of

ALWAYS_SHOWN = 2  # enough for a Saturday and a break
NAMES = ("days", "opens", "closes")


def clock_field(label: Any, help_text: Any = "") -> forms.TimeField:
    """An hour of the day, or nothing."""
    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    return forms.TimeField(label=label, help_text=help_text, required=False, widget=widget)


def further_values(codes: Iterable[str]) -> dict[str, Any]:
    """Further hours under the names of the fields: ``days_1``, ``opens_1``, ``closes_1`` and so on."""
    values: dict[str, Any] = {}
    for number, code in enumerate(codes, 1):
        hours = hours_of(code) or Hours("")
        of_line = (list(hours.days), hours.opens, hours.closes)
        values |= {f"{name}_{number}": value for name, value in zip(NAMES, of_line, strict=True)}
    return values


class FurtherHours:
    """The lines of further hours of a form, as many as are held or were sent, and one to add."""

    def __init__(self, form: forms.Form, held: int) -> None:
        sent = [
            int(found[1]) for name in form.data if (found := re.fullmatch(r"days_([1-9])", name))
        ]
        self.form, self.lines = form, 0
        self.show(max(held + 1, ALWAYS_SHOWN, *sent))

    def show(self, lines: int) -> None:
        """Have at least so many lines, behind the first one."""
        for number in range(self.lines + 1, min(lines, MOST_FURTHER) + 1):
            self.lines = number
            self.form.fields |= {
                f"days_{number}": forms.MultipleChoiceField(
                    label=gettext_lazy("Other hours: on these days"),
                    help_text=gettext_lazy("Such as Saturday, or the afternoon after a break."),
                    choices=WEEKDAYS, required=False, widget=forms.CheckboxSelectMultiple,
                ),
                f"opens_{number}": clock_field(gettext_lazy("Opens")),
                f"closes_{number}": clock_field(gettext_lazy("Closes")),
            }  # fmt: skip
        names = list(type(self.form).base_fields)
        ours = [f"{name}_{number}" for number in range(1, self.lines + 1) for name in NAMES]
        at = names.index("closes") + 1
        self.form.order_fields([*names[:at], *ours, *names[at:]])

    def codes(self) -> list[str]:
        """What was said in the lines that hold anything; what makes no sense is an error beside it."""
        said = self.form.cleaned_data
        found: list[str] = []
        first = Hours("".join(sorted(said.get("days", []))), said.get("opens"), said.get("closes"))
        for number in range(1, self.lines + 1):
            days, opens, closes = (said.get(f"{name}_{number}") for name in NAMES)
            line = Hours("".join(sorted(days or [])), opens, closes)
            if not days and (opens or closes):
                self.form.add_error(f"days_{number}", _("Choose at least one day."))
            elif (opens is None) != (closes is None):
                self.form.add_error(
                    f"closes_{number}", _("Give both hours, or none for round the clock.")
                )
            elif days and line.code in {first.code, *found}:
                self.form.add_error(f"days_{number}", _("These hours stand there twice."))
            elif days:
                found.append(line.code)
        return found
