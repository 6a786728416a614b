"""Actual figures against the published plan: the grid of the textbook, the deviations, their causes and actions."""

from dataclasses import replace
from datetime import UTC, date, datetime

import numpy as np
import pytest

from sop.domain.calendar import Month, month_row
from sop.domain.decisions import ActionState
from sop.domain.errors import Conflict, Invalid, NotAllowed, NotFound
from sop.domain.execution import Measure
from sop.services.counting import last_counted
from sop.services.cycles import open_cycle
from sop.services.execution import (
    Explanation,
    correct_cause,
    explain,
    read_execution,
    read_ledger,
    set_tolerance,
)
from sop.services.frames import WHOLE
from sop.services.loading import load_file, take_snapshot
from sop.services.plan_against_actual import Counted, Planned, family_grid
from sop.services.publishing import adopt_scenario
from sop.services.what_if import outcome
from sop.storage import actions, deviations, scenarios
from tests.services.at_once import at_once
from tests.services.small_company import (
    CLOSED,
    CURRENT,
    FILES,
    FIRST,
    OTHER,
    PARTICIPANT,
    SOLD,
    VIEWER,
    WISH,
    act,
    events,
)

DUE = date(2027, 4, 30)


# The arithmetic ------------------------------------------------------------------------------------------------------


def wallace(made_to_order=False):
    """Opening stock 100 and plans of 200 a month; the last of four months has not closed yet."""
    plan = np.full((1, 4), 200.0)
    unknown = np.full((1, 4), np.nan)
    planned = Planned(
        ("A",), ("F",), (made_to_order,), month_row(Month("2027-01"), 4), plan, plan, np.full((1, 4), 100.0),
        np.full((1, 4), 100.0), np.full((1, 4), 10.0), np.full((1, 4), 5.0),
    )  # fmt: skip
    counted = Counted(
        np.array([[222, 195, 227, np.nan]]),
        np.array([[200, 206, 199, np.nan]]),
        np.array([[78, 89, 61, np.nan]]),
        unknown,
    )
    return planned, counted


def test_the_grid_of_the_textbook():
    """Wallace: cumulative sales difference 22 17 44, production 0 6 5; stock 78 89 61 against 100."""
    planned, counted = wallace()
    grid = family_grid(planned, counted, "F", closed=3)
    assert list(grid.line(Measure.SALES).units.cumulative_units[:3]) == [22, 17, 44]
    assert list(grid.line(Measure.PRODUCTION).units.cumulative_units[:3]) == [0, 6, 5]
    assert list(grid.line(Measure.STOCK).units.difference_units[:3]) == [-22, -11, -39]
    assert [grid.line(measure).measure for measure in (Measure.SALES, Measure.STOCK)] == [Measure.SALES, Measure.STOCK]


def test_a_month_that_was_not_counted_is_unknown_and_never_nothing():
    planned, counted = wallace()
    grid = family_grid(planned, counted, "F", closed=3)
    for line in grid.lines:
        assert np.isnan([line.units.difference_units[3], line.units.cumulative_units[3]]).all()
        assert np.isfinite(line.units.planned_units[3])


def test_its_adherence_and_tracking_signal():
    """1 - (0 + 6 + 1) / 600; forecast less actual -22 + 5 - 27 = -44 over a mean deviation of 54 / 3 = 18."""
    planned, counted = wallace()
    grid = family_grid(planned, counted, "F", closed=3)
    assert grid.adherence == pytest.approx(1 - 7 / 600)
    assert grid.tracking_signal == pytest.approx(-44 / 18)


def test_money_is_price_for_sales_and_cost_for_production_and_stock():
    planned, counted = wallace()
    grid = family_grid(planned, counted, WHOLE, closed=3)
    assert grid.line(Measure.SALES).money.difference_units[0] == 22 * 10
    assert grid.line(Measure.PRODUCTION).money.difference_units[1] == 6 * 5
    assert grid.line(Measure.STOCK).money.difference_units[2] == -39 * 5


def test_what_is_made_to_order_has_a_backlog_in_place_of_a_stock():
    planned, counted = wallace(made_to_order=True)
    assert [line.measure for line in family_grid(planned, counted, "F", 3).lines][-1] is Measure.BACKLOG
    assert [line.measure for line in family_grid(planned, counted, WHOLE, 3).lines][-1] is Measure.STOCK


def test_without_a_plan_nothing_adheres_and_without_an_error_nothing_is_signalled():
    planned, counted = wallace()
    nothing = replace(planned, production_units=np.zeros((1, 4)), sales_units=np.nan_to_num(counted.sales_units))
    grid = family_grid(nothing, counted, "F", closed=3)
    assert np.isnan([grid.adherence, grid.tracking_signal]).all()


