"""What the index holds of names, numbers and notes."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kimbilio.people.sample_names import respelt, sample_name, sample_phone
from kimbilio.people.tokens import (
    Kind,
    document_tokens,
    name_tokens,
    note_words,
    phone_tokens,
)


def texts(tokens, kind):
    return {token.text for token in tokens if token.kind == kind}


def test_name_tokens_hold_words_beginnings_sounds_and_pairs():
    tokens = name_tokens(["Mohamed Ali"])

    assert texts(tokens, Kind.WORD) == {"mohamed", "ali"}
    assert texts(tokens, Kind.PREFIX) == {"mo", "moh", "moha", "moham", "al"}
    assert texts(tokens, Kind.SOUND) >= {"MHMT", "aL"}
    assert "MHMT+aL" in texts(tokens, Kind.PAIR)


def test_name_tokens_join_what_is_also_written_together():
    assert texts(name_tokens(["Haile Mariam"]), Kind.WORD) == {"haile", "mariam", "hailemariam"}
    assert texts(name_tokens(["Wa Njeri"]), Kind.WORD) == {"njeri", "wanjeri"}


@given(st.lists(st.sampled_from(["Mary", "Wanjiru", "Kamau", "Chebet", "Aden"]), max_size=5))
def test_name_tokens_do_not_depend_on_order(names):
    assert name_tokens([" ".join(names)]) == name_tokens([" ".join(reversed(names))])


@given(st.text(max_size=2000))
def test_name_tokens_stay_few_whatever_is_typed(text):
    assert len(name_tokens([text])) < 400


@pytest.mark.parametrize(
    "written",
    ["0722 123 456", "+254 722-123-456", "254722123456", "722123456", "00254722123456",
     "(0722) 123.456", "٠٧٢٢١٢٣٤٥٦"],
)  # fmt: skip
def test_phone_tokens_are_the_same_however_a_number_is_written(written):
    tokens = phone_tokens(written)

    assert texts(tokens, Kind.PHONE) == {"+254722123456"}
    assert texts(tokens, Kind.PHONE_ENDING) == {"3456", "123456", "722123456"}


@pytest.mark.parametrize("written", ["", "12", "abc", "+", "3456"])
def test_phone_tokens_of_no_number_are_none(written):
    assert phone_tokens(written) == set()


def test_phone_tokens_tell_countries_apart():
    assert texts(phone_tokens("+256772123456"), Kind.PHONE) == {"+256772123456"}
    assert texts(phone_tokens("0772123456", "UG"), Kind.PHONE) == {"+256772123456"}


def test_document_tokens_ignore_what_stands_between():
    assert document_tokens("A 123-4567") == document_tokens("a1234567") != set()
    assert document_tokens("12") == set()


def test_note_words_leave_out_what_every_text_has():
    text = "She said that the matatu stopped at Kisumu, lakini yeye na dada yake walikuwa pamoja."

    assert note_words(text) == {
        "said", "matatu", "stopped", "kisumu", "yeye", "dada", "walikuwa",
    }  # fmt: skip


def test_sample_names_are_the_same_for_the_same_seed():
    first, again = Random(7), Random(7)

    assert [sample_name(first) for _ in range(50)] == [sample_name(again) for _ in range(50)]
    assert all(phone_tokens(sample_phone(first)) for _ in range(200))
    assert respelt(first, "Nafula Wanjala", share=1.0) != "Nafula Wanjala"


def test_the_end_of_a_line_ends_a_word():
    assert note_words("she came\nalone\tlate\r\nagain home") >= {"came", "alone", "late", "home"}
