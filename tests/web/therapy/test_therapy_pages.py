"""The pages of therapy as therapist, lead, supervisor and stranger; few queries, nothing said too far."""

from datetime import timedelta

import pytest
from django.utils import timezone

from kimbilio.access.choices import TieKind
from kimbilio.access.models import Tie
from kimbilio.cases.models import Task
from kimbilio.therapy.actions.notes import write_sealed_note
from kimbilio.therapy.actions.scales import record_scale
from kimbilio.therapy.actions.sessions import record_presence
from kimbilio.therapy.models import (
    SafetyPlan,
    ScaleResult,
    SealedNote,
    SealOpening,
    TherapyEpisode,
    TherapySession,
)
from tests.factories.accounts import UserFactory
from tests.factories.cases import CaseFactory
from tests.factories.therapy import RoomFactory, a_session, a_therapist, an_episode

pytestmark = pytest.mark.django_db
MOST = 12


@pytest.fixture
def episode():
    return an_episode()


def at(episode, *rest):
    return "/".join(["", "cases", episode.case.code, "therapy", *[str(one) for one in rest], ""])


def field(moment):
    return timezone.localtime(moment).strftime("%Y-%m-%dT%H:%M")


def booking(episode, room, *, days=1, **more):
    start = timezone.localtime().replace(hour=10, minute=0) + timedelta(days=days)
    return {
        "kind": "one", "episodes": [episode.pk], "starts_at": field(start), "room": room.pk,
        "ends_at": field(start + timedelta(minutes=50)), "weeks": 1, **more,
    }  # fmt: skip


def phq(*answers):
    return {f"q{number}": worth for number, worth in enumerate(answers, start=1)}


SAID = {"answered_on": "", "language": "sw", "mode": "asked"}


def test_the_lead_asks_for_therapy_on_the_page_of_services(sign_in, django_assert_max_num_queries):
    case = CaseFactory(worker=UserFactory(worker=True))
    client = sign_in(case.lead)
    assert (
        "No therapist is on the team"
        in client.get(f"/cases/{case.code}/therapy/new/").content.decode()
    )
    therapist = a_therapist(case)
    with django_assert_max_num_queries(MOST):
        client.get(f"/cases/{case.code}/therapy/new/")

    answer = client.post(
        f"/cases/{case.code}/therapy/new/", {"responsible": therapist.pk, "planned": 8}
    )

    made = TherapyEpisode.objects.get()
    assert answer["Location"] == at(made, made.pk)
    with django_assert_max_num_queries(MOST):
        page = client.get(f"/cases/{case.code}/services/").content.decode()
    assert "0 of 8" in page
    assert "Waits for a first talk" in page
    with django_assert_max_num_queries(MOST):
        assert client.get(at(made, made.pk)).status_code == 200


def test_a_therapist_books_a_series_and_a_clash_keeps_what_was_typed(sign_in, episode):
    room = RoomFactory()
    client = sign_in(episode.responsible)

    done = client.post("/therapy/sessions/new/", booking(episode, room, weeks=3))
    clash = client.post("/therapy/sessions/new/", booking(episode, RoomFactory(), days=8))

    assert done.status_code == 302
    assert TherapySession.objects.count() == 3
    assert clash.status_code == 422
    assert "There is another session" in clash.content.decode()


def test_a_booking_sent_twice_is_one(sign_in, episode):
    client, room = sign_in(episode.responsible), RoomFactory()
    form = booking(episode, room, sent_key="5d0f53cd-7d0b-4f0c-9a55-2e2e7a2a8a10")

    first, again = (client.post("/therapy/sessions/new/", form) for _ in range(2))

    assert first["Location"] == again["Location"]
    assert TherapySession.objects.count() == 1


