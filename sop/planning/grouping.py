"""SKUs planned as groups: those that the same resources can make, family by family, counted in standard hours.

A company of many SKUs is planned by group first: a group is a set of resources on which SKUs can be made, and of these the
SKUs of one family, so that no hour is counted on for a SKU that cannot use it. A unit of a group is one hour of the resource that
its SKUs use most. Everything that the SKUs have is added up, so that groups are as tight as they are together; what differs
within a group (routes, costs) is averaged by the mix of demand. One SKU's stock can serve another's demand there, which makes the
plan a little optimistic; no SKU can be preferred to another one of its group, which makes it a little dear. It is an estimate within
a few per cent and no bound. It is spread back by the same mix, and every sum agrees.
"""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from sop.domain.errors import Invalid
from sop.domain.supply import FloatArray, SupplyPlan
from sop.planning.axes import IntArray
from sop.planning.problem import SupplyProblem

_NO_HOURS = 1.0  # a SKU that uses no hour counts in its own units


@dataclass(frozen=True, slots=True, eq=False)
class Grouping:
    """The groups of a company's SKUs, and how their plan is spread."""

    problem: SupplyProblem
    groups: SupplyProblem  # in standard hours
    of_sku: IntArray  # (i,)
    hours: FloatArray  # (i,): standard hours of a unit
    mix: FloatArray  # (i,): share of the group's standard hours

    @classmethod
    def of(cls, problem: SupplyProblem) -> "Grouping":
        """Group the SKUs of a problem in its basic form; raises Invalid for one with parts beyond it, planned by SKU only."""
        if problem.parts or problem.made_to_order.any() or problem.route_lead_months.any():
            raise Invalid(
                "Groups are planned where nothing but hours and purchases is short: without materials, rooms, staff that changes, "
                "subcontractors, classes of demand, lead times and orders to make. Plan this company by SKU."
            )
        hours, of_sku = _standard_hours(problem), _groups(problem)
        weight = hours * problem.month_demand_units.sum(axis=1)
        total = np.bincount(of_sku, weights=weight)
        members = np.bincount(of_sku)
        mix = np.where(total[of_sku] > 0, weight / np.maximum(total[of_sku], 1e-300), 1.0 / members[of_sku])
        return cls(problem, _grouped(problem, of_sku, hours, mix), of_sku, hours, mix)

    def spread(self, planned: SupplyPlan) -> dict[str, FloatArray]:
        """Return a plan of groups by SKU, in their units: production (k, t), purchases and lost sales (i, t).

        What a group makes in a plant is made of each SKU by its share of the group's demand; hours and money stay what they were.
        """
        share = self.mix / self.hours
        made = planned.production_units[self.of_sku[self.problem.route_sku], self.problem.route_plant]
        return {
            "production": made * share[self.problem.route_sku, None],
            "purchases": planned.purchased_units[self.of_sku] * self._bought_share()[:, None],
            "lost": planned.lost_units[self.of_sku] * share[:, None],
        }

    def _bought_share(self) -> FloatArray:
        """Return the units of each SKU in a standard hour that its group buys: only those that can be bought, by their limits."""
        limit = self.hours * self.problem.purchase_limit_units.sum(axis=1)
        total = np.bincount(self.of_sku, weights=limit)[self.of_sku]
        share: FloatArray = np.divide(limit, total * self.hours, out=np.zeros_like(limit), where=total > 0)
        return share


def _standard_hours(problem: SupplyProblem) -> FloatArray:
    """Return the hours of a unit on the resource that it uses most, mean of its routes, (i,)."""
    longest = problem.route_use_h.max(axis=1, initial=0.0)
    routes = np.bincount(problem.route_sku, minlength=len(problem.skus))
    total = np.bincount(problem.route_sku, weights=longest, minlength=len(problem.skus))
    mean = total / np.maximum(routes, 1)
    return np.where(mean > 0, mean, _NO_HOURS)


def _groups(problem: SupplyProblem) -> IntArray:
    """Return the group of each SKU: the resources of all its routes first, then its family."""
    eligible: list[set[tuple[int, int]]] = [set() for _ in problem.skus]
    for route, resource in zip(problem.use_route.tolist(), problem.use_resource.tolist(), strict=True):
        eligible[problem.route_sku[route]].add((int(problem.route_plant[route]), resource))
    names = [(sorted(own), family) for own, family in zip(eligible, problem.families, strict=True)]
    known = {str(name): n for n, name in enumerate(sorted({str(name): name for name in names}))}
    return np.array([known[str(name)] for name in names], dtype=np.int64)


def _grouped(problem: SupplyProblem, of_sku: IntArray, hours: FloatArray, mix: FloatArray) -> SupplyProblem:
    """Return the problem of the groups: volumes added up in standard hours, costs of a standard hour averaged by the mix."""
    number = int(of_sku.max()) + 1
    first = np.unique(of_sku, return_index=True)[1]

    def added(values: FloatArray) -> FloatArray:
        total = np.zeros((number, *values.shape[1:]))
        np.add.at(total, of_sku, values * hours.reshape(-1, *[1] * (values.ndim - 1)))
        return total

    def averaged(values: FloatArray) -> FloatArray:
        """Of an hour, since a unit of a group is one."""
        total = np.zeros((number, *values.shape[1:]))
        np.add.at(total, of_sku, values * (mix / hours).reshape(-1, *[1] * (values.ndim - 1)))
        return total

    values: dict[str, Any] = {
        name: added(getattr(problem, name))
        for name in (
            "demand_units", "safety_stock_units", "order_book_units", "purchase_limit_units", "receipts_units",
            "opening_stock_units", "opening_backlog_units", "error_units",
        )
    }  # fmt: skip
    values |= {
        name: averaged(getattr(problem, name))
        for name in (
            "price_money", "purchase_cost_money", "holding_cost_money", "backlog_cost_money", "unit_cost_money",
        )
    }  # fmt: skip
    values["priority"] = np.bincount(of_sku, weights=mix * problem.priority, minlength=number)
    return replace(
        problem,
        skus=tuple(f"{problem.families[i]} · {n + 1}" for n, i in enumerate(first.tolist())),
        families=tuple(problem.families[i] for i in first.tolist()),
        made_to_order=np.zeros(number, dtype=np.bool_),
        **values,
        **_routes(problem, of_sku, hours, mix),
    )


def _routes(problem: SupplyProblem, of_sku: IntArray, hours: FloatArray, mix: FloatArray) -> dict[str, Any]:
    """Return one route of each group in each of its plants; hours and cost of a standard hour averaged by the mix."""
    pairs = np.stack([of_sku[problem.route_sku], problem.route_plant], axis=1)
    found, route = np.unique(pairs, axis=0, return_inverse=True)
    route = route.ravel()
    share = (mix / hours)[problem.route_sku]
    frozen = np.zeros((len(found), problem.frozen_months))
    np.add.at(frozen, route, problem.frozen_production_units * hours[problem.route_sku, None])
    use = np.zeros((len(found), len(problem.resources)))
    np.add.at(use, (route[problem.use_route], problem.use_resource), problem.use_h * share[problem.use_route])
    used_route, used_resource = np.nonzero(use)
    return {
        "route_sku": found[:, 0],
        "route_plant": found[:, 1],
        "route_lead_months": np.zeros(len(found), dtype=np.int64),
        "production_cost_money": np.bincount(route, weights=problem.production_cost_money * share),
        "frozen_production_units": frozen,
        "use_route": used_route,
        "use_resource": used_resource,
        "use_h": use[used_route, used_resource],
    }
