"""What a linear program is made of: groups of rows and columns by business name, matrix entries, costs and bounds.

A block is one part of the balance. It lays its rows and columns, enters them into the matrix, fills in what levers move,
and reads from a solution what it means in units, money and penalties.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_array, csc_array

from sop.domain.supply import FloatArray
from sop.planning.axes import IntArray
from sop.planning.policy import Policy
from sop.planning.problem import SupplyProblem


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

    def flow(self, rows: IntArray, columns: IntArray, sign: float) -> None:
        """Add a stock (., t) to its balance rows: what lies there at the end of a month less what lay there before."""
        self.put(rows, columns, sign)
        self.put(rows[:, 1:], columns[:, :-1], -sign)

    def matrix(self, rows: int, columns: int) -> csc_array:
        row, column, value = (np.concatenate(part) for part in zip(*self._parts, strict=True))
        matrix = coo_array((value, (row, column)), shape=(rows, columns)).tocsc()
        matrix.sort_indices()
        return matrix


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """The rows and columns of a program by name."""

    rows: Layout
    columns: Layout

    def column(self, name: str) -> IntArray:
        return self.columns.groups[name].index

    def row(self, name: str) -> IntArray:
        return self.rows.groups[name].index


@dataclass(slots=True)
class Draft:
    """Costs and bounds while the blocks fill them in, in money and units."""

    cost: FloatArray
    worth: FloatArray  # what a column without a cost of its own is perturbed on
    column_lower: FloatArray
    column_upper: FloatArray
    row_lower: FloatArray
    row_upper: FloatArray

    @classmethod
    def of(cls, frame: Frame, worth: float) -> "Draft":
        """Return columns that cost nothing and have no upper bound, rows without a lower one and with 0 as the upper one."""
        columns, rows = frame.columns.length, frame.rows.length
        return cls(
            cost=np.zeros(columns),
            worth=np.full(columns, worth),
            column_lower=np.zeros(columns),
            column_upper=np.full(columns, np.inf),
            row_lower=np.full(rows, -np.inf),
            row_upper=np.zeros(rows),
        )

    def equal(self, rows: IntArray, values: FloatArray) -> None:
        self.row_lower[rows] = self.row_upper[rows] = values


@dataclass(frozen=True, slots=True, eq=False)
class Solved:
    """A solution in units, hours and money: values of the columns, and what one more of each row's bound saves."""

    frame: Frame
    columns: FloatArray
    savings: FloatArray

    def value(self, name: str) -> FloatArray:
        values: FloatArray = self.columns[self.frame.column(name)]
        return values

    def saving(self, name: str) -> FloatArray:
        savings: FloatArray = self.savings[self.frame.row(name)]
        return savings


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """What a block reads from a solution: fields of the plan, among them money by month, and penalties by name, (t,)."""

    figures: Mapping[str, FloatArray]
    money: Mapping[str, FloatArray] = field(default_factory=dict)
    penalties: Mapping[str, FloatArray] = field(default_factory=dict)


class Block(Protocol):
    """A part of the balance that a company may have."""

    def present(self, problem: SupplyProblem) -> bool:
        """Say whether the problem has this part."""

    def lay(self, problem: SupplyProblem, frame: Frame) -> None:
        """Add rows and columns."""

    def enter(self, problem: SupplyProblem, frame: Frame, entries: Entries) -> None:
        """Put matrix entries."""

    def fill(self, problem: SupplyProblem, frame: Frame, policy: Policy, draft: Draft) -> None:
        """Set costs and bounds; those of the balance itself stand there already."""

    def read(self, problem: SupplyProblem, policy: Policy, solved: Solved) -> Reading:
        """Return what the solution says."""
