"""Likely pairs: by ear, place, age and family, only with standing consent, and shown to who may know."""

from datetime import timedelta

import pytest
from django.utils import timezone

from kimbilio.access.choices import TieKind
from kimbilio.access.models import Tie
from kimbilio.cases.models import Notice, Task, TimelineEntry
from kimbilio.consent.models import Consent
from kimbilio.kernel.errors import BadInput, NotAllowed
from kimbilio.people.ages import birth_range
from kimbilio.people.indexing import index_person
from kimbilio.tracing.actions.pairs import Decided, compare_report, decide_link
from kimbilio.tracing.actions.reports import close_report, save_report
from kimbilio.tracing.chores import compare_again
from kimbilio.tracing.matching import likely_for_report
from kimbilio.tracing.models import MissingReport, PossibleLink, ReportToken, TracingToken
from kimbilio.tracing.queries import links_of_case, links_of_report
from kimbilio.tracing.reindex import reindex_reports, reindex_tracings
from tests.factories.accounts import UnitFactory, UnitMembershipFactory, UserFactory
from tests.factories.cases import CaseFactory, PersonFactory
from tests.factories.tracing import a_case, a_report, a_tracing, agreed

pytestmark = pytest.mark.django_db


def born(age):
    first, last, precision = birth_range(age=age, on=timezone.localdate())
    return {"born_from": first, "born_to": last, "birth_precision": precision}


def a_survivor(name="Pendo Kwekwe Mfano", *, consent=True, **person):
    """A case of a child who can be found by name."""
    given = {"full_name": name, "goes_by": "", **born(14), **person}
    if consent:
        case = a_case(is_minor=True, **given)
    else:
        case = CaseFactory(
            worker=UserFactory(worker=True), survivor=PersonFactory(**given), is_minor=True
        )
    index_person(case.survivor)
    return case


def test_a_report_finds_a_survivor_by_ear_and_says_why():
    case = a_survivor("Khadija Nafula Wekesa", sex="Feminine")
    a_survivor("Jepkosgei Tuwei")

    report = a_report(name="Hadija Nafura Wekesa", age_from=13, age_to=15, sex="Feminine")

    (link,) = PossibleLink.objects.all()
    assert (link.report, link.case) == (report, case)
    assert link.score >= 60
    assert {"age", "sex"} <= set(link.why)


def test_family_and_place_find_a_survivor_of_another_name():
    case = a_survivor("Zawadi")
    a_tracing(case, name="Achieng Odongo", places="Mlimani village")

    (one,) = likely_for_report(
        a_report(name="Rehema Otieno", reporter="Acheng Odongo", places="near Mlimani market")
    )

    assert one.case_id == case.pk
    assert {"family", "village", "relation"} <= set(one.why)


def test_a_place_or_an_age_alone_makes_no_pair_and_a_wrong_age_takes_points():
    case = a_survivor()
    a_tracing(case, places="Mlimani village")
    a_report(name="Rehema Otieno", reporter="Somebody Else", places="Mlimani village", age_from=14)
    assert not PossibleLink.objects.exists()

    near = a_report(age_from=14)
    far = a_report(age_from=40, age_to=45)

    scores = dict(PossibleLink.objects.values_list("report", "score"))
    assert far.pk not in scores or scores[far.pk] < scores[near.pk] - 30


def test_without_standing_consent_nobody_is_compared_or_shown():
    silent = a_survivor(consent=False)
    half = agreed(a_survivor(consent=False), "assent")  # the guardian was not asked
    report = a_report()
    assert not PossibleLink.objects.exists()

    agreed(half, "guardian")
    assert compare_again() == 1
    assert [shown.link.case for shown in links_of_report(half.lead, report)] == [half]

    Consent.objects.filter(giver="assent").update(
        withdrawn_at=timezone.now(), withdrawn_by=half.lead
    )
    assert links_of_report(half.lead, report) == []
    assert links_of_case(half.lead, half) == []
    assert not PossibleLink.objects.filter(case=silent).exists()


