"""What the pages of the directory ask for."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from kimbilio.organisation.places import (
    counties,
    county_choices,
    language_choices,
    languages,
    sub_counties,
    sub_county_choices,
    ward_choices,
    wards,
)
from kimbilio.partners.choices import (
    EVERY_DAY,
    LONGEST_FRESH,
    OLDEST,
    WEEKDAYS,
    Cost,
    Need,
    PartnerKind,
    Service,
    Takes,
    When,
)
from kimbilio.partners.queries import Wanted
from kimbilio.web.forms import KimbilioForm, PlainTextField
from kimbilio.web.partners.hours_fields import FurtherHours, clock_field, further_values
from kimbilio.web.partners.ward_fields import WardsField, wards_typed

MOST_PLACES = 9999


def _with_county(form: forms.Form, said: dict[str, Any]) -> dict[str, Any]:
    """What was said, with the county of the sub-county or ward where only that was chosen."""
    ward = wards().get(said.get("ward", ""))
    if ward and not said.get("county"):
        said["county"] = ward.county
    elif ward and ward.county != said["county"]:
        form.add_error("ward", _("This ward is in another county."))
    part = said.get("sub_county")
    if part and not said.get("county"):
        said["county"] = sub_counties()[part][1]
    elif part and sub_counties()[part][1] != said["county"]:
        form.add_error("sub_county", _("This sub-county is in another county."))
    return said


class FindForm(forms.Form):
    """Asks for what ``find_help`` looks for; codes and numbers only, so it may stand in an address."""

    FURTHER: ClassVar = ("sub_county", "ward", "language", "foreign", "needs")

    service = forms.ChoiceField(
        label=_("Help needed"), choices=[("", _("Any")), *Service.choices], required=False
    )
    county = forms.ChoiceField(label=_("County"), choices=county_choices, required=False)
    sub_county = forms.ChoiceField(
        label=_("Sub-county"), choices=sub_county_choices, required=False
    )
    ward = forms.ChoiceField(label=_("Ward"), choices=ward_choices, required=False)
    sex = forms.ChoiceField(label=_("For"), choices=[("", "—"), *Takes.choices[1:]], required=False)
    age = forms.IntegerField(label=_("Age"), min_value=0, max_value=OLDEST, required=False)
    when = forms.ChoiceField(label=_("When"), choices=When, required=False)
    foreign = forms.BooleanField(label=_("From another country"), required=False)
    language = forms.ChoiceField(label=_("Language"), choices=language_choices, required=False)
    needs = forms.MultipleChoiceField(
        label=_("Also needed: ready for"),
        choices=Need,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        county = self.data.get("county", "")
        if county in counties():  # all 307 would weigh more than the rest of the page
            own = [(code, name) for code, (name, its) in sub_counties().items() if its == county]
            self.fields["sub_county"].widget.choices = [("", "—"), *own]
            self.fields["ward"].widget.choices = ward_choices(county)
        else:  # and 1,450 wards would weigh twice the page
            self.fields["ward"].widget.choices = [("", _("Choose the county, then Find"))]

    def clean(self) -> dict[str, Any]:
        """A sub-county or a ward says its county."""
        return _with_county(self, self.cleaned_data)

    def says_more(self) -> bool:
        """Whether a field is filled in that the page folds away until it is asked for."""
        return any(self.data.get(name) for name in self.FURTHER)

    def wanted(self) -> Wanted:
        """What was asked for; nothing where it made no sense."""
        if not self.is_valid():
            return Wanted()
        said = self.cleaned_data
        return Wanted(
            service=said["service"],
            county=said["county"],
            sub_county=said["sub_county"],
            ward=said["ward"],
            sex=said["sex"],
            age=said["age"],
            is_foreigner=said["foreign"],
            needs=tuple(said["needs"]),
            language=said["language"],
            when=said["when"],
        )


class CheckForm(forms.Form):
    """Which version of the entry the person read."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class PlacesForm(KimbilioForm):
    """Asks for what ``say_places`` takes; empty is not known."""

    free = forms.IntegerField(
        label=_("Places free today"), min_value=0, max_value=MOST_PLACES, required=False
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class PartnerForm(KimbilioForm):
    """Asks for what ``save_partner`` takes."""

    draft_name = "partner"

    name = PlainTextField(label=_("Name"), max_length=120)
    kind = forms.ChoiceField(label=_("Kind"), choices=PartnerKind)
    county = forms.ChoiceField(label=_("County"), choices=county_choices, required=False)
    sub_county = forms.ChoiceField(
        label=_("Sub-county"), choices=sub_county_choices, required=False
    )
    ward = WardsField(label=_("Ward"), help_text=_("Its name. Leave it empty if not known."))
    place = PlainTextField(
        label=_("Address that anybody may know"),
        help_text=_("Never that of a safe house."),
        max_length=200,
        required=False,
    )
    latitude = forms.DecimalField(
        label=_("Latitude"),
        help_text=_("Of an office that anybody may visit, such as -1.286389."),
        min_value=-90,
        max_value=90,
        max_digits=9,
        decimal_places=6,
        required=False,
    )
    longitude = forms.DecimalField(
        label=_("Longitude"),
        min_value=-180,
        max_value=180,
        max_digits=9,
        decimal_places=6,
        required=False,
    )
    is_place_secret = forms.BooleanField(label=_("Its place must stay unknown"), required=False)
    phone = PlainTextField(label=_("Public phone"), max_length=30, required=False)
    email = forms.EmailField(label=_("Public e-mail"), required=False)
    contact_name = PlainTextField(label=_("Whom to ask for"), max_length=120, required=False)
    contact_phone = PlainTextField(label=_("Their own phone"), max_length=30, required=False)
    note = PlainTextField(
        label=_("Good to know"),
        help_text=_("Never the address of a safe house."),
        rows=3,
        required=False,
    )
    note_is_safe = forms.BooleanField(
        label=_("I read this note: it does not say where a secret place is"), required=False
    )
    agreement_ends = forms.DateField(
        label=_("Agreement until"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    is_active = forms.BooleanField(label=_("We work with them"), required=False, initial=True)
    is_public = forms.BooleanField(
        label=_("Show on the public page"),
        help_text=_("Name, public phone, address and services. Never a secret place."),
        required=False,
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    @classmethod
    def of_the_entry(cls) -> list[str]:
        """The fields that the entry itself has."""
        return [name for name in cls.base_fields if name != "note_is_safe"]

    def clean(self) -> dict[str, Any]:
        """A sub-county or a ward says its county."""
        said = super().clean() or self.cleaned_data
        part = sub_counties().get(said.get("sub_county", ""), ("", ""))[1]
        place = said.get("county") or part
        found = wards_typed(self, "ward", [place] if place else [])
        if len(found) > 1:
            self.add_error("ward", _("One ward only: where the office stands."))
        said["ward"] = found[0] if found else ""
        return _with_county(self, said)

    def answers(self) -> dict[str, Any]:
        """What the action takes."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class OfferForm(KimbilioForm):
    """Asks for what ``save_offer`` takes."""

    service = forms.ChoiceField(label=_("Service"), choices=Service)
    takes = forms.ChoiceField(
        label=_("For"), choices=Takes, widget=forms.RadioSelect, initial="any"
    )
    min_age = forms.IntegerField(label=_("From age"), min_value=0, max_value=OLDEST, initial=0)
    max_age = forms.IntegerField(label=_("To age"), min_value=0, max_value=OLDEST, initial=OLDEST)
    takes_foreigners = forms.BooleanField(
        label=_("Takes people from other countries"), required=False, initial=True
    )
    is_nationwide = forms.BooleanField(label=_("In the whole country"), required=False)
    counties = forms.MultipleChoiceField(
        label=_("In these counties"),
        choices=lambda: list(counties().items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    wards = WardsField(
        label=_("Only in these wards"),
        help_text=_("Names, separated by commas. Empty for the whole of each county."),
        rows=2,
    )
    days = forms.MultipleChoiceField(
        label=_("On these days"),
        choices=WEEKDAYS,
        required=False,
        initial=list(EVERY_DAY),
        widget=forms.CheckboxSelectMultiple,
    )
    opens = clock_field(_("Opens"), _("Empty for round the clock."))
    closes = clock_field(_("Closes"))
    languages = forms.MultipleChoiceField(
        label=_("In these languages"),
        choices=lambda: list(languages().items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    needs = forms.MultipleChoiceField(
        label=_("Ready for people with these needs"),
        choices=Need,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    cost = forms.ChoiceField(label=_("Cost"), choices=Cost, required=False)
    cost_words = PlainTextField(
        label=_("What it costs"),
        help_text=_("Only if there is a fee, in a few words."),
        max_length=120,
        required=False,
    )
    places_total = forms.IntegerField(
        label=_("Places in all"), min_value=0, max_value=MOST_PLACES, required=False
    )
    places_free = forms.IntegerField(
        label=_("Places free today"),
        help_text=_("A new number is dated today."),
        min_value=0,
        max_value=MOST_PLACES,
        required=False,
    )
    is_active = forms.BooleanField(label=_("In use"), required=False, initial=True)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, further_hours: Sequence[str] = (), **kwargs: Any) -> None:
        kwargs["initial"] = {**kwargs.get("initial", {}), **further_values(further_hours)}
        super().__init__(*args, **kwargs)
        self.further = FurtherHours(self, len(further_hours))

    def clean(self) -> dict[str, Any]:
        """Wards are looked for in the counties that were chosen; lines of hours are put together."""
        said = super().clean() or self.cleaned_data
        said["further_hours"] = self.further.codes()
        said["wards"] = wards_typed(self, "wards", said.get("counties", []))
        return said

    def answers(self) -> dict[str, Any]:
        """What the action takes: the days as digits, further hours as codes."""
        known = {*self.base_fields, "further_hours"} - {"version"}
        said = {name: value for name, value in self.cleaned_data.items() if name in known}
        return {**said, "days": "".join(sorted(said["days"]))}


class RulesForm(KimbilioForm):
    """Asks for what ``save_directory_rules`` takes."""

    stale_after_days = forms.IntegerField(
        label=_("An entry asks to be checked after so many days"),
        min_value=1,
        max_value=LONGEST_FRESH,
    )
    is_page_open = forms.BooleanField(
        label=_("The public page is open"),
        help_text=_("Anybody may read the entries that a team lead chose for it, at /help/."),
        required=False,
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def answers(self) -> dict[str, Any]:
        """What the action takes."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}
