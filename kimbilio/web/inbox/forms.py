"""What the pages of the inbox ask for: each form takes what its action takes."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kimbilio.accounts.models import User
from kimbilio.cases.intake_choices import Caller, Flag, Safety
from kimbilio.helpline.actions.deciding import BLOCKS
from kimbilio.helpline.actions.taking_down import BY_HAND
from kimbilio.helpline.choices import ENDS_WITH_CASE, Outcome, Urgency
from kimbilio.helpline.models import Conversation
from kimbilio.people.choices import Language, Minority
from kimbilio.web.forms import KimbilioForm, PlainTextField
from kimbilio.web.work.forms import MomentField

NOT_SAID = [("", _("Not said"))]


class AnswerForm(KimbilioForm):
    """Asks for what ``write_answer`` takes; what is typed is kept."""

    draft_name = "answer"

    text = PlainTextField(
        label=_("Your answer"), max_length=2000, rows=2,
        widget=forms.Textarea(
            attrs={"rows": 2, "placeholder": _("Write in Kiswahili or English"), "data-writing": ""}
        ),
    )  # fmt: skip


class NoteForm(KimbilioForm):
    """Asks for what ``write_note`` takes."""

    draft_name = "conversation_note"

    note = PlainTextField(label=_("Note for colleagues"), max_length=2000, rows=2)


class TriageForm(KimbilioForm):
    """What safety needs to know. The names are those of a first call, so that nothing is typed twice."""

    draft_name = "triage"

    safe_to_reply = forms.ChoiceField(
        label=_("Safe to reply?"), required=False,
        choices=[*NOT_SAID, ("yes", _("Yes, alone now")), ("short", _("Only short")), ("no", _("No"))],
    )  # fmt: skip
    caller = forms.ChoiceField(
        label=_("About"), required=False,
        choices=[*NOT_SAID, (Caller.PERSON, _("Themselves")), (Caller.OTHER, _("Somebody else"))],
    )  # fmt: skip
    told = forms.ChoiceField(
        label=_("Minor?"), required=False,
        choices=[
            *NOT_SAID, (Minority.MINOR, _("Minor")), (Minority.ADULT, _("Adult")),
            (Minority.UNSURE, _("Not sure")),
        ],
    )  # fmt: skip
    age = forms.IntegerField(
        label=_("About how old"), min_value=0, max_value=120, required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )  # fmt: skip
    place = PlainTextField(label=_("Where"), max_length=300, required=False)
    safety = forms.ChoiceField(
        label=_("Danger now?"), required=False,
        choices=[
            *NOT_SAID, (Safety.NOT_SAFE, _("Not safe now")), (Safety.HOURS, _("Safe for some hours")),
            (Safety.SAFE, _("Safe")), (Safety.CANNOT_SAY, _("Cannot say")),
        ],
    )  # fmt: skip
    language = forms.ChoiceField(
        label=_("Language"), choices=[*NOT_SAID, *Language.choices], required=False
    )
    flags = forms.MultipleChoiceField(
        label=_("Also true now"), choices=Flag.choices, required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    urgency = forms.ChoiceField(label=_("How soon"), choices=Urgency)
    words = PlainTextField(label=_("In short"), max_length=2000, rows=2, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def answers(self) -> dict[str, Any]:
        """What was answered, by name; what was left open is not there."""
        asked = {name for name in self.fields if name not in {"urgency", "words", "version"}}
        said = {name: self.cleaned_data[name] for name in asked}
        return {name: value for name, value in said.items() if value not in (None, "", [])}


    def in_words(self, answers: dict[str, Any]) -> list[tuple[Any, str]]:
        """What was answered, with the question, as one reads it."""
        shown = []
        for name, field in self.fields.items():
            value = answers.get(name)
            if value in (None, "", []):
                continue
            known = dict(field.choices) if isinstance(field, forms.ChoiceField) else {}
            values = value if isinstance(value, list) else [value]
            shown.append((field.label, ", ".join(str(known.get(one, one)) for one in values)))
        return shown


class CloseForm(KimbilioForm):
    """Asks for what ``close_conversation`` takes."""

    outcome = forms.ChoiceField(label=_("How did it end?"))
    words = PlainTextField(
        label=_("To whom, or what they were told"), max_length=1000, required=False
    )
    block_days = forms.TypedChoiceField(
        label=_("Nuisance: put this number aside"), required=False, coerce=int, empty_value=None,
        choices=[("", _("No")), *[(days, _("%(n)s days") % {"n": days}) for days in BLOCKS]],
    )  # fmt: skip
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def for_conversation(self, talk: Conversation) -> "CloseForm":
        """Offer the outcomes that can be true of this one."""
        fits = [one for one in Outcome if (one in ENDS_WITH_CASE) <= (talk.case_id is not None)]
        self.fields["outcome"].choices = [("", _("Choose")), *[(o.value, o.label) for o in fits]]  # type: ignore[attr-defined]  # a ChoiceField
        return self


class HandForm(KimbilioForm):
    """Asks for what ``hand_over`` takes."""

    to = forms.ChoiceField(label=_("Hand to a colleague"))

    def offer(self, people: list[tuple[User, bool]]) -> "HandForm":
        """Colleagues who answer the helpline; who is on duty now comes first and is marked."""
        named = [
            (str(one.pk), _("%(name)s, on duty") % {"name": one.name} if on else one.name)
            for one, on in people
        ]
        self.fields["to"].choices = [("", _("Choose")), *named]  # type: ignore[attr-defined]  # a ChoiceField
        return self


class JoinForm(KimbilioForm):
    """Asks for the case to which the conversation belongs."""

    code = PlainTextField(
        label=_("Code of the case"), max_length=12,
        widget=forms.TextInput(attrs={"placeholder": "KB-4T7Q", "autocomplete": "off"}),
    )  # fmt: skip


class CallBackForm(KimbilioForm):
    """Asks for what ``log_call_back`` takes."""

    was_reached = forms.TypedChoiceField(
        label=_("You called. Did they answer?"), coerce=lambda said: said == "yes",
        choices=[("yes", _("Yes, spoken")), ("no", _("No answer, or somebody else"))],
        widget=forms.RadioSelect,
    )  # fmt: skip
    call_words = PlainTextField(label=_("What was said"), max_length=2000, rows=2, required=False)


class TranslationForm(KimbilioForm):
    """Asks for what ``translate_message`` takes."""

    text = PlainTextField(label=_("In another language"), max_length=10_000, rows=3, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)


class ContactForm(KimbilioForm):
    """Asks for what ``log_contact`` takes; everything can be reached with one thumb."""

    draft_name = "contact"

    channel = forms.ChoiceField(
        label=_("How"), choices=[(one.value, one.label) for one in BY_HAND],
        widget=forms.RadioSelect,
    )  # fmt: skip
    phone = PlainTextField(
        label=_("Their number"), max_length=60, required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )  # fmt: skip
    who = PlainTextField(label=_("Who"), max_length=120, required=False)
    words = PlainTextField(label=_("What it is about"), max_length=10_000, rows=3, required=False)
    urgency = forms.ChoiceField(
        label=_("How soon"), choices=Urgency, widget=forms.RadioSelect, initial=Urgency.NORMAL
    )
    wants_call = forms.BooleanField(label=_("They wait for a call back"), required=False)
    at = MomentField(
        label=_("When it was"), required=False,
        help_text=_("Leave it empty for now. For a sheet of paper: the real day and hour."),
    )  # fmt: skip
