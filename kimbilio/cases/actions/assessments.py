"""Working on a screening or assessment, signing it, and correcting it by a new one."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kimbilio.access.choices import Act, Compartment, Permission
from kimbilio.access.rules import may, require
from kimbilio.accounts.models import User
from kimbilio.audit import trail
from kimbilio.audit.choices import Event
from kimbilio.cases.actions.notes import index_words
from kimbilio.cases.actions.risk import set_risk
from kimbilio.cases.actions.story import replace_facts, take_decision
from kimbilio.cases.actions.tasks import give_task
from kimbilio.cases.assessment_answers import clean_answers
from kimbilio.cases.assessment_choices import AssessmentKind, AssessmentState, Decided
from kimbilio.cases.choices import EntryKind, Risk
from kimbilio.cases.clocks import meet_clocks
from kimbilio.cases.codes.exploitation import DECIDED_BY
from kimbilio.cases.codes.ilo import lists_on_offer
from kimbilio.cases.intake_choices import ClockKind
from kimbilio.cases.labels import label
from kimbilio.cases.models import Assessment, AssessmentArea, Case
from kimbilio.cases.outline import refresh_outline
from kimbilio.cases.scoring.needs import Needs
from kimbilio.cases.scoring.outcomes import RULES, Outcome, areas_of, outcome_of
from kimbilio.cases.scoring.risk import RiskRating
from kimbilio.cases.timeline import note_down
from kimbilio.cases.words import text_of_assessment
from kimbilio.cases.work_choices import ToDo
from kimbilio.kernel.errors import BadInput, DomainError, Stale
from kimbilio.kernel.versions import amend


class AlreadyCompleted(DomainError):
    """What is signed stays as it is."""

    code = "already_completed"
    message = _("This is signed and is never changed. Correct it by a new one.")


class AlreadyCorrected(DomainError):
    """There is one correction of an assessment at most; that one may be corrected in turn."""

    code = "already_corrected"
    message = _("This was corrected before. Correct the newer one.")


class DraftInTheWay(DomainError):
    """One draft of a kind at a time."""

    code = "draft_in_the_way"
    message = _("Someone works on a draft of this already. Finish that one first.")


@transaction.atomic
def keep_assessment(
    *,
    case: Case,
    kind: AssessmentKind,
    answers: Mapping[str, Any],
    by: User,
    list_used: str = "",
    expected: int = 0,
) -> Assessment:
    """Keep the answers of the case's draft of this kind, and begin one if there is none.

    ``expected`` is the version on the screen, 0 when there was no draft. Raises ``BadInput`` for an
    answer that is not asked or not on the list, ``Stale`` when somebody else was faster.
    """
    _may_assess(case, by)
    offered = lists_on_offer(with_unverified=settings.SCREENING_WITH_UNVERIFIED_LISTS)
    if kind == AssessmentKind.SCREENING and list_used not in offered:
        raise BadInput(_("Choose the list that fits."), field="list_used")
    used = list_used if kind == AssessmentKind.SCREENING else ""
    kept = clean_answers(kind, answers, used)
    draft: Assessment | None = Assessment.objects.filter(case=case, kind=kind).drafts().first()
    if draft is None:
        if expected:
            raise Stale
        return _begin(case, kind, kept, used, by)
    if draft.version != expected:
        raise Stale(theirs=draft)
    changes = amend(draft, expected=expected, answers=kept, list_used=used)
    if changes:
        trail.record(Event.ASSESSMENT_CHANGED, by=by, on=draft, changes=changes, kind=kind)
    return draft


@transaction.atomic
def complete_assessment(
    *,
    assessment: Assessment,
    by: User,
    expected: int | None = None,
    decided: str = "",
    decided_as: str = "",
    chosen_risk: str = "",
    justification: str = "",
) -> Assessment:
    """Sign a draft with its result and a person's word. From now on it stays as it is.

    A screening needs a decision, who decided and why; a risk assessment needs a level, and a reason
    if it is not the suggested one. Raises ``AlreadyCompleted`` when it was signed before.
    """
    case = assessment.case
    _may_assess(case, by)
    if assessment.is_completed:
        raise AlreadyCompleted
    outcome = outcome_of(assessment.kind, assessment.answers, assessment.list_used)
    words = _checked_word(assessment, outcome, decided, decided_as, chosen_risk, justification)
    try:
        changes = amend(
            assessment,
            expected=expected,
            state=AssessmentState.COMPLETED,
            rules=RULES,
            result=outcome.result,
            score=outcome.score,
            completed_at=timezone.now(),
            completed_by=by,
            **words,
        )
    except Stale as faster:
        if isinstance(faster.theirs, Assessment) and faster.theirs.is_completed:
            raise AlreadyCompleted from None
        raise
    AssessmentArea.objects.bulk_create(
        AssessmentArea(assessment=assessment, **area) for area in areas_of(outcome)
    )
    index_words(case, text_of_assessment(assessment), Compartment.STORY)
    _tell(assessment, outcome, changes, by)
    _follow(assessment, outcome, by)
    refresh_outline(case)
    return assessment


@transaction.atomic
def correct_assessment(*, assessment: Assessment, by: User) -> Assessment:
    """Begin a new draft with the same answers, which replaces this one when it is signed."""
    case = assessment.case
    _may_assess(case, by)
    if not assessment.is_completed:
        raise BadInput(_("This is still a draft. Change it as it is."))
    if assessment.corrections.exists():
        raise AlreadyCorrected
    kind = AssessmentKind(assessment.kind)
    if Assessment.objects.filter(case=case, kind=kind).drafts().exists():
        raise DraftInTheWay
    return _begin(case, kind, assessment.answers, assessment.list_used, by, corrects=assessment)


def _may_assess(case: Case, by: User) -> None:
    require(by, Permission.ASSESS, case, compartment=Compartment.STORY, act=Act.CHANGE)
    if not case.is_open:
        raise BadInput(_("This case is closed. Reopen it first."))


def _begin(
    case: Case,
    kind: AssessmentKind,
    answers: dict[str, Any],
    used: str,
    by: User,
    corrects: Assessment | None = None,
) -> Assessment:
    try:
        with transaction.atomic():
            draft: Assessment = Assessment.objects.create(
                case=case, kind=kind, answers=answers, list_used=used, started_by=by,
                corrects=corrects,
            )  # fmt: skip
    except IntegrityError:
        theirs = Assessment.objects.filter(case=case, kind=kind).drafts().first()
        raise Stale(theirs=theirs) from None
    trail.record(
        Event.ASSESSMENT_STARTED, by=by, on=draft, kind=kind,
        corrects=str(corrects.pk) if corrects else "",
    )  # fmt: skip
    return draft


def _checked_word(
    assessment: Assessment,
    outcome: Outcome,
    decided: str,
    decided_as: str,
    chosen_risk: str,
    justification: str,
) -> dict[str, Any]:
    """What the person said, as far as this kind asks for it."""
    why = justification.strip()
    if assessment.kind == AssessmentKind.SCREENING:
        if decided not in Decided.values:
            raise BadInput(_("Say what was decided."), field="decided")
        if decided_as not in DECIDED_BY:
            raise BadInput(_("Say who decided it."), field="decided_as")
        if not why:
            raise BadInput(_("Write down why it was decided so."), field="justification")
        return {"decided": decided, "decided_as": decided_as, "justification": why}
    if isinstance(outcome, RiskRating):
        if chosen_risk not in Risk.values:
            raise BadInput(_("Say how high the risk is."), field="chosen_risk")
        if chosen_risk != outcome.risk and not why:
            raise BadInput(
                _("Say why you choose something other than suggested."), field="justification"
            )
        return {"chosen_risk": chosen_risk, "justification": why}
    return {"justification": why}


def _tell(assessment: Assessment, outcome: Outcome, changes: Any, by: User) -> None:
    kind = AssessmentKind(assessment.kind)
    is_screening = kind == AssessmentKind.SCREENING
    event = Event.SCREENING_COMPLETED if is_screening else Event.ASSESSMENT_COMPLETED
    line = f"{label(kind)}: {label(outcome.result)}"
    note_down(
        assessment.case, event, kind=EntryKind.ASSESSMENT, by=by, subject=assessment, line=line
    )
    trail.record(event, by=by, on=assessment, changes=changes, kind=kind, result=outcome.result)


def _follow(assessment: Assessment, outcome: Outcome, by: User) -> None:
    """What a signed assessment sets in motion."""
    case = assessment.case
    if assessment.kind in {AssessmentKind.SCREENING, AssessmentKind.RISK}:
        meet_clocks(case, [ClockKind.ASSESSMENT], by=by)
    if assessment.kind == AssessmentKind.SCREENING:
        take_decision(
            case=case, decided=Decided(assessment.decided), decided_as=assessment.decided_as, by=by
        )
    elif isinstance(outcome, RiskRating):
        risk = Risk(assessment.chosen_risk)
        set_risk(case=case, risk=risk, by=by, is_urgent=outcome.self_harm)
        if outcome.self_harm:
            _ask_for_a_safety_plan(case, by)
    elif isinstance(outcome, Needs):
        replace_facts(case=case, facts={"need": outcome.codes}, by=by)


def _ask_for_a_safety_plan(case: Case, by: User) -> None:
    """Somebody who may harm themselves is not left alone with it: a task of today for the lead."""
    lead = case.lead
    sees = lead is not None and may(
        lead, Permission.WORK_ON_CASE, case, compartment=Compartment.STORY
    )
    give_task(
        title=ToDo.TALK_OF_SELF_HARM,
        due_on=timezone.localdate(),
        owner=lead if sees else by,
        case=case,
        by=by,
    )
