"""Forms of the settings."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kimbilio.access.choices import Permission
from kimbilio.access.matrix import PERMISSIONS
from kimbilio.accounts.models import User
from kimbilio.web.fields import PlainTextField
from kimbilio.web.forms import KimbilioForm

LONGEST_FOLLOW_UP = 3660  # days
LONGEST_QUIET = 60  # minutes: a screen left open for longer is anybody's


class OrganisationForm(KimbilioForm):
    """Asks for what ``save_organisation`` takes."""

    name = PlainTextField(label=_("Name"), max_length=120)
    address = PlainTextField(label=_("Address on letters"), max_length=500, rows=3, required=False)
    phone = PlainTextField(label=_("Public phone"), max_length=30, required=False)
    email = forms.EmailField(label=_("Public e-mail"), required=False)
    fair_load = forms.IntegerField(
        label=_("Fair number of open cases for one worker"), min_value=1, max_value=500
    )
    follow_up_days = PlainTextField(
        label=_("Follow-up calls on these days"),
        help_text=_("Days after the start, with commas: 2, 7, 30"),
        max_length=80,
    )
    idle_minutes_desk = forms.IntegerField(
        label=_("A computer locks after so many quiet minutes"),
        help_text=_("Holds for each person from their next sign-in or unlocking."),
        min_value=2,
        max_value=LONGEST_QUIET,
    )
    idle_minutes_phone = forms.IntegerField(
        label=_("A phone locks after so many quiet minutes"),
        help_text=_("Never later than a computer."),
        min_value=2,
        max_value=LONGEST_QUIET,
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    TAKEN = (
        "name", "address", "phone", "email", "fair_load", "follow_up_days", "idle_minutes_desk",
        "idle_minutes_phone",
    )  # fmt: skip

    def clean_follow_up_days(self) -> str:
        """The days in order, each once."""
        words = self.cleaned_data["follow_up_days"].replace(";", ",").split(",")
        days = {word.strip() for word in words if word.strip()}
        if not days or not all(day.isdecimal() and len(day) < 5 for day in days):
            raise forms.ValidationError(_("Write whole numbers with commas, such as 2, 7, 30."))
        numbers = sorted(int(day) for day in days)
        if numbers[0] < 1 or numbers[-1] > LONGEST_FOLLOW_UP:
            raise forms.ValidationError(_("A day is between 1 and 3660."))
        return ",".join(str(number) for number in numbers)


class UnitForm(KimbilioForm):
    """Asks for what ``save_unit`` takes."""

    name = PlainTextField(label=_("Name"), max_length=80)
    is_active = forms.BooleanField(label=_("In use"), required=False, initial=True)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class MemberForm(KimbilioForm):
    """Asks for what ``place_in_unit`` takes."""

    user = forms.ModelChoiceField(label=_("Colleague"), queryset=User.objects.none())
    is_lead = forms.BooleanField(label=_("Leads the unit"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = [role for role, held in PERMISSIONS.items() if Permission.SEE_CASES in held]
        staff = User.objects.filter(is_active=True, role__in=roles).order_by("name", "pk")
        field = self.fields["user"]
        field.queryset = staff  # type: ignore[attr-defined]  # a model choice
        field.label_from_instance = (  # type: ignore[attr-defined]  # a model choice
            lambda user: f"{user.name}, {user.get_role_display()}"
        )
