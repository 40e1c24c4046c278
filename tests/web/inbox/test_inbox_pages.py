"""The pages of the inbox, as those who answer, colleagues and strangers meet them."""

import re
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from kimbilio.audit.choices import Event
from kimbilio.audit.models import Entry
from kimbilio.cases.models import Case, UnfinishedCall
from kimbilio.helpline.actions.answering import say_one_writes, take_conversation
from kimbilio.helpline.actions.deciding import join_case, save_triage
from kimbilio.helpline.actions.taking_down import take_web_report
from kimbilio.helpline.choices import Channel, Outcome, Urgency
from kimbilio.helpline.models import Conversation, Message, SafeReply
from kimbilio.helpline.standing import place_of
from kimbilio.people.indexing import index_person
from tests.factories.accounts import UnitFactory, UserFactory
from tests.factories.cases import CaseFactory, ContactPointFactory
from tests.factories.helpline import ConversationFactory

pytestmark = pytest.mark.django_db
INDEX = reverse("inbox:index")
QUERIES_OF_LIST = 6


def waiting(text="Habari. Naomba msaada", **more):
    talk = ConversationFactory(waiting_since=timezone.now(), **more)
    Conversation.objects.filter(pk=talk.pk).update(place=place_of(talk))
    Message.objects.create(conversation=talk, direction="in", text=text)
    talk.refresh_from_db()
    return talk


def page_of(talk):
    return reverse("inbox:conversation", args=[talk.pk])


def test_who_waits_first_stands_first_and_numbers_are_hidden(sign_in):
    worker = sign_in(worker=True)
    calm = waiting("calm words")
    urgent = waiting("urgent words", urgency=Urgency.LOOK_FIRST)
    ConversationFactory()

    page = worker.get(INDEX).content.decode()

    assert page.index("urgent words") < page.index("calm words")
    assert urgent.correspondent.address not in page
    assert calm.correspondent.address[-3:] in page


def test_the_list_costs_the_same_however_long_it_is(sign_in, django_assert_num_queries):
    worker = sign_in(worker=True)
    for _ in range(3):
        waiting()
    worker.get(INDEX)
    with django_assert_num_queries(QUERIES_OF_LIST):
        worker.get(INDEX)
    for _ in range(20):
        waiting()
    with django_assert_num_queries(QUERIES_OF_LIST):
        worker.get(INDEX)


def test_a_poll_without_news_is_a_304_and_one_query_of_the_inbox(
    sign_in, django_assert_num_queries
):
    worker, talk = sign_in(worker=True), waiting()
    changes = reverse("inbox:changes")
    first = worker.get(changes)
    assert first.status_code == 200
    asks = {"If-None-Match": first["ETag"], "X-Background": "1"}

    with django_assert_num_queries(3):  # the session, the person, the newest change
        same = worker.get(changes, headers=asks)
    assert (same.status_code, same.content) == (304, b"")
    assert same["Cache-Control"] == "no-store"

    take_conversation(conversation=talk, by=worker.user)
    assert worker.get(changes, headers=asks).status_code == 200


def test_an_open_conversation_tells_who_writes(sign_in):
    worker, talk = sign_in(worker=True), waiting()
    said = reverse("inbox:said", args=[talk.pk])
    tag = worker.get(said)["ETag"]
    assert worker.get(said, headers={"If-None-Match": tag}).status_code == 304
    colleague = UserFactory(worker=True, name="Halima Said")

    say_one_writes(conversation=talk, by=colleague)

    assert (
        "Halima Said is writing"
        in worker.get(said, headers={"If-None-Match": tag}).content.decode()
    )


@pytest.mark.parametrize("trait", ["therapist", "administrator", "dpo"])
def test_strangers_find_no_inbox(sign_in, trait):
    stranger, talk = sign_in(**{trait: True}), waiting()

    for address in (INDEX, page_of(talk), reverse("inbox:changes"), reverse("inbox:figures")):
        assert stranger.get(address).status_code == 404


def test_a_conversation_of_a_case_is_not_found_by_those_outside_it(sign_in):
    stranger, worker, talk = sign_in(worker=True), UserFactory(worker=True), waiting("Qzxsiri")
    join_case(conversation=talk, case=CaseFactory(worker=worker), by=worker)
    message = talk.messages.get()

    assert "Qzxsiri" not in stranger.get(INDEX).content.decode()
    for address in (
        page_of(talk),
        reverse("inbox:said", args=[talk.pk]),
        reverse("inbox:translation", args=[message.pk]),
    ):
        assert stranger.get(address).status_code == 404
    for name in ("reveal", "open_case", "writing"):
        assert stranger.post(reverse(f"inbox:{name}", args=[talk.pk])).status_code == 404


def test_an_answer_is_written_once_however_often_it_is_sent(sign_in):
    worker, talk = sign_in(worker=True), waiting()
    fields = {
        "answer": "1",
        "text": "Uko salama sasa?",
        "sent_key": "7b6f1f8e-5d0c-4a9a-9d4e-1f7c0b1e2d3a",
    }

    for _ in range(2):
        assert worker.post(page_of(talk), fields).status_code == 302

    assert talk.messages.filter(direction="out").count() == 1


