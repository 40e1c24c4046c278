"""How an entry of the calendar is drawn: its word, sign and tone, and where it leads."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.utils import timezone
from django.utils.translation import gettext as _

from kimbilio.access.choices import Act
from kimbilio.access.matrix import allows, holds
from kimbilio.accounts.models import User
from kimbilio.calendar.choices import Kind
from kimbilio.calendar.queries import Entry
from kimbilio.care.registry import all_services
from kimbilio.cases.models import Step
from kimbilio.cases.work_choices import AppointmentKind
from kimbilio.web.addresses import address_to
from kimbilio.web.day.lines import KINDS, CallLine, address_of
from kimbilio.web.templatetags.days import hour

MOST_CODES = 4  # of a group, in one line
CALL_SIGN, TASK_SIGN, STEP_SIGN, TAKEN_SIGN = "i-phone", "i-checkbox", "i-route", "i-lock"


@dataclass(frozen=True)
class Line:
    """One entry as a page draws it."""

    entry: Entry
    what: str
    icon: str
    tone: str = ""
    href: str = ""
    where: str = ""
    who: str = ""
    own_words: str = ""  # of what belongs to no case and is mine; never on paper
    hours: str = ""  # in which calling is safe

    @cached_property
    def when(self) -> str:
        """From which hour to which, as on a clock; nothing for what is due at any hour of its day."""
        if not self.entry.has_hour:
            return ""
        ends = self.entry.ends_at
        return hour(self.entry.at) + (f"–{hour(ends)}" if ends else "")

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes that have room."""
        return self.entry.codes[:MOST_CODES]

    @property
    def more_codes(self) -> int:
        """How many have none."""
        return max(0, len(self.entry.codes) - MOST_CODES)


def line_of(entry: Entry, *, names: bool) -> Line:
    """The entry in words; ``names`` says whose session it is, where more than one colleague is shown."""
    if not entry.is_told:
        held = entry.thing if entry.kind == Kind.SESSION else None
        return Line(
            entry, _("Taken"), TAKEN_SIGN, where=held.room if held else "",
            who=held.who if held and names else "",
        )  # fmt: skip
    return _TELL[entry.kind](entry, names)


def _session(entry: Entry, names: bool) -> Line:
    one = entry.thing
    href = address_to(one.url_name, one.pk) if entry.is_mine else ""
    who = one.who if names else ""
    return Line(entry, str(one.what), one.icon, "plum", href, where=one.room, who=who)


def _appointment(entry: Entry, names: bool) -> Line:
    one = entry.thing
    icon, tone = KINDS[AppointmentKind(one.kind)]
    href = _of_appointment(entry) if entry.is_mine else ""
    own = one.title if one.case_id is None else ""
    return Line(entry, str(one.get_kind_display()), icon, tone, href, own_words=own)


def _of_appointment(entry: Entry) -> str:
    """Its page: of a case whose code is known, or of one's own."""
    if entry.codes:
        return address_to("cases:appointment", entry.codes[0], entry.thing.pk)
    return address_to("day:appointment", entry.thing.pk)


def _call(entry: Entry, names: bool) -> Line:
    one = entry.thing
    href = f"{address_to('cases:call', one.case.code)}?call={one.pk}" if entry.is_mine else ""
    return Line(entry, _("Call"), CALL_SIGN, "sky", href, hours=CallLine(one).hours)


def _task(entry: Entry, names: bool) -> Line:
    one = entry.thing
    if isinstance(one, Step):
        href = address_to("cases:plan_step", one.case.code, one.number) + "#panel"
        return Line(entry, _("Step %(n)s") % {"n": one.number}, STEP_SIGN, "leaf", href)
    own = one.title if one.case_id is None and entry.is_mine else ""
    return Line(entry, _("Task"), TASK_SIGN, href=address_of(one), own_words=own)


_TELL = {
    Kind.SESSION: _session, Kind.APPOINTMENT: _appointment, Kind.CALL: _call, Kind.TASK: _task,
}  # fmt: skip


@dataclass(frozen=True)
class Day:
    """One day: first the entries with an hour, then what is due at any hour; ``lines`` are those it shows."""

    day: date
    lines: list[Line]
    more: int  # how many it has besides

    @property
    def is_today(self) -> bool:
        """Whether it is the day of the reader."""
        return self.day == timezone.localdate()

    @property
    def is_free(self) -> bool:
        """Whether nothing stands in it."""
        return not self.lines


def days_of(entries: list[Entry], days: list[date], *, most: int, names: bool) -> list[Day]:
    """Each day with its first ``most`` lines in their order."""
    of_day: dict[date, list[Entry]] = {day: [] for day in days}
    for entry in sorted(entries, key=lambda one: not one.has_hour):
        of_day.get(timezone.localdate(entry.at), []).append(entry)
    return [
        Day(day, [line_of(one, names=names) for one in found[:most]], max(0, len(found) - most))
        for day, found in of_day.items()
    ]


def choices_of(viewer: User, *, is_room: bool) -> list[tuple[str, str]]:
    """What the calendar can be narrowed to: services in which the reader may be told of something, and kinds."""
    services = [
        (str(one.kind), str(one.kind.label))
        for one in all_services()
        if one.sessions is not None
        and (holds(viewer.role, one.needs) or allows(viewer.role, one.compartment, Act.VIEW))
    ]
    kinds = [] if is_room else [(str(k), str(k.label)) for k in Kind if k != Kind.SESSION]
    return [*services, *kinds]
