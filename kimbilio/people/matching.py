# ruff: noqa: S608  # SQL is put together from our own table names and placeholders alone
"""The one matcher: search, "have we met before?" and import all ask here who somebody may be.

It works on keyed tokens alone and makes two queries. The first counts, up to a limit, how many
people each token has. The second gathers people by the rare tokens, or by two frequent ones at
once, and reads for these few which other tokens they have. Ranking is done here, by how much
agrees. So the work depends on the limits below and hardly on how many people there are.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from math import log2
from typing import Any, NamedTuple
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connection, models
from django.db.models.expressions import RawSQL
from django.utils import timezone

from kimbilio.people.clues import Asked, Clues, Reason
from kimbilio.people.models import Person, SearchEntry, SearchToken
from kimbilio.people.tokens import Kind, Token, international
from kimbilio.vault import blind

FREQUENT = 500  # tokens of this many people and more are not counted further
GATHERED = 1_200  # rows of rare tokens that one search may look through
COMPARED = 25  # people whose every token is compared, from each way to gather them
FEW = 400  # who may see no more people than this is answered from these people
MOST_TOKENS = 60  # one bit each in a 64-bit sum
NO_SLOT = -1  # of tokens that stand for the whole name
MORE_WORD = 0.5  # points off for each word of the name that nobody asked for
WHOLE_NAME = 5.0  # points for having these words and no others
EVERYBODY_BITS = 18  # about the logarithm of a large number of people

TOKENS = connection.ops.quote_name(SearchToken._meta.db_table)
ENTRIES = connection.ops.quote_name(SearchEntry._meta.db_table)
PEOPLE = connection.ops.quote_name(Person._meta.db_table)

Sql = tuple[str, tuple[Any, ...]]


@dataclass(frozen=True)
class Candidate:
    """Somebody who may be meant, why, and how much of what was asked agrees (1 is all)."""

    person_id: UUID
    agreement: float
    score: float
    reasons: tuple[Reason, ...]


class Verdict(NamedTuple):
    """What one way of agreeing is worth, whoever agrees so."""

    agreement: float
    score: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class Question:
    """What is asked, by token number, with how many people have each (at most FREQUENT)."""

    asked: dict[int, list[Asked]]
    people: dict[int, int]
    bits: dict[int, int]
    weights: dict[int, float]  # by slot: the rarer a name, the more it tells

    @property
    def rare(self) -> list[int]:
        """The tokens to gather by: the rarest, as long as they are few rows together."""
        chosen, rows = [], 0
        for number in sorted(self.people, key=lambda number: self.people[number]):
            rows += self.people[number]
            if self.people[number] >= FREQUENT or rows > GATHERED:
                break
            chosen.append(number)
        return chosen

    def frequent(self) -> list[int]:
        """The most telling token of each slot among those too frequent to gather by alone."""
        rare = set(self.rare)
        best: dict[int, tuple[float, int]] = {}
        for number in self.people:
            for asked in self.asked[number]:
                if number not in rare and len(asked.slots) == 1:
                    slot = asked.slots[0]
                    best[slot] = max(best.get(slot, (0.0, 0)), (asked.strength, number))
        return list(dict.fromkeys(number for _, number in sorted(best.values(), reverse=True)))

    def worth(self, rare: list[int]) -> Sql:
        """SQL for how much somebody agrees by rare tokens: the best one of each slot, summed."""
        by_slot: dict[int, dict[int, int]] = defaultdict(dict)
        for number in rare:
            for asked in self.asked[number]:
                for slot in asked.slots or (NO_SLOT,):
                    worth = int(10 * asked.strength * self.weights.get(slot, 10.0))
                    by_slot[slot][number] = max(by_slot[slot].get(number, 0), worth)
        terms, values = [], []
        for worths in by_slot.values():
            terms.append(f"MAX(CASE t.token {'WHEN %s THEN %s ' * len(worths)}ELSE 0 END)")
            values += [value for pair in worths.items() for value in pair]
        return " + ".join(terms), tuple(values)


def people_with_phone(number: str) -> models.QuerySet[SearchEntry]:
    """The index entries of everybody who has this very number; a subquery, for rules of safety."""
    token = Token(Kind.PHONE, international(number))
    numbers = blind.all_tokens(token.domain, token.text)
    return SearchEntry.objects.filter(tokens__token__in=numbers)


def match(
    clues: Clues,
    *,
    within: "models.QuerySet[Any] | None" = None,
    by: str = "pk",
    limit: int = 10,
) -> list[Candidate]:
    """Who may be meant, the likeliest first.

    ``within`` holds what the asking user may see, and ``by`` is its field with the person's key:
    ``within=Case.objects.open_to(user, Compartment.IDENTITY), by="survivor_id"``.
    """
    asked = _numbered(clues)
    if not asked:
        return []
    try:
        question, sees_few = _sized(asked, within)
        if not question.people:
            return []
        rows = _compared(question, _gathering(question, within, by, sees_few), clues.age)
    except EmptyResultSet:  # Django knows without asking that nothing may be seen
        return []
    candidates = _judged(question, rows, clues.age)
    candidates.sort(key=lambda candidate: (-candidate.score, candidate.person_id))
    return candidates[:limit]


def _numbered(clues: Clues) -> dict[int, list[Asked]]:
    """The tokens to look for by number (during a change of keys one has several)."""
    found: dict[int, list[Asked]] = defaultdict(list)
    for asked in sorted(clues.asked(), key=lambda asked: -asked.strength):
        for number in blind.all_tokens(asked.token.domain, asked.token.text):
            if number in found or len(found) < MOST_TOKENS:
                found[number].append(asked)
    return found


def _sized(
    asked: dict[int, list[Asked]], within: "models.QuerySet[Any] | None"
) -> tuple[Question, bool]:
    """Count the people of each token, and see whether the user may see only a few.

    The tokens stand in a table, so that PostgreSQL plans their count once and not for each.
    """
    count = "(SELECT COUNT(*) FROM (SELECT 1 FROM {} LIMIT {}) AS counted)"
    columns = [count.format(f"{TOKENS} WHERE token = column1", FREQUENT)]
    values: tuple[Any, ...] = ()
    if within is not None:
        seen, values = _compiled(within.order_by().values("pk"))
        columns.append(count.format(f"({seen}) AS seen", FEW + 1))
    tokens = ", ".join("(%s)" for _ in asked)
    sql = f"SELECT column1, {', '.join(columns)} FROM (VALUES {tokens}) AS asked"
    with connection.cursor() as cursor:
        cursor.execute(sql, (*values, *asked))
        rows = cursor.fetchall()
    counted = {row[0]: row[1] for row in rows}
    people = {number: counted[number] for number in asked if counted[number]}
    question = Question(
        asked=asked,
        people=people,
        bits={number: 1 << place for place, number in enumerate(people)},
        weights=_weights(asked, people),
    )
    return question, within is not None and rows[0][-1] <= FEW


def _weights(asked: dict[int, list[Asked]], people: dict[int, int]) -> dict[int, float]:
    """What each slot counts: by how many share the name, however it is spelt, not the spelling."""
    sharing: dict[int, int] = defaultdict(int)
    for number, several in asked.items():
        for one in several:
            if len(one.slots) == 1:
                slot = one.slots[0]
                tells = one.token.kind != Kind.PREFIX or one.strength > 0.7
                sharing[slot] = max(sharing[slot], people.get(number, 0) if tells else 0)
    return {slot: EVERYBODY_BITS - log2(max(1, shared)) for slot, shared in sharing.items()}


def _gathering(
    question: Question,
    within: "models.QuerySet[Any] | None",
    by: str,
    sees_few: bool,
) -> Sql:
    """SQL for the entries worth comparing. Nobody outside ``within`` comes before a limit."""
    if within is not None and sees_few:
        seen, values = _compiled(within.order_by().values(by))
        return f"SELECT id AS entry_id FROM {ENTRIES} WHERE person_id IN ({seen})", values
    visible, visible_values = _visible(within, by)
    ways: list[Sql] = []
    rare, frequent = question.rare, question.frequent()
    if rare:
        worth, worth_values = question.worth(rare)
        ways.append(
            (
                f"SELECT t.entry_id FROM {TOKENS} t WHERE t.token IN ({_marks(rare)})"
                f" GROUP BY t.entry_id HAVING {visible}"
                f" ORDER BY {worth} DESC, t.entry_id LIMIT {COMPARED}",
                (*rare, *visible_values, *worth_values),
            )
        )
    if len(frequent) > 1:
        ways.append(
            (
                f"SELECT t.entry_id FROM {TOKENS} t WHERE t.token = %s AND EXISTS (SELECT 1 FROM"
                f" {TOKENS} o WHERE o.token = %s AND o.entry_id = t.entry_id)"
                f" GROUP BY t.entry_id HAVING {visible} LIMIT {COMPARED}",
                (*frequent[:2], *visible_values),
            )
        )
    elif frequent:
        ways.append(
            (
                f"SELECT t.entry_id FROM {TOKENS} t WHERE t.token = %s AND {visible} LIMIT {COMPARED}",
                (frequent[0], *visible_values),
            )
        )
    parts = [f"SELECT entry_id FROM ({sql}) AS way" for sql, _ in ways]
    return " UNION ".join(parts), tuple(value for _, values in ways for value in values)


def _visible(within: "models.QuerySet[Any] | None", by: str) -> Sql:
    """A condition on the person of the entry ``t.entry_id``, asked row by row.

    EXISTS would say the same, but PostgreSQL makes a join of it and reads all that the user may see.
    Where it stands in HAVING, each entry is asked for once.
    """
    if within is None:
        return "1 = 1", ()
    person = RawSQL(f"(SELECT e.person_id FROM {ENTRIES} e WHERE e.id = t.entry_id)", ())  # noqa: S611  # our own names only
    sql, values = _compiled(within.filter(**{by: person}).order_by().values("pk")[:1])
    return f"({sql}) IS NOT NULL", values


def _compared(question: Question, gathering: Sql, age: int | None) -> list[tuple[Any, ...]]:
    """For each gathered person: the words of the name, sum of the bits of tokens, birth range."""
    numbers = list(question.people)
    bits = " ".join("WHEN %s THEN %s" for _ in numbers)
    born = ", p.born_from, p.born_to" if age is not None else ""
    join = f" JOIN {PEOPLE} p ON p.id = e.person_id" if age is not None else ""
    sql = (
        f"SELECT e.person_id, e.words, SUM(CASE s.token {bits} END){born} FROM ({gathering[0]}) AS g"
        f" CROSS JOIN {ENTRIES} e{join} CROSS JOIN {TOKENS} s"
        f" WHERE e.id = g.entry_id AND s.entry_id = g.entry_id AND s.token IN ({_marks(numbers)})"
        f" GROUP BY e.person_id, e.words{born}"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, (*_pairs(numbers, question.bits.__getitem__), *gathering[1], *numbers))
        return list(cursor.fetchall())


def _judged(question: Question, rows: list[tuple[Any, ...]], age: int | None) -> list[Candidate]:
    """Each gathered person, weighed; many agree in exactly the same way."""
    verdicts: dict[int, Verdict] = {}
    candidates = []
    for person_id, words, summed, *born in rows:
        bits = int(summed)
        verdict = verdicts.get(bits) or verdicts.setdefault(bits, _verdict(question, bits))
        score = verdict.score - MORE_WORD * max(0, words - len(question.weights))
        reasons = verdict.reasons
        if age is not None and (nearness := _nearness(age, *born)):
            score += nearness
            reasons += (Reason.AGE_NEAR,) if nearness > 0 else ()
        key = person_id if isinstance(person_id, UUID) else UUID(person_id)
        candidates.append(Candidate(key, verdict.agreement, round(score, 3), reasons))
    return candidates


def _verdict(question: Question, bits: int) -> Verdict:
    """Weigh what agrees: the best of each slot, and a little for whatever else does."""
    best: dict[int, float] = defaultdict(float)
    more: dict[int, float] = defaultdict(float)
    reasons: dict[Reason, float] = defaultdict(float)
    for number, bit in question.bits.items():
        if bits & bit:
            for asked in question.asked[number]:
                reasons[asked.reason] = max(reasons[asked.reason], asked.strength)
                for slot in asked.slots or (NO_SLOT,):
                    best[slot] = max(best[slot], asked.strength)
                    more[slot] += asked.strength
    score = WHOLE_NAME * (best.pop(NO_SLOT, 0.0) > 0)
    agreeing = 0.0
    for slot, strength in best.items():
        weight = question.weights.get(slot, EVERYBODY_BITS)
        score += weight * (strength + 0.05 * more[slot])
        agreeing += weight * min(1.0, strength)
    return Verdict(
        agreement=round(min(1.0, agreeing / (sum(question.weights.values()) or 1.0)), 3),
        score=score,
        reasons=tuple(sorted(reasons, key=lambda reason: -reasons[reason])),
    )


def _nearness(age: int, born_from: Any, born_to: Any) -> float:
    """Points for an age within a few years, and against one that is far off."""
    if not born_from or not born_to:
        return 0.0
    this_year = timezone.localdate().year
    youngest, oldest = this_year - _year(born_to), this_year - _year(born_from)
    apart = max(0, youngest - age, age - oldest)
    if apart <= 2:
        return 3.0
    return 1.0 if apart <= 4 else (-4.0 if apart > 10 else 0.0)


def _year(day: Any) -> int:
    """The year of a date as either database gives it."""
    return day.year if isinstance(day, date) else int(str(day)[:4])


def _compiled(queryset: "models.QuerySet[Any, Any]") -> Sql:
    sql, values = queryset.query.get_compiler(connection=connection).as_sql()
    return sql, tuple(values)


def _marks(values: Iterable[object]) -> str:
    return ", ".join("%s" for _ in values)


def _pairs(numbers: Iterable[int], what: Any) -> tuple[int, ...]:
    return tuple(value for number in numbers for value in (number, what(number)))
