"""Objectives: agreed once for a fiscal year, and held beside every plan."""

from dataclasses import replace

from sop.domain.errors import Conflict
from sop.domain.meeting import Cycle
from sop.domain.objectives import Measure, Objective, Standing, standing
from sop.domain.people import Act, Right
from sop.domain.supply import SupplyPlan
from sop.services.company import Company
from sop.storage import log, objectives, statements
from sop.storage.engine import Connection, Store


def listed(tx: Connection) -> tuple[Objective, ...]:
    """Return every objective by fiscal year."""
    return objectives.all_objectives(tx)


def set_objective(store: Store, act: Act, wish: Objective) -> Objective:
    """Set the target of a fiscal year and measure: new, or in place of the version that was seen.

    Conflict when somebody else set it since.
    """
    act.actor.require(Right.RUN)
    with store.write() as w:
        known = objectives.of(w.tx, wish.fiscal_year, wish.measure)
        if known is None:
            stored, is_new = objectives.add(w, replace(wish, version=1))
            if not is_new and replace(stored, id=wish.id) != wish:
                raise Conflict(statements.CHANGED)
        elif replace(known, id=wish.id) == wish:
            return known
        else:
            stored = objectives.change(w, replace(wish, id=known.id))
        said = {"year": stored.fiscal_year, "measure": stored.measure, "target": stored.target}
        log.append(w, act, "objective_set", "objective", stored.id, {**said, "function": stored.function})
        w.announce("company")
    return stored


def remove(store: Store, act: Act, objective_id: str, version: int) -> None:
    """Take an objective away; Conflict when somebody else changed it since."""
    act.actor.require(Right.RUN)
    with store.write() as w:
        objectives.remove(w, objective_id, version)
        log.append(w, act, "objective_removed", "objective", objective_id, {})
        w.announce("company")


IN_PRICES = frozenset({Measure.REVENUE, Measure.MARGIN})
AT_COST = frozenset({Measure.MARGIN, Measure.STOCK_VALUE})


def standings(agreed: tuple[Objective, ...], cycle: Cycle, plan: SupplyPlan, company: Company) -> tuple[Standing, ...]:
    """Return how a plan stands, one objective a measure: of the first year that it covers whole, else as far as it does.

    Nothing can be said of money for which no prices or no costs were delivered.
    """
    lacking = (IN_PRICES if not company.has("prices") else frozenset()) | (
        AT_COST if not company.has("costs") else frozenset()
    )
    found = [standing(objective, plan, cycle.fiscal_year_start) for objective in agreed]
    every = [replace(each, value=float("nan")) if each.objective.measure in lacking else each for each in found]
    chosen = []
    for measure in Measure:
        own = [each for each in every if each.objective.measure is measure]
        if own:
            chosen.append(min(own, key=lambda each: (not each.whole_year, not each.is_known, not each.months)))
    return tuple(chosen)
