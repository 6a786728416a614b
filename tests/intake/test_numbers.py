"""Numbers in the ways in which they are written, and what a column says of its decimal mark."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sop.intake.numbers import Mark, currency_in, figures_of, marks_of, read_number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1.234,56", 1234.56), ("1,234.56", 1234.56), ("1 234,5", 1234.5), ("1\u00a0234\u202f567,89", 1234567.89),
        ("1'234.50", 1234.5), ("1.234.567", 1234567), ("12-", -12), ("1.000,00-", -1000), ("(12,5)", -12.5),
        ("−3", -3), ("12,5 %", 12.5), ("€ 1.234,00", 1234), ("1.234,00 lei", 1234), ("0,125", 0.125), ("0.125", 0.125),
        ("1e3", 1000), ("+5", 5), ("-0.5", -0.5), (".5", 0.5),
    ],
)  # fmt: skip
def test_what_says_itself_how_it_is_read(text, number):
    assert [read_number(text, mark) for mark in Mark] == [number, number]


@pytest.mark.parametrize(
    ("text", "point", "comma"), [("12.000", 12, 12000), ("1,234", 1234, 1.234), ("-1.125", -1.125, -1125)]
)
def test_what_can_be_read_in_two_ways(text, point, comma):
    assert (read_number(text, Mark.POINT), read_number(text, Mark.COMMA)) == (point, comma)
    assert marks_of([text]).either


@pytest.mark.parametrize(
    "text", ["five", "NaN", "inf", "0x10", "5 pcs", "١٢", "1_000", "", "-", "1.2.3", "1,2,3", "12 34"]
)
def test_what_is_none(text):
    assert math.isnan(read_number(text, Mark.POINT))


def test_one_cell_decides_for_its_column():
    assert marks_of(["12.000", "3,5"]).clear is Mark.COMMA
    assert marks_of(["12.000", "3.5"]).clear is Mark.POINT
    assert marks_of(["12.000", "7"]).clear is None


def test_a_currency_beside_an_amount():
    assert [currency_in(text) for text in ("12 lei", "€ 5", "5 EUR", "5")] == ["RON", "EUR", "EUR", ""]


WAYS = {
    "plain": lambda text: text,
    "comma": lambda text: text.replace(".", ","),
    "thousand dots": lambda text: text.replace(",", "_").replace(".", ",").replace("_", "."),
    "thousand spaces": lambda text: text.replace(",", "\u00a0").replace(".", ","),
}


@settings(deadline=None)
@given(st.decimals(-(10**9), 10**9, places=2), st.sampled_from(sorted(WAYS)))
def test_an_amount_reads_back_from_every_way_of_writing_it(amount, way):
    grouped = f"{amount:,.2f}" if way.startswith("thousand") else f"{amount:.2f}"
    assert read_number(WAYS[way](grouped), Mark.COMMA) == float(amount)


@settings(deadline=None)
@given(st.lists(st.one_of(st.text(max_size=12), st.floats(), st.none()), max_size=5), st.sampled_from(list(Mark)))
def test_any_cells_are_numbers_or_none_read_together_as_one_by_one(cells, mark):
    figures = figures_of(cells, mark)
    assert [repr(each) for each in figures.tolist()] == [repr(read_number(cell, mark)) for cell in cells]
