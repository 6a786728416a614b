"""Bills of material rolled up: what one unit takes of every part and material below it, through all levels."""

from collections.abc import Mapping
from graphlib import CycleError, TopologicalSorter

from sop.domain.errors import Invalid

Bill = Mapping[str, Mapping[str, float]]  # parent -> component -> quantity for one unit of the parent


def rolled_up(bill: Bill) -> dict[str, dict[str, float]]:
    """Return for every parent how much of each part and material one unit of it takes, on all levels.

    Raises Invalid with the chain where a bill contains itself.
    """
    try:
        order = list(TopologicalSorter({parent: list(parts) for parent, parts in bill.items()}).static_order())
    except CycleError as error:
        raise Invalid(
            "A bill of material contains itself: {chain}. Correct the bills and load them again.",
            chain=" > ".join(reversed(error.args[1])),
        ) from None
    below: dict[str, dict[str, float]] = {}
    for parent in order:  # components first
        total: dict[str, float] = {}
        for component, quantity in bill.get(parent, {}).items():
            total[component] = total.get(component, 0.0) + quantity
            for part, per_unit in below[component].items():
                total[part] = total.get(part, 0.0) + quantity * per_unit
        below[parent] = total
    return below