def test_the_week_shows_codes_of_my_cases_alone(sign_in, episode, django_assert_max_num_queries):
    own = a_session(episode, hours=1)
    other = a_session(an_episode(), hours=1)
    client = sign_in(episode.responsible)
    client.get("/account/")

    with django_assert_max_num_queries(MOST):
        page = client.get("/therapy/", {"on": timezone.localdate(own.starts_at)}).content.decode()

    assert episode.case.code in page
    assert other.attendances.get().case.code not in page
    assert other.held_by.first_name in page
    assert "Pendo" not in page


def test_the_week_shows_all_rooms_and_elsewhere_mine_alone(sign_in, episode, monkeypatch):
    mine, in_a_room, on_the_phone = (
        a_session(one) for one in (episode, an_episode(), an_episode())
    )
    calls = TherapySession.objects.filter(pk__in=[mine.pk, on_the_phone.pk])
    calls.update(room=None)
    client = sign_in(episode.responsible)
    address = f"/therapy/?on={timezone.localdate(mine.starts_at)}"

    page = client.get(address).content.decode()

    assert page.count("data-at=") == 2
    assert in_a_room.held_by.first_name in page
    assert "are not shown" not in page

    monkeypatch.setattr("kimbilio.therapy.queries.MOST_IN_WEEK", 1)
    page = client.get(address).content.decode()
    assert page.count("data-at=") == 1
    assert "The later ones of the week are not shown" in page


def test_after_a_session_one_button_saves_and_goes_on_to_the_note(sign_in, episode):
    session = a_session(episode, hours=-1)
    one, client = session.attendances.get(), sign_in(episode.responsible)
    here = f"/therapy/sessions/{session.pk}/"

    done = client.post(here, {"a0": "note", "a0-presence": "came", "a0-team_line": "Calm."})

    one.refresh_from_db()
    assert one.team_line == "Calm."
    assert done["Location"] == f"/cases/{one.case.code}/therapy/notes/{one.pk}/"
    assert client.get(done["Location"]).status_code == 200
    ahead = a_session(episode, hours=30)
    assert 'value="note"' in client.get(here).content.decode()
    assert 'value="note"' not in client.get(f"/therapy/sessions/{ahead.pk}/").content.decode()


def test_a_session_is_said_moved_and_called_off(sign_in, episode, django_assert_max_num_queries):
    early = a_session(episode, hours=50)
    too_early = sign_in(episode.responsible).post(
        f"/therapy/sessions/{early.pk}/", {"a0": "1", "a0-presence": "came"}
    )
    assert too_early.status_code == 422
    session = a_session(episode, hours=-1)
    client, here = sign_in(episode.responsible), f"/therapy/sessions/{session.pk}/"
    with django_assert_max_num_queries(MOST):
        assert client.get(here).status_code == 200

    nothing = client.post(here, {"a0": "1"})
    said = client.post(here, {"a0": "1", "a0-presence": "came", "a0-team_line": "Calm today."})

    assert nothing.status_code == 422
    assert said.status_code == 302
    assert session.attendances.get().team_line == "Calm today."
    ahead = a_session(episode, hours=30)
    there = f"/therapy/sessions/{ahead.pk}/"
    start = ahead.starts_at + timedelta(hours=2)
    client.post(there, {
        "move": "1", "starts_at": field(start), "ends_at": field(start + timedelta(hours=1)),
        "room": ahead.room_id, "version": ahead.version,
    })  # fmt: skip
    stale = client.post(there, {
        "move": "1", "starts_at": field(start), "ends_at": field(start + timedelta(hours=2)),
        "room": ahead.room_id, "version": ahead.version,
    })  # fmt: skip
    ahead.refresh_from_db()
    assert ahead.starts_at == start
    assert stale.status_code == 409
    assert client.post(there, {"off": "1"}).status_code == 302
    ahead.refresh_from_db()
    assert ahead.state == "called_off"


