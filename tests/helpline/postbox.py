"""A provider that keeps in memory what it is given: the fake beside the real ones."""

import json

from kimbilio.helpline.choices import Channel
from kimbilio.helpline.events import Incoming
from kimbilio.helpline.providers.base import Forged, Reply, TryLater, Unreadable, WillNotSend

EVERY = (Channel.SMS, Channel.WHATSAPP, Channel.EMAIL, Channel.CALL)


class Postbox:
    """Postings are JSON lists of messages; ``answers`` says what happens to each sending in turn."""

    asks = ()
    channels = EVERY

    def __init__(self):
        self.sent = []
        self.answers = []
        self.media = {}
        self.waiting = []
        self.gone = []

    def check(self, posting, settings):
        if posting.headers.get("x-key") != settings.get("key", ""):
            raise Forged

    def greet(self, posting, settings):
        return Reply(posting.query.get("say", ""))

    def answer(self, posting, settings):
        return Reply("taken")

    def read(self, posting):
        try:
            rows = json.loads(posting.body)
        except ValueError:
            raise Unreadable from None
        return [Incoming(channel=Channel.WHATSAPP, **row) for row in rows]

    def send(self, message, settings):
        answer = self.answers.pop(0) if self.answers else "id"
        if answer == "later":
            raise TryLater
        if answer == "never":
            raise WillNotSend("131026")
        self.sent.append(message)
        return f"{answer}-{len(self.sent)}"

    def fetch(self, media, settings):
        if media.reference not in self.media:
            raise WillNotSend("gone")
        return self.media[media.reference]

    def pull(self, settings):
        return list(self.waiting)

    def put_away(self, pulled, settings):
        self.gone += pulled
