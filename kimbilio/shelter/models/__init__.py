"""Everything the shelter keeps, one file for each part of its life."""

from kimbilio.shelter.models.evenings import (
    Incident,
    IncidentAction,
    LogEntry,
    RollMark,
)
from kimbilio.shelter.models.houses import Bed, Bedroom, House, HouseWorker
from kimbilio.shelter.models.stays import Admission, BedPlace, KeepApart, Stay, StayTie

__all__ = [
    "Admission", "Bed", "BedPlace", "Bedroom", "House", "HouseWorker", "Incident",
    "IncidentAction", "KeepApart", "LogEntry", "RollMark", "Stay", "StayTie",
]  # fmt: skip
