"""The difference of a delivery to the load of its kind before it: of a file before it is stored, of loads at any time."""

import numpy as np
import numpy.typing as npt
import pandas as pd

from sop.domain.differences import Difference, RowChange, Shift
from sop.domain.errors import Invalid
from sop.domain.kinds import Holds, Kind, kind
from sop.domain.loads import Load
from sop.domain.supply import FloatArray
from sop.language import _, month, number, signed
from sop.services.beside import Beside, stand_beside
from sop.services.incoming import Delivery
from sop.services.sums import QUANTITIES, VALUES
from sop.storage import loads
from sop.storage.engine import Connection

SAME = 1e-9  # of the larger figure: less is how a number was written
MOST_ROWS = 200
MOST_MONTHS_SAID = 12
Places = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
_AT_COST = frozenset({"inventory", "stock_history", "production_history", "production_orders", "open_purchases"})
_AT_PRICE = frozenset({"forecasts", "open_orders"})


def difference_to(beside: Beside, delivery: Delivery) -> Difference | None:
    """Return what a delivery would change against the load of its kind that stands; None where none does."""
    before = beside.loads.get(delivery.kind.name)
    if before is None:
        return None
    return _compared(beside, delivery.kind, before, loads.rows(beside.tx, before.kind, before.id), delivery.rows)


def difference_of(tx: Connection, load_id: str) -> Difference | None:
    """Return what a stored load changed against the one that stood before it; None for the first of its kind."""
    before = loads.before(tx, loads.get(tx, load_id))
    return difference_between(tx, before.id, load_id) if before else None


def difference_between(tx: Connection, before_id: str, now_id: str) -> Difference:
    """Return what differs between two loads; Invalid where they are of different kinds."""
    before, now = loads.get(tx, before_id), loads.get(tx, now_id)
    if before.kind != now.kind:
        raise Invalid("Only loads of one kind can be compared.")
    was, is_ = (loads.rows(tx, each.kind, each.id) for each in (before, now))
    return _compared(stand_beside(tx), kind(now.kind), before, was, is_)


def sentences_of(difference: Difference) -> list[str]:
    """Return what a person reads of a difference: how many rows, and the months that moved most."""
    if difference.is_nothing:
        return [_("Nothing differs from the load of its kind before it.")]
    told = _("Against the load before it: {new} rows new, {changed} changed, {gone} gone, {same} the same.")
    counts = {name: number(getattr(difference, name)) for name in ("new", "changed", "gone", "same")}
    moved = sorted(difference.by_month(), key=lambda shift: -abs(shift.units))[:MOST_MONTHS_SAID]
    return [told.format(**counts), *(_said(shift) for shift in sorted(moved, key=lambda shift: shift.month))]


def _said(shift: Shift) -> str:
    when = month(shift.month) if shift.month else _("All months")
    told = _("{month}: {units} units ({now} now), {money} in money")
    return told.format(
        month=when, units=signed(shift.units, 2), now=number(shift.units_now, 2), money=signed(shift.money, 2)
    )


def _compared(beside: Beside, of: Kind, before: Load, was: pd.DataFrame, now: pd.DataFrame) -> Difference:
    there, here = _places(list(of.row_key), was, now)
    both = np.flatnonzero((there >= 0) & (here >= 0))
    changed = both[_differ(of, was.iloc[there[both]], now.iloc[here[both]])]
    only = np.flatnonzero((there >= 0) != (here >= 0))
    odd = np.concatenate([changed, only])
    months = [frozenset(rows["month"].dropna()) if "month" in rows else frozenset() for rows in (was, now)]
    return Difference(
        before=before,
        new=int((there < 0).sum()),
        changed=len(changed),
        gone=int((here < 0).sum()),
        same=len(both) - len(changed),
        shifts=_shifts(beside, of, was, now),
        rows=_largest(of, was, now, there[odd], here[odd]),
        months_new=tuple(sorted(months[1] - months[0])),
        months_gone=tuple(sorted(months[0] - months[1])),
    )


def _places(key: list[str], was: pd.DataFrame, now: pd.DataFrame) -> tuple[Places, Places]:
    """Return for every key its row before and its row now, -1 where it has none."""
    every = pd.concat([was[key], now[key]], ignore_index=True)
    ids = every.groupby(key, sort=False, dropna=False).ngroup().to_numpy()
    places = np.full((2, int(ids.max(initial=-1)) + 1), -1, dtype=np.int64)
    places[0, ids[: len(was)]] = np.arange(len(was))
    places[1, ids[len(was) :]] = np.arange(len(now))
    return places[0], places[1]


def _differ(of: Kind, was: pd.DataFrame, now: pd.DataFrame) -> Flags:
    """Return which rows of two frames of the same keys say something else."""
    odd = np.zeros(len(was), dtype=np.bool_)
    for column in of.columns:
        left, right = was[column.name], now[column.name]
        if column.name in of.row_key:
            continue
        if column.holds is Holds.NUMBER:
            odd |= ~np.isclose(left.to_numpy(), right.to_numpy(), rtol=SAME, atol=0.0)
        else:
            odd |= left.fillna("").astype(object).to_numpy() != right.fillna("").astype(object).to_numpy()
    return odd


