"""Names that sound alike share a key, and names that do not share none."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kimbilio.people.sounds import first_sounds, skeletons, sound_keys, spoken_words, words

LETTERS = st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=14)
ALIKE = """
    Mohamed Maxamed Muhammad Mohammed Muhamad
    Khadija Hadija Xadiija
    Khadija Kadija
    Nafula Nafura
    Ng'endo Ngendo NG’ENDO
    Odhiambo Odiambo Othiambo
    Chepkosgei Jepkosgei Jepkosgey
    Wanjiru Wanjiro Uanjiru
    Cabdi Abdi
    Caasha Aisha Asha Aysha
    Osman Othman Cismaan Usman
    Yohannes Johannes
    Tsehay Sehai
    Mwangi Muangi
    Wangechi Wangeci
    Kyalo Chalo
    Mercy Masi
    Esther Esta
    Peter Pita
    George Jorj
    Angela Anjela
    Eunice Yunis
    Luvembe Lubembe
    Nkurunziza Kurunziza
    Ahmed Axmed Amed
    Zainab Zeinabu
    Hawa Xaawo
    Qadir Kadir
    Jamac Jama
    Philip Filip
    Mustafa Mustapha
"""
DIFFERENT = """
    Wanjiru Wambui
    Achieng Akinyi
    Otieno Onyango
    Mohamed Mahad
    Kamau Kimani
    Chebet Chelagat
    Nafula Nekesa
    Tigist Tesfaye
    Ali Abdi
"""


def lines(text):
    return [line.split() for line in text.strip().splitlines()]


def keys(name):
    return sound_keys(words(name)[0])


@pytest.mark.parametrize("names", lines(ALIKE), ids=" ".join)
def test_spellings_of_one_name_share_a_key_with_the_first(names):
    assert [name for name in names[1:] if not keys(names[0]) & keys(name)] == []


@pytest.mark.parametrize("names", lines(DIFFERENT), ids=" ".join)
def test_different_names_share_no_key(names):
    assert not keys(names[0]) & keys(names[1])


@given(LETTERS)
def test_any_word_has_a_few_keys_that_are_not_empty(word):
    found = sound_keys(word)

    assert 1 <= len(found) <= 7
    assert all(found)


@given(st.text("abdfhijlmnoprstuw", min_size=2, max_size=12))  # c, g, k listen to what follows
def test_doubling_a_letter_or_shouting_changes_no_sound(word):
    doubled = "".join(letter * 2 if letter in "aolm" else letter for letter in word)

    assert sound_keys(words(word.upper())[0]) == sound_keys(word)
    assert set(skeletons(word)) & set(skeletons(doubled))


@given(st.text(max_size=60))
def test_words_are_plain_whatever_is_typed(text):
    for word in words(text):
        assert word
        assert " " not in word
        assert sound_keys(word)
        assert isinstance(first_sounds(word), str)


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("Ng'endo", ["ngendo"]),
        ("Ng’ang’a", ["nganga"]),
        ("Anne-Marie", ["anne", "marie"]),
        ("  José  Ñandú ", ["jose", "nandu"]),
        ("Wan\u200bjiru\u202e", ["wanjiru"]),
        ("ሀይለ", ["ሀይለ"]),
        ("'-.", []),
    ],
)
def test_words_loses_accents_apostrophes_and_invisible_signs(written, plain):
    assert words(written) == plain


@pytest.mark.parametrize(
    ("written", "forms"),
    [
        ("Wa Njeri", [["njeri", "wanjeri"]]),
        ("Ole Sankale", [["sankale", "olesankale"]]),
        ("Mama Wanjiru", [["wanjiru"]]),
        ("Mama", [["mama"]]),
        ("Wanjiru wa", [["wanjiru"], ["wa"]]),
        ("", []),
    ],
)
def test_spoken_words_joins_links_and_leaves_out_titles(written, forms):
    assert spoken_words(written) == forms


def test_the_measured_pairs_are_many_from_each_group_and_never_the_same_twice():
    path = Path(__file__).parents[2] / "bench" / "names" / "pairs.csv"
    rows = list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))

    assert len(rows) >= 260
    assert len({(row["written"], row["asked"]) for row in rows}) == len(rows)
    assert all(row["written"] != row["asked"] for row in rows)
