"""The case and everything that belongs to it; one file per noun."""

from kimbilio.cases.models.appointment import Appointment, TakesPart
from kimbilio.cases.models.assessment import Assessment, AssessmentArea
from kimbilio.cases.models.case import Case
from kimbilio.cases.models.catch_up import CatchUp
from kimbilio.cases.models.clock import ResponseClock, ResponseLimit
from kimbilio.cases.models.closing import Closure, ClosureCheck, ClosureOutcome, Reopening
from kimbilio.cases.models.decision import Decision, DecisionRule
from kimbilio.cases.models.document import Document
from kimbilio.cases.models.emergency import EmergencyOpening, Verdict
from kimbilio.cases.models.follow_up import CallAttempt, FollowUpCall
from kimbilio.cases.models.intake import Intake, UnfinishedCall
from kimbilio.cases.models.lesson import Lesson, LessonTag, LessonToken
from kimbilio.cases.models.note import Note, NoteToken
from kimbilio.cases.models.notice import Notice, NoticeKind
from kimbilio.cases.models.outline_figure import OutlineFigure
from kimbilio.cases.models.plan import Goal, Step, StepLink, WishEntry
from kimbilio.cases.models.ready import ReadySet, ReadyStep
from kimbilio.cases.models.rescue import Rescue, RescueStep
from kimbilio.cases.models.saved_view import SavedView
from kimbilio.cases.models.story import Story, StoryFact
from kimbilio.cases.models.task import Task
from kimbilio.cases.models.timeline import TimelineEntry

__all__ = [
    "Appointment",
    "Assessment",
    "AssessmentArea",
    "CallAttempt",
    "Case",
    "CatchUp",
    "Closure",
    "ClosureCheck",
    "ClosureOutcome",
    "Decision",
    "DecisionRule",
    "Document",
    "EmergencyOpening",
    "FollowUpCall",
    "Goal",
    "Intake",
    "Lesson",
    "LessonTag",
    "LessonToken",
    "Note",
    "NoteToken",
    "Notice",
    "NoticeKind",
    "OutlineFigure",
    "ReadySet",
    "ReadyStep",
    "Reopening",
    "Rescue",
    "RescueStep",
    "ResponseClock",
    "ResponseLimit",
    "SavedView",
    "Step",
    "StepLink",
    "Story",
    "StoryFact",
    "TakesPart",
    "Task",
    "TimelineEntry",
    "UnfinishedCall",
    "Verdict",
    "WishEntry",
]
