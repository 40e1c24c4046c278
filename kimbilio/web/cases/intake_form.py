"""The questions of a first call. Only the safety question must be answered."""

import re
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from kimbilio.accounts.models import User
from kimbilio.cases.actions.intake import may_lead
from kimbilio.cases.choices import Source
from kimbilio.cases.first_call import FirstCall
from kimbilio.cases.intake_choices import Caller, Flag, Likely, MayWrite, Route, Safety
from kimbilio.people.choices import BestWay, Language, Minority, RelationKind
from kimbilio.people.tokens import international
from kimbilio.web.fields import PlainTextField
from kimbilio.web.forms import KimbilioForm

BODY = "body_with_them"
OLDEST_CALL = timedelta(days=30)
MOST_COLLEAGUES = 200
OUTSIDE = {"form": "intake"}  # stands in the decision panel, beside the form element
CLOCK = re.compile(r"(?<!\d)([01]?\d|2[0-3])[:.h]([0-5]\d)(?!\d)")
NUMBER = re.compile(r"\+?\d[\d\s().\-/]{5,}\d")
TOMORROW = re.compile(r"\b(tomorrow|kesho)\b", re.IGNORECASE)


def _beside() -> forms.TextInput:
    return forms.TextInput(attrs=OUTSIDE)


def end_of_safety(words: str, now: datetime) -> datetime | None:
    """The moment named in words such as ``Today 18:00, when they come back``; the next such hour."""
    found = CLOCK.search(words)
    if not found:
        return None
    local = timezone.localtime(now)
    moment = local.replace(
        hour=int(found.group(1)), minute=int(found.group(2)), second=0, microsecond=0
    )
    if TOMORROW.search(words) or moment <= local:
        moment += timedelta(days=1)
    return moment


