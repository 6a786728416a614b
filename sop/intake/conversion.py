"""What other units and currencies are worth in those of the plan: one base unit for each SKU, one currency for all."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from sop.domain.errors import Invalid


@dataclass(frozen=True, slots=True)
class Tables:
    """The company's own tables of conversion, with the currency and the base units that everything is converted into.

    `factors`: (SKU, unit) -> base units of the SKU in one of that unit. `rates`: (month, currency) -> units of the plan's
    currency that one of that currency is worth. Invalid where a factor or rate is not a number above 0.
    """

    currency: str  # three letters; empty while no cycle is open, when every amount is taken as it stands
    base_unit: Mapping[str, str] = field(default_factory=dict)  # SKU -> the unit of its quantities
    factors: Mapping[tuple[str, str], float] = field(default_factory=dict)
    rates: Mapping[tuple[str, str], float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for named in (self.factors, self.rates):
            for (first, second), worth in named.items():
                if not (math.isfinite(worth) and worth > 0):
                    raise Invalid(
                        "{first}, {second}: {worth} converts nothing.", first=first, second=second, worth=worth
                    )

    def factor(self, sku: str, unit: str) -> float | None:
        """Return how many base units of the SKU one `unit` is: 1 for its base unit, None where nobody said."""
        return 1.0 if unit == self.base_unit.get(sku) else self.factors.get((sku, unit))

    def rate(self, month: str, currency: str) -> float | None:
        """Return what one unit of the currency is worth in a month: 1 for that of the plan, None where nobody said."""
        return 1.0 if currency == self.currency else self.rates.get((month, currency))
