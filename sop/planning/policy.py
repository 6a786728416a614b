"""What a plan weighs against what: the constants behind the penalties, with their defaults."""

import hashlib
import json
from dataclasses import asdict, dataclass

import numpy as np

from sop.domain.errors import Invalid
from sop.domain.supply import FloatArray


@dataclass(frozen=True, slots=True)
class Policy:
    """The weights of a plan; a changed one is another plan, so its revision is part of the plan's key."""

    lost_goodwill_share: float = 0.1
    """A lost unit costs its price and this share of it on top: the customer who buys elsewhere next time too."""
    shortfall_share: float = 1.0
    """Stock below its target costs the holding cost and this share of it on top, within what keeps orders first."""
    closing_months: float = 12.0
    """Safety stock missing at the end of the horizon counts as missing for so many months more."""
    early_share: float = 0.1
    """An order made before its time costs this share of holding it: without it such work would jump from month to month."""
    fair_share: float = 1.1
    """A shortage within a family is weighed as that of its dearest SKU times this; 0 lets the dearest win."""
    late_share_of_price: float = 0.05
    """A late unit costs this share of its price each month, unless the company says otherwise."""
    beyond_capacity_factor: float = 10.0
    """An hour that no limit allows costs this many times the dearest overtime hour or unit made."""
    class_step: float = 2.0
    """A lost unit of a class weighs so many times one of the next class: committed, strategic, forecast."""
    perturbation: float = 1e-4
    """Relative change of each cost that makes the best plan the only one; left out of every figure shown."""

    def __post_init__(self) -> None:
        if not all(0 <= value < float("inf") for value in asdict(self).values()):
            raise Invalid("The weights of a plan are numbers that are not negative.")

    def class_weights(self, classes: int) -> FloatArray:
        """Return how much a lost unit of each class weighs, first served first, (c,); 1 for the last."""
        weights: FloatArray = self.class_step ** np.arange(classes - 1, -1, -1.0)
        return weights

    @property
    def revision(self) -> str:
        """Return 12 hexadecimal digits that change with any of the weights."""
        return hashlib.sha256(json.dumps(asdict(self)).encode()).hexdigest()[:12]
