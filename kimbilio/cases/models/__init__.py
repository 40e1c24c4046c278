"""The case and everything that belongs to it; one file per noun."""

from kimbilio.cases.models.case import Case
from kimbilio.cases.models.emergency import EmergencyOpening, Verdict
from kimbilio.cases.models.note import Note, NoteToken
from kimbilio.cases.models.notice import Notice, NoticeKind
from kimbilio.cases.models.plan import Goal, Step, StepLink, WishEntry
from kimbilio.cases.models.ready import ReadySet, ReadyStep
from kimbilio.cases.models.story import Story, StoryFact
from kimbilio.cases.models.timeline import TimelineEntry

__all__ = [
    "Case",
    "EmergencyOpening",
    "Goal",
    "Note",
    "NoteToken",
    "Notice",
    "NoticeKind",
    "ReadySet",
    "ReadyStep",
    "Step",
    "StepLink",
    "Story",
    "StoryFact",
    "TimelineEntry",
    "Verdict",
    "WishEntry",
]
