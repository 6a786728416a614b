"""How deliveries went from cycle to cycle: on time and clean, department by department."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sop.domain.deliveries import DeliveryState
from sop.domain.meeting import Cycle
from sop.domain.people import Function
from sop.services.coverage import Kept
from sop.services.cycle_loads import day_of
from sop.services.deliveries import Deliveries, Expected, read_deliveries
from sop.services.expectations import in_order
from sop.storage import changes, cycles
from sop.storage.engine import Connection

MOST_CYCLES = 6
COMPANY = "company"  # the topic under which loads, signatures and expectations are announced
DUE = frozenset({DeliveryState.ON_TIME, DeliveryState.LATE, DeliveryState.OVERDUE, DeliveryState.MISSING})


@dataclass(frozen=True, slots=True)
class Punctuality:
    """What a department (None: all of them) delivered in a cycle; what stands unchanged counts neither way."""

    cycle: Cycle
    function: Function | None
    on_time: int
    due: int
    quality: float  # mean score of what came, 0 to 100; NaN where nothing did

    @property
    def share(self) -> float:
        """Return the share that came on time; NaN where nothing was due."""
        return self.on_time / self.due if self.due else math.nan


def read_trend(tx: Connection, kept: Kept, cycle: Cycle, now: datetime) -> tuple[Punctuality, ...]:
    """Return the last cycles up to this one, oldest first; in each all departments together, then each of them.

    It is made anew when something of the company was announced, or a day has passed.
    """
    newest = changes.newest(tx, (COMPANY,), 0).get(COMPANY)
    found: tuple[Punctuality, ...] = kept.get(
        ("trend", cycle.id, newest, day_of(cycle, now)), lambda: _trend(tx, kept, cycle, now)
    )
    return found


def _trend(tx: Connection, kept: Kept, cycle: Cycle, now: datetime) -> tuple[Punctuality, ...]:
    every = in_order(cycles.all_cycles(tx))
    places = [each.id for each in every]
    last = every[: places.index(cycle.id) + 1][-MOST_CYCLES:]
    boards = [read_deliveries(tx, kept, each, now) for each in last]
    functions = [function for function in Function if any(function in board.departments for board in boards)]
    return tuple(_punctuality(board, function) for board in boards for function in (None, *functions))


def _punctuality(board: Deliveries, function: Function | None) -> Punctuality:
    lines = board.lines if function is None else board.of(function)
    due = [each for each in lines if each.state in DUE]
    on_time = sum(each.state is DeliveryState.ON_TIME for each in due)
    return Punctuality(board.cycle, function, on_time, len(due), mean_score(lines))


def mean_score(lines: Sequence[Expected]) -> float:
    """Return the mean quality of what came; NaN where nothing did."""
    scores = [each.quality.score for each in lines if each.quality is not None]
    return sum(scores) / len(scores) if scores else math.nan
