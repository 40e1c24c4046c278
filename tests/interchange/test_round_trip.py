"""Out and in again loses nothing, on every field of the standard."""

from datetime import date

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from kimbilio.cases.models import Case
from kimbilio.interchange.cells import HIGHEST
from kimbilio.interchange.exporting import export_rows, in_full, wholes
from kimbilio.interchange.standard import (
    COUNTRIES,
    LANGUAGES,
    PLACES_BY_COUNTRY,
    SEPARATOR,
    fields,
    standard_fields,
)
from kimbilio.interchange.writing import as_csv, as_json, as_workbook
from tests.factories.cases import CaseFactory
from tests.interchange.samples import a_lead, filed

pytestmark = pytest.mark.django_db

LETTERS = st.text(
    st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=9
)
WORDS = st.lists(LETTERS, min_size=1, max_size=3).map(" ".join)
DAYS = st.dates(date(1950, 1, 1), date(2024, 12, 31)).map(date.isoformat)


def values_of(field):
    """A strategy for what a field may hold, as the standard writes it."""
    if field.kind == "date":
        sizes = st.sampled_from([4, 7, 10])
        return st.tuples(DAYS, sizes).map(lambda drawn: drawn[0][: drawn[1]])
    if field.kind == "boolean":
        return st.sampled_from(["true", "false"])
    if field.values and field.takes_several:
        codes = st.sets(st.sampled_from(list(field.values)), min_size=1)
        return codes.map(lambda drawn: SEPARATOR.join(c for c in field.values if c in drawn))
    if field.values:
        return st.sampled_from(list(field.values))
    if field.name in COUNTRIES:
        codes = st.lists(st.sampled_from(["KE", "UG", "TZ", "CI"]), min_size=1, unique=True)
        return codes.map(SEPARATOR.join)
    if field.name in PLACES_BY_COUNTRY:
        return st.sampled_from(["KE", "SO", "Nowhere Land"])
    if field.name in LANGUAGES:
        return st.sampled_from(["swa", "som", "Borana"])
    if field.name in HIGHEST:
        return st.integers(0, HIGHEST[field.name]).map(str)
    return WORDS


FIELDS = list(fields().values())
FULL = st.fixed_dictionaries({field.name: values_of(field) for field in standard_fields()})
SOME = st.fixed_dictionaries(
    {}, optional={field.name: values_of(field) for field in standard_fields()}
)


def everything():
    """All that is known of every case, without what differs between two databases."""
    keys = list(Case.objects.order_by("pk").values_list("pk", flat=True))
    rows = [in_full(whole, kept) for whole, kept in wholes(keys)]
    return [{name: value for name, value in row.items() if name[:3] != "kb_"} for row in rows]


def after_a_journey(rows, write):
    """What is known after filing the rows, taking them away, and filing that elsewhere."""

    class Back(Exception):
        pass

    known = []
    content = "".join(as_json(rows)).encode()
    for _time in range(2):
        try:
            with transaction.atomic():
                by, unit = a_lead()
                filed(content, by=by, unit=unit)
                known.append(everything())
                rows = list(
                    export_rows(cases=Case.objects.all(), by=by, with_names=True, reason="move")
                )
                content = write(rows)
                raise Back
        except Back:
            continue
    return known


WRITERS = {
    "xlsx": as_workbook,
    "csv": lambda rows: "".join(as_csv(rows)).encode(),
    "json": lambda rows: "".join(as_json(rows)).encode(),
}


@pytest.mark.parametrize("kind", list(WRITERS))
@settings(max_examples=2, deadline=None)
@given(row=FULL)
def test_all_84_fields_come_back(kind, row):
    first, second = after_a_journey([row], WRITERS[kind])

    assert first == [row]
    assert second == first


@pytest.mark.parametrize("kind", list(WRITERS))
@settings(max_examples=3, deadline=None)
@given(row=SOME.filter(bool))
def test_whatever_a_row_holds_comes_back(kind, row):
    first, second = after_a_journey([row], WRITERS[kind])

    status = {"cas_Status": row.get("cas_Status", "Active")}
    assert [{**status, **told} for told in first] == [{**status, **row}]
    assert second == first


def test_what_staff_changed_since_wins_over_what_was_brought():
    by, unit = a_lead()
    filed(b'{"cases": [{"prs_FirstName": "A", "prs_MiddleName": "B C", "prs_Gender": "Feminine"}]}',
          by=by, unit=unit)  # fmt: skip
    person = Case.objects.get().survivor
    person.full_name = "Asha Baraka"
    person.save()

    (told,) = everything()

    assert (told["prs_FirstName"], told["prs_SecondName"]) == ("Asha", "Baraka")
    assert "prs_MiddleName" not in told
    assert told["prs_Gender"] == "Feminine"


def test_a_case_that_was_never_brought_leaves_as_well():
    case = CaseFactory()
    (pair,) = wholes([case.pk])

    told = in_full(*pair)

    assert told["prs_FirstName"] == "Pendo"
    assert told["cas_Status"] == "Active"
    assert told["kb_CaseNumber"] == case.code
