"""Levers as nobody would set them, and texts as nobody should write them: a plan or a sentence, each time."""

import random
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from sop.domain.calendar import MonthRange
from sop.domain.errors import SopError
from sop.domain.people import Function
from sop.domain.scenario import BOUNDS, Dimension, Lever, LeverKind, Scope
from sop.domain.supply import PlanStatus, SupplyPlan
from sop.planning.cold import solve_cold
from sop.planning.levers import apply, reaches
from sop.planning.planner import Planner
from sop.planning.policy import Policy
from sop.planning.problem import SupplyProblem
from sop.planning.synthetic import full_instance, tight_instance
from sop.services import joining, what_if
from sop.services.settings import Settings
from sop.services.workspace import Workspace, build
from sop.storage import cycles, people, scenarios
from tests.soak.report import Report
from tests.soak.room import act_of

MOST_LEVERS = 6
SAME_OBJECTIVE = 1e-9  # relative
SAME_BALANCE = 1e-9  # of the gross total
WITHIN_BOUNDS = 1e-6  # of a bound, as certified
LONGEST_TEXT = 80
LONGEST_MONTH_H = 24.0 * 31  # of a worker: levers do not say how many hours one has
PROVEN = {PlanStatus.OPTIMAL, PlanStatus.OPTIMAL_COLD}


def fuzz(home: Path, report: Report, seconds: float) -> None:
    """Fuzz plans on the demo company and on the synthetic instance, then texts."""
    workspace = build(Settings.from_environment({"SOP_HOME": str(home)}))
    draw = random.Random(2027)
    with workspace.store.read() as tx:
        cycle = cycles.latest(tx)
        assert cycle is not None
        inputs = workspace.inputs.of_cycle(tx, cycle)
    demo = workspace.inputs.problem(inputs)
    for name, problem in (
        ("the demo company", demo),
        ("the synthetic instance", tight_instance(20, 3, 18, seed=1)),
        ("a company with every part", full_instance(10, 2, 12, seed=1)),
    ):
        _fuzz_plans(name, problem, inputs.policy, report, draw, 0.3 * seconds)
    _fuzz_texts(workspace, cycle.id, report, draw, 0.1 * seconds)
    workspace.store.dispose()


def _fuzz_plans(
    name: str, problem: SupplyProblem, policy: Policy, report: Report, draw: random.Random, seconds: float
) -> None:
    report.title(f"random levers on {name}")
    planners: dict[str, Planner] = {}  # by structure: a lever may bring a part that the company did not have
    until, faults = time.monotonic() + seconds, []
    solved = rescued = 0
    while time.monotonic() < until:
        levers = [lever for lever in _levers(problem, draw) if reaches(problem, lever)]
        moved = apply(problem, levers)
        planner = planners.setdefault(moved.structure_digest, Planner(moved, policy))
        warm, cold = planner.solve(moved, "warm"), solve_cold(moved, "cold", policy)
        solved, rescued = solved + 1, rescued + (warm.status is PlanStatus.OPTIMAL_COLD)
        faults += [(fault, levers) for fault in _faults(warm, cold)]
    report.say(f"- {solved} combinations, {rescued} of them solved cold after a missed certificate")
    report.rule("each plan is proven, as good as the cold one, and adds up", holds=not faults, seen=faults[:2] or "")


def _levers(problem: SupplyProblem, draw: random.Random) -> list[Lever]:
    return [_lever(problem, draw, str(k)) for k in range(draw.randint(1, MOST_LEVERS))]


def _lever(problem: SupplyProblem, draw: random.Random, name: str) -> Lever:
    kind = draw.choice(list(LeverKind))
    bounds, first = BOUNDS[kind], draw.randrange(len(problem.months))
    last = draw.randrange(first, len(problem.months))
    value = draw.choice([bounds.low, bounds.high, draw.uniform(bounds.low, bounds.high)])
    return Lever(
        name, kind, value, _scope(problem, draw, kind), MonthRange(problem.months[first], problem.months[last])
    )


def _scope(problem: SupplyProblem, draw: random.Random, kind: LeverKind) -> Scope:
    names: dict[Dimension, Sequence[str]] = {
        Dimension.FAMILY: problem.families,
        Dimension.REGION: [region for region in problem.regions if region],
        Dimension.PLANT: problem.plants,
        Dimension.RESOURCE: [axis.name for axis in problem.resources],
        Dimension.SKU: problem.skus,
        Dimension.MATERIAL: () if problem.materials is None else problem.materials.names,
        Dimension.SUPPLIER: () if problem.materials is None else problem.materials.suppliers,
    }
    dimension = draw.choice([each for each in BOUNDS[kind].dimensions if each is Dimension.ALL or names[each]])
    return Scope() if dimension is Dimension.ALL else Scope(dimension, draw.choice(names[dimension]))


