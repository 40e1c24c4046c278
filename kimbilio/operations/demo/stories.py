"""What the people of the demonstration told, and what their assessments found."""

from kimbilio.cases.actions.assessments import complete_assessment, keep_assessment
from kimbilio.cases.actions.story import change_story
from kimbilio.cases.assessment_choices import AssessmentKind
from kimbilio.cases.models import Case, Story
from kimbilio.operations.demo import cast
from kimbilio.operations.demo.cast import One

ACCOUNT = (
    "A woman from the next village came to my mother. She said there is a school in the city and work after"
    " the lessons.\n\nWe went by bus at night. There was no school. I cooked and washed for two families and"
    " slept in the kitchen. They kept my papers and said the money goes to my mother."
)
STRENGTHS = "Reads well, laughs easily, knows what she wants."
UPSETS = "Loud doors. Being asked about the money."
SCREENING = {
    "deceived.job_nature": "yes", "deceived.wages": "yes", "exploited.excessive_hours": "yes",
    "exploited.low_pay": "yes", "held.isolation": "yes", "held.violence": "no",
}  # fmt: skip
RISK = {"security.trafficker_near": "some"}
NEEDS = {"food": "some", "clothing": "serious", "health": "some", "papers": "serious"}


def tell_stories(told: list[tuple[One, Case]]) -> None:
    """Stories and signed assessments for those in the middle of it."""
    for one, case in told:
        if one.stands in {cast.SUPPORT, cast.ENDING} and one.words:
            _tell(one, case)


def _tell(one: One, case: Case) -> None:
    by = case.lead
    if by is None:
        return
    story = Story.objects.filter(case=case).first()
    change_story(
        case=case, by=by, expected=story.version if story else 0, account=ACCOUNT,
        strengths=STRENGTHS, upsets=UPSETS,
    )  # fmt: skip
    used = "child_labour" if one.age < 18 else "adult_labour"
    screening = keep_assessment(
        case=case,
        kind=AssessmentKind.SCREENING,
        answers=SCREENING,
        list_used=used,
        by=by,
        expected=0,
    )
    complete_assessment(
        assessment=screening, by=by, decided="yes", decided_as="NGO",
        justification="What was promised was not true.",
    )  # fmt: skip
    risk = keep_assessment(case=case, kind=AssessmentKind.RISK, answers=RISK, by=by, expected=0)
    complete_assessment(
        assessment=risk, by=by, chosen_risk=one.risk, justification="As seen today."
    )
    needs = keep_assessment(case=case, kind=AssessmentKind.NEEDS, answers=NEEDS, by=by, expected=0)
    complete_assessment(assessment=needs, by=by)