def test_a_refused_answer_keeps_the_words_and_says_why(sign_in):
    worker, talk = sign_in(worker=True), waiting()

    answer = worker.post(page_of(talk), {"answer": "1", "text": "Njoo kwenye makazi salama"})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Njoo kwenye makazi salama" in page
    assert "Say it without" in page


def test_a_ready_answer_is_put_into_the_field_and_not_sent(sign_in):
    worker, talk = sign_in(worker=True), waiting()
    ready = SafeReply.objects.create(text="Tunaweza kukupigia leo?", language="sw")

    page = worker.get(f"{page_of(talk)}?ready={ready.pk}").content.decode()

    assert ">\nTunaweza kukupigia leo?</textarea>" in page
    assert not talk.messages.filter(direction="out").exists()


def test_reading_is_recorded_and_so_is_showing_the_number(sign_in):
    worker, talk = sign_in(worker=True), waiting()
    worker.get(page_of(talk))

    shown = worker.post(reverse("inbox:reveal", args=[talk.pk]))

    assert talk.correspondent.address in shown.content.decode()
    assert Entry.objects.filter(event=Event.CONVERSATION_OPENED).count() == 1
    assert Entry.objects.filter(event=Event.CONTACT_REVEALED).count() == 1


def named(talk, who):
    """The operator wrote down how the caller calls themselves."""
    talk.who = who
    talk.save(update_fields=["who"])


@pytest.mark.parametrize(
    ("said", "clicked", "field"),
    [
        ("", "", "caller_name"),
        ("", "person", "goes_by"),
        ("", "other", "caller_name"),
        ("", "nonsense", "caller_name"),
        ("person", "", "goes_by"),
        ("other", "", "caller_name"),
        ("other", "person", "caller_name"),
    ],
)
def test_the_name_of_a_caller_is_the_survivors_only_if_they_speak_for_themselves(
    sign_in, said, clicked, field
):
    worker, talk = sign_in(worker=True), waiting()
    named(talk, "Mama Kwekwe")
    if said:
        save_triage(conversation=talk, by=worker.user, words="", answers={"caller": said})

    worker.post(reverse("inbox:open_case", args=[talk.pk]), {"caller": clicked})

    typed = UnfinishedCall.objects.get().typed
    assert typed[field] == "Mama Kwekwe"
    assert not {"goes_by", "caller_name"} - {field} & typed.keys()
    assert typed.get("caller", "") == (said or (clicked if clicked != "nonsense" else ""))


def test_whom_it_is_about_is_asked_while_nobody_said_and_then_no_more(sign_in):
    worker, talk = sign_in(worker=True), waiting()
    assert "Whom is it about" not in worker.get(page_of(talk)).content.decode()
    named(talk, "Mama Kwekwe")
    assert "Whom is it about" in worker.get(page_of(talk)).content.decode()

    save_triage(conversation=talk, by=worker.user, words="", answers={"caller": "other"})

    assert "Whom is it about" not in worker.get(page_of(talk)).content.decode()


def test_a_conversation_becomes_a_case_and_nothing_is_typed_twice(sign_in):
    worker = sign_in(worker=True)
    UnitFactory()
    talk = waiting("Rafiki yangu hawamruhusu kutoka")
    save_triage(
        conversation=talk, by=worker.user, words="Friend, 16, house in Kakamega",
        answers={"caller": "other", "told": "minor", "age": 16, "place": "Kakamega town",
                 "safety": "not_safe", "flags": ["is_locked_in"]},
    )  # fmt: skip

    answer = worker.post(reverse("inbox:open_case", args=[talk.pk]))
    page = worker.get(answer["Location"]).content.decode()

    for words in (
        "Kakamega town",
        "Friend, 16",
        "Rafiki yangu",
        str(talk.pk),
        talk.correspondent.address,
    ):
        assert words in page
    typed = UnfinishedCall.objects.get().typed
    assert talk.correspondent.address not in answer["Location"]
    sent = {**typed, "caller_is": "friend", "call": str(UnfinishedCall.objects.get().pk), "do": "save",
            "route": "safety_plan", "trafficking": "unsure", "override_reason": "Not alone tonight",
            "may_write": "yes"}  # fmt: skip
    first = worker.post(reverse("cases:new"), sent)
    mark = first.context["panel"].mark if first.context else ""
    done = worker.post(reverse("cases:new"), {**sent, "shown": mark})

    assert done.status_code == 302, done.context["form"].errors
    case = Case.objects.get()
    talk.refresh_from_db()
    assert done["Location"] == case.get_absolute_url()
    assert talk.case == case
    assert (
        "Rafiki yangu" in worker.get(reverse("cases:timeline", args=[case.code])).content.decode()
    )


