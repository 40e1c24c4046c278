"""Draws Django's forms as the design has them: our templates, and each control's class."""

from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting

CONTROL_CLASSES: list[tuple[type[forms.Widget], str]] = [
    (forms.CheckboxSelectMultiple, ""),
    (forms.RadioSelect, ""),
    (forms.CheckboxInput, "form-check-input"),
    (forms.Select, "form-select"),
    (forms.Textarea, "form-control"),
    (forms.widgets.Input, "form-control"),
]


class Question(BoundField):
    """One field of a form with the class its control needs."""

    @property
    def is_check(self) -> bool:
        """Whether it is a single tick, whose label stands behind it."""
        return isinstance(self.field.widget, forms.CheckboxInput)

    def build_widget_attrs(self, attrs: Any, widget: Any = None) -> Any:
        """Django's attributes and our class beside those the form gave."""
        widget = widget or self.field.widget
        built = super().build_widget_attrs(attrs, widget)
        ours = next((name for kind, name in CONTROL_CLASSES if isinstance(widget, kind)), "")
        given = built.get("class") or widget.attrs.get("class") or ""
        if ours and not widget.is_hidden:
            built["class"] = f"{ours} {given}".strip()
        return built


class FormRenderer(TemplatesSetting):
    """Takes the templates of forms from ours first."""

    bound_field_class = Question
