"""Assumptions, risks and opportunities: signs, what is left after the mitigation, what counts by its probability."""

import math
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from sop.domain.calendar import Month, MonthRange
from sop.domain.errors import Invalid
from sop.domain.foresight import (
    Assumption,
    AssumptionState,
    Risk,
    RiskKind,
    RiskLever,
    RiskState,
    is_of_risk,
    is_on,
    still_weighed,
)
from sop.domain.people import Function
from sop.domain.scenario import Dimension, LeverKind, Scenario, Scope

NOW = datetime(2027, 1, 11, tzinfo=UTC)
RISK = Risk(
    "r-1", RiskKind.RISK, "Burners come late", Function.PURCHASING, MonthRange(Month("2027-03"), Month("2027-04")), 60,
    300_000, "p-ana", NOW, residual_percent=15, lever=RiskLever(LeverKind.DEMAND, -20, Scope(Dimension.FAMILY, "Heaters")),
)  # fmt: skip
ASSUMPTION = Assumption(
    "a-1", "Burners come in ten weeks", "lead time", "10 weeks", Function.PURCHASING, "contract", date(2027, 3, 31),
    "no note", "p-ana", NOW,
)  # fmt: skip
SCENARIO = Scenario("s-1", "c-1", "Try", (), is_base=False, created_by="p-ana")


def test_expected_money_is_probability_times_impact_signed():
    assert RISK.expected_money == -180_000  # 60 % of 300,000
    assert replace(RISK, kind=RiskKind.OPPORTUNITY).expected_money == 180_000


def test_what_is_left_after_the_mitigation():
    assert RISK.residual_money == -45_000  # 15 % of 300,000
    assert math.isnan(replace(RISK, residual_percent=None).residual_money)


def test_its_lever_is_the_same_one_in_every_scenario():
    lever = RISK.as_lever()
    assert (lever.kind, lever.value, lever.scope.name, lever.months) == (LeverKind.DEMAND, -20, "Heaters", RISK.months)
    assert lever.id == RISK.as_lever().id
    assert is_of_risk(lever.id)
    assert not is_of_risk("project-1-demand")


def test_what_is_on_as_a_lever_or_is_closed_does_not_count_twice():
    on = replace(SCENARIO, levers=(RISK.as_lever(),))
    assert is_on(on, RISK.id)
    closed = replace(RISK, id="r-2", state=RiskState.CLOSED)
    assert still_weighed((RISK, closed), SCENARIO) == (RISK,)
    assert still_weighed((RISK, closed), on) == ()


@pytest.mark.parametrize(
    "change",
    [
        {"statement": " "},
        {"probability_percent": 101},
        {"probability_percent": float("nan")},
        {"residual_percent": -1},
        {"impact_money": -5.0},
        {"impact_units": float("inf")},
        {"lever": RiskLever(LeverKind.OVERTIME, 99, Scope())},
        {"mitigation": "x" * 1001},
    ],
)
def test_a_risk_is_refused(change):
    with pytest.raises(Invalid):
        replace(RISK, **change)


def test_a_risk_without_a_lever_cannot_be_looked_at():
    with pytest.raises(Invalid):
        replace(RISK, lever=None).as_lever()


def test_an_assumption_past_its_date_is_stale_until_somebody_judges_it():
    assert not ASSUMPTION.is_stale(date(2027, 3, 31))
    assert ASSUMPTION.is_stale(date(2027, 4, 1))
    assert not replace(ASSUMPTION, state=AssumptionState.CONFIRMED).is_stale(date(2027, 4, 1))


def test_a_broken_assumption_says_what_was_seen():
    with pytest.raises(Invalid):
        replace(ASSUMPTION, state=AssumptionState.BROKEN)
    assert replace(ASSUMPTION, state=AssumptionState.BROKEN, seen="three weeks late").seen
