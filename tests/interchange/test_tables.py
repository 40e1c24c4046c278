"""Files of every kind, the hostile ones too."""

import io
import json
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from kimbilio.interchange.columns import guess, matching_of, read_row
from kimbilio.interchange.reading import read_table
from kimbilio.interchange.standard import fields, standard_fields
from kimbilio.interchange.tables import NotATable, Table, TooMuch
from kimbilio.interchange.writing import as_csv, as_json, harmless
from tests.interchange.samples import ROW, laid_out

HEAD = "prs_FirstName,prs_SecondName,prs_Gender\n"


def archive(**parts):
    """The bytes of an archive with these parts beside a workbook's."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", "<workbook/>")
        for name, content in parts.items():
            packed.writestr(name.replace("__", "/") + ".xml", content)
    return stream.getvalue()


def test_the_standard_has_84_fields_and_182_codes():
    known = standard_fields()

    assert len(known) == 84
    extra = 3  # two defined but not listed by the standard, one of ours
    assert sum(len(field.values) for field in known) == 182 + extra


def test_a_workbook_of_the_standard_is_matched_by_what_people_saw():
    table = read_table(laid_out(ROW))

    targets = guess(table)

    assert (table.first, len(table.rows)) == (3, 1000)
    for at, label in enumerate(table.labels):
        if label:
            assert fields()[targets[at]].label == label


def test_a_formula_without_a_result_is_named_and_never_run():
    book = Workbook()
    book.active.append(["prs_FirstName", "prs_SecondName"])
    book.active.append(["=HYPERLINK(1)", "Kwekwe"])
    stream = io.BytesIO()
    book.save(stream)
    table = read_table(stream.getvalue())

    read = read_row(table, 0, matching_of(table, guess(table)))

    assert [reason["code"] for reason in read.wrong] == ["formula"]


def test_merged_cells_are_named():
    book = Workbook()
    for row in (["prs_FirstName", "prs_SecondName"], ["A", "B"], [None, "C"], ["D", "E"]):
        book.active.append(row)
    book.active.merge_cells("A2:A3")
    stream = io.BytesIO()
    book.save(stream)
    table = read_table(stream.getvalue())

    reads = [read_row(table, at, matching_of(table, guess(table))) for at in range(3)]

    assert [[reason["code"] for reason in read.wrong] for read in reads] == [
        ["merged"],
        ["merged"],
        [],
    ]


def test_a_bomb_is_refused_before_it_is_opened():
    with pytest.raises(TooMuch):
        read_table(archive(xl__worksheets__sheet1=b"0" * 210_000_000))


def test_a_declared_entity_is_refused():
    with pytest.raises(NotATable):
        read_table(archive(xl__sharedStrings='<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]>'))


@pytest.mark.parametrize(
    "content",
    [b"", b"  \n", b"PK\x03\x04", b"%PDF-1.7", b"\xd0\xcf\x11\xe0\xa1", b"MZ\x00", b"{}", b"{\"cases\": 1}",
     b'{"cases": [{"a": {"b": 1}}', b"a,b\n", b"\x00\x01\x02"],
)  # fmt: skip
def test_what_is_no_table_is_refused(content):
    with pytest.raises(NotATable):
        read_table(content)


def test_too_large_a_file_is_refused():
    with pytest.raises(TooMuch):
        read_table(b"a,b\n" * 3_000_000)


@settings(max_examples=30, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(content):
    for start in (b"", b"PK\x03\x04", b"{", HEAD.encode()):
        try:
            table = read_table(start + content)
        except (NotATable, TooMuch):
            continue
        assert Table.from_json(table.as_json()) == table


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_csv_of_any_program_is_read(separator, encoding):
    text = "First Name{0}Second Name{0}Gender{0}Shoe size\nZoé{0}Kwekwe{0}F{0}38\n".replace(
        "{0}", separator
    )
    table = read_table(text.encode(encoding))

    read = read_row(table, 0, matching_of(table, guess(table)))

    assert read.number == 2
    assert read.values == {
        "prs_FirstName": "Zoé", "prs_SecondName": "Kwekwe", "prs_Gender": "Feminine",
    }  # fmt: skip
    assert read.notes == (("Shoe size", "38"),)


@given(st.text(max_size=40))
def test_no_cell_of_a_csv_runs_and_none_is_lost(text):
    written = harmless(text)

    assert not written.startswith(("=", "+", "-", "@", "\t", "\r"))
    table = Table(["a"], ["a"], [[written]])
    assert table.width == 1


def test_json_and_csv_bring_back_what_was_written():
    rows = [{"prs_FirstName": "=1+1", "prs_Citizenship": "KE;SO", "cco_CaseComment": "a\n'+b"}]
    for content in ("".join(as_csv(rows)), "".join(as_json(rows))):
        table = read_table(content.encode())
        read = read_row(table, 0, matching_of(table, guess(table)))
        assert read.values == rows[0]


def test_a_list_in_json_holds_several_values():
    content = {
        "cases": [{"prs_FirstName": "A", "vic_MethodsOfControl": ["TakesEarnings", "Other"]}]
    }
    table = read_table(json.dumps(content).encode())

    read = read_row(table, 0, matching_of(table, guess(table)))

    assert read.values["vic_MethodsOfControl"] == "TakesEarnings;Other"
