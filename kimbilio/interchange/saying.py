"""What our own columns say of a case, in the fields of the standard."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from kimbilio.cases.choices import Stage
from kimbilio.cases.models import Case, Story
from kimbilio.consent.choices import Answer, Purpose
from kimbilio.consent.models import Consent
from kimbilio.interchange.standard import CASE_NUMBER, CLOSED_ON, OPENED_ON, SEPARATOR, fields
from kimbilio.people.choices import BirthPrecision, ContactKind
from kimbilio.people.models import ContactPoint, IdentityDocument, Person

FACTS = {
    "vic_TypeOfExploitation": "exploitation",
    "vic_ForcedLabourIndustry": "sector",
    "vic_MethodsOfControl": "control",
    "vic_TypeOfSexExploitation": "sex_exploitation",
}
"""Fields whose codes are facts of a story, with the list they are in."""
SINGLE = {
    "vic_TraffickingStatus": "status",
    "vic_TraffickingStatusDecisionMakingOrg": "status_by",
    "vic_MethodOfRecruitment": "recruitment",
    "vic_RelationshipToTrafficker": "recruited_by",
}
"""Fields that are one column of a story."""
ADDRESS = (
    "prs_MailingStreet", "prs_MailingCity", "prs_MailingState", "prs_MailingPostalCode",
    "prs_MailingCountry",
)  # fmt: skip


@dataclass
class Whole:
    """One case with everything the standard asks about, however it was read."""

    case: Case
    person: Person
    lead_name: str = ""
    contacts: list[ContactPoint] = field(default_factory=list)
    papers: list[IdentityDocument] = field(default_factory=list)
    consents: list[Consent] = field(default_factory=list)
    story: Story | None = None
    facts: set[tuple[str, str]] = field(default_factory=set)

    def reach(self, kind: ContactKind, place: int = 0) -> str:
        """The number or address of that kind, the best first."""
        points = [one for one in self.contacts if one.kind == kind and one.is_active]
        points.sort(key=lambda one: (not one.is_primary, one.pk))
        return points[place].value if place < len(points) else ""


def say(whole: Whole) -> dict[str, str]:
    """Each field that one of our columns speaks of, with what it says; empty if nothing."""
    said = {name: telling(whole) for name, telling in TELLING.items()}
    for name, listing in FACTS.items():
        codes = {code for known, code in whole.facts if known == listing}
        ordered = [code for code in fields()[name].values if code in codes]
        said[name] = SEPARATOR.join([*ordered, *sorted(codes - set(ordered))])
    for name, column in SINGLE.items():
        said[name] = getattr(whole.story, column) if whole.story else ""
    return said


def _word(place: slice) -> Callable[[Whole], str]:
    return lambda whole: " ".join(whole.person.full_name.split()[place])


def _last_word(whole: Whole) -> str:
    return " ".join(whole.person.full_name.split()[1:][-1:])


def _birth(whole: Whole) -> str:
    born = whole.person.born_from
    if born is None:
        return ""
    sizes = {BirthPrecision.DAY: 10, BirthPrecision.MONTH: 7, BirthPrecision.YEAR: 4}
    return born.isoformat()[: sizes.get(BirthPrecision(whole.person.birth_precision), 0)]


def _column(name: str) -> Callable[[Whole], str]:
    def tell(whole: Whole) -> str:
        value = getattr(whole.person, name)
        return "" if value is None else str(value)

    return tell


def _status(whole: Whole) -> str:
    stage = Stage(whole.case.stage)
    return {Stage.CLOSED: "Closed", Stage.FOLLOW_UP: "FollowUp"}.get(stage, "Active")


def _day(name: str) -> Callable[[Whole], str]:
    def tell(whole: Whole) -> str:
        moment: Any = getattr(whole.case, name)
        return timezone.localdate(moment).isoformat() if moment else ""

    return tell


def _consent(whole: Whole) -> str:
    asked = [
        one for one in whole.consents if one.purpose == Purpose.STORAGE and one.withdrawn_at is None
    ]
    if not asked:
        return ""
    latest = max(asked, key=lambda one: (one.given_on, one.pk))
    return {Answer.YES: "true", Answer.NO: "false"}.get(Answer(latest.answer), "")


def _age_when_trafficked(whole: Whole) -> str:
    age = whole.story.age_when_trafficked if whole.story else None
    return "" if age is None else str(age)


def _citizenship(whole: Whole) -> str:
    codes = [whole.person.nationality, whole.person.other_nationality]
    return SEPARATOR.join(code for code in codes if code)


TELLING: dict[str, Callable[[Whole], str]] = {
    "prs_FirstName": _word(slice(0, 1)),
    "prs_MiddleName": _word(slice(1, -1)),
    "prs_SecondName": _last_word,
    "prs_Birthdate": _birth,
    "prs_Gender": _column("sex"),
    "prs_Deceased": lambda whole: "true" if whole.person.died_on else "",
    "prs_MaritalStatus": _column("marital_status"),
    "prs_NumberOfChildren": _column("children_count"),
    "prs_PrimaryLanguage": _column("language"),
    "prs_SecondaryLanguage": _column("other_language"),
    "prs_HighestLevelOfEducation": _column("education"),
    "prs_Citizenship": _citizenship,
    "prs_IdentityNumber": lambda whole: whole.papers[0].number if whole.papers else "",
    "prs_Email": lambda whole: whole.reach(ContactKind.EMAIL),
    "prs_MobilePhone": lambda whole: whole.reach(ContactKind.PHONE),
    "prs_HomePhone": lambda whole: whole.reach(ContactKind.PHONE, 1),
    "prs_MailingStreet": lambda whole: whole.reach(ContactKind.ADDRESS),
    "vic_AgeWhenTrafficked": _age_when_trafficked,
    "cas_Status": _status,
    "cas_CaseOwner": lambda whole: whole.lead_name,
    "con_Consent": _consent,
    CASE_NUMBER: lambda whole: whole.case.code,
    OPENED_ON: _day("opened_at"),
    CLOSED_ON: _day("closed_at"),
}
