"""Ages as ranges: what is estimated is never shown or counted as exact."""

from datetime import date

from kimbilio.people.choices import BirthPrecision, Minority

ADULT_AT = 18  # Children Act 2022, section 2


def years_between(born: date, on: date) -> int:
    """Completed years; somebody born on 29 February has a birthday on 1 March in other years."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def years_before(day: date, years: int) -> date:
    """The day ``years`` earlier; 29 February becomes 1 March."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return date(day.year - years, 3, 1)


def birth_range(
    *, exact: date | None = None, month: str = "", year: int | None = None,
    age: int | None = None, on: date,
) -> tuple[date | None, date | None, BirthPrecision]:  # fmt: skip
    """Earliest and latest birth day that fit what was said, and how exact that is.

    ``month`` is ``YYYY-MM``; ``age`` is in completed years on the day ``on``.
    """
    if exact:
        return exact, exact, BirthPrecision.DAY
    if month:
        first = date.fromisoformat(f"{month}-01")
        following = date(first.year + first.month // 12, first.month % 12 + 1, 1)
        return first, date.fromordinal(following.toordinal() - 1), BirthPrecision.MONTH
    if year:
        return date(year, 1, 1), date(year, 12, 31), BirthPrecision.YEAR
    if age is not None:
        earliest = date.fromordinal(years_before(on, age + 1).toordinal() + 1)
        return earliest, years_before(on, age), BirthPrecision.ESTIMATE
    return None, None, BirthPrecision.UNKNOWN


def age_range(born_from: date | None, born_to: date | None, on: date) -> tuple[int, int] | None:
    """Youngest and oldest possible age in years on the day ``on``."""
    if born_from is None or born_to is None:
        return None
    return max(0, years_between(born_to, on)), max(0, years_between(born_from, on))


def minority(
    born_from: date | None, born_to: date | None, on: date, *, told: bool | None = None
) -> Minority:
    """Minor or adult if every possible birth day says so; else not sure."""
    ages = age_range(born_from, born_to, on)
    if ages is None:
        if told is None:
            return Minority.UNSURE
        return Minority.MINOR if told else Minority.ADULT
    if ages[1] < ADULT_AT:
        return Minority.MINOR
    return Minority.ADULT if ages[0] >= ADULT_AT else Minority.UNSURE


def turns_adult_on(born_from: date | None, born_to: date | None) -> date | None:
    """The eighteenth birthday, only if the birth date is exact."""
    if born_from is None or born_from != born_to:
        return None
    try:
        return born_from.replace(year=born_from.year + ADULT_AT)
    except ValueError:
        return date(born_from.year + ADULT_AT, 3, 1)
