"""Rows and columns of two cells meet in the limits that all have in common, and nowhere else."""

import numpy as np
import pytest

from sop.planning.cells import COMMON, Cells
from sop.planning.formulation import Formulation
from sop.planning.planner import Planner
from sop.planning.synthetic import full_instance

FULL = full_instance(12, 2, 6, seed=2)


@pytest.mark.parametrize("shared", [True, False])
def test_no_entry_of_the_matrix_joins_two_cells(shared):
    form = Formulation.of(FULL, shared=shared)
    cells, entries = Cells.of(FULL, form), form.matrix.tocoo()
    row, column = cells.of_row[entries.row], cells.of_column[entries.col]
    assert ((row == column) | (row == COMMON)).all()


def test_a_family_that_shares_its_shortage_is_one_cell():
    cells = Cells.of(FULL, Formulation.of(FULL))
    families = np.array(FULL.families)
    assert cells.number == len(set(FULL.families))
    assert all(len(set(cells.of_sku[families == name].tolist())) == 1 for name in FULL.families)


def test_overtime_workers_and_material_are_in_common_production_is_not():
    form = Formulation.of(FULL)
    cells = Cells.of(FULL, form)
    for name in ("overtime", "workers", "material bought", "rented storage"):
        assert (cells.of_column[form.column(name)] == COMMON).all()
    assert (cells.of_column[form.column("production")] == cells.of_sku[FULL.route_sku][:, None]).all()


def test_what_cells_take_of_the_hours_is_the_load_of_the_plan():
    planner = Planner(FULL)
    plan = planner.solve(FULL, "full")
    start = planner.start()
    cells, last = Cells.of(FULL, start.form), start.reference
    taken = cells.taken(start.form, last.solution.columns).sum(axis=0) * last.vectors.unit_scale
    hours = np.isin(cells.common_rows, start.form.row("capacity"))
    assert taken[hours] == pytest.approx(plan.load_h.ravel(), abs=1e-6)