def _faults(plan: SupplyPlan, cold: SupplyPlan) -> list[str]:
    """Return what is wrong with a plan: not proven, dearer or cheaper than the cold one, or not adding up."""
    if plan.status not in PROVEN or cold.status not in PROVEN:
        return [f"status {plan.status}, cold {cold.status}"]
    faults = []
    if abs(plan.objective - cold.objective) > SAME_OBJECTIVE * (1 + abs(cold.objective)):
        faults.append(f"objective {plan.objective!r}, cold {cold.objective!r}")
    return faults + [name for name, apart in _balances(plan).items() if apart > SAME_BALANCE] + _beyond(plan)


def _balances(plan: SupplyPlan) -> dict[str, float]:
    """Return how far each identity is off, relative to the gross total of what it adds."""
    bought_units = plan.purchased_units + plan.subcontracted_units
    parts = (plan.arriving_units, bought_units, plan.demand_units, plan.lost_units)
    gross = 1.0 + sum(float(np.abs(part).sum()) for part in parts) + float(plan.opening_stock_units.sum())
    made, bought, demand, lost = (part.cumsum(axis=1) for part in parts)
    opening = (plan.opening_stock_units - plan.opening_backlog_units)[:, None]
    stock = plan.stock_units - plan.backlog_units - (opening + made + bought - demand + lost)
    before = np.column_stack([plan.opening_stock_units, plan.stock_units[:, :-1]])
    shipped = before + plan.arriving_units + bought_units - plan.stock_units - plan.shipped_units
    regions = plan.demand_by_region_units.sum(axis=1) - plan.demand_units
    return {
        "the stock balance": float(np.abs(stock).max()) / gross,
        "what is shipped": float(np.abs(shipped).max()) / gross,
        "the regions' demand": float(np.abs(regions).max()) / gross,
    }


def _beyond(plan: SupplyPlan) -> list[str]:
    """Return which limits are overstepped."""
    group = {name: k for k, name in enumerate(plan.groups)}
    allowed = plan.capacity_h + plan.beyond_capacity_h
    for r, axis in enumerate(plan.resources):
        if axis.group in group:
            g = group[axis.group]
            hired = np.maximum(plan.workers - plan.planned_workers, 0.0)[g]
            people = hired * LONGEST_MONTH_H if axis.name == axis.group else 0.0
            allowed[r] = allowed[r] + plan.overtime_h[g] + plan.extra_shift_h[g] + people
    amounts = ("production_units", "purchased_units", "stock_units", "backlog_units", "lost_units", "overtime_h")
    least = {name: float(getattr(plan, name).min(initial=0.0)) for name in amounts}
    faults = [f"{name} below zero: {low}" for name, low in least.items() if low < -WITHIN_BOUNDS]
    if (plan.load_h > allowed + WITHIN_BOUNDS * (1 + np.abs(allowed))).any():
        faults.append("a resource works longer than it may")
    return faults


def _fuzz_texts(workspace: Workspace, cycle_id: str, report: Report, draw: random.Random, seconds: float) -> None:
    """Give random names to people and scenarios: stored as typed but for the space around, or refused in a sentence."""
    report.title("random texts")
    key = joining.new_facilitator_key(workspace.store, workspace.now())
    chair, _ = joining.join(workspace.store, workspace.now(), "Chair", Function.PLANNING, key)
    until, stored, refused, changed = time.monotonic() + seconds, 0, 0, []
    while time.monotonic() < until:
        text = _text(draw)
        try:
            scenario = what_if.new_scenario(workspace.store, act_of(chair), cycle_id, text)
            person, _ = joining.join(workspace.store, workspace.now(), text, draw.choice(list(Function)))
        except SopError:
            refused += 1
            continue
        stored += 1
        with workspace.store.read() as tx:
            kept = scenarios.get(tx, scenario.id).name, people.get(tx, person.id).name
        if kept != (text.strip(), "".join(filter(str.isprintable, " ".join(text.split())))):
            changed.append((text, kept))
    report.say(f"- {stored} stored, {refused} refused")
    report.rule("each text is stored as typed or refused in a sentence", holds=not changed, seen=changed[:2] or "")


_ODD = "'\"\\;--<script>&%{}[]()$\t\n\r\0\u200b\u202e\u00a0ăîșțâĂÎȘȚÂ😀漢字é\u0301=+@|*_`#"


def _text(draw: random.Random) -> str:
    letters = (draw.choice([chr(draw.randrange(32, 0x2FFF)), draw.choice(_ODD), "a", " "]) for _ in range(LONGEST_TEXT))
    return "".join(letters)[: draw.randint(0, LONGEST_TEXT)]
