"""Gaps between demand, supply and budget: how large, and whether anybody has to act."""

from dataclasses import dataclass
from enum import StrEnum
from math import isfinite

from sop.domain.calendar import Month
from sop.domain.errors import Invalid


class Trend(StrEnum):
    """How the gap to the budget moved since the plan of the last cycle."""

    GROWING = "growing"
    SAME = "same"
    SHRINKING = "shrinking"


SAME_SHARE = 0.005  # of the budget, within which a gap is as it was


class GapClass(StrEnum):
    """What a gap asks for, the least first."""

    NOISE = "noise"
    MANAGE = "manage"
    ESCALATE = "escalate"


@dataclass(frozen=True, slots=True)
class GapLimits:
    """Up to which per cent a gap is noise, and up to which it is managed without the meeting."""

    noise_percent: float = 5.0
    manage_percent: float = 15.0

    def __post_init__(self) -> None:
        if not 0 <= self.noise_percent < self.manage_percent <= 100:
            raise Invalid("The limits go up: noise below manage, both from 0 to 100 %.")

    def class_of(self, share: float, *, strategic: bool = False) -> GapClass | None:
        """Return the class of a gap by its size, whatever its sign; None where it is not known.

        What is strategic is escalated as soon as it is more than noise.
        """
        if not isfinite(share):
            return None
        percent = 100.0 * abs(share)
        if percent <= self.noise_percent + 1e-9:
            return GapClass.NOISE
        if strategic:
            return GapClass.ESCALATE
        return GapClass.MANAGE if percent <= self.manage_percent + 1e-9 else GapClass.ESCALATE


@dataclass(frozen=True, slots=True)
class Amounts:
    """The sides of a gap in one unit, over the months looked at; NaN where there is no such figure.

    `supply` is what is shipped; `short` what is not shipped in the month in which it is due. The budget and
    `supply_in_budget` cover the months for which there is a budget.
    """

    demand: float
    supply: float
    short: float
    budget: float
    supply_in_budget: float
    last: float = float("nan")  # shipped by the plan of the last cycle, in the months that both plans cover
    supply_in_last: float = float("nan")

    @property
    def supply_less_last(self) -> float:
        return self.supply_in_last - self.last

    @property
    def supply_less_demand(self) -> float:
        return self.supply - self.demand

    @property
    def supply_less_budget(self) -> float:
        return self.supply_in_budget - self.budget

    @property
    def short_share(self) -> float:
        """Return short / demand; NaN without demand."""
        return self.short / self.demand if self.demand > 0 else float("nan")

    @property
    def budget_share(self) -> float:
        """Return (supply - budget) / budget; NaN without a budget."""
        return self.supply_less_budget / self.budget if self.budget > 0 else float("nan")


@dataclass(frozen=True, slots=True)
class Gap:
    """The gaps of a family, or of everything when the name is empty: in its unit (NaN without one) and in money."""

    family: str
    unit: str
    units: Amounts
    money: Amounts
    budget_months: tuple[Month, ...]  # for which a budget was delivered
    demand_class: GapClass | None
    budget_class: GapClass | None
    is_strategic: bool = False
    trend: Trend | None = None  # None without a budget or a plan of the last cycle

    @property
    def worst(self) -> GapClass | None:
        """Return the class of the larger of its two gaps."""
        known = [each for each in (self.demand_class, self.budget_class) if each is not None]
        return max(known, key=list(GapClass).index) if known else None

    @property
    def money_at_stake(self) -> float:
        """Return the larger of what is short and of what the plan is off the budget, in money."""
        sizes = [abs(each) for each in (self.money.short, self.money.supply_less_budget) if isfinite(each)]
        return max(sizes, default=0.0)
