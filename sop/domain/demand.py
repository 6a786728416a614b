"""The demand plan: a baseline, overrides on top with author and reason, and their sum, the consensus."""

from dataclasses import dataclass
from datetime import datetime

import numpy as np

from sop.domain.calendar import Month, MonthRange
from sop.domain.errors import Invalid
from sop.domain.supply import FloatArray

LARGEST_CHANGE = 1000.0


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
        if not np.isfinite(self.change):
            raise Invalid("The change is a number.")
        if self.in_percent and not -100 <= self.change <= LARGEST_CHANGE:
            raise Invalid("A change goes from -100 % to +{largest} %.", largest=LARGEST_CHANGE)


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

    @property
    def consensus_units(self) -> FloatArray:
        """Return baseline + overrides, (i, s, t)."""
        return self.baseline_units + self.override_units
