"""What looks odd in a delivery beside the others: each is said once, and none of it keeps the file out but what is asked."""

from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np
import pandas as pd

from sop.domain.calendar import Month
from sop.domain.errors import Question
from sop.intake.doubts import VALUE_ABSENT
from sop.services.beside import Beside
from sop.services.jumps import jumps
from sop.services.references import Comparison
from sop.services.sums import sums_of

NEGATIVE, AS_ZERO, AS_WRITTEN = "negative_stock", "as_zero", "as_written"
SCALE = 4.0  # times: a year's budget or forecast that is so far from the year behind is in other units
YEAR = 12
RECENT = 12  # months of sales whose price is compared with the cost
MADE = "make"
CENT = 0.005


def note_doubts(beside: Beside, compared: Comparison) -> None:
    """Note what looks odd in the rows of a kind, and ask what gives two totals."""
    if len(compared.rows):
        for look in _LOOKS.get(compared.kind.name, ()):
            look(beside, compared)


def _negative_stock(_beside: Beside, compared: Comparison) -> None:
    """Ask what stock below zero means: nothing there, or owed to the books."""
    below = compared.rows["quantity"] < 0
    if not below.any():
        return
    choice = compared.answers.get(NEGATIVE)
    for row, line in compared.rows[below].iterrows():
        compared.notes.add(
            NEGATIVE,
            message="Stock below zero: more was booked out than in.",
            remedy="Have it counted and the books set right.",
            row=int(str(row)),
            column="quantity",
            value=f"{line['sku']}: {line['quantity']:g}",
        )
    at_zero = compared.rows.assign(quantity=compared.rows["quantity"].clip(lower=0.0))
    if choice == AS_ZERO:
        compared.rows = at_zero
    elif choice != AS_WRITTEN:
        compared.ask(
            Question(
                NEGATIVE,
                message="Rows with stock below zero: {rows}. Count them as nothing, or as written?",
                choices=(AS_ZERO, AS_WRITTEN),
                values={"rows": int(below.sum())},
                gives={AS_ZERO: sums_of(at_zero), AS_WRITTEN: sums_of(compared.rows)},
            )
        )


def _months(beside: Beside, compared: Comparison) -> None:
    """Note months of a history that run or lie ahead: they are not whole."""
    if beside.cycle is None:
        return
    running = str(beside.cycle.current)
    told = {each.value for each in compared.notes.found if each.code == "partial_month"}
    first = compared.rows["month"].drop_duplicates()
    for row, month in first[first >= running].items():
        if month == running and month not in told:
            compared.notes.add(
                "month_running",
                message="This month still runs: it is not whole.",
                remedy="It is left out of the forecast; load it again when it is closed.",
                row=int(str(row)),
                column="month",
                value=str(month),
            )
        elif month > running:
            compared.notes.add(
                "month_ahead",
                message="This month lies ahead: nothing can have happened in it yet.",
                remedy="Check the year; it is left out until the month is closed.",
                row=int(str(row)),
                column="month",
                value=str(month),
            )


def _jumps(_beside: Beside, compared: Comparison) -> None:
    found = jumps(compared.rows[["sku", "month", "quantity"]])
    keys = pd.MultiIndex.from_frame(compared.rows[["sku", "month"]]) if found else None
    for jump in found:
        assert keys is not None
        place = int(np.flatnonzero(keys == (jump.series, jump.month))[0])
        compared.notes.add(
            "jump",
            message="{sku}, {month}: {quantity}, where about {expected} was to be expected.",
            remedy="Check the unit and the decimal mark; leave it if it happened.",
            row=int(compared.rows.index[place]),
            column="quantity",
            value=f"{jump.quantity:g}",
            sku=jump.series,
            month=Month(jump.month),
            quantity=jump.quantity,
            expected=round(jump.expected, 1),
        )


def _note_below_cost(compared: Comparison, price: pd.Series, cost: pd.Series, column: str) -> None:
    """Note SKUs whose price (by SKU) lies below what a unit costs."""
    both = pd.DataFrame({"price": price, "cost": cost}).dropna()
    odd = both[(both["price"] > 0) & (both["price"] < both["cost"] - CENT)]
    prices, costs = odd["price"].to_dict(), odd["cost"].to_dict()
    for sku, row in compared.first_rows("sku", tuple(odd.index)).items():
        compared.notes.add(
            "below_cost",
            message="{sku} sells at {price} and costs {cost}: below cost.",
            remedy="Check price and cost; leave it if it is meant.",
            row=row,
            column=column,
            value=sku,
            sku=sku,
            price=round(prices[sku], 4),
            cost=round(costs[sku], 4),
        )


def _prices(beside: Beside, compared: Comparison) -> None:
    _note_below_cost(compared, compared.rows.groupby("sku")["price"].min(), _cost(beside.rows("costs")), "price")


def _costs(beside: Beside, compared: Comparison) -> None:
    price = beside.rows("prices").groupby("sku")["price"].min()
    _note_below_cost(compared, price, _cost(compared.rows), "unit_cost")


