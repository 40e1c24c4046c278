"""The past work of another organisation as notes of ours: to be read, not to be gone on with.

Plans and assessments are signed there. A new plan asks for the survivor's wish again, and a new
assessment has a person of ours behind it; so both come as words, in the reader's language.
"""

from collections.abc import Iterator
from typing import Any, cast

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kimbilio.access.choices import Compartment
from kimbilio.cases.choices import EntryKind
from kimbilio.cases.models import Assessment, Goal, Note, Step
from kimbilio.consent.models import Consent
from kimbilio.transfers.reading import Row, Told

LONGEST = cast(int, Note._meta.get_field("text").max_length)


def past_notes(told: Told) -> Iterator[Row]:
    """Every note to write, the notes of the past first; what is too long for one goes on in the next."""
    for note in _whole(told):
        for piece in _parted(note["text"]):
            yield {**note, "text": piece}


def _parted(text: str) -> Iterator[str]:
    """A text as pieces that a note can hold, parted between two lines where there are any."""
    while len(text) > LONGEST:
        end = text.rfind("\n", LONGEST // 2, LONGEST) + 1 or LONGEST
        yield text[:end]
        text = text[end:]
    yield text


def _whole(told: Told) -> Iterator[Row]:
    """Each with what our own notes have, however long."""
    for note in told.notes:
        text = f"{note['text']}\n\n— {note['by']}, {told.page.organisation}"
        yield {
            **{name: note[name] for name in ("kind", "happened_at", "compartment")},
            "text": text,
        }
    for call in told.first_call:
        if call["words"]:
            words = _("From the first call there: %(words)s") % {"words": call["words"]}
            yield _said(words, at=call["call_started_at"])
    for one in told.assessments:
        yield _said(_assessment(one), at=one["completed_at"])
    if told.steps or told.goals:
        yield _said(_plan(told))
    yield _said(_arrival(told))


def _said(text: str, *, at: Any = None, where: Compartment = Compartment.STORY) -> Row:
    kind = EntryKind.OBSERVATION
    return {"kind": kind, "text": text, "happened_at": at, "compartment": where}


def _label(model: Any, name: str, value: Any) -> str:
    """A code of one of our lists in words."""
    return str(dict(model._meta.get_field(name).flatchoices).get(value, value or ""))


def _arrival(told: Told) -> str:
    page = told.page
    lines = [
        _("This case came from %(organisation)s, where it was %(code)s.")
        % {"organisation": page.organisation, "code": page.code},
        _("Opened there on %(day)s; handed over on %(other)s.")
        % {"day": _day(page.opened_on), "other": _day(page.hand_over_on)},
        _("Parts that came along: %(parts)s.")
        % {"parts": ", ".join(str(part.label) for part in page.parts)},
        _("Ask for consent anew. What they agreed to there:"),
    ]
    for consent in told.consents:
        words = [_label(Consent, name, consent[name]) for name in ("purpose", "answer", "giver")]
        lines.append(f"{', '.join(words)}, {_day(consent['given_on'])}")
    return "\n".join(lines)


def _plan(told: Told) -> str:
    lines = [_("The plan there, as it stood. Make a new one with the person.")]
    for goal in told.goals:
        reached = _("reached") if goal["is_reached"] else _("not reached yet")
        lines.append(f"{_label(Goal, 'phase', goal['phase'])}: {goal['title']} ({reached})")
    for step in told.steps:
        words = [step["title"], _label(Step, "status", step["status"])]
        words += [_label(Step, "wish", step["wish"]), _day(step["due_on"])]
        words += [step["partner"], step["detail"], step["outcome"]]
        lines.append(f"{_label(Step, 'phase', step['phase'])}: {'; '.join(filter(None, words))}")
    return "\n".join(lines)


def _assessment(one: Row) -> str:
    names = ("kind", "result", "decided", "chosen_risk")
    words = [_label(Assessment, name, one[name]) for name in names if one[name]]
    return "\n".join(filter(None, ["; ".join(words), one["justification"]]))


def _day(day: Any) -> str:
    return date_format(day, "j M Y") if day else ""
