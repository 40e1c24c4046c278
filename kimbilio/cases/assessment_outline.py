"""What a decision, screenings and assessments tell the outline of their case: that assessment has begun."""

from kimbilio.cases.assessment_choices import AssessmentKind
from kimbilio.cases.choices import Stage
from kimbilio.cases.models import Assessment, Decision
from kimbilio.cases.outline import tells_stage, there_are

BEGINS = [AssessmentKind.SCREENING, AssessmentKind.RISK]

# Intake is over: somebody decided what to do, or a screening or a risk assessment is signed.
tells_stage(
    Stage.ASSESSMENT,
    there_are(Decision.objects.all())
    | there_are(Assessment.objects.completed().filter(kind__in=BEGINS)),
)
