"""Parts of forms in templates."""

from django import template
from django.forms import BaseForm
from django.forms.boundfield import BoundField
from django.utils.html import format_html
from django.utils.safestring import SafeString

from kimbilio.kernel.ids import new_id

register = template.Library()


@register.simple_tag
def wrong_fields(form: BaseForm) -> list[BoundField]:
    """The fields that need another look, in the order of the form."""
    return [form[name] for name in form.fields if name in form.errors]


@register.simple_tag
def once() -> SafeString:
    """A hidden key, new each time the form is drawn, by which a form sent twice is known.

    A view gives it to its action as the id of what is made; the second one finds it taken.
    """
    return format_html('<input type="hidden" name="once" value="{}">', new_id())
