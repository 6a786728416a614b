"""A program as the solver takes it: arrays in, a model that has not been solved yet out."""

from collections.abc import Mapping

import highspy
import numpy as np
from scipy.sparse import csc_array

from sop.domain.supply import FloatArray

Bounds = tuple[FloatArray, FloatArray]  # lower, upper
Options = Mapping[str, bool | int | float | str]
QUIET: Options = {
    "output_flag": False,
    "threads": 1,  # holds for the whole process: two models that differ in it fail without a word
    "primal_feasibility_tolerance": 1e-9,
    "dual_feasibility_tolerance": 1e-9,
}


class _Quiet(highspy.Highs):  # type: ignore[misc]  # the solver comes without types
    """A solver that does not introduce itself: the line would stand in the way of who reads our standard output."""

    def enableCallbacks(self) -> None:  # noqa: N802 - the solver's name, called while it is made
        self.silent()
        super().enableCallbacks()


def model_of(matrix: csc_array, cost: FloatArray, columns: Bounds, rows: Bounds, options: Options) -> highspy.Highs:
    """Return a model of the matrix (row, column), its costs and bounds, with options beside those of `QUIET`."""
    program = highspy.HighsLp()
    program.num_row_, program.num_col_ = matrix.shape
    program.col_cost_ = cost
    program.col_lower_, program.col_upper_ = columns
    program.row_lower_, program.row_upper_ = rows
    program.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    program.a_matrix_.start_ = matrix.indptr
    program.a_matrix_.index_ = matrix.indices.astype(np.int32)
    program.a_matrix_.value_ = matrix.data
    highs = _Quiet()
    for option, value in {**QUIET, **options}.items():
        highs.setOptionValue(option, value)
    highs.passModel(program)
    return highs
