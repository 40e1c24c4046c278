"""The tables of life after the return."""

from kimbilio.reintegration.models.follow_up import FollowUp, Reintegration, Standing
from kimbilio.reintegration.models.journey import Journey, Repatriation, TravelPaper
from kimbilio.reintegration.models.rules import ReintegrationRules
from kimbilio.reintegration.models.silence import Silence

__all__ = [
    "FollowUp", "Journey", "Reintegration", "ReintegrationRules", "Repatriation", "Silence",
    "Standing", "TravelPaper",
]  # fmt: skip
