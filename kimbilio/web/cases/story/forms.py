"""The forms of the story: its words, and its codes for the law and for reports."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kimbilio.cases.codes import elements, places
from kimbilio.cases.codes import exploitation as htcds
from kimbilio.cases.models import Story
from kimbilio.organisation.places import countries, county_choices, language_choices
from kimbilio.web.forms import KimbilioForm, PlainTextField

DAY: Any = {"widget": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), "required": False}
SHORT: Any = {"max_length": 2000, "rows": 3, "required": False}


class StoryForm(KimbilioForm):
    """Asks for the words of ``change_story``."""

    draft_name = "story"

    version = forms.IntegerField(widget=forms.HiddenInput)
    account = PlainTextField(
        label=_("In their own words"),
        help_text=_("Add only what they offer. Do not ask again for what stands here."),
        max_length=100_000, rows=12, required=False,
    )  # fmt: skip
    told_on = forms.DateField(label=_("Told on"), **DAY)
    told_in = forms.ChoiceField(
        label=_("In which language"), choices=language_choices, required=False
    )
    wish = PlainTextField(label=_("What they wish for"), **SHORT)
    do_not = PlainTextField(label=_("What we must not do"), **SHORT)
    strengths = PlainTextField(label=_("Strengths"), help_text=_("One a line."), **SHORT)
    upsets = PlainTextField(label=_("What may upset them"), **SHORT)

    @classmethod
    def of(cls, story: Story) -> dict[str, Any]:
        """What the form starts with for this story."""
        return _start(cls, story)


class CountriesField(forms.CharField):
    """Countries by name or two letters, with commas between them; one alone unless ``many``."""

    def __init__(self, *, many: bool = False, **kwargs: Any) -> None:
        self.many = many
        super().__init__(required=False, max_length=400, **kwargs)
        self.widget.attrs["list"] = "countries"
        self.widget.attrs.pop("maxlength", None)

    def prepare_value(self, value: Any) -> Any:
        """Codes as names."""
        if isinstance(value, list):
            return ", ".join(str(countries().get(code, code)) for code in value)
        return countries().get(value, value)

    def clean(self, value: Any) -> Any:
        """Names as codes; a list of them if there may be many."""
        typed = super().clean(value)
        known = {name.casefold(): code for code, name in countries().items()}
        known |= {code.casefold(): code for code in countries()}
        parts = [part.strip() for part in typed.split(",")] if self.many else [typed.strip()]
        codes = []
        for part in filter(None, parts):
            if part.casefold() not in known:
                raise forms.ValidationError(
                    _("“%(name)s” is not a country we know. Choose one from the list."),
                    params={"name": part},
                )
            codes.append(known[part.casefold()])
        return sorted(set(codes)) if self.many else "".join(codes)


def _one(label: Any, codes: Any, empty: Any = "—") -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=[("", empty), *codes.items()], required=False)


def _many(label: Any, codes: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, choices=list(codes.items()), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip


class CodesForm(KimbilioForm):
    """What the two forms of codes share: ``FACTS`` are lists of codes, the rest single answers."""

    FACTS: tuple[str, ...] = ()
    SECTIONS: tuple[tuple[Any, tuple[str, ...]], ...] = ()

    version = forms.IntegerField(widget=forms.HiddenInput)

    @classmethod
    def of(cls, story: Story, facts: dict[str, list[str]] | None = None) -> dict[str, Any]:
        """What the form starts with for this story and its facts."""
        listed = {listing: (facts or {}).get(listing, []) for listing in cls.FACTS}
        return {**_start(cls, story), **listed}

    def values(self) -> dict[str, Any]:
        """What ``change_story`` takes."""
        taken = {n: v for n, v in self.cleaned_data.items() if n not in {*self.FACTS, "version"}}
        return {**taken, "facts": {name: self.cleaned_data[name] for name in self.FACTS}}

    def sections(self) -> list[tuple[Any, list[Any]]]:
        """The fields in groups, as the page draws them."""
        return [(heading, [self[name] for name in names]) for heading, names in self.SECTIONS]


class CodingForm(CodesForm):
    """Asks for the elements of the law, the status and the kind of exploitation."""

    draft_name = "story_codes"
    FACTS = (
        "act", "means", "purpose", "exploitation", "sex_exploitation", "sector", "control", "place",
    )  # fmt: skip
    SECTIONS = (
        (_("The three elements"), ("act", "means", "purpose")),
        (_("Status"), ("status", "status_by")),
        (_("Exploitation"),
         ("exploitation", "sex_exploitation", "control", "sector", "place")),
    )  # fmt: skip

    act = _many(_("Act"), elements.ACT)
    means = _many(_("Means"), elements.MEANS)
    purpose = _many(_("Purpose"), elements.PURPOSE)
    status = _one(_("Trafficking status"), htcds.STATUS, _("Not decided"))
    status_by = _one(_("Who decided"), htcds.DECIDED_BY)
    exploitation = _many(_("Kind of exploitation"), htcds.EXPLOITATION)
    sex_exploitation = _many(_("If sexual, how"), htcds.SEX_EXPLOITATION)
    control = _many(_("How they were controlled"), htcds.CONTROL)
    sector = _many(_("Kind of work"), htcds.SECTOR)
    place = _many(_("Kind of place"), places.PLACE)

    def clean(self) -> dict[str, Any]:
        """A status and who decided it belong together."""
        answers = super().clean() or self.cleaned_data
        if bool(answers.get("status")) != bool(answers.get("status_by")):
            name = "status_by" if answers.get("status") else "status"
            self.add_error(name, _("Say who decided it: the two belong together."))
        return answers


class RouteForm(CodesForm):
    """Asks how they were recruited, from where to where, and when."""

    draft_name = "story_route"
    FACTS = ("transit",)
    SECTIONS = (
        (_("Recruitment"), ("recruitment", "recruited_by", "age_when_trafficked")),
        (_("Route"), (
            "scope", "origin_country", "origin_county", "transit", "destination_country",
            "destination_county", "route_note",
        )),
        (_("Dates"), ("exploited_from", "exploited_until")),
    )  # fmt: skip

    recruitment = _one(_("How they were recruited"), htcds.RECRUITMENT)
    recruited_by = _one(_("Who recruited them"), htcds.RELATIONSHIP)
    age_when_trafficked = forms.IntegerField(
        label=_("Age when it began"), required=False, min_value=0, max_value=110
    )
    scope = _one(_("Within the country or across a border"), elements.SCOPE)
    origin_country = CountriesField(label=_("From which country"))
    origin_county = forms.ChoiceField(
        label=_("From which county"), choices=county_choices, required=False
    )
    transit = CountriesField(
        label=_("Through which countries"), help_text=_("With commas between them."), many=True
    )
    destination_country = CountriesField(label=_("To which country"))
    destination_county = forms.ChoiceField(
        label=_("To which county"), choices=county_choices, required=False
    )
    route_note = PlainTextField(label=_("The way, in words"), **SHORT)
    exploited_from = forms.DateField(label=_("Exploited from"), **DAY)
    exploited_until = forms.DateField(label=_("Exploited until"), **DAY)

    def clean(self) -> dict[str, Any]:
        """The end does not come before the beginning."""
        answers = super().clean() or self.cleaned_data
        begin, end = answers.get("exploited_from"), answers.get("exploited_until")
        if begin and end and end < begin:
            self.add_error("exploited_until", _("The end comes before the beginning."))
        return answers

    def all_countries(self) -> list[str]:
        """The names one may choose from while typing."""
        return list(countries().values())


def _start(form: type[KimbilioForm], story: Story) -> dict[str, Any]:
    names = {f.name for f in Story._meta.concrete_fields} & set(form.base_fields)
    return {name: getattr(story, name) for name in names}
