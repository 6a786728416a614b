"""What the balance is solved from: frozen arrays, validated at birth, and nothing that a screen knows."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import overload

import numpy as np

from sop.domain.calendar import Month
from sop.domain.errors import Invalid
from sop.domain.supply import FloatArray, ResourceAxis
from sop.language import N_
from sop.planning.axes import (
    BoolArray,
    IntArray,
    check_numbers,
    check_positions,
    check_shape,
    check_unique,
    digest_of,
    own_arrays,
    owned,
)
from sop.planning.parts import (
    DemandClasses,
    ExtraShift,
    Lots,
    Materials,
    Part,
    StockLimit,
    Storage,
    Subcontracting,
    Workforce,
    structure_of,
    vectors_of_part,
)

# shape of each array by axis letter (f: frozen months), and what it is called in a sentence
_AXES: dict[str, tuple[str, str]] = {
    "demand_units": ("ist", N_("demand")),
    "price_money": ("ist", N_("price")),
    "capacity_h": ("rt", N_("capacity")),
    "overtime_allowed_h": ("gt", N_("overtime allowed")),
    "safety_stock_units": ("it", N_("safety stock")),
    "order_book_units": ("it", N_("order book")),
    "purchase_limit_units": ("it", N_("purchase limit")),
    "frozen_production_units": ("kf", N_("frozen production")),
    "opening_stock_units": ("i", N_("opening stock")),
    "opening_backlog_units": ("i", N_("opening backlog")),
    "production_cost_money": ("k", N_("production cost")),
    "purchase_cost_money": ("i", N_("purchase cost")),
    "overtime_cost_money": ("g", N_("overtime cost")),
    "holding_cost_money": ("i", N_("holding cost")),
    "backlog_cost_money": ("i", N_("backlog cost")),
    "unit_cost_money": ("i", N_("unit cost")),
    "receipts_units": ("it", N_("units under way")),
    "priority": ("i", N_("priority")),
    "error_units": ("i", N_("forecast error")),
    "use_h": ("n", N_("routing hours")),
}
_POSITIONS = ("route_sku", "route_plant", "use_route", "use_resource", "route_lead_months")
_STRUCTURE = (*_POSITIONS, "use_h", "made_to_order")
LABOUR = "labour"  # the kind of a resource whose hours are people's
_PARTS = ("materials", "storage", "stock_limit", "workforce", "subcontracting", "extra_shift", "classes", "lots")


def _not_given() -> FloatArray:
    return np.zeros(0)


@dataclass(frozen=True, slots=True, eq=False)
class SupplyProblem:
    """SKUs i, regions s, plants p, routes k = (i, p), resources r, staff groups g, months t.

    A SKU may have no route and no purchase: then only its stock can serve it. What stands after the structure may be left
    out: a part that a company does not have costs the program nothing. Arrays are made read-only copies.
    Raises Invalid with the SKU or resource in the sentence where a value is negative, missing or of another shape.
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
    made_to_order: BoolArray  # (i,): never lost, late against an order book
    route_lead_months: IntArray = field(default_factory=lambda: np.zeros(0, dtype=np.int64))  # (k,) from start to stock
    # vectors again
    receipts_units: FloatArray = field(default_factory=_not_given)  # (i, t), started before the plan begins
    priority: FloatArray = field(default_factory=_not_given)  # (i,): how much more a lost unit weighs than its price
    error_units: FloatArray = field(default_factory=_not_given)  # (i,), deviation of a month's forecast; 0: not known
    # parts
    materials: Materials | None = None
    storage: Storage | None = None
    stock_limit: StockLimit | None = None
    workforce: Workforce | None = None
    subcontracting: Subcontracting | None = None
    extra_shift: ExtraShift | None = None
    classes: DemandClasses | None = None
    lots: Lots | None = None

    def __post_init__(self) -> None:
        self._check_axes()
        self._set_defaults()
        own_arrays(self, tuple(_AXES), _POSITIONS)
        object.__setattr__(self, "made_to_order", owned(self.made_to_order, np.bool_))
        names = self._names()
        for name, (axes, called) in _AXES.items():
            values = getattr(self, name)
            check_shape(values, tuple(len(names[axis]) for axis in axes), called)
            check_numbers(values, called, names[axes[0]])
        self._check_links()
        for part in self.parts:
            part.check(names)

    @property
    def parts(self) -> tuple[Part, ...]:
        """Return the parts that this company has."""
        return tuple(part for name in _PARTS if (part := getattr(self, name)) is not None)

    @property
    def route_names(self) -> tuple[str, ...]:
        """Return each route as its SKU and plant."""
        return tuple(self.route_name(k) for k in range(len(self.route_sku)))

    def route_name(self, route: int) -> str:
        return f"{self.skus[self.route_sku[route]]} ({self.plants[self.route_plant[route]]})"

    @property
    def structure_digest(self) -> str:
        """Return 24 hexadecimal digits over names and structure: equal ones share a model."""
        names = [list(map(str, part)) for part in (self.skus, self.families, self.regions, self.plants, self.groups)]
        resources = [(r.name, r.plant, r.kind, r.group) for r in self.resources]
        parts = {name: structure_of(getattr(self, name)) for name in _PARTS}
        there = {name: texts for name, (texts, _) in parts.items() if getattr(self, name) is not None}
        text = json.dumps([names, resources, list(map(str, self.months)), self.frozen_months, there])
        arrays = [getattr(self, name) for name in _STRUCTURE]
        return digest_of(text, arrays + [array for _, own in parts.values() for array in own])

    @property
    def vector_digest(self) -> str:
        """Return 24 hexadecimal digits over everything that a lever may change."""
        arrays = [getattr(self, name) for name in _AXES if name not in _STRUCTURE]
        return digest_of("", arrays + [array for part in self.parts for array in vectors_of_part(part)])

    @property
    def month_demand_units(self) -> FloatArray:
        """Return demand over all regions, (i, t)."""
        total: FloatArray = self.demand_units.sum(axis=1)
        return total

    @property
    def class_demand_units(self) -> FloatArray:
        """Return demand by class, first served first, (c, i, t); one class where demand is not divided."""
        if self.classes is None:
            return self.month_demand_units[None]
        return self.classes.units(self.demand_units)

    @property
    def month_price_money(self) -> FloatArray:
        """Return the price by SKU and month, (i, t): mean over regions weighted by demand, plain where there is none."""
        demand = self.month_demand_units
        weighted = (self.price_money * self.demand_units).sum(axis=1)
        plain = self.price_money.mean(axis=1)
        price: FloatArray = np.divide(weighted, demand, out=plain, where=demand > 0)
        return price

    def arriving_units(self, started: FloatArray) -> FloatArray:
        """Return what production started by route and month (k, t) and what is under way bring into stock, (i, t)."""
        arriving = self.receipts_units.copy()
        for lead in np.unique(self.route_lead_months).tolist():
            routes = np.flatnonzero(self.route_lead_months == lead)
            in_time = started[routes, : max(len(self.months) - lead, 0)]
            np.add.at(arriving[:, lead:], self.route_sku[routes], in_time)
        return arriving

    @property
    def route_use_h(self) -> FloatArray:
        """Return hours per unit by route and resource, (k, r)."""
        hours = np.zeros((len(self.route_sku), len(self.resources)))
        np.add.at(hours, (self.use_route, self.use_resource), self.use_h)
        return hours

    @property
    def resource_group(self) -> IntArray:
        """Return the position of the staff group of each resource, (r,); -1 where it has none."""
        position = {name: g for g, name in enumerate(self.groups)}
        return np.array([position.get(r.group, -1) for r in self.resources], dtype=np.int64)

    def _check_axes(self) -> None:
        if not self.months:
            raise Invalid("A plan covers at least one month.")
        if not self.regions:
            raise Invalid("A plan needs at least one region in which the SKUs are sold.")
        if len(self.families) != len(self.skus):
            raise Invalid("Every SKU belongs to one family.")
        if not 0 <= self.frozen_months <= len(self.months):
            raise Invalid("{frozen} months cannot be frozen in a plan of {months}.", **self._lengths())
        for names in (self.skus, self.regions, self.plants, self.groups, [r.name for r in self.resources]):
            check_unique(names)
        unknown = {r.group for r in self.resources} - {*self.groups, ""}
        if unknown:
            raise Invalid("The staff group {group} is not among the groups of the plan.", group=min(unknown))

    def _lengths(self) -> dict[str, int]:
        return {"frozen": self.frozen_months, "months": len(self.months)}

    def _set_defaults(self) -> None:
        """Give what was left out the figures that change nothing."""
        given = {
            "route_lead_months": np.zeros(len(self.route_sku)),
            "receipts_units": np.zeros((len(self.skus), len(self.months))),
            "priority": np.ones(len(self.skus)),
            "error_units": np.zeros(len(self.skus)),
        }
        for name, values in given.items():
            if not np.size(getattr(self, name)):
                object.__setattr__(self, name, values)

    def _names(self) -> dict[str, Sequence[str]]:
        return {
            "i": self.skus, "s": self.regions, "t": self.months, "r": [r.name for r in self.resources],
            "g": self.groups, "k": _Called(self, np.arange(len(self.route_sku))), "n": _Called(self, self.use_route),
            "f": self.months[: self.frozen_months],
        }  # fmt: skip

    def _check_links(self) -> None:
        check_positions(self.route_sku, len(self.skus))
        check_positions(self.route_plant, len(self.plants))
        check_positions(self.use_route, len(self.route_sku))
        check_positions(self.use_resource, len(self.resources))
        if len(self.route_plant) != len(self.route_sku) or len(self.use_resource) != len(self.use_route):
            raise Invalid("A routing names a SKU, a plant, a resource and its hours; one of them is missing.")
        if self.made_to_order.shape != (len(self.skus),):
            raise Invalid("Every SKU is made to stock or made to order.")
        booked = np.flatnonzero((self.order_book_units > 0).any(axis=1) & ~self.made_to_order)
        if booked.size:
            raise Invalid(
                "{sku} is made to stock; only what is made to order has an order book.", sku=self.skus[booked[0]]
            )
        routes = set(zip(self.route_sku.tolist(), self.route_plant.tolist(), strict=True))
        if len(routes) < len(self.route_sku):
            raise Invalid("A SKU has one routing in each plant; one stands here twice.")
        check_shape(self.route_lead_months, self.route_sku.shape, N_("lead time"))
        check_numbers(self.route_lead_months, N_("lead time"), _Called(self, np.arange(len(self.route_sku))))


class _Called(Sequence[str]):
    """Names of routes, put together only when an error asks for one."""

    def __init__(self, problem: SupplyProblem, routes: IntArray) -> None:
        self._problem, self._routes = problem, routes

    def __len__(self) -> int:
        return len(self._routes)

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[str]: ...
    def __getitem__(self, place: int | slice) -> str | Sequence[str]:
        if isinstance(place, slice):
            return _Called(self._problem, self._routes[place])
        return self._problem.route_name(int(self._routes[place]))
