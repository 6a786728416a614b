"""Months and rows of months."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sop.domain.calendar import LONGEST_HORIZON, Horizon, Month, MonthRange, month_row
from sop.domain.errors import Invalid

months = st.builds(lambda year, number: Month(f"{year:04d}-{number:02d}"), st.integers(1900, 2100), st.integers(1, 12))


@pytest.mark.parametrize(
    "text", ["2027-13", "2027-00", "2027-2", "27-02", "2027/02", "2027-02-01", "", "Feb 27", "2027-02\n"]
)
def test_what_is_no_month_is_refused_with_its_text(text):
    with pytest.raises(Invalid) as refused:
        Month(text)
    assert refused.value.values["text"] == text


def test_a_month_is_its_text_everywhere():
    month = Month("2027-02")
    assert month == "2027-02"
    assert {month: 1}["2027-02"] == 1
    assert json.dumps([month]) == '["2027-02"]'
    assert (month.year, month.number) == (2027, 2)


def test_months_go_on_over_the_end_of_the_year():
    assert Month("2026-12").plus(1) == "2027-01"
    assert Month("2027-01").plus(-1) == "2026-12"
    assert Month("2027-05").plus(20) == "2029-01"


@given(months, st.integers(-600, 600))
def test_going_forth_and_back_is_standing_still(month, distance):
    later = month.plus(distance)
    assert later.plus(-distance) == month
    assert later.ordinal - month.ordinal == distance
    assert (later > month) == (distance > 0)


@given(months)
def test_a_month_is_found_again_by_its_ordinal(month):
    assert Month.from_ordinal(month.ordinal) == month


def test_a_row_of_months():
    assert month_row(Month("2026-11"), 3) == ("2026-11", "2026-12", "2027-01")
    assert month_row(Month("2026-11"), 0) == ()


def test_a_horizon_has_its_months():
    horizon = Horizon(Month("2026-11"), 18)
    assert (len(horizon), horizon.last) == (18, "2028-04")
    assert tuple(horizon) == horizon.months


@pytest.mark.parametrize("length", [0, -1, LONGEST_HORIZON + 1])
def test_a_horizon_is_one_to_thirty_six_months(length):
    with pytest.raises(Invalid, match="must be 1 to 36 months"):
        Horizon(Month("2027-01"), length)


def test_a_range_holds_both_its_ends_and_what_lies_between():
    spring = MonthRange(Month("2027-03"), Month("2027-05"))
    assert [month in spring for month in ("2027-02", "2027-03", "2027-04", "2027-05", "2027-06")] == [
        False, True, True, True, False,
    ]  # fmt: skip
    assert 3 not in spring


def test_a_range_of_one_month():
    assert Month("2027-03") in MonthRange(Month("2027-03"), Month("2027-03"))


def test_a_range_does_not_go_backwards():
    with pytest.raises(Invalid, match="lies before the first"):
        MonthRange(Month("2027-05"), Month("2027-03"))
