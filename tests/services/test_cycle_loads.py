"""A load counts for the cycle that plans with it first; what came after a freeze waits for the next one."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from sop.domain.calendar import Month
from sop.services import cycle_loads
from sop.services.cycles import open_cycle
from sop.services.freezing import freeze_data
from sop.services.loading import load_file, undo_load
from sop.services.lookup import cycle_named
from sop.storage import snapshots
from tests.services.small_company import FILES, NOW, WISH, act

NEXT = replace(WISH, last_closed=Month("2027-01"), first_decidable=Month("2027-04"))


def at(month: int, day: int) -> datetime:
    return datetime(2027, month, day, 8, 0, tzinfo=UTC)


def deliver(workspace, kind, when, units=100):
    content = FILES[kind].replace("100", str(units)).encode()
    by = act(f"{kind}-{units}", now=when)
    return load_file(workspace.store, workspace.settings.home, by, kind, content, f"{kind}.csv")[0]


def opened(workspace):
    return open_cycle(workspace.store, act("next", now=at(2, 3)), NEXT)[0]


def had(workspace, cycle):
    with workspace.store.read() as tx:
        return cycle_loads.of_cycle(tx, cycle)


def test_what_came_for_a_first_cycle_counts_from_its_first_load(workspace, cycle):
    deliver(workspace, "inventory", at(1, 12), units=90)
    found = had(workspace, cycle)
    assert found.came("inventory") == NOW.date()
    assert found.corrections["inventory"] == 1
    assert not found.closed


def test_a_load_for_trial_before_the_month_closed_does_not_set_the_day(workspace, cycle):
    trial = deliver(workspace, "prices", datetime(2026, 12, 1, 8, 0, tzinfo=UTC), units=99)
    found = had(workspace, cycle)
    assert found.planned["prices"] != trial
    assert (found.came("prices"), found.corrections["prices"]) == (date(2027, 1, 11), 0)


def test_the_day_is_that_of_the_company_not_of_the_server(workspace, cycle):
    late = deliver(workspace, "inventory", datetime(2027, 1, 12, 22, 30, tzinfo=UTC), units=80)
    undo_load(workspace.store, act("undo"), had(workspace, cycle).first["inventory"].id)
    assert had(workspace, cycle).first["inventory"] == late
    assert had(workspace, cycle).came("inventory") == date(2027, 1, 13)  # half past midnight in Bucharest


def test_the_next_cycle_plans_with_last_months_load_until_a_new_one_comes(workspace):
    freeze_data(workspace.store, act("freeze"))
    february = opened(workspace)
    assert had(workspace, february).is_older("inventory")
    assert had(workspace, february).came("inventory") is None
    deliver(workspace, "inventory", at(2, 4), units=90)
    assert had(workspace, february).came("inventory") == date(2027, 2, 4)
    assert not had(workspace, february).is_older("inventory")


def test_what_came_after_the_freeze_is_later_and_counts_for_the_next_cycle(workspace, cycle):
    freeze_data(workspace.store, act("freeze"))
    load = deliver(workspace, "inventory", at(1, 20), units=90)
    found = had(workspace, cycle)
    assert found.closed
    assert found.later == {"inventory": load}
    assert found.planned["inventory"] != load
    assert had(workspace, opened(workspace)).first == {"inventory": load}
    assert had(workspace, cycle).later == {}  # it has gone into the next one


def test_data_that_was_never_frozen_does_not_swallow_what_came_for_the_next_cycle(workspace):
    load = deliver(workspace, "inventory", at(2, 2), units=90)  # the cycle of January is open and follows it
    february = opened(workspace)
    assert had(workspace, february).first == {"inventory": load}
    assert had(workspace, february).is_older("prices")


@pytest.mark.parametrize("kind", ["inventory", "prices"])
def test_an_earlier_cycle_keeps_what_it_planned_with(workspace, cycle, kind):
    frozen = freeze_data(workspace.store, act("freeze"))
    opened(workspace)
    deliver(workspace, kind, at(2, 4), units=90)
    assert had(workspace, cycle).planned[kind].id == frozen.load_of(kind)
    assert had(workspace, cycle).closed


def test_what_was_corrected_before_last_months_freeze_is_last_months(workspace):
    deliver(workspace, "inventory", at(1, 12), units=90)
    freeze_data(workspace.store, act("freeze"))
    february = opened(workspace)
    load = deliver(workspace, "inventory", at(2, 4), units=80)
    found = had(workspace, february)
    assert (found.first["inventory"], found.corrections["inventory"]) == (load, 0)


def test_a_cycle_that_takes_over_frozen_data_is_not_frozen_itself(workspace, cycle):
    freeze_data(workspace.store, act("freeze"))
    february = opened(workspace)
    assert february.snapshot_id == cycle_named(workspace.store, None).snapshot_id
    assert (had(workspace, cycle).frozen, had(workspace, february).frozen) == (True, False)
    load = deliver(workspace, "inventory", at(2, 4), units=90)
    assert had(workspace, february).planned["inventory"] == load
    with workspace.store.read() as tx:
        assert snapshots.get(tx, cycle_named(workspace.store, None).snapshot_id).load_of("inventory") == load.id
