"""Reports that somebody's family looks for them: written down, put right, ended."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kimbilio.access.choices import Permission
from kimbilio.access.rules import require
from kimbilio.accounts.models import User
from kimbilio.audit import trail
from kimbilio.audit.choices import Event
from kimbilio.kernel.errors import BadInput
from kimbilio.kernel.versions import amend
from kimbilio.tracing.actions.ground import check_been, chosen
from kimbilio.tracing.actions.pairs import compare_report
from kimbilio.tracing.actions.searches import sought_values
from kimbilio.tracing.choices import ReportSource, ReportState
from kimbilio.tracing.models import MissingReport
from kimbilio.tracing.pieces import write_report_tokens

NEEDS = Permission.ANSWER_HELPLINE


@transaction.atomic
def save_report(
    *,
    report: MissingReport | None,
    reporter: str,
    source: str,
    by: User,
    phone: str = "",
    family: str = "",
    missing_since: date | None = None,
    expected: int | None = None,
    **sought: Any,
) -> MissingReport:
    """Write down whom a family looks for, and compare it with survivors who agreed to be found.

    Whoever reports learns nothing from it: a likely pair is a matter between colleagues first.
    """
    require(by, NEEDS)
    if report is not None and not report.is_open:
        raise BadInput(_("This report is closed. Nothing was changed."))
    if not reporter.strip():
        raise BadInput(_("Say who reports."), field="reporter")
    chosen(source, ReportSource.values, "source")
    if missing_since is not None:
        check_been(missing_since, "missing_since")
    values: dict[str, Any] = {
        "reporter": reporter.strip(), "phone": phone, "family": family, "source": source,
        "missing_since": missing_since, **sought_values(**sought),
    }  # fmt: skip
    if report is None:
        report = MissingReport.objects.create(recorded_by=by, **values)
        trail.record(Event.MISSING_REPORTED, by=by, on=report)
    else:
        changes = amend(report, expected=expected, **values)
        if not changes:
            return report
        trail.record(Event.MISSING_CHANGED, by=by, on=report, changes=changes)
    write_report_tokens(report)
    compare_report(report, by=by)
    return report


@transaction.atomic
def close_report(
    *, report: MissingReport, state: str, outcome: str, by: User, expected: int | None = None
) -> None:
    """The person was found, or the family looks no more; said in a few words."""
    require(by, NEEDS)
    if not report.is_open:
        raise BadInput(_("This report is closed. Nothing was changed."))
    if state not in (ReportState.FOUND, ReportState.CLOSED):
        raise BadInput(_("Choose from the list."), field="state")
    if not outcome.strip():
        raise BadInput(_("Say how it ended."), field="outcome")
    changes = amend(report, expected=expected, state=state, outcome=outcome.strip())
    trail.record(Event.MISSING_CHANGED, by=by, on=report, changes=changes)
