"""A line of the timeline is read in the language of its reader, whoever wrote it."""

from django.utils import translation

from kimbilio.care.choices import Outcome
from kimbilio.cases.labels import EDGE, in_language, label, shortened
from kimbilio.partners.choices import Service


def test_one_line_reads_in_both_languages():
    with translation.override("sw"):
        line = f"{label(Service.SHELTER)}: Amefika"
    with translation.override("en"):
        assert in_language(line) == "Safe place to stay: Amefika"
    with translation.override("sw"):
        said = in_language(line)
    assert said.endswith(": Amefika")
    assert "Safe place" not in said


def test_words_without_a_mark_stay_as_they_were_written():
    assert in_language("Came with her aunt: glad.") == "Came with her aunt: glad."


def test_a_choice_that_is_gone_shows_its_value_and_no_other_object_is_reached():
    first = next(iter(Outcome))
    gone = label(first).replace(f":{first.value}", ":gone")
    assert in_language(gone) == "gone"
    assert in_language(f"{EDGE}kimbilio.cases.labels.shortened:x{EDGE}") == "x"


def test_a_long_line_is_cut_between_marks():
    mark = label(Service.SHELTER)
    line = "a" * 20 + mark + "b" * 400
    for most in range(2, 120):
        assert in_language(shortened(line, most)).count(EDGE) == 0
        assert shortened(line, most).count(EDGE) in (0, 2)
    assert shortened(mark, 400) == mark
