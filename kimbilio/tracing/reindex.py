"""Writes the numbers of tracing requests and reports anew after a change of keys."""

from typing import Any
from uuid import UUID

from kimbilio.tracing.models import MissingReport, ReportToken, Tracing, TracingToken
from kimbilio.tracing.pieces import write_report_tokens, write_tracing_tokens
from kimbilio.vault import blind


def _next(model: Any, after: str, size: int) -> tuple[list[Any], str]:
    rows = model.objects.order_by("id")
    if after:
        rows = rows.filter(pk__gt=UUID(after))
    done = list(rows[:size])
    return done, str(done[-1].pk) if len(done) == size else ""


def reindex_tracings(after: str, size: int) -> tuple[int, str]:
    """The next ``size`` tracing requests behind ``after``."""
    done, last = _next(Tracing, after, size)
    for tracing in done:
        TracingToken.objects.filter(tracing=tracing).delete()
        write_tracing_tokens(tracing)
    return len(done), last


def reindex_reports(after: str, size: int) -> tuple[int, str]:
    """The next ``size`` reports behind ``after``."""
    done, last = _next(MissingReport, after, size)
    for report in done:
        ReportToken.objects.filter(report=report).delete()
        write_report_tokens(report)
    return len(done), last


blind.register("tracing", reindex_tracings)
blind.register("missing", reindex_reports)
