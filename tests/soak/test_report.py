"""The figures of a soak: a percentile is a value that was seen."""

import math

import pytest

from tests.soak.report import Report, percentile


@pytest.mark.parametrize(
    ("share", "value"),
    [
        (0.5, 10),  # 10 of the 20 values 1 to 20 do not exceed 10
        (0.95, 19),  # 19 of 20
        (1.0, 20),
    ],
)
def test_a_percentile_is_the_smallest_value_that_so_many_do_not_exceed(share, value):
    assert percentile(list(range(20, 0, -1)), share) == value


def test_of_nothing_there_is_no_percentile():
    assert math.isnan(percentile([], 0.5))


def test_a_broken_rule_fails_a_soak_and_a_missed_figure_is_only_said():
    report = Report()
    report.figure("run", 301.0, 300.0, "ms")
    assert (report.broken, report.missed) == (0, 1)
    report.rule("once", holds=False, seen=["twice"])
    assert (report.broken, report.missed) == (1, 1)
    assert report.lines == ["- MISSED run: 301.0 ms (target 300)", "- BROKEN once ['twice']"]