# Units and money -----------------------------------------------------------------------------------------------------


def _shifts(beside: Beside, of: Kind, was: pd.DataFrame, now: pd.DataFrame) -> tuple[Shift, ...]:
    """Return units and money by month and family where they differ; none of a kind without amounts."""
    if not {*QUANTITIES, *VALUES} & set(now.columns):
        return ()
    worth = _worth(beside, of)
    sums = [_sums(beside, rows, worth) for rows in (was, now)]
    where = sums[0].index.union(sums[1].index)
    before, after = (
        each.reindex(where, fill_value=0.0).assign(**({} if _knows_money(rows, worth) else {"money": np.nan}))
        for each, rows in zip(sums, (was, now), strict=True)
    )
    figures = zip(before["units"], after["units"], before["money"], after["money"], strict=True)
    shifts = (Shift(str(when), str(family), *each) for (when, family), each in zip(where, figures, strict=True))
    return tuple(shift for shift in shifts if _moved(shift))


def _moved(shift: Shift) -> bool:
    pairs = ((shift.units_before, shift.units_now), (shift.money_before, shift.money_now))
    return any(not np.isclose(was, now, rtol=SAME, atol=0.0, equal_nan=True) for was, now in pairs)


def _knows_money(rows: pd.DataFrame, worth: pd.Series | None) -> bool:
    """Return whether rows say what they come to in money; units whose values are all nothing do not."""
    said = [name for name in VALUES if name in rows]
    if not said:
        return worth is not None
    return rows.empty or any(rows[name].any() for name in said)


def _worth(beside: Beside, of: Kind) -> pd.Series | None:
    """Return what a unit of each SKU is worth: its price where it is sold, its cost where it lies or is made."""
    if of.name in _AT_PRICE and beside.has("prices"):
        return beside.rows("prices").groupby("sku")["price"].mean()
    if of.name in _AT_COST and beside.has("costs"):
        return beside.rows("costs").groupby("sku")["unit_cost"].min()
    return None


def _sums(beside: Beside, rows: pd.DataFrame, worth: pd.Series | None) -> pd.DataFrame:
    """Return units and money by month and family; a SKU whose worth is not known adds no money."""
    units = next((rows[name] for name in QUANTITIES if name in rows), pd.Series(0.0, index=rows.index))
    money = rows["revenue"] if "revenue" in rows else _at_worth(rows, units, worth)
    keys = [rows["month"].fillna("") if "month" in rows else _nothing(rows), _families(beside, rows)]
    table = pd.DataFrame({"month": keys[0], "family": keys[1], "units": units, "money": money})
    return table.groupby(["month", "family"], sort=True)[["units", "money"]].sum()


def _at_worth(rows: pd.DataFrame, units: pd.Series, worth: pd.Series | None) -> pd.Series:
    if worth is None or "sku" not in rows:
        return pd.Series(0.0, index=rows.index)
    return units * rows["sku"].map(worth).fillna(0.0)


def _families(beside: Beside, rows: pd.DataFrame) -> pd.Series:
    if "family" in rows:
        return rows["family"]
    if "sku" not in rows or not beside.has("items"):
        return _nothing(rows)
    items = beside.rows("items")
    return rows["sku"].map(dict(zip(items["sku"], items["family"], strict=True))).fillna("")


def _nothing(rows: pd.DataFrame) -> pd.Series:
    return pd.Series("", index=rows.index, dtype="str")


# Rows ----------------------------------------------------------------------------------------------------------------


def _largest(of: Kind, was: pd.DataFrame, now: pd.DataFrame, there: Places, here: Places) -> tuple[RowChange, ...]:
    """Return the rows that differ most, by their amounts; rows of a kind without any in their order."""
    size = np.abs(_amounts(now, here) - _amounts(was, there))
    first = np.argsort(-size, kind="stable")[:MOST_ROWS]
    return tuple(_row_change(of, was, now, int(there[k]), int(here[k])) for k in first)


def _amounts(rows: pd.DataFrame, places: Places) -> FloatArray:
    name = next((name for name in (*QUANTITIES, *VALUES, "price", "unit_cost", "rate", "factor") if name in rows), None)
    if name is None or rows.empty:
        return np.zeros(len(places))
    values = rows[name].to_numpy(dtype=np.float64)
    amounts: FloatArray = np.where(places >= 0, values[places], 0.0)
    return amounts


def _row_change(of: Kind, was: pd.DataFrame, now: pd.DataFrame, there: int, here: int) -> RowChange:
    others = [column.name for column in of.columns if column.name not in of.row_key]
    before = {name: was[name].iloc[there] for name in others} if there >= 0 else {}
    after = {name: now[name].iloc[here] for name in others} if here >= 0 else {}
    named = now[list(of.row_key)].iloc[here] if here >= 0 else was[list(of.row_key)].iloc[there]
    return RowChange(tuple("" if pd.isna(part) else str(part) for part in named), before, after)
