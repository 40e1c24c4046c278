"""What the needs assessment asks.

Source: form E of Kenya's National Referral Mechanism, as registered in uonafya/cpims-ctip (field
names only, used as facts); ``papers`` is ours. The order is the form's.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _

Codes = dict[str, Any]

NEED: Codes = {
    "safety": _("Safety from threats"),
    "followed": _("Being followed or watched"),
    "accommodation": _("A place to stay"),
    "food": _("Food, special diet"),
    "clothing": _("Clothes and personal things"),
    "medication": _("Special medicine"),
    "health": _("Health care"),
    "disability": _("Support with a disability"),
    "unsafe_places": _("Places to stay away from"),
    "family_concern": _("Worry about the family"),
    "family_contact": _("Wish to speak with the family"),
    "papers": _("Papers and legal status"),
    "other": _("Other needs"),
}
