"""Days as people type them: in many orders, with month names, as numbers that Excel keeps."""

import re
from collections.abc import Iterable
from datetime import date, timedelta

from django.utils import timezone

from kimbilio.interchange.reasons import CellRefused

FIRST_YEAR, LAST_YEAR = 1900, 2100
SERIALS = range(10_000, 73_051)  # 1927 to 2100; smaller numbers are rather years
EXCEL_BEGINS = date(1899, 12, 30)
MONTHS = (
    ("jan", "januari"), ("feb", "februari"), ("mar", "machi"), ("apr", "aprili"), ("may", "mei"),
    ("jun", "juni"), ("jul", "julai"), ("aug", "agosti"), ("sep", "septemba"), ("oct", "oktoba"),
    ("nov", "novemba"), ("dec", "desemba"),
)  # fmt: skip
ISO = re.compile(r"(\d{4})-(\d{1,2})(?:-(\d{1,2})(?:[T ].*)?)?")
NUMBERS = re.compile(r"(\d{1,4})[\s./\-]+(\d{1,2})[\s./\-]+(\d{1,4})(?:[T ,]+\d.*)?")
MONTH_YEAR = re.compile(r"(\d{1,2})[\s./\-]+(\d{4})")
WORDS = re.compile(r"[^\W\d_]+")


def read_day(text: str, *, month_first: bool = False) -> str:
    """``2019-03-04`` for ``4/3/2019`` or ``4 March 2019``; ``2019-03`` or ``2019`` for less."""
    text = " ".join(text.split())
    parts = _parts(text, month_first=month_first)
    if parts is None:
        raise CellRefused("not_a_day", text)
    year, month, day = parts
    try:
        date(year, month or 1, day or 1)
    except ValueError:
        raise CellRefused("not_a_day", text) from None
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise CellRefused("not_a_day", text)
    return "-".join([f"{year:04d}", *(f"{part:02d}" for part in (month, day) if part)])


def first_day(value: str) -> date:
    """The first day that a value of ``read_day`` may mean."""
    return date.fromisoformat((value + "-01-01")[:10])


def proves_month_first(texts: Iterable[str]) -> bool:
    """Whether a column holds days that only make sense with the month first, and none against."""
    speaks_for = False
    for text in texts:
        found = NUMBERS.fullmatch(" ".join(text.split()))
        if found and len(found[1]) <= 2:
            one, two = int(found[1]), int(found[2])
            if one > 12:
                return False
            speaks_for = speaks_for or two > 12
    return speaks_for


def _parts(text: str, *, month_first: bool) -> tuple[int, int, int] | None:
    if text.isdecimal():
        return _from_number(int(text))
    if found := ISO.fullmatch(text):
        return int(found[1]), int(found[2]), int(found[3] or 0)
    if found := NUMBERS.fullmatch(text):
        return _in_order(found[1], int(found[2]), found[3], month_first=month_first)
    if found := MONTH_YEAR.fullmatch(text):
        return int(found[2]), int(found[1]), 0
    return _with_words(text)


def _from_number(number: int) -> tuple[int, int, int] | None:
    """A year, a serial number of Excel, or eight digits in a row."""
    if FIRST_YEAR <= number <= LAST_YEAR:
        return number, 0, 0
    if number in SERIALS:
        day = EXCEL_BEGINS + timedelta(days=number)
        return day.year, day.month, day.day
    if 19_000_101 <= number <= 21_001_231:
        return number // 10_000, number // 100 % 100, number % 100
    return None


def _in_order(first: str, second: int, third: str, *, month_first: bool) -> tuple[int, int, int]:
    """Three numbers: year first if it has four digits; else day or month first."""
    if len(first) > 2:
        return int(first), second, int(third)
    one = int(first)
    if second > 12 or (month_first and one <= 12):
        one, second = second, one
    return _whole_year(third), second, one


def _whole_year(text: str) -> int:
    """1998 for ``98``, 2003 for ``03``: nobody's past lies ahead."""
    if len(text) > 2:
        return int(text)
    this = timezone.localdate().year
    year = this // 100 * 100 + int(text)
    return year if year <= this else year - 100


def _with_words(text: str) -> tuple[int, int, int] | None:
    months = [month for word in WORDS.findall(text) if (month := _month(word))]
    numbers = re.findall(r"\d+", text.split(":")[0][:-2] if ":" in text else text)
    others = {word.casefold() for word in WORDS.findall(text) if not _month(word)}
    if len(months) != 1 or not 1 <= len(numbers) <= 2:
        return None
    if others - {"st", "nd", "rd", "th", "of", "the", *DAY_NAMES}:
        return None
    if len(numbers) == 1:
        return (int(numbers[0]), months[0], 0) if len(numbers[0]) == 4 else None
    day, year = numbers
    if len(day) == 4:
        day, year = year, day
    return _whole_year(year), months[0], int(day)


def _month(word: str) -> int:
    """The number of a month by its English or Kiswahili name, whole or short."""
    said = word.casefold()
    for number, (short, swahili) in enumerate(MONTHS, start=1):
        if (said.startswith(short) and len(said) <= 9) or said == swahili:
            return number
    return 0


DAY_NAMES = {
    "mon", "tue", "wed", "thu", "fri", "sat", "sun", "monday", "tuesday", "wednesday", "thursday",
    "friday", "saturday", "sunday",
}  # fmt: skip
