"""A block of the week let go over another day or room: the same move as on the session's page, its hour kept."""

from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _

from kimbilio.access.choices import Permission
from kimbilio.care.queries import rooms_in_use
from kimbilio.kernel.errors import BadInput, Stale
from kimbilio.therapy.actions.sessions import move_session, on_another_day
from kimbilio.therapy.models import TherapySession
from kimbilio.therapy.queries import held_as_seen
from kimbilio.web.care.forms import RoomChoice
from kimbilio.web.cases.plan.forms import DayField
from kimbilio.web.pages import StaffRequest, page
from kimbilio.web.work.forms import VersionedForm


class PlaceForm(VersionedForm):
    """What the week knows of the cell over which a block was let go."""

    day = DayField(required=True)
    room = RoomChoice(required=False)
    version = forms.IntegerField()


@page(needs=Permission.GIVE_THERAPY, methods=("POST",))
def place(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Move a session of mine to the day and the room over which I let it go; gives its block again."""
    rows = TherapySession.objects.select_related("room", "held_by")
    shown: TherapySession = get_object_or_404(rows, pk=pk, held_by=request.user)
    form = PlaceForm(request.POST)
    form.fields["room"].offer(rooms_in_use())  # type: ignore[attr-defined]
    if not form.is_valid():
        raise BadInput(_("This is no day or no room of ours. Nothing was changed."))
    said = form.cleaned_data
    starts_at, ends_at = on_another_day(shown, said["day"])
    try:
        move_session(
            session=shown, starts_at=starts_at, ends_at=ends_at, room=said["room"],
            by=request.user, expected=said["version"],
        )  # fmt: skip
    except Stale:
        raise BadInput(
            _("It was moved elsewhere meanwhile. Load the page again. Nothing was changed.")
        )
    return render(request, "therapy/_blocks.html", {"blocks": [held_as_seen(request.user, shown)]})
