"""The menu behind a short code, walked as a phone does: each input added to those before."""

import re
from itertools import product
from time import process_time

import pytest

from kimbilio.helpline.providers import menu
from kimbilio.helpline.providers.menu import ENGLISH, KISWAHILI, LONGEST_PAGE, Step, walk

TELLING = re.compile(
    r"traffick|usafirish|biasharaharamu|slave|utumwa|rescue|okoa|survivor|manusura|victim|mwathirika"
    r"|haart|kimbilio|shelter|makazi|case|kesi",
    re.IGNORECASE,
)


def every_page():
    """All pages that few inputs lead to, with the inputs that lead there."""
    inputs = ["", "0", "1", "2", "3", "4", "5", "x"]
    typed = [""] + ["*".join(some) for n in range(1, 5) for some in product(inputs, repeat=n)]
    return {one: walk(one) for one in typed}


def test_a_visit_begins_with_the_language_in_both():
    visit = walk("")

    assert visit.page == "Choose a language / Chagua lugha\n1 English\n2 Kiswahili"
    assert not visit.is_over


@pytest.mark.parametrize(("typed", "words"), [("1", ENGLISH), ("2", KISWAHILI)])
def test_the_language_chosen_is_that_of_all_further_pages(typed, words):
    assert walk(typed).page == words.pages[Step.CHOICE]
    assert walk(f"{typed}*1").page == words.pages[Step.STORY]
    assert walk(f"{typed}*1*words").page == words.pages[Step.WHERE]
    assert walk(f"{typed}*1*words*0").page == words.pages[Step.REPORTED]
    assert walk(f"{typed}*3").page == words.pages[Step.NUMBERS]


def test_a_report_is_a_story_and_if_they_like_a_place():
    told = walk("1*1*They took my papers*Near the bridge")
    left_out = walk("1*1*They took my papers*0")

    assert (told.story, told.where) == ("They took my papers", "Near the bridge")
    assert (left_out.story, left_out.where) == ("They took my papers", "")
    assert told.is_over
    assert left_out.is_over


def test_a_star_of_their_own_loses_no_word():
    visit = walk("1*1*call me *now* please")

    assert " ".join((visit.story, visit.where)) == "call me now* please"


def test_to_be_called_they_say_when():
    assert walk("2*2").page == (
        "Tukupigie lini kwa namba hii?\n1 Wakati wowote\n2 Asubuhi\n3 Mchana\n4 Jioni"
    )
    assert walk("2*2*3").when == "Mchana"
    assert walk("2*2*3").step is Step.CALL_ASKED


def test_the_numbers_are_those_of_the_country():
    page = walk("1*3").page

    assert page == "Police 999 or 112\nChildren 116\nGender violence 1195"


def test_of_a_story_full_of_stars_every_word_is_kept():
    words = "*".join(str(n) for n in range(5000))
    visit = walk(f"1*1*{words}")

    assert f"{visit.story}*{visit.where}" == words


@pytest.mark.parametrize(
    ("wrong", "then", "step"),
    [
        ("9", "9*1", Step.CHOICE),
        ("1*9", "1*9*1", Step.STORY),
        ("1**", "1***3", Step.NUMBERS),
        ("1*1* ", "1*1* *words", Step.WHERE),
        ("1*2*7", "1*2*7*1", Step.CALL_ASKED),
        ("1*१", "1*१*1", Step.STORY),
    ],
)
def test_a_wrong_input_asks_again_and_is_forgotten(wrong, then, step):
    asked_again = walk(wrong)

    assert asked_again.again
    assert asked_again.page.startswith(asked_again.again)
    assert not asked_again.is_over
    assert walk(then).step is step
    assert walk(then).again == ""


def test_no_page_is_too_long_for_a_phone_or_says_what_it_is_about():
    pages = {visit.page for visit in every_page().values()}

    assert len(pages) > 20
    for page in pages:
        assert len(f"CON {page}") <= LONGEST_PAGE, page
        assert page.isascii(), page  # networks show nothing else reliably
        assert not TELLING.search(page), page


def test_both_languages_say_all_there_is():
    assert ENGLISH.pages.keys() == KISWAHILI.pages.keys() == set(Step)
    assert len(ENGLISH.times) == len(KISWAHILI.times)
    for step in set(Step) - {Step.LANGUAGE}:
        assert ENGLISH.pages[step] != KISWAHILI.pages[step]


def test_what_is_typed_never_comes_back_on_a_page():
    for typed in ("1*1*Naomi", "1*1*Naomi*Kibera", "Naomi", "1*Naomi"):
        assert "Naomi" not in walk(typed).page


@pytest.mark.parametrize(
    "typed", ["*" * 1_000_000, "1*1*" + "🙂" * 250_000, "1" * 1_000_000, "1*1*\0\x1b"]
)
def test_floods_and_strange_characters_break_nothing(typed):
    began = process_time()

    assert walk(typed).page
    assert process_time() - began < 2


def test_each_emergency_number_is_on_the_last_pages():
    for step in (Step.REPORTED, Step.CALL_ASKED):
        for words in (ENGLISH, KISWAHILI):
            assert all(number in words.pages[step] for number in menu.POLICE)
