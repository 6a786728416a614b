"""Strategies side by side, and the plan that somebody types into the grid: costed by the same model, checked for every limit."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from sop.domain.calendar import Month
from sop.domain.errors import Invalid, NotFound
from sop.domain.measures import Kpis, kpis
from sop.domain.people import Act, Right
from sop.domain.supply import SupplyPlan
from sop.planning.problem import SupplyProblem
from sop.planning.strategies import (
    Breach,
    Strategy,
    breaches,
    costed,
    production_by,
    production_of,
    typed_production,
    with_production,
)  # fmt: skip
from sop.services.answers import Question, about, problem_of
from sop.services.board import Board
from sop.services.workspace import Workspace
from sop.storage import log, settings
from sop.storage.engine import Connection, Store

MOST_UNITS = 1e9  # a month
OPTIMUM, OWN = "optimum", "own"
Typed = Mapping[str, Mapping[str, float]]  # SKU -> month -> units


@dataclass(frozen=True, slots=True, eq=False)
class Way:
    """A plan made one way, its figures, and the limits that it breaks."""

    name: str  # "optimum", a `Strategy`, or "own"
    plan: SupplyPlan
    kpis: Kpis
    breaches: tuple[Breach, ...]


def typed_figures(tx: Connection, cycle_id: str) -> Typed:
    """Return what was typed into the grid of a cycle."""
    found: Typed = settings.get(tx, _key(cycle_id), {})
    return found


def type_figures(store: Store, act: Act, cycle_id: str, plan: SupplyPlan, changed: Typed) -> None:
    """Store what was typed, beside what was typed before; a figure that is the plan's own again is forgotten.

    Raises Invalid for a figure that is negative or too large, NotFound for a SKU or month that is not in the plan.
    """
    act.actor.require(Right.TRY)
    with store.write() as w:
        kept = {sku: dict(row) for sku, row in typed_figures(w.tx, cycle_id).items()}
        for sku, row in changed.items():
            for month, units in row.items():
                _put(kept, plan, sku, month, units)
        left = {sku: row for sku, row in kept.items() if row}
        settings.put(w, _key(cycle_id), left)
        log.append(w, act, "plan_typed", "cycle", cycle_id, {"skus": sorted(changed)})
        w.announce(f"cycle/{cycle_id}")


def _put(kept: dict[str, dict[str, float]], plan: SupplyPlan, sku: str, month: str, units: float) -> None:
    if sku not in plan.skus or Month(month) not in plan.months:
        raise NotFound("{name} is not in this plan.", name=f"{sku}, {month}")
    if not 0 <= units <= MOST_UNITS:  # false for NaN as well
        raise Invalid("Production is a number from 0 on.")
    own = float(plan.made_units[plan.skus.index(sku), plan.months.index(Month(month))])
    row = kept.setdefault(sku, {})
    if abs(units - own) <= 0.5:
        row.pop(month, None)
    else:
        row[month] = float(units)


def forget_figures(store: Store, act: Act, cycle_id: str) -> None:
    """Forget everything that was typed into the grid of a cycle."""
    act.actor.require(Right.TRY)
    with store.write() as w:
        settings.put(w, _key(cycle_id), {})
        log.append(w, act, "plan_typed", "cycle", cycle_id, {"skus": []})
        w.announce(f"cycle/{cycle_id}")


def _key(cycle_id: str) -> str:
    return f"typed_plan/{cycle_id}"


def ways(workspace: Workspace, board: Board, typed: Typed) -> Question[tuple[Way, ...]]:
    """Return the question what the optimum, a level and a chasing plan, and the typed one where there is one, come to."""

    def make() -> tuple[Way, ...]:
        problem, plan = problem_of(workspace, board), board.outcome.plan
        productions = {str(each): production_by(problem, plan, each) for each in Strategy}
        given = _positions(problem, typed)
        if given:
            productions[OWN] = typed_production(problem, plan, given)
        structure = with_production(problem, production_of(problem, plan))
        with workspace.planners.trials(structure, board.inputs.policy, "strategies") as solve:
            plans = {name: costed(solve, problem, made) for name, made in productions.items()}
        known = board.inputs.company.known
        return tuple(Way(n, p, known(kpis(p)), breaches(p)) for n, p in {OPTIMUM: plan, **plans}.items())

    return about(workspace, board, ("ways", board.outcome.plan.key, str(sorted(_flat(typed)))), make)


def _flat(typed: Typed) -> list[tuple[str, str, float]]:
    return [(sku, month, units) for sku, row in typed.items() for month, units in row.items()]


def _positions(problem: SupplyProblem, typed: Typed) -> dict[tuple[int, int], float]:
    """Return typed figures by position; those of a SKU or month that is gone are left out."""
    skus = {name: i for i, name in enumerate(problem.skus)}
    months = {str(name): t for t, name in enumerate(problem.months)}
    return {
        (skus[sku], months[month]): units
        for sku, month, units in _flat(typed)
        if sku in skus and month in months and np.isfinite(units)
    }
