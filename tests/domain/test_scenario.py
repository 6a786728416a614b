"""Levers stay within their bounds and scopes; the base has none."""

from dataclasses import replace

import pytest

from sop.domain.calendar import Month, MonthRange
from sop.domain.errors import Invalid
from sop.domain.scenario import BOUNDS, Dimension, Lever, LeverKind, Scenario, Scope

SPRING = MonthRange(Month("2027-03"), Month("2027-05"))
DRAFT = Scenario("s", "c", "Draft", (), False, "p")


def lever(kind, value, scope=None, lever_id="l"):
    return Lever(lever_id, kind, value, scope or Scope(), SPRING)


@pytest.mark.parametrize("kind", LeverKind)
def test_a_lever_goes_to_both_ends_of_its_slider(kind):
    for value in (BOUNDS[kind].low, BOUNDS[kind].high):
        assert lever(kind, value).value == value


@pytest.mark.parametrize("kind", LeverKind)
def test_a_lever_goes_no_further_and_is_a_number(kind):
    for value in (BOUNDS[kind].low - 0.5, BOUNDS[kind].high + 0.5, float("nan"), float("inf")):
        with pytest.raises(Invalid, match="This lever goes from"):
            lever(kind, value)


@pytest.mark.parametrize("kind", LeverKind)
@pytest.mark.parametrize("dimension", [dimension for dimension in Dimension if dimension is not Dimension.ALL])
def test_a_lever_moves_only_what_its_kind_can(kind, dimension):
    scope = Scope(dimension, "Sibiu")
    if dimension in BOUNDS[kind].dimensions:
        assert lever(kind, 10, scope).scope == scope
    else:
        with pytest.raises(Invalid, match="cannot be set for one"):
            lever(kind, 10, scope)


def test_demand_and_price_are_moved_by_market_and_hours_by_works():
    market = {Dimension.ALL, Dimension.FAMILY, Dimension.REGION}
    works = {Dimension.ALL, Dimension.PLANT, Dimension.RESOURCE}
    assert {kind: set(BOUNDS[kind].dimensions) for kind in LeverKind} == {
        LeverKind.DEMAND: market,
        LeverKind.PRICE: market,
        LeverKind.CAPACITY: works,
        LeverKind.OVERTIME: {Dimension.ALL, Dimension.PLANT},
        LeverKind.SAFETY_STOCK: {Dimension.ALL, Dimension.FAMILY},
    }


@pytest.mark.parametrize(("dimension", "name"), [(Dimension.ALL, "Chairs"), (Dimension.FAMILY, "")])
def test_a_scope_names_one_part_or_all(dimension, name):
    with pytest.raises(Invalid, match="Say what the lever moves"):
        Scope(dimension, name)


def test_a_change_of_nothing_changes_nothing_and_a_replaced_figure_always_counts():
    assert lever(LeverKind.DEMAND, 0).changes_nothing
    assert lever(LeverKind.DEMAND, -0.0).changes_nothing
    assert not lever(LeverKind.DEMAND, 1).changes_nothing
    assert not lever(LeverKind.OVERTIME, 0).changes_nothing
    assert not lever(LeverKind.SAFETY_STOCK, 0).changes_nothing


def test_the_base_has_no_levers():
    with pytest.raises(Invalid, match="base plan has no levers"):
        replace(DRAFT, is_base=True, levers=(lever(LeverKind.DEMAND, 10),))
    assert replace(DRAFT, is_base=True).levers == ()


@pytest.mark.parametrize("name", ["", "  ", "x" * 61])
def test_a_scenario_has_a_name_of_bearable_length(name):
    with pytest.raises(Invalid, match="1 to 60 characters"):
        replace(DRAFT, name=name)


def test_a_lever_is_found_by_its_id():
    first, second = lever(LeverKind.DEMAND, 10, lever_id="a"), lever(LeverKind.DEMAND, 5, lever_id="b")
    full = replace(DRAFT, levers=(first, second))
    assert full.lever("b") is second
    assert full.lever("c") is None
