"""Finance enters what the books say, whoever delivered stands for the difference, and a change asks for it again."""

from dataclasses import replace

import pytest

from sop.domain.control import Control, ControlState, LedgerFigure
from sop.domain.deliveries import default_expectations
from sop.domain.errors import Conflict, Invalid, NotAllowed, Refused
from sop.services import control_totals, cycle_loads
from sop.services.loading import load_file
from sop.storage import control_totals as stored
from tests.services.small_company import NOW, OTHER, PARTICIPANT, VIEWER, act, events
from tests.services.test_cycle_loads import at, deliver

STOCK = default_expectations()["inventory"]
SALES = default_expectations()["sales_history"]
LOGISTICS = replace(VIEWER, role=PARTICIPANT.role)


def totals(workspace, cycle):
    with workspace.store.read() as tx:
        planned = cycle_loads.of_cycle(tx, cycle).planned
        return control_totals.read_controls(tx, workspace.covered, cycle, planned)


def enter(workspace, cycle, amount, version=1, person=OTHER, control=Control.STOCK_VALUE):
    wish = LedgerFigure("l-1", cycle.id, control, amount, "", NOW, version)
    return control_totals.enter_figure(workspace.store, act(f"enter-{amount}", person), wish)


def sign(workspace, cycle, reason="", token="sign", person=LOGISTICS):
    seen = totals(workspace, cycle)[Control.STOCK_VALUE]
    return control_totals.sign(workspace, act(token, person), cycle, seen, STOCK, reason)


def state(workspace, cycle):
    return totals(workspace, cycle)[Control.STOCK_VALUE].state


def test_the_stock_is_valued_at_its_lowest_cost_and_revenue_is_that_of_the_closed_month(workspace, cycle):
    found = totals(workspace, cycle)
    assert found[Control.STOCK_VALUE].loaded == pytest.approx(150 * 50)  # 100 + 50 oak chairs, Sibiu makes them for 50
    assert found[Control.REVENUE].state is ControlState.NOT_LOADED  # its sales have no revenue


def test_revenue_is_that_of_the_last_closed_month_alone(workspace, cycle):
    sales = "month,sku,region,quantity,revenue\n2026-11,CH-1,North,1,7\n2026-12,CH-1,North,1,0.1\n2026-12,CH-1,South,1,0.2\n"
    load_file(workspace.store, workspace.settings.home, act("s"), "sales_history", sales.encode(), "s.csv")
    assert totals(workspace, cycle)[Control.REVENUE].loaded == pytest.approx(0.3)


def test_it_is_signed_within_the_tolerance_and_a_second_click_is_one_signature(workspace, cycle, heard):
    enter(workspace, cycle, 7490.0)
    assert state(workspace, cycle) is ControlState.TO_SIGN
    assert sign(workspace, cycle) == sign(workspace, cycle)
    assert state(workspace, cycle) is ControlState.SIGNED
    assert (events(workspace, "ledger_figure_entered"), events(workspace, "control_total_signed")) == (1, 1)
    assert heard == ["company"] * 2


def test_beyond_the_tolerance_the_reason_is_needed(workspace, cycle):
    enter(workspace, cycle, 7000.0)
    with pytest.raises(Invalid, match="why"):
        sign(workspace, cycle)
    sign(workspace, cycle, "Goods in consignment")
    assert state(workspace, cycle) is ControlState.EXPLAINED


def test_a_new_load_or_a_corrected_figure_asks_for_a_new_signature(workspace, cycle):
    enter(workspace, cycle, 7500.0)
    sign(workspace, cycle)
    deliver(workspace, "inventory", at(1, 12), units=90)
    assert state(workspace, cycle) is ControlState.SIGN_AGAIN
    enter(workspace, cycle, 7000.0)
    sign(workspace, cycle, token="again")
    assert state(workspace, cycle) is ControlState.SIGNED
    enter(workspace, cycle, 7001.0, version=2)
    assert state(workspace, cycle) is ControlState.SIGN_AGAIN
    with workspace.store.read() as tx:
        assert stored.last_signatures(tx, cycle.id)[Control.STOCK_VALUE].ledger == 7000.0


def test_who_signs_something_else_than_was_seen_is_told_and_nothing_is_stored(workspace, cycle):
    enter(workspace, cycle, 7500.0)
    seen = totals(workspace, cycle)[Control.STOCK_VALUE]
    deliver(workspace, "inventory", at(1, 12), units=90)
    with pytest.raises(Conflict):
        control_totals.sign(workspace, act("sign", LOGISTICS), cycle, seen, STOCK)
    with workspace.store.read() as tx:
        assert stored.last_signatures(tx, cycle.id) == {}


def test_a_figure_that_somebody_else_corrected_is_not_overwritten(workspace, cycle):
    enter(workspace, cycle, 7500.0)
    assert enter(workspace, cycle, 7500.0).version == 1  # the same again
    enter(workspace, cycle, 7400.0)
    with pytest.raises(Conflict):
        enter(workspace, cycle, 7300.0)


def test_the_books_are_finances_and_the_signature_is_the_departments(workspace, cycle):
    with pytest.raises(NotAllowed, match="finance"):
        enter(workspace, cycle, 7500.0, person=PARTICIPANT)
    enter(workspace, cycle, 7500.0)
    for person in (OTHER, VIEWER):
        with pytest.raises(NotAllowed):
            sign(workspace, cycle, person=person)
    assert sign(workspace, cycle).signed_by == LOGISTICS.id


def test_the_owner_signs_wherever_they_sit(workspace, cycle):
    enter(workspace, cycle, 7500.0)
    owned = replace(STOCK, owner_id=PARTICIPANT.id)
    seen = totals(workspace, cycle)[Control.STOCK_VALUE]
    assert control_totals.sign(workspace, act("o", PARTICIPANT), cycle, seen, owned).signed_by == PARTICIPANT.id


def test_there_is_nothing_to_sign_without_both_figures(workspace, cycle):
    with pytest.raises(Refused, match="missing"):
        sign(workspace, cycle)


def test_the_tolerance_is_a_setting_of_the_facilitator(workspace, cycle):
    control_totals.set_tolerance(workspace.store, act("t"), 0.01)
    assert totals(workspace, cycle)[Control.STOCK_VALUE].tolerance == 0.01
    with pytest.raises(NotAllowed):
        control_totals.set_tolerance(workspace.store, act("t", PARTICIPANT), 0.02)
    with pytest.raises(Invalid):
        control_totals.set_tolerance(workspace.store, act("t"), 0.5)
