"""Plans side by side: differences to the first, the best marked, at most five beside it."""

from dataclasses import replace

import pytest

from sop.services.comparison import PUBLISHED, By, Part, broken_down, compare, lever_difference
from sop.services.figures import FIGURES
from sop.services.publishing import adopt_scenario
from sop.services.what_if import move_lever, new_scenario, outcome
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


def test_six_plans_are_compared_at_most(workspace, cycle):
    made = [new_scenario(workspace.store, act(f"s{k}"), cycle.id, f"S{k}").id for k in range(7)]
    assert [column.scenario.name for column in compare(workspace, cycle, made).columns] == [
        "Base plan", "S0", "S1", "S2", "S3", "S4"
    ]  # fmt: skip


def test_any_scenario_can_be_what_the_others_are_held_against(workspace, cycle, less_and_more):
    less, more = less_and_more
    base = compare(workspace, cycle, []).columns[0].scenario
    found = compare(workspace, cycle, [more.id, base.id], less.id)
    assert [column.scenario.name for column in found.columns] == ["Less", "Base plan", "More"]
    # half of the chairs of March to May are back: 3 x 14,000 x 50 %
    assert found.difference(BY_FIELD["revenue_money"], 1) == pytest.approx(21000)


def test_the_published_plan_stands_among_them_once_there_is_one(workspace, cycle, less_and_more):
    less, _more = less_and_more
    assert PUBLISHED not in [each.id for each in compare(workspace, cycle, []).references]
    with workspace.store.read() as tx:
        inputs = workspace.inputs.of_cycle(tx, cycle)
    seen = outcome(workspace, inputs, less).key.digest
    adopt_scenario(workspace, act("adopt"), cycle, less.id, seen, "")
    found = compare(workspace, cycle, [less.id], PUBLISHED)
    assert found.columns[0].scenario.id == PUBLISHED
    assert all(found.difference(figure, 1) == 0 for figure in FIGURES)
    assert PUBLISHED not in [column.scenario.id for column in compare(workspace, cycle, None).columns]


@pytest.mark.parametrize("part", Part)
def test_families_and_months_add_up_to_the_same(workspace, cycle, less_and_more, part):
    found = compare(workspace, cycle, [each.id for each in less_and_more])
    families, by_family = broken_down(found, part, By.FAMILY)
    months, by_month = broken_down(found, part, By.MONTH)
    plan = found.columns[0].plan
    assert families == ("Chairs", "Tables")
    assert months == plan.months
    decided = by_month[plan.frozen_months :]
    total = decided.mean(axis=0) if part is Part.STOCK else decided.sum(axis=0)
    assert by_family.sum(axis=0) == pytest.approx(total)


def test_revenue_by_family_is_that_of_the_figures(workspace, cycle, less_and_more):
    found = compare(workspace, cycle, [each.id for each in less_and_more])
    _names, values = broken_down(found, Part.REVENUE, By.FAMILY)
    assert values.sum(axis=0) == pytest.approx([column.kpis.revenue_money for column in found.columns])


def test_levers_differ_by_what_they_move_not_by_their_ids(less_and_more):
    less, more = less_and_more
    assert lever_difference(less, more) == (more.levers, less.levers)
    same = replace(more, levers=tuple(replace(each, id="other") for each in more.levers))
    assert lever_difference(more, same) == ((), ())


def test_costs_that_no_plan_has_are_not_listed(workspace, cycle, less_and_more):
    found = compare(workspace, cycle, [each.id for each in less_and_more])  # this company buys no material
    assert found.figures == FIGURES
    first = found.columns[0]
    with_rent = replace(
        found, columns=(replace(first, kpis=replace(first.kpis, storage_money=700.0)), *found.columns[1:])
    )
    assert [figure.field for figure in with_rent.figures[len(FIGURES) :]] == ["storage_money"]
