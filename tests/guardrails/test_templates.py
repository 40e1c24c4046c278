"""Templates hold no scripts, no styles, no way around escaping, and say what they are given."""

import re
from html.parser import HTMLParser

import pytest
from django.conf import settings

FOLDER = settings.ROOT / "templates"
NAMES = sorted(path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*.html"))
UNESCAPED = re.compile(r"\|\s*safe(seq)?\b|autoescape off|mark_safe|SafeString\(|SafeText")
# Each with why nothing typed can reach it.
MAY_PRINT_MARKUP = {
    "mfa/totp/activate_form.html": "the square code is an SVG that allauth draws from a random key",
}
MAY_MARK_SAFE: dict[str, str] = {}
SAYS_ENOUGH = re.compile(r"\{#.+#\}|\{% comment %\}")
TAG = re.compile(r"\{[%#{].*?[%#}]\}", re.DOTALL)


class Inline(HTMLParser):
    """Collects what a strict Content-Security-Policy would refuse."""

    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attrs):
        names = dict(attrs)
        if tag == "style" or (tag == "script" and "src" not in names):
            self.found.append(f"<{tag}>")
        self.found += [
            f"{tag} {name}" for name in names if name == "style" or re.fullmatch(r"on[a-z]+", name)
        ]
        if str(names.get("href", "")).lower().startswith("javascript:"):
            self.found.append(f"{tag} javascript:")


def text_of(name):
    return (FOLDER / name).read_text()


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_inline(name):
    reader = Inline()
    reader.feed(TAG.sub("", text_of(name)))

    assert [one for one in reader.found if not one.startswith("c-")] == []  # c-tab has ``on``


def test_escaping_is_never_switched_off():
    around = {name for name in NAMES if UNESCAPED.search(text_of(name))}

    assert around == set(MAY_PRINT_MARKUP)


def test_no_code_marks_text_as_safe():
    package = settings.ROOT / "kimbilio"
    marking = {
        path.relative_to(package).as_posix()
        for path in package.rglob("*.py")
        if "mark_safe" in path.read_text()
    }

    assert marking == set(MAY_MARK_SAFE)


@pytest.mark.parametrize("name", NAMES)
def test_the_first_lines_say_what_it_is_given(name):
    first = "".join(text_of(name).splitlines(keepends=True)[:2])

    assert SAYS_ENOUGH.search(first), "start with {# what it is given, who swaps it #}"


@pytest.mark.parametrize("name", NAMES)
def test_pages_load_nothing_from_elsewhere(name):
    text = text_of(name)

    assert re.findall(r"(?:src|action|srcset|poster)=[\"'](?:https?:)?//", text) == []
