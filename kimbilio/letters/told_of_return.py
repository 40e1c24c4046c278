"""What a return from or to another country says, line by line of form F. What it does not say stays empty."""

from datetime import date

from kimbilio.letters.told import YES, Telling, Told, day
from kimbilio.organisation.places import countries
from kimbilio.reintegration.choices import By, Check, PaperKind


def country(told: Told) -> str:
    """From or to where."""
    one = told.repatriation
    if one is None:
        return ""
    return f"{one.get_direction_display()}: {countries().get(one.country, one.country)}"


def receiver(told: Told) -> str:
    """The organisation that receives the person."""
    one = told.repatriation
    return one.receiver.name if one and one.receiver else ""


def focal_person(told: Told) -> str:
    """Who receives them there."""
    return told.repatriation.focal_person if told.repatriation else ""


def embassy(told: Told) -> str:
    """The embassy that helps with it."""
    one = told.repatriation
    return one.embassy.name if one and one.embassy else ""


def travel_day(told: Told) -> str:
    """The day of the journey: told only where whereabouts may stand on the paper."""
    return day(date.fromisoformat(told.journey.travels)) if told.journey else ""


def ticket(by: By) -> Telling:
    """Whether there is a ticket for travelling ``by`` this."""
    return lambda told: _yes(
        told.journey is not None and told.journey.by == by and bool(told.journey.ticket)
    )


def check(what: Check) -> Telling:
    """One line of the checklist of the return."""
    return lambda told: _yes(told.repatriation is not None and what in told.repatriation.checks)


def has_plan(told: Told) -> str:
    """Whether a first plan is agreed, with somebody who receives them."""
    return _yes(bool(focal_person(told)) and check(Check.PLAN)(told) == YES)


def all_papers(told: Told) -> str:
    """Whether every paper that was asked for is there."""
    papers = told.travel_papers
    return _yes(bool(papers) and all(paper.is_there for paper in papers))


def paper(*kinds: PaperKind) -> Telling:
    """Whether a paper of one of these kinds is there."""
    return lambda told: _yes(
        any(paper.is_there and paper.kind in kinds for paper in told.travel_papers)
    )


def either(*ways: Telling) -> Telling:
    """Whether one of these says yes."""
    return lambda told: _yes(any(way(told) == YES for way in ways))


def _yes(whether: bool) -> str:
    return YES if whether else ""
