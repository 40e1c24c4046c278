"""What courts decided, by charge and by court, and how long it took; counts that are small are not told."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import quantiles
from typing import Any

from django.db.models import F

from kimbilio.accounts.models import User
from kimbilio.care.choices import SessionState
from kimbilio.justice.charges import charges
from kimbilio.justice.choices import Adjourned, HearingOutcome, MatterKind, MatterState, Ruling
from kimbilio.justice.models import Hearing, LegalMatter

MOST_TOLD = 20_000
FEWEST = 5  # smaller counts could point at somebody
FOR_US = frozenset({Ruling.CONVICTED, Ruling.PLEADED, Ruling.GRANTED, Ruling.PARTLY})


@dataclass(frozen=True)
class Line:
    """One group of a count; ``n`` is None where it is too small to be told."""

    label: str
    n: int | None


@dataclass(frozen=True)
class Judged:
    """Judgments of one charge or court, and how many of them convicted or granted; None is withheld."""

    label: str
    n: int | None
    for_us: int | None


@dataclass(frozen=True)
class Took:
    """Days from complaint to judgment: a quarter, half and three quarters took no longer.

    ``waiting`` counts those with a complaint and no judgment yet: their time is still running and in
    none of the three, so that the true times are longer.
    """

    label: str
    days: tuple[int, int, int] | None
    waiting: int | None


@dataclass(frozen=True)
class Figures:
    """What courts decided and how long it took, as far as the counts are large enough."""

    rulings: list[Line]
    hearings: list[Line]
    reasons: list[Line]
    by_charge: list[Judged]
    by_court: list[Judged]
    took: list[Took]


def figures(viewer: User) -> Figures:
    """Outcomes of the matters and hearings open to ``viewer``: two queries and those of their reach."""
    columns = ("kind", "state", "ruling", "judged_on", "ended_at", "court", "charges")
    rows = LegalMatter.objects.open_to(viewer).annotate(made_on=F("complaint__made_on"))
    matters = list(rows.only(*columns).order_by("-asked_at", "-id")[:MOST_TOLD])
    judged = [one for one in matters if one.judged_on is not None]
    held = Hearing.objects.open_to(viewer).filter(state=SessionState.HELD).order_by("-starts_at")
    heard = list(held.values_list("outcome", "reason")[:MOST_TOLD])
    return Figures(
        rulings=_lines(Ruling, (one.ruling for one in judged)),
        hearings=_lines(HearingOutcome, (row[0] for row in heard)),
        reasons=_lines(Adjourned, (row[1] for row in heard if row[1])),
        by_charge=_by_charge(judged),
        by_court=_by_court(judged),
        took=_times(matters),
    )


def _lines(choices: Any, found: Iterable[str]) -> list[Line]:
    counts = Counter(found)
    told = withheld({code: counts[code] for code in choices.values if counts[code]})
    return [Line(str(choices(code).label), n) for code, n in told.items()]


def _by_charge(judged: list[Any]) -> list[Judged]:
    """Each charge with its judgments; one matter may have several charges."""
    groups: dict[str, list[str]] = defaultdict(list)
    for one in judged:
        for code in one.charges:
            groups[code].append(one.ruling)
    known = charges()
    return _told({str(known[code]): groups[code] for code in known if code in groups})


def _by_court(judged: list[Any]) -> list[Judged]:
    """Each court, however its name is spaced or capitalised; where none is named the label is empty."""
    groups: dict[str, list[str]] = defaultdict(list)
    names: dict[str, str] = {}
    for one in judged:
        name = " ".join(one.court.split())
        names.setdefault(name.casefold(), name)
        groups[name.casefold()].append(one.ruling)
    order = sorted(groups, key=lambda name: (-len(groups[name]), name))
    return _told({names[name]: groups[name] for name in order})


def _told(groups: dict[str, list[str]]) -> list[Judged]:
    totals = withheld({name: len(group) for name, group in groups.items()})
    won = {name: sum(one in FOR_US for one in group) for name, group in groups.items()}
    hidden = {
        name
        for name, n in totals.items()
        if n is None or 0 < won[name] < FEWEST or 0 < n - won[name] < FEWEST
    }
    if len(hidden) == 1 and len(groups) > 1:  # else it is all of them less the others
        hidden.add(min((name for name in groups if name not in hidden), key=lambda one: won[one]))
    return [Judged(name, n, None if name in hidden else won[name]) for name, n in totals.items()]


def withheld(counts: dict[str, int]) -> dict[str, int | None]:
    """The counts without the small ones; where one alone is small, the next smallest goes as well,
    so that nobody finds it by taking the others from a total."""
    small = {code for code, n in counts.items() if n < FEWEST}
    if len(small) == 1 and len(counts) > 1:
        rest = [code for code in counts if code not in small]
        small.add(min(rest, key=lambda code: counts[code]))
    return {code: None if code in small else n for code, n in counts.items()}


def _times(matters: list[Any]) -> list[Took]:
    """For all, then for each kind of matter; kinds without a complaint are left out."""
    told = [one for one in matters if one.made_on is not None]
    groups = [("", told)]
    groups += [(str(kind.label), [m for m in told if m.kind == kind]) for kind in MatterKind]
    found = [(label, _quarters(group), _waiting(group)) for label, group in groups if group]
    counts = withheld({label: n for label, _days, n in found[1:] if n})
    rows = []
    for label, days, n in found:
        waiting = counts.get(label, n) if label else (n if n == 0 or n >= FEWEST else None)
        rows.append(Took(label, days, waiting))
    return rows


def _quarters(group: list[Any]) -> tuple[int, int, int] | None:
    days = [(one.judged_on - one.made_on).days for one in group if one.judged_on and one.made_on]
    if len(days) < FEWEST:
        return None
    low, half, high = quantiles(days, n=4, method="inclusive")
    return round(low), round(half), round(high)


def _waiting(group: list[Any]) -> int:
    return sum(
        one.judged_on is None and one.is_open and one.state != MatterState.DROPPED for one in group
    )
