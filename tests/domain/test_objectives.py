"""An objective is met or missed by so much, over the months of its fiscal year; a part of a year is no year."""

import math

import pytest

from sop.domain.calendar import Month, fiscal_months, fiscal_year, month_row
from sop.domain.errors import Invalid
from sop.domain.objectives import Measure, Objective, Standing
from sop.domain.people import Function

YEAR = month_row(Month("2027-01"), 12)


def standing(measure: Measure, target: float, value: float) -> Standing:
    return Standing(Objective("o", 2027, measure, target, Function.SALES), YEAR, True, value)


@pytest.mark.parametrize(
    ("measure", "target", "value", "missed"),
    [
        (Measure.FILL_RATE, 0.98, 0.968, 0.012),
        (Measure.FILL_RATE, 0.98, 0.99, -0.01),
        (Measure.MARGIN, 100, 90, 10),
        (Measure.STOCK_VALUE, 100, 90, -10),
        (Measure.OVERTIME, 100, 130, 30),
    ],
)
def test_stock_and_overtime_are_limits_the_rest_is_to_be_reached(measure, target, value, missed):
    own = standing(measure, target, value)
    assert own.missed_by == pytest.approx(missed)
    assert own.is_met is (missed < 0)


def test_what_is_exactly_reached_is_met():
    assert standing(Measure.MARGIN, 100, 100).is_met


def test_what_is_not_known_is_not_met():
    own = standing(Measure.MARGIN, 100, math.nan)
    assert not own.is_known
    assert not own.is_met


@pytest.mark.parametrize(
    ("measure", "target"), [(Measure.FILL_RATE, 1.2), (Measure.MARGIN, -1), (Measure.MARGIN, math.nan)]
)
def test_targets_have_bounds(measure, target):
    with pytest.raises(Invalid):
        Objective("o", 2027, measure, target, Function.SALES)


def test_a_fiscal_year_is_named_for_the_year_it_ends_in():
    assert fiscal_months(2027, 1) == YEAR
    assert fiscal_months(2027, 4) == month_row(Month("2026-04"), 12)
    for start in (1, 4, 12):
        assert {fiscal_year(month, start) for month in fiscal_months(2027, start)} == {2027}
