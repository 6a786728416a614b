"""Parts of a problem that a company may or may not have; one that is not there costs the program no row and no column.

Every part is a frozen value: names, vectors that levers move, and structure, which makes another model when it changes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import numpy.typing as npt

from sop.domain.errors import Invalid
from sop.domain.supply import FloatArray
from sop.language import N_
from sop.planning.axes import IntArray, check_numbers, check_positions, check_shape, own_arrays

Axes = Mapping[str, tuple[str, str]]
Names = Mapping[str, Sequence[str]]
_OPEN_ENDED = frozenset({"limit_units", "hurried_limit_units", "hire_limit", "layoff_limit", "most_units", "limit_m3"})


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """What the parts have in common: arrays of their own, checked against the names of the problem."""

    AXES: ClassVar[Axes] = {}
    STRUCTURE: ClassVar[tuple[str, ...]] = ()

    def __post_init__(self) -> None:
        own_arrays(self, tuple(self.AXES), self.STRUCTURE)

    @property
    def texts(self) -> tuple[tuple[str, ...], ...]:
        """Return the names that are part of the structure."""
        return ()

    def check(self, names: Names) -> None:
        """Raise Invalid where an array is not what its axes say."""
        lengths = {axis: len(each) for axis, each in names.items()}
        for name, (axes, called) in self.AXES.items():
            values = getattr(self, name)
            check_shape(values, tuple(lengths[axis] for axis in axes), called)
            check_numbers(values, called, names[axes[0]] if axes[0] != "t" else (), endless=name in _OPEN_ENDED)


def structure_of(part: Part | None) -> tuple[list[list[str]], list[npt.NDArray[Any]]]:
    """Return the names of a part and the arrays whose change makes another model; nothing where it is not there."""
    if part is None:
        return [], []
    return [list(texts) for texts in part.texts], [getattr(part, name) for name in part.STRUCTURE]


def vectors_of_part(part: Part | None) -> list[npt.NDArray[Any]]:
    """Return the arrays of a part that levers move."""
    return [] if part is None else [getattr(part, name) for name in part.AXES if name not in part.STRUCTURE]


@dataclass(frozen=True, slots=True, eq=False)
class Materials(Part):
    """Materials m bought from sources q (a material at a supplier), used by routes n times per unit, bills rolled up.

    A limit may be infinite. `limit_units` is what can be ordered in time at the standard price, 0 in the months that an
    order placed now does not reach any more; `hurried_limit_units` what can be had at a premium.
    """

    AXES: ClassVar[Axes] = {
        "opening_units": ("m", N_("stock of material")),
        "receipts_units": ("mt", N_("material on order")),
        "holding_cost_money": ("m", N_("holding cost of material")),
        "price_money": ("qt", N_("price of material")),
        "premium_money": ("qt", N_("premium for hurried material")),
        "limit_units": ("qt", N_("limit of the supplier")),
        "hurried_limit_units": ("qt", N_("limit of hurried material")),
        "least_order_units": ("q", N_("smallest order")),
        "use_units": ("u", N_("use of material")),
    }
    STRUCTURE: ClassVar[tuple[str, ...]] = ("source_material", "use_route", "use_material", "use_units")

    names: tuple[str, ...]
    suppliers: tuple[str, ...]  # per source
    opening_units: FloatArray  # (m,)
    receipts_units: FloatArray  # (m, t), confirmed
    holding_cost_money: FloatArray  # (m,), per unit and month
    price_money: FloatArray  # (q, t)
    premium_money: FloatArray  # (q, t), on top of the price
    limit_units: FloatArray  # (q, t)
    hurried_limit_units: FloatArray  # (q, t)
    least_order_units: FloatArray  # (q,), kept when a plan is finalised
    source_material: IntArray  # (q,)
    use_route: IntArray  # (u,): one unit of this route ...
    use_material: IntArray  # (u,): ... takes of this material ...
    use_units: FloatArray  # (u,): ... so much

    @property
    def texts(self) -> tuple[tuple[str, ...], ...]:
        return self.names, self.suppliers

    @property
    def source_names(self) -> tuple[str, ...]:
        """Return each source by material and supplier."""
        return tuple(f"{self.names[m]} from {self.suppliers[q]}" for q, m in enumerate(self.source_material))

    @property
    def value_money(self) -> FloatArray:
        """Return what a unit of each material in stock is worth, (m,): the mean price at its cheapest source."""
        mean = self.price_money.mean(axis=1) if self.price_money.size else np.zeros(len(self.suppliers))
        value = np.full(len(self.names), np.inf)
        np.minimum.at(value, self.source_material, mean)
        return np.where(np.isfinite(value), value, 0.0)

    def check(self, names: Names) -> None:
        """Raise Invalid where arrays and names do not fit each other."""
        if len(self.source_material) != len(self.suppliers):
            raise Invalid("Every source of a material has one supplier.")
        check_positions(self.source_material, len(self.names))
        check_positions(self.use_material, len(self.names))
        check_positions(self.use_route, len(names["k"]))
        if not len(self.use_route) == len(self.use_material) == len(self.use_units):
            raise Invalid("A bill of material names a routing, a material and how much of it; one of them is missing.")
        own = {"m": self.names, "q": self.suppliers, "u": [self.names[m] for m in self.use_material]}
        Part.check(self, {**names, **own})


@dataclass(frozen=True, slots=True, eq=False)
class Storage(Part):
    """One warehouse: what a unit takes, how much it holds, how much can be rented on top and at what price."""

    AXES: ClassVar[Axes] = {
        "volume_m3": ("i", N_("volume")),
        "limit_m3": ("t", N_("room in the warehouse")),
        "rent_limit_m3": ("t", N_("room to rent")),
        "rent_cost_money": ("t", N_("rent")),
    }
    STRUCTURE: ClassVar[tuple[str, ...]] = ("volume_m3",)

    volume_m3: FloatArray  # (i,)
    limit_m3: FloatArray  # (t,)
    rent_limit_m3: FloatArray  # (t,)
    rent_cost_money: FloatArray  # (t,), per m3 and month


@dataclass(frozen=True, slots=True, eq=False)
class StockLimit(Part):
    """The most that may lie in stock of a SKU, by shelf life or cover; infinite where nothing says so."""

    AXES: ClassVar[Axes] = {"most_units": ("it", N_("stock limit"))}

    most_units: FloatArray  # (i, t)


@dataclass(frozen=True, slots=True, eq=False)
class Workforce(Part):
    """Workers whom a plan may hire or lay off beside those that the regular hours already count."""

    AXES: ClassVar[Axes] = {
        "planned_workers": ("gt", N_("planned workers")),
        "hours_per_worker_h": ("gt", N_("hours per worker")),
        "worker_cost_money": ("g", N_("cost of a worker")),
        "hire_cost_money": ("g", N_("cost of hiring")),
        "layoff_cost_money": ("g", N_("cost of a lay-off")),
        "hire_limit": ("gt", N_("limit of hiring")),
        "layoff_limit": ("gt", N_("limit of lay-offs")),
    }
    STRUCTURE: ClassVar[tuple[str, ...]] = ("hours_per_worker_h",)

    planned_workers: FloatArray  # (g, t), those behind the regular hours
    hours_per_worker_h: FloatArray  # (g, t)
    worker_cost_money: FloatArray  # (g,), a month, on top of what unit costs already hold
    hire_cost_money: FloatArray  # (g,)
    layoff_cost_money: FloatArray  # (g,)
    hire_limit: FloatArray  # (g, t)
    layoff_limit: FloatArray  # (g, t)


@dataclass(frozen=True, slots=True, eq=False)
class Subcontracting(Part):
    """Units that somebody else makes, beside those bought ready."""

    AXES: ClassVar[Axes] = {
        "cost_money": ("i", N_("subcontract cost")),
        "limit_units": ("it", N_("subcontract limit")),
    }

    cost_money: FloatArray  # (i,)
    limit_units: FloatArray  # (i, t)


@dataclass(frozen=True, slots=True, eq=False)
class ExtraShift(Part):
    """A further shift of a staff group: more hours of its labour and of the lines that it runs, at a price of its own."""

    AXES: ClassVar[Axes] = {
        "allowed_h": ("gt", N_("extra shift")),
        "cost_money": ("g", N_("cost of the extra shift")),
    }

    allowed_h: FloatArray  # (g, t)
    cost_money: FloatArray  # (g,), per hour


@dataclass(frozen=True, slots=True, eq=False)
class Lots(Part):
    """In what lots a SKU is made: nothing or so much at least, in whole multiples; kept when a plan is finalised."""

    AXES: ClassVar[Axes] = {
        "least_units": ("i", N_("minimum lot")),
        "multiple_units": ("i", N_("lot multiple")),
    }

    least_units: FloatArray  # (i,), 0: any quantity
    multiple_units: FloatArray  # (i,), 0: any quantity


COMMITTED, STRATEGIC, FORECAST = "committed", "strategic", "forecast"
CLASSES = (COMMITTED, STRATEGIC, FORECAST)  # in the order in which they are served


@dataclass(frozen=True, slots=True, eq=False)
class DemandClasses(Part):
    """How demand divides into committed orders, strategic customers and the rest, served in this order."""

    AXES: ClassVar[Axes] = {
        "committed_units": ("it", N_("committed orders")),
        "strategic_share": ("is", N_("share of strategic customers")),
    }

    committed_units: FloatArray  # (i, t), part of demand
    strategic_share: FloatArray  # (i, s), of what is not committed, 0 to 1

    @property
    def texts(self) -> tuple[tuple[str, ...], ...]:
        return (CLASSES,)

    def check(self, names: Names) -> None:
        """Raise Invalid where an array is not what its axes say."""
        Part.check(self, names)
        if self.strategic_share.size and self.strategic_share.max() > 1:
            raise Invalid("Strategic customers take at most the whole demand of a SKU and region.")

    def units(self, demand: FloatArray) -> FloatArray:
        """Return demand by class, (c, i, t), from demand by region, (i, s, t)."""
        total = demand.sum(axis=1)
        committed = np.minimum(self.committed_units, total)
        open_share = 1.0 - np.divide(committed, total, out=np.zeros_like(total), where=total > 0)
        strategic = (demand * self.strategic_share[:, :, None]).sum(axis=1) * open_share
        forecast = np.maximum(total - committed - strategic, 0.0)
        return np.stack([committed, strategic, forecast])
