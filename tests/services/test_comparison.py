"""Scenarios side by side: differences to the base, the best marked, at most four beside it."""

import pytest

from sop.services.comparison import FIGURES, compare
from sop.services.what_if import move_lever, new_scenario
from tests.services.small_company import act, lever

BY_FIELD = {figure.field: figure for figure in FIGURES}


@pytest.fixture
def less_and_more(workspace, cycle):
    made = []
    for name, value in (("Less", -50), ("More", 20)):
        scenario = new_scenario(workspace.store, act(name), cycle.id, name)
        made.append(move_lever(workspace.store, act("m"), scenario.id, lever(value)))
    return made


def test_the_base_comes_first_then_the_chosen_ones_as_they_were_made(workspace, cycle, less_and_more):
    less, more = less_and_more
    found = compare(workspace, cycle, [more.id, less.id, "gone"])
    assert [column.scenario.name for column in found.columns] == ["Base plan", "Less", "More"]
    assert [column.scenario.name for column in compare(workspace, cycle, []).columns] == ["Base plan"]


def test_differences_are_to_the_base_and_the_best_is_marked(workspace, cycle, less_and_more):
    found = compare(workspace, cycle, [each.id for each in less_and_more])
    revenue = BY_FIELD["revenue_money"]
    assert found.difference(revenue, 0) == 0
    # half of the chairs of March to May go: 3 x 14,000 x 50 % less demand to ship
    assert found.difference(revenue, 1) == pytest.approx(-21000)
    assert found.best(revenue) == {max(range(3), key=lambda k: found.value(revenue, k))}
    assert 1 not in found.best(revenue)


def test_what_is_the_same_everywhere_or_better_neither_way_has_no_best(workspace, cycle, less_and_more):
    alone = compare(workspace, cycle, [])
    assert all(alone.best(figure) == frozenset() for figure in FIGURES)
    found = compare(workspace, cycle, [each.id for each in less_and_more])
    assert found.best(BY_FIELD["production_money"]) == frozenset()
    assert found.best(BY_FIELD["utilisation"]) == frozenset()


def test_less_stock_is_better(workspace, cycle, less_and_more):
    found = compare(workspace, cycle, [each.id for each in less_and_more])
    stock = BY_FIELD["stock_value_money"]
    values = [found.value(stock, k) for k in range(3)]
    assert all(values[k] == pytest.approx(min(values), rel=1e-5) for k in found.best(stock))


def test_four_are_compared_at_most(workspace, cycle):
    made = [new_scenario(workspace.store, act(f"s{k}"), cycle.id, f"S{k}").id for k in range(6)]
    assert [column.scenario.name for column in compare(workspace, cycle, made).columns] == [
        "Base plan", "S0", "S1", "S2", "S3"
    ]  # fmt: skip
