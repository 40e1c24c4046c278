"""Preparing the way home, and handing the person over: what is missing is asked about, nothing is assumed."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kimbilio.access.choices import Permission
from kimbilio.access.rules import may
from kimbilio.accounts.models import User
from kimbilio.audit.choices import Event
from kimbilio.care.actions import end_step_of, hold_open
from kimbilio.care.choices import Outcome
from kimbilio.care.homecoming import came_home
from kimbilio.care.named import is_named
from kimbilio.care.telling import tell
from kimbilio.cases.actions.contact import was_in_contact
from kimbilio.cases.actions.plan.states import finish_step
from kimbilio.cases.actions.tasks import give_task
from kimbilio.cases.choices import EntryKind, WhereNow
from kimbilio.cases.labels import label
from kimbilio.cases.models import Case, Step
from kimbilio.kernel.errors import BadInput, DomainError
from kimbilio.kernel.versions import amend
from kimbilio.people.choices import RelationKind
from kimbilio.tracing.actions.ground import (
    FIRST_YEAR,
    STORY,
    WHERE,
    check_place,
    check_step,
    chosen,
    keep_one,
    leads,
    require_open,
    require_tracing,
)
from kimbilio.tracing.choices import IdSeen, Ready, SearchState, ToDo
from kimbilio.tracing.consent import is_child
from kimbilio.tracing.models import FoundRelative, Handover, Preparation, Tracing
from kimbilio.tracing.queries import missing_for_home

MOST_GIVEN, LONGEST_LINE = 60, 200


@transaction.atomic
def save_preparation(
    *, tracing: Tracing, ready: list[str], by: User, note: str = "", expected: int | None = None
) -> Preparation:
    """Tick what is prepared for the way home."""
    require_open(tracing, by)
    for one in ready:
        chosen(one, Ready.values, "ready")
    values: dict[str, Any] = {"ready": sorted(set(ready)), "note": note, "changed_by": by}
    known, changes = keep_one(Preparation, tracing, values, expected)
    if changes is None:
        return known
    tell(known, Event.HOME_PREPARED, by=by, kind=EntryKind.CASE, changes=changes,
         line=f"{len(known.ready)}/{len(Ready)}")  # fmt: skip
    return known


class NotReady(DomainError):
    """A child does not go home before these are done; ``missing`` says which."""

    code = "not_ready"

    def __init__(self, missing: list[str]) -> None:
        said = [str(_("A child cannot go home yet. Nothing was changed.")), *missing]
        super().__init__(" ".join(said))


class LeadsWord(DomainError):
    """It can be, if a lead says why; ``concerns`` are the reasons to think twice."""

    code = "word_needed"

    def __init__(self, concerns: list[str]) -> None:
        ask = _(
            "Stop and ask a team lead. If it must be, the lead records the handover and writes why."
        )
        super().__init__(" ".join([*concerns, str(ask)]), field="word")


@transaction.atomic
def hand_over(
    *,
    tracing: Tracing,
    at: datetime,
    place: str,
    signed_by: str,
    id_seen: str,
    first_follow_up_on: date,
    by: User,
    relative: FoundRelative | None = None,
    received_by: str = "",
    relation: str = "",
    handed_by: User | None = None,
    county: str = "",
    given: list[str] | None = None,
    word: str = "",
    step: Step | None = None,
    expected: int | None = None,
) -> Handover:
    """The person has gone home: the search ends with it, and with it its steps of the plan.

    Raises ``NotReady`` for a child without a verified relation, an assessment of the family and a
    note of best interest; ``LeadsWord`` where a stranger, or somebody the case names, received them.
    """
    require_open(tracing, by)
    require_tracing(by, tracing.case, WHERE)
    if SearchState.REUNITED not in tracing.moves:
        raise BadInput(_("Nobody was found yet. Write down first who was found."))
    handed_by = handed_by or by
    if handed_by != by and not may(handed_by, Permission.WORK_ON_CASE, tracing.case,
                                   compartment=STORY):  # fmt: skip
        raise BadInput(_("This colleague does not work on this case."), field="handed_by")
    if relative is not None:
        if relative.tracing_id != tracing.pk:
            raise BadInput(_("Choose from the list."), field="relative")
        hold_open(tracing)
        relative.refresh_from_db()  # as it stands now: a check may have become void
        received_by, relation = relative.name, relative.relation
    values = _checked(
        at=at, place=place, signed_by=signed_by, id_seen=id_seen, received_by=received_by,
        relation=relation, first_follow_up_on=first_follow_up_on, given=given or [],
        county=check_place(county, ""),
    )  # fmt: skip
    check_step(step, tracing.case)
    if is_child(tracing.case) and (missing := missing_for_home(tracing)):
        raise NotReady(missing)
    concerns = concerns_about(tracing, relative, received_by)
    if concerns and not (leads(by) and word.strip()):
        raise LeadsWord(concerns)
    changes = amend(
        tracing, expected=expected, state=SearchState.REUNITED, ended_at=timezone.now(),
        ended_by=by, outcome=Outcome.COMPLETED,
    )  # fmt: skip
    handover: Handover = Handover.objects.create(
        case=tracing.case, tracing=tracing, relative=relative, handed_by=handed_by, recorded_by=by,
        word=word.strip() if concerns else "", word_by=by if concerns else None, **values,
    )  # fmt: skip
    tell(tracing, Event.CARE_ENDED, by=by, kind=EntryKind.CASE, changes=changes,
         line=label(SearchState.REUNITED))  # fmt: skip
    _end(tracing, handover, step, by)
    return handover


def concerns_about(tracing: Tracing, relative: FoundRelative | None, received_by: str) -> list[str]:
    """Why a lead has to think first: the receiver is not verified, or this case names them."""
    concerns = []
    if relative is None or not relative.is_verified(is_child=is_child(tracing.case)):
        concerns.append(str(_("It is not verified that this person is family.")))
    phones = [relative.phone] if relative is not None and relative.phone else []
    if is_named(tracing.case_id, [received_by], phones):
        concerns.append(
            str(_("This case names somebody of this name or phone as alleged trafficker."))
        )
    return concerns


def _checked(**given: Any) -> dict[str, Any]:
    at: datetime = given["at"]
    if at > timezone.now() or at.year < FIRST_YEAR:
        raise BadInput(_("Choose a moment that has been."), field="at")
    asked = (
        ("place", _("Say where.")), ("received_by", _("Say who received the person.")),
        ("signed_by", _("Say who signed.")),
    )  # fmt: skip
    for field, words in asked:
        given[field] = given[field].strip()
        if not given[field]:
            raise BadInput(words, field=field)
    chosen(given["relation"], RelationKind.values, "relation")
    chosen(given["id_seen"], IdSeen.values, "id_seen")
    if given["first_follow_up_on"] <= timezone.localdate(at):
        raise BadInput(_("The first follow-up comes after the handover."),
                       field="first_follow_up_on")  # fmt: skip
    given["given"] = [line.strip() for line in given["given"] if line.strip()]
    if len(given["given"]) > MOST_GIVEN or any(len(line) > LONGEST_LINE for line in given["given"]):
        raise BadInput(_("At most sixty things, each on a line of its own."), field="given")
    return given


def _end(tracing: Tracing, handover: Handover, step: Step | None, by: User) -> None:
    """The search ends, the plan follows, the timeline says so, and follow-up begins from that day.

    Where nobody can come on the day promised for the first one, it is a task.
    """
    end_step_of(tracing, by=by)
    Case.objects.filter(pk=tracing.case_id).update(where_now=WhereNow.FAMILY)
    tracing.case.where_now = WhereNow.FAMILY
    was_in_contact(tracing.case, handover.at)
    if step is not None and step.pk != tracing.step_id:
        try:
            with transaction.atomic():
                finish_step(step=step, by=by, outcome=str(Outcome.COMPLETED.label))
        except DomainError:
            pass  # the plan says on its own page why; the person is at home all the same
    tell(handover, Event.HANDED_OVER, by=by, kind=EntryKind.VISIT, at=handover.at,
         line=label(RelationKind(handover.relation)), with_word=bool(handover.word))  # fmt: skip
    due = max(handover.first_follow_up_on, timezone.localdate())
    if came_home(tracing.case, timezone.localdate(handover.at), by=by, first_on=due):
        return
    owner = tracing.case.lead
    if owner is None or not may(owner, Permission.WORK_ON_CASE, tracing.case, compartment=STORY):
        owner = by
    give_task(title=ToDo.FIRST_FOLLOW_UP, due_on=due, by=by, owner=owner,
              case=tracing.case)  # fmt: skip
