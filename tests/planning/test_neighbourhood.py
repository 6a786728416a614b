"""A preview keeps every limit, adds up like any plan, and never claims to be nearer to the best than it is."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sop.domain.supply import PlanStatus, SupplyPlan
from sop.planning.levers import apply
from sop.planning.planner import Planner
from sop.planning.policy import Policy
from sop.planning.problem import LABOUR, SupplyProblem
from sop.planning.synthetic import full_instance, tight_instance
from tests.planning.company import Dimension, LeverKind, lever

TIGHT, FULL = tight_instance(40, 3, 8, seed=3), full_instance(16, 2, 8, seed=4)
LEVERS = st.lists(
    st.one_of(
        st.builds(lever, st.just(LeverKind.DEMAND), st.integers(-30, 30)),
        st.builds(lever, st.just(LeverKind.DEMAND), st.integers(-60, 60), st.just(Dimension.REGION), st.just("West")),
        st.builds(
            lever, st.just(LeverKind.DEMAND), st.integers(-60, 60), st.just(Dimension.FAMILY), st.just("Family 1")
        ),
        st.builds(lever, st.just(LeverKind.PRICE), st.integers(-50, 50)),
        st.builds(
            lever, st.just(LeverKind.CAPACITY), st.integers(-20, 30), st.just(Dimension.PLANT), st.just("Plant 1")
        ),
        st.builds(lever, st.just(LeverKind.OVERTIME), st.integers(5, 40)),
        st.builds(lever, st.just(LeverKind.SAFETY_STOCK), st.integers(0, 60)),
    ),
    min_size=1,
    max_size=3,
)


def planned(problem: SupplyProblem, policy: Policy | None = None) -> Planner:
    planner = Planner(problem, policy)
    planner.solve(problem, "full")
    return planner


PLANNERS = {
    "basic": (TIGHT, planned(TIGHT, Policy(fair_share=0.0))),
    "shared": (TIGHT, planned(TIGHT)),
    "every part": (FULL, planned(FULL)),
}


def keeps_the_limits(plan: SupplyPlan, problem: SupplyProblem):
    group = problem.resource_group
    free = plan.capacity_h.copy()
    free[group >= 0] += (plan.overtime_h + plan.extra_shift_h)[group[group >= 0]]
    if problem.workforce is not None:
        more = (plan.workers - plan.planned_workers) * problem.workforce.hours_per_worker_h
        people = np.array([axis.kind == LABOUR for axis in problem.resources])
        free[people] += more[group[people]]
    room = 1e-5 * (1 + plan.load_h.max())
    assert (plan.load_h <= free + plan.beyond_capacity_h + room).all()
    assert (plan.overtime_h <= plan.overtime_allowed_h + room).all()
    assert (plan.purchased_units <= plan.purchase_limit_units + room).all()
    assert (plan.material_stock_units >= -room).all()


def adds_up(plan: SupplyPlan):
    supply = plan.arriving_units + plan.purchased_units + plan.subcontracted_units - plan.demand_units + plan.lost_units
    opening = plan.opening_stock_units - plan.opening_backlog_units
    closing = opening[:, None] + np.cumsum(supply, axis=1)
    gross = 1 + plan.demand_units.sum()
    assert np.abs(plan.stock_units - plan.backlog_units - closing).max() <= 1e-9 * gross


@pytest.mark.parametrize("name", PLANNERS)
@settings(max_examples=12, deadline=None)
@given(levers=LEVERS)
def test_a_preview_keeps_every_limit_and_its_gap_bounds_the_best(name, levers):
    problem, planner = PLANNERS[name]
    planner.solve(problem, "full")  # the reference of every example
    moved = apply(problem, levers)
    preview = planner.preview(moved, "preview")
    if preview is None:  # said, and the full plan is waited for
        return
    assert preview.status is PlanStatus.PREVIEW
    keeps_the_limits(preview, moved)
    adds_up(preview)
    best = planner.solve(moved, "best").objective
    perturbed = 3e-4 * preview.cost_money  # what makes the optimum unique is in neither objective
    assert best <= preview.objective + perturbed
    assert preview.objective - preview.gap_money <= best + perturbed


@pytest.mark.parametrize("name", PLANNERS)
def test_a_usual_lever_has_a_preview_within_a_hundredth_of_the_best(name):
    problem, planner = PLANNERS[name]
    planner.solve(problem, "full")
    for kind, value in ((LeverKind.DEMAND, 5), (LeverKind.DEMAND, -5), (LeverKind.PRICE, 10)):
        preview = planner.preview(apply(problem, [lever(kind, value)]), "preview")
        assert preview is not None, (kind, value)
        assert preview.gap_share <= 0.01, (kind, value, preview.gap_share)


def test_a_preview_of_what_is_planned_already_is_that_plan():
    problem, planner = PLANNERS["shared"]
    full = planner.solve(problem, "full")
    preview = planner.preview(problem, "preview")
    assert np.allclose(preview.production_units, full.production_units, atol=1e-6)
    assert preview.gap_share <= 1e-6


def test_what_no_lever_touches_stays_as_it_was():
    problem, planner = PLANNERS["basic"]
    full = planner.solve(problem, "full")
    moved = apply(problem, [lever(LeverKind.DEMAND, 5, Dimension.FAMILY, "Family 1")])
    preview = planner.preview(moved, "preview")
    same = [np.allclose(a, b, atol=1e-6) for a, b in zip(preview.production_units, full.production_units, strict=True)]
    assert sum(same) >= len(problem.skus) / 2  # 8 families of 5 SKUs: the family itself, and who makes room for it


def test_there_is_no_preview_before_the_first_full_plan():
    assert Planner(TIGHT).preview(TIGHT, "preview") is None


def test_a_model_that_sets_out_from_another_has_previews_at_once_and_finds_the_same_plan():
    problem, planner = PLANNERS["shared"]
    full = planner.solve(problem, "full")
    other = Planner(problem, planner.policy, planner.start())
    assert other.preview(problem, "preview") is not None
    assert np.allclose(other.solve(problem, "full").production_units, full.production_units, atol=1e-5)


def test_a_solve_that_is_told_how_far_it_is_finds_the_same_plan(monkeypatch):
    monkeypatch.setattr("sop.planning.planner._STEPS_BETWEEN", 20)
    heard = []
    told = Planner(TIGHT).solve(TIGHT, "told", heard.append)
    assert heard == sorted(heard)
    assert all(0 < share < 1 for share in heard)
    assert np.allclose(told.production_units, PLANNERS["shared"][1].solve(TIGHT, "full").production_units, atol=1e-5)


class Enough(Exception):
    pass


def test_a_solve_that_is_stopped_leaves_the_model_fit_for_the_next(monkeypatch):
    monkeypatch.setattr("sop.planning.planner._STEPS_BETWEEN", 20)
    planner = Planner(TIGHT)

    def stop(_share):
        raise Enough

    with pytest.raises(Enough):
        planner.solve(TIGHT, "stopped", stop)
    again = planner.solve(TIGHT, "again")
    assert again.status is PlanStatus.OPTIMAL
    assert not planner.locked
