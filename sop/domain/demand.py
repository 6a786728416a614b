"""The demand plan: a baseline, overrides on top with author and reason, and their sum, the consensus."""

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

import numpy as np

from sop.domain.calendar import Month, MonthRange
from sop.domain.decisions import LONGEST_TEXT
from sop.domain.errors import Invalid
from sop.domain.supply import FloatArray

LARGEST_CHANGE = 1000.0
MOST_UNITS = 1e12  # a month: beyond it every figure of the plan would drown in rounding


@dataclass(frozen=True, slots=True)
class Override:
    """A change of the demand plan by a person: a SKU or a whole family, per cent or units a month, with the reason.

    `change` is in % of the layer below when `in_percent`, else in units a month added to it (a family's units are
    spread by its mix).
    """

    id: str
    cycle_id: str
    family: str
    sku: str  # empty: the whole family
    region: str  # empty: every region
    months: MonthRange
    change: float
    in_percent: bool
    reason: str
    author_id: str
    recorded_at: datetime
    withdrawn: bool = False
    version: int = 1

    def __post_init__(self) -> None:
        if not self.reason.strip():
            raise Invalid("Write why the forecast is changed: the next cycle will ask.")
        if len(self.reason) > LONGEST_TEXT:
            raise Invalid("A text has at most {longest} characters.", longest=LONGEST_TEXT)
        if not np.isfinite(self.change):
            raise Invalid("The change is a number.")
        if abs(self.change) > MOST_UNITS:
            raise Invalid("This number is too large to be true.")
        if self.in_percent and not -100 <= self.change <= LARGEST_CHANGE:
            raise Invalid("A change goes from -100 % to +{largest} %.", largest=LARGEST_CHANGE)


def _read_only(holder: Any) -> None:
    for field in fields(holder):
        value = getattr(holder, field.name)
        if isinstance(value, np.ndarray):
            value.flags.writeable = False


@dataclass(frozen=True, slots=True, eq=False)
class Backtest:
    """How well each model (k) would have forecast the past of some series (n); NaN where that cannot be said.

    The blend, of which the weights are the parts, stands last among the models.
    """

    models: tuple[str, ...]
    weights: FloatArray  # (n, k), rows add up to 1, or to 0 where no model made the forecast
    wape: FloatArray  # (k, n)
    mase: FloatArray  # (k, n)
    bias: FloatArray  # (k, n), positive = over-forecast

    def __post_init__(self) -> None:
        _read_only(self)


@dataclass(frozen=True, slots=True, eq=False)
class GroupForecast:
    """The width and the accuracy of forecasts of sums over SKUs (g), made on the sums themselves.

    Sums vary less than their parts, so no interval of a sum follows from those of its SKUs. Families are in their unit,
    or in money at price where their SKUs have none in common; the last group, named "", is everything in money.
    """

    names: tuple[str, ...]
    below_80: FloatArray  # (g, t), from the point down to the lower bound
    above_80: FloatArray  # (g, t), from the point up to the upper bound
    flags: tuple[str, ...]
    backtest: Backtest

    def __post_init__(self) -> None:
        _read_only(self)


@dataclass(frozen=True, slots=True, eq=False)
class DemandPlan:
    """Baseline and consensus over SKUs (i), regions (s) and months (t), in units; sums agree on every level.

    The interval and the accuracy belong to the baseline and to the SKU over all regions.
    """

    skus: tuple[str, ...]
    families: tuple[str, ...]
    regions: tuple[str, ...]
    months: tuple[Month, ...]  # the current month first, then the horizon
    history_months: tuple[Month, ...]
    history_units: FloatArray  # (i, m), closed months, NaN before the SKU existed
    baseline_units: FloatArray  # (i, s, t)
    override_units: FloatArray  # (i, s, t)
    lower_80_units: FloatArray  # (i, t)
    upper_80_units: FloatArray  # (i, t)
    lower_95_units: FloatArray  # (i, t)
    upper_95_units: FloatArray  # (i, t)
    wape: FloatArray  # (i,), NaN where undefined
    bias: FloatArray  # (i,), positive = over-forecast
    flags: tuple[str, ...]  # per SKU: how the baseline was made
    like: tuple[str, ...]  # per SKU: the SKU whose course the baseline follows, empty for its own
    price_money: FloatArray  # (i, s), today's; NaN where none was delivered
    backtest: Backtest  # per SKU
    groups: GroupForecast

    def __post_init__(self) -> None:
        _read_only(self)

    @property
    def consensus_units(self) -> FloatArray:
        """Return baseline + overrides, (i, s, t)."""
        return self.baseline_units + self.override_units
