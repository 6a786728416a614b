"""A CSV opens with the right letters, and nothing in it runs."""

import csv
import io
import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sop.exports.tables import csv_bytes


def read_back(rows: pd.DataFrame) -> list[list[str]]:
    return list(csv.reader(io.StringIO(csv_bytes(rows).decode("utf-8-sig"), newline="")))


def cell(value: object) -> str:
    return read_back(pd.DataFrame({"x": [value, "end"]}))[1][0]


def test_the_file_says_that_it_is_utf_8():
    assert csv_bytes(pd.DataFrame({"x": [1]})) == b"\xef\xbb\xbfx\r\n1\r\n"


def test_romanian_letters_come_back_right():
    letters = "ăâîșțĂÂÎȘȚ"
    assert read_back(pd.DataFrame({"Țară": [letters]})) == [["Țară"], [letters]]


@pytest.mark.parametrize(
    "text", ["=1+1", "+A1", "-A1", "@SUM(A1)", "\tx", "\rx", '=HYPERLINK("http://x")', "-", "+40 711"]
)
def test_a_text_that_would_run_gets_an_apostrophe(text: str):
    assert cell(text) == "'" + text


def test_a_heading_that_would_run_gets_an_apostrophe():
    assert read_back(pd.DataFrame({"=x": ["a"]}))[0] == ["'=x"]


@pytest.mark.parametrize(("number", "written"), [(-5.5, "-5.5"), (-3, "-3"), ("-12,50", "-12,50"), ("+7", "+7")])
def test_a_number_stays_a_number(number: object, written: str):
    assert cell(number) == written


@pytest.mark.parametrize("text", ["a=b", "Build ahead - Sibiu", "e@x.ro", " =not first"])
def test_a_sign_inside_a_text_is_left_alone(text: str):
    assert cell(text) == text


def test_a_sum_of_fractions_is_written_without_its_binary_tail():
    assert [row[0] for row in read_back(pd.DataFrame({"x": [0.1 + 0.2]}))] == ["x", "0.3"]


def test_what_is_unknown_is_an_empty_cell():
    assert read_back(pd.DataFrame({"x": [math.nan], "y": ["a"]}))[1] == ["", "a"]


def test_line_breaks_commas_and_quotes_inside_a_text_come_back():
    assert cell('one, "two"\nthree') == 'one, "two"\nthree'


def test_a_frame_without_rows_is_a_heading():
    assert read_back(pd.DataFrame({"a": [], "b": []})) == [["a", "b"]]


def test_two_columns_of_one_name_are_both_written():
    assert read_back(pd.DataFrame([["a", "b"]], columns=["x", "x"])) == [["x", "x"], ["a", "b"]]


def test_the_frame_given_is_left_as_it_was():
    given_rows = pd.DataFrame({"x": ["=1"]})
    csv_bytes(given_rows)
    assert given_rows["x"].tolist() == ["=1"]


@given(st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1), min_size=1))
def test_no_text_ever_begins_as_a_formula_unless_it_is_a_number(texts: list[str]):
    for row, text in zip(read_back(pd.DataFrame({"x": texts}))[1:], texts, strict=True):
        assert row[0] in {text, "'" + text}
        assert not row[0].startswith(("=", "@"))
        assert not row[0].startswith(("+", "-")) or row[0][1:].replace(".", "").replace(",", "").isdecimal()
