"""Who goes without: by class, who is served last first; by region, as they asked; and never more than the plan is short of."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sop.domain.measures import newly_unmet_units
from sop.planning.allocated import unmet_by_class_units, unmet_units
from sop.planning.cold import solve_cold
from sop.planning.levers import apply
from sop.planning.parts import DemandClasses
from sop.planning.synthetic import full_instance
from tests.planning.company import Dimension, LeverKind, company, lever

CLASSES = DemandClasses(committed_units=np.array([[20.0]]), strategic_share=np.array([[0.5, 0.0]]))
TWO_REGIONS = {
    "regions": ("North", "South"),
    "demand_units": np.array([[[50.0], [50.0]]]),
    "price_money": np.full((1, 2, 1), 20.0),
    "capacity_h": np.array([[70.0]]),
}


@pytest.fixture
def short_plan():
    """Of 100 asked for, 20 ordered, 20 by strategic customers in the north (half of 50 x 80 %), 70 can be made."""
    return solve_cold(company([100], classes=CLASSES, **TWO_REGIONS), "short")


def test_who_is_served_last_goes_short_first(short_plan):
    assert unmet_by_class_units(short_plan)[:, 0, 0] == pytest.approx([0, 0, 30], abs=1e-6)


def test_what_is_only_late_falls_on_who_is_served_last_up_to_what_was_asked_for(short_plan):
    late = replace(
        short_plan,
        lost_units=np.array([[10.0]]),
        lost_by_class_units=np.array([[[0.0]], [[0.0]], [[10.0]]]),
        backlog_units=np.array([[65.0]]),
    )
    # 10 lost and 65 late: 60 asked for by the rest (10 of them lost), then 15 of the 20 of strategic customers
    assert unmet_by_class_units(late)[:, 0, 0] == pytest.approx([0, 15, 60])


def test_a_class_is_shared_by_the_regions_as_they_asked_in_it(short_plan):
    # the rest asked for 25 (50 less half) in the north and 50 in the south: 30 x 1/3 and 30 x 2/3
    found = unmet_units(short_plan, CLASSES)
    assert found[:, 0, :, 0] == pytest.approx(np.array([[0, 0], [0, 0], [10, 20]]), abs=1e-6)


def test_a_region_that_is_served_first_bears_none_of_a_shortage_that_the_other_can_bear():
    moved = apply(company([100], **TWO_REGIONS), [lever(LeverKind.ALLOCATION, 100, Dimension.REGION, "South")])
    found = unmet_units(solve_cold(moved, "moved"), moved.classes).sum(axis=0)
    assert found[0, :, 0] == pytest.approx([30, 0], abs=1e-6)


@settings(max_examples=15)
@given(seed=st.integers(0, 1000), hours=st.floats(0.3, 1.0))
def test_what_is_allocated_is_what_the_plan_is_short_of(seed, hours):
    base = full_instance(4, 2, 4, seed=seed)
    problem = replace(base, capacity_h=base.capacity_h * hours)
    plan = solve_cold(problem, "problem")
    found = unmet_units(plan, problem.classes)
    assert (found >= -1e-6).all()
    assert found.sum(axis=(0, 2)) == pytest.approx(newly_unmet_units(plan), abs=1e-6)
    assert (found.sum(axis=2) <= plan.class_demand_units + 1e-6).all()
