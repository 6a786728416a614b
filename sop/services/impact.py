"""What a decision is expected to change: taken from its plan against the base plan, corrected by hand with a reason."""

from collections.abc import Mapping
from math import isfinite

from sop.domain.decisions import Impact
from sop.domain.measures import kpis
from sop.services.figures import FIGURES, Figure
from sop.services.inputs import Inputs
from sop.services.what_if import Outcome

PROMISED: tuple[Figure, ...] = tuple(each for each in FIGURES[:6] if each.better)  # what can be measured afterwards


def expected_impact(made: Outcome, inputs: Inputs, expected: Mapping[str, float]) -> tuple[Impact, ...]:
    """Return the differences to the base plan, one for each figure that is known; `expected` overrides some of them."""
    now, base = inputs.company.known(kpis(made.plan)), inputs.company.known(kpis(made.base))
    by_plan = {each.field: float(getattr(now, each.field)) - float(getattr(base, each.field)) for each in PROMISED}
    return tuple(
        Impact(figure, value, float(expected.get(figure, value)))
        for figure, value in by_plan.items()
        if isfinite(value)
    )
