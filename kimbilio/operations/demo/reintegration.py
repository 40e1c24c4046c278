"""Invented life after the return: a child followed for six months, and a woman on her way home from abroad."""

from datetime import datetime, timedelta

from django.utils import timezone

from kimbilio.accounts.choices import Role
from kimbilio.accounts.models import User
from kimbilio.cases.models import Appointment, Case, TakesPart, TimelineEntry
from kimbilio.operations.demo import cast
from kimbilio.operations.demo.cast import One
from kimbilio.operations.demo.staff import Team
from kimbilio.operations.demo.telling import moment
from kimbilio.partners.actions.entries import save_partner
from kimbilio.partners.choices import PartnerKind
from kimbilio.partners.models import Partner
from kimbilio.reintegration.actions.follow_ups import add_follow_up, start_reintegration
from kimbilio.reintegration.actions.returns import describe_return, move_return, open_return
from kimbilio.reintegration.actions.standings import record_standing
from kimbilio.reintegration.actions.travel import save_journey, save_paper
from kimbilio.reintegration.dimensions import Dimension, questions_of
from kimbilio.reintegration.models import FollowUp, Reintegration, Repatriation

HOME_SINCE = 185
COUNTRY = "LB"
DONE = (  # days ago, point, marks of the economic, social and psychosocial questions, words
    (178, "1w", (2, 2, 2), (3, 2, 2), (2, 2, 2), "Quiet. Sleeps beside her aunt."),
    (155, "1m", (2, 3, 2), (3, 3, 2), (3, 2, 2), "The school took her back into her form."),
    (94, "3m", (3, 3, 2), (4, 3, 3), (3, 3, 3), "Laughs with her cousins. Fees are paid for the term."),
    (48, "", (3, 4, 3), (4, 4, 3), (4, 3, 4), "Third in mathematics. The aunt sells at the market now."),
    (3, "6m", (4, 4, 3), (5, 4, 4), (4, 4, 5), "Wants to stay. Plans to be a teacher."),
)  # fmt: skip


def follow_home(told: list[tuple[One, Case]], team: Team) -> None:
    """Who came home half a year ago, and who is about to."""
    child = next(
        case for one, case in told
        if one.stands == cast.CALLS and one.age < 18 and case.lead is not None
    )  # fmt: skip
    _half_a_year(child)
    abroad = next(
        case for one, case in told
        if one.stands == cast.PLANNED and cast.ABROAD in one.sets and case.lead is not None
    )  # fmt: skip
    _on_the_way(abroad, team.first(Role.TEAM_LEAD))


def _half_a_year(case: Case) -> None:
    """Five follow-ups, each better than the last; the twelfth month is still to come."""
    assert case.lead is not None
    day = timezone.localdate() - timedelta(days=HOME_SINCE)
    since = timezone.now()
    episode = start_reintegration(
        case=case, start_on=day, responsible=case.lead, by=case.lead,
        wish="To go to school from her own home.",
    )  # fmt: skip
    Reintegration.objects.filter(pk=episode.pk).update(asked_at=moment(-HOME_SINCE, 9))
    _tell_as_of(case, since, moment(-HOME_SINCE, 9))
    for number, (ago, point, economic, social, psychosocial, words) in enumerate(DONE):
        episode.refresh_from_db()
        since = timezone.now()
        one = add_follow_up(
            episode=episode, due_at=moment(number + 1, 11), way="visit", who=case.lead,
            by=case.lead,
        )  # fmt: skip
        at = moment(-ago, 11)
        _set_back(one, at, point)
        _tell_as_of(case, since, moment(-ago - 2, 9))
        marks = zip(Dimension, (economic, social, psychosocial), strict=True)
        answers = {
            question.code: mark
            for kind, given in marks
            for question, mark in zip(questions_of(kind), given, strict=True)
        }
        one = FollowUp.objects.select_related("episode__case", "visit").get(pk=one.pk)
        since = timezone.now()
        record_standing(
            follow_up=one, on=timezone.localdate(at), safety="yes", answers=answers, words=words,
            by=case.lead,
        )  # fmt: skip
        _tell_as_of(case, since, at)


def _set_back(one: FollowUp, at: datetime, point: str) -> None:
    """As if it had been planned for ``at``."""
    FollowUp.objects.filter(pk=one.pk).update(due_at=at, point=point)
    visits = Appointment.objects.filter(pk__in=[one.visit_id] if one.visit_id else [])
    visits.update(starts_at=at, ends_at=at + timedelta(hours=1))
    TakesPart.objects.filter(appointment__in=visits).update(starts_at=at)


def _tell_as_of(case: Case, since: datetime, at: datetime) -> None:
    """The lines written since then stand under the day ``at``."""
    TimelineEntry.objects.filter(case=case, happened_at__gte=since).update(happened_at=at)


def _on_the_way(case: Case, lead: User) -> None:
    """A yes, an embassy, one paper ready and one asked for, a ticket and who meets her."""
    assert case.lead is not None
    embassy = _partner("Embassy of Kenya, Mfano desk (invented)", PartnerKind.EMBASSY, lead)
    receiver = _partner("Karibu Nyumbani Trust (invented)", PartnerKind.NGO, lead)
    worker = case.lead
    one: Repatriation = open_return(
        case=case, direction="in", country=COUNTRY, responsible=worker, by=worker,
        wish="I want to come home and see my daughter.",
    )  # fmt: skip
    save_paper(repatriation=one, paper=None, kind="emergency", state="ready",
               since=timezone.localdate(), note="At the embassy, desk 2.", by=worker)  # fmt: skip
    save_paper(repatriation=one, paper=None, kind="exit", state="asked",
               since=timezone.localdate(), note="The sponsor has to sign.", by=worker)  # fmt: skip
    describe_return(
        repatriation=one, country=COUNTRY, responsible=worker, embassy=embassy, receiver=receiver,
        focal_person="Sister Mfano", wish=one.wish, agreed_on=timezone.localdate(),
        risk_assessed_on=timezone.localdate(), checks=["fit", "safe_place", "plan"], by=worker,
    )  # fmt: skip
    save_journey(
        repatriation=one, travel_by="air", travels_on=timezone.localdate() + timedelta(days=6),
        ticket="Mfano Air 306, code MFANO1", escort="Nobody; the crew is told",
        met_by=worker, met_at=moment(6, 21), met_where="Arrivals, door 3", by=worker,
    )  # fmt: skip
    move_return(repatriation=one, to="papers", by=worker)


def _partner(name: str, kind: PartnerKind, lead: User) -> Partner:
    return save_partner(partner=None, by=lead, name=name, kind=kind, county="047")
