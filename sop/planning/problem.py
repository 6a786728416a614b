"""What the balance is solved from: frozen arrays, validated at birth, and nothing that a screen knows."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
import numpy.typing as npt

from sop.domain.calendar import Month
from sop.domain.errors import Invalid
from sop.domain.supply import FloatArray, ResourceAxis
from sop.language import N_

IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]

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
    "use_h": ("n", N_("routing hours")),
}
_STRUCTURE = ("route_sku", "route_plant", "use_route", "use_resource", "use_h", "made_to_order")


@dataclass(frozen=True, slots=True, eq=False)
class SupplyProblem:
    """SKUs i, regions s, plants p, routes k = (i, p), resources r, staff groups g, months t.

    A SKU may have no route and no purchase: then only its stock can serve it. Arrays are made read-only copies.
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

    def __post_init__(self) -> None:
        self._check_axes()
        self._own_arrays()
        for name, (axes, called) in _AXES.items():
            self._check_values(name, axes, called)
        self._check_links()

    @property
    def structure_digest(self) -> str:
        """Return 24 hexadecimal digits over names and structure: equal ones share a model."""
        names = [list(map(str, part)) for part in (self.skus, self.families, self.regions, self.plants, self.groups)]
        resources = [(r.name, r.plant, r.kind, r.group) for r in self.resources]
        text = json.dumps([names, resources, list(map(str, self.months)), self.frozen_months])
        return _digest(text, [getattr(self, name) for name in _STRUCTURE])

    @property
    def vector_digest(self) -> str:
        """Return 24 hexadecimal digits over everything that a lever may change."""
        return _digest("", [getattr(self, name) for name in _AXES if name not in _STRUCTURE])

    @property
    def month_demand_units(self) -> FloatArray:
        """Return demand over all regions, (i, t)."""
        total: FloatArray = self.demand_units.sum(axis=1)
        return total

    @property
    def month_price_money(self) -> FloatArray:
        """Return the price by SKU and month, (i, t): mean over regions weighted by demand, plain where there is none."""
        demand = self.month_demand_units
        weighted = (self.price_money * self.demand_units).sum(axis=1)
        plain = self.price_money.mean(axis=1)
        price: FloatArray = np.divide(weighted, demand, out=plain, where=demand > 0)
        return price

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
            _check_unique(names)
        unknown = {r.group for r in self.resources} - {*self.groups, ""}
        if unknown:
            raise Invalid("The staff group {group} is not among the groups of the plan.", group=min(unknown))

    def _lengths(self) -> dict[str, int]:
        return {"frozen": self.frozen_months, "months": len(self.months)}

    def _own_arrays(self) -> None:
        """Replace every array by a read-only one that nobody else can write to."""
        for field in fields(self):
            value = getattr(self, field.name)
            if field.name in _AXES:
                object.__setattr__(self, field.name, _owned(value, np.float64))
            elif field.name in _STRUCTURE:
                object.__setattr__(
                    self, field.name, _owned(value, np.bool_ if field.name == "made_to_order" else np.int64)
                )

    def _check_values(self, name: str, axes: str, called: str) -> None:
        values = getattr(self, name)
        length = {
            "i": len(self.skus), "s": len(self.regions), "t": len(self.months), "r": len(self.resources),
            "g": len(self.groups), "k": len(self.route_sku), "n": len(self.use_route), "f": self.frozen_months,
        }  # fmt: skip
        shape = tuple(length[axis] for axis in axes)
        if values.shape != shape:
            raise Invalid(
                "The {array} comes as {given}, not as {wanted}.",
                array=called,
                given=str(values.shape),
                wanted=str(shape),
            )
        if values.size and not 0 <= values.min() <= values.max() < np.inf:  # false for NaN as well
            row = int(np.argwhere(~((values >= 0) & (values < np.inf)))[0][0])
            raise Invalid(
                "The {array} of {name} must be a number that is not negative.",
                array=called,
                name=self._name_of(axes[0], row),
            )

    def _name_of(self, axis: str, row: int) -> str:
        if axis == "n":
            axis, row = "k", int(self.use_route[row])
        if axis == "k":
            return f"{self.skus[self.route_sku[row]]} ({self.plants[self.route_plant[row]]})"
        names: dict[str, Sequence[str]] = {"i": self.skus, "g": self.groups, "r": [r.name for r in self.resources]}
        return names[axis][row]

    def _check_links(self) -> None:
        _check_positions(self.route_sku, len(self.skus))
        _check_positions(self.route_plant, len(self.plants))
        _check_positions(self.use_route, len(self.route_sku))
        _check_positions(self.use_resource, len(self.resources))
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


def _check_unique(names: Sequence[str]) -> None:
    if len(set(names)) < len(names):
        twice = next(name for name in names if list(names).count(name) > 1)
        raise Invalid("{name} stands twice among the names of the plan.", name=twice)


def _check_positions(positions: IntArray, length: int) -> None:
    if positions.ndim != 1 or (positions.size and not 0 <= positions.min() <= positions.max() < length):
        raise Invalid("A routing names a SKU, plant or resource that is not in the plan.")


def _owned(values: npt.ArrayLike, kind: Any) -> npt.NDArray[Any]:
    array = np.asarray(values, dtype=kind)
    if array.flags.writeable or array.base is not None or not array.flags.c_contiguous:
        array = np.array(array, dtype=kind, order="C")
        array.flags.writeable = False
    return array


def _digest(text: str, arrays: Sequence[npt.NDArray[Any]]) -> str:
    digest = hashlib.sha256(text.encode())
    for array in arrays:
        digest.update(str(array.shape).encode())
        digest.update(array.tobytes())
    return digest.hexdigest()[:24]
