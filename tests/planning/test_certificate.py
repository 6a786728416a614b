from dataclasses import replace

import numpy as np
import pytest

from sop.planning.certificate import certified
from sop.planning.cold import solution_of
from sop.planning.formulation import Formulation
from sop.planning.policy import Policy
from sop.planning.synthetic import tight_instance
from sop.planning.vectors import vectors_of

PROBLEM = tight_instance(6, 2, 6, seed=1)
FORM = Formulation.of(PROBLEM)
VECTORS = vectors_of(PROBLEM, FORM, Policy())
SOLUTION = solution_of(FORM, VECTORS)


def test_the_optimum_proves_itself():
    assert certified(SOLUTION, VECTORS, FORM)


@pytest.mark.parametrize("name", ["production", "purchases", "backlog"])
def test_a_unit_that_comes_from_nowhere_does_not(name):
    columns = SOLUTION.columns.copy()
    columns[FORM.column(name)[0, 0]] += 1.0
    assert not certified(replace(SOLUTION, columns=columns), VECTORS, FORM)


def test_wrong_prices_do_not():
    assert not certified(replace(SOLUTION, row_duals=SOLUTION.row_duals * 1.01), VECTORS, FORM)


def test_a_feasible_plan_that_is_not_the_best_does_not():
    # the optimum of dearer overtime is feasible here, but not optimal
    other = vectors_of(PROBLEM, FORM, Policy())
    dearer = other.solved_cost.copy()
    dearer[FORM.column("overtime")] *= 50
    assert not certified(solution_of(FORM, replace(other, solved_cost=dearer)), VECTORS, FORM)


def test_figures_that_are_no_numbers_do_not():
    assert not certified(replace(SOLUTION, columns=np.full_like(SOLUTION.columns, np.nan)), VECTORS, FORM)
