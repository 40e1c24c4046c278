"""Deciding what to do now, and the second yes that "Go now" needs."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kimbilio.access.choices import Act, Compartment, Permission
from kimbilio.access.matrix import holds
from kimbilio.access.rules import require
from kimbilio.accounts.models import User
from kimbilio.audit import trail
from kimbilio.audit.choices import Event
from kimbilio.cases.actions.rescue import move_rescue, request_rescue
from kimbilio.cases.choices import EntryKind, Stage
from kimbilio.cases.clocks import meet_clocks, start_clocks
from kimbilio.cases.deciding import Suggestion
from kimbilio.cases.intake_choices import ClockKind, RescueState, Route
from kimbilio.cases.labels import label
from kimbilio.cases.models import Case, Decision, Rescue
from kimbilio.cases.outline import refresh_outline
from kimbilio.cases.timeline import note_down
from kimbilio.consent.actions import record_consent
from kimbilio.consent.choices import Answer, Giver, Purpose
from kimbilio.kernel.errors import BadInput, DomainError
from kimbilio.kernel.versions import amend
from kimbilio.organisation.queries import duty_lead


class NothingToConfirm(DomainError):
    """The yes was given before, or another way was chosen since."""

    code = "nothing_to_confirm"
    message = _("No yes is needed any more. Look at the case again.")


def check_choice(
    *,
    suggestion: Suggestion,
    route: Route,
    override_reason: str,
    passed_on_to: str,
    may_share: bool,
) -> None:
    """Raise ``BadInput`` when a choice lacks what it needs: a reason, a partner, a consent."""
    if route != suggestion.route and not override_reason.strip():
        raise BadInput(
            _("Say why you choose something other than suggested."), field="override_reason"
        )
    if route == Route.PARTNER and not passed_on_to.strip():
        raise BadInput(_("Say to whom this is passed on."), field="passed_on_to")
    if route == Route.PARTNER and not may_share:
        raise BadInput(_("Ask first: we pass on only with their yes."), field="may_share")


@transaction.atomic
def decide(
    *,
    case: Case,
    suggestion: Suggestion,
    route: Route,
    by: User,
    override_reason: str = "",
    passed_on_to: str = "",
    may_share: bool = False,
    pick_up: str = "",
    giver: Giver = Giver.SELF,
    at: datetime | None = None,
) -> Decision:
    """Choose what to do now. The choice is the worker's; another one than suggested says why.

    Go now asks for a rescue and for the duty lead's yes. Passing on to a partner closes the case.
    """
    require(by, Permission.WORK_ON_CASE, case, compartment=Compartment.STORY, act=Act.CHANGE)
    if not case.is_open:
        raise BadInput(_("This case is closed. Reopen it first."))
    check_choice(
        suggestion=suggestion, route=route, override_reason=override_reason,
        passed_on_to=passed_on_to, may_share=may_share,
    )  # fmt: skip
    is_override = route != suggestion.route
    decision = Decision.objects.create(
        case=case,
        suggested=suggestion.route,
        rule=suggestion.rule,
        route=route,
        override_reason=override_reason.strip() if is_override else None,
        passed_on_to=passed_on_to.strip() if route == Route.PARTNER else None,
        by=by,
        at=at or timezone.now(),
    )
    event = Event.DECISION_OVERRIDDEN if is_override else Event.DECISION_MADE
    line = f"{label(route)}: {override_reason}" if is_override else label(route)
    note_down(case, event, kind=EntryKind.CASE, by=by, subject=decision, line=line)
    trail.record(event, by=by, on=decision, suggested=suggestion.route, route=route)
    meet_clocks(case, [ClockKind.DECISION], by=by)
    if route == Route.GO_NOW:
        _go_now(decision, pick_up)
    elif route == Route.PARTNER:
        _pass_on(decision, giver)
    elif route == Route.SHELTER:
        start_clocks(case, [ClockKind.SAFE_PLACE], by=by)
    refresh_outline(case)
    return decision


def _go_now(decision: Decision, pick_up: str) -> None:
    """Ask for the rescue; a duty lead who decides alone gives the second yes at once."""
    case, by = decision.case, decision.by
    start_clocks(case, [ClockKind.SAFE_PLACE], by=by)
    rescue = Rescue.objects.filter(case=case, ended_at=None).first()
    if rescue is None:
        rescue = request_rescue(case=case, pick_up=pick_up, by=by)
    is_theirs = duty_lead(at=timezone.now()) == by and holds(by.role, Permission.APPROVE_RESCUE)
    if rescue.state == RescueState.REQUESTED and is_theirs:
        move_rescue(rescue=rescue, to=RescueState.APPROVED, by=by)
        decision.refresh_from_db()


def _pass_on(decision: Decision, giver: Giver) -> None:
    """Record the consent to share, and end our own work: the partner has it now."""
    case, by, partner = decision.case, decision.by, decision.passed_on_to or ""
    record_consent(
        case=case, purpose=Purpose.SHARING, answer=Answer.YES, giver=giver, by=by,
        recipient=partner[:120],
    )  # fmt: skip
    amend(case, stage=Stage.CLOSED, closed_at=timezone.now(), closed_by=by, is_urgent=False)
    note_down(
        case, Event.REFERRAL_CREATED, kind=EntryKind.CLOSING, by=by, subject=decision, line=partner
    )
    trail.record(Event.REFERRAL_CREATED, by=by, on=decision)


@transaction.atomic
def confirm_go_now(*, decision: Decision, by: User, words: str = "") -> None:
    """Give the duty lead's yes to "Go now", which approves its rescue as well."""
    case = decision.case
    require(by, Permission.APPROVE_RESCUE, case, act=Act.VIEW)
    waiting = Rescue.objects.filter(case=case, state=RescueState.REQUESTED).first()
    if not decision.waits_for_yes or waiting is None:
        raise NothingToConfirm
    move_rescue(rescue=waiting, to=RescueState.APPROVED, words=words, by=by)
    decision.refresh_from_db()