# The small company: its plan of February 2027 on, and what came of February ------------------------------------------


def load(workspace, kind, text, token):
    load_file(workspace.store, workspace.settings.home, act(token), kind, text.encode(), f"{kind}.csv")


@pytest.fixture
def published(workspace, cycle):
    with workspace.store.read() as tx:
        base = next(each for each in scenarios.of_cycle(tx, cycle.id) if each.is_base)
        inputs = workspace.inputs.of_cycle(tx, cycle)
    made = outcome(workspace, inputs, base)
    adopt_scenario(workspace, act("adopt"), cycle, base.id, made.key.digest)
    return made.plan


@pytest.fixture
def closed(workspace, cycle, published):
    """February is over: 30 % more oak chairs sold than the 100 planned, 15 made for the 30 ordered."""
    sold = {**{key: float(units) for key, units in SOLD.items()}, ("CH-1", "North"): 90.0}
    rows = [f"{FIRST},{sku},{region},{units}" for (sku, region), units in sold.items()]
    history = [f"{month},{sku},{region},{units}" for month in CLOSED for (sku, region), units in SOLD.items()]
    load(workspace, "sales_history", "month,sku,region,quantity\n" + "\n".join([*history, *rows]) + "\n", "sales")
    load(workspace, "production_history", f"month,sku,plant,quantity\n{FIRST},CH-1,Sibiu,15\n", "made")
    wish = replace(WISH, last_closed=FIRST, first_decidable=Month("2027-05"))
    return open_cycle(workspace.store, act("next cycle"), wish)[0]


def found(workspace, cycle, measure):
    seen = read_execution(workspace, cycle)
    return next(off for off in seen.off if (off.family, off.month, off.measure) == ("Chairs", FIRST, measure))


SAID = Explanation("A school ordered at once", "Ask schools for their plans", PARTICIPANT.id, DUE)


def test_without_a_published_plan_there_is_nothing_to_compare(workspace, cycle):
    assert read_execution(workspace, cycle) is None


def test_before_a_month_of_it_has_closed_the_plan_stands_alone(workspace, cycle, published):
    seen = read_execution(workspace, cycle)
    assert (seen.closed, seen.off, seen.months[0]) == (0, (), FIRST)


def test_sales_beyond_tolerance_are_found_with_their_money(workspace, closed, published):
    """Planned 140 chairs, sold 170: 30 oak chairs more at their mean price."""
    off = found(workspace, closed, Measure.SALES)
    price = published.price_money[0, published.months.index(FIRST)]
    assert (off.planned_units, off.actual_units) == (pytest.approx(140), 170)
    assert off.share == pytest.approx(30 / 140)
    assert off.money == pytest.approx(30 * price)


def test_the_dearest_stands_first(workspace, closed):
    money = [abs(off.money) for off in read_execution(workspace, closed).off]
    assert money == sorted(money, reverse=True)


def test_within_tolerance_nothing_is_a_deviation(workspace, closed):
    set_tolerance(workspace.store, act("wide"), 1.0)
    assert [off.measure for off in read_execution(workspace, closed).off if off.measure is Measure.SALES] == []
    set_tolerance(workspace.store, act("narrow"), 0.2)
    assert found(workspace, closed, Measure.SALES)


def test_stock_that_nobody_delivered_is_missing_and_no_deviation(workspace, closed):
    seen = read_execution(workspace, closed)
    assert seen.missing == (Measure.STOCK,)
    assert not [off for off in seen.off if off.measure is Measure.STOCK]


def test_a_stock_counted_for_the_next_cycle_is_that_of_the_month_it_closed(workspace, published):
    load(workspace, "sales_history", FILES["sales_history"] + f"{FIRST},CH-1,North,60\n", "sales")
    load(workspace, "inventory", "sku,location,quantity\nCH-1,Sibiu,777\n", "counted")
    with workspace.store.write() as w:
        take_snapshot(w, act("snapshot"))
    wish = replace(WISH, last_closed=FIRST, first_decidable=Month("2027-05"))
    after, _ = open_cycle(workspace.store, act("next cycle"), wish)
    assert found(workspace, after, Measure.STOCK).actual_units == 777


def test_a_delivered_month_end_stock_is_compared(workspace, closed):
    load(workspace, "stock_history", f"month,sku,location,quantity\n{FIRST},CH-1,Sibiu,999\n", "stock")
    assert found(workspace, closed, Measure.STOCK).actual_units == 999


