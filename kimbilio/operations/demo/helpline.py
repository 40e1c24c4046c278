"""What happened on the helpline of the demonstration: told through the actions, then dated back."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.conf import settings
from django.db.models import Max, Min
from django.utils import timezone

from kimbilio.accounts.choices import Role
from kimbilio.accounts.models import User
from kimbilio.cases.models import Case
from kimbilio.helpline.actions.answering import translate_message, write_answer
from kimbilio.helpline.actions.deciding import close_conversation, join_case, save_triage
from kimbilio.helpline.actions.receiving import receive
from kimbilio.helpline.actions.taking_down import log_contact, take_web_report
from kimbilio.helpline.choices import (
    CallState,
    Direction,
    Outcome,
    ProviderKind,
    SendState,
    Urgency,
)
from kimbilio.helpline.events import CallEvent, Incoming, StatusChange
from kimbilio.helpline.marks import mark_of
from kimbilio.helpline.models import Account, Conversation, Message, Sending, Triage
from kimbilio.operations.demo import cast, contacts
from kimbilio.operations.demo.cast import One
from kimbilio.operations.demo.contacts import End, Logged, Said, Talk
from kimbilio.operations.demo.staff import Team
from kimbilio.operations.simulator.accounts import join

SIMULATOR = "http://127.0.0.1:8010"  # as ``kimbilio simulate`` has it unless told otherwise


def fill_inbox(told: list[tuple[One, Case]], team: Team) -> None:
    """Some who wait, some who were answered, some who have their outcome, one that joined a case."""
    by, here = team.first(Role.ADMINISTRATOR), settings.PUBLIC_URL
    join(base=SIMULATOR, to=here, public=here, by=by)
    inbox = Inbox(team)
    for talk in contacts.WRITTEN:
        inbox.write(talk)
    for one in contacts.LOGGED:
        inbox.log(one)
    inbox.miss_calls()
    inbox.understand_first()
    inbox.take_reports(next(case for one, case in told if one.stands == cast.SUPPORT and case.lead))


class Inbox:
    """Fills the inbox. Each answer has gone out: a demonstration leaves nothing in the queue."""

    def __init__(self, team: Team) -> None:
        self.team = team
        self.now = timezone.now()
        self.accounts = {ProviderKind(a.provider): a for a in Account.objects.all()}

    def write(self, talk: Talk) -> None:
        """One conversation in writing, message after message."""
        account, conversation = self.accounts[talk.provider], None
        for said in talk.said:
            if conversation is not None and said.by:
                message = self._answer(conversation, account, said)
            else:
                message = self._hear(talk, account, said)
            if said.meaning:
                by = self.team[said.by or "Akinyi"]
                translate_message(
                    message=message, text=said.meaning, by=by, expected=message.version
                )
            conversation = self._dated(message.conversation_id)
        if conversation is not None and talk.end:
            self._end(conversation, talk.end, by=conversation.owner or self.team["Njeri"])

    def log(self, one: Logged) -> None:
        """A call or visit that a colleague wrote down."""
        by = self.team[one.by]
        conversation = log_contact(
            channel=one.channel, words=one.words, at=self._ago(one.ago), phone=one.phone,
            who=one.who, urgency=one.urgency, by=by,
        )  # fmt: skip
        if one.end:
            self._end(self._dated(conversation.pk), one.end, by=by)

    def miss_calls(self) -> None:
        """Somebody rang twice and nobody took the call."""
        number, moments = contacts.MISSED
        for ago in moments:
            event = CallEvent(
                provider_id=str(uuid4()), caller=number, state=CallState.MISSED, at=self._ago(ago)
            )
            receive(account=self.accounts[ProviderKind.AFRICAS_TALKING], event=event)

    def understand_first(self) -> None:
        """What Akinyi understood of the first conversation so far."""
        owned = Conversation.objects.filter(owner=self.team["Akinyi"], waiting_since__isnull=False)
        save_triage(
            conversation=owned.get(), answers=contacts.UNDERSTOOD, by=self.team["Akinyi"],
            urgency=Urgency.LOOK_FIRST,
        )  # fmt: skip

    def take_reports(self, case: Case) -> None:
        """Two reports without a name: one waits, one turned out to belong to a case."""
        waiting = self._report(*contacts.REPORT)
        triage = Triage.objects.get(conversation=waiting)
        save_triage(
            conversation=waiting, answers=triage.answers, urgency=Urgency.LOOK_FIRST,
            expected=triage.version, by=self.team["Halima"],
        )  # fmt: skip
        known = self._report(*contacts.REPORT_OF_A_CASE)
        by = case.lead or self.team["Akinyi"]
        join_case(conversation=known, case=case, by=by)
        end = End(Outcome.ATTACHED, contacts.REPORT_OF_A_CASE[0] - 25)
        self._end(self._dated(known.pk), end, by=by)

    def _hear(self, talk: Talk, account: Account, said: Said) -> Message:
        event = Incoming(
            provider_id=str(uuid4()), channel=talk.channel, sender=talk.number, text=said.text,
            sent_at=self._ago(said.ago), sender_name=talk.name, wants_call=talk.wants_call,
        )  # fmt: skip
        receive(account=account, event=event)
        heard: Message = Message.objects.get(mark=mark_of(account.pk, "in", event.provider_id))
        return heard

    def _answer(self, conversation: Conversation, account: Account, said: Said) -> Message:
        """An answer that the provider took and the phone has."""
        message = write_answer(conversation=conversation, text=said.text, by=self.team[said.by])
        provider_id, at = str(uuid4()), self._ago(said.ago)
        Message.objects.filter(pk=message.pk).update(at=at)
        Sending.objects.filter(message=message).update(
            state=SendState.SENT, tries=1, try_at=None, sent_at=at,
            mark=mark_of(account.pk, "out", provider_id),
        )  # fmt: skip
        state = SendState.READ if said.is_read else SendState.DELIVERED
        receive(account=account, event=StatusChange(provider_id=provider_id, state=state))
        return message

    def _report(self, ago: int, words: str, place: str) -> Conversation:
        key = uuid4()
        take_web_report(key=key, words=words, place=place)
        report = Message.objects.filter(mark=mark_of("web", "in", str(key)))
        report.update(at=self._ago(ago))
        conversation = self._dated(report.get().conversation_id)
        Conversation.objects.filter(pk=conversation.pk).update(waiting_since=self._ago(ago))
        conversation.refresh_from_db()
        return conversation

    def _end(self, conversation: Conversation, end: End, *, by: User) -> None:
        close_conversation(conversation=conversation, outcome=end.outcome, words=end.words, by=by)
        at, rows = self._ago(end.ago), Conversation.objects.filter(pk=conversation.pk)
        rows.update(closed_at=at)
        rows.filter(answered_at=None).update(owned_at=at)
        Triage.objects.filter(conversation=conversation).update(decided_at=at)

    def _dated(self, pk: UUID) -> Conversation:
        """The conversation with the moments that follow from what was said when."""
        said = Message.objects.filter(conversation=pk)
        first, last = said.aggregate(Min("at"), Max("at")).values()
        rows = Conversation.objects.filter(pk=pk)
        rows.update(started_at=first, last_at=last)
        answered = said.filter(direction=Direction.OUT).aggregate(Min("at"))["at__min"]
        if answered:
            rows.update(answered_at=answered, owned_at=answered)
        dated: Conversation = rows.get()
        return dated

    def _ago(self, minutes: int) -> datetime:
        return self.now - timedelta(minutes=minutes)
