"""A plan has a name: whatever can change one of its figures changes the name, and nothing else does."""

from dataclasses import replace

import pytest

from sop.domain import plan as plan_module
from sop.domain.calendar import Month, MonthRange
from sop.domain.errors import NotFound
from sop.domain.loads import Snapshot
from sop.domain.plan import ENGINE_VERSION, PlanKey
from sop.domain.scenario import BOUNDS, Dimension, LeverKind, Scope
from sop.planning.policy import Policy
from sop.services.freezing import freeze_data
from sop.services.inputs import Inputs, InputsDesk, demand_revision
from sop.services.loading import load_file
from sop.services.lookup import cycle_named
from sop.services.overrides import add_override, withdraw_override
from sop.storage import snapshots
from tests.services.small_company import FILES, NOW, act, company, cycle, lever, override

BASE = Inputs(cycle(), company(), (override(10),), None, Policy())
LEVERS = (lever(), lever(5, LeverKind.PRICE, lever_id="price"))


def digest(inputs: Inputs = BASE, levers=LEVERS) -> str:
    return inputs.key(levers).digest


def with_snapshot(loads) -> Inputs:
    return replace(BASE, company=replace(BASE.company, snapshot=Snapshot("s-9", 9, loads, NOW)))


DIFFERENT_INPUTS = {
    "another load in the snapshot": with_snapshot((("items", "l-2"),)),
    "one load more": with_snapshot((("costs", "l-9"), ("items", "l-1"))),
    "last closed month": replace(BASE, cycle=replace(BASE.cycle, last_closed=Month("2027-01"))),
    "fence": replace(BASE, cycle=replace(BASE.cycle, first_decidable=Month("2027-04"))),
    "horizon": replace(BASE, cycle=replace(BASE.cycle, horizon_months=7)),
    "currency": replace(BASE, cycle=replace(BASE.cycle, currency="EUR")),
    "no override": replace(BASE, overrides=()),
    "withdrawn override": replace(BASE, overrides=(override(10, withdrawn=True),)),
    "one override more": replace(BASE, overrides=(override(10), override(10, id="o-2"))),
    "another override": replace(BASE, overrides=(override(10, id="o-2"),)),
    "override: change": replace(BASE, overrides=(override(11),)),
    "override: units": replace(BASE, overrides=(override(10, in_percent=False),)),
    "override: SKU": replace(BASE, overrides=(override(10, sku="CH-1"),)),
    "override: family": replace(BASE, overrides=(override(10, family="Tables"),)),
    "override: region": replace(BASE, overrides=(override(10, region="North"),)),
    "override: first month": replace(
        BASE, overrides=(override(10, months=MonthRange(Month("2027-01"), Month("2027-03"))),)
    ),
    "override: last month": replace(
        BASE, overrides=(override(10, months=MonthRange(Month("2027-02"), Month("2027-04"))),)
    ),
}


@pytest.mark.parametrize("name", DIFFERENT_INPUTS)
def test_each_input_changed_once_is_another_plan(name):
    assert digest(DIFFERENT_INPUTS[name]) != digest()


@pytest.mark.parametrize("weight", list(Policy.__dataclass_fields__))
def test_each_weight_of_the_policy_is_another_plan(weight):
    policy = replace(Policy(), **{weight: getattr(Policy(), weight) + 0.5})
    assert digest(replace(BASE, policy=policy)) != digest()


DIFFERENT_LEVERS = {
    "kind": lever(kind=LeverKind.PRICE),
    "value": lever(10.5),
    "scope: all": lever(scope=Scope()),
    "scope: another family": lever(scope=Scope(Dimension.FAMILY, "Tables")),
    "scope: a region of that name": lever(scope=Scope(Dimension.REGION, "Chairs")),
    "first month": lever(first="2027-04"),
    "last month": lever(last="2027-06"),
}


@pytest.mark.parametrize("name", DIFFERENT_LEVERS)
def test_each_field_of_a_lever_is_another_plan(name):
    assert digest(levers=(DIFFERENT_LEVERS[name],)) != digest(levers=(lever(),))


def test_the_order_of_levers_is_part_of_the_name():
    one, other = lever(20, LeverKind.SAFETY_STOCK), lever(5, LeverKind.SAFETY_STOCK)
    assert digest(levers=(one, other)) != digest(levers=(other, one))


def test_a_whole_number_is_the_same_value_however_it_is_written():
    assert digest(levers=(lever(10),)) == digest(levers=(lever(10.0),))


