"""What the frame around every page needs to know; worked out only when a template asks."""

from functools import cache

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.html import json_script
from django.utils.safestring import SafeString
from django.utils.translation import get_language, get_language_info

from kimbilio.access.choices import Permission
from kimbilio.access.matrix import holds
from kimbilio.accounts import locks
from kimbilio.web import navigation
from kimbilio.web.texts import script_texts

THEMES = {"light", "dark"}
MOST_COUNTED = 99  # what the bell has room for


class Shell:
    """The choices of this device and person that every page follows."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.user = getattr(request, "user", None)

    @property
    def theme(self) -> str:
        """``light``, ``dark``, or ``auto`` for what the device says."""
        chosen = self.request.COOKIES.get("kb_theme", "")
        return chosen if chosen in THEMES else "auto"

    @property
    def is_discreet(self) -> bool:
        """Whether names are blurred: chosen on this device, or always for this person."""
        chosen = self.request.COOKIES.get("kb_discreet")
        return chosen == "on" or (
            chosen is None and bool(getattr(self.user, "is_always_discreet", False))
        )

    @property
    def saves_data(self) -> bool:
        """Whether the browser asks for light pages; then our font is left out."""
        return self.request.headers.get("Save-Data") == "on"

    @property
    def has_single_keys(self) -> bool:
        """Whether single letters are shortcuts; each person may switch them off."""
        return bool(getattr(self.user, "has_single_keys", False))

    @property
    def is_dense(self) -> bool:
        """Whether this person likes tables close."""
        return bool(getattr(self.user, "is_dense", False))

    @property
    def lock_after(self) -> int:
        """Quiet seconds at a desk until the screen locks; 0 for nobody signed in."""
        is_in = bool(getattr(self.user, "is_authenticated", False))
        return locks.quiet_at_desk(self.request.session) if is_in else 0

    @property
    def lock_after_on_phone(self) -> int:
        """The same on a phone."""
        return locks.quiet_on_phone(self.request.session) if self.lock_after else 0

    @cached_property
    def places(self) -> list[navigation.Shown]:
        """The main navigation."""
        return navigation.places(self.request)

    @property
    def first_places(self) -> list[navigation.Shown]:
        """Those that stand in the bar on phones before "New"."""
        return self.places[: navigation.BEFORE_NEW]

    @property
    def next_places(self) -> list[navigation.Shown]:
        """Those that stand there behind it."""
        return self.places[navigation.BEFORE_NEW : navigation.ON_PHONES]

    @property
    def other_places(self) -> list[navigation.Shown]:
        """Those behind "More" on phones."""
        return self.places[navigation.ON_PHONES :]

    @property
    def is_in_other_place(self) -> bool:
        """Whether this page is one of those behind "More"."""
        return any(place.is_current for place in self.other_places)

    @property
    def opens_cases(self) -> bool:
        """Whether "New case" is of use to this person."""
        role = getattr(self.user, "role", "")
        return bool(role) and holds(role, Permission.OPEN_CASE)

    @property
    def unread(self) -> str:
        """What the bell counts: nothing, a number, or ``99+``."""
        count = int(getattr(self.user, "notices_waiting", 0))
        return f"{MOST_COUNTED}+" if count > MOST_COUNTED else str(count or "")

    @property
    def other_languages(self) -> list[dict[str, str]]:
        """The languages to change to, each by its own name."""
        here = (get_language() or settings.LANGUAGE_CODE).split("-")[0]
        return [
            {"code": code, "name": get_language_info(code)["name_local"].capitalize()}
            for code, _name in settings.LANGUAGES
            if code != here
        ]

    @property
    def texts(self) -> SafeString:
        """The sentences that scripts say, as data in the page."""
        return _texts(get_language() or settings.LANGUAGE_CODE)


@cache
def _texts(language: str) -> SafeString:
    """The sentences in the language of the moment, which is ``language``."""
    return json_script(script_texts(), "texts")


def shell(request: HttpRequest) -> dict[str, object]:
    """Gives templates ``shell``."""
    return {"shell": Shell(request)}
