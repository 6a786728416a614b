"""What a plan changes against the one published last: demand, production and purchases by family and month."""

from dataclasses import dataclass

import numpy as np

from sop.domain.calendar import Month
from sop.domain.supply import FloatArray, SupplyPlan
from sop.planning.archive import unpack
from sop.storage import cycles, plans
from sop.storage.engine import Connection
from sop.storage.plans import StoredPlan

ROWS = ("demand", "production", "purchases")


@dataclass(frozen=True, slots=True, eq=False)
class PlanDifference:
    """New less last, in units of the family, over the months that both plans cover.

    `units` is row -> (f, t); `number` and `cycle_name` name the plan that was published last.
    """

    number: int
    cycle_name: str
    families: tuple[str, ...]
    months: tuple[Month, ...]
    units: dict[str, FloatArray]


def published_last(tx: Connection, cycle_id: str) -> StoredPlan | None:
    """Return the plan published last in this cycle, else in the latest cycle before it; None where there is none."""
    standing = plans.published(tx)
    order = [cycle.id for cycle in cycles.all_cycles(tx)]
    before = order[: order.index(cycle_id) + 1]
    return next((standing[each] for each in reversed(before) if each in standing), None)


def against_last(tx: Connection, cycle_id: str, plan: SupplyPlan) -> PlanDifference | None:
    """Return how a plan differs from the one published last; None where none was published or no month is in both."""
    last = published_last(tx, cycle_id)
    if last is None:
        return None
    former = unpack(plans.get(tx, last.id).payload)
    months = tuple(month for month in plan.months if month in former.months)
    if not months:
        return None
    families = tuple(dict.fromkeys((*plan.families, *former.families)))
    new, old = (_by_family(each, families, months) for each in (plan, former))
    name = next(cycle.name for cycle in cycles.all_cycles(tx) if cycle.id == last.cycle_id)
    return PlanDifference(last.number, name, families, months, {row: new[row] - old[row] for row in ROWS})


def _by_family(plan: SupplyPlan, families: tuple[str, ...], months: tuple[Month, ...]) -> dict[str, FloatArray]:
    """Return row -> units by family and month, (f, t)."""
    at = [plan.months.index(month) for month in months]
    member = np.array([[float(own == family) for own in plan.families] for family in families])
    rows = {
        "demand": plan.demand_units,
        "production": plan.production_units.sum(axis=1),
        "purchases": plan.purchased_units,
    }
    return {row: member @ units[:, at] for row, units in rows.items()}