def test_two_cases_are_paired_and_the_viewer_of_one_learns_only_that_a_link_exists():
    unit, there = UnitFactory(), UnitFactory()
    brother = a_case(unit=there, full_name="Baraka Otieno Odongo", goes_by="", **born(20))
    index_person(brother.survivor)
    mine = a_case(unit=unit)
    lead = UserFactory(lead=True)
    UnitMembershipFactory(unit=unit, user=lead, is_lead=True)

    tracing = a_tracing(mine, name="Baraka Otieno Odongo", relation="sibling", age_from=19,
                        age_to=21)  # fmt: skip

    (link,) = PossibleLink.objects.all()
    assert (link.tracing, link.case) == (tracing, brother)
    for viewer, case, unit_name in (
        (mine.lead, mine, ""), (lead, mine, there.name), (brother.lead, brother, "")
    ):  # fmt: skip
        (shown,) = links_of_case(viewer, case)
        assert (shown.is_closed, shown.other, shown.unit) == (True, None, unit_name)
        with pytest.raises(NotAllowed):
            decide_link(link=link, state="confirmed", reason="They met and knew.", by=viewer)
    told = set(Notice.objects.values_list("user", "kind", "case"))
    assert (brother.lead.pk, "task_given", brother.pk) in told
    assert {task.owner for task in Task.objects.filter(case=brother)} == {brother.lead}

    Tie.objects.create(case=brother, user=mine.lead, kind=TieKind.MEMBER)
    (shown,) = links_of_case(mine.lead, mine)
    assert shown.other == brother
    decide_link(link=link, state="confirmed", reason="They met and knew.", by=mine.lead)

    events = set(
        TimelineEntry.objects.filter(event="family_link_confirmed").values_list("case", flat=True)
    )
    assert events == {mine.pk, brother.pk}
    with pytest.raises(Decided):
        decide_link(link=link, state="dismissed", reason="No, we were wrong.", by=mine.lead)


def test_a_decided_pair_stays_and_a_report_that_is_put_right_loses_the_others():
    case, by = a_survivor(), UserFactory(worker=True)
    other = a_survivor()
    report = a_report(by=by)
    kept = PossibleLink.objects.get(report=report, case=case)
    assert PossibleLink.objects.filter(report=report, case=other).exists()
    with pytest.raises(BadInput):
        decide_link(link=kept, state="dismissed", reason="No.", by=case.lead)
    decide_link(link=kept, state="dismissed", reason="Her mother is known.", by=case.lead)

    said = {"relation": "child", "reporter": "Achieng Odongo", "source": "walked_in"}
    save_report(report=report, by=by, expected=1, name="Rehema Otieno", **said)

    assert list(PossibleLink.objects.values_list("case", "state")) == [(case.pk, "dismissed")]
    assert compare_report(report, by=by) == 0


def test_a_confirmed_report_counts_as_found_and_takes_no_more_words():
    case = a_survivor()
    report = a_report()
    link = PossibleLink.objects.get()

    decide_link(link=link, state="confirmed", reason="The same answers, apart.", by=case.lead)

    report.refresh_from_db()
    assert report.state == "found"
    with pytest.raises(BadInput):
        close_report(report=report, state="closed", outcome="x", by=case.lead)


def test_a_report_that_was_found_in_one_case_is_closed_to_the_others():
    case, other = a_survivor(), a_survivor()
    report = a_report()
    link = PossibleLink.objects.get(report=report, case=case)
    assert [shown.is_closed for shown in links_of_case(other.lead, other)] == [False]

    decide_link(link=link, state="confirmed", reason="The same answers, apart.", by=case.lead)

    assert [shown.is_closed for shown in links_of_case(case.lead, case)] == [False]
    assert [shown.is_closed for shown in links_of_case(other.lead, other)] == [True]
    assert MissingReport.objects.visible_to(case.lead).get() == report
    for nobody in (other.lead, UserFactory(lead=True), UserFactory(role="therapist")):
        assert not MissingReport.objects.visible_to(nobody).exists()


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"reporter": " "}, "reporter"),
        ({"source": "dream"}, "source"),
        ({"missing_since": timezone.localdate() + timedelta(days=1)}, "missing_since"),
        ({"name": ""}, "name"),
    ],
)
def test_a_report_that_cannot_be_is_refused(given, field):
    with pytest.raises(BadInput) as refused:
        a_report(**given)

    assert refused.value.field == field
    assert not MissingReport.objects.exists()


@pytest.mark.parametrize("role", ["therapist", "legal_officer", "shelter_worker", "me_officer"])
def test_who_does_not_answer_the_helpline_records_no_report(role):
    with pytest.raises(NotAllowed):
        a_report(by=UserFactory(role=role))


def test_a_change_of_keys_writes_the_same_numbers():
    a_report(places="Mlimani")
    a_tracing(places="Mlimani")
    before = (
        set(ReportToken.objects.values_list("token")),
        set(TracingToken.objects.values_list("token")),
    )

    assert reindex_reports("", 5) == (1, "")
    assert reindex_tracings("", 5) == (1, "")

    assert before == (
        set(ReportToken.objects.values_list("token")),
        set(TracingToken.objects.values_list("token")),
    )


def test_comparing_costs_the_same_queries_however_many_survivors(django_assert_max_num_queries):
    report = a_report(places="Mlimani village")
    for _ in range(6):
        a_tracing(a_survivor(), places="Mlimani village")

    with django_assert_max_num_queries(11):
        assert len(likely_for_report(report)) == 6
