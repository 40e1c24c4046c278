"""What the pages of daily work ask for: each form takes what its action takes."""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kimbilio.accounts.models import User
from kimbilio.cases.models import Appointment, FollowUpCall, Task
from kimbilio.cases.work_choices import AppointmentKind, CallOutcome, ContactWay
from kimbilio.people.models import ContactPoint
from kimbilio.web.cases.plan.forms import DayField, likely_day
from kimbilio.web.forms import KimbilioForm, PlainTextField

FORMATS = ["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%d/%m/%Y %H:%M"]


class MomentField(forms.DateTimeField):
    """A day and an hour, within ten years of today."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=FORMATS[0])
        super().__init__(input_formats=FORMATS, widget=widget, **kwargs)

    def clean(self, value: Any) -> datetime | None:
        """The moment, if it is a likely one."""
        moment: datetime | None = super().clean(value)
        if moment is not None:
            likely_day(moment.date())
        return moment


class ColleagueField(forms.ChoiceField):
    """One of the people offered; gives the ``User``."""

    people: dict[str, User]

    def offer(self, people: list[User], chosen: User | None = None) -> None:
        """Let one of these be chosen."""
        self.people = {str(person.pk): person for person in people}
        self.choices = [(key, person.name) for key, person in self.people.items()]
        if chosen is not None:
            self.initial = str(chosen.pk)

    def clean(self, value: Any) -> User | None:
        """The person behind the chosen key."""
        return self.people.get(super().clean(value))


class ColleaguesField(forms.MultipleChoiceField):
    """Some of the people offered; gives a list of ``User``."""

    def offer(self, people: list[User]) -> None:
        """Let any of these be chosen."""
        self.people = {str(person.pk): person for person in people}
        self.choices = [(key, person.name) for key, person in self.people.items()]

    def clean(self, value: Any) -> list[User]:
        """The people behind the chosen keys."""
        return [self.people[key] for key in super().clean(value)]


class ContactField(forms.ChoiceField):
    """One of the numbers of a file, told apart by its ending; gives the ``ContactPoint``."""

    def offer(self, contacts: list[tuple[ContactPoint, str]]) -> None:
        """Let one of these be chosen."""
        self.contacts = {str(contact.pk): contact for contact, _label in contacts}
        self.choices = [("", "—"), *((str(contact.pk), label) for contact, label in contacts)]

    def clean(self, value: Any) -> ContactPoint | None:
        """The number behind the chosen key."""
        return self.contacts.get(super().clean(value))


class VersionedForm(KimbilioForm):
    """A form that edits a row: it carries the version that was on the screen."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class LogCallForm(KimbilioForm):
    """Asks for what ``log_call`` takes."""

    draft_name = "call"

    way = forms.ChoiceField(
        label=_("How"), choices=ContactWay, widget=forms.RadioSelect, initial=ContactWay.CALL
    )
    contact = ContactField(label=_("Which number"), required=False)
    outcome = forms.ChoiceField(
        label=_("How it went"), choices=CallOutcome, widget=forms.RadioSelect
    )
    words = PlainTextField(
        label=_("What was said, so that nobody has to ask again"),
        rows=4, max_length=20_000, required=False,
    )  # fmt: skip
    at = MomentField(label=_("When"))
    call_back_at = MomentField(label=_("Call again on"), required=False)
    override_reason = PlainTextField(
        label=_("If the safe rules were not kept: why it was needed"),
        help_text=_("Only for an emergency. It is recorded."),
        max_length=1000, required=False,
    )  # fmt: skip


class PlanCallForm(KimbilioForm):
    """Asks for what ``plan_call`` takes."""

    draft_name = "plan_call"

    due_at = MomentField(label=_("When"), help_text=_("Only within the safe hours."))
    contact = ContactField(label=_("Which number"), required=False)
    purpose = PlainTextField(label=_("What to ask about"), max_length=400, required=False)
    owner = ColleagueField(label=_("Who calls"))


