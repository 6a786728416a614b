"""A score is the weighted mean of its parts, and each part is linear between all and nothing."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sop.domain.control import ControlState
from sop.domain.quality import Aspect, Coverage, Facts, LoadReport, aspect_of, quality

CLEAN = LoadReport("l-1", "ok", {})
PERFECT = Facts(1000, Coverage(24, 24, 40, 40), CLEAN, 0, ControlState.SIGNED)


def part(facts, aspect):
    return next(each for each in quality(facts).parts if each.aspect is aspect)


def test_a_delivery_without_fault_has_a_hundred_points_in_six_parts():
    found = quality(PERFECT)
    assert found.score == pytest.approx(100)
    assert [each.aspect for each in found.parts] == list(Aspect)
    assert sum(each.weight for each in found.parts) == 100


def test_coverage_is_the_mean_of_months_and_skus():
    half = part(replace(PERFECT, coverage=Coverage(12, 24, 40, 40)), Aspect.COMPLETE)
    assert half.points == pytest.approx(75)  # (50 + 100) / 2
    assert quality(replace(PERFECT, coverage=Coverage(12, 24, 40, 40))).score == pytest.approx(92.5)  # 100 - 25 x 0.30


def test_one_row_in_ten_with_a_warning_leaves_nothing_of_that_part():
    def points(count):
        return part(
            replace(PERFECT, report=LoadReport("l-1", "warnings", {"partial_month": count})), Aspect.CLEAN
        ).points

    assert [points(each) for each in (0, 20, 100, 500)] == pytest.approx([100, 80, 0, 0])


def test_each_code_counts_against_one_aspect_and_layout_against_none():
    assert aspect_of("duplicate") is Aspect.UNIQUE
    assert aspect_of("versions") is Aspect.UNIQUE
    assert aspect_of("unknown_sku") is Aspect.KNOWN
    assert aspect_of("month_missing") is Aspect.CLEAN
    assert aspect_of("left_out") is Aspect.KNOWN
    assert aspect_of("column_absent") is aspect_of("total_row") is None


def test_each_day_late_takes_a_fifth_off():
    assert part(replace(PERFECT, days_late=2), Aspect.ON_TIME).points == pytest.approx(60)
    assert part(replace(PERFECT, days_late=9), Aspect.ON_TIME).points == 0


def test_a_part_that_says_nothing_of_a_kind_is_left_out_and_its_weight_with_it():
    bare = Facts(10, Coverage(), CLEAN, None, None)
    assert [each.aspect for each in quality(bare).parts] == [Aspect.CLEAN, Aspect.UNIQUE, Aspect.KNOWN]
    assert quality(bare).score == pytest.approx(100)


def test_an_unsigned_control_total_costs_its_whole_part_and_an_explained_one_a_fifth():
    points = {state: part(replace(PERFECT, control=state), Aspect.SIGNED).points for state in ControlState}
    assert (points[ControlState.TO_SIGN], points[ControlState.EXPLAINED]) == (0, 80)


COUNTS = st.integers(0, 400)


@settings(max_examples=50)
@given(COUNTS, COUNTS, COUNTS, st.integers(-3, 30), st.sampled_from(ControlState))
def test_a_score_lies_between_its_worst_and_its_best_part(months, warned, unknown, late, state):
    report = LoadReport("l-1", "warnings", {"zero": warned, "unknown_sku": unknown})
    found = quality(Facts(400, Coverage(months, 400), report, late, state))
    points = [each.points for each in found.parts]
    assert min(points) - 1e-9 <= found.score <= max(points) + 1e-9
    assert 0 <= min(points) <= max(points) <= 100
