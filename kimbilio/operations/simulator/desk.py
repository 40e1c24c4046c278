"""What stands on the simulator's pages, and what their forms do."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from kimbilio.operations.simulator.exchange import Exchange
from kimbilio.operations.simulator.phones import Phone
from kimbilio.operations.simulator.values import WRITTEN, Way

HOME, PHONES, DOWN = "/", "/phones/", "/down/"
PHONE = re.compile(r"/phones/([0-9]{1,3})/(screen/)?")
FORM = re.compile(r"/phones/([0-9]{1,3})/([a-z]+)/")
LONGEST = 4000  # characters of one message


class NotHere(Exception):
    """No page has this address."""


class Desk:
    """The pages over one exchange."""

    def __init__(self, exchange: Exchange) -> None:
        self.exchange = exchange
        self._deeds: dict[str, Callable[[Phone, Mapping[str, str]], None]] = {
            "write": self._write,
            "menu": self._menu,
            "ring": self._ring,
        }

    def page(self, path: str) -> tuple[str, dict[str, Any]]:
        """The template of an address and what it is given. Raises ``NotHere``."""
        if path == HOME:
            return "simulator/phones.html", self._around()
        if not (found := PHONE.fullmatch(path)):
            raise NotHere
        phone = self._phone(found[1])
        self.exchange.look_at(phone)
        context = {
            **self._around(), "phone": phone, "lines": list(phone.lines), "ways": WRITTEN,
        }  # fmt: skip
        return f"simulator/{'_screen' if found[2] else 'phone'}.html", context

    def act(self, path: str, fields: Mapping[str, str]) -> str:
        """Do what a form says; the address to go on to. Raises ``NotHere``."""
        if path == DOWN:
            self.exchange.is_down = fields.get("is_down") == "yes"
            return fields.get("back", "") if PHONE.fullmatch(fields.get("back", "")) else HOME
        if path == PHONES:
            phone = self.exchange.phones.of(fields.get("number", ""))
            return phone.page if phone else f"{HOME}?unknown"
        found = FORM.fullmatch(path)
        if not found or found[2] not in self._deeds:
            raise NotHere
        phone = self._phone(found[1])
        self._deeds[found[2]](phone, fields)
        return phone.page

    def _phone(self, place: str) -> Phone:
        phone = self.exchange.phones.at(int(place))
        if phone is None:
            raise NotHere
        return phone

    def _around(self) -> dict[str, Any]:
        return {
            "phones": self.exchange.phones.all(), "is_down": self.exchange.is_down,
            "home": HOME, "to_phones": PHONES, "to_down": DOWN,
        }  # fmt: skip

    def _write(self, phone: Phone, fields: Mapping[str, str]) -> None:
        kinds = {
            "picture": self.exchange.send_picture,
            "voice": self.exchange.send_voice_note,
            "place": self.exchange.send_place,
        }
        if send := kinds.get(fields.get("send", "")):
            send(phone)
            return
        way = next((one for one in WRITTEN if one == fields.get("way")), Way.WHATSAPP)
        text = "STOP" if fields.get("send") == "stop" else fields.get("text", "")[:LONGEST].strip()
        if text:
            self.exchange.write(phone, way, text.replace("\r\n", "\n"))

    def _menu(self, phone: Phone, fields: Mapping[str, str]) -> None:
        if "leave" in fields:
            self.exchange.leave_menu(phone)
        elif "dial" in fields:
            self.exchange.dial_menu(phone)
        else:
            self.exchange.type_in_menu(phone, fields.get("typed", "")[:LONGEST])

    def _ring(self, phone: Phone, fields: Mapping[str, str]) -> None:
        typed = fields.get("seconds", "")
        is_answered = "answered" in fields and typed.isdecimal() and len(typed) < 5
        self.exchange.ring(phone, int(typed) if is_answered else None)
