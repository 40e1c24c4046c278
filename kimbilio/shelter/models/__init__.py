"""Everything the shelter keeps, one file for each part of its life."""

from kimbilio.shelter.models.daily import (
    Activity,
    Dose,
    Happening,
    Meal,
    Medicine,
    TookPart,
)
from kimbilio.shelter.models.evenings import (
    Incident,
    IncidentAction,
    LogEntry,
    RollMark,
)
from kimbilio.shelter.models.houses import Bed, Bedroom, House, HouseWorker
from kimbilio.shelter.models.stays import Admission, BedPlace, KeepApart, Stay, StayTie

__all__ = [
    "Activity", "Admission", "Bed", "BedPlace", "Bedroom", "Dose", "Happening", "House",
    "HouseWorker", "Incident", "IncidentAction", "KeepApart", "LogEntry", "Meal", "Medicine",
    "RollMark", "Stay", "StayTie", "TookPart",
]  # fmt: skip
