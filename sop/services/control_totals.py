"""Control totals of a cycle: the figure of the books is entered once, the loads are compared, the deliverer signs."""

import math
from collections.abc import Mapping
from dataclasses import replace

from sop.domain.control import (
    DEFAULT_TOLERANCE,
    DELIVERED_BY,
    Control,
    ControlState,
    ControlTotal,
    LedgerFigure,
    Signature,
    tolerated_difference,
)
from sop.domain.deliveries import Expectation
from sop.domain.errors import Conflict, Invalid, NotAllowed, Refused
from sop.domain.ids import new_id
from sop.domain.kinds import StockStatus
from sop.domain.loads import Load
from sop.domain.meeting import Cycle
from sop.domain.people import Act, Actor, Function, Right
from sop.services import cycle_loads
from sop.services.coverage import Kept
from sop.services.workspace import Workspace
from sop.storage import control_totals, covering, cycles, loads, log, settings, statements
from sop.storage.engine import Connection, Store

TOLERANCE = "control_tolerance"  # key of the setting: a share of the ledger's figure
PRICED = {"materials_suppliers": "price", "costs": "unit_cost"}  # what a unit in stock is worth, the later one first
Planned = Mapping[str, Load]  # kind -> the load that the cycle plans with


def tolerance_of(tx: Connection) -> float:
    """Return the share of the ledger's figure within which a control total agrees."""
    return float(settings.get(tx, TOLERANCE, DEFAULT_TOLERANCE))


def set_tolerance(store: Store, act: Act, share: float) -> None:
    """Change the tolerance of the company; Invalid unless it is from 0 to 20 %."""
    act.actor.require(Right.RUN)
    with store.write() as w:
        settings.put(w, TOLERANCE, tolerated_difference(share))
        log.append(w, act, "control_tolerance_set", "company", "", {"share": share})
        w.announce("company")


def read_controls(tx: Connection, kept: Kept, cycle: Cycle, planned: Planned) -> dict[Control, ControlTotal]:
    """Return every control total of a cycle as it stands."""
    figures, signatures = control_totals.figures(tx, cycle.id), control_totals.last_signatures(tx, cycle.id)
    tolerance = tolerance_of(tx)
    return {
        each: ControlTotal(each, loaded_figure(tx, kept, each, cycle, planned), figures.get(each), signatures.get(each), tolerance)
        for each in Control
    }  # fmt: skip


def loaded_figure(tx: Connection, kept: Kept, control: Control, cycle: Cycle, planned: Planned) -> float:
    """Return what the loads of a cycle add up to, in money; NaN where it is not known."""
    if DELIVERED_BY[control] not in planned:
        return math.nan
    if control is Control.REVENUE:
        sales, month = planned["sales_history"], cycle.last_closed
        return float(kept.get((control, sales.id, month), lambda: covering.revenue(tx, sales, month)))
    used = tuple(planned[kind].id for kind in ("inventory", *PRICED) if kind in planned)
    return float(kept.get((control, used), lambda: _stock_value(tx, planned)))


def _stock_value(tx: Connection, planned: Planned) -> float:
    """Return stock at cost, materials at the lowest price of their suppliers; what is in transit lies in no warehouse."""
    cost: dict[str, float] = {}
    for kind, column in PRICED.items():
        if kind in planned:
            lowest = loads.rows(tx, kind, planned[kind].id).groupby("sku")[column].min()
            cost.update(zip(lowest.index.tolist(), lowest.tolist(), strict=True))
    if not cost:
        return math.nan
    lying = loads.rows(tx, "inventory", planned["inventory"].id)
    lying = lying[lying["status"] != StockStatus.IN_TRANSIT]
    return math.fsum(lying["quantity"] * lying["sku"].map(cost).fillna(0.0))


def may_enter(actor: Actor) -> bool:
    """Return whether somebody enters figures of the books: finance, or the facilitator."""
    return actor.may(Right.RUN) or (actor.may(Right.CAPTURE) and actor.function is Function.FINANCE)


def may_sign(actor: Actor, expectation: Expectation) -> bool:
    """Return whether somebody stands for a delivery: its owner, their department, or the facilitator."""
    own = actor.function is expectation.function or actor.person_id == expectation.owner_id
    return actor.may(Right.RUN) or (actor.may(Right.CAPTURE) and own)


def enter_figure(store: Store, act: Act, wish: LedgerFigure) -> LedgerFigure:
    """Store what the books say: new, or in place of the version that was seen; the same again changes nothing.

    Conflict when somebody else changed it since.
    """
    act.actor.require(Right.CAPTURE)
    if not may_enter(act.actor):
        raise NotAllowed("Figures of the books are entered by finance or the facilitator.")
    with store.write() as w:
        cycles.get(w.tx, wish.cycle_id)
        known = control_totals.figures(w.tx, wish.cycle_id).get(wish.control)
        if known is not None and known.amount == wish.amount:
            return known
        entered = replace(wish, entered_by=act.actor.person_id, entered_at=act.now)
        if known is None:
            stored, is_new = control_totals.add_figure(w, entered)
            if not is_new:
                raise Conflict(statements.CHANGED)
        else:
            stored = control_totals.change_figure(w, replace(entered, id=known.id))
        said = {"control": wish.control, "amount": wish.amount}
        log.append(w, act, "ledger_figure_entered", "cycle", wish.cycle_id, said)
        w.announce("company")
    return stored


def sign(
    workspace: Workspace, act: Act, cycle: Cycle, seen: ControlTotal, owner: Expectation, reason: str = ""
) -> Signature:
    """Stand for a control total as it was seen; a reason is needed where it differs by more than the tolerance.

    Conflict when a figure changed since it was seen. A second click is one signature.
    """
    act.actor.require(Right.CAPTURE)
    if not may_sign(act.actor, owner):
        raise NotAllowed("A control total is signed by the department that delivers it, or by the facilitator.")
    if seen.state in {ControlState.NOT_LOADED, ControlState.NO_FIGURE} or seen.ledger is None:
        raise Refused("There is nothing to sign yet: a figure is missing.")
    if not seen.agrees and not reason.strip():
        raise Invalid("Write why the figures differ: the difference is above the tolerance.")
    wish = Signature(
        new_id(), cycle.id, seen.control, seen.ledger.amount, seen.loaded, reason.strip(), act.actor.person_id, act.now
    )
    with workspace.store.write() as w:
        stored, is_new = control_totals.sign(w, wish, act.token)
        if is_new:
            _refuse_stale(w.tx, workspace.covered, cycle, seen)
            said = {"control": wish.control, "ledger": wish.ledger, "loaded": wish.loaded}
            log.append(w, act, "control_total_signed", "cycle", cycle.id, said)
            w.announce("company")
    return stored


def _refuse_stale(tx: Connection, kept: Kept, cycle: Cycle, seen: ControlTotal) -> None:
    """Raise Conflict where a figure is not what was seen; what was stored before goes with the transaction."""
    now = read_controls(tx, kept, cycle, cycle_loads.of_cycle(tx, cycle).planned)[seen.control]
    if now.ledger is None or seen.ledger is None or not seen.has_figures_of(now.loaded, now.ledger.amount):
        raise Conflict("A figure changed while you looked. Look at both again, then sign.")
