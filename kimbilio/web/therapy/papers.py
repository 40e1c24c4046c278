"""The discharge summary on paper: what was agreed, how scales went, how it ended. Sealed notes are no part of it."""

from typing import Any

from django.http import HttpResponse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kimbilio.accounts.models import User
from kimbilio.care.choices import WAS_THERE
from kimbilio.letters.choices import Language, LetterKind
from kimbilio.letters.composing import head_facts
from kimbilio.organisation.queries import this_organisation
from kimbilio.therapy.actions.papers import print_discharge
from kimbilio.therapy.models import TherapyEpisode
from kimbilio.therapy.queries import Measured, measured, results_of
from kimbilio.web.pdf import printed_letter


def summary_on_paper(episode: TherapyEpisode, *, by: User) -> HttpResponse:
    """The PDF in the reader's language, set with the organisation's layout. It is not kept."""
    print_discharge(episode=episode, by=by)
    language = Language.of_reader().value
    with translation.override(language):
        facts = _facts(episode, by)
    return printed_letter(LetterKind.DISCHARGE, language, facts, name="summary")


def _facts(episode: TherapyEpisode, by: User) -> dict[str, Any]:
    return {
        **head_facts(this_organisation()),
        "title": str(LetterKind.DISCHARGE.label),
        "code": episode.case.code,
        "day": date_format(timezone.localdate(), "j F Y"),
        "lines": [[str(label), str(words)] for label, words in _lines(episode) if words],
        "goals_title": _("Goals of therapy"),
        "goals": [
            [goal["words"], _("reached") if goal["reached"] else _("not reached")]
            for goal in episode.goals
        ],
        "scales_title": _("Scales"),
        "scales": [_course(str(code.label), rows) for code, rows in _scored(episode)],
        "summary_title": _("Summary"),
        "summary": episode.summary,
        "signed": {"name": by.name, "role": str(by.get_role_display())},
    }


def _lines(episode: TherapyEpisode) -> list[tuple[Any, Any]]:
    came = episode.attendances.filter(presence__in=sorted(WAS_THERE)).count()
    return [
        (_("Case"), episode.case.code),
        (_("Therapist"), episode.responsible.name),
        (_("From"), _day(episode.started_at)),
        (_("Until"), _day(episode.ended_at)),
        (_("Sessions"), _("%(done)s of %(total)s") % {"done": came, "total": episode.planned}),
        (_("How it ended"), episode.get_outcome_display()),
    ]


def _day(moment: Any) -> str:
    return date_format(timezone.localtime(moment), "j F Y") if moment else ""


def _scored(episode: TherapyEpisode) -> list[tuple[Any, list[Measured]]]:
    told = measured(results_of(episode))
    kept = [
        (code, [one for one in rows if one.result.score is not None]) for code, rows in told.items()
    ]
    return [(code, rows) for code, rows in kept if rows]


def _course(name: str, rows: list[Measured]) -> list[str]:
    """First and last total with their day and band."""
    ends = [rows[0]] if len(rows) == 1 else [rows[0], rows[-1]]
    return [name, " → ".join(_total(one) for one in ends)]


def _total(one: Measured) -> str:
    band = f", {one.band.label}" if one.band else ""
    return f"{one.result.score}{band} ({date_format(one.result.answered_on, 'j M Y')})"
