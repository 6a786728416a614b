"""The linear program of a balance: its rows and columns by business name, and its matrix, built once per structure.

    balance   net stock (t) - net stock (t-1) - production - purchases - lost = -demand
    capacity  hours used - overtime of the staff group - beyond capacity <= regular hours
    sharing   lost, and apart from it late - share of the SKU in its family's demand x family shortage <= 0

Net stock = stock within the safety stock + stock above it - backlog - order book. The shares of the third block are the
only entries of the matrix that hang on demand; a lever that moves a whole family leaves them as they are.
Further blocks (materials, storage, workforce) add their own groups of rows and columns beside these.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_array, csc_array

from sop.domain.supply import FloatArray
from sop.planning.perturbation import named_noise
from sop.planning.problem import IntArray, SupplyProblem

_SHARED = ("lost", "late")


@dataclass(frozen=True, slots=True, eq=False)
class Group:
    """Rows or columns of one kind: their positions, shaped by the axes, and the names along each axis."""

    name: str
    axes: tuple[tuple[str, ...], ...]
    index: IntArray

    def label(self, position: int) -> str:
        """Return the business name of one row or column, such as `capacity[Painting, 2027-02]`."""
        cell = np.unravel_index(position - int(self.index.flat[0]), self.index.shape)
        return f"{self.name}[{', '.join(names[k] for names, k in zip(self.axes, cell, strict=True))}]"


@dataclass(slots=True)
class Layout:
    """Hands out positions, group after group."""

    groups: dict[str, Group] = field(default_factory=dict)
    length: int = 0

    def add(self, name: str, *axes: Sequence[str]) -> IntArray:
        shape = tuple(len(names) for names in axes)
        index = np.arange(self.length, self.length + int(np.prod(shape)), dtype=np.int64).reshape(shape)
        self.groups[name] = Group(name, tuple(tuple(map(str, names)) for names in axes), index)
        self.length += index.size
        return index

    def label(self, position: int) -> str:
        """Return the business name of a row or column."""
        return next(g for g in self.groups.values() if g.index.size and position <= g.index.flat[-1]).label(position)


class Entries:
    """Matrix entries, collected block by block and turned into a matrix in one pass."""

    def __init__(self) -> None:
        self._parts: list[tuple[IntArray, IntArray, FloatArray]] = []

    def put(self, rows: IntArray, columns: IntArray, values: npt.ArrayLike) -> None:
        """Add entries; the three are broadcast against each other."""
        spread = np.broadcast_arrays(rows, columns, np.asarray(values, dtype=np.float64))
        self._parts.append((spread[0].ravel(), spread[1].ravel(), spread[2].ravel()))

    def matrix(self, rows: int, columns: int) -> csc_array:
        row, column, value = (np.concatenate(part) for part in zip(*self._parts, strict=True))
        matrix = coo_array((value, (row, column)), shape=(rows, columns)).tocsc()
        matrix.sort_indices()
        return matrix


@dataclass(frozen=True, slots=True, eq=False)
class Formulation:
    """Groups of rows and columns, the matrix, the noise of each column, and who shares a shortage with whom."""

    rows: Layout
    columns: Layout
    matrix: csc_array
    noise: FloatArray  # per column, in [0, 1)
    to_stock: IntArray  # positions of SKUs made to stock
    to_order: IntArray  # positions of SKUs made to order
    sharing: IntArray  # positions of SKUs in a family of two or more, family by family
    sharing_family: IntArray  # per sharing SKU, which of `shared_families`
    family_starts: IntArray  # where each shared family begins in `sharing`
    sharing_h: FloatArray  # (sharing SKU, r): hours per unit, those of its longest route
    share_entries: IntArray  # (2, sharing SKU, t): where its share stands in matrix.data

    @classmethod
    def of(cls, problem: SupplyProblem) -> "Formulation":
        """Build the rows, columns and matrix of a problem; only its names and structure are read."""
        to_order = np.flatnonzero(problem.made_to_order)
        to_stock = np.flatnonzero(~problem.made_to_order)
        shared, sharing, sharing_family = _who_shares(problem)
        columns = _columns(problem, shared, to_stock, to_order)
        rows = _rows(problem, sharing)
        entries = Entries()
        _balance_block(entries, problem, rows, columns, to_stock, to_order)
        _capacity_block(entries, problem, rows, columns)
        _sharing_block(entries, rows, columns, sharing, sharing_family, to_stock)
        matrix = entries.matrix(rows.length, columns.length)
        starts = np.flatnonzero(np.diff(sharing_family, prepend=-1))
        shortage = columns.groups["shortage"].index
        rank = np.arange(len(sharing)) - starts[sharing_family] if len(sharing) else sharing
        entry = matrix.indptr[shortage[:, sharing_family]].astype(np.int64) + rank[:, None]
        hours = np.zeros((len(problem.skus), len(problem.resources)))
        np.maximum.at(hours, problem.route_sku, problem.route_use_h)
        return cls(
            rows=rows,
            columns=columns,
            matrix=matrix,
            noise=_noise(columns),
            to_stock=to_stock,
            to_order=to_order,
            sharing=sharing,
            sharing_family=sharing_family,
            family_starts=starts,
            sharing_h=hours[sharing],
            share_entries=entry,
        )

    def column(self, name: str) -> IntArray:
        return self.columns.groups[name].index

    def row(self, name: str) -> IntArray:
        return self.rows.groups[name].index


def _who_shares(problem: SupplyProblem) -> tuple[list[str], IntArray, IntArray]:
    """Return the families of two or more SKUs by name, their SKUs family by family, and the family of each of these."""
    families = sorted({f for f in problem.families if problem.families.count(f) > 1})
    members = [(i, n) for n, family in enumerate(families) for i, own in enumerate(problem.families) if own == family]
    pairs = np.array(members, dtype=np.int64).reshape(-1, 2)
    return families, pairs[:, 0], pairs[:, 1]


def _route_names(problem: SupplyProblem) -> list[str]:
    pairs = zip(problem.route_sku, problem.route_plant, strict=True)
    return [f"{problem.skus[i]} in {problem.plants[p]}" for i, p in pairs]


def _columns(problem: SupplyProblem, shared: list[str], to_stock: IntArray, to_order: IntArray) -> Layout:
    layout, months = Layout(), problem.months
    layout.add("production", _route_names(problem), months)
    for name in ("purchases", "stock within target", "stock above target", "backlog"):
        layout.add(name, problem.skus, months)
    layout.add("order book", [problem.skus[i] for i in to_order], months)
    layout.add("lost sales", [problem.skus[i] for i in to_stock], months)
    layout.add("overtime", problem.groups, months)
    layout.add("beyond capacity", [r.name for r in problem.resources], months)
    layout.add("shortage", _SHARED, shared, months)
    return layout


def _rows(problem: SupplyProblem, sharing: IntArray) -> Layout:
    layout, months = Layout(), problem.months
    layout.add("balance", problem.skus, months)
    layout.add("capacity", [r.name for r in problem.resources], months)
    layout.add("sharing", _SHARED, [problem.skus[i] for i in sharing], months)
    return layout


def _balance_block(
    entries: Entries, problem: SupplyProblem, rows: Layout, columns: Layout, to_stock: IntArray, to_order: IntArray
) -> None:
    balance = rows.groups["balance"].index
    column = {name: group.index for name, group in columns.groups.items()}
    for stock, own, sign in (
        (column["stock within target"], balance, 1.0),
        (column["stock above target"], balance, 1.0),
        (column["backlog"], balance, -1.0),
        (column["order book"], balance[to_order], -1.0),
    ):
        entries.put(own, stock, sign)
        entries.put(own[:, 1:], stock[:, :-1], -sign)
    entries.put(balance[problem.route_sku], column["production"], -1.0)
    entries.put(balance, column["purchases"], -1.0)
    entries.put(balance[to_stock], column["lost sales"], -1.0)


def _capacity_block(entries: Entries, problem: SupplyProblem, rows: Layout, columns: Layout) -> None:
    capacity = rows.groups["capacity"].index
    entries.put(
        capacity[problem.use_resource],
        columns.groups["production"].index[problem.use_route],
        problem.use_h[:, None],
    )
    staffed = np.flatnonzero(problem.resource_group >= 0)
    entries.put(capacity[staffed], columns.groups["overtime"].index[problem.resource_group[staffed]], -1.0)
    entries.put(capacity, columns.groups["beyond capacity"].index, -1.0)


def _sharing_block(
    entries: Entries, rows: Layout, columns: Layout, sharing: IntArray, family: IntArray, to_stock: IntArray
) -> None:
    """Lost and late are shared apart, and late by what is waiting: the growth of a backlog could be had by hoarding stock.

    What is late at the end counts as lost as well. The shares are put as -1 and filled in from demand later.
    """
    lost_rows, late_rows = rows.groups["sharing"].index
    _, mine, lost = np.intersect1d(sharing, to_stock, return_indices=True)
    entries.put(lost_rows[mine], columns.groups["lost sales"].index[lost], 1.0)
    backlog = columns.groups["backlog"].index[sharing]
    entries.put(late_rows, backlog, 1.0)
    entries.put(lost_rows[:, -1], backlog[:, -1], 1.0)
    entries.put(rows.groups["sharing"].index, columns.groups["shortage"].index[:, family], -1.0)


def _noise(columns: Layout) -> FloatArray:
    """Return one number in [0, 1) per column, from the names of SKU, plant or resource and month."""
    parts: Iterator[FloatArray] = (named_noise(name, *group.axes) for name, group in columns.groups.items())
    return np.concatenate([part.ravel() for part in parts])
