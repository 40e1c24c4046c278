"""The directory: organisations and offices that help with us, and what each of them gives.

Shaped after HSDS 3.0 of Open Referral (organization, service, service area, schedule, assured date). A place that
must stay unknown has no address here at all.
"""

from kimbilio.partners.models.brought import BroughtFile
from kimbilio.partners.models.lists import (
    OfferCounty,
    OfferHours,
    OfferLanguage,
    OfferNeed,
    OfferWard,
)
from kimbilio.partners.models.offer import Offer
from kimbilio.partners.models.partner import Partner
from kimbilio.partners.models.rules import DirectoryRules

__all__ = [
    "BroughtFile",
    "DirectoryRules",
    "Offer",
    "OfferCounty",
    "OfferHours",
    "OfferLanguage",
    "OfferNeed",
    "OfferWard",
    "Partner",
]