def test_a_block_let_go_over_another_cell_moves_and_a_clash_says_why(sign_in, episode):
    session = a_session(episode)
    room, taken = RoomFactory(), a_session(an_episode(), hours=48)
    client, there = sign_in(episode.responsible), f"/therapy/sessions/{session.pk}/place/"
    day = timezone.localdate(session.starts_at)

    def let_go(by=client, **fields):
        given = {"day": day.isoformat(), "room": room.pk, "version": session.version, **fields}
        return by.post(there, given, headers={"Accept": "application/json"})

    moved = let_go()
    assert moved.status_code == 200
    assert f'data-version="{session.version + 1}"' in moved.content.decode()
    assert episode.case.code in moved.content.decode()
    was = session.starts_at
    session.refresh_from_db()
    assert (session.room, session.starts_at) == (room, was)
    next_day = timezone.localdate(taken.starts_at).isoformat()
    refused = [
        let_go(day=next_day, room=taken.room_id), let_go(version=1, room=RoomFactory().pk), let_go(day="x"),
        let_go(room=""), let_go(day="2050-01-01"), let_go(room=taken.pk),
    ]  # fmt: skip
    assert [one.status_code for one in refused] == [409] * 6
    assert "The room is taken" in refused[0].content.decode()
    assert "moved elsewhere meanwhile" in refused[1].content.decode()
    later = let_go(day=next_day)
    assert later.status_code == 200
    assert let_go(by=sign_in(taken.held_by)).status_code == 404
    session.refresh_from_db()
    assert session.starts_at == was + timedelta(days=1)


def test_question_nine_asks_for_a_safety_plan_there_and_then(sign_in, episode):
    client = sign_in(episode.responsible)
    today = timezone.localdate().isoformat()
    form = {**SAID, "answered_on": today, **phq(1, 1, 0, 0, 0, 0, 0, 0, 2)}

    answer = client.post(at(episode, episode.pk, "scales", "PHQ9"), form)

    where = at(episode, episode.pk, "safety")
    assert answer["Location"] == where
    assert "Ask now, before the person leaves" in client.get(where).content.decode()
    assert Task.objects.filter(owner=episode.responsible, done_at=None).count() == 1
    for path in (at(episode, episode.pk), f"/cases/{episode.case.code}/services/"):
        assert "A safety plan is needed now" in client.get(path).content.decode()
    client.post(where, {"signs": "No sleep", "alone": "Walk", "people": "Aunt"})
    assert SafetyPlan.objects.count() == 1
    assert "A safety plan is needed now" not in client.get(at(episode, episode.pk)).content.decode()


def test_an_open_answer_is_said_and_gives_no_total(sign_in, episode):
    client = sign_in(episode.responsible)
    form = {**SAID, "answered_on": timezone.localdate().isoformat(), "q1": 3}

    where = client.post(at(episode, episode.pk, "scales", "PHQ9"), form)["Location"]

    page = client.get(where).content.decode()
    assert "incomplete" in page
    assert "left open" in page
    assert ScaleResult.objects.get().score is None
    assert client.get(at(episode, episode.pk, "scales", "SDQ")).status_code == 404


def filled(episode):
    """Eight sessions, a falling line, a sealed note."""
    for number, total in enumerate((18, 15, 16, 14, 11, 9, 8)):
        answers = {str(n): min(3, max(0, total - 3 * (n - 1))) for n in range(1, 10)}
        record_scale(
            episode=episode, scale="PHQ9", answers={**answers, "9": 0}, language="sw", mode="asked",
            by=episode.responsible, answered_on=timezone.localdate() - timedelta(days=60 - 7 * number),
        )  # fmt: skip
    session = a_session(episode, hours=-3)
    attendance = session.attendances.get()
    record_presence(
        attendance=attendance, presence="came", team_line="Sleeps better.", by=session.held_by
    )
    write_sealed_note(attendance=attendance, text="She spoke of the river.", by=session.held_by)
    a_session(episode, hours=20)
    return attendance


