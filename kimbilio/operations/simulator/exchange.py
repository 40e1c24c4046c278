"""The exchange between phones and doors: carries what is written, takes what we send, reports back."""

import time
from collections.abc import Callable, Mapping
from itertools import count
from threading import Thread

from kimbilio.helpline.choices import ProviderKind
from kimbilio.helpline.providers import web
from kimbilio.helpline.providers.base import TryLater, Unreadable, WillNotSend
from kimbilio.operations.simulator import africas_talking, samples, twilio, whatsapp
from kimbilio.operations.simulator.accounts import PLAYED, Joined
from kimbilio.operations.simulator.phones import Line, Phone, Phones, Visit, new_session
from kimbilio.operations.simulator.values import Asked, Parcel, Sent, Told, Way

REACHES = {
    Way.SMS: ProviderKind.AFRICAS_TALKING,
    Way.MENU: ProviderKind.AFRICAS_TALKING,
    Way.CALL: ProviderKind.AFRICAS_TALKING,
    Way.TWILIO: ProviderKind.TWILIO,
    Way.WHATSAPP: ProviderKind.WHATSAPP,
}
PLACE = (0.282731, 34.751863)  # the middle of Kakamega town
RINGS = 2.0  # seconds until somebody in the office picks up
LONGEST_CALL = 600
DOWN = Told(503, b"Service Unavailable", "text/plain")


