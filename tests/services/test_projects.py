"""Projects: taken over or added by hand, switched on as levers once, scaled where a lever is wider."""

from dataclasses import replace

import pytest

from sop.domain.calendar import Month, MonthRange
from sop.domain.errors import Conflict, Invalid, NotAllowed, NotFound, Refused
from sop.domain.people import Function
from sop.domain.projects import Project, ProjectKind, ProjectStatus, lever_id, levers_on
from sop.domain.scenario import Dimension, LeverKind, Scope
from sop.services import projects
from sop.services.board import read_board
from sop.services.loading import load_file
from sop.services.lookup import scenario_named
from sop.services.what_if import move_lever, new_scenario
from tests.services.small_company import FACILITATOR, OTHER, PARTICIPANT, VIEWER, act, events, lever

SPRING = MonthRange(Month("2027-03"), Month("2027-05"))
FAIR = Project("fair", "Fair in the north", ProjectKind.PROMOTION, Function.SALES, SPRING, family="Chairs",
               region="North", demand_percent=30, price_percent=-12)  # fmt: skip
FILE = (
    "name,project_kind,owner_function,first_month,last_month,family,demand_percent,capacity_percent,note\n"
    "Fair,promotion,sales,2027-04,2027-04,Chairs,20,,Leaflet\n"
    "New saw,investment,production,2027-06,2027-07,,,25,\n"
    "Move,relocation,production,2027-06,2027-07,,,,\n"
)


@pytest.fixture
def problem(workspace, cycle):
    return workspace.inputs.problem(read_board(workspace, cycle, None, None).inputs)


@pytest.fixture
def own(workspace, cycle):
    return new_scenario(workspace.store, act("own", PARTICIPANT), cycle.id, "Ion's")


@pytest.fixture
def fair(workspace):
    return projects.add(workspace.store, act("fair", PARTICIPANT), FAIR)


def by_ion(token="click"):
    return act(token, PARTICIPANT)


def levers_of(problem, **changes):
    effect = projects.effect_of(problem, replace(FAIR, **changes))
    return [(each.kind, each.value, each.scope) for each in effect.levers], effect.share


# The list


def test_delivered_projects_are_offered_until_they_are_taken_over(workspace, heard):
    load_file(workspace.store, workspace.settings.home, act("file"), "projects", FILE.encode(), "projects.csv")
    heard.clear()
    with workspace.store.read() as tx:
        assert projects.offered(tx) == ("Fair", "New saw", "Move")
    for _ in range(2):
        projects.take_over(workspace.store, act("take"), ["Fair", "New saw"])
    with workspace.store.read() as tx:
        assert projects.offered(tx) == ("Move",)
        found = projects.listed(tx)
    assert [(each.name, each.kind, each.owner, each.status) for each in found] == [
        ("Fair", ProjectKind.PROMOTION, Function.SALES, ProjectStatus.PROPOSED),
        ("New saw", ProjectKind.INVESTMENT, Function.PRODUCTION, ProjectStatus.PROPOSED),
    ]
    assert found[0].demand_percent == 20
    assert found[0].months == MonthRange(Month("2027-04"), Month("2027-04"))
    assert heard == ["company"]  # once for both; the second time told nothing
    assert events(workspace, "project_added") == 2


def test_a_row_that_no_plan_can_follow_is_named(workspace):
    text = "name,project_kind,owner_function,first_month,last_month,demand_percent\nFair,listing,sales,2027-04,2027-05,-120\n"
    load_file(workspace.store, workspace.settings.home, act("file"), "projects", text.encode(), "projects.csv")
    with pytest.raises(Invalid, match=r"Fair cannot be taken over: An effect goes"):
        projects.take_over(workspace.store, act("take"), ["Fair"])


def test_only_the_facilitator_takes_over_and_viewers_add_nothing(workspace):
    with pytest.raises(NotAllowed):
        projects.take_over(workspace.store, by_ion(), [])
    with pytest.raises(NotAllowed):
        projects.add(workspace.store, act("click", VIEWER), FAIR)


