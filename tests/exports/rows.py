"""A meeting's worth of decisions and actions, in Romanian, and a small plan."""

from datetime import UTC, date, datetime

import numpy as np

from sop.domain.calendar import Month
from sop.domain.decisions import Action, ActionState, Decision
from sop.domain.supply import PlanStatus, ResourceAxis, SupplyPlan

AT = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)  # 11:30 in Bucharest
PEOPLE = {"stefan": "Ștefan Îngeraș", "ana": "Ana Bălănoiu"}
DECISION = Decision(
    id="d1",
    cycle_id="c",
    meeting_id="m",
    question="Vârful de primăvară?",
    choice="Producem înainte",
    rationale="Vopsitoria e plină în februarie",
    decider_id="stefan",
    owner_id="ana",
    due=date(2026, 12, 1),
    scenario_id="s",
    scenario_name="A",
    plan_id="p12",
    recorded_by="stefan",
    recorded_at=AT,
)


def action(**changes: object) -> Action:
    """Ana orders sheet steel by 4 December, carrying out the decision, but for `changes`."""
    usual = {
        "id": "a1",
        "cycle_id": "c",
        "meeting_id": "m",
        "decision_id": "d1",
        "text": "Comandă tablă și țevi",
        "owner_id": "ana",
        "due": date(2026, 12, 4),
        "state": ActionState.OPEN,
        "recorded_by": "stefan",
        "recorded_at": AT,
    }
    return Action(**{**usual, **changes})  # type: ignore[arg-type]


def plan() -> SupplyPlan:
    """Two SKUs, two plants, two months; each figure tells where it belongs: 100 i + 10 p + t, demand 7."""
    i, p, t = np.ogrid[0:2, 0:2, 0:2]
    flat = np.zeros((2, 2))
    by_sku = dict.fromkeys(
        (
            "order_book_units",
            "safety_stock_units",
            "price_money",
            "unit_value_money",
        ),
        flat,
    )
    by_resource = dict.fromkeys(("load_h", "capacity_h", "beyond_capacity_h", "hour_value_money"), np.zeros((1, 2)))
    by_month = dict.fromkeys(("production_money", "purchase_money", "overtime_money", "holding_money"), np.zeros(2))
    return SupplyPlan(
        key="k",
        status=PlanStatus.OPTIMAL,
        skus=("GR-1", "GR-2"),
        families=("Grătare", "Grătare"),
        regions=("Romania",),
        plants=("Sibiu", "Bacău"),
        resources=(ResourceAxis("Painting", "Sibiu", "line", "staff"),),
        groups=("staff",),
        months=(Month("2027-01"), Month("2027-02")),
        frozen_months=0,
        demand_by_region_units=np.zeros((2, 1, 2)),
        demand_units=flat + 7,
        production_units=(100 * i + 10 * p + t).astype(float),
        purchased_units=flat + 1,
        stock_units=flat + 2,
        backlog_units=flat + 3,
        lost_units=flat + 4,
        opening_stock_units=np.zeros(2),
        opening_backlog_units=np.zeros(2),
        overtime_h=np.zeros((1, 2)),
        overtime_allowed_h=np.zeros((1, 2)),
        unit_cost_money=np.zeros(2),
        penalty=np.zeros((5, 2)),
        objective=0.0,
        solver="none",
        milliseconds=0.0,
        **by_sku,
        **by_resource,
        **by_month,
    )
