"""The tables of family tracing."""

from kimbilio.tracing.models.going_home import Handover, Preparation
from kimbilio.tracing.models.pairs import MissingReport, PossibleLink, ReportToken, TracingToken
from kimbilio.tracing.models.relatives import BestInterest, FamilyAssessment, FoundRelative
from kimbilio.tracing.models.search import Attempt, Sought, Tracing

__all__ = [
    "Attempt", "BestInterest", "FamilyAssessment", "FoundRelative", "Handover", "MissingReport",
    "PossibleLink", "Preparation", "ReportToken", "Sought", "Tracing", "TracingToken",
]  # fmt: skip