def test_a_second_click_adds_nothing(workspace, fair):
    assert projects.add(workspace.store, act("fair", PARTICIPANT), replace(FAIR, id="other")) == fair
    with workspace.store.read() as tx:
        assert projects.listed(tx) == (fair,)


def test_its_function_and_the_facilitator_say_how_far_a_project_is(workspace, fair):
    agreed = projects.change_status(workspace.store, by_ion(), fair.id, ProjectStatus.AGREED, fair.version)
    assert (agreed.status, agreed.version) == (ProjectStatus.AGREED, 2)
    done = projects.change_status(workspace.store, act("s", FACILITATOR), fair.id, ProjectStatus.DONE, 2)
    assert done.status is ProjectStatus.DONE
    with pytest.raises(NotAllowed):
        projects.change_status(workspace.store, act("t", OTHER), fair.id, ProjectStatus.IDEA, 3)
    with pytest.raises(Conflict):
        projects.change_status(workspace.store, by_ion(), fair.id, ProjectStatus.IDEA, 1)


# The effect. Chairs sell 60 x 100 + 30 x 80 = 8,400 in the north and 40 x 120 + 10 x 80 = 5,600 in the south each month


def test_a_whole_family_is_moved_as_it_is(problem):
    found, share = levers_of(problem, region="")
    chairs = Scope(Dimension.FAMILY, "Chairs")
    assert found == [(LeverKind.DEMAND, 30, chairs), (LeverKind.PRICE, -12, chairs)]
    assert share is None


def test_a_family_in_one_region_is_scaled_by_its_share_at_price(problem):
    found, share = levers_of(problem)
    chairs = Scope(Dimension.FAMILY, "Chairs")
    assert share == pytest.approx(8400 / 14000)
    # with 30 % more the north is 10,920 of 16,520: 12 % less there is 7.9 % less of the family
    assert found == [(LeverKind.DEMAND, 18, chairs), (LeverKind.PRICE, -7.9, chairs)]


def test_a_scaled_project_brings_the_revenue_that_it_brings_in_its_region(problem):
    demand, price = (1 + value / 100 for _kind, value, _scope in levers_of(problem)[0])
    assert 14000 * demand * price == pytest.approx(8400 * 1.3 * 0.88 + 5600, rel=1e-3)  # levers go by 0.1 %


def test_what_ends_the_demand_there_moves_no_price(problem):
    gone = [(LeverKind.DEMAND, -60, Scope(Dimension.FAMILY, "Chairs"))]
    assert levers_of(problem, demand_percent=-100)[0] == gone


def test_a_sku_is_scaled_by_its_share(problem):
    found, share = levers_of(problem, sku="CH-2", family="", region="", price_percent=0)
    assert share == pytest.approx(3200 / 14000)
    assert found == [(LeverKind.DEMAND, 6.9, Scope(Dimension.FAMILY, "Chairs"))]  # 30 x 0.22857
    assert levers_of(problem, sku="CH-2")[1] == pytest.approx(2400 / 14000)  # in the north alone


def test_a_region_and_everything_are_moved_as_they_are(problem):
    assert levers_of(problem, family="", price_percent=0) == (
        [(LeverKind.DEMAND, 30, Scope(Dimension.REGION, "North"))],
        None,
    )
    assert levers_of(problem, family="", region="", price_percent=0) == ([(LeverKind.DEMAND, 30, Scope())], None)


def test_capacity_is_that_of_a_resource(problem):
    only = {"family": "", "region": "", "demand_percent": 0, "price_percent": 0, "capacity_percent": 25}
    assert levers_of(problem, **only, resource="Saw")[0] == [(LeverKind.CAPACITY, 25, Scope(Dimension.RESOURCE, "Saw"))]
    assert levers_of(problem, **only)[0] == [(LeverKind.CAPACITY, 25, Scope())]


