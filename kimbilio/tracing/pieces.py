"""By what tracing requests and reports are found: names by ear in pairs, places by ear; numbers alone are kept."""

from collections.abc import Iterable

from kimbilio.people.sounds import spoken_words, with_vowels
from kimbilio.people.tokens import Kind, name_tokens
from kimbilio.tracing.models import MissingReport, ReportToken, Tracing, TracingToken
from kimbilio.vault import blind

FAMILY, SOUGHT, PLACE = "tracing.family", "tracing.sought", "tracing.place"
SHORTEST_PLACE = 4
SAYS_LITTLE = frozenset({
    "village", "town", "market", "centre", "center", "county", "area", "estate", "near", "road",
    "school", "church", "kijiji", "mji", "soko", "karibu", "mtaa", "location",
})  # fmt: skip

Piece = tuple[str, str]
"""The domain of the blind index, and the text."""


def name_pieces(domain: str, names: Iterable[str]) -> set[Piece]:
    """Two words of a name together, and the whole of it, by ear; a single word alone tells too little."""
    found = set()
    for name in names:
        if len(spoken_words(name)) > 1:
            for token in name_tokens([name]):
                if token.kind in (Kind.PAIR, Kind.WHOLE):
                    found.add((f"{domain}.{token.kind.name.lower()}", token.text))
    return found


def place_pieces(lines: Iterable[str]) -> set[Piece]:
    """Each word of a place that tells something, by ear: ``Mlima`` and ``Mlimma village`` agree."""
    found = set()
    for line in lines:
        for forms in spoken_words(line):
            word = forms[0]
            if len(word) >= SHORTEST_PLACE and word not in SAYS_LITTLE:
                found.add((PLACE, with_vowels(word)))
    return found


def pieces_of_tracing(tracing: Tracing) -> set[Piece]:
    """What a tracing request tells of the survivor: a name of their family, and places of it."""
    return name_pieces(FAMILY, tracing.names) | place_pieces(tracing.place_lines)


def pieces_of_report(report: MissingReport) -> set[Piece]:
    """What a report tells: who is missed, by the names of the family, and from where."""
    return (
        name_pieces(SOUGHT, report.names)
        | name_pieces(FAMILY, report.relatives)
        | place_pieces(report.place_lines)
    )


def asked_numbers(pieces: Iterable[Piece]) -> dict[int, Piece]:
    """The numbers to look for, under every key in use."""
    return {
        number: piece for piece in sorted(pieces) for number in blind.all_tokens(piece[0], piece[1])
    }


def write_tracing_tokens(tracing: Tracing) -> None:
    """Let a tracing request be found by what it says now."""
    numbers = {blind.token(domain, text) for domain, text in pieces_of_tracing(tracing)}
    TracingToken.objects.filter(tracing=tracing).exclude(token__in=numbers).delete()
    TracingToken.objects.bulk_create(
        [TracingToken(token=number, tracing=tracing) for number in sorted(numbers)],
        ignore_conflicts=True,
    )


def write_report_tokens(report: MissingReport) -> None:
    """Let a report be found by what it says now."""
    numbers = {blind.token(domain, text) for domain, text in pieces_of_report(report)}
    ReportToken.objects.filter(report=report).exclude(token__in=numbers).delete()
    ReportToken.objects.bulk_create(
        [ReportToken(token=number, report=report) for number in sorted(numbers)],
        ignore_conflicts=True,
    )
