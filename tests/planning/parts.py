"""Parts of the smallest company, in which tests say only what they are about."""

from typing import Any

import numpy as np

from sop.planning.parts import DemandClasses, ExtraShift, Materials, StockLimit, Storage, Subcontracting, Workforce


def steel(months: int, items: int = 1, **changes: Any) -> Materials:
    """One material from one supplier, without limit and at once: 2 a unit of every SKU, at 3 each, hurried 1 more."""
    values: dict[str, Any] = {
        "names": ("Steel",),
        "suppliers": ("Mill",),
        "opening_units": np.zeros(1),
        "receipts_units": np.zeros((1, months)),
        "holding_cost_money": np.array([0.03]),
        "price_money": np.full((1, months), 3.0),
        "premium_money": np.full((1, months), 1.0),
        "limit_units": np.full((1, months), np.inf),
        "hurried_limit_units": np.zeros((1, months)),
        "least_order_units": np.zeros(1),
        "source_material": np.zeros(1, dtype=int),
        "use_route": np.arange(items),
        "use_material": np.zeros(items, dtype=int),
        "use_units": np.full(items, 2.0),
    }
    return Materials(**{**values, **changes})


def warehouse(months: int, items: int = 1, **changes: Any) -> Storage:
    """Room for 20 m3, 1 m3 a unit, nothing to rent."""
    values: dict[str, Any] = {
        "volume_m3": np.ones(items),
        "limit_m3": np.full(months, 20.0),
        "rent_limit_m3": np.zeros(months),
        "rent_cost_money": np.full(months, 0.2),
    }
    return Storage(**{**values, **changes})


def crew(months: int, **changes: Any) -> Workforce:
    """Ten workers of 10 hours each; one more costs 30 a month, 50 to hire, 80 to lay off."""
    values: dict[str, Any] = {
        "planned_workers": np.full((1, months), 10.0),
        "hours_per_worker_h": np.full((1, months), 10.0),
        "worker_cost_money": np.array([30.0]),
        "hire_cost_money": np.array([50.0]),
        "layoff_cost_money": np.array([80.0]),
        "hire_limit": np.full((1, months), np.inf),
        "layoff_limit": np.full((1, months), np.inf),
    }
    return Workforce(**{**values, **changes})


def most(units: Any) -> StockLimit:
    return StockLimit(most_units=np.atleast_2d(np.asarray(units, dtype=float)))


def outside(cost: float, limit: Any) -> Subcontracting:
    limits = np.atleast_2d(np.asarray(limit, dtype=float))
    return Subcontracting(cost_money=np.full(len(limits), cost), limit_units=limits)


def saturdays(hours: Any, cost: float) -> ExtraShift:
    return ExtraShift(allowed_h=np.atleast_2d(np.asarray(hours, dtype=float)), cost_money=np.array([cost]))


def customers(committed: Any, strategic: Any) -> DemandClasses:
    """Committed units (i, t) and the share of strategic customers by SKU, in one region."""
    return DemandClasses(
        committed_units=np.atleast_2d(np.asarray(committed, dtype=float)),
        strategic_share=np.asarray(strategic, dtype=float)[:, None],
    )
