"""Plans side by side: one that the others are held against and up to five more, their figures, and which is best.

The one they are held against is the base plan, any scenario, or the plan that is published.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from sop.domain.calendar import Month
from sop.domain.measures import Kpis, kpis, newly_unmet_units, revenue_money
from sop.domain.meeting import Cycle
from sop.domain.scenario import Lever, Scenario
from sop.domain.supply import FloatArray, SupplyPlan
from sop.language import N_
from sop.services.figures import FIGURES, SOMETIMES, Figure
from sop.services.inputs import Inputs
from sop.services.publishing import published_plan, standing_of
from sop.services.what_if import outcome
from sop.services.workspace import Workspace
from sop.storage import scenarios

MOST_COMPARED = 5  # beside the one that they are held against
PUBLISHED = "published"  # id of the published plan among the scenarios
PUBLISHED_NAME = N_("Published plan")


class Part(StrEnum):
    """What is broken down by family or month; all of it in money."""

    REVENUE = "revenue"
    UNMET = "unmet"
    STOCK = "stock"
    PRODUCTION = "production"


class By(StrEnum):
    """Along what it is broken down."""

    FAMILY = "family"
    MONTH = "month"


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """One scenario with its plan and figures."""

    scenario: Scenario
    plan: SupplyPlan
    kpis: Kpis


@dataclass(frozen=True, slots=True, eq=False)
class Comparison:
    """The plan that the others are held against first, then the chosen ones as they were made; and all that could be chosen."""

    inputs: Inputs
    references: tuple[Scenario, ...]  # what the others can be held against
    listed: tuple[Scenario, ...]  # without the one that stands first
    columns: tuple[Column, ...]

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Return the figures to show: the usual ones, and the costs that one of the plans has."""
        return FIGURES + tuple(each for each in SOMETIMES if any(self._has(each, k) for k in range(len(self.columns))))

    def _has(self, figure: Figure, column: int) -> bool:
        value = self.value(figure, column)
        return bool(np.isfinite(value) and value)

    def value(self, figure: Figure, column: int) -> float:
        return float(getattr(self.columns[column].kpis, figure.field))

    def difference(self, figure: Figure, column: int) -> float:
        """Return the value less that of the first plan, 0 where it differs by rounding only; NaN where one is not known."""
        value, base = self.value(figure, column), self.value(figure, 0)
        return 0.0 if _same(value, base) else value - base

    def best(self, figure: Figure) -> frozenset[int]:
        """Return the columns with the best value; none where neither way is better or where all are the same."""
        values = [figure.better * self.value(figure, k) for k in range(len(self.columns))]
        known = [value for value in values if np.isfinite(value)]
        if not figure.better or not known or _same(max(known), min(known)):
            return frozenset()
        return frozenset(k for k, value in enumerate(values) if _same(value, max(known)))


def _same(one: float, other: float) -> bool:
    return abs(one - other) <= 1e-6 * max(abs(one), abs(other), 1.0)


def compare(
    workspace: Workspace, cycle: Cycle, wanted: Collection[str] | None, reference: str | None = None
) -> Comparison:
    """Plan the wanted scenarios, the first ones where none were chosen yet, beside the one they are held against.

    `reference` is the id of a scenario or `PUBLISHED`; the base plan where it is neither. `MOST_COMPARED` at most.
    """
    with workspace.store.read() as tx:
        made = scenarios.of_cycle(tx, cycle.id)
        inputs = workspace.inputs.of_cycle(tx, cycle)
        standing = standing_of(tx, cycle.id)
        published = None if standing is None else published_plan(tx, standing)
    base = next(scenario for scenario in made if scenario.is_base)
    pseudo = () if published is None else (replace(base, id=PUBLISHED, name=PUBLISHED_NAME, is_base=False),)
    every = (base, *(scenario for scenario in made if not scenario.is_base), *pseudo)
    first = next((each for each in every if each.id == reference), base)
    others = tuple(each for each in every if each.id != first.id)
    known = [each for each in others if each.id != PUBLISHED and not each.is_base]
    chosen = known if wanted is None else [each for each in others if each.id in wanted]

    def column(scenario: Scenario) -> Column:
        is_published = published is not None and scenario.id == PUBLISHED
        plan = published if is_published else outcome(workspace, inputs, scenario).plan
        assert plan is not None
        return Column(scenario, plan, inputs.company.known(kpis(plan)))

    return Comparison(inputs, every, others, tuple(column(each) for each in (first, *chosen[:MOST_COMPARED])))


def broken_down(comparison: Comparison, part: Part, by: By) -> tuple[tuple[str, ...], FloatArray]:
    """Return the names of families or months, and a part of each plan along them in money, (name, column).

    Of the first plan's months; a month that another plan does not cover is NaN. Stock by family is the mean of its months.
    """
    first = comparison.columns[0].plan
    names = tuple(dict.fromkeys(first.families)) if by is By.FAMILY else tuple(first.months)
    values = [_along(column.plan, part, by, names) for column in comparison.columns]
    return names, np.stack(values, axis=1)


def _along(plan: SupplyPlan, part: Part, by: By, names: Sequence[str]) -> FloatArray:
    money = _money_of(plan, part)
    if by is By.MONTH:
        found = dict(zip(plan.months, money.sum(axis=0).tolist(), strict=True))
        return np.array([found.get(Month(name), np.nan) for name in names])
    decided = money[:, plan.frozen_months :] if plan.frozen_months < len(plan.months) else money
    total = decided.mean(axis=1) if part is Part.STOCK else decided.sum(axis=1)
    return np.array([total[np.array(plan.families) == name].sum() for name in names])


def _money_of(plan: SupplyPlan, part: Part) -> FloatArray:
    """Return a part of a plan by SKU and month, (i, t): sales and what is unmet at price, the others at unit cost."""
    cost = plan.unit_cost_money[:, None]
    if part is Part.REVENUE:
        return revenue_money(plan)
    if part is Part.UNMET:
        return newly_unmet_units(plan) * plan.price_money
    return (plan.stock_units if part is Part.STOCK else plan.made_units) * cost


def lever_difference(reference: Scenario, other: Scenario) -> tuple[tuple[Lever, ...], tuple[Lever, ...]]:
    """Return the levers that only the other one has, and those that only the reference has, whatever their ids."""

    def only(one: Scenario, than: Scenario) -> tuple[Lever, ...]:
        there = {replace(lever, id="") for lever in than.levers}
        return tuple(lever for lever in one.levers if replace(lever, id="") not in there)

    return only(other, reference), only(reference, other)
