"""The filters of the list as chips: what is chosen, what can be, and the address of each change."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_lazy, pgettext
from django.utils.translation import gettext as _

from kimbilio.access.choices import Permission
from kimbilio.access.matrix import holds
from kimbilio.accounts.choices import Role
from kimbilio.accounts.models import User
from kimbilio.cases.choices import AgeGroup, Risk, Source, Stage, WhereNow, WorkKind
from kimbilio.cases.closing_choices import ClosingReason
from kimbilio.cases.filters import ME, NO_CLOSING, NOBODY, CaseFilter
from kimbilio.organisation.models import Unit
from kimbilio.organisation.places import counties

Options = list[tuple[str, Any]]


def _workers() -> Options:
    roles = [role for role in Role if holds(role, Permission.WORK_ON_CASE)]
    staff = User.objects.filter(is_active=True, role__in=roles).order_by("name")
    named = [(str(pk), name) for pk, name in staff.values_list("pk", "name")[:300]]
    return [(ME, _("Me")), (NOBODY, _("Nobody")), *named]


def _units() -> Options:
    return [(str(pk), name) for pk, name in Unit.objects.values_list("pk", "name")]


@dataclass(frozen=True)
class Facet:
    """One thing to filter by. ``names`` are the fields of ``CaseFilter`` it sets."""

    name: str
    label: Any
    options: Callable[[], Options] = field(default=lambda: [])
    one: bool = False  # one answer, not several
    names: tuple[str, ...] = ()
    is_first: bool = False  # a chip even when nothing is chosen

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields it sets."""
        return self.names or (self.name,)


FACETS: tuple[Facet, ...] = (
    Facet("state", gettext_lazy("Open or closed"), one=True, is_first=True, options=lambda: [
        ("open", pgettext("state of a case", "Open")), ("closed", _("Closed")), ("all", _("Open and closed"))]),
    Facet("risk", gettext_lazy("Risk"), lambda: list(Risk.choices), is_first=True),
    Facet("worker", gettext_lazy("Worker"), _workers, is_first=True),
    Facet("age", gettext_lazy("Age"), lambda: list(AgeGroup.choices), is_first=True),
    Facet("county", gettext_lazy("County"), lambda: list(counties().items()), is_first=True),
    Facet("where", gettext_lazy("Where now"), lambda: list(WhereNow.choices), is_first=True),
    Facet("stage", gettext_lazy("Stage"), lambda: list(Stage.choices), is_first=True),
    Facet("minor", gettext_lazy("Minor"), lambda: [
        ("yes", _("Minors")), ("no", _("Adults")), ("unsure", _("Not sure"))]),
    Facet("unit", gettext_lazy("Unit"), _units),
    Facet("kind", gettext_lazy("Kind of work"), lambda: list(WorkKind.choices)),
    Facet("source", gettext_lazy("Who brought the case"), lambda: list(Source.choices)),
    Facet("time", gettext_lazy("Time"),
          names=("overdue", "week", "court", "quiet", "parked", "ending"), options=lambda: [
        ("overdue", _("Overdue")), ("week", _("Due within seven days")),
        ("court", _("In court within 14 days")),
        ("quiet", _("No contact for 14 days")), ("parked", _("With parked steps")),
        ("ending", _("A consent ends within 14 days"))]),
    Facet("reason", gettext_lazy("Closed because"), lambda: [
        *ClosingReason.choices, (NO_CLOSING, _("No closing on record"))]),
    Facet("days", gettext_lazy("Opened or closed between"),
          names=("opened_from", "opened_to", "closed_from", "closed_to")),
)  # fmt: skip
BY_NAME = {facet.name: facet for facet in FACETS}
MORE = "more"
COLUMNS = "columns"
SAVE = "save"


@dataclass(frozen=True)
class Chip:
    """A chip: its words, the address that opens its choices, and the one that takes it away."""

    name: str
    words: str
    choose: str
    remove: str = ""
    is_on: bool = False


@dataclass(frozen=True)
class Panel:
    """The open choices of one chip; ``kept`` are the other parts of the address."""

    name: str
    title: str
    options: list[tuple[str, str, Any, bool]] = field(
        default_factory=list
    )  # field, code, words, on
    one: bool = False
    days: list[tuple[str, str, str]] = field(default_factory=list)  # field, words, value
    facets: list[Chip] = field(default_factory=list)
    kept: list[tuple[str, str]] = field(default_factory=list)
    close: str = ""