def test_a_conversation_ends_with_its_outcome(sign_in):
    worker, talk = sign_in(worker=True), waiting()
    empty = worker.post(page_of(talk), {"close": "1", "outcome": "", "version": talk.version})
    assert empty.status_code == 422

    done = worker.post(
        page_of(talk), {"close": "1", "outcome": "wrong_number", "version": talk.version}
    )

    talk.refresh_from_db()
    assert (done.status_code, talk.outcome) == (302, Outcome.WRONG_NUMBER)


def test_a_file_with_this_number_is_offered_to_whom_it_is_open(sign_in):
    worker, colleague = sign_in(worker=True), sign_in(worker=True)
    talk = waiting()
    case = CaseFactory(worker=worker.user)
    ContactPointFactory(person=case.survivor, value=talk.correspondent.address)
    index_person(case.survivor)

    assert case.code in worker.get(page_of(talk)).content.decode()
    assert case.code not in colleague.get(page_of(talk)).content.decode()

    worker.post(page_of(talk), {"join": "1", "code": case.code})
    talk.refresh_from_db()
    assert talk.case == case


def test_a_case_of_others_cannot_be_named(sign_in):
    worker, talk, case = sign_in(worker=True), waiting(), CaseFactory()

    answer = worker.post(page_of(talk), {"join": "1", "code": case.code})

    talk.refresh_from_db()
    assert answer.status_code == 422
    assert talk.case is None


def test_a_call_is_logged_with_one_line(sign_in):
    worker = sign_in(worker=True)

    done = worker.post(
        reverse("inbox:new"),
        {"channel": "call", "words": "Neighbour about two children alone", "urgency": "today"},
    )

    talk = Conversation.objects.get()
    assert done["Location"] == page_of(talk)
    assert (talk.channel, talk.urgency, talk.owner) == (Channel.CALL, Urgency.TODAY, worker.user)


def test_the_figures_count_by_channel_and_hour(sign_in):
    worker = sign_in(worker=True)
    waiting()
    waiting(channel=Channel.CALL)

    found = worker.get(reverse("inbox:figures")).context["found"]

    assert {channel: line.conversations for channel, line in found.by_channel.items()} == {
        Channel.CALL: 1,
        Channel.WHATSAPP: 1,
    }
    assert found.waiting == 2


def test_a_filter_that_is_none_shows_all(sign_in):
    worker = sign_in(worker=True)
    waiting("here I am")

    assert "here I am" in worker.get(f"{INDEX}?channel=<b>&after=x").content.decode()


def test_a_translation_is_written_beside_the_words(sign_in):
    worker, talk = sign_in(worker=True), waiting()
    message = talk.messages.get()

    worker.post(
        reverse("inbox:translation", args=[message.pk]),
        {"text": "Hello. I ask for help", "version": "1"},
    )

    assert "Hello. I ask for help" in worker.get(page_of(talk)).content.decode()


def test_two_who_understand_one_conversation_see_both_answers(sign_in):
    worker, talk = sign_in(worker=True), waiting()
    panel = {"understand": "1", "caller": "other", "urgency": "normal", "version": "0"}

    assert worker.post(page_of(talk), {**panel, "words": "A friend"}).status_code == 302
    late = worker.post(page_of(talk), {**panel, "words": "A neighbour"})

    assert late.status_code == 409
    assert {"A friend", "A neighbour"} <= set(
        re.findall("A friend|A neighbour", late.content.decode())
    )
    talk.triage.refresh_from_db()
    assert talk.triage.words == "A friend"


def test_two_who_end_one_conversation_are_told(sign_in):
    worker, talk = sign_in(worker=True), waiting()
    Conversation.objects.filter(pk=talk.pk).update(version=talk.version + 1)

    late = worker.post(
        page_of(talk), {"close": "1", "outcome": "wrong_number", "version": talk.version}
    )

    talk.refresh_from_db()
    assert (late.status_code, talk.closed_at) == (409, None)


def test_a_translation_of_two_is_shown_twice(sign_in):
    worker, talk = sign_in(worker=True), waiting()
    address = reverse("inbox:translation", args=[talk.messages.get().pk])
    worker.post(address, {"text": "Hello", "version": "1"})

    late = worker.post(address, {"text": "Good day", "version": "1"})

    assert late.status_code == 409
    assert {"Hello", "Good day"} <= set(re.findall("Hello|Good day", late.content.decode()))


def test_who_told_us_where_they_are_can_be_shown(sign_in):
    worker = sign_in(worker=True)
    take_web_report(key=uuid4(), words="Three young men", reach="Ask at the kiosk")
    talk = Conversation.objects.get()
    assert "Ask at the kiosk" not in worker.get(page_of(talk)).content.decode()

    shown = worker.post(reverse("inbox:reveal", args=[talk.pk])).content.decode()

    assert "Ask at the kiosk" in shown


def test_a_poll_keeps_the_line_that_is_open(sign_in):
    worker, talk = sign_in(worker=True), waiting()
    opened = f"{reverse('inbox:changes')}?open={talk.pk}"

    assert 'aria-current="' in worker.get(opened).content.decode()
    assert 'aria-current="' not in worker.get(f"{reverse('inbox:changes')}?open=x").content.decode()
