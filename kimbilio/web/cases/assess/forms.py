"""The forms of screenings and assessments: many short questions, and the word of who signs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kimbilio.cases.assessment_choices import AssessmentKind, Decided, Much, Present
from kimbilio.cases.choices import Risk
from kimbilio.cases.codes.elements import ACT
from kimbilio.cases.codes.exploitation import DECIDED_BY
from kimbilio.cases.codes.ilo import DIMENSIONS, ListUsed
from kimbilio.cases.codes.needs import NEED
from kimbilio.cases.codes.risk_signs import RISK_AREAS
from kimbilio.web.forms import KimbilioForm, PlainTextField

NOTE = 2000
NEED_ANSWERS = [
    (Much.NO.value, _("No need")),
    (Much.SOME.value, _("Some")),
    (Much.SERIOUS.value, _("Urgent")),
    (Much.CANNOT_SAY.value, _("Cannot say")),
]

SHORT = {
    dimension.key(indicator): f"{dimension.code[0]}{place}"
    for place, (dimension, indicator) in enumerate(
        ((dimension, indicator) for dimension in DIMENSIONS for indicator in dimension.indicators),
        start=1,
    )
}
"""Short names for the many questions of a screening: each stands on the page three times."""


@dataclass(frozen=True)
class Question:
    """One question as the page draws it: far lighter than a field's own template, there are many."""

    name: str
    label: Any
    value: str
    options: Iterable[tuple[str, Any]]
    note: Any = None
    errors: Any = ()


@dataclass(frozen=True)
class Group:
    """Questions under one heading, with the field for a note."""

    code: str
    label: Any
    questions: list[Question]
    note: Any = None


class AssessmentForm(KimbilioForm):
    """Asks for what ``keep_assessment`` takes. Made for one kind by ``form_for``."""

    kind: AssessmentKind
    layout: list[tuple[str, Any, list[str], str]]
    short: dict[str, str]  # name of a field to the key of its answer, where they differ

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    list_used = forms.CharField(widget=forms.HiddenInput, required=False, max_length=12)

    def answers(self) -> dict[str, Any]:
        """What was answered, without what belongs to the form."""
        return {
            self.short.get(name, name): value
            for name, value in self.cleaned_data.items()
            if name not in {"version", "list_used"}
        }

    @classmethod
    def of(cls, answers: Mapping[str, Any]) -> dict[str, Any]:
        """What the form starts with for these answers, by the names of its fields."""
        return {name: answers.get(cls.short.get(name, name), "") for name in cls.base_fields}

    def groups(self) -> list[Group]:
        """The questions in the order of the form."""
        return [
            Group(code, label, [self._question(name) for name in names], self._note(note))
            for code, label, names, note in self.layout
        ]

    def _note(self, name: str) -> Any:
        return self[name] if name in self.fields else None

    def _question(self, name: str) -> Question:
        bound = self[name]
        field: Any = self.fields[name]
        return Question(
            name, field.label, str(bound.value() or ""), field.choices,
            self._note(f"{name}.note"), bound.errors,
        )  # fmt: skip


def form_for(kind: AssessmentKind, used: ListUsed) -> type[AssessmentForm]:
    """The form of this kind; a screening asks what its list has."""
    short: dict[str, str] = {}
    if kind == AssessmentKind.SCREENING:
        fields, layout = _screening(used)
        short = {name: key for key, name in SHORT.items()}
    elif kind == AssessmentKind.RISK:
        fields, layout = _risk()
    else:
        fields, layout = _needs()
    about = {
        "kind": kind,
        "layout": layout,
        "short": short,
        "draft_name": f"assess_{kind}",
        "__module__": __name__,
    }
    return type("FormOfKind", (AssessmentForm,), {**fields, **about})


Fields = dict[str, forms.Field]
Layout = list[tuple[str, Any, list[str], str]]


def _choice(label: Any, choices: Any) -> forms.Field:
    return forms.ChoiceField(label=label, choices=choices, required=False)


def _words(label: Any, rows: int = 2) -> forms.Field:
    return PlainTextField(label=label, max_length=NOTE, required=False, rows=rows)


def _screening(used: ListUsed) -> tuple[Fields, Layout]:
    fields: Fields = {
        "acts": forms.MultipleChoiceField(
            label=_("What was done?"),
            choices=list(ACT.items()),
            required=False,
            widget=forms.CheckboxSelectMultiple,
        ),
        "note": _words(_("What else was seen or said"), rows=3),
    }
    layout: Layout = []
    for dimension in DIMENSIONS:
        names = {SHORT[dimension.key(i)]: i for i in dimension.on(used)}
        fields |= {name: _choice(i.label, Present.choices) for name, i in names.items()}
        if names:
            layout.append((dimension.code, dimension.label, list(names), ""))
    return fields, layout


def _risk() -> tuple[Fields, Layout]:
    fields: Fields = {}
    layout: Layout = []
    for area in RISK_AREAS:
        names = {f"{area.code}.{sign.code}": sign for sign in area.signs}
        fields |= {name: _choice(sign.label, Much.choices) for name, sign in names.items()}
        fields[f"{area.code}.note"] = _words(_("What we see"))
        layout.append((area.code, area.label, list(names), f"{area.code}.note"))
    return fields, layout


def _needs() -> tuple[Fields, Layout]:
    fields: Fields = {}
    for code, label in NEED.items():
        fields[code] = _choice(label, NEED_ANSWERS)
        fields[f"{code}.note"] = PlainTextField(label=label, max_length=NOTE, required=False)
    return fields, [("needs", _("Needs"), list(NEED), "")]


class DecideForm(KimbilioForm):
    """Asks who decided what after a screening, and why."""

    draft_name = "assess_sign"
    version = forms.IntegerField(widget=forms.HiddenInput)
    decided = forms.ChoiceField(
        label=_("A victim of trafficking?"), choices=Decided, widget=forms.RadioSelect
    )
    decided_as = forms.ChoiceField(
        label=_("Who decided"), choices=list(DECIDED_BY.items()), initial="NGO"
    )
    justification = PlainTextField(label=_("Why"), max_length=4000, rows=4)


class RiskForm(KimbilioForm):
    """Asks how high the risk is, whatever was suggested."""

    draft_name = "assess_sign"
    version = forms.IntegerField(widget=forms.HiddenInput)
    chosen_risk = forms.ChoiceField(label=_("The risk is"), choices=Risk, widget=forms.RadioSelect)
    justification = PlainTextField(
        label=_("Why"), help_text=_("Needed if you choose something other than suggested."),
        max_length=4000, rows=3, required=False,
    )  # fmt: skip


class SignForm(KimbilioForm):
    """Asks for nothing but a word, if there is one to add."""

    draft_name = "assess_sign"
    version = forms.IntegerField(widget=forms.HiddenInput)
    justification = PlainTextField(label=_("A word on it"), max_length=4000, rows=3, required=False)


SIGN_FORMS: dict[str, type[KimbilioForm]] = {
    AssessmentKind.SCREENING: DecideForm,
    AssessmentKind.RISK: RiskForm,
    AssessmentKind.NEEDS: SignForm,
}
