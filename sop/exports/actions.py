"""What leaves the meeting as rows: actions, decisions, the plan. The same rows feed CSV, Excel and JSON."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pandas as pd

from sop.domain.decisions import Action, Decision
from sop.domain.supply import SupplyPlan
from sop.exports.calendar_file import Attendee, Entry
from sop.language import N_, _

Cell = str | float | date | datetime | None
Rows = list[dict[str, Cell]]

STATES = {"open": N_("open"), "done": N_("done"), "dropped": N_("dropped")}
HEADINGS = {
    "action": N_("Action"),
    "owner": N_("Owner"),
    "due": N_("Due"),
    "state": N_("State"),
    "decision": N_("Decision"),
    "question": N_("Question"),
    "choice": N_("Choice"),
    "rationale": N_("Reason"),
    "decider": N_("Decided by"),
    "scenario": N_("Scenario"),
    "recorded_by": N_("Recorded by"),
    "recorded_at": N_("Recorded at"),
    "plan_id": N_("Plan id"),
    "id": N_("Id"),
    "month": N_("Month"),
    "family": N_("Family"),
    "sku": N_("SKU"),
    "demand_units": N_("Demand, units"),
    "purchased_units": N_("Purchases, units"),
    "stock_units": N_("Closing stock, units"),
    "backlog_units": N_("Backlog, units"),
    "lost_units": N_("Lost sales, units"),
}
_PRODUCTION = "production_units "  # a column a plant: this and the plant's name


def action_rows(
    actions: Sequence[Action], decisions: Sequence[Decision], people: Mapping[str, str], zone: str = "UTC"
) -> Rows:
    """Return a row an action: action, owner, due, state, decision (its question and choice), recorded by and at, id.

    `people`: person id -> name; who is not in it (erased) stays empty. Times are in `zone`, without naming it.
    """
    decided = {decision.id: f"{decision.question} {decision.choice}" for decision in decisions}
    return [
        {
            "action": action.text,
            "owner": people.get(action.owner_id, ""),
            "due": action.due,
            "state": _(STATES[action.state]),
            "decision": decided.get(action.decision_id or "", ""),
            "recorded_by": people.get(action.recorded_by, ""),
            "recorded_at": _local(action.recorded_at, zone),
            "id": action.id,
        }
        for action in actions
    ]


def decision_rows(decisions: Sequence[Decision], people: Mapping[str, str], zone: str = "UTC") -> Rows:
    """Return a row a decision: question, choice, rationale, decider, owner, due, scenario, recorded by and at, ids."""
    return [
        {
            "question": decision.question,
            "choice": decision.choice,
            "rationale": decision.rationale,
            "decider": people.get(decision.decider_id, ""),
            "owner": people.get(decision.owner_id, ""),
            "due": decision.due,
            "scenario": decision.scenario_name,
            "recorded_by": people.get(decision.recorded_by, ""),
            "recorded_at": _local(decision.recorded_at, zone),
            "plan_id": decision.plan_id,
            "id": decision.id,
        }
        for decision in decisions
    ]


def plan_rows(plan: SupplyPlan) -> Rows:
    """Return a row a month and SKU: demand, production by plant, purchases, closing stock and backlog, lost, in units."""
    return [
        {
            "month": str(month),
            "family": plan.families[i],
            "sku": sku,
            "demand_units": float(plan.demand_units[i, t]),
            **{_PRODUCTION + plant: float(plan.production_units[i, p, t]) for p, plant in enumerate(plan.plants)},
            "purchased_units": float(plan.purchased_units[i, t]),
            "stock_units": float(plan.stock_units[i, t]),
            "backlog_units": float(plan.backlog_units[i, t]),
            "lost_units": float(plan.lost_units[i, t]),
        }
        for t, month in enumerate(plan.months)
        for i, sku in enumerate(plan.skus)
    ]


def actions_frame(
    actions: Sequence[Action], decisions: Sequence[Decision], people: Mapping[str, str], zone: str = "UTC"
) -> pd.DataFrame:
    """Return `action_rows` under headings in the current language."""
    columns = ("action", "owner", "due", "state", "decision", "recorded_by", "recorded_at", "id")
    return _headed(action_rows(actions, decisions, people, zone), columns)


def decisions_frame(decisions: Sequence[Decision], people: Mapping[str, str], zone: str = "UTC") -> pd.DataFrame:
    """Return `decision_rows` under headings in the current language."""
    columns = ("question", "choice", "rationale", "decider", "owner", "due", "scenario")
    return _headed(decision_rows(decisions, people, zone), (*columns, "recorded_by", "recorded_at", "plan_id", "id"))


def plan_frame(plan: SupplyPlan) -> pd.DataFrame:
    """Return `plan_rows` under headings in the current language."""
    made = tuple(_PRODUCTION + plant for plant in plan.plants)
    columns = ("month", "family", "sku", "demand_units", *made)
    return _headed(plan_rows(plan), (*columns, "purchased_units", "stock_units", "backlog_units", "lost_units"))


def jsonable(rows: Rows) -> list[dict[str, str | float | None]]:
    """Return rows with days and times as ISO text, for JSON; the names of the columns stay English."""
    return [
        {name: value.isoformat() if isinstance(value, date) else value for name, value in row.items()} for row in rows
    ]


def action_entries(
    actions: Sequence[Action],
    decisions: Sequence[Decision],
    people: Mapping[str, str],
    emails: Mapping[str, str] | None = None,
) -> list[Entry]:
    """Return a calendar entry an open action, on its due date, named after its owner; `emails`: person id -> address.

    An action without a date yet has no place in a calendar.
    """
    addresses = emails or {}
    rows = action_rows(actions, decisions, people)
    return [
        Entry(
            uid=action.id,
            summary=f"{action.text} ({row['owner']})" if row["owner"] else action.text,
            description="\n".join(f"{_(HEADINGS[name])}: {row[name]}" for name in ("owner", "decision") if row[name]),
            due=action.due,
            attendee=Attendee(str(row["owner"]), addresses.get(action.owner_id, "")),
            version=action.version,
        )
        for action, row in zip(actions, rows, strict=True)
        if action.state == "open" and action.due is not None
    ]


def _headed(rows: Rows, columns: Sequence[str]) -> pd.DataFrame:
    frame = pd.DataFrame(
        {name: pd.Series([row[name] for row in rows], dtype=_kind(name)) for name in columns}, columns=list(columns)
    )
    return frame.set_axis([_heading(name) for name in columns], axis="columns")


def _kind(column: str) -> str:
    if column.endswith("_units") or column.startswith(_PRODUCTION):
        return "float64"
    return "object" if column in {"due", "recorded_at"} else "str"


def _heading(column: str) -> str:
    if column.startswith(_PRODUCTION):
        return _("Production {plant}, units").format(plant=column.removeprefix(_PRODUCTION))
    return _(HEADINGS[column])


def _local(moment: datetime, zone: str) -> datetime:
    """Return the wall-clock time in `zone`, to the second and without a zone: spreadsheets know none."""
    return moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None, microsecond=0)
