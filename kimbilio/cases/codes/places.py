"""Kinds of places where it happened; never a place by name.

Source: the kinds are ours, after the list of event places of Kenya's Child Protection Information
Management System (facts only, no text copied), cut to what exploitation needs.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _

Codes = dict[str, Any]

PLACE: Codes = {
    "own_home": _("Own home"),
    "employers_home": _("Employer's home"),
    "workplace": _("Place of work"),
    "farm": _("Farm"),
    "hotel_or_bar": _("Hotel or bar"),
    "street": _("Street"),
    "school": _("School"),
    "place_of_worship": _("Place of worship"),
    "health_facility": _("Health facility"),
    "institution": _("Home or institution"),
    "transport": _("On the way"),
    "online": _("Online"),
    "compound": _("Closed compound"),
    "other": _("Other place"),
}
