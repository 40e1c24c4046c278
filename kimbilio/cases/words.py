"""Which texts of a case one can search for, each with the compartment its words belong to.

A text that comes into the index from a new place must be named here too, or it is no longer found
after the next change of keys. Apps above add theirs to ``SOURCES``, in their ``reindex.py``. Then
raise ``GENERATION``, and what was written before is indexed in the background.
"""

from collections.abc import Callable, Iterable, Iterator
from uuid import UUID

from kimbilio.access.choices import Compartment
from kimbilio.cases.models import Assessment, CallAttempt, Note, Story
from kimbilio.cases.models.intake import Intake
from kimbilio.vault import blind

GENERATION = 1  # of the list below
Text = tuple[str, str]
SOURCES: list[Callable[[UUID], Iterable[Text]]] = []
STORY_TEXTS = ("account", "wish", "do_not", "strengths", "upsets", "route_note")


def texts_of(case_id: UUID) -> Iterator[Text]:
    """Every text of a case whose words one can search for, and the compartment it is in."""
    blind.indexes()  # every app has now named its texts
    for note in Note.objects.filter(case=case_id).only("compartment", "text"):
        yield note.compartment, note.text
    told: list[str] = []
    told += [intake.words for intake in Intake.objects.filter(case=case_id).only("words")]
    told += [one.words for one in CallAttempt.objects.filter(case=case_id).only("words")]
    told += [text_of_story(story) for story in Story.objects.filter(case=case_id)]
    signed = Assessment.objects.filter(case=case_id).completed()
    told += [text_of_assessment(one) for one in signed.only("answers", "justification")]
    for text in told:
        yield Compartment.STORY, text
    for source in SOURCES:
        yield from source(case_id)


def text_of_story(story: Story) -> str:
    """All that is written in a story."""
    return "\n".join(getattr(story, name) for name in STORY_TEXTS)


def text_of_assessment(assessment: Assessment) -> str:
    """What a person wrote in an assessment; the codes of its answers are no words."""
    notes = [
        str(answer)
        for question, answer in assessment.answers.items()
        if question.rpartition(".")[2] == "note"
    ]
    return "\n".join([*notes, assessment.justification])