def address(base: str, wanted: CaseFilter, order: str, **more: str) -> str:
    """The list with these filters in this order."""
    asked = [*wanted.pairs(), *([("sort", order)] if order else []), *more.items()]
    return f"{base}?{urlencode(asked)}" if asked else base


def chips_of(wanted: CaseFilter, order: str, base: str) -> list[Chip]:
    """Chosen filters first in their places, then the usual ones that are not."""
    if wanted.worker or wanted.unit:
        return _chips_of(wanted, order, base)  # people and units may be renamed
    return _kept_chips_of(wanted, order, base, get_language() or "")


@lru_cache(maxsize=500)
def _kept_chips_of(wanted: CaseFilter, order: str, base: str, language: str) -> list[Chip]:
    return _chips_of(wanted, order, base)


def _chips_of(wanted: CaseFilter, order: str, base: str) -> list[Chip]:
    chips = []
    for facet in FACETS:
        chosen = _chosen(facet, wanted)
        if not chosen and not facet.is_first:
            continue
        choose = address(base, wanted, order, choose=facet.name)
        if not chosen:
            chips.append(Chip(facet.name, str(facet.label), choose))
            continue
        listed = ", ".join(chosen[:3]) + (" +" + str(len(chosen) - 3) if len(chosen) > 3 else "")
        words = listed if facet.name in {"state", "time", "minor"} else f"{facet.label}: {listed}"
        remove = address(base, wanted.without(*facet.fields), order)
        chips.append(Chip(facet.name, words, choose, remove, True))
    return sorted(chips, key=lambda chip: not chip.is_on)


def _chosen(facet: Facet, wanted: CaseFilter) -> list[str]:
    """The words of what is chosen of this facet."""
    if facet.name == "state":
        return [str(dict(facet.options())[wanted.state])] if wanted.state != "all" else []
    if facet.name == "time":
        return [str(words) for name, words in facet.options() if getattr(wanted, name)]
    if facet.name == "days":
        return [
            words.format(day=date_format(getattr(wanted, name), "j M Y"))
            for name, words in (
                ("opened_from", _("opened from {day}")), ("opened_to", _("opened to {day}")),
                ("closed_from", _("closed from {day}")), ("closed_to", _("closed to {day}")),
            )
            if getattr(wanted, name)
        ]  # fmt: skip
    codes = getattr(wanted, facet.name)
    if not codes:
        return []
    if facet.name == "worker":
        words = {ME: _("Me"), NOBODY: _("Nobody")}
        ids = [code for code in codes if code not in words]
        if ids:
            staff = User.objects.filter(pk__in=ids).order_by().values_list("pk", "name")
            words |= {str(pk): name for pk, name in staff}
    else:
        words = dict(facet.options())
    return [str(words.get(code, "?")) for code in codes]


def panel_of(name: str, wanted: CaseFilter, order: str, base: str) -> Panel | None:
    """The choices that the address asks to open."""
    close = address(base, wanted, order)
    if name == MORE:
        hidden = [facet for facet in FACETS if not facet.is_first]
        facets = [
            Chip(facet.name, str(facet.label), address(base, wanted, order, choose=facet.name))
            for facet in hidden
        ]
        return Panel(MORE, _("Filter by"), facets=facets, close=close)
    facet = BY_NAME.get(name)
    if facet is None:
        return None
    kept = [pair for pair in wanted.pairs() if pair[0] not in facet.fields] + [("sort", order)]
    if facet.name == "state":
        options = [("state", c, w, c == wanted.state) for c, w in facet.options()]
    elif facet.name == "time":
        options = [(c, "1", w, bool(getattr(wanted, c))) for c, w in facet.options()]
    else:
        chosen = getattr(wanted, facet.name, ())
        options = [(facet.name, c, w, c in chosen) for c, w in facet.options()]
    labels = {"opened_from": _("Opened from"), "opened_to": _("Opened to"),
              "closed_from": _("Closed from"), "closed_to": _("Closed to")}  # fmt: skip
    days = [
        (one, labels[one], getattr(wanted, one).isoformat() if getattr(wanted, one) else "")
        for one in facet.fields
        if one in labels
    ]
    return Panel(facet.name, str(facet.label), options, facet.one, days, kept=kept, close=close)
