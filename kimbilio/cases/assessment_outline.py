"""What screenings and assessments tell the outline of their case: that assessment has begun."""

from kimbilio.cases.assessment_choices import AssessmentKind
from kimbilio.cases.choices import Stage
from kimbilio.cases.models import Assessment, Case
from kimbilio.cases.outline import tells_stage


def is_assessed(case: Case) -> bool:
    """Whether a screening or a risk assessment is signed."""
    assessments = Assessment.objects.filter(
        case=case, kind__in=[AssessmentKind.SCREENING, AssessmentKind.RISK]
    )
    return bool(assessments.completed().exists())


tells_stage(Stage.ASSESSMENT, is_assessed)
