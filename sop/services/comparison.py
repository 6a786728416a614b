"""Scenarios side by side: the base and up to four others, their figures, and which is best where more or less is better."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from sop.domain.measures import Kpis, kpis
from sop.domain.meeting import Cycle
from sop.domain.scenario import Scenario
from sop.language import N_, Term
from sop.services.inputs import Inputs
from sop.services.what_if import Outcome, outcome
from sop.services.workspace import Workspace
from sop.storage import scenarios

MOST_COMPARED = 4  # beside the base


class Counted(StrEnum):
    """In what a figure is counted."""

    MONEY = "money"
    SHARE = "share"
    HOURS = "hours"


@dataclass(frozen=True, slots=True)
class Figure:
    """A row of the comparison: the field of `Kpis`, its unit, and whether more (1), less (-1) or neither (0) is better."""

    field: str
    word: Term
    counted: Counted
    better: int


FIGURES = (
    Figure("revenue_money", N_("Revenue"), Counted.MONEY, 1),
    Figure("margin_money", N_("Margin"), Counted.MONEY, 1),
    Figure("fill_rate", N_("Fill rate"), Counted.SHARE, 1),
    Figure("stock_value_money", N_("Stock value"), Counted.MONEY, -1),
    Figure("utilisation", N_("Utilisation"), Counted.SHARE, 0),
    Figure("overtime_h", N_("Overtime"), Counted.HOURS, -1),
    Figure("production_money", N_("Cost of production"), Counted.MONEY, 0),  # selling less is no saving
    Figure("purchase_money", N_("Cost of purchases"), Counted.MONEY, 0),
    Figure("overtime_money", N_("Cost of overtime"), Counted.MONEY, -1),
    Figure("holding_money", N_("Cost of holding stock"), Counted.MONEY, -1),
)


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """One scenario with its plan and figures."""

    outcome: Outcome
    kpis: Kpis

    @property
    def scenario(self) -> Scenario:
        return self.outcome.scenario


@dataclass(frozen=True, slots=True, eq=False)
class Comparison:
    """The base first, then the chosen scenarios in the order in which they were made; and all that could be chosen."""

    inputs: Inputs
    listed: tuple[Scenario, ...]  # without the base
    columns: tuple[Column, ...]

    def value(self, figure: Figure, column: int) -> float:
        return float(getattr(self.columns[column].kpis, figure.field))

    def difference(self, figure: Figure, column: int) -> float:
        """Return the value less that of the base, 0 where it differs by rounding only; NaN where one is not known."""
        value, base = self.value(figure, column), self.value(figure, 0)
        return 0.0 if _same(value, base) else value - base

    def best(self, figure: Figure) -> frozenset[int]:
        """Return the columns with the best value; none where neither way is better or where all are the same."""
        values = [figure.better * self.value(figure, k) for k in range(len(self.columns))]
        known = [value for value in values if np.isfinite(value)]
        if not figure.better or not known or _same(max(known), min(known)):
            return frozenset()
        return frozenset(k for k, value in enumerate(values) if _same(value, max(known)))


def _same(one: float, other: float) -> bool:
    return abs(one - other) <= 1e-6 * max(abs(one), abs(other), 1.0)


def compare(workspace: Workspace, cycle: Cycle, wanted: Collection[str] | None) -> Comparison:
    """Plan the base and the wanted scenarios, the first ones where none were chosen yet; four at most."""
    with workspace.store.read() as tx:
        listed = scenarios.of_cycle(tx, cycle.id)
        inputs = workspace.inputs.of_cycle(tx, cycle)
    base = next(scenario for scenario in listed if scenario.is_base)
    others = tuple(scenario for scenario in listed if not scenario.is_base)
    chosen = [scenario for scenario in others if wanted is None or scenario.id in wanted]
    planned = [outcome(workspace, inputs, scenario) for scenario in (base, *chosen[:MOST_COMPARED])]
    return Comparison(inputs, others, tuple(Column(each, inputs.company.known(kpis(each.plan))) for each in planned))
