"""An estimate by groups says how many groups stand for how many SKUs, and refuses a company that needs more than hours."""

import pytest

from sop.domain.errors import Invalid
from sop.planning.policy import Policy
from sop.services.rough_plan import estimated, rough_plan
from tests.planning.company import company


def test_a_company_with_orders_to_make_is_planned_by_sku(workspace, cycle):
    with pytest.raises(Invalid, match="by SKU"):
        estimated(workspace, cycle, None)


def test_two_skus_of_one_family_on_one_resource_are_one_group():
    """2 x 30 a month at 20, nothing short: 3 x 60 x 20 = 3,600."""
    found = rough_plan(company([[30, 30, 30], [30, 30, 30]]), Policy())
    assert (found.skus, found.groups) == (2, 1)
    assert found.kpis.revenue_money == pytest.approx(3600)
