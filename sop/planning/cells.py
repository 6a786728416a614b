"""What of the program belongs to a SKU alone, and what all of them have in common.

A cell is a family that shares its shortage, or a SKU by itself. Rows and columns of two cells never meet but in the
limits that all have in common: hours, material, room, people.
"""

from dataclasses import dataclass

import numpy as np

from sop.domain.supply import FloatArray
from sop.planning.axes import BoolArray, IntArray
from sop.planning.formulation import Formulation
from sop.planning.problem import SupplyProblem

COMMON = -1


@dataclass(frozen=True, slots=True, eq=False)
class Cells:
    """The cell of each SKU, row and column; `COMMON` for what belongs to none."""

    of_sku: IntArray  # (i,)
    of_row: IntArray
    of_column: IntArray
    number: int
    common_rows: IntArray  # positions of the limits that cells have in common
    use: IntArray  # positions in matrix.data of what cells take from them
    use_cell: IntArray  # per use
    use_common: IntArray  # per use, which of `common_rows`
    use_column: IntArray  # per use

    @classmethod
    def of(cls, problem: SupplyProblem, form: Formulation) -> "Cells":
        of_sku = _of_skus(len(problem.skus), form)
        of_row = np.full(form.rows.length, COMMON)
        of_row[form.row("balance")] = of_sku[:, None]
        of_row[form.row("sharing")] = of_sku[form.sharing][:, None]
        column = np.repeat(np.arange(form.columns.length), np.diff(form.matrix.indptr))
        row = form.matrix.indices
        of_column = np.full(form.columns.length, COMMON)
        np.maximum.at(of_column, column, of_row[row])
        of_column[form.column("production")] = of_sku[problem.route_sku][
            :, None
        ]  # what arrives too late is in no balance
        common = np.flatnonzero(of_row == COMMON)
        use = np.flatnonzero((of_row[row] == COMMON) & (of_column[column] != COMMON))
        return cls(
            of_sku=of_sku,
            of_row=of_row,
            of_column=of_column,
            number=int(of_sku.max(initial=-1)) + 1,
            common_rows=common,
            use=use,
            use_cell=of_column[column[use]],
            use_common=np.searchsorted(common, row[use]),
            use_column=column[use],
        )

    def taken(self, form: Formulation, columns: FloatArray) -> FloatArray:
        """Return what each cell takes of each limit in common, (cell, common row)."""
        shape = (self.number, len(self.common_rows))
        units = form.matrix.data[self.use] * columns[self.use_column]
        place = self.use_cell * shape[1] + self.use_common
        flat = np.bincount(place, weights=units, minlength=shape[0] * shape[1])
        return flat.astype(np.float64, copy=False).reshape(shape)

    def rows_in(self, chosen: BoolArray) -> IntArray:
        """Return the rows of the chosen cells (a mask) and all in common."""
        return np.flatnonzero(_within(self.of_row, chosen))

    def columns_in(self, chosen: BoolArray) -> IntArray:
        """Return the columns of the chosen cells (a mask) and all in common."""
        return np.flatnonzero(_within(self.of_column, chosen))


def _within(cell: IntArray, chosen: BoolArray) -> BoolArray:
    within: BoolArray = (cell == COMMON) | chosen[cell]
    return within


def _of_skus(skus: int, form: Formulation) -> IntArray:
    cell = np.arange(skus)
    cell[form.sharing] = skus + form.sharing_family
    return np.unique(cell, return_inverse=True)[1]