class Exchange:
    """The played providers with their accounts. ``pause`` is the time between two reports."""

    def __init__(self, joined: Mapping[ProviderKind, Joined], pause: float = 1.0) -> None:
        self.phones = Phones()
        self.joined = joined
        self.is_down = False
        self.pause = pause
        self.media: dict[str, tuple[str, bytes]] = {}
        self._numbers = count(1)

    def write(self, phone: Phone, way: Way, text: str) -> Line:
        """Send a text; the screen says what became of it."""
        account = self.joined[REACHES[way]]
        line = self.phones.show(phone, Line(way, text, is_mine=True))
        if way == Way.WHATSAPP:
            parcel = whatsapp.message(phone, account.typed, whatsapp.text(text))
        elif way == Way.TWILIO:
            parcel = twilio.message(phone.number, text, account.typed, account.public)
        else:
            parcel = africas_talking.message(phone.number, text)
        line.state = self._state(account, parcel)
        if way == Way.SMS and text.strip().upper() == "STOP":
            self._post(account, africas_talking.silence(phone.number))
        return line

    def send_picture(self, phone: Phone) -> Line:
        """A picture by WhatsApp."""
        return self._send_medium(phone, "image", "image/png", samples.picture(), "A picture")

    def send_voice_note(self, phone: Phone) -> Line:
        """A voice note by WhatsApp."""
        kind = "audio/ogg; codecs=opus"
        return self._send_medium(phone, "audio", kind, samples.voice_note(), "A voice note")

    def send_place(self, phone: Phone) -> Line:
        """Where they are, by WhatsApp."""
        account = self.joined[ProviderKind.WHATSAPP]
        shown = f"A place: {PLACE[0]}, {PLACE[1]}"
        line = self.phones.show(phone, Line(Way.WHATSAPP, shown, is_mine=True))
        parcel = whatsapp.message(phone, account.typed, whatsapp.place(*PLACE))
        line.state = self._state(account, parcel)
        return line

    def _send_medium(self, phone: Phone, kind: str, mime: str, content: bytes, shown: str) -> Line:
        account, identity = self.joined[ProviderKind.WHATSAPP], whatsapp.new_medium()
        self.media[identity] = (mime, content)
        line = self.phones.show(phone, Line(Way.WHATSAPP, shown, is_mine=True))
        said = whatsapp.medium(kind, identity, mime, content)
        line.state = self._state(account, whatsapp.message(phone, account.typed, said))
        return line

    def dial_menu(self, phone: Phone) -> None:
        """Open the menu at its first page."""
        phone.visit = Visit(new_session("ATUid"))
        self._turn_page(phone, phone.visit)

    def type_in_menu(self, phone: Phone, text: str) -> None:
        """Answer the page that is open."""
        if phone.visit is not None:
            phone.visit.inputs.append(text)
            self.phones.show(phone, Line(Way.MENU, text, is_mine=True))
            self._turn_page(phone, phone.visit)

    def leave_menu(self, phone: Phone) -> None:
        """Break the visit off, as a lost network does. We are told nothing."""
        phone.visit = None

    def _turn_page(self, phone: Phone, visit: Visit) -> None:
        account = self.joined[ProviderKind.AFRICAS_TALKING]
        answered = self._post(
            account, africas_talking.menu(phone.number, visit.session, visit.inputs)
        )
        said = answered.body.decode("utf-8", "replace") if answered else ""
        visit.page = said.removeprefix("CON ").removeprefix("END ") or "Connection problem."
        self.phones.show(phone, Line(Way.MENU, visit.page, is_from_network=True))
        if not said.startswith("CON "):
            phone.visit = None

    def ring(self, phone: Phone, seconds: int | None) -> None:
        """Ring us up: somebody talks for ``seconds``, or nobody answers. Goes on by itself."""
        if not phone.call:
            phone.call = "Ringing…"
            self._meanwhile(self._call, phone, seconds and min(seconds, LONGEST_CALL))

    def _call(self, phone: Phone, seconds: int | None) -> None:
        account, session = self.joined[ProviderKind.AFRICAS_TALKING], new_session("ATVId")
        answered = self._post(account, africas_talking.call(phone.number, session))
        time.sleep(RINGS * self.pause)
        if seconds and answered:
            phone.call = "In conversation…"
            bridged = africas_talking.call(phone.number, session, callSessionState="Bridged")
            self._post(account, bridged)
            time.sleep(seconds * self.pause)
        over = africas_talking.call_over(phone.number, session, seconds or 0)
        is_told = self._post(account, over) is not None
        voice = africas_talking.voice(answered.body) if answered else ""
        said = f"Talked for {seconds} s." if seconds else f"Nobody answered. A voice says: {voice}"
        self.phones.show(
            phone, Line(Way.CALL, said if is_told else "No connection.", is_from_network=True)
        )
        phone.call = ""

    def answer(self, asked: Asked) -> Told | None:
        """Be the provider whose address was asked; None if it is nobody's."""
        kind = next((kind for kind, played in PLAYED.items() if played.is_for(asked.path)), None)
        if kind is None:
            return None
        if self.is_down:
            return DOWN
        settings = self.joined[kind].typed
        if kind == ProviderKind.WHATSAPP and asked.method == "GET":
            return whatsapp.hand_over(asked, settings, self.media)
        told = PLAYED[kind].answer(asked, settings)
        if told.sent is not None:
            self._arrive(kind, told.sent)
        return told

    def _arrive(self, kind: ProviderKind, sent: Sent) -> None:
        phone = self.phones.of(sent.to)
        if phone is not None:
            line = self.phones.show(phone, Line(sent.way, sent.text, id=sent.id))
            self._meanwhile(self._report, kind, sent, line)

    def _report(self, kind: ProviderKind, sent: Sent, line: Line) -> None:
        for state in PLAYED[kind].REPORTS:
            time.sleep(self.pause)
            self._tell(kind, sent, state)
            line.state = state

    def look_at(self, phone: Phone) -> None:
        """Somebody looks at the screen: WhatsApp reports what is read then."""
        with self.phones.held():
            unread = [line for line in phone.lines if not line.is_read]
            for line in unread:
                line.is_read = True
        for line in unread:
            if line.way == Way.WHATSAPP and line.id:
                sent = Sent(line.id, phone.number, line.text, line.way)
                self._meanwhile(self._read, sent, line)

    def _read(self, sent: Sent, line: Line) -> None:
        time.sleep(self.pause * (len(whatsapp.REPORTS) + 1))  # it is delivered before it is read
        self._tell(ProviderKind.WHATSAPP, sent, "read")
        line.state = "read"

    def _tell(self, kind: ProviderKind, sent: Sent, state: str) -> None:
        account = self.joined[kind]
        self._post(account, PLAYED[kind].report(sent, state, account.typed, account.public))

    def _state(self, account: Joined, parcel: Parcel) -> str:
        answered = self._post(account, parcel)
        if answered is None:
            return "Kimbilio does not answer"
        return "sent" if answered.is_fine else f"refused ({answered.status})"

    def _post(self, account: Joined, parcel: Parcel) -> web.Answered | None:
        """Give a parcel in at the door; None if nobody opens."""
        headers = {"content-type": parcel.content_type, **parcel.headers}
        try:
            return web.request("POST", account.door, headers=headers, body=parcel.body)
        except (TryLater, Unreadable, WillNotSend):
            return None

    def _meanwhile(self, work: Callable[..., None], *arguments: object) -> None:
        name = f"exchange-{next(self._numbers)}"
        Thread(target=work, args=arguments, daemon=True, name=name).start()
