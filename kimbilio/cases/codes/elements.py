"""The three elements of trafficking: what was done, by which means, for what.

Source: Counter-Trafficking in Persons Act (Kenya), sections 2 and 3, and article 3 of the Palermo
Protocol; laws carry no licence. Under 18 an act and a purpose are enough. A person's consent counts
for nothing where a means was used.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _

Codes = dict[str, Any]

ACT: Codes = {
    "recruitment": _("Recruited"),
    "transportation": _("Transported"),
    "transfer": _("Handed on"),
    "harbouring": _("Kept somewhere"),
    "receipt": _("Received"),
}

MEANS: Codes = {
    "threat_force_coercion": _("Threat, force or other coercion"),
    "abduction": _("Abduction"),
    "fraud": _("Fraud"),
    "deception": _("Deception"),
    "abuse_power_vulnerability": _("Abuse of power or of vulnerability"),
    "payment_to_victim": _("Payment to win the person's own consent"),
    "payment_to_controller": _("Payment to someone who has control over the person"),
}

PURPOSE: Codes = {
    "slavery": _("Slavery"),
    "practices_similar_to_slavery": _("Practices similar to slavery"),
    "involuntary_servitude": _("Involuntary servitude"),
    "removal_of_organs": _("Removal of organs or body parts"),
    "use_in_armed_conflict": _("Use in armed conflict"),
    "forced_labour": _("Forced labour"),
    "child_labour": _("Child labour"),
    "sexual_exploitation": _("Sexual exploitation"),
    "child_marriage": _("Child marriage"),
    "forced_marriage": _("Forced marriage"),
}

SCOPE: Codes = {
    "in_country": _("Within the country"),
    "transnational": _("Across a border"),
    "both": _("Both"),
}
"""Kenya's referral forms ask whether it happened in the country, across a border, or both."""
