"""What the balance is solved from: frozen arrays, validated at birth, and nothing that a screen knows."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sop.domain.calendar import Month
from sop.domain.supply import FloatArray, ResourceAxis

IntArray = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class SupplyProblem:
    """SKUs i, regions s, plants p, routes k = (i, p), resources r, staff groups g, months t.

    A SKU may have no route and no purchase: then only its stock can serve it. Arrays are made read-only.
    """

    skus: tuple[str, ...]
    families: tuple[str, ...]  # per SKU
    regions: tuple[str, ...]
    plants: tuple[str, ...]
    resources: tuple[ResourceAxis, ...]
    groups: tuple[str, ...]
    months: tuple[Month, ...]
    frozen_months: int  # the first so many months: production is given
    # vectors: levers change these and nothing else
    demand_units: FloatArray  # (i, s, t)
    price_money: FloatArray  # (i, s, t)
    capacity_h: FloatArray  # (r, t), regular hours
    overtime_allowed_h: FloatArray  # (g, t)
    safety_stock_units: FloatArray  # (i, t)
    order_book_units: FloatArray  # (i, t): free backlog of made-to-order SKUs, 0 for the others
    purchase_limit_units: FloatArray  # (i, t), 0 where nothing can be bought
    frozen_production_units: FloatArray  # (k, frozen_months)
    opening_stock_units: FloatArray  # (i,)
    opening_backlog_units: FloatArray  # (i,)
    production_cost_money: FloatArray  # (k,)
    purchase_cost_money: FloatArray  # (i,)
    overtime_cost_money: FloatArray  # (g,), per hour
    holding_cost_money: FloatArray  # (i,), per unit and month
    backlog_cost_money: FloatArray  # (i,), per unit and month
    unit_cost_money: FloatArray  # (i,), values closing stock
    # structure: a change of these is another model
    route_sku: IntArray  # (k,)
    route_plant: IntArray  # (k,)
    use_route: IntArray  # (n,): route n uses resource n ...
    use_resource: IntArray  # (n,)
    use_h: FloatArray  # (n,): ... so many hours per unit
    made_to_order: npt.NDArray[np.bool_]  # (i,): never lost, late against an order book
