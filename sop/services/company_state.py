"""How far a company is: nothing there, the demo or data of its own; and what a first cycle would look like."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import pandas as pd

from sop.domain.calendar import Month
from sop.intake.periods import partial_months
from sop.services.cycles import NewCycle
from sop.storage import loads
from sop.storage.engine import Store

FIRST_DECIDABLE_AFTER = 2  # months behind the current one: the fence that most companies keep
USUAL_HORIZON = 18


@dataclass(frozen=True, slots=True)
class CompanyState:
    """What was loaded, by kind, and up to which month."""

    kinds: tuple[str, ...]
    last_closed: Month | None  # newest whole month of sales history


def company_state(store: Store) -> CompanyState:
    """Read how far the company is."""
    with store.read() as tx:
        standing = loads.current(tx)
        sales = standing.get("sales_history")
        rows = loads.rows(tx, "sales_history", sales.id) if sales else None
        return CompanyState(
            kinds=tuple(standing),
            last_closed=_last_whole(rows) if rows is not None and len(rows) else None,
        )


def is_demo(store: Store) -> bool:
    """Return whether it is the demo company that is loaded."""
    with store.read() as tx:
        return any(load.is_demo for load in loads.current(tx).values())


def _last_whole(sales: pd.DataFrame) -> Month:
    """Return the newest month of sales that is not partial."""
    last = Month(str(sales["month"].max()))
    return last.plus(-1) if last in partial_months(sales) else last


def suggested_cycle(state: CompanyState, now: datetime) -> NewCycle:
    """Return a cycle as most companies would open it: the newest month of sales closed, eighteen months ahead."""
    last_closed = state.last_closed or Month(f"{now:%Y-%m}").plus(-1)
    return NewCycle(
        last_closed=last_closed,
        first_decidable=last_closed.plus(1 + FIRST_DECIDABLE_AFTER),
        horizon_months=USUAL_HORIZON,
        currency="RON",
        time_zone="Europe/Bucharest",
        starts_at=now + timedelta(days=7),
    )