def _unvalued(beside: Beside, compared: Comparison) -> None:
    """Say that sales in units alone are valued at the prices that are loaded, where there are any."""
    if beside.has("prices"):
        compared.notes.found = [
            replace(
                note,
                message="The file has no values: it is read as units only. Where money is needed, the prices that are loaded are"
                " taken.",
                remedy="Choose its column of values if it counts what customers paid.",
            )
            if note.code == VALUE_ABSENT
            else note
            for note in compared.notes.found
        ]


def _paid(beside: Beside, compared: Comparison) -> None:
    """Note SKUs for which customers paid less than they cost, over their last months."""
    rows = compared.rows
    recent = rows[rows["month"] > str(pd.Period(rows["month"].max(), "M") - RECENT)]
    total = recent[recent["quantity"] > 0].groupby("sku")[["quantity", "revenue"]].sum()
    _note_below_cost(compared, total["revenue"] / total["quantity"], _cost(beside.rows("costs")), "revenue")


def _cost(costs: pd.DataFrame) -> pd.Series:
    return costs[costs["unit_cost"] > 0].groupby("sku")["unit_cost"].min()


def _sold_unmade(beside: Beside, compared: Comparison) -> None:
    """Note SKUs that are made, have no routing and cannot be bought: the plan cannot make them."""
    if beside.has("routings"):
        _note_unmade(beside, compared, frozenset(compared.rows["sku"]), beside.names("routings", "sku"))


def _routed(beside: Beside, compared: Comparison) -> None:
    sold = beside.names("sales_history", "sku")
    _note_unmade(beside, compared, sold, frozenset(compared.rows["sku"]))


def _note_unmade(beside: Beside, compared: Comparison, sold: frozenset[str], routed: frozenset[str]) -> None:
    items, costs = beside.rows("items"), beside.rows("costs")
    bought = frozenset(costs.loc[costs["plant"] == "", "sku"])
    made = items.loc[items["make_or_buy"] == MADE, "sku"]
    rows = compared.first_rows("sku", tuple(sold))
    for sku in made[made.isin(list(sold - routed - bought))]:
        compared.notes.add(
            "no_routing",
            message="{sku} is sold and made, but no routing says how.",
            remedy="Add its routing, or write that it is bought.",
            row=rows.get(sku),
            column="sku",
            value=sku,
            sku=sku,
        )


def _budget(beside: Beside, compared: Comparison) -> None:
    """Note a budget that is another order of magnitude than what was sold in the last twelve months."""
    sold = _last_year(beside)
    for column, total in (("quantity", sold[0]), ("revenue", sold[1])):
        _note_scale(compared, column, compared.rows.groupby("month")[column].sum(), total / YEAR)


def _forecast(beside: Beside, compared: Comparison) -> None:
    by_source = compared.rows.groupby(["source", "month"])["quantity"].sum().groupby("month").mean()
    _note_scale(compared, "quantity", by_source, _last_year(beside)[0] / YEAR)


def _last_year(beside: Beside) -> tuple[float, float]:
    """Return units and revenue of the last twelve months that were sold."""
    return beside.sold_in_last(YEAR)


def _note_scale(compared: Comparison, column: str, by_month: pd.Series, usual: float) -> None:
    span = pd.PeriodIndex(by_month.index, freq="M").astype("int64")
    stated = float(by_month.sum()) / (span.max() - span.min() + 1)
    if stated <= 0 or usual <= 0 or 1 / SCALE < stated / usual < SCALE:
        return
    compared.notes.add(
        "scale",
        message="A month comes to {stated} on average, where {usual} was sold in a month of the year behind.",
        remedy="Check the unit: pieces or cartons, lei or thousands of lei.",
        column=column,
        stated=round(stated, 2),
        usual=round(usual, 2),
    )


def _units_changed(beside: Beside, compared: Comparison) -> None:
    """Note SKUs whose unit is another than before: their quantities mean something else."""
    before = beside.rows("items").set_index("sku")["unit"]
    both = pd.DataFrame({"before": before, "now": compared.rows.set_index("sku")["unit"]}).dropna()
    changed = both[both["before"] != both["now"]]
    units = {sku: (str(was), str(now)) for sku, was, now in changed.itertuples(name=None)}
    for sku, row in compared.first_rows("sku", tuple(units)).items():
        was, now = units[sku]
        compared.notes.add(
            "unit_changed",
            message="{sku} was counted in {before} and is in {now} now.",
            remedy="Load its sales, stock and prices again in the new unit.",
            row=row,
            column="unit",
            value=now,
            sku=sku,
            before=was,
            now=now,
        )


Look = Callable[[Beside, Comparison], None]
_LOOKS: Mapping[str, tuple[Look, ...]] = {
    "items": (_units_changed,),
    "sales_history": (_unvalued, _months, _jumps, _paid, _sold_unmade),
    "production_history": (_months, _jumps),
    "stock_history": (_months,),
    "inventory": (_negative_stock,),
    "prices": (_prices,),
    "costs": (_costs,),
    "routings": (_routed,),
    "budget": (_budget,),
    "forecasts": (_forecast, _sold_unmade),
    "open_orders": (_sold_unmade,),
}
