"""Questions about the screenings and assessments of one case."""

from dataclasses import dataclass, field
from uuid import UUID

from kimbilio.accounts.models import User
from kimbilio.cases.assessment_choices import AssessmentKind
from kimbilio.cases.models import Assessment, Case

MOST = 120  # rows of one case that a page reads


@dataclass
class Series:
    """All assessments of one kind, newest first, with the draft if there is one."""

    kind: AssessmentKind
    signed: list[Assessment] = field(default_factory=list)
    draft: Assessment | None = None
    corrected: dict[UUID, Assessment] = field(default_factory=dict)

    @property
    def standing(self) -> list[Assessment]:
        """Those that no later one corrects."""
        return [one for one in self.signed if one.pk not in self.corrected]

    @property
    def latest(self) -> Assessment | None:
        """The one that holds today."""
        return next(iter(self.standing), None)


def series_of(case: Case, *, viewer: User) -> dict[str, Series]:
    """The assessments of ``case`` that ``viewer`` may see, kind by kind: one query."""
    rows = Assessment.objects.open_in(case, viewer)
    rows = rows.select_related("completed_by", "started_by").defer("answers", "justification")
    found = {kind.value: Series(kind) for kind in AssessmentKind}
    for row in rows.order_by("-id")[:MOST]:
        series = found[row.kind]
        if not row.is_completed:
            series.draft = row
            continue
        series.signed.append(row)
        if row.corrects_id:
            series.corrected[row.corrects_id] = row
    for series in found.values():
        series.signed.sort(key=lambda one: (one.completed_at, one.pk), reverse=True)
    return found
