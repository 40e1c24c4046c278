"""An invented person, to see what a layout looks like; and nobody, to see that a layout needs no data."""

from datetime import timedelta
from typing import Any

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from kimbilio.letters.choices import OF_REFERRALS, OF_THERAPY, LetterKind, Shape
from kimbilio.letters.composing import Known, facts_for, head_facts
from kimbilio.letters.kinds import Blank, Kind
from kimbilio.letters.registry import KINDS
from kimbilio.letters.tables import Table
from kimbilio.letters.told import day
from kimbilio.organisation.models import Organisation
from kimbilio.organisation.queries import this_organisation

CODE = "KB-S4MP"
WORDS = {
    "full_name": "Amani Mfano", "guardian": "Neema Mfano", "companion": "Baraka Mfano",
    "interviewer": "Baraka Mfano", "id_number": "00000000", "court_number": "E000/2026",
}  # fmt: skip


def sample_facts(kind: str, language: str) -> dict[str, Any]:
    """An invented person with a word in each line."""
    return _facts(kind, language, is_empty=False)


def empty_facts(kind: str, language: str) -> dict[str, Any]:
    """Somebody of whom nothing is known: every line is for the pen."""
    return _facts(kind, language, is_empty=True)


def _facts(kind: str, language: str, *, is_empty: bool) -> dict[str, Any]:
    ours = this_organisation()
    with translation.override(language):
        if LetterKind(kind) in OF_REFERRALS:
            return _of_referral(kind, ours, is_empty=is_empty)
        if LetterKind(kind) in OF_THERAPY:
            return _of_therapy(kind, ours, is_empty=is_empty)
        what = KINDS[kind]
        values = {one.name: "" if is_empty else _word(one) for one in what.blanks}
        known = Known(values, [] if is_empty else [_table(what)], what.parts | what.pen)
    return facts_for(
        what, known, {}, code=CODE, language=language, signed=("Baraka Mfano", "—"), ours=ours
    )


def _word(blank: Blank) -> str:
    if blank.shape == Shape.TICK:
        return "yes"
    if blank.name in WORDS:
        return WORDS[blank.name]
    if "day" in blank.name or blank.name.endswith("_on") or blank.name == "born":
        return day(timezone.localdate() - timedelta(days=30))
    words = _("An example of what may stand here.")
    return f"{words}\n{words}" if blank.shape == Shape.LONG else _("An example")


def _table(what: Kind) -> Table:
    return Table(_("An example"), [_("One"), _("Two")], [[_("An example"), ""], ["", ""]])


def _of_referral(kind: str, ours: Organisation, *, is_empty: bool) -> dict[str, Any]:
    word = "" if is_empty else _("An example of what may stand here.")
    either = {"title": str(LetterKind(kind).label), **head_facts(ours)}
    if kind == LetterKind.FORM_C:
        return {
            **either, "subtitle": word, "short": [(_("An example"), word)] * 5,
            "choice": {"label": _("An example"), "yes": _("Yes"), "no": _("No"), "is_yes": False},
            "long": [(_("An example"), word)] * 5, "signature": _("Signature"),
            "date": _("Date"), "note": word,
        }  # fmt: skip
    return {
        **either, "day": day(timezone.localdate()), "to": word, "subject": word, "greeting": word,
        "opening": word, "need": word, "lines": [] if is_empty else [(_("An example"), word)] * 3,
        "lines_title": word, "basis": word, "asking": word, "closing": word,
        "signed": {"name": "Baraka Mfano", "role": word},
    }  # fmt: skip


def _of_therapy(kind: str, ours: Organisation, *, is_empty: bool) -> dict[str, Any]:
    word = "" if is_empty else _("An example of what may stand here.")
    rows = [] if is_empty else [(_("An example"), word)] * 3
    return {
        "title": str(LetterKind(kind).label), **head_facts(ours), "code": CODE,
        "day": day(timezone.localdate()), "lines": rows, "goals": rows, "scales": rows,
        "goals_title": _("Goals of therapy"), "scales_title": _("Scales"),
        "summary_title": _("Summary"), "summary": word,
        "signed": {"name": "Baraka Mfano", "role": "—"},
    }  # fmt: skip