class SeriesForm(KimbilioForm):
    """Asks for what ``plan_calls`` takes."""

    start = DayField(label=_("Counted from"), required=True)
    days = PlainTextField(
        label=_("On days"), max_length=80, help_text=_("Numbers with commas: 2, 7, 30.")
    )
    contact = ContactField(label=_("Which number"), required=False)
    purpose = PlainTextField(label=_("What to ask about"), max_length=400, required=False)
    owner = ColleagueField(label=_("Who calls"))

    def clean_days(self) -> list[int]:
        """The days as numbers."""
        words = self.cleaned_data["days"].replace(";", ",").split(",")
        try:
            return [int(word) for word in words if word.strip()]
        except ValueError:
            raise forms.ValidationError(_("Give numbers with commas, such as 2, 7, 30."))


class MoveCallForm(VersionedForm):
    """Asks for what ``reschedule_call`` takes."""

    due_at = MomentField(label=_("New time"), help_text=_("Only within the safe hours."))
    owner = ColleagueField(label=_("Who calls"))

    @staticmethod
    def of(call: FollowUpCall) -> dict[str, Any]:
        """The call as the form shows it."""
        local = timezone.localtime(call.due_at)
        return {"due_at": local, "owner": str(call.owner_id), "version": call.version}


class GiveUpForm(VersionedForm):
    """Asks for what ``give_up_call`` takes."""

    reason = PlainTextField(label=_("Why nobody tries any more"), max_length=400)


class TaskForm(KimbilioForm):
    """Asks for what ``give_task`` takes."""

    draft_name = "task"

    title = PlainTextField(label=_("What is to be done"), max_length=200)
    due_on = DayField(label=_("By"), required=True, initial=timezone.localdate)
    owner = ColleagueField(label=_("Who"))


class MoveTaskForm(VersionedForm):
    """Asks for what ``move_task`` takes."""

    due_on = DayField(label=_("By"), required=True)
    owner = ColleagueField(label=_("Who"))

    @staticmethod
    def of(task: Task) -> dict[str, Any]:
        """The task as the form shows it."""
        return {"due_on": task.due_on, "owner": str(task.owner_id), "version": task.version}


class BookForm(KimbilioForm):
    """Asks for what ``book_appointment`` takes."""

    draft_name = "appointment"

    kind = forms.ChoiceField(
        label=_("What"), choices=AppointmentKind, widget=forms.RadioSelect, initial="meeting"
    )
    starts_at = MomentField(label=_("From"))
    ends_at = MomentField(label=_("Until"))
    title = PlainTextField(label=_("What it is about"), max_length=200, required=False)
    place = PlainTextField(
        label=_("Where"), max_length=200, required=False,
        help_text=_("Only those who may know where the person is see this."),
    )  # fmt: skip
    with_whom = PlainTextField(label=_("With whom"), max_length=200, required=False)
    attendees = ColleaguesField(
        label=_("Colleagues who come along"), required=False, widget=forms.CheckboxSelectMultiple
    )

    @staticmethod
    def usual_times() -> dict[str, Any]:
        """The next full hour, for one hour."""
        start = timezone.localtime().replace(minute=0, second=0, microsecond=0)
        start += timedelta(hours=1)
        if start.time() > time(20):
            start = (start + timedelta(days=1)).replace(hour=9)
        return {"starts_at": start, "ends_at": start + timedelta(hours=1)}


class MoveAppointmentForm(VersionedForm):
    """Asks for what ``move_appointment`` takes."""

    starts_at = MomentField(label=_("From"))
    ends_at = MomentField(label=_("Until"))

    @staticmethod
    def of(meeting: Appointment) -> dict[str, Any]:
        """The appointment as the form shows it."""
        return {
            "starts_at": timezone.localtime(meeting.starts_at),
            "ends_at": timezone.localtime(meeting.ends_at),
            "version": meeting.version,
        }


class EndAppointmentForm(VersionedForm):
    """Asks how an appointment went; also for calling it off."""

    state = forms.ChoiceField(
        label=_("How it went"),
        choices=[
            ("done", _("Took place")), ("missed", _("Missed")), ("cancelled", _("Call it off")),
        ],
        widget=forms.RadioSelect,
    )  # fmt: skip
    words = PlainTextField(label=_("What came of it"), max_length=2000, rows=2, required=False)
