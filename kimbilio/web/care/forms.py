"""What the pages of care ask for."""

from django import forms
from django.utils.translation import gettext_lazy as _

from kimbilio.care.choices import RoomKind
from kimbilio.care.models import Room
from kimbilio.web.forms import PlainTextField
from kimbilio.web.work.forms import VersionedForm


class RoomForm(VersionedForm):
    """Asks for what ``save_room`` takes."""

    name = PlainTextField(label=_("Name"), max_length=60, help_text=_("It stands in the calendar."))
    kind = forms.ChoiceField(label=_("For"), choices=RoomKind)
    places = forms.IntegerField(label=_("Places"), min_value=1, max_value=200)
    is_active = forms.BooleanField(label=_("In use"), required=False)

    @staticmethod
    def of(room: Room) -> dict[str, object]:
        """The room as the form shows it."""
        names = ("name", "kind", "places", "is_active", "version")
        return {name: getattr(room, name) for name in names}


class RoomChoice(forms.ChoiceField):
    """One of the rooms in use; gives the ``Room``, or None."""

    rooms: dict[str, Room]

    def offer(self, rooms: list[Room], *, none: bool = True) -> None:
        """Let one of these be chosen."""
        self.rooms = {str(room.pk): room for room in rooms}
        empty = [("", "—")] if none else []
        self.choices = [*empty, *((key, room.name) for key, room in self.rooms.items())]

    def clean(self, value: object) -> Room | None:
        """The room behind the chosen key."""
        return self.rooms.get(super().clean(value))