def test_levers_hold_in_the_months_that_the_plan_has(problem):
    effect = projects.effect_of(problem, replace(FAIR, months=MonthRange(Month("2026-01"), Month("2027-03"))))
    assert {each.months for each in effect.levers} == {MonthRange(Month("2027-02"), Month("2027-03"))}


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"demand_percent": 0, "price_percent": 0}, Refused),
        ({"months": MonthRange(Month("2028-01"), Month("2028-02"))}, Refused),
        ({"family": "Sofas"}, NotFound),
        ({"sku": "XX-1"}, NotFound),
        ({"region": "East"}, NotFound),
        ({"region": "", "demand_percent": 300}, Invalid),  # beyond the lever
    ],
)
def test_what_cannot_be_switched_on_says_why(problem, changes, error):
    with pytest.raises(error):
        levers_of(problem, **changes)


def test_the_scaling_is_said(problem):
    words = projects.effect_words(projects.effect_of(problem, FAIR))
    assert words[0] == "Demand, Chairs: +18 %, Mar 27 to May 27"
    assert words[1] == "Price, Chairs: -7.9 %, Mar 27 to May 27"
    assert "Chairs in North is 60.0\u00a0% of the demand of Chairs" in words[2]
    assert "+30 % there is +18.0 % of the family" in words[2]
    assert words[2].endswith("The price is scaled by its share with that demand, 66.1\u00a0%.")
    assert len(projects.effect_words(projects.effect_of(problem, replace(FAIR, region="")))) == 2


# In a scenario


def test_on_twice_is_once_and_off_takes_its_own_levers_only(workspace, own, fair, heard):
    move_lever(workspace.store, by_ion("by hand"), own.id, lever(5))
    heard.clear()
    once = projects.switch_on(workspace, by_ion(), own.id, fair.id)
    assert [each.id for each in once.levers] == [
        "lever", lever_id(fair.id, LeverKind.DEMAND), lever_id(fair.id, LeverKind.PRICE)
    ]  # fmt: skip
    assert projects.switch_on(workspace, by_ion(), own.id, fair.id) == once
    assert heard == [f"scenario/{own.id}"]
    off = projects.switch_off(workspace.store, by_ion(), own.id, fair.id)
    assert [each.id for each in off.levers] == ["lever"]
    assert projects.switch_off(workspace.store, by_ion(), own.id, fair.id) == off
    assert (events(workspace, "project_on"), events(workspace, "project_off")) == (1, 1)


def test_a_project_that_is_on_changes_the_plan(workspace, cycle, own, fair):
    before = read_board(workspace, cycle, None, None, own)
    on = projects.switch_on(workspace, by_ion(), own.id, fair.id)
    after = read_board(workspace, cycle, None, None, on)
    # chairs of March to May by 18 %: 3 x 140 units more by 25.2 each
    more = after.outcome.plan.demand_units.sum() - before.outcome.plan.demand_units.sum()
    assert more == pytest.approx(3 * 140 * 0.18)


def test_a_copy_of_a_scenario_knows_that_the_project_is_on(workspace, cycle, own, fair):
    on = projects.switch_on(workspace, by_ion(), own.id, fair.id)
    copy = new_scenario(workspace.store, act("copy", PARTICIPANT), cycle.id, "Copy", on)
    assert len(levers_on(copy, fair.id)) == 2
    assert projects.switch_on(workspace, act("on", PARTICIPANT), copy.id, fair.id) == copy


def test_what_is_done_or_dropped_is_switched_on_no_more_but_off(workspace, own, fair):
    projects.switch_on(workspace, by_ion(), own.id, fair.id)
    projects.change_status(workspace.store, by_ion(), fair.id, ProjectStatus.DROPPED, 1)
    assert projects.switch_off(workspace.store, by_ion(), own.id, fair.id).levers == ()
    with pytest.raises(Refused):
        projects.switch_on(workspace, by_ion(), own.id, fair.id)


def test_the_base_and_what_belongs_to_others_stay(workspace, cycle, own, fair):
    base = scenario_named(workspace.store, cycle, None)
    with pytest.raises(Refused):
        projects.switch_on(workspace, act("on"), base.id, fair.id)
    with pytest.raises(NotAllowed):
        projects.switch_on(workspace, act("on", OTHER), own.id, fair.id)