def test_a_lever_by_another_id_is_the_same_plan():
    assert digest(levers=(lever(lever_id="mine"),)) == digest(levers=(lever(lever_id="yours"),))


@pytest.mark.parametrize("kind", [kind for kind in LeverKind if BOUNDS[kind].neutral is not None])
def test_a_lever_that_changes_nothing_is_the_same_plan(kind):
    first = BOUNDS[kind].dimensions[0]
    scope = Scope() if first is Dimension.ALL else Scope(first, "Chairs")
    neutral = lever(BOUNDS[kind].neutral, kind, scope, lever_id="neutral")
    assert digest(levers=(*LEVERS, neutral)) == digest()


@pytest.mark.parametrize("kind", [LeverKind.OVERTIME, LeverKind.SAFETY_STOCK])
def test_a_lever_that_replaces_a_figure_counts_at_zero_too(kind):
    assert digest(levers=(*LEVERS, lever(0, kind, Scope()))) != digest()


def test_the_engine_version_is_part_of_the_name():
    key = BASE.key(LEVERS)
    assert key.engine == ENGINE_VERSION == plan_module.ENGINE_VERSION
    assert replace(key, engine="next").digest != key.digest


def test_what_shapes_no_figure_keeps_the_name():
    renamed = replace(BASE.cycle, id="c-9", name="Winter", fiscal_year_start=4, time_zone="UTC", version=9)
    assert digest(replace(BASE, cycle=renamed)) == digest()
    assert digest(with_snapshot(BASE.company.snapshot.loads)) == digest()
    assert demand_revision((override(10, reason="Because"),)) == demand_revision((override(10, reason="Fair"),))


def test_parts_of_the_name_do_not_run_into_each_other():
    one = PlanKey("ab", "c", "d", "e", ())
    assert one.digest != PlanKey("a", "bc", "d", "e", ()).digest


# With a database -----------------------------------------------------------------------------------------------------


def inputs_now(workspace, cycle):
    with workspace.store.read() as tx:
        return workspace.inputs.of_cycle(tx, cycle)


def test_the_same_inputs_are_made_once(workspace, cycle):
    first, second = inputs_now(workspace, cycle), inputs_now(workspace, cycle)
    assert first is second
    assert workspace.inputs.problem(first) is workspace.inputs.problem(second)


def test_an_override_makes_new_inputs_and_withdrawing_it_brings_the_old_ones_back(workspace, cycle):
    before = inputs_now(workspace, cycle)
    wish = {"family": "Chairs", "sku": "", "region": "", "months": override(1).months, "reason": "Fair"}
    added = add_override(workspace.store, act("o"), cycle.id, change=10, in_percent=True, **wish)
    during = inputs_now(workspace, cycle)
    withdraw_override(workspace.store, act("w"), added)
    after = inputs_now(workspace, cycle)
    assert during.key(()).digest != before.key(()).digest == after.key(()).digest
    assert during.demand.override_units.sum() == pytest.approx(0.1 * 140 * 2)
    assert after.demand.override_units.sum() == 0


def deliver(workspace):
    """Load a newer count of the stock and return the cycle as it stands then."""
    more = FILES["inventory"] + "CH-2,Sibiu,40\n"
    load_file(workspace.store, workspace.settings.home, act("more"), "inventory", more.encode(), "inventory.csv")
    return cycle_named(workspace.store, None)


def test_an_open_cycle_follows_its_data(workspace, cycle):
    before = inputs_now(workspace, cycle)
    after = inputs_now(workspace, deliver(workspace))
    assert after.key(()).digest != before.key(()).digest
    assert len(after.company.rows["inventory"]) == len(before.company.rows["inventory"]) + 1


def test_a_cycle_whose_data_is_frozen_keeps_it(workspace, cycle):
    freeze_data(workspace.store, act("freeze"))
    before = inputs_now(workspace, cycle)
    assert inputs_now(workspace, deliver(workspace)) is before


def test_a_cycle_without_snapshot_takes_the_latest(workspace, cycle):
    with workspace.store.read() as tx:
        latest = snapshots.latest(tx)
    assert inputs_now(workspace, replace(cycle, snapshot_id=None)).company.snapshot == latest


def test_without_data_there_is_a_sentence(sqlite_store):
    with sqlite_store.read() as tx, pytest.raises(NotFound, match="There is no data yet"):
        InputsDesk().of_cycle(tx, cycle())


def test_after_forgetting_everything_is_made_again(workspace, cycle):
    before = inputs_now(workspace, cycle)
    workspace.inputs.clear()
    after = inputs_now(workspace, cycle)
    assert after is not before
    assert after.key(()) == before.key(())
