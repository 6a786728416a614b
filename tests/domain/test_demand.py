"""An override has a reason and bounds; the consensus is baseline and overrides."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from sop.domain.calendar import Month, MonthRange
from sop.domain.demand import Override
from sop.domain.errors import Invalid

OVERRIDE = Override(
    id="o",
    cycle_id="c",
    family="Chairs",
    sku="",
    region="",
    months=MonthRange(Month("2027-03"), Month("2027-05")),
    change=10.0,
    in_percent=True,
    reason="Fair in May",
    author_id="p",
    recorded_at=datetime(2027, 1, 28, tzinfo=UTC),
)


@pytest.mark.parametrize("reason", ["", "  "])
def test_without_a_reason_nothing_is_changed(reason):
    with pytest.raises(Invalid, match="Write why"):
        replace(OVERRIDE, reason=reason)


@pytest.mark.parametrize("change", [float("nan"), float("inf"), float("-inf")])
def test_a_change_is_a_number(change):
    for in_percent in (True, False):
        with pytest.raises(Invalid, match="The change is a number"):
            replace(OVERRIDE, change=change, in_percent=in_percent)


@pytest.mark.parametrize("change", [1.1e12, -1e308])
def test_more_units_than_anybody_sells_are_refused(change):
    with pytest.raises(Invalid, match="too large to be true"):
        replace(OVERRIDE, change=change, in_percent=False)


def test_a_reason_has_an_end():
    assert replace(OVERRIDE, reason="x" * 4000).reason
    with pytest.raises(Invalid, match="at most 4000 characters"):
        replace(OVERRIDE, reason="x" * 4001)


@pytest.mark.parametrize("change", [-100.5, 1000.5])
def test_a_percentage_has_narrow_bounds_and_units_do_not(change):
    with pytest.raises(Invalid, match="from -100 %"):
        replace(OVERRIDE, change=change)
    assert replace(OVERRIDE, change=change, in_percent=False).change == change


@pytest.mark.parametrize("change", [-100, 1000])
def test_the_bounds_themselves_are_allowed(change):
    assert replace(OVERRIDE, change=change).change == change
