"""What the pages of the shelter ask for: each form takes what its action takes."""

from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kimbilio.care.choices import Outcome
from kimbilio.people.choices import Language
from kimbilio.shelter.choices import Destination, ForWhom, IncidentKind, LogKind, Severity
from kimbilio.shelter.models import Bed, Bedroom, House, Stay
from kimbilio.shelter.queries import Offer
from kimbilio.web.cases.plan.forms import DayField
from kimbilio.web.forms import KimbilioForm, PlainTextField
from kimbilio.web.therapy.forms import StepChoice
from kimbilio.web.work.forms import ColleagueField, MomentField, VersionedForm


class HouseForm(VersionedForm):
    """Asks for what ``save_house`` takes; the address that is kept is never drawn."""

    name = PlainTextField(
        label=_("Name"), max_length=60, help_text=_("A name that tells nothing of the place.")
    )
    address = PlainTextField(
        label=_("Where it stands"), max_length=500, rows=2, required=False,
        help_text=_("Kept encrypted. Leave it empty to keep the one we have."),
    )  # fmt: skip
    is_for_children = forms.BooleanField(label=_("For children only"), required=False)
    is_active = forms.BooleanField(label=_("In use"), required=False)

    @staticmethod
    def of(house: House) -> dict[str, Any]:
        """The house as the form shows it."""
        names = ("name", "is_for_children", "is_active", "version")
        return {name: getattr(house, name) for name in names}


class BedroomForm(VersionedForm):
    """Asks for what ``save_bedroom`` takes."""

    name = PlainTextField(label=_("Name"), max_length=40)
    for_whom = forms.ChoiceField(label=_("For"), choices=ForWhom)
    age_from = forms.IntegerField(label=_("From age"), required=False, min_value=0, max_value=120)
    age_to = forms.IntegerField(label=_("To age"), required=False, min_value=0, max_value=120)
    is_for_infants = forms.BooleanField(label=_("For mothers with infants"), required=False)
    is_quarantine = forms.BooleanField(label=_("For quarantine"), required=False)

    @staticmethod
    def of(bedroom: Bedroom) -> dict[str, Any]:
        """The room as the form shows it."""
        names = ("name", "for_whom", "age_from", "age_to", "is_for_infants", "is_quarantine")
        return {name: getattr(bedroom, name) for name in (*names, "version")}


class BedForm(VersionedForm):
    """Asks for what ``save_bed`` takes."""

    name = PlainTextField(label=_("Name"), max_length=20)
    is_accessible = forms.BooleanField(label=_("Accessible"), required=False)
    has_cot = forms.BooleanField(label=_("With a cot"), required=False)
    is_active = forms.BooleanField(label=_("In use"), required=False)

    @staticmethod
    def of(bed: Bed) -> dict[str, Any]:
        """The bed as the form shows it."""
        names = ("name", "is_accessible", "has_cot", "is_active", "version")
        return {name: getattr(bed, name) for name in names}


class WorkerForm(KimbilioForm):
    """Asks for what ``put_to_work`` takes."""

    user = ColleagueField(label=_("Colleague"))


