"""What one delivery changes against another of its kind: rows that are new, changed or gone, in units and in money."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sop.domain.loads import Load

WHOLE = ""


@dataclass(frozen=True, slots=True)
class Shift:
    """Units (or hours) and money of one month and family, before and now.

    Money is NaN in a kind of which nothing says what a unit is worth.
    """

    month: str  # empty: the kind has no months, or all of them
    family: str  # empty: the kind has no SKUs or families, or all of them
    units_before: float
    units_now: float
    money_before: float
    money_now: float

    @property
    def units(self) -> float:
        return self.units_now - self.units_before

    @property
    def money(self) -> float:
        return self.money_now - self.money_before


@dataclass(frozen=True, slots=True)
class RowChange:
    """One row by its key: its other columns before and now; empty where the row is not there."""

    key: tuple[str, ...]
    before: Mapping[str, Any]
    now: Mapping[str, Any]


@dataclass(frozen=True, slots=True, eq=False)
class Difference:
    """Everything that differs between a delivery and the load `before` it of the same kind."""

    before: Load
    new: int
    changed: int
    gone: int
    same: int
    shifts: tuple[Shift, ...]  # by month and family, only where something differs
    rows: tuple[RowChange, ...]  # the first that differ, the largest differences first
    months_new: tuple[str, ...]
    months_gone: tuple[str, ...]

    @property
    def is_nothing(self) -> bool:
        return not (self.new or self.changed or self.gone)

    def by_month(self) -> tuple[Shift, ...]:
        """Return the shifts of each month over its families (units of several families are a control figure)."""
        return _summed(self.shifts, lambda shift: (shift.month, WHOLE))

    def by_family(self) -> tuple[Shift, ...]:
        """Return the shifts of each family over its months."""
        return _summed(self.shifts, lambda shift: (WHOLE, shift.family))

    def total(self) -> Shift:
        """Return the sum of all shifts."""
        every = _summed(self.shifts, lambda _shift: (WHOLE, WHOLE))
        return every[0] if every else Shift(WHOLE, WHOLE, 0.0, 0.0, 0.0, 0.0)

    def as_facts(self) -> dict[str, Any]:
        """Return the difference for JSON, which knows no NaN: money that is not known is null."""
        return {
            "before": self.before.id,
            "new": self.new,
            "changed": self.changed,
            "gone": self.gone,
            "same": self.same,
            "months_new": list(self.months_new),
            "months_gone": list(self.months_gone),
            "by_month": [_facts(shift) for shift in self.by_month()],
            "by_family": [_facts(shift) for shift in self.by_family()],
        }


def _facts(shift: Shift) -> dict[str, Any]:
    facts = {**asdict(shift), "units": shift.units, "money": shift.money}
    return {name: None if isinstance(each, float) and not math.isfinite(each) else each for name, each in facts.items()}


def _summed(shifts: Sequence[Shift], key: Callable[[Shift], tuple[str, str]]) -> tuple[Shift, ...]:
    groups: dict[tuple[str, str], list[Shift]] = {}
    for shift in shifts:
        groups.setdefault(key(shift), []).append(shift)
    return tuple(_sum(*names, group) for names, group in sorted(groups.items()))


def _sum(month: str, family: str, group: Sequence[Shift]) -> Shift:
    return Shift(
        month,
        family,
        units_before=math.fsum(each.units_before for each in group),
        units_now=math.fsum(each.units_now for each in group),
        money_before=math.fsum(each.money_before for each in group),
        money_now=math.fsum(each.money_now for each in group),
    )
