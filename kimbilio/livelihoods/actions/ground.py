"""What every action of livelihoods asks first, and how each of its episodes begins and ends."""

from datetime import date, timedelta
from typing import Any

from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kimbilio.access.choices import Act, Compartment, Permission
from kimbilio.access.rules import may, require
from kimbilio.accounts.models import User
from kimbilio.audit.choices import Event
from kimbilio.care.actions import end_step_of
from kimbilio.care.choices import REACHED, Outcome
from kimbilio.care.errors import EpisodeIsOver
from kimbilio.care.models import Episode
from kimbilio.care.telling import tell
from kimbilio.cases.choices import EntryKind
from kimbilio.cases.labels import label
from kimbilio.cases.models import Case, Document, NoticeKind, Step
from kimbilio.cases.notices import notify
from kimbilio.kernel.errors import BadInput
from kimbilio.kernel.versions import amend
from kimbilio.livelihoods.money import MOST_CENTS

STORY = Compartment.STORY
FIRST_YEAR = 2000
FARTHEST = timedelta(days=2 * 366)


def require_worker(by: User, case: Case) -> None:
    """Raise unless ``by`` may change the story of this case, and the case is open."""
    require(by, Permission.WORK_ON_CASE, case, compartment=STORY, act=Act.CHANGE)
    if not case.is_open:
        raise BadInput(_("This case is closed. Reopen it first."))


def require_open(episode: Episode, by: User) -> None:
    """Raise unless ``by`` may write in the case of an episode that goes on."""
    require_worker(by, episode.case)
    if not episode.is_open:
        raise EpisodeIsOver


def check_been(day: date, field: str) -> None:
    """Raise unless ``day`` has been."""
    if day > timezone.localdate() or day.year < FIRST_YEAR:
        raise BadInput(_("Choose a day that has been."), field=field)


def check_amount(cents: int, field: str) -> None:
    """Raise unless it is money: more than nothing, and no phone number."""
    if cents <= 0:
        raise BadInput(_("An amount is more than zero."), field=field)
    if cents > MOST_CENTS:
        raise BadInput(_("This amount cannot be right."), field=field)


def check_choice(value: str, choices: Any, field: str) -> None:
    """Raise unless ``value`` is one of the list."""
    if value not in choices.values:
        raise BadInput(_("Choose from the list."), field=field)


def check_document(document: Document | None, case: Case, by: User) -> None:
    """Raise unless the paper belongs to this case and ``by`` may open it."""
    if document is None:
        return
    found = Document.objects.open_in(case, by).filter(pk=document.pk, retracted_at=None)
    if not found.exists():
        raise BadInput(_("Choose a document of this case."), field="document")


def begin_care(case: Case, responsible: User, step: Step | None, by: User) -> dict[str, Any]:
    """The columns every new episode has, after asking whether it can be."""
    require_worker(by, case)
    if not may(responsible, Permission.WORK_ON_CASE, case, compartment=STORY, act=Act.CHANGE):
        raise BadInput(
            _("This colleague does not work on this case. Add them to the team first."),
            field="responsible",
        )
    if step is not None and (step.case_id != case.pk or not step.is_open):
        raise BadInput(_("Choose an open step of this plan."), field="step")
    return {"case": case, "responsible": responsible, "step": step, "asked_by": by}


def tell_asked(episode: Any, service: str, line: str, by: User) -> None:
    """Trail, timeline and the colleague who answers for it hear of a new episode."""
    tell(episode, Event.CARE_ASKED, by=by, kind=EntryKind.CASE, line=line, service=service)
    if episode.responsible != by:
        notify(user=episode.responsible, kind=NoticeKind.TEAM_JOINED, case=episode.case)


def end_episode(
    episode: Any,
    *,
    outcome: str,
    summary: str,
    by: User,
    expected: int | None,
    line: str = "",
    **more: Any,
) -> None:
    """End it with its outcome and a few lines; a reached step of the plan is done with it."""
    require_open(episode, by)
    check_choice(outcome, Outcome, "outcome")
    if not summary.strip():
        raise BadInput(_("Write a few lines for whoever comes next."), field="summary")
    if (outcome == Outcome.NOT_BEGUN) != (episode.started_at is None):
        said = _("It did begin.") if episode.started_at else _("It has not begun.")
        raise BadInput(said, field="outcome")
    amend(
        episode, expected=expected, outcome=outcome, summary=summary, ended_at=timezone.now(),
        ended_by=by, **more,
    )  # fmt: skip
    if outcome in REACHED:
        end_step_of(episode, by=by)
    words = label(Outcome(outcome))
    tell(
        episode, Event.CARE_ENDED, by=by, kind=EntryKind.CASE,
        line=f"{line}: {words}" if line else words, outcome=outcome,
    )  # fmt: skip


def hold(row: Model) -> None:
    """Let nobody else write about this row until we are through; for episodes there is ``hold_open``."""
    rows = type(row)._base_manager.select_for_update(no_key=True).filter(pk=row.pk)
    list(rows.order_by("pk").values_list("pk", flat=True))
