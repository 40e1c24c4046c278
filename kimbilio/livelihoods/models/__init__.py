"""What livelihoods keep: who pays, what was given, learning, business, work and savings."""

from kimbilio.livelihoods.models.business import Business, BusinessGrant, Tranche
from kimbilio.livelihoods.models.funding import FundingGrant
from kimbilio.livelihoods.models.giving import Giving
from kimbilio.livelihoods.models.learning import Schooling, Term
from kimbilio.livelihoods.models.running import Asset, MentorVisit, MonthFigure
from kimbilio.livelihoods.models.still import StillThere
from kimbilio.livelihoods.models.work import Placement, SavingsGroup

__all__ = [
    "Asset",
    "Business",
    "BusinessGrant",
    "FundingGrant",
    "Giving",
    "MentorVisit",
    "MonthFigure",
    "Placement",
    "SavingsGroup",
    "Schooling",
    "StillThere",
    "Term",
    "Tranche",
]
