"""The last plan carried over to a demand that moved: what was made for a unit of demand is made for what became of it.

Supply serves demand first in, first out. Where a SKU's demand grows by a tenth in a month, so does what was made to serve
that month, whenever it was made. No limit in common is looked at; stock, backlog and lost sales follow from the balance.
"""

import numpy as np

from sop.domain.supply import FloatArray
from sop.planning.axes import IntArray
from sop.planning.formulation import Formulation
from sop.planning.problem import SupplyProblem
from sop.planning.vectors import Vectors


def carried_over(
    before: SupplyProblem, columns: FloatArray, problem: SupplyProblem, form: Formulation, vectors: Vectors
) -> FloatArray:
    """Return the columns of the last plan of `before`, carried over to `problem`; both in the scale of its vectors.

    Every row of a SKU holds; limits in common may not.
    """
    carried = columns.copy()
    moves = not np.array_equal(before.demand_units, problem.demand_units)
    nothing = np.ones((len(problem.skus), len(problem.months)))
    factor = _factors(before, columns, problem, form, vectors.unit_scale) if moves else nothing
    _set_supply(problem, form, vectors, factor, carried)
    _set_lost(before, problem, form, vectors, carried)
    _set_stock(problem, form, vectors, carried)
    _set_shortage(form, vectors, carried)
    return carried


def _factors(
    before: SupplyProblem, columns: FloatArray, problem: SupplyProblem, form: Formulation, units: float
) -> FloatArray:
    """Return by how much what arrives in a month grows, (i, t): as what it serves, after what lies there or is under way."""
    supplied = _supplied(problem, form, columns)
    served = np.maximum(before.month_demand_units / units - _lost(form, columns, supplied.shape), 0.0)
    old, new = before.month_demand_units, problem.month_demand_units
    growth = np.divide(new, old, out=np.ones_like(old), where=old > 0)
    late = problem.opening_backlog_units[:, None] / units
    there = (problem.opening_stock_units[:, None] + np.cumsum(problem.receipts_units, axis=1)) / units
    cumulated = np.cumsum(supplied, axis=1) + there
    wanted = np.maximum(cumulated - late - served.sum(axis=1, keepdims=True), 0.0) + np.minimum(cumulated, late)
    begin = late.copy()
    for t in range(served.shape[1]):  # each month's demand in turn: the part of the supply that serves it
        wanted += growth[:, t : t + 1] * np.clip(cumulated - begin, 0.0, served[:, t : t + 1])
        begin += served[:, t : t + 1]
    target = np.maximum.accumulate(np.maximum(wanted - there, 0.0), axis=1)
    made = np.diff(target, axis=1, prepend=0.0)
    return np.divide(made, supplied, out=np.ones_like(made), where=supplied > 0)


def _set_supply(
    problem: SupplyProblem, form: Formulation, vectors: Vectors, factor: FloatArray, carried: FloatArray
) -> None:
    """Scale what is made and bought, each by the month in which it arrives, within the bounds of each column."""
    last = factor.shape[1] - 1
    for name, sku, lead in _sources(problem):
        index = form.column(name)
        arrives = np.minimum(np.arange(last + 1)[None, :] + lead[:, None], last)
        grown = carried[index] * factor[sku[:, None], arrives]
        carried[index] = np.clip(grown, vectors.column_lower[index], vectors.column_upper[index])


def _sources(problem: SupplyProblem) -> list[tuple[str, IntArray, IntArray]]:
    """Return the columns that bring units: their name, the SKU of each row of them and its lead time in months."""
    every = np.arange(len(problem.skus))
    none = np.zeros(len(every), dtype=np.int64)
    found = [("production", problem.route_sku, problem.route_lead_months), ("purchases", every, none)]
    return found + ([("subcontracted", every, none)] if problem.subcontracting is not None else [])


def _supplied(problem: SupplyProblem, form: Formulation, columns: FloatArray) -> FloatArray:
    """Return what arrives of all sources by SKU and month, (i, t)."""
    months = len(problem.months)
    total = np.zeros((len(problem.skus), months))
    for name, sku, lead in _sources(problem):
        units = columns[form.column(name)]
        for months_later in np.unique(lead).tolist():
            own = np.flatnonzero(lead == months_later)
            np.add.at(total[:, months_later:], sku[own], units[own, : max(months - months_later, 0)])
    return total


def _lost(form: Formulation, columns: FloatArray, shape: tuple[int, ...]) -> FloatArray:
    """Return what is lost of all classes, (i, t)."""
    lost = np.zeros(shape)
    lost[form.to_stock] = columns[form.lost].sum(axis=0)
    return lost


def _set_lost(
    before: SupplyProblem, problem: SupplyProblem, form: Formulation, vectors: Vectors, carried: FloatArray
) -> None:
    """Lose the same share of each class and month."""
    old = before.class_demand_units[:, form.to_stock]
    new = problem.class_demand_units[:, form.to_stock]
    lost = carried[form.lost] * np.divide(new, old, out=np.zeros_like(old), where=old > 0)
    carried[form.lost] = np.clip(lost, 0.0, vectors.column_upper[form.lost])


def _set_stock(problem: SupplyProblem, form: Formulation, vectors: Vectors, carried: FloatArray) -> None:
    """Let stock, backlog and order book follow from the balance."""
    supply = _supplied(problem, form, carried)
    moved_in = vectors.row_upper[form.row("balance")] + supply + _lost(form, carried, supply.shape)
    net = np.cumsum(moved_in, axis=1)
    stock, late = np.maximum(net, 0.0), np.maximum(-net, 0.0)
    for name in ("stock within target", "stock above target", "stock beyond limit"):
        if name in form.columns.groups:
            index = form.column(name)
            carried[index] = np.minimum(stock, vectors.column_upper[index])
            stock = stock - carried[index]
    book = form.column("order book")
    carried[book] = np.minimum(late[form.to_order], vectors.column_upper[book])
    late[form.to_order] -= carried[book]
    carried[form.column("backlog")] = late


def _set_shortage(form: Formulation, vectors: Vectors, carried: FloatArray) -> None:
    """Set each family's shortage so high that none of its SKUs is short of more than its share."""
    if not len(form.sharing):
        return
    rows, shortage = form.row("sharing"), form.column("shortage")
    carried[shortage] = 0.0
    over = np.maximum((form.matrix @ carried)[rows] - vectors.row_upper[rows], 0.0)
    needed = np.divide(over, vectors.share, out=np.zeros_like(over), where=vectors.share > 0)
    carried[shortage] = np.maximum.reduceat(needed, form.family_starts, axis=1)
