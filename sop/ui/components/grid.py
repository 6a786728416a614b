"""The S&OP grid of a family: demand, sales, production, purchases, stock, backlog and lost sales, with their money."""

from dataclasses import dataclass, replace

import numpy as np

from sop.domain.measures import GridRow, by_month, grid
from sop.domain.supply import FloatArray, SupplyPlan
from sop.language import N_, _, compact, currency_name, number
from sop.services.frames import WHOLE
from sop.ui.components.monthly import draw_monthly

WORDS = {
    "demand": N_("Demand"),
    "sales": N_("Sales (shipped)"),
    "production": N_("Production"),
    "purchased": N_("Purchases"),
    "stock": N_("Closing stock"),
    "safety_stock": N_("Safety stock"),
    "backlog": N_("Backlog, order book included"),
    "lost": N_("Lost sales"),
}
WITH_MONEY = frozenset({"sales", "stock", "backlog", "lost"})
AT_PRICE = frozenset({"demand", "sales", "backlog", "lost"})


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """One line of the table: its name with the unit, its figures, whether they are money, and what they are of."""

    name: str
    figures: FloatArray
    is_money: bool
    row: str  # name of the grid's row, or "margin"


def lines_of(
    plan: SupplyPlan, family: str, unit: str, currency: str, unknown: frozenset[str] = frozenset()
) -> tuple[Line, ...]:
    """Return the lines of a family in its unit, followed by those in money; for all families money alone.

    `unknown` are the rows whose price or cost nobody delivered: their money is NaN.
    """
    rows = grid(plan, family)
    cash = [Line(_named(row, _valued(row, currency)), row.money, True, row.name) for row in rows if _worth(row, family)]
    if family == WHOLE:
        cash.append(Line(f"{_('Margin')}, {currency_name(currency)}", by_month(plan).margin_money, True, "margin"))
    told = [_without(line) if line.row in unknown else line for line in cash]
    units = [Line(_named(row, unit), row.units, False, row.name) for row in rows if family != WHOLE and _told(row)]
    return (*units, *told)


def _without(line: Line) -> Line:
    """Return a line without its figures, which are not known."""
    return replace(line, figures=np.full(len(line.figures), np.nan))


def _named(row: GridRow, unit: str) -> str:
    return f"{_(WORDS[row.name])}, {unit}"


def _valued(row: GridRow, currency: str) -> str:
    """Return the unit of a row's money: sums at price and sums at cost are not to be compared."""
    basis = _("{currency} at price") if row.name in AT_PRICE else _("{currency} at cost")
    return basis.format(currency=currency_name(currency))


def _told(row: GridRow) -> bool:
    """Return whether a row has something to tell: purchases, backlog and lost sales of none are left out."""
    return row.name not in {"purchased", "backlog", "lost"} or bool((row.units > 1e-6).any())


def _worth(row: GridRow, family: str) -> bool:
    return _told(row) and (family == WHOLE or row.name in WITH_MONEY)


def draw_grid(plan: SupplyPlan, family: str, unit: str, currency: str, unknown: frozenset[str] = frozenset()) -> None:
    """Draw the grid as a table, months across; frozen months say so, money that nobody delivered is "-"."""
    lines = lines_of(plan, family, unit, currency, unknown)
    draw_monthly({line.name: [_figure(line, t) for t in range(len(plan.months))] for line in lines}, plan, "grid")


def _figure(line: Line, t: int) -> str:
    value = float(line.figures[t])
    return compact(value) if line.is_money else number(value)