class AskForm(KimbilioForm):
    """Asks for what ``ask_for_stay`` takes."""

    draft_name = "stay"

    from_on = DayField(label=_("From"))
    until_on = DayField(label=_("Until, if it is known"), required=False)
    wish = PlainTextField(
        label=_("What does the person hope for, and what does the house need to know?"),
        max_length=1000, rows=3, required=False,
    )  # fmt: skip
    step = StepChoice(label=_("Step of the plan it belongs to"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["from_on"].required = True


class BedChoice(forms.ChoiceField):
    """One of the beds offered; gives the ``Bed``."""

    beds: dict[str, Bed]

    def offer(self, offers: list[Offer]) -> None:
        """Let one of these be chosen; those that need a word say so."""
        self.beds = {str(one.bed.pk): one.bed for one in offers}
        self.choices = [(str(one.bed.pk), _in_words(one)) for one in offers]

    def clean(self, value: Any) -> Bed | None:
        """The bed behind the chosen key."""
        return self.beds.get(super().clean(value))


def _in_words(offer: Offer) -> str:
    bed, room = offer.bed, offer.bed.bedroom
    words = [f"{room.house.name}, {room.name}, {bed.name}"]
    if room.for_whom != ForWhom.ANYBODY:
        words.append(str(room.get_for_whom_display()))
    if room.age_from is not None or room.age_to is not None:
        words.append(f"{room.age_from or 0}–{room.age_to if room.age_to is not None else ''}")
    flags = (
        (room.is_for_infants, gettext("For mothers with infants")),
        (room.is_quarantine, gettext("For quarantine")),
        (bed.is_accessible, gettext("Accessible")),
        (bed.has_cot, gettext("With a cot")),
        (bool(offer.concerns), gettext("needs your word")),
    )
    return " · ".join([*words, *(word for flag, word in flags if flag)])


class GiveBedForm(VersionedForm):
    """Asks for what ``give_bed`` takes."""

    bed = BedChoice(
        label=_("Bed"), error_messages={"invalid_choice": _("Choose one of the beds below.")}
    )
    from_on = DayField(label=_("From"))
    until_on = DayField(label=_("Until, if it is known"), required=False)
    word = PlainTextField(
        label=_("Why, where a bed is not clearly right"), max_length=1000, rows=2, required=False,
        help_text=_("Your word is kept with your name."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["from_on"].required = True

    def nights(self, stay: Stay) -> tuple[date, date | None]:
        """The nights that were typed, as far as they can be read; else those asked for."""
        return self._day("from_on") or stay.from_on, self._day("until_on", stay.until_on)

    def _day(self, name: str, default: date | None = None) -> date | None:
        if not self.is_bound:
            return default
        try:
            day: date | None = self.fields[name].clean(self.data.get(name, ""))
        except ValidationError:
            return default
        return day


class ChangeBedForm(VersionedForm):
    """Asks for what ``change_bed`` takes."""

    bed = BedChoice(label=_("Bed"))
    word = PlainTextField(
        label=_("Why, where a bed is not clearly right"), max_length=1000, rows=2, required=False
    )


class AdmitForm(VersionedForm):
    """Asks for what ``admit`` takes."""

    draft_name = "arrival"

    belongings = PlainTextField(
        label=_("Belongings"), max_length=12_000, rows=4, required=False,
        help_text=_("One thing on each line."),
    )  # fmt: skip
    health_checked = forms.BooleanField(
        label=_("The health check is done"), required=False,
        help_text=_("If not, you get a task for tomorrow."),
    )  # fmt: skip
    told_in = forms.ChoiceField(label=_("Language of the house rules"), choices=Language)
    rules_told = forms.BooleanField(
        label=_("The house rules are told and the house is shown"), required=False
    )
    signed_on = DayField(label=_("Day on which the house rules were signed"), required=False)
    photo_consent = forms.BooleanField(label=_("Agrees to a photo for the file"), required=False)

    def lines(self) -> list[str]:
        """The belongings, one by one."""
        return str(self.cleaned_data["belongings"]).splitlines()


class WordsForm(VersionedForm):
    """A few words about a move, where they are wanted."""

    words = PlainTextField(label=_("In a few words"), max_length=1000, rows=2, required=False)


class LeaveForm(VersionedForm):
    """Asks for what ``go_on_leave`` takes."""

    until = DayField(label=_("Back on"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["until"].required = True


class ExitForm(VersionedForm):
    """Asks for what ``leave_house`` takes."""

    draft_name = "exit"

    destination = forms.ChoiceField(label=_("Where to"), choices=Destination)
    outcome = forms.ChoiceField(
        label=_("How it ended"),
        choices=[one for one in Outcome.choices if one[0] != Outcome.NOT_BEGUN],
        widget=forms.RadioSelect,
    )
    plan = PlainTextField(
        label=_("Exit plan: who looks after what from now on"), rows=5, max_length=4000
    )


class ApartForm(KimbilioForm):
    """Asks for what ``set_apart`` takes."""

    draft_name = "apart"

    code = PlainTextField(label=_("Code of the other case"), max_length=12)
    reason = PlainTextField(label=_("Why"), max_length=1000, rows=3)


class LogForm(KimbilioForm):
    """Asks for what ``write_log`` takes."""

    draft_name = "house_log"

    kind = forms.ChoiceField(
        label=_("What"), choices=LogKind, widget=forms.RadioSelect, initial=LogKind.DAY
    )
    text = PlainTextField(
        label=_("In a few words"), rows=4, max_length=4000,
        help_text=_("Codes, no names."),
    )  # fmt: skip


class StayChoice(forms.ChoiceField):
    """One of the people of a house by the code of their case; gives the ``Stay`` or None."""

    stays: dict[str, Stay]

    def offer(self, stays: list[Stay]) -> None:
        """Let one of these be chosen."""
        self.stays = {str(stay.pk): stay for stay in stays}
        self.choices = [("", "—"), *((str(stay.pk), stay.case.code) for stay in stays)]

    def clean(self, value: Any) -> Stay | None:
        """The stay behind the chosen key."""
        return self.stays.get(super().clean(value))


class IncidentForm(KimbilioForm):
    """Asks for what ``write_incident`` takes."""

    draft_name = "incident"

    kind = forms.ChoiceField(label=_("What"), choices=IncidentKind)
    severity = forms.ChoiceField(
        label=_("How bad"), choices=Severity, widget=forms.RadioSelect, initial=Severity.LOW
    )
    happened_at = MomentField(label=_("When"))
    stay = StayChoice(label=_("About whom"), required=False)
    text = PlainTextField(label=_("What happened"), rows=4, max_length=4000)
    action = PlainTextField(label=_("What was done"), rows=2, max_length=1000, required=False)


class ActionForm(KimbilioForm):
    """Asks for what ``act_on_incident`` takes."""

    words = PlainTextField(label=_("What was done"), rows=2, max_length=1000)


def key_of(text: str) -> UUID | None:
    """A key that a button sent, or None."""
    try:
        return UUID(text)
    except ValueError:
        return None