@pytest.mark.parametrize(("share", "counted"), [(0.4, CURRENT), (0.6, FIRST)])
def test_a_month_of_which_less_than_half_was_sold_is_not_over_in_the_data(workspace, cycle, share, counted):
    """The file was written in the middle of February, and nobody delivered the rest of it since."""
    sold = f"{FIRST},CH-1,North,{share * sum(SOLD.values())}\n"
    january = "".join(f"{CURRENT},{sku},{region},{units}\n" for (sku, region), units in SOLD.items())
    whole = "".join(line + "\n" for line in FILES["sales_history"].splitlines() if not line.startswith(CURRENT))
    load(workspace, "sales_history", whole + january + sold, "sales")
    with workspace.store.read() as tx:
        assert last_counted(tx, cycle, datetime(2027, 5, 1, tzinfo=UTC)) == counted


def test_only_the_facilitator_sets_the_tolerance_and_only_to_a_share(workspace):
    with pytest.raises(NotAllowed):
        set_tolerance(workspace.store, act("t", PARTICIPANT), 0.2)
    with pytest.raises(Invalid):
        set_tolerance(workspace.store, act("t"), 0)


def test_a_deviation_gets_a_cause_and_an_ordinary_action(workspace, closed, heard):
    off = found(workspace, closed, Measure.SALES)
    heard.clear()
    stored = explain(workspace, act("say", PARTICIPANT), closed, off, SAID)
    again = found(workspace, closed, Measure.SALES)
    assert (again.explained, again.explained.cause) == (stored, SAID.cause)
    with workspace.store.read() as tx:
        action = actions.get(tx, stored.action_id)
        assert action in actions.of_cycle(tx, closed.id)
    assert (again.action, action.text, action.owner_id, action.due) == (action, SAID.action, PARTICIPANT.id, DUE)
    assert action.state is ActionState.OPEN
    assert f"cycle/{closed.id}" in heard
    assert events(workspace, "deviation_explained") == 1


def test_a_double_click_explains_once(workspace, closed):
    off = found(workspace, closed, Measure.SALES)

    def click():
        return explain(workspace, act("say"), closed, off, SAID)

    assert len({each.id for each in at_once(click, click)}) == 1
    with workspace.store.read() as tx:
        assert len(deviations.every(tx)) == len(actions.of_cycle(tx, closed.id)) == 1


def test_who_explains_second_is_told_and_leaves_no_action(workspace, closed):
    off = found(workspace, closed, Measure.SALES)
    explain(workspace, act("first"), closed, off, SAID)
    with pytest.raises(Conflict):
        explain(workspace, act("second", OTHER), closed, off, SAID)
    with workspace.store.read() as tx:
        assert len(actions.of_cycle(tx, closed.id)) == 1


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        (replace(SAID, cause=" "), Invalid),
        (replace(SAID, action=""), Invalid),
        (replace(SAID, owner_id="nobody"), NotFound),
        (replace(SAID, due=date(2027, 1, 10)), Invalid),
    ],
)
def test_half_an_explanation_stores_nothing(workspace, closed, said, refusal):
    off = found(workspace, closed, Measure.SALES)
    with pytest.raises(refusal):
        explain(workspace, act("say"), closed, off, said)
    with workspace.store.read() as tx:
        assert (deviations.every(tx), actions.of_cycle(tx, closed.id)) == ((), ())


def test_viewers_look_on(workspace, closed):
    with pytest.raises(NotAllowed):
        explain(workspace, act("say", VIEWER), closed, found(workspace, closed, Measure.SALES), SAID)


def test_the_words_of_a_cause_are_corrected_by_who_wrote_them_or_the_facilitator(workspace, closed):
    stored = explain(workspace, act("say", PARTICIPANT), closed, found(workspace, closed, Measure.SALES), SAID)
    once = correct_cause(workspace.store, act("again", PARTICIPANT), stored, "Two schools ordered")
    with pytest.raises(NotAllowed):
        correct_cause(workspace.store, act("other", OTHER), once, "No")
    assert correct_cause(workspace.store, act("run"), once, "Three schools").cause == "Three schools"
    with pytest.raises(Conflict):
        correct_cause(workspace.store, act("late"), stored, "Four schools")


def test_the_ledger_is_of_earlier_cycles_only(workspace, closed):
    with workspace.store.read() as tx:
        assert read_ledger(tx, closed) == ()


def test_small_files_say_what_they_say():
    """The expectations above rest on these: 140 chairs a month, 30 ordered for February."""
    assert sum(units for (sku, _), units in SOLD.items() if sku.startswith("CH")) == 140
    assert f"{FIRST},CH-1,Sibiu,30" in FILES["production_orders"]
