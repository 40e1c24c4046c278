"""The forms of past cases."""

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kimbilio.accounts.models import User
from kimbilio.interchange.choices import DateOrder, Doubles
from kimbilio.interchange.columns import AS_NOTE, LEAVE_OUT
from kimbilio.interchange.models import ImportRun
from kimbilio.interchange.queries import units_for_import
from kimbilio.interchange.standard import CASE_NUMBER, CLOSED_ON, OPENED_ON, fields
from kimbilio.organisation.models import Unit
from kimbilio.web.fields import PlainTextField
from kimbilio.web.forms import KimbilioForm

ENTITIES = {
    "kb": _("Our own"), "prs": _("Person"), "con": _("Consent"), "vic": _("What happened"),
    "hte": _("One event"), "per": _("Alleged trafficker"), "cas": _("Case and referral"),
    "cco": _("Comment"), "spl": _("Support plan"), "org": _("Organisation"),
}  # fmt: skip

OUR_LABELS: dict[str, Promise] = {
    CASE_NUMBER: _("Our case number"), OPENED_ON: _("Opened on"), CLOSED_ON: _("Closed on"),
}  # fmt: skip


class FileForm(KimbilioForm):
    """Asks for what ``begin_import`` takes."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("Excel (.xlsx, .xlsm), CSV or JSON; at most 10 MB and 20,000 rows."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.xlsm,.csv,.json,.txt"}),
    )
    unit = forms.ModelChoiceField(label=_("Unit of the cases"), queryset=Unit.objects.none())

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["unit"]
        choice.queryset = units_for_import(by)
        choice.empty_label = None


Choices = list[tuple[Any, Any]]


def target_choices() -> Choices:
    """Every field by entity, after the two ways to have none."""
    groups: dict[str, list[tuple[str, str | Promise]]] = {key: [] for key in ENTITIES}
    for field in fields().values():
        groups[field.name.split("_")[0]].append(
            (field.name, OUR_LABELS.get(field.name, field.label))
        )
    first: list[tuple[str, str | Promise]] = [
        (LEAVE_OUT, _("Leave out")),
        (AS_NOTE, _("Keep in a note")),
    ]
    return [*first, *[(ENTITIES[key], group) for key, group in groups.items()]]


class ColumnsForm(KimbilioForm):
    """One choice for each column of the file, and how days are written."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    date_order = forms.ChoiceField(
        label=_("Dates in this file"), required=False,
        choices=[("", _("As each column shows")), *DateOrder.choices],
    )  # fmt: skip

    def __init__(self, *args: Any, run: ImportRun, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.run = run
        choices = target_choices()
        for at, ((name, label, example), target) in enumerate(
            zip(run.headings, run.targets, strict=True)
        ):
            if not (name or label or example):
                continue
            self.fields[f"column_{at}"] = forms.ChoiceField(
                label=label or name or _("Column %(number)s") % {"number": at + 1},
                choices=choices, required=False, initial=target,
                help_text=_("such as %(example)s") % {"example": example} if example else "",
            )  # fmt: skip

    def targets(self) -> list[str]:
        """The chosen field of each column of the file."""
        known = range(len(self.run.headings))
        return [self.cleaned_data.get(f"column_{at}", LEAVE_OUT) for at in known]

    def columns(self) -> list[Any]:
        """The bound fields of the columns, to draw."""
        return [self[name] for name in self.fields if name.startswith("column_")]


class FilingForm(KimbilioForm):
    """Asks for what ``begin_filing`` takes."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    doubles = forms.ChoiceField(
        label=_("Rows whose person we may have met"), choices=Doubles, initial=Doubles.LEAVE_OUT,
        widget=forms.RadioSelect,
    )  # fmt: skip


class TakeAwayForm(KimbilioForm):
    """Which cases, as what, and why with names."""

    which = forms.ChoiceField(
        label=_("Cases"),
        choices=[
            ("all", _("All that I may export")),
            ("open", pgettext_lazy("state of a case", "Open")),
            ("closed", _("Closed")),
        ],
        widget=forms.RadioSelect, initial="all",
    )  # fmt: skip
    format = forms.ChoiceField(
        label=_("File"),
        choices=[("xlsx", _("Excel, as the standard's workbook")), ("csv", "CSV"), ("json", "JSON")],
        widget=forms.RadioSelect, initial="xlsx",
    )  # fmt: skip
    with_names = forms.BooleanField(label=_("With names"), required=False)
    reason = PlainTextField(
        label=_("What are the names needed for?"), max_length=500, rows=2, required=False,
        help_text=_("Kept in the access log. Names come only for cases of which you may export them."),
    )  # fmt: skip

    def __init__(self, *args: Any, may_name: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_name:
            del self.fields["with_names"], self.fields["reason"]
