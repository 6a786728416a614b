"""The level plan: one rate of production a working day, without lots."""

from dataclasses import dataclass

import numpy as np

from sop.domain.errors import Invalid
from sop.domain.supply import FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class LevelPlan:
    """What one rate a day makes in each month, and the closing stocks that this leaves, both (t,) in units."""

    rate_units: float
    production_units: FloatArray
    stock_units: FloatArray


def cumulative_requirement(demand: FloatArray, opening: float, closing: float) -> FloatArray:
    """Return the units that must have been supplied by the end of each month, (t,); negative where stock is left."""
    needed = np.cumsum(demand) - opening
    needed[-1] += closing
    return needed


def level_rate(requirement: FloatArray, days: FloatArray, *, always_on_time: bool) -> float:
    """Return the units a day that meet the requirement (t,) by the last month, or `always_on_time` by every month."""
    rates = requirement / np.cumsum(days)
    return max(0.0, float(rates.max() if always_on_time else rates[-1]))


def level_plan(demand: FloatArray, days: FloatArray, opening: float, closing: float) -> LevelPlan:
    """Return the level plan that ends at the closing stock exactly; a stock below 0 on the way is demand met late.

    Raises Invalid where the opening stock lasts beyond the closing one without any production.
    """
    if len(days) != len(demand):
        raise Invalid("Demand and working days have different lengths.")
    if not len(days) or (days < 0).any() or days.sum() <= 0:
        raise Invalid("A plan by working days needs days to work on.")
    requirement = cumulative_requirement(demand, opening, closing)
    if requirement[-1] < 0:
        raise Invalid("The opening stock covers demand and closing stock already.")
    rate = level_rate(requirement, days, always_on_time=False)
    production = rate * days
    return LevelPlan(rate, production, opening + np.cumsum(production - demand))
