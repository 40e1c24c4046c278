"""Finding files: by code, by name as heard, by phone or document number, by words of notes."""

from dataclasses import dataclass, field
from uuid import UUID

from kimbilio.access.choices import Compartment
from kimbilio.access.rules import part_condition
from kimbilio.accounts.models import User
from kimbilio.cases.models import Case, NoteToken
from kimbilio.kernel.ids import CODE_LETTERS, read_code
from kimbilio.people.clues import Clues, Reason
from kimbilio.people.matching import match
from kimbilio.people.tokens import note_words
from kimbilio.vault import blind

MOST_FOUND = 10


@dataclass
class Found:
    """One file and why it was found; ``shows_name`` if the viewer may know who it is."""

    case: Case
    reasons: list[Reason] = field(default_factory=list)
    shows_name: bool = False


def find_cases(typed: str, *, viewer: User, limit: int = MOST_FOUND) -> list[Found]:
    """The files that fit what was typed, the likeliest first, within what ``viewer`` may see.

    At most six queries: by code; three by the blind index over people; two by words of notes.
    """
    typed = typed.strip()
    if len(typed) < 2:
        return []
    found: dict[UUID, Found] = {}
    for case in _by_code(typed, viewer):
        found[case.pk] = Found(case, [Reason.SAME_CODE])
    for case, reasons in _by_person(typed, viewer, limit):
        hit = found.setdefault(case.pk, Found(case))
        hit.case, hit.shows_name = case, True
        hit.reasons = list(dict.fromkeys([*hit.reasons, *reasons]))
    if len(found) < limit:
        for case in _by_words(typed, viewer, limit):
            found.setdefault(case.pk, Found(case)).reasons.append(Reason.IN_NOTES)
    return list(found.values())[:limit]


def _by_code(typed: str, viewer: User) -> list[Case]:
    """Files whose code begins so; a code tells nothing, so that the outline is enough to see it."""
    code = read_code(typed)
    letters = typed.upper().replace(" ", "").removeprefix("KB").removeprefix("-")
    if code is None and (not typed.upper().startswith("KB") or not letters):
        return []
    start = code or f"KB-{letters}"
    if any(letter not in CODE_LETTERS for letter in start.removeprefix("KB-")):
        return []
    span = Case.objects.visible_to(viewer).filter(code__gte=start, code__lt=f"{start}Z~")
    return list(span.select_related("lead").order_by("code")[:5])


def _by_person(typed: str, viewer: User, limit: int) -> list[tuple[Case, tuple[Reason, ...]]]:
    nameable = Case.objects.open_to(viewer, Compartment.IDENTITY)
    candidates = match(Clues.typed(typed), within=nameable, by="survivor_id", limit=limit)
    if not candidates:
        return []
    place = {candidate.person_id: number for number, candidate in enumerate(candidates)}
    rows = nameable.filter(survivor_id__in=place).select_related("survivor", "lead")
    cases = sorted(rows[: 3 * limit], key=lambda case: place[case.survivor_id])
    return [(case, candidates[place[case.survivor_id]].reasons) for case in cases]


def _by_words(typed: str, viewer: User, limit: int) -> list[Case]:
    """Files whose notes hold every word typed, in parts that ``viewer`` may read."""
    words = sorted(note_words(typed), key=len, reverse=True)[:3]
    if not words:
        return []
    readable = NoteToken.objects.filter(part_condition(viewer))
    hits = Case.objects.visible_to(viewer)
    for word in words:
        tokens = blind.all_tokens("note", word)
        hits = hits.filter(pk__in=readable.filter(token__in=tokens).values("case_id"))
    return list(hits.select_related("lead").order_by("-opened_at")[:limit])
