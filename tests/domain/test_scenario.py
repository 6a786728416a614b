"""Levers stay within their bounds and scopes; the base has none."""

from dataclasses import replace

import pytest

from sop.domain.calendar import Month, MonthRange
from sop.domain.errors import Invalid
from sop.domain.scenario import BOUNDS, Dimension, Lever, LeverKind, Scenario, Scope, overruled

SPRING = MonthRange(Month("2027-03"), Month("2027-05"))
DRAFT = Scenario("s", "c", "Draft", (), False, "p")


def lever(kind, value, scope=None, lever_id="l", months=SPRING):
    return Lever(lever_id, kind, value, scope or somewhere(kind), months)


def somewhere(kind):
    """A scope that levers of the kind can have: everything, else one part."""
    first = BOUNDS[kind].dimensions[0]
    return Scope() if first is Dimension.ALL else Scope(first, "Part")


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
        assert lever(kind, BOUNDS[kind].high, scope).scope == scope
    else:
        with pytest.raises(Invalid, match="cannot be set for one"):
            lever(kind, BOUNDS[kind].high, scope)


def test_the_market_is_moved_by_market_hours_by_works_and_material_by_its_source():
    market = {Dimension.ALL, Dimension.FAMILY, Dimension.SKU, Dimension.REGION}
    works = {Dimension.ALL, Dimension.PLANT, Dimension.RESOURCE}
    source = {Dimension.ALL, Dimension.MATERIAL, Dimension.SUPPLIER}
    for kinds, dimensions in (
        ((LeverKind.DEMAND, LeverKind.PRICE, LeverKind.ELASTICITY), market),
        ((LeverKind.CAPACITY, LeverKind.OUTAGE), works),
        ((LeverKind.OVERTIME, LeverKind.EXTRA_SHIFT, LeverKind.HIRING), works - {Dimension.RESOURCE}),
        ((LeverKind.MATERIAL_PRICE, LeverKind.SUPPLIER_OUTAGE, LeverKind.SUPPLIER_DELAY), source),
        ((LeverKind.SAFETY_STOCK, LeverKind.TARGET_SERVICE, LeverKind.STOCK_LIMIT), market - {Dimension.REGION}),
    ):
        assert all(set(BOUNDS[kind].dimensions) == dimensions for kind in kinds)


def test_a_slider_reaches_its_neutral_value_and_both_ends_by_its_step():
    for bounds in BOUNDS.values():
        for value in (bounds.high, *([] if bounds.neutral is None else [bounds.neutral])):
            steps = (value - bounds.low) / bounds.step
            assert steps == pytest.approx(round(steps))


# Levers that contradict each other ------------------------------------------------------------------------------------


def test_a_later_lever_that_sets_the_same_overrules_an_earlier_one():
    days, more = lever(LeverKind.SAFETY_STOCK, 10), lever(LeverKind.SAFETY_STOCK, 20)
    assert overruled([days, more]) == ((days, more),)
    service = lever(LeverKind.TARGET_SERVICE, 98)
    assert overruled([service, days]) == ((days, service),)  # in the order in which they apply


def test_levers_of_other_months_or_parts_do_not_contradict():
    chairs, tables = Scope(Dimension.FAMILY, "Chairs"), Scope(Dimension.FAMILY, "Tables")
    summer = MonthRange(Month("2027-07"), Month("2027-08"))
    assert not overruled([lever(LeverKind.SAFETY_STOCK, 10, chairs), lever(LeverKind.SAFETY_STOCK, 20, tables)])
    assert not overruled([lever(LeverKind.OVERTIME, 10), lever(LeverKind.OVERTIME, 20, months=summer)])
    one, other = lever(LeverKind.SAFETY_STOCK, 10, chairs), lever(LeverKind.SAFETY_STOCK, 20)
    assert overruled([one, other]) == ((one, other),)


def test_levers_that_change_by_a_share_apply_one_after_the_other():
    assert not overruled([lever(LeverKind.DEMAND, 10), lever(LeverKind.DEMAND, -10)])


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
