"""What stands beside a file that comes in: the deliveries of the other kinds, each read at most once and only if asked for."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from sop.domain.loads import Load
from sop.domain.meeting import Cycle
from sop.intake.conversion import Tables
from sop.storage import actuals, cycles, loads
from sop.storage.engine import Connection

NOT_DELIVERED = ""  # no load has this id: its rows are none, in the columns and types of the kind
Standing = tuple[tuple[str, str], ...]  # (kind, load id), sorted


@dataclass(slots=True, eq=False)
class Beside:
    """The loads that stand in one transaction, and the latest cycle."""

    tx: Connection
    loads: Mapping[str, Load]
    cycle: Cycle | None
    _rows: dict[str, pd.DataFrame] = field(default_factory=dict)
    _names: dict[tuple[str, str], frozenset[str]] = field(default_factory=dict)

    @property
    def standing(self) -> Standing:
        """Return the loads by which everything here is said."""
        return tuple(sorted((kind, load.id) for kind, load in self.loads.items()))

    def has(self, kind: str) -> bool:
        return kind in self.loads

    def rows(self, kind: str) -> pd.DataFrame:
        """Return the rows of a kind, none where it was not delivered."""
        if kind not in self._rows:
            load = self.loads.get(kind)
            self._rows[kind] = loads.rows(self.tx, kind, load.id if load else NOT_DELIVERED)
        return self._rows[kind]

    def names(self, kind: str, column: str) -> frozenset[str]:
        """Return what stands in a column of a kind, each once; read without its rows, which may be many."""
        if (kind, column) not in self._names:
            load = self.loads.get(kind)
            found = loads.distinct_values(self.tx, kind, load.id, column) if load else frozenset()
            self._names[kind, column] = found
        return self._names[kind, column]

    def sold_in_last(self, months: int) -> tuple[float, float]:
        """Return units and revenue of the last so many months that were sold and are closed, 0 where nothing was."""
        load = self.loads.get("sales_history")
        closed = self.cycle.last_closed if self.cycle else None
        return actuals.sold_in_last(self.tx, load.id, months, closed) if load else (0.0, 0.0)


def stand_beside(tx: Connection) -> Beside:
    """Return what stands now."""
    return Beside(tx, loads.current(tx), cycles.latest(tx))


def conversion_tables(beside: Beside) -> Tables:
    """Return the company's tables: factors by SKU and unit, rates by month, into base units and the cycle's currency."""
    items, factors, rates = (beside.rows(kind) for kind in ("items", "unit_conversions", "currency_rates"))
    usable, stated = factors[factors["factor"] > 0], rates[rates["rate"] > 0]
    return Tables(
        currency=beside.cycle.currency if beside.cycle else "",
        base_unit=dict(zip(items["sku"], items["unit"], strict=True)),
        factors=dict(zip(zip(usable["sku"], usable["unit"], strict=True), usable["factor"], strict=True)),
        rates=dict(zip(zip(stated["month"], stated["currency"].str.upper(), strict=True), stated["rate"], strict=True)),
    )