class IntakeForm(KimbilioForm):
    """A first call in one screen, and the choice of what to do."""

    draft_name = "new_case"

    caller = forms.ChoiceField(
        label=_("The caller is"), choices=Caller, widget=forms.RadioSelect, initial=Caller.PERSON
    )
    told = forms.ChoiceField(
        label=_("Adult or minor"),
        choices=[
            (Minority.ADULT, _("Adult")),
            (Minority.MINOR, _("Minor")),
            (Minority.UNSURE, _("Not sure")),
        ],
        widget=forms.RadioSelect,
        initial=Minority.UNSURE,
    )
    goes_by = PlainTextField(label=_("What may we call you?"), max_length=80, required=False)
    age = forms.IntegerField(
        label=_("About how old"), min_value=0, max_value=120, required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )  # fmt: skip
    language = forms.ChoiceField(
        label=_("Language"), choices=[("", _("Not known")), *Language.choices], required=False
    )
    caller_name = PlainTextField(label=_("Caller’s name"), max_length=120, required=False)
    caller_phone = PlainTextField(label=_("Caller’s phone"), max_length=60, required=False)
    caller_is = forms.ChoiceField(
        label=_("What are they to the person?"),
        choices=[("", _("Not said")), *RelationKind.choices],
        required=False,
    )
    safety = forms.ChoiceField(
        label=_("Are you safe where you are now?"),
        choices=Safety,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one. “Cannot say” is an answer too.")},
    )
    place = PlainTextField(label=_("Where, as near as you can say"), max_length=300, required=False)
    safe_until = PlainTextField(
        label=_("Safe until"), max_length=200, required=False,
        widget=forms.TextInput(attrs={"placeholder": "18:00"}),
    )  # fmt: skip
    flags = forms.MultipleChoiceField(
        label=_("Also true now"),
        choices=[(BODY, _("The referring body is with them")), *Flag.choices],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    phone = PlainTextField(
        label=_("Phone"), max_length=60, required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel"}),
    )  # fmt: skip
    best_way = forms.ChoiceField(label=_("Best way"), choices=BestWay, initial=BestWay.CALL)
    safe_hours = PlainTextField(
        label=_("Safe hours"), max_length=60, required=False,
        widget=forms.TextInput(attrs={"placeholder": "10:00–12:00"}),
    )  # fmt: skip
    code_phrase = PlainTextField(
        label=_("If someone else answers, say"), max_length=200, required=False
    )
    trusted = PlainTextField(
        label=_("A person you trust"), max_length=200, required=False,
        widget=forms.TextInput(attrs={"placeholder": _("Name and phone, or leave empty")}),
    )  # fmt: skip
    source = forms.ChoiceField(label=_("Referred by"), choices=Source, initial=Source.SELF)
    referrer = PlainTextField(label=_("Their name or desk"), max_length=200, required=False)
    may_write = forms.ChoiceField(
        label=_("May we write this down?"), choices=MayWrite, initial=MayWrite.NOT_YET
    )
    trafficking = forms.ChoiceField(
        label=_("Does it look like trafficking?"), choices=Likely, initial=Likely.UNSURE
    )
    words = PlainTextField(
        label=_("One or two lines are enough"), max_length=10_000, rows=2, required=False
    )
    route = forms.ChoiceField(choices=Route, required=False)
    override_reason = PlainTextField(
        label=_("Why not as suggested?"), max_length=1000, required=False, widget=_beside()
    )
    passed_on_to = PlainTextField(
        label=_("Passed on to"), max_length=120, required=False, widget=_beside()
    )
    may_share = forms.BooleanField(
        label=_("They agree that we pass this on"), required=False,
        widget=forms.CheckboxInput(attrs=OUTSIDE),
    )  # fmt: skip
    lead = forms.ChoiceField(
        label=_("Who leads this case"), required=False, widget=forms.Select(attrs=OUTSIDE)
    )
    same_as = forms.CharField(max_length=12, required=False)
    shown = forms.CharField(max_length=40, required=False, widget=forms.HiddenInput)
    started_at = forms.CharField(max_length=40, required=False, widget=forms.HiddenInput)
    call = forms.CharField(max_length=40, required=False, widget=forms.HiddenInput)
    conversation = forms.CharField(max_length=40, required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, user: User, **kwargs: Any) -> None:
        super().__init__(data, user=user, **kwargs)
        self.user = user
        self.fields["lead"].choices = self._colleagues()  # type: ignore[attr-defined]  # a ChoiceField
        self.began_at = self._started()

    def _colleagues(self) -> list[tuple[str, Any]]:
        """Oneself first, then those who may lead, by name."""
        others = User.objects.filter(is_active=True).exclude(pk=self.user.pk).order_by("name", "pk")
        rest = [(str(user.pk), user.name) for user in others[:MOST_COLLEAGUES] if may_lead(user)]
        first = _("I do") if may_lead(self.user) else _("The lead of my unit")
        return [("", first), *rest]

    def _started(self) -> datetime:
        """When the call began: as the page says, if that can be."""
        said = self.data.get("started_at") or self.initial.get("started_at") or ""
        now = timezone.now()
        try:
            moment = parse_datetime(str(said))
        except ValueError:
            moment = None
        if moment is None or timezone.is_naive(moment) or not now - OLDEST_CALL < moment <= now:
            return now
        return moment

    def clean_phone(self) -> str:
        """A number that can be dialled, or nothing."""
        phone: str = self.cleaned_data["phone"]
        if phone and len(re.sub(r"\D", "", international(phone))) < 7:
            raise forms.ValidationError(_("This is not a phone number. Check the digits."))
        return phone

    def clean_safe_hours(self) -> tuple[time, time] | None:
        """Two times of the day, or nothing."""
        words: str = self.cleaned_data["safe_hours"]
        if not words:
            return None
        found = CLOCK.findall(words)
        if len(found) != 2:
            raise forms.ValidationError(_("Write two times, such as 10:00–12:00."))
        since, until = (time(int(hour), int(minute)) for hour, minute in found)
        return since, until

    def clean(self) -> dict[str, Any]:
        """A button and an age that contradict one another are put before the person."""
        answers = super().clean() or self.cleaned_data
        age, told = answers.get("age"), answers.get("told")
        is_told = told in {Minority.MINOR, Minority.ADULT}
        if age is not None and is_told and (told == Minority.MINOR) != (age < 18):
            self.add_error("age", _("Age and “Adult or minor” do not agree. Ask again."))
        return answers

    @property
    def can_suggest(self) -> bool:
        """Whether the safety question has its answer; that is enough for a suggestion."""
        return bool(self.is_bound and self.answers_so_far().get("safety"))

    def answers_so_far(self) -> dict[str, Any]:
        """What can be used of the answers, also while others are not finished."""
        if not self.is_bound:
            return {}
        self.errors  # noqa: B018  # asks for the cleaning
        return self.cleaned_data

    def first_call(self) -> FirstCall:
        """The answers so far as one value."""
        said = self.answers_so_far()
        flags = set(said.get("flags") or ())
        trusted = said.get("trusted") or ""
        number = NUMBER.search(trusted)
        hours = said.get("safe_hours")
        until = said.get("safe_until") or ""
        safety = Safety(said["safety"])
        return FirstCall(
            started_at=self.began_at,
            caller=Caller(said.get("caller") or Caller.PERSON),
            caller_name=said.get("caller_name") or "",
            caller_phone=said.get("caller_phone") or "",
            caller_is=said.get("caller_is") or "",
            told=Minority(said.get("told") or Minority.UNSURE),
            goes_by=said.get("goes_by") or "",
            age=said.get("age"),
            language=said.get("language") or "",
            safety=safety,
            safe_until=end_of_safety(until, timezone.now()) if safety == Safety.HOURS else None,
            safe_until_words=until,
            place=said.get("place") or "",
            flags=frozenset(Flag(flag) for flag in flags - {BODY}),
            is_body_with_them=BODY in flags,
            phone=said.get("phone") or "",
            best_way=BestWay(said.get("best_way") or BestWay.CALL),
            safe_from=hours[0] if hours else None,
            safe_to=hours[1] if hours else None,
            code_phrase=said.get("code_phrase") or "",
            trusted_name=NUMBER.sub("", trusted).strip(" ,;-–"),
            trusted_phone=number.group() if number else "",
            source=Source(said.get("source") or Source.SELF),
            referrer=said.get("referrer") or "",
            trafficking=Likely(said.get("trafficking") or Likely.UNSURE),
            may_write=MayWrite(said.get("may_write") or MayWrite.NOT_YET),
            words=said.get("words") or "",
        )

    def unfinished(self) -> UUID | None:
        """The call put aside that this form goes on with."""
        return self._id("call")

    def talk(self) -> UUID | None:
        """The conversation of the helpline that this form was filled from."""
        return self._id("conversation")

    def _id(self, name: str) -> UUID | None:
        try:
            return UUID(str(self.data.get(name) or self.initial.get(name) or ""))
        except ValueError:
            return None
