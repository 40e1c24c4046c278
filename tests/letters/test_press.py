"""The process in which layouts are set: what it may not reach, what it says, when it is stopped."""

import pytest

from kimbilio.letters.choices import LetterKind
from kimbilio.letters.layouts import DATA, built_in, sources_of
from kimbilio.letters.press import LayoutTooHeavy, LayoutWrong, Press
from kimbilio.letters.samples import empty_facts, sample_facts

pytestmark = pytest.mark.django_db
NASTY = (
    '#read("/etc/passwd") ] ) } $x$ *b* _i_ @me <l> # \\ " \' `raw` = h //c /*d*/ #import "x": *'
)


@pytest.fixture(scope="module")
def press():
    with Press() as one:
        yield one


def test_every_layout_of_ours_is_set_in_both_languages_with_and_without_data(press):
    for kind in LetterKind:
        for language in ("en", "sw"):
            for facts in (sample_facts(kind, language), empty_facts(kind, language)):
                made = press.pdf(sources_of(built_in(kind, language)), facts)
                assert made.startswith(b"%PDF-"), kind


@pytest.mark.parametrize(
    ("source", "says"),
    [
        ('#read("/etc/passwd")', "file not found"),
        ('#read("../../../../etc/passwd")', "escape the project root"),
        ('#image("/proc/self/environ")', "file not found"),
        ('#import "@preview/cetz:0.3.0": *', "packages cannot be used here"),
        ('#let a = "@preview/" + "cetz:0.3.0"\n#import a: *', "packages cannot be used here"),
        ('#sys.inputs.at("KIMBILIO_HOME")', "does not contain key"),
    ],
)
def test_a_layout_reaches_no_file_no_package_and_no_setting(press, source, says):
    with pytest.raises(LayoutWrong) as refusal:
        press.pdf(sources_of(source), {})

    assert says in str(refusal.value.message)
    assert "/tmp" not in str(refusal.value.message)


def test_a_file_that_lies_there_cannot_be_opened_either(press, tmp_path):
    """Even if typst looked outside of its root, nothing can be opened any more."""
    press.pdf(sources_of("begin"), {})
    (lying := DATA.__class__(press._root.name) / "lies.txt").write_text("secret")

    with pytest.raises(LayoutWrong):
        press.pdf(sources_of('#read("/lies.txt")'), {})
    assert lying.exists()


def test_a_mistake_says_line_and_column(press):
    with pytest.raises(LayoutWrong) as refusal:
        press.pdf(
            sources_of('#import "/paper.typ": *\nHello\n  #nothing-such'),
            sample_facts("school", "en"),
        )

    assert (refusal.value.line, refusal.value.column) == (3, 4)
    assert str(refusal.value.message).startswith("Line 3, column 4: unknown variable")


def test_what_does_not_end_is_stopped_and_the_next_paper_is_made():
    with Press(seconds=1) as quick:
        with pytest.raises(LayoutTooHeavy):
            quick.pdf(sources_of('#{let a = "x"; for i in range(70) { a = a + a }}'), {})

        assert quick.pdf(sources_of("again"), {}).startswith(b"%PDF-")


def test_words_are_data_and_never_run(press):
    facts = sample_facts("school", "en")
    facts["f"] = dict.fromkeys(facts["f"], NASTY)
    facts["head"]["name"] = facts["code"] = NASTY

    pages = press.pictures(sources_of(built_in("school", "en")), facts)
    plain = press.pdf(sources_of("#json(bytes(sys.inputs.facts)).f.full_name"), facts)

    assert pages[0].startswith(b"\x89PNG")
    assert plain.startswith(b"%PDF-")
