"""The supply plan: what is made, bought, held, shipped late or not at all, and what it costs."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from sop.domain.calendar import Month

FloatArray = npt.NDArray[np.float64]


class PlanStatus(StrEnum):
    """How a plan came about; every one of them can be read in the meeting."""

    OPTIMAL = "optimal"  # warm solve, certified
    OPTIMAL_COLD = "optimal_cold"  # the warm solve missed its certificate; solved again from nothing
    INFEASIBLE = "infeasible"  # hard limits contradict each other
    FAILED = "failed"  # the solver gave up; figures are empty


@dataclass(frozen=True, slots=True)
class ResourceAxis:
    """Name, plant and kind ("line" or "labour") of a resource, and the staff group that runs it."""

    name: str
    plant: str
    kind: str
    group: str


@dataclass(frozen=True, slots=True, eq=False)
class SupplyPlan:
    """A solved balance over SKUs (i), plants (p), resources (r), staff groups (g) and months (t).

    Units: `*_units` in units of the SKU, `*_h` hours, `*_money` the cycle's currency. Arrays are read-only.
    Identities (tests hold them to 1e-9 of the gross total):
    closing stock - backlog = opening stock - opening backlog + production + purchases - demand + lost, cumulated;
    shipped = demand + backlog before - backlog after - lost.
    """

    key: str
    status: PlanStatus
    skus: tuple[str, ...]
    families: tuple[str, ...]  # per SKU
    regions: tuple[str, ...]
    plants: tuple[str, ...]
    resources: tuple[ResourceAxis, ...]
    groups: tuple[str, ...]
    months: tuple[Month, ...]
    frozen_months: int
    demand_by_region_units: FloatArray  # (i, s, t)
    demand_units: FloatArray  # (i, t)
    production_units: FloatArray  # (i, p, t)
    purchased_units: FloatArray  # (i, t)
    stock_units: FloatArray  # (i, t), closing
    backlog_units: FloatArray  # (i, t), closing, order book of made-to-order items included
    order_book_units: FloatArray  # (i, t), backlog that is agreed and costs nothing (made to order)
    lost_units: FloatArray  # (i, t)
    safety_stock_units: FloatArray  # (i, t), target
    opening_stock_units: FloatArray  # (i,)
    opening_backlog_units: FloatArray  # (i,)
    load_h: FloatArray  # (r, t)
    capacity_h: FloatArray  # (r, t), regular hours
    overtime_h: FloatArray  # (g, t)
    overtime_allowed_h: FloatArray  # (g, t)
    beyond_capacity_h: FloatArray  # (r, t), what no limit allows but frozen production needs
    price_money: FloatArray  # (i, t), mean over regions weighted by demand
    unit_cost_money: FloatArray  # (i,)
    production_money: FloatArray  # (t,)
    purchase_money: FloatArray  # (t,)
    overtime_money: FloatArray  # (t,)
    holding_money: FloatArray  # (t,)
    penalty: FloatArray  # (5, t): targets missed (safety stock, order book), backlog, lost, beyond capacity, spread
    hour_value_money: FloatArray  # (r, t): what one more regular hour of this resource alone would save
    unit_value_money: FloatArray  # (i, t): what one more unit of demand would cost
    objective: float
    solver: str
    milliseconds: float

    @property
    def shipped_units(self) -> FloatArray:
        """Return demand + backlog before - backlog after - lost, (i, t)."""
        before = np.column_stack([self.opening_backlog_units, self.backlog_units[:, :-1]])
        return self.demand_units + before - self.backlog_units - self.lost_units

    @property
    def made_units(self) -> FloatArray:
        """Return production over all plants, (i, t)."""
        made: FloatArray = self.production_units.sum(axis=1)
        return made
