"""Cells and days, however somebody typed them."""

from datetime import date, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kimbilio.interchange.cells import read_cell
from kimbilio.interchange.days import proves_month_first, read_day
from kimbilio.interchange.reasons import SENTENCES, CellRefused, sentence
from kimbilio.interchange.standard import Field, fields, standard_fields

DAYS = st.dates(date(1927, 6, 1), date(2025, 12, 31))
FORMATS = (
    "%Y-%m-%d", "%Y/%m/%d", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%d %B %Y", "%B %d, %Y", "%d-%b-%Y",
    "%a %d %b %Y", "%Y%m%d", "%Y-%m-%d 00:00:00", "%d/%m/%Y 14:30",
)  # fmt: skip


@settings(deadline=None, max_examples=50)
@given(DAYS, st.sampled_from(FORMATS))
def test_a_day_is_read_in_any_order(day, style):
    assert read_day(day.strftime(style)) == day.isoformat()


@settings(deadline=None, max_examples=50)
@given(DAYS)
def test_a_day_is_read_with_the_month_first(day):
    assert read_day(day.strftime("%m/%d/%Y"), month_first=True) == day.isoformat()


@settings(deadline=None, max_examples=50)
@given(DAYS)
def test_a_number_of_excel_is_a_day(day):
    assert read_day(str((day - date(1899, 12, 30)) // timedelta(days=1))) == day.isoformat()


@settings(deadline=None, max_examples=50)
@given(st.text(max_size=30))
@example("31/02/2019")
@example("0/0/0")
@example("99999999999999999999")
@example("²/³/2019")
@example("1.1.1")
def test_whatever_is_typed_is_a_day_or_refused(text):
    code = "not_a_day"
    try:
        value = read_day(text)
    except CellRefused as refusal:
        code = refusal.reason["code"]
    else:
        date.fromisoformat((value + "-01-01")[:10])
    assert code == "not_a_day"


@pytest.mark.parametrize(
    ("text", "value"),
    [("1999", "1999"), ("3/2001", "2001-03"), ("Machi 2001", "2001-03"), ("5/6/98", "1998-06-05")],
)
def test_less_than_a_day_stays_less(text, value):
    assert read_day(text) == value


def test_a_column_shows_its_order():
    assert proves_month_first(["3/4/2019", "3/31/2019"])
    assert not proves_month_first(["3/4/2019", "31/3/2019", "3/31/2019"])
    assert not proves_month_first(["3/4/2019"])


@pytest.mark.parametrize("field", [one for one in standard_fields() if one.values])
def test_every_code_and_label_of_the_standard_is_read(field):
    for code, label in field.values.items():
        assert read_cell(field, code) == code
        assert read_cell(field, f" {label.upper()} ") == code


@settings(deadline=None, max_examples=50)
@given(st.data())
def test_several_values_are_read_however_they_are_parted(data):
    field = data.draw(st.sampled_from([one for one in standard_fields() if one.values]))
    if not field.takes_several:
        return
    codes = data.draw(st.lists(st.sampled_from(list(field.values)), min_size=1, unique=True))
    between = data.draw(st.sampled_from(["; ", ";", ", ", "\n", " | "]))
    typed = between.join(data.draw(st.sampled_from([code, field.values[code]])) for code in codes)

    assert set(read_cell(field, typed).split(";")) == set(codes)


def test_survey_tools_part_codes_by_blanks():
    field = fields()["vic_MethodsOfControl"]

    assert read_cell(field, "SexualAbuse PhysicalThreats") == "PhysicalThreats;SexualAbuse"


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ("Kenya", "KE"), ("KE", "KE"), ("tz", "TZ"), ("Tanzania, United Republic of", "TZ"),
        ("Congo, Democratic Republic of the; Uganda", "CD;UG"), ("Kenya, Somalia", "KE;SO"),
        ("Korea (Democratic People's Republic of)", "KP"), ("Côte d'Ivoire", "CI"), ("Kenyan", "KE"),
    ],
)  # fmt: skip
def test_countries_are_known_by_name_and_code(typed, codes):
    assert read_cell(fields()["prs_Citizenship"], typed) == codes


@pytest.mark.parametrize(
    ("name", "cell", "code"),
    [
        ("prs_Gender", "purple", "not_in_list"),
        ("prs_Citizenship", "Atlantis", "not_a_country"),
        ("con_Consent", "perhaps", "not_yes_or_no"),
        ("prs_Birthdate", "soon", "not_a_day"),
        ("prs_Birthdate", "2099-01-01", "day_to_come"),
        ("prs_NumberOfChildren", "-2", "not_a_number"),
        ("prs_NumberOfChildren", "1000", "not_a_number"),
        ("prs_FirstName", "Pen\x00do", "hidden_character"),
        ("prs_FirstName", "Pen\u202edo", "hidden_character"),
        ("prs_FirstName", "n" * 500, "too_long"),
        pytest.param("cco_CaseComment", "n" * 10_000_000, "too_long", id="ten megabytes"),
        ("vic_TypeOfExploitation", "Forced labour; Dancing", "not_in_list"),
    ],
)
def test_what_cannot_be_taken_says_why(name, cell, code):
    with pytest.raises(CellRefused) as refused:
        read_cell(fields()[name], cell)

    assert refused.value.reason["code"] == code
    assert fields()[name].label in sentence(refused.value.reason)


@pytest.mark.parametrize("word", ["Yes", "TRUE", True, 1, "ndiyo", "x"])
def test_yes_in_words(word):
    assert read_cell(fields()["con_Consent"], word) == "true"


@pytest.mark.parametrize("word", ["No", "FALSE", False, 0, "Hapana"])
def test_no_in_words(word):
    assert read_cell(fields()["con_Consent"], word) == "false"


@settings(deadline=None, max_examples=50)
@given(
    st.sampled_from(list(fields().values())),
    st.one_of(st.text(max_size=60), st.integers(), st.floats(), st.booleans(), st.none()),
)
def test_any_cell_is_read_or_refused_and_reading_again_changes_nothing(field: Field, cell):
    code = "not_a_day"
    try:
        value = read_cell(field, cell)
    except CellRefused as refusal:
        code = refusal.reason["code"]
    else:
        assert read_cell(field, value) == value
    assert code in SENTENCES
