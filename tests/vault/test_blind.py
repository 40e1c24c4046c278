"""Blind tokens are the same for the same word, and tell nothing to whoever has no key."""

import time

from hypothesis import given
from hypothesis import strategies as st

from kimbilio.vault import blind, keys, keyset


@given(text=st.text(st.characters()), domain=st.text(max_size=30))
def test_a_token_fits_the_column_and_repeats(text, domain):
    number = blind.token(domain, text)

    assert -(2**63) <= number < 2**63
    assert blind.tokens(domain, [text, text]) == [number, number]


def test_domains_are_worlds_apart():
    assert blind.token("name", "nafula") != blind.token("phone", "nafula")
    assert blind.token("name", "xnafula") != blind.token("namex", "nafula")


def test_other_keys_give_other_tokens(own_keys):
    before = blind.token("name", "nafula")
    own_keys.unlink()
    keys.forget()
    keys.create()

    assert blind.token("name", "nafula") != before


def test_all_tokens_has_the_newest_first_and_the_old_one_too(own_keys):
    before = blind.token("name", "nafula")
    assert blind.all_tokens("name", "nafula") == [before]

    keys.replace(keyset.with_new_keys(keys.read()))

    assert blind.all_tokens("name", "nafula") == [blind.token("name", "nafula"), before]
    assert blind.token("name", "nafula") != before


def test_tokens_are_quick_enough_for_many_people():
    words = [f"word {number}" for number in range(22)]
    started = time.perf_counter()
    for _ in range(500):
        blind.tokens("name", words)

    assert time.perf_counter() - started < 1  # 100,000 people in less than 200 s; measured: 3 s
