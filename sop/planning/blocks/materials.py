"""Materials: what is made takes them, suppliers bring them, in time at the standard price or hurried at a premium.

    material  stock (t) - stock (t-1) - bought - hurried - missing + use x production = receipts

Missing is what production that is frozen takes and nobody has: it is weighed and shown, never planned.
"""

import numpy as np

from sop.domain.supply import FloatArray
from sop.planning.parts import Materials
from sop.planning.policy import Policy
from sop.planning.problem import SupplyProblem
from sop.planning.program import Draft, Entries, Frame, Reading, Solved

_FREE_STOCK = 0.01  # share of the price on which a material's stock is perturbed where holding it costs nothing


class MaterialsBlock:
    def present(self, problem: SupplyProblem) -> bool:
        return problem.materials is not None

    def lay(self, problem: SupplyProblem, frame: Frame) -> None:
        materials, months = _of(problem), problem.months
        frame.rows.add("material", materials.names, months)
        frame.columns.add("material stock", materials.names, months)
        frame.columns.add("material bought", materials.source_names, months)
        frame.columns.add("material hurried", materials.source_names, months)
        frame.columns.add("material missing", materials.names, months)

    def enter(self, problem: SupplyProblem, frame: Frame, entries: Entries) -> None:
        materials, rows = _of(problem), frame.row("material")
        entries.flow(rows, frame.column("material stock"), 1.0)
        for name in ("material bought", "material hurried"):
            entries.put(rows[materials.source_material], frame.column(name), -1.0)
        entries.put(rows, frame.column("material missing"), -1.0)
        production = frame.column("production")[materials.use_route]
        entries.put(rows[materials.use_material], production, materials.use_units[:, None])

    def fill(self, problem: SupplyProblem, frame: Frame, policy: Policy, draft: Draft) -> None:
        materials = _of(problem)
        stock, missing = frame.column("material stock"), frame.column("material missing")
        bought, hurried = frame.column("material bought"), frame.column("material hurried")
        draft.cost[stock] = materials.holding_cost_money[:, None]
        draft.worth[stock] = _FREE_STOCK * materials.value_money[:, None]
        draft.cost[bought] = draft.worth[bought] = materials.price_money
        draft.cost[hurried] = materials.price_money + materials.premium_money
        draft.cost[missing] = _missing_weight(materials, policy)[:, None]
        draft.column_upper[bought] = materials.limit_units
        draft.column_upper[hurried] = materials.hurried_limit_units
        draft.column_upper[missing[:, problem.frozen_months :]] = 0.0
        receipts = materials.receipts_units.copy()
        receipts[:, 0] += materials.opening_units
        draft.equal(frame.row("material"), receipts)

    def read(self, problem: SupplyProblem, policy: Policy, solved: Solved) -> Reading:
        materials = _of(problem)
        bought, hurried = solved.value("material bought"), solved.value("material hurried")
        missing, use = solved.value("material missing"), used_units(problem, solved.value("production"))
        came = materials.receipts_units + missing
        np.add.at(came, materials.source_material, bought + hurried)
        # what lies there follows from what moves it; the solver's rounding stays out
        stock = np.maximum(materials.opening_units[:, None] + np.cumsum(came - use, axis=1), 0.0)
        return Reading(
            figures={
                "material_stock_units": stock,
                "material_bought_units": bought,
                "material_hurried_units": hurried,
                "material_missing_units": missing,
                "material_use_units": use,
                "material_receipts_units": materials.receipts_units,
                "material_opening_units": materials.opening_units,
                "material_unit_money": materials.value_money,
                "material_saving_money": solved.saving("material"),
            },
            money={
                "material_money": (materials.price_money * (bought + hurried)).sum(axis=0),
                "hurried_money": (materials.premium_money * hurried).sum(axis=0),
                "material_holding_money": materials.holding_cost_money @ stock,
            },
            penalties={"material": _missing_weight(materials, policy) @ missing},
        )


def used_units(problem: SupplyProblem, made: FloatArray) -> FloatArray:
    """Return what production by route (k, t) takes of each material, (m, t)."""
    materials = _of(problem)
    use = np.zeros_like(materials.receipts_units)
    np.add.at(use, materials.use_material, materials.use_units[:, None] * made[materials.use_route])
    return use


def _of(problem: SupplyProblem) -> Materials:
    assert problem.materials is not None
    return problem.materials


def _missing_weight(materials: Materials, policy: Policy) -> FloatArray:
    weight: FloatArray = policy.beyond_capacity_factor * np.maximum(materials.value_money, 1e-3)
    return weight
