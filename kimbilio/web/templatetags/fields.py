"""Parts of forms in templates."""

from django import template
from django.forms import BaseForm
from django.forms.boundfield import BoundField

register = template.Library()


@register.simple_tag
def wrong_fields(form: BaseForm) -> list[BoundField]:
    """The fields that need another look, in the order of the form."""
    return [form[name] for name in form.fields if name in form.errors]
