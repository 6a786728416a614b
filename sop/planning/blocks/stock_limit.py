"""Shelf life and cover: an upper bound on the stock of a SKU, beyond which lies only what is there already or frozen.

Stock = within the target + above it + beyond the limit; the last weighs as much a month as a lost sale.
"""

import numpy as np

from sop.domain.supply import FloatArray
from sop.planning.parts import StockLimit
from sop.planning.policy import Policy
from sop.planning.problem import SupplyProblem
from sop.planning.program import Draft, Entries, Frame, Reading, Solved


class StockLimitBlock:
    def present(self, problem: SupplyProblem) -> bool:
        return problem.stock_limit is not None

    def lay(self, problem: SupplyProblem, frame: Frame) -> None:
        frame.columns.add("stock beyond limit", problem.skus, problem.months)

    def enter(self, problem: SupplyProblem, frame: Frame, entries: Entries) -> None:
        entries.flow(frame.row("balance"), frame.column("stock beyond limit"), 1.0)

    def fill(self, problem: SupplyProblem, frame: Frame, policy: Policy, draft: Draft) -> None:
        most = _of(problem).most_units
        within, above = frame.column("stock within target"), frame.column("stock above target")
        beyond = frame.column("stock beyond limit")
        draft.column_upper[within] = np.minimum(draft.column_upper[within], most)
        room = np.maximum(most - problem.safety_stock_units, 0.0)
        draft.column_upper[above] = np.minimum(draft.column_upper[above], room)
        draft.cost[beyond] = (problem.holding_cost_money + _weight(problem, policy))[:, None]

    def read(self, problem: SupplyProblem, policy: Policy, solved: Solved) -> Reading:
        beyond = solved.value("stock beyond limit")
        return Reading(
            figures={"stock_limit_units": _of(problem).most_units, "stock_beyond_units": beyond},
            penalties={"stock limit": _weight(problem, policy) @ beyond},
        )


def _weight(problem: SupplyProblem, policy: Policy) -> FloatArray:
    dearest = np.maximum(problem.price_money.max(axis=(1, 2)), problem.unit_cost_money)
    weight: FloatArray = dearest * (1.0 + policy.lost_goodwill_share)
    return weight


def _of(problem: SupplyProblem) -> StockLimit:
    assert problem.stock_limit is not None
    return problem.stock_limit
