"""The stopwatch: inner work counts once, the rest is drawing, and without a stopwatch nothing is asked."""

import pytest

from sop.services import timing
from sop.services.timing import measured, spent


@pytest.fixture
def clock(monkeypatch):
    class Clock:
        now = 0.0

    monkeypatch.setattr(timing.time, "perf_counter", lambda: Clock.now)
    return Clock


def test_time_inside_an_inner_block_counts_for_the_inner_kind_only(clock):
    with measured() as stopwatch:
        clock.now = 1.0
        with spent("solve"):
            clock.now = 3.0
            with spent("database"):
                clock.now = 7.0
            clock.now = 8.0
        clock.now = 10.0
        assert stopwatch.seconds == {"solve": 3.0, "database": 4.0}
        assert stopwatch.line("draw") == "ms=10000.0 database=4000.0 solve=3000.0 draw=3000.0"


def test_without_a_stopwatch_a_block_only_runs():
    with spent("database"):
        done = True
    assert done


def fail_while_solving(clock):
    with spent("solve"):
        clock.now = 2.0
        raise ZeroDivisionError


def test_a_block_that_raises_is_counted_and_closed(clock):
    with measured() as stopwatch:
        with pytest.raises(ZeroDivisionError):
            fail_while_solving(clock)
        clock.now = 5.0
        assert stopwatch.seconds == {"solve": 2.0}
        assert stopwatch.innermost is None
