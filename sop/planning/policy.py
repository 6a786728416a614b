"""What a plan weighs against what: the constants behind the penalties, with their defaults."""

import hashlib
import json
from dataclasses import asdict, dataclass

from sop.domain.errors import Invalid


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
    perturbation: float = 1e-4
    """Relative change of each cost that makes the best plan the only one; left out of every figure shown."""

    def __post_init__(self) -> None:
        if not all(0 <= value < float("inf") for value in asdict(self).values()):
            raise Invalid("The weights of a plan are numbers that are not negative.")

    @property
    def revision(self) -> str:
        """Return 12 hexadecimal digits that change with any of the weights."""
        return hashlib.sha256(json.dumps(asdict(self)).encode()).hexdigest()[:12]
