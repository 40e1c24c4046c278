"""The tables of legal aid and justice."""

from kimbilio.justice.models.alleged import AllegedLink, AllegedToken, AllegedTrafficker
from kimbilio.justice.models.exhibit import CustodyLink, Exhibit
from kimbilio.justice.models.hearing import Hearing, HearingAttendance
from kimbilio.justice.models.matter import (
    Award,
    Complaint,
    CourtStep,
    LegalMatter,
    MatterMove,
)

__all__ = [
    "AllegedLink", "AllegedToken", "AllegedTrafficker", "Award", "Complaint",
    "CourtStep", "CustodyLink", "Exhibit", "Hearing", "HearingAttendance", "LegalMatter",
    "MatterMove",
]  # fmt: skip
