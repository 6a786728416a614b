"""The supply plan: what is made, bought, held, shipped late or not at all, and what it costs."""

from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from sop.domain.calendar import Month

FloatArray = npt.NDArray[np.float64]
PENALTIES = (  # rows of `SupplyPlan.penalty`; targets are safety stock and order book
    "targets", "backlog", "lost", "beyond capacity", "spread", "material", "storage", "stock limit",
)  # fmt: skip
EXTRA_MONEY = (  # what only some companies pay, each (t,); 0 for the others
    "subcontract_money", "material_money", "hurried_money", "material_holding_money", "storage_money",
    "workforce_money", "hiring_money", "extra_shift_money",
)  # fmt: skip
ONE_CLASS = ("forecast",)


def _absent() -> FloatArray:
    return np.zeros(0)


class PlanStatus(StrEnum):
    """How a plan came about; every one of them can be read in the meeting."""

    OPTIMAL = "optimal"  # warm solve, certified
    OPTIMAL_COLD = "optimal_cold"  # the warm solve missed its certificate; solved again from nothing
    PREVIEW = "preview"  # keeps every limit, and is proven to lie within `gap_money` of the best
    FINALISED = "finalised"  # in whole lots, orders and shifts; proven to lie within `gap_money` of the best of these
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
    closing stock - backlog = opening stock - opening backlog + arriving + purchases + subcontracted - demand + lost,
    cumulated, where arriving is production in the month in which it reaches the stock (without lead times the one in which
    it is made) and what was under way; shipped = demand + backlog before - backlog after - lost;
    material stock = opening + receipts + bought + hurried + missing - use, cumulated.

    What stands after `milliseconds` belongs to parts that only some companies have: materials (m) bought from sources (q: a
    material at a supplier), a warehouse, stock limits, workers, subcontracting, an extra shift, classes of demand (c).
    Where a company has no such part, money is 0, its axes are empty and the rest as if there were no limit.
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
    penalty: FloatArray  # (n, t): the rows of `PENALTIES`
    hour_value_money: FloatArray  # (r, t): what one more regular hour of this resource alone would save
    unit_value_money: FloatArray  # (i, t): what one more unit of demand would cost
    objective: float
    solver: str
    milliseconds: float
    arriving_units: FloatArray = field(default_factory=_absent)  # (i, t)
    classes: tuple[str, ...] = ONE_CLASS  # first served first
    class_demand_units: FloatArray = field(default_factory=_absent)  # (c, i, t)
    lost_by_class_units: FloatArray = field(default_factory=_absent)  # (c, i, t)
    subcontracted_units: FloatArray = field(default_factory=_absent)  # (i, t)
    subcontract_limit_units: FloatArray = field(default_factory=_absent)  # (i, t)
    purchase_limit_units: FloatArray = field(default_factory=_absent)  # (i, t)
    stock_limit_units: FloatArray = field(default_factory=_absent)  # (i, t), infinite without a limit
    stock_beyond_units: FloatArray = field(default_factory=_absent)  # (i, t), above the stock limit
    materials: tuple[str, ...] = ()
    source_suppliers: tuple[str, ...] = ()  # per source
    source_material: npt.NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, dtype=np.int64))  # (q,)
    material_opening_units: FloatArray = field(default_factory=_absent)  # (m,)
    material_stock_units: FloatArray = field(default_factory=_absent)  # (m, t), closing
    material_receipts_units: FloatArray = field(default_factory=_absent)  # (m, t), confirmed
    material_use_units: FloatArray = field(default_factory=_absent)  # (m, t)
    material_bought_units: FloatArray = field(default_factory=_absent)  # (q, t), in time at the standard price
    material_hurried_units: FloatArray = field(default_factory=_absent)  # (q, t), at a premium
    material_missing_units: FloatArray = field(default_factory=_absent)  # (m, t), what frozen production takes in vain
    material_unit_money: FloatArray = field(default_factory=_absent)  # (m,), values its stock
    material_saving_money: FloatArray = field(default_factory=_absent)  # (m, t): what one more unit would save
    volume_m3: FloatArray = field(default_factory=_absent)  # (i,)
    storage_limit_m3: FloatArray = field(default_factory=_absent)  # (t,), infinite without a warehouse
    storage_rented_m3: FloatArray = field(default_factory=_absent)  # (t,)
    storage_beyond_m3: FloatArray = field(default_factory=_absent)  # (t,)
    storage_saving_money: FloatArray = field(default_factory=_absent)  # (t,): what one more m3 would save
    planned_workers: FloatArray = field(default_factory=_absent)  # (g, t), those whom the regular hours count
    workers: FloatArray = field(default_factory=_absent)  # (g, t)
    hired_workers: FloatArray = field(default_factory=_absent)  # (g, t)
    hire_limit_workers: FloatArray = field(default_factory=_absent)  # (g, t)
    laid_off_workers: FloatArray = field(default_factory=_absent)  # (g, t)
    extra_shift_h: FloatArray = field(default_factory=_absent)  # (g, t)
    extra_shift_allowed_h: FloatArray = field(default_factory=_absent)  # (g, t)
    subcontract_money: FloatArray = field(default_factory=_absent)  # (t,)
    material_money: FloatArray = field(default_factory=_absent)  # (t,), everything bought, at the standard price
    hurried_money: FloatArray = field(default_factory=_absent)  # (t,), the premium on top
    material_holding_money: FloatArray = field(default_factory=_absent)  # (t,)
    storage_money: FloatArray = field(default_factory=_absent)  # (t,), rent
    workforce_money: FloatArray = field(default_factory=_absent)  # (t,), workers beside the planned ones
    hiring_money: FloatArray = field(default_factory=_absent)  # (t,), hiring and laying off
    extra_shift_money: FloatArray = field(default_factory=_absent)  # (t,)

    gap_money: float = 0.0  # by how much, in money and penalties, the best plan can be cheaper at most

    def __post_init__(self) -> None:
        """Give the parts that this company, or a plan stored before they were known, does not have their empty figures."""
        for name, shape, value in self._of_absent_parts():
            if not getattr(self, name).size:
                array = np.full(shape, value)
                array.flags.writeable = False
                object.__setattr__(self, name, array)
        own = {
            "arriving_units": self.made_units,
            "class_demand_units": self.demand_units[None],
            "lost_by_class_units": self.lost_units[None],
        }
        for name, array in own.items():
            if not getattr(self, name).size:
                object.__setattr__(self, name, array)
            getattr(self, name).flags.writeable = False
        self.source_material.flags.writeable = False

    def _of_absent_parts(self) -> list[tuple[str, tuple[int, ...], float]]:
        months, by_sku = len(self.months), self.stock_units.shape
        by_material, by_source = (len(self.materials), months), (len(self.source_suppliers), months)
        by_group = (len(self.groups), months)
        zero: dict[str, tuple[int, ...]] = {
            **dict.fromkeys(EXTRA_MONEY, (months,)),
            **dict.fromkeys(_BY_SKU, by_sku), **dict.fromkeys(_BY_MATERIAL, by_material),
            **dict.fromkeys(_BY_SOURCE, by_source), **dict.fromkeys(_BY_GROUP, by_group),
            **dict.fromkeys(("storage_rented_m3", "storage_beyond_m3", "storage_saving_money"), (months,)),
            "volume_m3": by_sku[:1], "material_opening_units": by_material[:1], "material_unit_money": by_material[:1],
        }  # fmt: skip
        endless = [("stock_limit_units", by_sku, np.inf), ("storage_limit_m3", (months,), np.inf)]
        return [(name, shape, 0.0) for name, shape in zero.items()] + endless

    @property
    def cost_money(self) -> float:
        """Return everything that the plan pays and weighs: the objective before closing stock is valued."""
        kept = np.minimum(self.stock_units[:, -1], self.safety_stock_units[:, -1])
        return self.objective + float(self.unit_cost_money @ kept)

    @property
    def gap_share(self) -> float:
        """Return the distance from the best plan at most, as a share of the cost."""
        return self.gap_money / self.cost_money if self.cost_money > 0 else 0.0

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

    @property
    def storage_used_m3(self) -> FloatArray:
        """Return the room that the closing stock takes, (t,)."""
        used: FloatArray = self.volume_m3 @ self.stock_units
        return used


_BY_SKU = ("subcontracted_units", "subcontract_limit_units", "purchase_limit_units", "stock_beyond_units")
_BY_MATERIAL = (
    "material_stock_units", "material_receipts_units", "material_use_units", "material_missing_units",
    "material_saving_money",
)  # fmt: skip
_BY_SOURCE = ("material_bought_units", "material_hurried_units")
_BY_GROUP = (
    "planned_workers", "workers", "hired_workers", "hire_limit_workers", "laid_off_workers", "extra_shift_h", "extra_shift_allowed_h",
)  # fmt: skip
