"""The plan typed into the grid: stored cell by cell, checked, costed beside the strategies."""

import pytest

from sop.domain.errors import Invalid, NotAllowed, NotFound
from sop.planning.strategies import Strategy
from sop.services import own_plan
from sop.services.board import read_board
from tests.services.small_company import PARTICIPANT, VIEWER, act


@pytest.fixture
def board(workspace, cycle):
    return read_board(workspace, cycle, "", None)


def typed(workspace, cycle):
    with workspace.store.read() as tx:
        return own_plan.typed_figures(tx, cycle.id)


def test_typed_figures_stay_beside_those_typed_before(workspace, cycle, board):
    plan = board.outcome.plan
    own_plan.type_figures(workspace.store, act("a", PARTICIPANT), cycle.id, plan, {"CH-1": {"2027-03": 500.0}})
    own_plan.type_figures(workspace.store, act("b", PARTICIPANT), cycle.id, plan, {"CH-1": {"2027-04": 10.0}})
    assert typed(workspace, cycle) == {"CH-1": {"2027-03": 500.0, "2027-04": 10.0}}
    own_plan.forget_figures(workspace.store, act("c", PARTICIPANT), cycle.id)
    assert typed(workspace, cycle) == {}


def test_the_plans_own_figure_typed_again_is_forgotten(workspace, cycle, board):
    plan = board.outcome.plan
    own = float(plan.made_units[plan.skus.index("CH-1"), plan.months.index("2027-03")])
    own_plan.type_figures(workspace.store, act("a"), cycle.id, plan, {"CH-1": {"2027-03": own + 50}})
    own_plan.type_figures(workspace.store, act("b"), cycle.id, plan, {"CH-1": {"2027-03": own}})
    assert typed(workspace, cycle) == {}


@pytest.mark.parametrize(
    ("sku", "month", "units", "refusal"),
    [("CH-1", "2027-03", -1.0, Invalid), ("CH-1", "2027-03", float("nan"), Invalid), ("CH-1", "2027-03", 1e12, Invalid),
     ("gone", "2027-03", 1.0, NotFound), ("CH-1", "2031-01", 1.0, NotFound)],
)  # fmt: skip
def test_what_cannot_be_a_plan_is_refused_and_nothing_stored(workspace, cycle, board, sku, month, units, refusal):
    changed = {"CH-1": {"2027-04": 5.0}, sku: {month: units}}
    with pytest.raises(refusal):
        own_plan.type_figures(workspace.store, act("a"), cycle.id, board.outcome.plan, changed)
    assert typed(workspace, cycle) == {}


def test_a_viewer_types_nothing(workspace, cycle, board):
    with pytest.raises(NotAllowed):
        own_plan.type_figures(workspace.store, act("a", VIEWER), cycle.id, board.outcome.plan, {})


def test_strategies_stand_beside_the_optimum_over_the_same_months(workspace, board):
    found = own_plan.ways(workspace, board, {}).answer()
    assert [way.name for way in found] == [own_plan.OPTIMUM, *Strategy]
    assert {way.kpis.months for way in found} == {board.kpis.months}
    cheapest = found[0].plan.objective
    assert all(way.plan.objective >= cheapest - 1e-6 * abs(cheapest) for way in found)


def test_the_typed_plan_joins_them_and_says_what_it_breaks(workspace, board):
    found = own_plan.ways(workspace, board, {"CH-1": {"2027-03": 5000.0}, "gone": {"2027-03": 1.0}}).answer()
    own = found[-1]
    plan = own.plan
    assert own.name == own_plan.OWN
    assert plan.made_units[plan.skus.index("CH-1"), plan.months.index("2027-03")] == pytest.approx(5000)
    assert any(breach.month == "2027-03" for breach in own.breaches)
