"""What comes round again for tracing: new survivors are compared with those who are looked for."""

from datetime import timedelta

from kimbilio.kernel.periodic import periodic
from kimbilio.tracing.actions.pairs import compare_report, compare_tracing
from kimbilio.tracing.choices import ReportState
from kimbilio.tracing.models import MissingReport, Tracing

AT_ONCE = 500


@periodic(every=timedelta(hours=24))
def compare_again() -> int:
    """Compare what is still open with who came since; says how many pairs are new."""
    new = 0
    for report in MissingReport.objects.filter(state=ReportState.OPEN).order_by("-id")[:AT_ONCE]:
        new += compare_report(report, by=None)
    tracings = Tracing.objects.open().select_related("case__survivor", "case__lead")
    for tracing in tracings.order_by("-id")[:AT_ONCE]:
        new += compare_tracing(tracing, by=None)
    return new
