"""Forms of the list of cases."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from kimbilio.access.choices import Permission
from kimbilio.access.matrix import holds
from kimbilio.accounts.choices import Role
from kimbilio.accounts.models import User
from kimbilio.cases.filters import CaseFilter
from kimbilio.cases.queries.listing import ORDERS, USUAL_ORDER
from kimbilio.web.fields import PlainTextField
from kimbilio.web.forms import KimbilioForm


class SaveViewForm(KimbilioForm):
    """Asks what to call the view; the view itself comes along as an address."""

    name = PlainTextField(label=_("Name of the view"), max_length=40)
    query = forms.CharField(required=False, max_length=1000, widget=forms.HiddenInput)

    def asked(self) -> tuple[CaseFilter, str]:
        """The filter and the order that came along."""
        asked = QueryDict(str(self.data.get("query", ""))[:1000])
        order = asked.get("sort", USUAL_ORDER)
        return CaseFilter.from_query(asked), order if order in ORDERS else USUAL_ORDER


class AssignForm(KimbilioForm):
    """Asks who leads the cases from now on."""

    lead = forms.ModelChoiceField(label=_("Who leads them"), queryset=User.objects.none())

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        roles = [role for role in Role if holds(role, Permission.WORK_ON_CASE)]
        staff = User.objects.filter(is_active=True, role__in=roles)
        self.fields["lead"].queryset = staff.order_by("name")  # type: ignore[attr-defined]
