"""The linear program of a balance: its rows and columns by business name, and its matrix, built once per structure.

    balance   net stock (t) - net stock (t-1) - production arriving - purchases - lost = receipts - demand
    capacity  hours used - overtime of the staff group - beyond capacity <= regular hours
    sharing   lost, and apart from it late - share of the SKU in its family's demand x family shortage <= 0

Net stock = stock within the safety stock + stock above it - backlog - order book. The shares of the third block are the
only entries of the matrix that hang on demand; a lever that moves a whole family leaves them as they are. What a plan
that does not share leaves out is the whole third block. The parts that only some companies have stand in `blocks`.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csc_array

from sop.domain.supply import FloatArray
from sop.planning.axes import IntArray
from sop.planning.blocks.registry import blocks_of
from sop.planning.parts import CLASSES
from sop.planning.perturbation import named_noise
from sop.planning.problem import SupplyProblem
from sop.planning.program import Block, Entries, Frame, Layout

_LOST, _LATE = "lost", "late"


@dataclass(frozen=True, slots=True, eq=False)
class Formulation(Frame):
    """Groups of rows and columns, the matrix, the noise of each column, and who shares a shortage with whom.

    A shortage is of one kind per class of demand (lost) and one more (late).
    """

    matrix: csc_array
    noise: FloatArray  # per column, in [0, 1)
    to_stock: IntArray  # positions of SKUs made to stock
    to_order: IntArray  # positions of SKUs made to order
    lost: IntArray  # (class, SKU made to stock, t): columns of what is lost
    sharing: IntArray  # positions of SKUs in a family of two or more, family by family
    sharing_family: IntArray  # per sharing SKU, which of `shared_families`
    family_starts: IntArray  # where each shared family begins in `sharing`
    sharing_h: FloatArray  # (sharing SKU, r): hours per unit, those of its longest route
    share_entries: IntArray  # (kind of shortage, sharing SKU, t): where its share stands in matrix.data
    blocks: tuple[Block, ...]

    @classmethod
    def of(cls, problem: SupplyProblem, *, shared: bool = True) -> "Formulation":
        """Build the rows, columns and matrix of a problem; only its names and structure are read.

        Without `shared` nobody shares a shortage with anybody: the cheapest plan, whoever goes short.
        """
        to_order = np.flatnonzero(problem.made_to_order)
        to_stock = np.flatnonzero(~problem.made_to_order)
        families, sharing, sharing_family = _who_shares(problem, shared=shared)
        frame = Frame(Layout(), Layout())
        _lay_columns(frame.columns, problem, families, to_stock, to_order)
        _lay_rows(frame.rows, problem, sharing)
        blocks = blocks_of(problem)
        for block in blocks:
            block.lay(problem, frame)
        lost = frame.column("lost sales").reshape(len(_classes(problem)), len(to_stock), len(problem.months))
        entries = Entries()
        _balance_block(entries, problem, frame, to_stock, to_order, lost)
        _capacity_block(entries, problem, frame)
        _sharing_block(entries, frame, sharing, sharing_family, to_stock, lost)
        for block in blocks:
            block.enter(problem, frame, entries)
        matrix = entries.matrix(frame.rows.length, frame.columns.length)
        starts = np.flatnonzero(np.diff(sharing_family, prepend=-1))
        rank = np.arange(len(sharing)) - starts[sharing_family] if len(sharing) else sharing
        shortage = frame.column("shortage")[:, sharing_family]
        hours = np.zeros((len(problem.skus), len(problem.resources)))
        np.maximum.at(hours, problem.route_sku, problem.route_use_h)
        return cls(
            rows=frame.rows,
            columns=frame.columns,
            matrix=matrix,
            noise=_noise(frame.columns),
            to_stock=to_stock,
            to_order=to_order,
            lost=lost,
            sharing=sharing,
            sharing_family=sharing_family,
            family_starts=starts,
            sharing_h=hours[sharing],
            share_entries=matrix.indptr[shortage].astype(np.int64) + rank[:, None],
            blocks=blocks,
        )


def _who_shares(problem: SupplyProblem, *, shared: bool) -> tuple[list[str], IntArray, IntArray]:
    """Return the families of two or more SKUs by name, their SKUs family by family, and the family of each of these."""
    families = sorted({f for f in problem.families if problem.families.count(f) > 1}) if shared else []
    members = [(i, n) for n, family in enumerate(families) for i, own in enumerate(problem.families) if own == family]
    pairs = np.array(members, dtype=np.int64).reshape(-1, 2)
    return families, pairs[:, 0], pairs[:, 1]


def _route_names(problem: SupplyProblem) -> list[str]:
    pairs = zip(problem.route_sku, problem.route_plant, strict=True)
    return [f"{problem.skus[i]} in {problem.plants[p]}" for i, p in pairs]


def _shortages(problem: SupplyProblem) -> list[str]:
    """Return the kinds of shortage: lost, by class where demand has classes, and late."""
    return [*(_LOST if problem.classes is None else f"{_LOST} {name}" for name in _classes(problem)), _LATE]


def _classes(problem: SupplyProblem) -> tuple[str, ...]:
    return ("",) if problem.classes is None else CLASSES


def _lay_columns(
    columns: Layout, problem: SupplyProblem, families: list[str], to_stock: IntArray, to_order: IntArray
) -> None:
    months, stocked = problem.months, [problem.skus[i] for i in to_stock]
    columns.add("production", _route_names(problem), months)
    for name in ("purchases", "stock within target", "stock above target", "backlog"):
        columns.add(name, problem.skus, months)
    columns.add("order book", [problem.skus[i] for i in to_order], months)
    if problem.classes is None:
        columns.add("lost sales", stocked, months)
    else:
        columns.add("lost sales", CLASSES, stocked, months)
    columns.add("overtime", problem.groups, months)
    columns.add("beyond capacity", [r.name for r in problem.resources], months)
    columns.add("shortage", _shortages(problem), families, months)


def _lay_rows(rows: Layout, problem: SupplyProblem, sharing: IntArray) -> None:
    months = problem.months
    rows.add("balance", problem.skus, months)
    rows.add("capacity", [r.name for r in problem.resources], months)
    rows.add("sharing", _shortages(problem), [problem.skus[i] for i in sharing], months)


def _balance_block(
    entries: Entries, problem: SupplyProblem, frame: Frame, to_stock: IntArray, to_order: IntArray, lost: IntArray
) -> None:
    balance = frame.row("balance")
    entries.flow(balance, frame.column("stock within target"), 1.0)
    entries.flow(balance, frame.column("stock above target"), 1.0)
    entries.flow(balance, frame.column("backlog"), -1.0)
    entries.flow(balance[to_order], frame.column("order book"), -1.0)
    production, length = frame.column("production"), len(problem.months)
    for lead in np.unique(problem.route_lead_months).tolist():
        routes = np.flatnonzero(problem.route_lead_months == lead)
        started = production[routes, : max(length - lead, 0)]
        entries.put(balance[problem.route_sku[routes], lead:], started, -1.0)
    entries.put(balance, frame.column("purchases"), -1.0)
    entries.put(balance[to_stock], lost, -1.0)


def _capacity_block(entries: Entries, problem: SupplyProblem, frame: Frame) -> None:
    capacity = frame.row("capacity")
    production = frame.column("production")[problem.use_route]
    entries.put(capacity[problem.use_resource], production, problem.use_h[:, None])
    staffed = np.flatnonzero(problem.resource_group >= 0)
    entries.put(capacity[staffed], frame.column("overtime")[problem.resource_group[staffed]], -1.0)
    entries.put(capacity, frame.column("beyond capacity"), -1.0)


def _sharing_block(
    entries: Entries, frame: Frame, sharing: IntArray, family: IntArray, to_stock: IntArray, lost: IntArray
) -> None:
    """Lost and late are shared apart, and late by what is waiting: the growth of a backlog could be had by hoarding stock.

    What is late at the end counts as lost of the last class as well. The shares are put as -1, filled in from demand later.
    """
    rows = frame.row("sharing")
    _, mine, stocked = np.intersect1d(sharing, to_stock, return_indices=True)
    entries.put(rows[:-1, mine], lost[:, stocked], 1.0)
    backlog = frame.column("backlog")[sharing]
    entries.put(rows[-1], backlog, 1.0)
    entries.put(rows[-2, :, -1], backlog[:, -1], 1.0)
    entries.put(rows, frame.column("shortage")[:, family], -1.0)


def _noise(columns: Layout) -> FloatArray:
    """Return one number in [0, 1) per column, from the names of SKU, plant or resource and month."""
    parts: Iterator[FloatArray] = (named_noise(name, *group.axes) for name, group in columns.groups.items())
    return np.concatenate([part.ravel() for part in parts])
