"""A gap has a class by its size, whatever its sign; the larger one of a family counts."""

import math

import pytest

from sop.domain.errors import Invalid
from sop.domain.gaps import Amounts, Gap, GapClass, GapLimits

NONE = Amounts(math.nan, math.nan, math.nan, math.nan, math.nan)


@pytest.mark.parametrize(
    ("share", "found"),
    [
        (0.0, GapClass.NOISE),
        (0.05, GapClass.NOISE),
        (-0.05, GapClass.NOISE),
        (0.0501, GapClass.MANAGE),
        (-0.15, GapClass.MANAGE),
        (0.1501, GapClass.ESCALATE),
        (-0.9, GapClass.ESCALATE),
        (math.nan, None),
    ],
)
def test_five_and_fifteen_per_cent_part_the_classes(share, found):
    assert GapLimits().class_of(share) is found


def test_the_limits_can_be_set():
    assert GapLimits(1, 2).class_of(0.015) is GapClass.MANAGE


@pytest.mark.parametrize("limits", [(15, 5), (5, 5), (-1, 5), (5, 101), (math.nan, 5)])
def test_limits_go_up(limits):
    with pytest.raises(Invalid):
        GapLimits(*limits)


def test_differences_are_supply_less_the_other_side():
    amounts = Amounts(demand=100, supply=90, short=20, budget=60, supply_in_budget=45)
    assert amounts.supply_less_demand == -10
    assert amounts.supply_less_budget == -15
    assert amounts.short_share == pytest.approx(0.2)
    assert amounts.budget_share == pytest.approx(-0.25)


def test_a_share_of_nothing_is_not_known():
    nothing = Amounts(demand=0, supply=0, short=0, budget=0, supply_in_budget=0)
    assert math.isnan(nothing.short_share)
    assert math.isnan(nothing.budget_share)


def gap(demand_class, budget_class, money=NONE):
    return Gap("Chairs", "pcs", NONE, money, (), demand_class, budget_class)


def test_the_larger_class_counts_and_an_unknown_one_does_not():
    assert gap(GapClass.NOISE, GapClass.ESCALATE).worst is GapClass.ESCALATE
    assert gap(GapClass.MANAGE, None).worst is GapClass.MANAGE
    assert gap(None, None).worst is None


def test_at_stake_is_the_larger_of_short_and_off_the_budget():
    assert gap(None, None, Amounts(100, 90, 20, 60, 45)).money_at_stake == 20
    assert gap(None, None, Amounts(100, 90, 10, 60, 90)).money_at_stake == 30
    assert gap(None, None, Amounts(100, 90, 10, math.nan, math.nan)).money_at_stake == 10
    assert gap(None, None).money_at_stake == 0
