"""Drawing invented people with ways to reach them."""

from dataclasses import dataclass
from datetime import date, time, timedelta
from random import Random

from kimbilio.kernel.ids import new_id
from kimbilio.operations.seed.words import PHRASES
from kimbilio.people.ages import birth_range
from kimbilio.people.choices import BirthPrecision, Sex
from kimbilio.people.indexing import Findable
from kimbilio.people.models import ContactPoint, Person
from kimbilio.people.sample_names import sample_name, sample_phone

AGES = (8, 11, 13, 14, 15, 16, 17, 17, 18, 19, 20, 21, 22, 23, 24, 26, 28, 31, 34, 40, 47, 58)
LANGUAGES = ("swa", "swa", "swa", "eng", "luo", "luy", "kam", "som", "kik", "amh")
COUNTRIES = ("KE", "KE", "KE", "KE", "KE", "UG", "TZ", "ET", "SO", "RW")


@dataclass(frozen=True)
class Drawn:
    """One invented person and their phone."""

    person: Person
    contact: ContactPoint

    def findable(self) -> Findable:
        """What they are found by."""
        names = (self.person.full_name, self.person.goes_by)
        return Findable(self.person.pk, names, (self.contact.value,))


def draw(random: Random, today: date) -> Drawn:
    """One person as a first call would leave them."""
    name = sample_name(random)
    age = random.choice(AGES)
    if random.random() < 0.4:
        born = today - timedelta(days=age * 365 + random.randrange(365) + age // 4)
        born_from, born_to, precision = birth_range(exact=born, on=today)
    else:
        born_from, born_to, precision = birth_range(age=age, on=today)
    person = Person(
        id=new_id(),
        full_name=name.full_name,
        goes_by=name.full_name.split()[0],
        sex=Sex.FEMALE if name.sex == "f" else Sex.MALE,
        born_from=born_from,
        born_to=born_to,
        birth_precision=precision or BirthPrecision.UNKNOWN,
        nationality=random.choice(COUNTRIES),
        language=random.choice(LANGUAGES),
    )
    contact = ContactPoint(
        person=person,
        value=sample_phone(random),
        may_call=True,
        may_text=random.random() < 0.4,
        safe_from=time(random.choice((8, 10, 14))) if random.random() < 0.5 else None,
        code_phrase=random.choice(PHRASES),
        is_primary=True,
    )
    contact.safe_until = time(contact.safe_from.hour + 4) if contact.safe_from else None
    return Drawn(person, contact)
