"""The judge of every page finds what it is there to find."""

import pytest

from tests.browser.every_page_judge import findings

pytestmark = pytest.mark.browser

WIDE = "<table><tr>" + "<td>a long way to the other side</td>" * 9 + "</tr></table>"
WHOLE = """<!doctype html><html lang="en"><head><meta name="viewport" content="width=device-width"><title>T</title>
<style>td {{ white-space: nowrap }} {style}</style></head><body><main><h1>One</h1>{body}</main></body></html>"""


@pytest.fixture
def judged(browser):
    page = browser.new_page()

    def judge(body, style=""):
        page.set_content(WHOLE.format(body=body, style=style))
        return findings(page, [])

    yield judge
    page.close()


def test_a_page_that_fits_is_left_alone(judged):
    inside = f'<div class="w" tabindex="0" role="region" aria-label="Table">{WIDE}</div>'

    assert judged(inside, ".w { overflow-x: auto }") == []


@pytest.mark.parametrize("width", ["390", "360", "683"])
def test_a_table_that_moves_the_page_aside_is_found(judged, width):
    assert any(one.startswith(f"{width}: ") and "px too wide" in one for one in judged(WIDE))


@pytest.mark.parametrize("width", ["390", "360"])
@pytest.mark.parametrize(
    ("way", "words"),
    [("hidden", "cut off by"), ("clip", "cut off by"), ("auto", "not by keyboard")],
)
def test_a_table_that_is_cut_off_or_moves_for_nobody_at_the_keys_is_found(
    judged, width, way, words
):
    found = judged(f'<div class="w">{WIDE}</div>', f".w {{ overflow-x: {way} }}")

    assert any(one.startswith(f"{width}: ") and words in one for one in found)


def test_a_page_five_pixels_too_wide_for_the_usual_phone_is_found(judged):
    found = judged('<div class="w">a</div>', "body { margin: 0 } .w { width: 395px }")

    assert any(one.startswith("390: 5 px too wide") for one in found)
