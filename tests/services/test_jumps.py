"""One wrong figure is found; seasons, launches, spare parts and months that are not over are none."""

import pandas as pd
import pytest

from sop.domain.calendar import Month, month_row
from sop.services.jumps import jumps

MONTHS = [str(month) for month in month_row(Month("2024-01"), 36)]
SEASON = (0.3, 0.4, 0.8, 1.4, 2.0, 2.4, 2.2, 1.6, 1.0, 0.6, 0.4, 0.3)


def rows(**series: list[float]) -> pd.DataFrame:
    lines = [(sku, month, units) for sku, values in series.items() for month, units in zip(MONTHS, values, strict=True)]
    return pd.DataFrame(lines, columns=["sku", "month", "quantity"])


def seasonal() -> list[float]:
    return [100 * share for share in SEASON * 3]


def changed(values: list[float], place: int, factor: float) -> list[float]:
    return [value * (factor if k == place else 1) for k, value in enumerate(values)]


@pytest.mark.parametrize("factor", [10, 12, 100, 1000])
def test_a_month_in_another_unit_is_found(factor: float):
    (jump,) = jumps(rows(A=changed(seasonal(), 20, factor), B=[80.0] * 36))
    assert (jump.series, jump.month) == ("A", "2025-09")
    assert jump.quantity == pytest.approx(100 * factor)  # September sells 100
    assert jump.expected == pytest.approx(100)  # as a year before and after


def test_a_month_that_lost_its_thousands_is_found():
    (jump,) = jumps(rows(A=changed([5000.0] * 36, 20, 0.001), B=[5000.0] * 36))
    assert (jump.month, jump.quantity, jump.expected) == ("2025-09", 5, 5000)


def test_a_season_is_no_jump():
    assert jumps(rows(A=seasonal())) == ()


def test_a_launch_and_a_month_that_is_not_over_are_none():
    assert jumps(rows(A=[1.0, *[100.0] * 34, 2.0])) == ()


def test_spare_parts_asked_for_now_and_then_are_none():
    assert jumps(rows(A=[0, 0, 40, 0] * 9, B=[3, 0, 0, 5, 0, 0] * 6)) == ()


def test_small_numbers_beside_large_series_are_none():
    assert jumps(rows(A=changed([2.0] * 36, 20, 10), B=[5000.0] * 36)) == ()


def test_a_short_history_says_nothing():
    assert jumps(rows(A=[1.0] * 36).head(5)) == ()
    assert jumps(rows(A=[1.0] * 36).head(0)) == ()


def test_a_year_that_was_mistyped_takes_no_more_memory():
    far = pd.DataFrame({"sku": ["A"], "month": ["2999-01"], "quantity": [5.0]})
    assert jumps(pd.concat([rows(A=[100.0] * 36), far])) == ()
