"""What a first call told us, as one value, and what follows from it."""

from dataclasses import dataclass, field
from datetime import date, datetime, time

from django.utils import timezone

from kimbilio.cases.choices import AgeGroup, Source, WhereNow
from kimbilio.cases.deciding import Facts
from kimbilio.cases.intake_choices import Caller, Flag, Likely, MayWrite, Safety
from kimbilio.consent.choices import Answer, Giver
from kimbilio.people.ages import age_range, birth_range, minority
from kimbilio.people.choices import BestWay, BirthPrecision, Minority, RelationKind

GUARDIANS = frozenset({RelationKind.MOTHER, RelationKind.FATHER, RelationKind.GUARDIAN})
AGE_GROUPS = (
    (5, AgeGroup.CHILD_5),
    (11, AgeGroup.CHILD_11),
    (14, AgeGroup.CHILD_14),
    (17, AgeGroup.CHILD_17),
    (24, AgeGroup.ADULT_24),
    (59, AgeGroup.ADULT_59),
    (200, AgeGroup.ADULT_60),
)


def age_group_of(ages: tuple[int, int] | None) -> AgeGroup:
    """The group of the youngest possible age, so that who may be a child counts as one."""
    if ages is None:
        return AgeGroup.UNKNOWN
    return next(group for highest, group in AGE_GROUPS if ages[0] <= highest)


@dataclass(frozen=True)
class FirstCall:
    """The answers of one first call, as the form understood them."""

    started_at: datetime
    caller: Caller = Caller.PERSON
    caller_name: str = ""
    caller_phone: str = ""
    caller_is: str = ""
    told: Minority = Minority.UNSURE
    goes_by: str = ""
    age: int | None = None
    language: str = ""
    safety: Safety = Safety.CANNOT_SAY
    safe_until: datetime | None = None
    safe_until_words: str = ""
    place: str = ""
    flags: frozenset[Flag] = field(default_factory=frozenset)
    is_body_with_them: bool = False
    phone: str = ""
    best_way: BestWay = BestWay.CALL
    safe_from: time | None = None
    safe_to: time | None = None
    code_phrase: str = ""
    trusted_name: str = ""
    trusted_phone: str = ""
    source: Source = Source.SELF
    referrer: str = ""
    trafficking: Likely = Likely.UNSURE
    may_write: MayWrite = MayWrite.NOT_YET
    words: str = ""

    def born(self) -> tuple[date | None, date | None, BirthPrecision]:
        """Earliest and latest birth day that fit the age that was said."""
        return birth_range(age=self.age, on=timezone.localdate())

    @property
    def minority(self) -> Minority:
        """Minor, adult or not sure: by the age if one was said, else by the answer."""
        today = timezone.localdate()
        if self.age is not None:
            born_from, born_to, _ = birth_range(age=self.age, on=today)
            return minority(born_from, born_to, today)
        return self.told

    @property
    def is_minor_told(self) -> bool | None:
        """The answer as a person's record keeps it."""
        return None if self.told == Minority.UNSURE else self.told == Minority.MINOR

    @property
    def age_group(self) -> AgeGroup:
        """For lists and counts."""
        if self.age is None:
            return AgeGroup.UNKNOWN
        born_from, born_to, _ = birth_range(age=self.age, on=timezone.localdate())
        return age_group_of(age_range(born_from, born_to, timezone.localdate()))

    @property
    def where_now(self) -> WhereNow:
        """As coarse as a list may say it."""
        if self.is_body_with_them and self.source == Source.POLICE:
            return WhereNow.POLICE_DESK
        return WhereNow.IN_DANGER if self.safety == Safety.NOT_SAFE else WhereNow.UNKNOWN

    def facts(self) -> Facts:
        """What the rule table asks for."""
        return Facts(
            minority=self.minority,
            safety=self.safety,
            is_body_with_them=self.is_body_with_them,
            trafficking=self.trafficking,
            flags=self.flags,
            safe_until=self.safe_until if self.safety == Safety.HOURS else None,
        )

    def giver(self) -> Giver:
        """Whose word a consent in this call is: a child's own yes is an assent."""
        is_minor = self.minority == Minority.MINOR
        if self.caller == Caller.PERSON:
            return Giver.ASSENT if is_minor else Giver.SELF
        if is_minor and self.caller_is in GUARDIANS:
            return Giver.GUARDIAN
        return Giver.OFFICER if is_minor and self.caller_is == RelationKind.OFFICIAL else Giver.SELF

    def storage_answer(self) -> Answer:
        """What may be said of keeping a record: nobody else's yes stands for an adult's own."""
        speaks_for_them = self.caller == Caller.PERSON or self.giver() != Giver.SELF
        if self.may_write == MayWrite.YES and speaks_for_them:
            return Answer.YES
        return Answer.NO if self.may_write == MayWrite.NO and speaks_for_them else Answer.NOT_YET
