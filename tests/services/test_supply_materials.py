"""Materials of the small company: what a chair takes through its bill, who delivers it, and when."""

import numpy as np
import pytest

from sop.domain.errors import Invalid
from sop.domain.supply import PlanStatus
from sop.planning.planner import Planner
from sop.planning.policy import Policy
from sop.services.demand import demand_plan
from sop.services.supply import supply_problem
from tests.services.small_company import CHAIRS, FILES, FIRST, STEEL_CHAIRS, company, cycle

# an oak chair takes a frame of 3 kg of oak and 4 screws; the frame 2 h on the saw
BILL = "parent_sku,component_sku,qty_per\nCH-1,FRAME,1\nCH-1,SCREW,4\nFRAME,OAK,3\n"
SUPPLIERS = (
    "sku,name,supplier,lead_time_days,price,min_order,monthly_limit,expedite_percent,expedite_limit\n"
    "OAK,Oak,Forest,40,5,0,500,20,60\nSCREW,Screw,Smith,0,0.5,0,0,0,0\n"
)
STOCK = FILES["inventory"] + "OAK,Sibiu,100\n"


def problem_of(**changed):
    own = company({"bom": BILL, "materials_suppliers": SUPPLIERS, "inventory": STOCK, **changed})
    return supply_problem(own, demand_plan(own, cycle(), ()), cycle(), Policy())


@pytest.fixture(scope="module")
def problem():
    return problem_of()


def test_what_a_chair_takes_is_rolled_up_on_both_its_routes(problem):
    materials = problem.materials
    assert materials.names == ("Oak", "Screw")
    taken = np.zeros((4, 2))
    taken[materials.use_route, materials.use_material] = materials.use_units
    assert taken.tolist() == [[3, 4], [3, 4], [0, 0], [0, 0]]


def test_a_chair_is_made_without_what_is_bought_for_it(problem):
    # 50 in Sibiu and 60 in Arad, of which 3 x 5 + 4 x .5 = 17 are material
    assert problem.production_cost_money == pytest.approx([33, 43, 40, 500])
    assert problem.unit_cost_money[CHAIRS] == 50


def test_an_order_arrives_after_its_lead_time_from_the_first_month_that_can_be_decided(problem):
    # 40 days are two months rounded up; March is the first month that can be decided, so oak comes in May
    forest = list(problem.materials.source_names).index("Oak from Forest")
    assert problem.materials.limit_units[forest].tolist() == [0, 0, 0, 500, 500, 500]
    assert problem.materials.hurried_limit_units[forest].tolist() == [60, 60, 60, 0, 0, 0]
    assert problem.materials.premium_money[forest] == pytest.approx(1)


def test_what_has_no_lead_time_and_no_limit_is_always_there(problem):
    smith = list(problem.materials.source_names).index("Screw from Smith")
    assert np.isinf(problem.materials.limit_units[smith]).all()
    assert not problem.materials.hurried_limit_units[smith].any()


def test_stock_of_material_opens_after_what_the_running_month_takes(problem):
    # 100 there, 20 chairs ordered in January at 3 each
    assert problem.materials.opening_units[0] == pytest.approx(100 - 60)


def test_what_is_on_order_arrives():
    ordered = FILES["open_purchases"] + f"{FIRST},OAK,75\n"
    assert problem_of(open_purchases=ordered).materials.receipts_units[0].tolist() == [75, 0, 0, 0, 0, 0]


def test_without_any_stock_of_material_lead_times_set_no_limit():
    assert (problem_of(inventory=FILES["inventory"]).materials.limit_units > 0).all()


def test_without_suppliers_or_bills_there_are_no_materials():
    assert problem_of(materials_suppliers=None).materials is None
    assert problem_of(bom=None).materials is None


def test_hours_of_a_part_are_hours_of_what_it_goes_into():
    routings = FILES["routings"] + "FRAME,Sibiu,Saw,2\n"
    hours = problem_of(routings=routings).route_use_h
    assert hours[0].tolist() == [1 + 2, 0.5, 0]
    assert hours[1].tolist() == [2, 0, 2]  # in Arad the frame still comes from the saw in Sibiu


def test_a_bill_that_contains_itself_is_named():
    with pytest.raises(Invalid, match=r"(CH-1 > FRAME > CH-1)|(FRAME > CH-1 > FRAME)"):
        problem_of(bom=BILL + "FRAME,CH-1,1\n")


def test_prices_in_another_unit_than_the_bill_are_counted_and_not_paid():
    # oak at 500 the kilo would make a chair of 50 cost 1,502
    by_the_ton = SUPPLIERS.replace(",5,0,500", ",500,0,500")
    problem = problem_of(materials_suppliers=by_the_ton)
    assert not problem.materials.price_money.any()
    assert problem.production_cost_money == pytest.approx([50, 60, 40, 500])


def test_a_company_with_materials_has_a_plan_that_runs_short_of_oak(problem):
    plan = Planner(problem).solve(problem, "k")
    assert plan.status is PlanStatus.OPTIMAL
    # before May there are 40 and 3 x 60 hurried: 220 / 3 chairs at most, of which 30 are ordered in February
    made = plan.made_units[CHAIRS, :3].sum()
    assert made <= 220 / 3 + 1e-6
    assert plan.material_saving_money[0, 0] > 5
    assert plan.made_units[STEEL_CHAIRS].sum() > 0
