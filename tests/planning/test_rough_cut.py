import numpy as np
import pytest

from sop.domain.errors import Invalid
from sop.planning import rough_cut

PRODUCTION = np.array([[100.0, 80], [50, 60]])


def test_overall_factors_split_all_hours_by_usual_shares():
    # textbook exercise: 2 x 100 + 3 x 50 + 4 x 25 = 450 h
    load = rough_cut.overall_factors(np.array([[100.0], [50], [25]]), np.array([2.0, 3, 4]), np.array([0.6, 0.4]))
    np.testing.assert_allclose(load, [[270], [180]])


def test_a_bill_of_resources_loads_each_resource_by_its_own_hours():
    # press: 2 x 100 + 3 x 50 = 350, 2 x 80 + 3 x 60 = 340; paint: 1 x 100 = 100, 80
    load = rough_cut.bill_of_resources(PRODUCTION, np.array([[2.0, 3], [1, 0]]))
    np.testing.assert_allclose(load, [[350, 340], [100, 80]])


def test_a_resource_profile_loads_the_weeks_before_the_finish():
    # item 1: one hour in its week and one the week before; item 2: three hours in its week
    profile = rough_cut.resource_profile(PRODUCTION, np.array([[[1.0, 1], [3, 0]]]))
    np.testing.assert_allclose(profile.load_h, [[100 + 80 + 150, 80 + 180]])
    np.testing.assert_allclose(profile.past_due_h, [100])


def test_a_profile_without_lead_time_is_a_bill_of_resources():
    hours = np.array([[2.0, 3], [1, 0]])
    profile = rough_cut.resource_profile(PRODUCTION, hours[..., None])
    np.testing.assert_allclose(profile.load_h, rough_cut.bill_of_resources(PRODUCTION, hours))
    np.testing.assert_array_equal(profile.past_due_h, [0, 0])


@pytest.mark.parametrize("share", [[0.6, 0.5], [1.5, -0.5]])
def test_shares_add_up_to_one(share):
    with pytest.raises(Invalid):
        rough_cut.overall_factors(PRODUCTION, np.array([2.0, 3]), np.array(share))


@pytest.mark.parametrize("hours", [[[2.0]], [[2.0, -1]]])
def test_every_item_has_its_hours(hours):
    with pytest.raises(Invalid):
        rough_cut.bill_of_resources(PRODUCTION, np.array(hours))
