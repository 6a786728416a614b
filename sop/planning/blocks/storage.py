"""The warehouse: what lies in stock takes room, of which there is so much, some to rent, and beyond that only a warning.

    storage  volume x stock - rented - beyond the room <= room

Beyond the room weighs more than any sale is worth: it holds only what is there already or frozen.
"""

import numpy as np

from sop.domain.supply import FloatArray
from sop.planning.parts import Storage
from sop.planning.policy import Policy
from sop.planning.problem import SupplyProblem
from sop.planning.program import Draft, Entries, Frame, Reading, Solved

_STOCKS = ("stock within target", "stock above target", "stock beyond limit")
_SMALLEST_VOLUME = 0.02  # of the mean one: what takes less room must not set the weight


class StorageBlock:
    def present(self, problem: SupplyProblem) -> bool:
        return problem.storage is not None

    def lay(self, problem: SupplyProblem, frame: Frame) -> None:
        frame.rows.add("storage", problem.months)
        frame.columns.add("rented storage", problem.months)
        frame.columns.add("beyond storage", problem.months)

    def enter(self, problem: SupplyProblem, frame: Frame, entries: Entries) -> None:
        rows = frame.row("storage")
        takes_room = np.flatnonzero(_of(problem).volume_m3 > 0)
        for name in _STOCKS:
            if name in frame.columns.groups:
                stock = frame.column(name)[takes_room]
                entries.put(rows[None, :], stock, _of(problem).volume_m3[takes_room, None])
        entries.put(rows, frame.column("rented storage"), -1.0)
        entries.put(rows, frame.column("beyond storage"), -1.0)

    def fill(self, problem: SupplyProblem, frame: Frame, policy: Policy, draft: Draft) -> None:
        storage = _of(problem)
        weight = beyond_weight(problem, policy)
        draft.cost[frame.column("rented storage")] = storage.rent_cost_money
        draft.cost[frame.column("beyond storage")] = weight
        draft.worth[frame.column("rented storage")] = 1e-3 * weight
        draft.column_upper[frame.column("rented storage")] = storage.rent_limit_m3
        draft.row_upper[frame.row("storage")] = storage.limit_m3

    def read(self, problem: SupplyProblem, policy: Policy, solved: Solved) -> Reading:
        storage, beyond = _of(problem), solved.value("beyond storage")
        rented = solved.value("rented storage")
        return Reading(
            figures={
                "storage_limit_m3": storage.limit_m3,
                "storage_rented_m3": rented,
                "storage_beyond_m3": beyond,
                "storage_saving_money": solved.saving("storage"),
            },
            money={"storage_money": storage.rent_cost_money * rented},
            penalties={"storage": beyond_weight(problem, policy) * beyond},
        )


def beyond_weight(problem: SupplyProblem, policy: Policy) -> float:
    """Return the weight of one m3 and month beyond the room: what the sales in it are worth at most."""
    volume = _of(problem).volume_m3
    there = volume > 0
    if not there.any():
        return 1.0
    room = np.maximum(volume[there], _SMALLEST_VOLUME * volume[there].mean())
    price: FloatArray = problem.price_money.max(axis=(1, 2))[there]
    return float((price * (1.0 + policy.lost_goodwill_share) / room).max()) or 1.0


def _of(problem: SupplyProblem) -> Storage:
    assert problem.storage is not None
    return problem.storage
