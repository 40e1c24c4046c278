"""The first page of the shelter: who has which bed tonight and in the coming nights, who waits."""

from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from kimbilio.access.choices import Permission
from kimbilio.access.matrix import holds
from kimbilio.shelter.queries import (
    NIGHTS,
    incidents_of,
    occupancy,
    roll_counts,
    waiting_list,
)
from kimbilio.web.pages import StaffRequest, page


@page(needs=Permission.WORK_IN_SHELTER, methods=("GET",))
def board(request: StaffRequest) -> HttpResponse:
    """See the houses tonight, codes only and none that is closed to me; addresses are never here."""
    today = timezone.localdate()
    houses = occupancy(request.user, today)
    beds = [bed for house in houses for bed in house.beds]
    taken = [bed for bed in beds if bed.place is not None]
    rolls = roll_counts(request.user, today)
    context: dict[str, Any] = {
        "houses": houses,
        "nights": [today + timedelta(days=number) for number in range(NIGHTS)],
        "beds": len(beds),
        "taken": len(taken),
        "free": len(beds) - len(taken),
        "percent": round(100 * len(taken) / len(beds)) if beds else 0,
        "long": sum(bed.is_long for bed in taken),
        "waiting": waiting_list(request.user),
        "incidents": incidents_of(request.user),
        "rolls": rolls,
        "called": sum(called for _house, called, _living in rolls),
        "living": sum(living for _house, _called, living in rolls),
        "manages": holds(request.user.role, Permission.MANAGE_SHELTER),
    }
    return render(request, "shelter/board.html", context)
