"""The range of outcomes: a plan tested against paths of demand, with production that corrects within what is free.

In a path the stock deviates from the plan; from the month after the fence on, each month makes or buys what brings it
back, as far as hours and purchases are free, and makes less where there is too much. Up to the fence the plan is fixed, and
the risk shown is that of a fixed plan.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sop.domain.calendar import Month
from sop.domain.measures import SHORT_FROM, margin_money
from sop.domain.supply import FloatArray, SupplyPlan
from sop.planning.demand_paths import Cube, DemandPaths
from sop.planning.problem import SupplyProblem

QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
_PATHS_AT_ONCE = 250  # so that the arrays of a month stay in the cache of the processor


@dataclass(frozen=True, slots=True, eq=False)
class Group:
    """SKUs looked at together, and what a unit of each counts for in a sum of their stock, (i,); 0 for the others."""

    name: str
    weight: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class Range:
    """What may become of a plan, over groups (f), months (t) and paths (n).

    `short_probability` is the share of paths in which a group is short in a month (of more than `SHORT_FROM` of its
    demand), `short_share` the mean share of its demand that is not met in time; `corrects_from` is the position of
    the first month whose production reacts.
    """

    months: tuple[Month, ...]
    groups: tuple[str, ...]
    stock: FloatArray  # (f, quantile, t)
    planned_stock: FloatArray  # (f, t)
    target_stock: FloatArray  # (f, t)
    short_probability: FloatArray  # (f, t)
    short_share: FloatArray  # (f, t)
    fill_rate: FloatArray  # (n,), over the months that can be decided
    margin_money: FloatArray  # (n,), likewise
    corrects_from: int


@dataclass(frozen=True, slots=True, eq=False)
class _Means:
    """What production can do in each month, by SKU: what it takes of its fullest resource, and what can be bought."""

    gate: npt.NDArray[np.int64]  # (t, i), resource; -1 where nothing can be made
    hours: FloatArray  # (t, i), of the gate per unit
    spare_h: FloatArray  # (t, r), regular hours and overtime that the plan leaves
    buy_units: FloatArray  # (t, i), what can still be bought of a SKU that is not made


@dataclass(slots=True, eq=False)
class _Tally:
    """What is counted along the paths."""

    stock: Cube  # (t, f, n)
    short: Cube  # (t, f, n), money
    demand: Cube  # (t, f, n), money
    margin: FloatArray  # (n,)


def simulate(
    problem: SupplyProblem, plan: SupplyPlan, paths: DemandPaths, groups: tuple[Group, ...], *, lead_months: int = 0
) -> Range:
    """Return what may become of a plan; the first group holds every SKU. Production reacts after fence and lead time."""
    first = min(plan.frozen_months + lead_months, len(plan.months))
    means = _means(problem, plan)
    shape = (len(plan.months), len(groups), paths.paths)
    stock, short, demand = (np.empty(shape, dtype=np.float32) for _ in range(3))
    tally = _Tally(stock, short, demand, np.zeros(paths.paths))
    for start in range(0, paths.paths, _PATHS_AT_ONCE):
        _walk(plan, paths.deviation[:, start : start + _PATHS_AT_ONCE], means, groups, first, tally, start)
    return _told(plan, groups, tally, first)


def _means(problem: SupplyProblem, plan: SupplyPlan) -> _Means:
    items, months = len(plan.skus), len(plan.months)
    on_top = plan.overtime_allowed_h + plan.extra_shift_allowed_h
    allowed = np.vstack([on_top, np.zeros((1, months))])[problem.resource_group]  # -1: the row of none
    spare = np.maximum(plan.capacity_h + allowed - plan.load_h, 0.0)
    fullness = np.divide(plan.load_h, plan.capacity_h, out=np.full_like(spare, np.inf), where=plan.capacity_h > 0)
    use = problem.route_use_h
    gate, hours = np.full((months, items), -1), np.zeros((months, items))
    for i, k in enumerate(_main_routes(problem, plan)):
        used = np.flatnonzero(use[k] > 0) if k >= 0 else np.zeros(0, dtype=np.int64)
        if used.size:
            gate[:, i] = used[np.argmax(fullness[used], axis=0)]
            hours[:, i] = use[k, gate[:, i]]
    made = np.zeros(items, dtype=np.bool_)
    made[problem.route_sku] = True
    outside = problem.purchase_limit_units + plan.subcontract_limit_units
    free = np.where(made[:, None], 0.0, np.maximum(outside - plan.purchased_units - plan.subcontracted_units, 0.0))
    free[made & (gate.max(axis=0) < 0)] = np.inf  # made without any hour that is counted
    return _Means(gate, hours, spare.T.copy(), free.T.copy())


def _main_routes(problem: SupplyProblem, plan: SupplyPlan) -> list[int]:
    """Return for each SKU the route that makes most of it, the first where nothing is made, -1 where there is none."""
    made = plan.production_units[problem.route_sku, problem.route_plant].sum(axis=1)
    main = [-1] * len(plan.skus)
    for k, i in enumerate(problem.route_sku.tolist()):
        if main[i] < 0 or made[k] > made[main[i]]:
            main[i] = k
    return main


@dataclass(frozen=True, slots=True, eq=False)
class _Planned:
    """The figures of a plan by month, (t, i) in single precision: a path needs no more, and half the memory to move."""

    net: Cube
    supply: Cube
    demand: Cube
    lost: Cube
    book: Cube
    price: Cube
    gain: Cube  # price less unit cost
    shipped: Cube
    opening_backlog: Cube  # (i,)

    @classmethod
    def of(cls, plan: SupplyPlan) -> "_Planned":
        gain = plan.price_money - plan.unit_cost_money[:, None]
        arrays = (
            plan.stock_units - plan.backlog_units, plan.arriving_units + plan.purchased_units + plan.subcontracted_units, plan.demand_units,
            plan.lost_units, plan.order_book_units, plan.price_money, gain, plan.shipped_units, plan.opening_backlog_units,
        )  # fmt: skip
        return cls(*(np.ascontiguousarray(array.T, dtype=np.float32) for array in arrays))


def _walk(
    plan: SupplyPlan, deviation: Cube, means: _Means, groups: tuple[Group, ...], first: int, tally: _Tally, start: int
) -> None:
    """Go through the months with some of the paths, (n, i) at a time."""
    planned = _Planned.of(plan)
    here = slice(start, start + deviation.shape[1])
    weight = np.stack([group.weight for group in groups], axis=1).astype(np.float32)  # (i, f)
    member = (weight > 0).astype(np.float32)
    member[:, 0] = 1.0
    off = np.zeros(deviation.shape[1:], dtype=np.float32)  # how far stock is from the plan
    backlog = np.zeros_like(off) + planned.opening_backlog
    for t in range(len(plan.months)):
        more = deviation[t] * planned.demand[t]
        spared = np.minimum(np.maximum(-more, 0), planned.lost[t])  # who asks for less is refused less
        if t >= first:
            off += _corrected(off, planned.supply[t], means, t)
        off -= more
        off -= spared
        net = off + planned.net[t]
        stock = np.maximum(net, 0)
        before, backlog = backlog, stock - net
        asked = np.add(more, planned.demand[t], out=more)
        taken = asked - planned.lost[t] + spared
        short = np.minimum(taken, np.maximum(backlog - planned.book[t], 0)) + asked - taken
        worth = member * planned.price[t][:, None]
        tally.stock[t, :, here] = (stock @ weight).T
        tally.demand[t, :, here] = (asked @ worth).T
        tally.short[t, :, here] = (short @ worth).T
        if t >= plan.frozen_months:
            shipped = np.add(taken, before, out=taken)
            tally.margin[here] += (shipped - backlog - planned.shipped[t]) @ planned.gain[t]


def _corrected(off: Cube, supply: Cube, means: _Means, t: int) -> Cube:
    """Return what a month makes or buys on top of the plan to bring stock back, (n, i), below 0 where it makes less."""
    single = np.float32
    wanted = np.maximum(-off, -supply)
    gate, made = means.gate[t], means.gate[t] >= 0
    up = np.maximum(wanted, 0)
    resources = means.spare_h.shape[1]
    hours = np.zeros((len(gate), resources), dtype=single)
    hours[np.flatnonzero(made), gate[made]] = means.hours[t, made]
    need = up @ hours
    freed = need - wanted @ hours
    share = np.ones_like(need)
    np.divide(means.spare_h[t].astype(single) + freed, need, out=share, where=need > 0)
    np.minimum(share, 1, out=share)
    up *= share[:, np.maximum(gate, 0)]
    if not made.all():
        bought = ~made
        up[:, bought] = np.minimum(np.maximum(wanted[:, bought], 0), means.buy_units[t, bought].astype(single))
    np.minimum(wanted, 0, out=wanted)
    wanted += up
    return wanted


def _told(plan: SupplyPlan, groups: tuple[Group, ...], tally: _Tally, first: int) -> Range:
    weight = np.stack([group.weight for group in groups])
    decided = slice(min(plan.frozen_months, len(plan.months) - 1), None)
    demand = np.maximum(tally.demand, 1e-9)
    short, total = tally.short[decided, 0].sum(axis=0), np.maximum(tally.demand[decided, 0].sum(axis=0), 1e-9)
    quantiles = np.quantile(tally.stock, QUANTILES, axis=2)  # (q, t, f)
    return Range(
        months=plan.months,
        groups=tuple(group.name for group in groups),
        stock=quantiles.transpose(2, 0, 1).astype(np.float64),
        planned_stock=weight @ plan.stock_units,
        target_stock=weight @ plan.safety_stock_units,
        short_probability=(tally.short > SHORT_FROM * demand).mean(axis=2).T,
        short_share=(tally.short.sum(axis=2) / demand.sum(axis=2)).T.astype(np.float64),
        fill_rate=1.0 - (short / total).astype(np.float64),
        margin_money=float(margin_money(plan)[decided].sum()) + tally.margin,
        corrects_from=first,
    )