def test_the_lead_sees_totals_and_the_line_for_the_team_alone(
    sign_in, episode, django_assert_max_num_queries
):
    attendance = filled(episode)
    client = sign_in(episode.case.lead)
    client.get("/account/")

    with django_assert_max_num_queries(MOST):
        page = client.get(at(episode, episode.pk)).content.decode()
    result = client.get(at(episode, "results", ScaleResult.objects.last().pk)).content.decode()

    assert "Sleeps better." in page
    assert "moderately severe" in page
    assert '<svg class="chart scale"' in page
    assert "Sealed" in page
    assert "river" not in page
    assert "Loss of joy" not in result
    assert client.get(at(episode, "notes", attendance.pk)).status_code == 404
    for path in ("plan", "end", "scales/PHQ9"):
        assert client.get(at(episode, episode.pk, path)).status_code == 404
    assert client.get("/therapy/").status_code == 404
    whole = client.get(f"/cases/{episode.case.code}/timeline/").content.decode()
    assert "Recorded who came to a session" in whole
    assert "river" not in whole


def test_the_therapist_reads_the_answers_and_writes_the_note(
    sign_in, episode, django_assert_max_num_queries
):
    attendance = filled(episode)
    client = sign_in(episode.responsible)
    client.get("/account/")
    for path in (
        at(episode, episode.pk),
        at(episode, "results", ScaleResult.objects.last().pk),
        at(episode, "notes", attendance.pk),
        at(episode, episode.pk, "scales", "PCL5"),
        at(episode, episode.pk, "plan"),
        at(episode, episode.pk, "end"),
        at(episode, episode.pk, "safety"),
        "/therapy/",
        "/therapy/sessions/new/",
        "/",
        "/calendar/",
    ):
        with django_assert_max_num_queries(MOST, info=path):
            assert client.get(path).status_code == 200, path
    where = at(episode, "notes", attendance.pk)

    assert "river" in client.get(where).content.decode()
    assert (
        "Loss of joy"
        in client.get(at(episode, "results", ScaleResult.objects.last().pk)).content.decode()
    )
    kept = client.post(where, {"text": "Two rivers.", "version": 1})
    stale = client.post(where, {"text": "Three rivers.", "version": 1})

    assert kept.status_code == 302
    assert stale.status_code == 409
    assert SealedNote.objects.open_to(episode.responsible).get().text == "Two rivers."


def test_a_supervisor_says_why_and_somebody_else_reviews(sign_in, episode):
    attendance = filled(episode)
    lead = UserFactory(lead=True)
    Tie.objects.create(case=episode.case, user=lead, kind=TieKind.MEMBER)
    client, where = sign_in(lead), at(episode, "notes", attendance.pk)

    assert "river" not in client.get(where).content.decode()
    assert client.post(where, {"reason": "urgent"}).status_code == 422
    assert not SealOpening.objects.exists()
    client.post(where, {"reason": "Her sister called and fears for tonight."})

    assert "river" in client.get(where).content.decode()
    officer = sign_in(UserFactory(dpo=True))
    page = officer.get("/therapy/seals/").content.decode()
    assert "fears for tonight" in page
    assert "river" not in page
    review = f"/therapy/seals/{SealOpening.objects.get().pk}/"
    assert officer.post(review, {}).status_code == 422
    assert officer.post(review, {"verdict": "justified"}).status_code == 302
    assert officer.post(review, {"verdict": "justified"}).status_code == 404
    assert f"Opened by {lead.name}" in sign_in(episode.responsible).get(where).content.decode()


def test_strangers_find_nothing(sign_in, episode):
    attendance = filled(episode)
    session = TherapySession.objects.first()
    break_seal_page = at(episode, "notes", attendance.pk)
    for user in (UserFactory(therapist=True), UserFactory(worker=True), UserFactory(lead=True)):
        client = sign_in(user)
        for path in (
            at(episode, episode.pk), at(episode, "results", ScaleResult.objects.first().pk),
            break_seal_page, at(episode, episode.pk, "safety"), at(episode, "new"),
            f"/cases/{episode.case.code}/services/", f"/therapy/sessions/{session.pk}/",
        ):  # fmt: skip
            assert client.get(path).status_code == 404, path
            assert client.post(path, {"off": "1"}).status_code in {404, 405}, path
    session.refresh_from_db()
    assert session.state != "called_off"


