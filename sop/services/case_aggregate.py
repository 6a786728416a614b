"""Published aggregate plans: from the entries of a case to the problem of a family, and to the figures of its plan."""

from collections.abc import Mapping

import numpy as np

from sop.domain.errors import Invalid
from sop.domain.supply import FloatArray
from sop.planning.aggregate import AggregatePlan, AggregateProblem, HoldingOn, Strategy, plan_family, with_whole_workers
from sop.services.case_entries import Entries

_WAGE_PER = ("month", "day", "hour")


def aggregate_figures(given: Entries) -> Mapping[str, float | FloatArray | Mapping[str, float | FloatArray]]:
    """Return the figures of the plan that the case asks for; raises the plan's own reason where there is none."""
    problem = problem_of(given)
    plan = _existing(plan_family(problem))
    figures: dict[str, float | FloatArray | Mapping[str, float | FloatArray]] = {
        **{name: row for name, row in plan.rows.items() if name != "short"},
        "total_cost": plan.total_cost,
        "costs": {str(cost): money for cost, money in plan.costs.items()},
    }
    if problem.price is not None:
        figures |= {"revenue": plan.revenue, "profit": plan.profit}
    if problem.workers is not None:
        figures["total_cost_integer"] = _existing(plan_family(with_whole_workers(problem))).total_cost
    return figures


def _existing(plan: AggregatePlan) -> AggregatePlan:
    if plan.reason is not None:
        raise plan.reason
    return plan


def problem_of(given: Entries) -> AggregateProblem:
    """Return the problem that the entries describe; raises Invalid with the key that is missing or wrong."""
    demand = given.numbers("demand")
    months = len(demand)

    def monthly(key: str, default: float) -> FloatArray:
        return given.numbers(key, months) if given.has(key) else np.full(months, default)

    def cost(key: str) -> FloatArray | None:
        return given.numbers(key, months) if given.has(key) else None

    days = monthly("days", 1.0)
    capacity, effort = _work(given, days)
    return AggregateProblem(
        demand=demand,
        days=days,
        opening_stock=given.number("opening_stock", 0.0),
        closing_stock_min=given.number("closing_stock_min", 0.0),
        opening_backlog=given.number("opening_backlog", 0.0),
        closing_backlog_max=given.number("closing_backlog_max", 0.0),
        lost_sales=given.flag("lost_sales"),
        workers=given.optional("workers"),
        integer_workforce=given.flag("integer_workforce"),
        worker_capacity=capacity,
        effort_per_unit=effort,
        hire=given.optional("hire"),
        layoff=given.optional("layoff"),
        wage=monthly("wage", 0.0) * _paid_units(given, days),
        overtime_cost=cost("overtime_cost"),
        overtime_limit=monthly("overtime_limit", np.inf),
        regular_cost=monthly("regular_cost", 0.0),
        regular_limit=monthly("regular_limit", np.inf),
        material=monthly("material", 0.0),
        subcontract_cost=cost("subcontract_cost"),
        subcontract_limit=monthly("subcontract_limit", np.inf),
        holding=monthly("holding", 0.0),
        holding_on=HoldingOn(given.choice("holding_on", tuple(HoldingOn))),
        backlog_cost=cost("backlog_cost"),
        price=cost("price"),
        plan=_plan(given, months),
    )


def _work(given: Entries, days: FloatArray) -> tuple[FloatArray, float]:
    """Return what a worker does in each month and what a unit takes, in hours or in units."""
    if given.has("units_per_worker"):
        if given.has("hours_per_worker") or given.has("hours_per_unit"):
            raise Invalid(
                "{file}: {key} stands beside hours; give one of them.", file=given.file, key="units_per_worker"
            )
        return given.number("units_per_worker") * days, 1.0
    if not given.has("workers"):
        return np.zeros(len(days)), 1.0
    return given.number("hours_per_worker") * days, given.number("hours_per_unit")


def _paid_units(given: Entries, days: FloatArray) -> FloatArray:
    """Return how many times a month a wage is paid: once, by the day, or by the hour at regular time."""
    per = given.choice("wage_per", _WAGE_PER)
    if per == "month":
        return np.ones(len(days))
    return days if per == "day" else days * given.number("hours_per_worker")


def _plan(given: Entries, months: int) -> Strategy | Mapping[str, FloatArray]:
    if given.has("plan") and not isinstance(given.value("plan"), str):
        typed = given.table("plan")
        rows = Entries(given.file, typed)
        return {name: rows.numbers(name, months) for name in typed}
    return Strategy(given.choice("plan", tuple(Strategy)))
