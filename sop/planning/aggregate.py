"""One family planned over months as in the textbooks: workforce, overtime, subcontracting, stock, backlog.

The optimal plan is a linear program (mixed-integer with whole workers). Level, chase and typed plans are the same
program with more of it given, so that every plan is costed alike and none is cheaper than the optimum.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from sop.domain.errors import Refused, SopError
from sop.domain.supply import FloatArray, PlanStatus
from sop.planning.aggregate_problem import AggregateProblem, HoldingOn, Strategy
from sop.planning.aggregate_program import Program
from sop.planning.level_plan import cumulative_requirement, level_rate

__all__ = ["AggregatePlan", "AggregateProblem", "Cost", "HoldingOn", "Strategy", "plan_family"]

_NOTHING = 1e-7  # units: less is the solver's rounding
_HEADCOUNT_ROUNDING = 1e-9


class Cost(StrEnum):
    """What money is paid for."""

    WAGES = "wages"
    HIRING = "hiring"
    LAYOFF = "layoff"
    REGULAR = "regular"
    OVERTIME = "overtime"
    MATERIAL = "material"
    SUBCONTRACT = "subcontract"
    HOLDING = "holding"
    BACKLOG = "backlog"


@dataclass(frozen=True, slots=True, eq=False)
class AggregatePlan:
    """A family's plan: rows (t,) in units or workers, money by what it is paid for; all NaN where there is none.

    Stock and backlog are closing ones: stock - backlog = that of the month before + regular + overtime + subcontract
    + lost - demand.
    """

    status: PlanStatus
    reason: SopError | None  # why there is no plan
    rows: Mapping[str, FloatArray]
    costs: Mapping[Cost, float]
    revenue: float  # 0 without a price

    @property
    def total_cost(self) -> float:
        """All money paid."""
        return sum(self.costs.values())

    @property
    def profit(self) -> float:
        """Revenue less all money paid."""
        return self.revenue - self.total_cost


def plan_family(problem: AggregateProblem) -> AggregatePlan:
    """Return the cheapest plan within the problem's strategy and limits; where there is none, a plan that says why."""
    given = _given(problem)
    rows = Program(problem, given).solve()
    if rows is None:
        return _without_plan(problem, _why(problem, given))
    return _costed(problem, {name: _cleaned(row) for name, row in rows.items()})


def _given(problem: AggregateProblem) -> Mapping[str, FloatArray]:
    """Return the rows that the strategy gives: production in all, and the workers where they follow it."""
    if not isinstance(problem.plan, Strategy):
        return problem.plan
    if problem.plan is Strategy.OPTIMAL:
        return {}
    supply = _level(problem) if problem.plan is Strategy.LEVEL else _chase(problem)
    if problem.workers is None or problem.hire is None or problem.layoff is None:
        return {"supply": supply}
    workers = supply * problem.effort_per_unit / problem.worker_capacity
    if problem.integer_workforce:
        workers = np.ceil(workers - _HEADCOUNT_ROUNDING)
    return {"supply": supply, "regular": supply, "workers": workers}


def _requirement(problem: AggregateProblem) -> FloatArray:
    opening = problem.opening_stock - problem.opening_backlog
    return cumulative_requirement(problem.demand, opening, problem.closing_stock_min)


def _level(problem: AggregateProblem) -> FloatArray:
    on_time = problem.backlog_cost is None and not problem.lost_sales
    return level_rate(_requirement(problem), problem.days, always_on_time=on_time) * problem.days


def _chase(problem: AggregateProblem) -> FloatArray:
    """Return what is missing each month after what was supplied before."""
    supplied = np.maximum.accumulate(np.maximum(_requirement(problem), 0.0))
    return np.diff(supplied, prepend=0.0)


def _why(problem: AggregateProblem, given: Mapping[str, FloatArray]) -> SopError:
    """Return the sentence that says how far the limits are from a plan."""
    rows = Program(problem, given, may_be_short=True).solve()
    short = np.zeros(0) if rows is None else _cleaned(rows["short"])
    if not short.any():
        return Refused("The rows given for this plan contradict each other or its limits.")
    first = int(np.flatnonzero(short)[0]) + 1
    return Refused(
        "No plan meets these limits: {units} units are missing, the first of them in month {month}.",
        units=float(round(short.sum(), 1)),
        month=first,
    )


def _cleaned(row: FloatArray) -> FloatArray:
    nearest = np.round(row)
    return np.where(np.abs(row - nearest) < _NOTHING, nearest, row) + 0.0


def _costed(problem: AggregateProblem, rows: dict[str, FloatArray]) -> AggregatePlan:
    """Return the plan of solved rows with its money; stock and backlog of one month are set off."""
    both = np.minimum(rows["stock"], rows["backlog"])
    rows |= {"stock": rows["stock"] - both, "backlog": rows["backlog"] - both}
    own = rows["regular"] + rows["overtime"]
    stock = rows["stock"]
    if problem.holding_on is HoldingOn.AVERAGE:
        stock = (np.r_[problem.opening_stock, stock[:-1]] + stock) / 2
    paid = {
        Cost.WAGES: problem.wage * rows["workers"],
        Cost.HIRING: (problem.hire or 0.0) * rows["hired"],
        Cost.LAYOFF: (problem.layoff or 0.0) * rows["laid_off"],
        Cost.REGULAR: problem.regular_cost * rows["regular"],
        Cost.OVERTIME: _or_nothing(problem.overtime_cost) * problem.effort_per_unit * rows["overtime"],
        Cost.MATERIAL: problem.material * own,
        Cost.SUBCONTRACT: _or_nothing(problem.subcontract_cost) * rows["subcontract"],
        Cost.HOLDING: problem.holding * stock,
        Cost.BACKLOG: _or_nothing(problem.backlog_cost) * rows["backlog"],
    }
    late = np.diff(rows["backlog"], prepend=problem.opening_backlog)
    shipped = problem.demand - rows["lost"] - late
    rows |= {"production": own, "shipped": shipped}
    for row in rows.values():
        row.flags.writeable = False
    costs = {cost: float(np.sum(money)) for cost, money in paid.items()}
    return AggregatePlan(PlanStatus.OPTIMAL, None, rows, costs, _revenue(problem, rows))


def _revenue(problem: AggregateProblem, rows: Mapping[str, FloatArray]) -> float:
    """Return what is earned: a unit brings the price of the month in which it was asked for, however late it comes."""
    if problem.price is None:
        return 0.0
    asked = float(problem.price @ (problem.demand - rows["lost"]))
    return asked + float(problem.price[0] * problem.opening_backlog - problem.price[-1] * rows["backlog"][-1])


def _or_nothing(cost: FloatArray | None) -> FloatArray:
    return np.zeros(1) if cost is None else cost


def _without_plan(problem: AggregateProblem, reason: SopError) -> AggregatePlan:
    nothing = np.full(len(problem.demand), np.nan)
    nothing.flags.writeable = False
    rows = dict.fromkeys((*Program.ROWS, "production", "shipped"), nothing)
    return AggregatePlan(PlanStatus.INFEASIBLE, reason, rows, dict.fromkeys(Cost, np.nan), np.nan)


def with_whole_workers(problem: AggregateProblem) -> AggregateProblem:
    """Return the same problem with nobody employed in part."""
    return replace(problem, integer_workforce=True)
