"""What holds whatever the company: nothing appears or vanishes, more is never worse, and any way leads to the same plan."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sop.domain.supply import EXTRA_MONEY, PlanStatus
from sop.planning.archive import pack, unpack
from sop.planning.blocks.registry import BLOCKS
from sop.planning.cold import solve_cold
from sop.planning.levers import apply
from sop.planning.planner import Planner
from sop.planning.policy import Policy
from sop.planning.problem import SupplyProblem
from sop.planning.synthetic import full_instance
from tests.planning.company import Dimension, LeverKind, lever

FULL = full_instance(6, 2, 6, seed=3)
EXACT = Policy(perturbation=0.0)
COMPARED = ("production_units", "stock_units", "backlog_units", "lost_by_class_units", "subcontracted_units",
            "material_bought_units", "material_hurried_units", "workers", "extra_shift_h", "storage_rented_m3")  # fmt: skip
SEEDS = st.integers(0, 10_000)
MOVES = st.lists(
    st.one_of(
        st.builds(lever, st.just(LeverKind.DEMAND), st.integers(-60, 60), months=st.integers(1, 6)),
        st.builds(lever, st.just(LeverKind.DEMAND), st.integers(-60, 60), st.just(Dimension.REGION), st.just("West")),
        st.builds(lever, st.just(LeverKind.PRICE), st.integers(-50, 50)),
        st.builds(lever, st.just(LeverKind.CAPACITY), st.integers(-100, 50), months=st.integers(1, 6)),
        st.builds(lever, st.just(LeverKind.OVERTIME), st.integers(0, 40)),
        st.builds(lever, st.just(LeverKind.SAFETY_STOCK), st.integers(0, 90)),
    ),
    max_size=3,
)


def solved(problem: SupplyProblem, policy: Policy | None = None):
    plan = Planner(problem, policy).solve(problem, "k")
    assert plan.status is PlanStatus.OPTIMAL
    return plan


def same_plan(one, other):
    assert one.objective == pytest.approx(other.objective, rel=1e-9)
    for name in COMPARED:
        scale = 1 + np.abs(getattr(one, name)).max()
        assert np.abs(getattr(one, name) - getattr(other, name)).max() <= 1e-6 * scale, name


def test_the_instance_has_every_part():
    assert all(block.present(FULL) for block in BLOCKS)
    assert FULL.classes is not None
    assert FULL.route_lead_months.any()


@settings(max_examples=15, deadline=None)
@given(seed=SEEDS, months=st.integers(2, 7), factor=st.floats(0, 2.5))
def test_nothing_appears_and_nothing_vanishes(seed, months, factor):
    base = full_instance(4, 2, months, seed)
    plan = solved(replace(base, demand_units=base.demand_units * factor))
    opening = plan.opening_stock_units - plan.opening_backlog_units
    came = plan.arriving_units + plan.purchased_units + plan.subcontracted_units + plan.lost_units
    net = opening[:, None] + np.cumsum(came - plan.demand_units, axis=1)
    gross = opening[:, None] + np.cumsum(came + plan.demand_units, axis=1)
    assert (np.abs(plan.stock_units - plan.backlog_units - net) <= 1e-9 * (1 + gross)).all()
    assert plan.lost_by_class_units.sum(axis=0) == pytest.approx(plan.lost_units)
    assert (plan.lost_by_class_units <= plan.class_demand_units + 1e-6).all()
    assert plan.class_demand_units.sum(axis=0) == pytest.approx(plan.demand_units)


@settings(max_examples=15, deadline=None)
@given(seed=SEEDS, months=st.integers(2, 7), factor=st.floats(0, 2.5))
def test_material_that_is_used_was_there_or_came(seed, months, factor):
    """Closing = opening + receipts + bought + hurried + missing - use, never below 0 by more than rounding."""
    base = full_instance(4, 2, months, seed)
    problem = replace(base, demand_units=base.demand_units * factor)
    plan = solved(problem)
    came = plan.material_receipts_units + plan.material_missing_units
    np.add.at(came, plan.source_material, plan.material_bought_units + plan.material_hurried_units)
    moved = np.cumsum(came - plan.material_use_units, axis=1) + plan.material_opening_units[:, None]
    scale = 1 + np.cumsum(came, axis=1) + plan.material_opening_units[:, None]
    assert (np.abs(plan.material_stock_units - moved) <= 1e-6 * scale).all()
    made = plan.production_units[problem.route_sku, problem.route_plant]
    takes = np.zeros((len(plan.materials), len(plan.months)))
    np.add.at(
        takes, problem.materials.use_material, problem.materials.use_units[:, None] * made[problem.materials.use_route]
    )
    assert plan.material_use_units == pytest.approx(takes)


@settings(max_examples=10, deadline=None)
@given(seed=SEEDS)
def test_limits_of_warehouse_suppliers_staff_and_shelf_life_are_kept(seed):
    problem = full_instance(5, 2, 5, seed)
    plan = solved(problem)
    room = plan.storage_limit_m3 + plan.storage_rented_m3 + plan.storage_beyond_m3
    assert (plan.storage_used_m3 <= room * (1 + 1e-6)).all()
    assert (plan.material_bought_units <= problem.materials.limit_units * (1 + 1e-6)).all()
    assert (plan.stock_units <= plan.stock_limit_units + plan.stock_beyond_units + 1e-6 * (1 + plan.stock_units)).all()
    change = plan.workers - plan.planned_workers
    before = np.column_stack([np.zeros(len(change)), change[:, :-1]])
    assert change - before == pytest.approx(plan.hired_workers - plan.laid_off_workers, abs=1e-6)
    hours = plan.capacity_h + np.repeat(plan.overtime_h + plan.extra_shift_h, 3, axis=0) + plan.beyond_capacity_h
    hours[::3] += change * problem.workforce.hours_per_worker_h
    assert (plan.load_h <= hours * (1 + 1e-6) + 1e-6).all()


@settings(max_examples=10, deadline=None)
@given(seed=SEEDS, more=st.floats(1.0, 1.5))
def test_more_of_anything_never_costs_more(seed, more):
    # without weights against unfairness: those change with the shares themselves
    policy = Policy(perturbation=0.0, fair_share=0.0)
    base = full_instance(4, 2, 5, seed)
    materials, storage, shift = base.materials, base.storage, base.extra_shift
    wider = (
        replace(base, capacity_h=base.capacity_h * more),
        replace(base, materials=replace(materials, limit_units=materials.limit_units * more)),
        replace(base, materials=replace(materials, opening_units=materials.opening_units * more)),
        replace(base, storage=replace(storage, limit_m3=storage.limit_m3 * more)),
        replace(base, extra_shift=replace(shift, allowed_h=shift.allowed_h * more)),
        replace(base, workforce=replace(base.workforce, hire_limit=base.workforce.hire_limit * more)),
    )
    cost = solved(base, policy).objective
    for problem in wider:
        assert solved(problem, policy).objective <= cost + 1e-7 * abs(cost)


@settings(max_examples=8, deadline=None)
@given(seed=SEEDS, scale=st.sampled_from([1e-2, 10.0, 1e4]))
def test_money_in_another_currency_gives_the_same_plan(seed, scale):
    base = full_instance(4, 2, 5, seed)

    def scaled(holder):
        names = [name for name in holder.__slots__ if name.endswith("_money")]
        return replace(holder, **{name: getattr(holder, name) * scale for name in names})

    parts = {
        name: scaled(getattr(base, name))
        for name in ("materials", "storage", "workforce", "subcontracting", "extra_shift")
    }
    other = replace(scaled(base), **parts)
    # a thousandth of a unit cost stands in the penalties, the rest is proportional
    assert solved(other).objective == pytest.approx(solved(base).objective * scale, rel=1e-5)


@settings(max_examples=20, deadline=None)
@given(st.lists(MOVES, min_size=1, max_size=3))
def test_warm_equals_cold_equals_rebuilt_after_any_levers(sequence):
    planner = Planner(FULL)
    for levers in sequence:
        moved = apply(FULL, levers)
        warm = planner.solve(moved, "k")
        assert warm.status is PlanStatus.OPTIMAL
        same_plan(warm, solve_cold(moved, "k"))
        same_plan(warm, Planner(moved).solve(moved, "k"))


def test_money_penalties_and_the_value_of_closing_stock_add_up_to_the_objective():
    plan = solved(FULL, EXACT)
    money = plan.production_money + plan.purchase_money + plan.overtime_money + plan.holding_money
    money = money + sum(getattr(plan, name) for name in EXTRA_MONEY)
    kept = np.minimum(plan.stock_units[:, -1], plan.safety_stock_units[:, -1]) @ plan.unit_cost_money
    assert plan.objective == pytest.approx(money.sum() + plan.penalty.sum() - kept, rel=1e-12)


def test_a_plan_with_every_part_is_kept_and_read_again():
    plan = solved(FULL)
    again = unpack(pack(plan))
    assert (again.materials, again.source_suppliers, again.classes) == (
        plan.materials,
        plan.source_suppliers,
        plan.classes,
    )
    assert (again.material_saving_money == plan.material_saving_money).all()
    assert (again.storage_limit_m3 == plan.storage_limit_m3).all()


@pytest.mark.parametrize(
    "name", ["materials", "storage", "stock_limit", "workforce", "subcontracting", "extra_shift", "classes"]
)
def test_a_part_more_or_less_is_another_model(name):
    assert replace(FULL, **{name: None}).structure_digest != FULL.structure_digest


def test_one_more_unit_of_material_is_worth_what_a_little_more_of_it_saves():
    step = 0.1
    receipts = FULL.materials.receipts_units + step  # so that there is a little to take away in every month
    base = replace(FULL, materials=replace(FULL.materials, receipts_units=receipts))
    planner = Planner(base)
    plan = planner.solve(base, "k")
    slack = 2e-3 * float(FULL.unit_cost_money.max())  # the perturbation that is left out of the figures
    dear = np.argwhere(plan.material_saving_money > 2.0)[:6]
    assert len(dear)
    for m, t in dear:
        saved = []
        for sign in (-1, 1):
            moved = receipts.copy()
            moved[m, t] += sign * step
            problem = replace(base, materials=replace(base.materials, receipts_units=moved))
            saved.append(sign * (plan.objective - planner.solve(problem, "k").objective) / step)
        # convex in the material: its value lies between what the last unit saved and what the next one saves
        assert saved[1] - slack <= plan.material_saving_money[m, t] <= saved[0] + slack