def test_a_key_of_another_case_is_not_found_under_a_therapists_own(sign_in, episode):
    attendance = filled(episode)
    own = an_episode()
    client = sign_in(own.responsible)
    keys = (episode.pk, attendance.pk, ScaleResult.objects.first().pk)
    paths = [at(own, key, rest).replace("//", "/") for key in keys
             for rest in ("", "plan", "end", "safety", "scales/PHQ9")]  # fmt: skip
    paths += [at(own, "results", key) for key in keys] + [at(own, "notes", key) for key in keys]

    for path in paths:
        assert client.get(path).status_code == 404, path
        assert client.post(path, {"text": "x", "reason": "x"}).status_code in {404, 405}, path
    booked = client.post("/therapy/sessions/new/", booking(episode, RoomFactory()))
    assert booked.status_code == 422
    assert not TherapySession.objects.filter(held_by=own.responsible).exists()


def test_a_legal_officer_of_the_team_sees_no_therapy(sign_in, episode):
    filled(episode)
    officer = UserFactory(role="legal_officer")
    Tie.objects.create(case=episode.case, user=officer, kind=TieKind.MEMBER)
    client = sign_in(officer)

    services = client.get(f"/cases/{episode.case.code}/services/").content.decode()
    assert at(episode, episode.pk) not in services  # the tab is there for legal help
    assert client.get(at(episode, episode.pk)).status_code == 404
    page = client.get(f"/cases/{episode.case.code}/timeline/").content.decode()
    assert "Sleeps better" not in page
    assert "PHQ-9" not in page


def test_goals_and_the_end(sign_in, episode):
    client = sign_in(episode.responsible)

    client.post(at(episode, episode.pk, "plan"), {
        "planned": 6, "goal1": "Sleep six hours", "reached1": "on", "goal3": "Write to her brother",
        "version": 1,
    })  # fmt: skip

    page = client.get(at(episode, episode.pk)).content.decode()
    assert "Sleep six hours" in page
    assert "reached" in page
    assert client.post(at(episode, episode.pk, "end"), {"outcome": "lost"}).status_code == 422
    client.post(at(episode, episode.pk, "end"), {"outcome": "lost", "summary": "Moved away."})
    episode.refresh_from_db()
    assert episode.outcome == "lost"
    assert client.get(at(episode, episode.pk, "plan")).status_code == 404


def test_my_day_and_week_hold_the_session(sign_in, episode):
    session = a_session(episode, hours=0)
    client = sign_in(episode.responsible)

    for path in ("/", f"/calendar/?on={timezone.localdate(session.starts_at)}"):
        page = client.get(path).content.decode()
        assert f"/therapy/sessions/{session.pk}/" in page
        assert session.room.name in page


def test_the_plan_is_looked_at_again(sign_in, episode):
    filled(episode)
    client, lead = sign_in(episode.responsible), sign_in(episode.case.lead)
    where = at(episode, episode.pk, "review")
    day = (timezone.localdate() + timedelta(days=40)).isoformat()

    assert client.post(where, {"verdict": "go_on", "words": "Calmer."}).status_code == 422
    said = {"verdict": "refer", "words": "Calmer, sleeps badly.", "next_on": day, "version": ""}
    assert client.post(where, said).status_code == 302
    page = lead.get(at(episode, episode.pk)).content.decode()
    assert "Calmer, sleeps badly." in page
    assert lead.get(where).status_code == 404
    referral = f"/cases/{episode.case.code}/referrals/new/?service=health&need=psychiatry"
    assert referral.replace("&", "&amp;") in page
    assert "An assessment by a psychiatrist" in lead.get(referral).content.decode()
