"""The board of a cycle: each expected delivery with its state, what it covers and its score."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from sop.domain.deliveries import DeliveryState
from sop.domain.people import Function
from sop.domain.quality import Aspect, Coverage
from sop.services import expectations
from sop.services.coverage import coverage
from sop.services.cycle_loads import of_cycle
from sop.services.deliveries import read_deliveries
from sop.services.freezing import freeze_data
from sop.services.readiness_trend import read_trend
from tests.services.small_company import NOW, act
from tests.services.test_cycle_loads import at, deliver, opened


def board(workspace, cycle, now=NOW):
    with workspace.store.read() as tx:
        return read_deliveries(tx, workspace.covered, cycle, now)


def line(found, kind):
    return next(each for each in (*found.lines, *found.unasked) if each.kind == kind)


def covered(workspace, cycle, kind):
    with workspace.store.read() as tx:
        return coverage(tx, workspace.covered, cycle, of_cycle(tx, cycle).planned, kind)


def put(workspace, wish):
    return expectations.set_expectation(workspace.store, act("set"), wish)


def test_states_follow_the_due_days(workspace, cycle):
    """January 2027 begins on a Friday: its second working day is Monday the 4th, and everything came on the 11th."""
    found = board(workspace, cycle)
    sales = line(found, "sales_history")
    assert sales.due == date(2027, 1, 4)
    assert (sales.state, sales.progress.days) == (DeliveryState.LATE, 7)
    bom = line(found, "bom")  # due on the fourth working day, and never delivered
    assert (bom.state, bom.progress.days) == (DeliveryState.OVERDUE, 5)
    assert bom.quality is None
    assert found.lacking == tuple(each for each in found.lines if each.load is None)


def test_a_delivery_that_is_excused_counts_neither_way(workspace, cycle):
    seen = line(board(workspace, cycle), "bom").expectation
    put(workspace, replace(seen, excused=True, note="No change"))
    found = board(workspace, cycle)
    assert line(found, "bom").state is DeliveryState.EXCUSED
    assert line(found, "bom") not in found.asked
    assert len(found.lines) - len(found.asked) == 1


def test_what_nobody_expects_is_told_beside_the_rest(workspace, cycle):
    put(workspace, replace(line(board(workspace, cycle), "budget").expectation, wanted=False))
    found = board(workspace, cycle)
    assert [each.kind for each in found.unasked] == ["budget"]
    assert "budget" not in [each.kind for each in found.of(Function.FINANCE)]


def test_a_frozen_cycle_misses_what_did_not_come_and_the_next_one_keeps_what_stands(workspace, cycle):
    freeze_data(workspace.store, act("freeze"))
    assert line(board(workspace, cycle), "bom").state is DeliveryState.MISSING
    february = opened(workspace)
    found = board(workspace, february, at(2, 5))
    assert line(found, "prices").state is DeliveryState.STANDS
    stock = line(found, "inventory")  # due on Wednesday the 3rd, and only January's is there
    assert (stock.state, stock.progress.days, stock.is_old) == (DeliveryState.OVERDUE, 2, True)


def test_a_history_covers_its_months_and_prices_the_skus_that_are_sold(workspace, cycle):
    assert covered(workspace, cycle, "sales_history") == Coverage(24, 24, 0, 0)  # the month that runs is none of them
    assert covered(workspace, cycle, "prices") == Coverage(0, 0, 2, 3)  # the table has no price
    assert covered(workspace, cycle, "inventory") == Coverage(0, 0, 1, 2)  # the table is made to order
    assert covered(workspace, cycle, "capacity") == Coverage(6, 6, 0, 0)  # the horizon
    assert covered(workspace, cycle, "budget") == Coverage(1, 12, 0, 0)  # of the fiscal year only February
    assert covered(workspace, cycle, "open_orders") == Coverage()


def test_the_score_is_told_part_by_part(workspace, cycle):
    parts = {part.aspect: part.points for part in line(board(workspace, cycle), "prices").quality.parts}
    assert parts[Aspect.COMPLETE] == pytest.approx(100 * 2 / 3)
    assert parts[Aspect.ON_TIME] == 0  # five days late: due on Thursday the 6th
    assert Aspect.SIGNED not in parts


def test_the_trend_counts_what_was_due_in_each_cycle(workspace):
    freeze_data(workspace.store, act("freeze"))
    february = opened(workspace)
    deliver(workspace, "inventory", at(2, 3), units=90)
    with workspace.store.read() as tx:
        found = read_trend(tx, workspace.covered, february, datetime(2027, 2, 10, 9, 0, tzinfo=UTC))
    logistics = [each for each in found if each.function is Function.LOGISTICS]
    assert [(each.cycle.name, each.on_time, each.due) for each in logistics] == [("2027-01", 0, 2), ("2027-02", 1, 2)]
    assert logistics[1].share == pytest.approx(0.5)
    everybody = [each for each in found if each.function is None]
    assert everybody[1].due == 9  # seven come anew in each cycle, two never came; the rest stands
