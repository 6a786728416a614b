import numpy as np
import pytest

from sop.planning.planner import Planner
from sop.planning.synthetic import tight_instance


def test_labour_is_loaded_to_112_per_cent_at_normal_time():
    problem = tight_instance(20, 3, 18, seed=1)
    staff = [r for r, axis in enumerate(problem.resources) if axis.kind == "labour"]
    by_sku = np.zeros(20)
    by_sku[problem.route_sku] = problem.route_use_h[:, staff].sum(axis=1)
    needed = by_sku @ problem.month_demand_units.sum(axis=1)
    assert needed / problem.capacity_h[staff].sum() == pytest.approx(1.12)


def test_each_sku_has_two_eligible_plants():
    problem = tight_instance(20, 3, 18, seed=1)
    assert np.bincount(problem.route_sku).tolist() == [2] * 20


def test_the_same_seed_is_the_same_instance():
    assert tight_instance(5, 2, 6, seed=3).vector_digest == tight_instance(5, 2, 6, seed=3).vector_digest


def test_it_is_short_of_hours():
    problem = tight_instance(20, 3, 18, seed=1)
    assert Planner(problem).solve(problem, "k").overtime_h.sum() > 0
