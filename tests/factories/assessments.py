"""Answers to screenings and assessments, and signed ones."""

from kimbilio.cases.actions.assessments import complete_assessment, keep_assessment
from kimbilio.cases.assessment_choices import AssessmentKind
from kimbilio.cases.models import Assessment

TRAFFICKED = {
    "deceived.job_nature": "yes", "deceived.wages": "yes", "exploited.excessive_hours": "yes",
    "exploited.low_pay": "yes", "held.isolation": "yes", "held.violence": "yes",
}  # fmt: skip
WORDS = {
    "screening": {"decided": "yes", "decided_as": "NGO", "justification": "All of it fits."},
    "risk": {"chosen_risk": "a_high", "justification": "The recruiter called again."},
    "needs": {},
}
ANSWERS = {
    "screening": TRAFFICKED,
    "risk": {"security.trafficker_near": "some"},
    "needs": {"food": "serious", "clothing": "some", "health": "no", "food.note": "No milk."},
}


def a_draft(case, *, by, kind="screening", answers=None, used="adult_labour"):
    """A draft of ``kind`` with answers that say something."""
    given = ANSWERS[kind] if answers is None else answers
    kept = Assessment.objects.filter(case=case, kind=kind).drafts().first()
    return keep_assessment(
        case=case, kind=AssessmentKind(kind), answers=given, list_used=used, by=by,
        expected=kept.version if kept else 0,
    )  # fmt: skip


def a_signed(case, *, by, kind="screening", answers=None, used="adult_labour", **words):
    """A signed assessment of ``kind``."""
    draft = a_draft(case, by=by, kind=kind, answers=answers, used=used)
    return complete_assessment(assessment=draft, by=by, **{**WORDS[kind], **words})
