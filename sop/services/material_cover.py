"""Material coverage: what is there of each material, what comes and goes, how long it lasts, and what it stops."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sop.domain.calendar import Month
from sop.domain.measures import newly_unmet_units
from sop.domain.supply import FloatArray, SupplyPlan
from sop.planning.axes import BoolArray
from sop.planning.cover import cover_days
from sop.planning.limits import Limit, LimitKind
from sop.planning.problem import SupplyProblem

_RUN_OUT = 1e-3  # of what a usual month takes: less is nothing left


@dataclass(frozen=True, slots=True, eq=False)
class MaterialCover:
    """One material, month by month, each (t,) in its unit: opening + receipts + bought + hurried + missing - use = closing.

    Receipts are on order already; bought comes in time at the standard price, hurried at a premium; missing is what frozen
    production takes and nobody has. Short months are those in which it has run out and is a limit of the plan; `stopped` are the SKUs that take it and are not met in time then, by position, the most money first.
    """

    name: str
    opening_units: FloatArray
    receipts_units: FloatArray
    bought_units: FloatArray
    hurried_units: FloatArray
    missing_units: FloatArray
    use_units: FloatArray
    closing_units: FloatArray
    cover_days: FloatArray  # of coming use
    is_short: tuple[bool, ...]
    stopped: tuple[int, ...]

    def lasts_to(self, plan: SupplyPlan) -> Month | None:
        """Return the last month that stock and what is on order cover, without buying; None where not even the first."""
        left = self.opening_units[0] + np.cumsum(self.receipts_units - self.use_units)
        covered = int(np.argmax(np.append(left < -_RUN_OUT * max(float(self.use_units.mean()), 1e-9), True)))
        return plan.months[covered - 1] if covered else None

    def first_short(self, plan: SupplyPlan) -> Month | None:
        """Return the first month in which it is short, None where it never is."""
        return next((month for month, short in zip(plan.months, self.is_short, strict=True) if short), None)


def material_cover(problem: SupplyProblem, plan: SupplyPlan, limits: Sequence[Limit]) -> tuple[MaterialCover, ...]:
    """Return every material of a plan: those that are short first, the earliest before the others; then by how long it lasts.

    `plan` is the one of `problem`, `limits` are those that bind it.
    """
    if problem.materials is None:
        return ()
    use = plan.material_use_units
    bought, hurried = (_by_material(plan, units) for units in (plan.material_bought_units, plan.material_hurried_units))
    opening = np.column_stack([plan.material_opening_units, plan.material_stock_units[:, :-1]])
    days = cover_days(plan.material_stock_units, use)
    short = _short(plan, limits)
    found = [
        MaterialCover(
            name=name,
            opening_units=opening[m],
            receipts_units=plan.material_receipts_units[m],
            bought_units=bought[m],
            hurried_units=hurried[m],
            missing_units=plan.material_missing_units[m],
            use_units=use[m],
            closing_units=plan.material_stock_units[m],
            cover_days=days[m],
            is_short=tuple(short[m].tolist()),
            stopped=_stopped(problem, plan, m, short[m]),
        )
        for m, name in enumerate(plan.materials)
    ]
    never = plan.months[-1].plus(1)
    return tuple(
        sorted(
            found,
            key=lambda each: (each.first_short(plan) or never, each.lasts_to(plan) or "", not each.use_units.any()),
        )
    )


def _by_material(plan: SupplyPlan, by_source: FloatArray) -> FloatArray:
    total = np.zeros_like(plan.material_stock_units)
    np.add.at(total, plan.source_material, by_source)
    return total


def _short(plan: SupplyPlan, limits: Sequence[Limit]) -> BoolArray:
    """Return in which months a material has run out and holds the plan back, or is missing, (m, t)."""
    usual = np.maximum(plan.material_use_units.mean(axis=1), 1e-9)[:, None]
    wanted = np.zeros(plan.material_stock_units.shape, dtype=np.bool_)
    for limit in limits:
        if limit.kind is LimitKind.MATERIAL:
            wanted[limit.row] = np.array(limit.worth_money) > 0
    run_out, missing = plan.material_stock_units <= _RUN_OUT * usual, plan.material_missing_units > _RUN_OUT * usual
    short: BoolArray = np.logical_or(wanted & run_out, missing)
    return short


def _stopped(problem: SupplyProblem, plan: SupplyPlan, m: int, short: BoolArray) -> tuple[int, ...]:
    """Return the SKUs that take a material and are not met in time while it is short, or as long after as making takes."""
    materials = problem.materials
    assert materials is not None
    routes = materials.use_route[materials.use_material == m]
    unmet = newly_unmet_units(plan) * plan.price_money
    lost: dict[int, float] = {}
    for k in np.unique(routes).tolist():
        i, lead = int(problem.route_sku[k]), int(problem.route_lead_months[k])
        felt = np.zeros_like(short)
        felt[lead:] = short[: len(short) - lead]
        lost[i] = max(lost.get(i, 0.0), float(unmet[i] @ felt))
    ranked = sorted(lost, key=lambda i: -lost[i])
    return tuple(i for i in ranked if lost[i] > _RUN_OUT)
