"""Stage 6: actual sales, production and stock against the published plan; what is off gets a cause and an action."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pandas as pd

from sop.domain.calendar import Month, month_row
from sop.domain.decisions import Action, ActionState, Decision
from sop.domain.errors import Invalid
from sop.domain.execution import DEFAULT_TOLERANCE, Deviation, Measure, tolerated
from sop.domain.ids import new_id
from sop.domain.meeting import Cycle
from sop.domain.people import Act, Right
from sop.domain.supply import SupplyPlan
from sop.services import counting, publishing
from sop.services.company import NOT_DELIVERED
from sop.services.decisions import refuse_overdue
from sop.services.plan_against_actual import STOCKED, Counted, FamilyGrid, Planned, family_grid, lay_out
from sop.services.publishing import Published
from sop.services.workspace import Workspace
from sop.storage import actions, cycles, decisions, deviations, loads, log, meetings, people, settings
from sop.storage.engine import Connection, Store

PAST_MONTHS, COMING_MONTHS = 6, 3
TOLERANCE = "execution_tolerance"  # key of the setting: a share of the plan


@dataclass(frozen=True, slots=True)
class Off:
    """A figure beyond tolerance: where, by how much, and what was said and is done about it."""

    family: str
    month: Month
    measure: Measure
    plan_id: str
    planned_units: float
    actual_units: float
    money: float  # actual less planned
    explained: Deviation | None
    action: Action | None

    @property
    def difference_units(self) -> float:
        return self.actual_units - self.planned_units

    @property
    def share(self) -> float:
        """Return the difference as a share of the plan; infinite where nothing was planned."""
        return self.difference_units / self.planned_units if self.planned_units else np.inf


@dataclass(frozen=True, slots=True, eq=False)
class Execution:
    """What came of the published plans: months with the plan that stands for each, and everything beyond tolerance."""

    months: tuple[Month, ...]
    closed: int  # the first so many of them were counted
    plans: tuple[Published, ...]  # per month
    families: tuple[str, ...]
    planned: Planned
    counted: Counted
    tolerance: float
    off: tuple[Off, ...]  # dearest first
    units: Mapping[str, str]  # family -> unit in which its SKUs add up; empty when they have none in common

    @property
    def missing(self) -> tuple[Measure, ...]:
        """Return what was not delivered for any of the closed months."""
        counted = {measure: self.counted.of(measure)[:, : self.closed] for measure in STOCKED}
        return tuple(measure for measure, figures in counted.items() if not np.isfinite(figures).any())

    def grid(self, family: str) -> FamilyGrid:
        return family_grid(self.planned, self.counted, family, self.closed)


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """A decision of an earlier cycle with the actions that carry it out; without one, what was done beside them."""

    cycle: Cycle
    decision: Decision | None
    actions: tuple[Action, ...]


def read_execution(workspace: Workspace, cycle: Cycle) -> Execution | None:
    """Compare the closed months, and show the next ones, with the plans that stand for them; None without any.

    A month is measured against the plan of the last cycle whose published plan covers it.
    """
    with workspace.store.read() as tx:
        last = counting.last_counted(tx, cycle, workspace.now())
        months, standing = _covered(tx, last)
        if not months:
            return None
        plans = {each.plan_id: publishing.published_plan(tx, each) for each in standing}
        items = _items(tx)
        planned = lay_out([plans[each.plan_id] for each in standing], _made_to_order(items, plans), months)
        counted = counting.count(tx, planned.skus, months, last)
        tolerance = tolerance_of(tx)
        closed = sum(month <= last for month in months)
        families = tuple(dict.fromkeys(planned.families))
        grids = [family_grid(planned, counted, family, closed) for family in families]
        told = _told(tx)
    off = _beyond(grids, months[:closed], standing, tolerance, told)
    return Execution(months, closed, standing, families, planned, counted, tolerance, off, _units(items))


def _covered(tx: Connection, last: Month) -> tuple[tuple[Month, ...], tuple[Published, ...]]:
    """Return the months to show that a published plan covers, and the latest such plan for each."""
    published = publishing.standing(tx)
    in_order = sorted(cycles.all_cycles(tx), key=lambda cycle: (cycle.last_closed, cycle.id))
    by_month: dict[Month, Published] = {}
    for cycle in in_order:
        if cycle.id in published:
            by_month.update(dict.fromkeys(published[cycle.id].months, published[cycle.id]))
    shown = [month for month in month_row(last.plus(1 - PAST_MONTHS), PAST_MONTHS + COMING_MONTHS) if month in by_month]
    return tuple(shown), tuple(by_month[month] for month in shown)


def _items(tx: Connection) -> pd.DataFrame:
    standing = loads.current(tx).get("items")
    return loads.rows(tx, "items", standing.id if standing else NOT_DELIVERED)


def _made_to_order(items: pd.DataFrame, plans: Mapping[str, SupplyPlan]) -> dict[str, bool]:
    """Return SKU -> whether it is made to order: as the items say today, else as its plan has an order book."""
    made: dict[str, bool] = {}
    for plan in plans.values():
        made.update(zip(plan.skus, [bool(book.any()) for book in plan.order_book_units], strict=True))
    made.update(zip(items["sku"], items["mode"] == "order", strict=True))
    return made


def _units(items: pd.DataFrame) -> dict[str, str]:
    by_family = items.groupby("family")["unit"].unique()
    return {str(family): str(units[0]) if len(units) == 1 else "" for family, units in by_family.items()}


Told = Mapping[tuple[str, str, str], tuple[Deviation, Action | None]]


def _told(tx: Connection) -> Told:
    every = deviations.every(tx)
    linked = {each.id: each for each in actions.by_ids(tx, [one.action_id for one in every if one.action_id])}
    return {(each.family, each.month, each.measure): (each, linked.get(each.action_id or "")) for each in every}


def _beyond(
    grids: Sequence[FamilyGrid],
    closed: Sequence[Month],
    standing: Sequence[Published],
    tolerance: float,
    told: Told,
) -> tuple[Off, ...]:
    """Return what lies further off its plan than tolerated, the most money first."""
    found: list[Off] = []
    for grid in grids:
        for line in grid.lines:
            for t, month in enumerate(closed):
                planned, actual = float(line.units.planned_units[t]), float(line.units.actual_units[t])
                if not abs(actual - planned) > tolerance * abs(planned) + 1e-9:  # NaN is not counted
                    continue
                explained, action = told.get((grid.family, month, line.measure), (None, None))
                money = float(line.money.difference_units[t])
                found.append(
                    Off(
                        grid.family, month, line.measure, standing[t].plan_id, planned, actual, money, explained, action
                    )
                )
    return tuple(sorted(found, key=lambda off: (-abs(off.money), off.family, off.month, off.measure)))


def tolerance_of(tx: Connection) -> float:
    """Return the share of the plan within which a difference is no deviation."""
    return float(settings.get(tx, TOLERANCE, DEFAULT_TOLERANCE))


def set_tolerance(store: Store, act: Act, share: float) -> None:
    """Change the tolerance of the company; Invalid unless it is from 1 to 100 %."""
    act.actor.require(Right.RUN)
    with store.write() as w:
        settings.put(w, TOLERANCE, tolerated(share))
        log.append(w, act, "tolerance_changed", "company", "", {"share": share})
        w.announce("company")


@dataclass(frozen=True, slots=True)
class Explanation:
    """What the dialog holds: why a figure is off, and the corrective action with owner and date."""

    cause: str
    action: str
    owner_id: str
    due: date


def explain(workspace: Workspace, act: Act, cycle: Cycle, off: Off, said: Explanation) -> Deviation:
    """Store the cause of a deviation and its corrective action at once; a second call with the same token is one row.

    Conflict when somebody else explained the same figure first.
    """
    act.actor.require(Right.CAPTURE)
    if not said.action.strip():
        raise Invalid("Write what is to be done.")
    with workspace.store.write() as w:
        people.get(w.tx, said.owner_id)
        meeting = meetings.latest(w.tx, cycle.id)
        meeting_id = meeting.id if meeting else ""
        action, _ = actions.add(
            w,
            Action(
                new_id(), cycle.id, meeting_id, None, said.action.strip(), said.owner_id, said.due, ActionState.OPEN,
                act.actor.person_id, act.now,
            ),
            act.token,
        )  # fmt: skip
        stored, is_new = deviations.add(w, _deviation(act, cycle, off, said.cause, action.id), act.token)
        if is_new:
            refuse_overdue(act, cycle, said.due)
            log.append(
                w, act, "deviation_explained", "deviation", stored.id,
                {"family": off.family, "month": off.month, "measure": off.measure, "action": action.id},
            )  # fmt: skip
            w.announce(f"cycle/{cycle.id}")
            if meeting_id:
                w.announce(f"meeting/{meeting_id}")
    return stored


def _deviation(act: Act, cycle: Cycle, off: Off, cause: str, action_id: str) -> Deviation:
    return Deviation(
        id=new_id(),
        cycle_id=cycle.id,
        plan_id=off.plan_id,
        family=off.family,
        month=off.month,
        measure=off.measure,
        planned_units=off.planned_units,
        actual_units=off.actual_units,
        money=off.money,
        cause=cause.strip(),
        action_id=action_id,
        recorded_by=act.actor.person_id,
        recorded_at=act.now,
    )


def correct_cause(store: Store, act: Act, deviation: Deviation, cause: str) -> Deviation:
    """Change the words of a cause: who wrote them, or the facilitator; Conflict when somebody was first."""
    act.actor.require(Right.CAPTURE)
    with store.write() as w:
        standing = deviations.get(w.tx, deviation.id)
        if act.actor.person_id != standing.recorded_by:
            act.actor.require(Right.RUN)
        changed = deviations.change(w, replace(deviation, cause=cause.strip()))
        log.append(w, act, "cause_changed", "deviation", deviation.id, {})
        w.announce(f"cycle/{deviation.cycle_id}")
    return changed


def read_ledger(tx: Connection, cycle: Cycle) -> tuple[LedgerEntry, ...]:
    """Return the decisions of the earlier cycles, the latest first, each with its actions; then the other actions."""
    found: list[LedgerEntry] = []
    for each in sorted(cycles.all_cycles(tx), key=lambda one: (one.last_closed, one.id), reverse=True):
        if each.last_closed >= cycle.last_closed:
            continue
        todo = actions.of_cycle(tx, each.id)
        decided = decisions.of_cycle(tx, each.id)
        found += [LedgerEntry(each, decision, _of(todo, decision.id)) for decision in decided]
        if beside := _of(todo, None):
            found.append(LedgerEntry(each, None, beside))
    return tuple(found)


def _of(todo: Sequence[Action], decision_id: str | None) -> tuple[Action, ...]:
    return tuple(action for action in todo if action.decision_id == decision_id)
