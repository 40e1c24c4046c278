"""What the pages of therapy ask for: each form takes what its action takes."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kimbilio.care.choices import Outcome, Presence
from kimbilio.cases.models import Step
from kimbilio.therapy.actions.episodes import MOST_GOALS
from kimbilio.therapy.choices import Mode, SessionKind, Spoken, Verdict
from kimbilio.therapy.models import TherapyAttendance, TherapyEpisode, TherapySession
from kimbilio.therapy.scales.known import Scale
from kimbilio.web.care.forms import RoomChoice
from kimbilio.web.cases.plan.forms import DayField
from kimbilio.web.forms import KimbilioForm, PlainTextField
from kimbilio.web.work.forms import ColleagueField, MomentField, VersionedForm


class StepChoice(forms.ChoiceField):
    """One open step of the plan by its number; gives the ``Step`` or None."""

    def offer(self, steps: list[Step]) -> None:
        """Let one of these be chosen."""
        self.steps = {str(step.pk): step for step in steps}
        self.choices = [("", "—"), *((k, f"{s.number}. {s.title}") for k, s in self.steps.items())]

    def clean(self, value: Any) -> Step | None:
        """The step behind the chosen key."""
        return self.steps.get(super().clean(value))


class AskForm(KimbilioForm):
    """Asks for what ``ask_for_therapy`` takes."""

    draft_name = "therapy"

    responsible = ColleagueField(label=_("Therapist"))
    wish = PlainTextField(
        label=_("What does the person hope for?"), max_length=1000, rows=2, required=False
    )
    planned = forms.IntegerField(label=_("Sessions agreed"), initial=10, min_value=1, max_value=60)
    step = StepChoice(label=_("Step of the plan it belongs to"), required=False)


class GoalsForm(VersionedForm):
    """Asks for what ``agree_goals`` takes: up to six lines, each of which may be reached."""

    planned = forms.IntegerField(label=_("Sessions agreed"), min_value=1, max_value=60)
    review_on = DayField(label=_("Look at the plan again on"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in range(1, MOST_GOALS + 1):
            self.fields[f"goal{number}"] = PlainTextField(
                label=_("Goal %(n)s") % {"n": number}, max_length=200, required=False
            )
            self.fields[f"reached{number}"] = forms.BooleanField(
                label=_("Goal %(n)s is reached") % {"n": number}, required=False
            )

    def goals(self) -> list[dict[str, Any]]:
        """The lines as the action takes them."""
        given = self.cleaned_data
        return [
            {"words": given[f"goal{number}"], "reached": given[f"reached{number}"]}
            for number in range(1, MOST_GOALS + 1)
        ]

    @staticmethod
    def of(episode: TherapyEpisode) -> dict[str, Any]:
        """The episode as the form shows it."""
        start: dict[str, Any] = {"planned": episode.planned, "version": episode.version}
        start["review_on"] = episode.review_on
        for number, goal in enumerate(episode.goals, start=1):
            start |= {f"goal{number}": goal["words"], f"reached{number}": goal["reached"]}
        return start


class ReviewForm(VersionedForm):
    """Asks for what ``review_plan`` takes."""

    draft_name = "therapy_review"

    verdict = forms.ChoiceField(
        label=_("What was decided"), choices=Verdict, widget=forms.RadioSelect
    )
    words = PlainTextField(
        label=_("Why, in a few lines"), rows=3, max_length=2000,
        help_text=_("Colleagues who may see health read it. Nothing from sealed notes."),
    )  # fmt: skip
    next_on = DayField(label=_("Look at it again on"))


class EndForm(VersionedForm):
    """Asks for what ``end_therapy`` takes."""

    draft_name = "therapy_end"

    outcome = forms.ChoiceField(label=_("How it ended"), choices=Outcome, widget=forms.RadioSelect)
    summary = PlainTextField(
        label=_("Discharge summary"), rows=6, max_length=4000,
        help_text=_("For whoever comes next. Colleagues who may see health read it."),
    )  # fmt: skip
    psychiatry = forms.BooleanField(
        label=_("Ask the lead to refer the person to a psychiatrist"), required=False
    )


class EpisodesField(forms.MultipleChoiceField):
    """Some of my episodes, named by the code of their case; gives ``TherapyEpisode``s."""

    def offer(self, episodes: list[TherapyEpisode]) -> None:
        """Let any of these be chosen."""
        self.episodes = {str(one.pk): one for one in episodes}
        self.choices = [(key, one.case.code) for key, one in self.episodes.items()]

    def clean(self, value: Any) -> list[TherapyEpisode]:
        """The episodes behind the chosen keys."""
        return [self.episodes[key] for key in super().clean(value)]


class BookForm(KimbilioForm):
    """Asks for what ``book_session`` takes."""

    draft_name = "session"

    kind = forms.ChoiceField(
        label=_("What"), choices=SessionKind, widget=forms.RadioSelect, initial=SessionKind.ONE
    )
    episodes = EpisodesField(
        label=_("Who comes"), required=False, widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("Choose from the list.")},
    )  # fmt: skip
    starts_at = MomentField(label=_("From"))
    ends_at = MomentField(label=_("Until"))
    room = RoomChoice(label=_("Room"), required=False)
    weeks = forms.IntegerField(
        label=_("For how many weeks"), initial=1, min_value=1, max_value=26,
        help_text=_("The same hour every week; 1 is this time alone."),
    )  # fmt: skip
    title = PlainTextField(
        label=_("Name of the group"), max_length=80, required=False,
        help_text=_("Only for a group. It says nothing of who comes."),
    )  # fmt: skip
    places = forms.IntegerField(
        label=_("Places of the group"), required=False, min_value=2, max_value=40
    )

    def answers(self) -> dict[str, Any]:
        """What the action takes."""
        given = dict(self.cleaned_data)
        return {**given, "places": given["places"] or 1}


class MoveForm(VersionedForm):
    """Asks for what ``move_session`` takes."""

    starts_at = MomentField(label=_("From"))
    ends_at = MomentField(label=_("Until"))
    room = RoomChoice(label=_("Room"), required=False)

    @staticmethod
    def of(session: TherapySession) -> dict[str, Any]:
        """The session as the form shows it."""
        return {
            "starts_at": timezone.localtime(session.starts_at),
            "ends_at": timezone.localtime(session.ends_at),
            "room": str(session.room_id or ""),
            "version": session.version,
        }


class JoinForm(KimbilioForm):
    """Asks for what ``join_session`` takes."""

    episode = forms.ChoiceField(label=_("Who comes as well"))

    def offer(self, episodes: list[TherapyEpisode]) -> "JoinForm":
        """Let one of these be chosen."""
        self.episodes = {str(one.pk): one for one in episodes}
        field: Any = self.fields["episode"]
        field.choices = [(key, one.case.code) for key, one in self.episodes.items()]
        return self


class PresenceForm(VersionedForm):
    """Asks for what ``record_presence`` takes."""

    presence = forms.ChoiceField(
        label=_("Did the person come?"), widget=forms.RadioSelect,
        choices=[(one.value, one.label) for one in Presence if one != Presence.EXPECTED],
    )  # fmt: skip
    team_line = PlainTextField(
        label=_("One line for the team"), max_length=200, required=False,
        help_text=_("The team sees this line and the totals of scales. Nothing else."),
    )  # fmt: skip

    def only_excuse(self) -> None:
        """Before a session, one can only have said that one will not come."""
        field: Any = self.fields["presence"]
        field.choices = [(Presence.EXCUSED.value, Presence.EXCUSED.label)]
        field.label = _("Will the person not come?")

    @staticmethod
    def of(attendance: TherapyAttendance) -> dict[str, Any]:
        """The attendance as the form shows it."""
        return {
            "presence": attendance.presence,
            "team_line": attendance.team_line,
            "version": attendance.version,
        }


class NoteForm(VersionedForm):
    """Asks for what ``write_sealed_note`` takes."""

    draft_name = "sealed_note"

    text = PlainTextField(label=_("Private note"), rows=8, max_length=20_000)
    asked_self_harm = forms.BooleanField(label=_("Asked about self-harm"), required=False)


class SealForm(KimbilioForm):
    """Asks for what ``break_seal`` takes."""

    reason = PlainTextField(
        label=_("Why can it not wait?"), rows=3, max_length=2000,
        help_text=_("Others who oversee the case are told at once and review it."),
    )  # fmt: skip


class SafetyForm(KimbilioForm):
    """Asks for what ``write_safety_plan`` takes."""

    draft_name = "safety_plan"

    signs = PlainTextField(label=_("How I notice that it begins"), rows=2, max_length=1000)
    alone = PlainTextField(label=_("What helps me when I am alone"), rows=2, max_length=1000)
    people = PlainTextField(label=_("Whom I go to or call"), rows=2, max_length=1000)
    helpers = PlainTextField(
        label=_("Which professionals or lines help"), rows=2, max_length=1000, required=False
    )
    surroundings = PlainTextField(
        label=_("How the place is made safer"), rows=2, max_length=1000, required=False
    )


class ScaleForm(KimbilioForm):
    """The answers of one scale, in the order of its sheet; one may be left open."""

    answered_on = DayField(label=_("Answered on"), required=True, initial=timezone.localdate)
    language = forms.ChoiceField(label=pgettext_lazy("scale", "Language"), choices=Spoken)
    mode = forms.ChoiceField(label=_("Who read the questions"), choices=Mode, initial=Mode.ASKED)

    def __init__(self, *args: Any, scale: Scale, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        options = [(str(worth), f"{worth} · {said}") for worth, said in enumerate(scale.options)]
        for number, topic in enumerate(scale.topics, start=1):
            self.fields[f"q{number}"] = forms.ChoiceField(
                label=f"{number}. {topic}",
                choices=options,
                required=False,
                widget=forms.RadioSelect,
            )

    def questions(self) -> list[Any]:
        """The fields of the questions alone."""
        return [self[name] for name in self.fields if name.startswith("q")]

    def answers(self) -> dict[str, int]:
        """Numbers of questions and what was answered; those left open are missing."""
        given = self.cleaned_data
        return {
            name[1:]: int(given[name])
            for name in self.fields
            if name.startswith("q") and given[name] != ""
        }


def usual_times(day: Any = None) -> dict[str, Any]:
    """Fifty minutes from the next full hour on, or at nine of ``day``."""
    start = timezone.localtime().replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    if day is not None and day != start.date():
        start = start.replace(year=day.year, month=day.month, day=day.day, hour=9)
    return {"starts_at": start, "ends_at": start + timedelta(minutes=50)}
