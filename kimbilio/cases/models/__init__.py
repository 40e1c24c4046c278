"""The case and everything that belongs to it; one file per noun."""

from kimbilio.cases.models.case import Case
from kimbilio.cases.models.emergency import EmergencyOpening, Verdict
from kimbilio.cases.models.note import Note, NoteToken
from kimbilio.cases.models.notice import Notice, NoticeKind
from kimbilio.cases.models.story import Story, StoryFact
from kimbilio.cases.models.timeline import TimelineEntry

__all__ = [
    "Case",
    "EmergencyOpening",
    "Note",
    "NoteToken",
    "Notice",
    "NoticeKind",
    "Story",
    "StoryFact",
    "TimelineEntry",
    "Verdict",
]
