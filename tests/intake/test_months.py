"""Months, dates and headers of months in the forms of three languages, of SAP and of spreadsheets."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sop.intake.months import DateOrder, is_quarter, month_number, month_of, order_of, read_date


@pytest.mark.parametrize(
    "cell",
    [
        "2013-01", "2013-1", "2013/01", "2013.01", "01/2013", "01.2013", "1.2013", "001.2013", "001/2013", "2013001",
        "201301", 201301.0, "ian.-13", "ian 2013", "Ianuarie 2013", "ianuarie2013", "Jan 2013", "Jan-13", "Jan'13",
        "2013 Jan", "January 2013", "Januar 2013", "2013M01", "M01.2013",
    ],
)  # fmt: skip
def test_a_month(cell):
    assert read_date(cell) == (2013, 1, 0)


@pytest.mark.parametrize(
    "cell",
    [
        "31.01.2013", "31/01/2013", "31-01-2013", "31.01.13", "2013-01-31", "2013/01/31", "2013-01-31T08:15:00Z",
        "31.01.2013 08:15", "20130131", 20130131, "41305", 41305.0, "31 ianuarie 2013", "31-Jan-2013", "Jan 31, 2013",
        date(2013, 1, 31), datetime(2013, 1, 31, 8, 15, tzinfo=UTC),
    ],
)  # fmt: skip
def test_a_day(cell):
    assert read_date(cell) == (2013, 1, 31)


@pytest.mark.parametrize(
    "cell",
    [
        "",
        "spring",
        "2013",
        "13.2013",
        "2013-13",
        "31.02.2013",
        "0001-01",
        "9999-12",
        "12",
        12,
        float("nan"),
        True,
        None,
    ],
)
def test_what_is_neither(cell):
    assert read_date(cell) is None


@pytest.mark.parametrize(
    ("name", "number"), [("Mär", 3), ("martie", 3), ("sept.", 9), ("Dez", 12), ("03", 3), ("13", None)]
)
def test_a_month_without_a_year(name, number):
    assert month_number(name) == number


def test_the_column_says_which_number_is_the_day():
    assert order_of(["03/04/2013", "13/04/2013"]).clear is DateOrder.DAY_FIRST
    assert order_of(["03/04/2013", "04/13/2013"]).clear is DateOrder.MONTH_FIRST


def test_a_column_that_does_not_say_it_is_undecided_and_points_always_have_the_day_first():
    assert order_of(["03/04/2013", "05/06/2013"]).undecided
    assert not order_of(["03.04.2013", "05.06.2013"]).undecided
    assert not order_of(["04/04/2013"]).undecided  # the same either way


@pytest.mark.parametrize("name", ["Q1 2013", "T1 2013", "Trim. I 2013", "2013-Q1"])
def test_a_quarter(name):
    assert is_quarter(name)


WRITTEN = {
    "%d.%m.%Y": DateOrder.DAY_FIRST, "%d/%m/%Y": DateOrder.DAY_FIRST, "%m/%d/%Y": DateOrder.MONTH_FIRST,
    "%Y-%m-%d": DateOrder.DAY_FIRST, "%Y%m%d": DateOrder.DAY_FIRST, "%d %b %Y": DateOrder.DAY_FIRST,
}  # fmt: skip


@settings(deadline=None)
@given(st.dates(date(1990, 1, 1), date(2100, 12, 31)), st.sampled_from(sorted(WRITTEN)))
def test_a_date_reads_back_from_every_form(day, form):
    assert read_date(day.strftime(form), WRITTEN[form]) == (day.year, day.month, day.day)


@settings(deadline=None)
@given(st.one_of(st.text(max_size=30), st.floats(), st.integers(), st.none(), st.booleans()))
def test_any_cell_is_a_date_or_none(cell):
    dated = read_date(cell)
    assert dated is None or len(month_of(dated)) == 7
