"""Cycles are stored once per click, and never overwritten unseen."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from sop.domain.errors import Conflict, NotFound
from sop.storage import cycles
from sop.storage.engine import Store
from tests.storage import examples


def test_a_cycle_comes_back_as_it_was_stored(store: Store) -> None:
    cycle = examples.cycle()
    with store.write() as w:
        assert cycles.add(w, cycle, "click") == (cycle, True)
    with store.read() as tx:
        assert cycles.get(tx, cycle.id) == cycle


def test_a_second_click_returns_the_first_ones_row(store: Store) -> None:
    first, second = examples.cycle(), replace(examples.cycle(), name="Again")
    with store.write() as w:
        cycles.add(w, first, "click")
    with store.write() as w:
        assert cycles.add(w, second, "click") == (first, False)
    with store.read() as tx:
        assert cycles.all_cycles(tx) == (first,)


def test_two_clicks_at_the_same_moment_are_one_row(store: Store) -> None:
    def click(_: int) -> tuple[str, bool]:
        with store.write() as w:
            cycle, is_new = cycles.add(w, examples.cycle(), "click")
            return cycle.id, is_new

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(click, range(2)))
    assert len({cycle_id for cycle_id, _ in answers}) == 1
    assert sorted(is_new for _, is_new in answers) == [False, True]


def test_the_latest_cycle_is_the_one_opened_last(store: Store) -> None:
    with store.read() as tx:
        assert cycles.latest(tx) is None
    with store.write() as w:
        examples.stored_cycle(w)
        second = examples.stored_cycle(w)
    with store.read() as tx:
        assert cycles.latest(tx) == second


def test_who_comes_second_is_told(store: Store) -> None:
    with store.write() as w:
        seen_by_both = examples.stored_cycle(w)
    with store.write() as w:
        first = cycles.change(w, replace(seen_by_both, name="Mine"))
    assert (first.name, first.version) == ("Mine", 2)
    with pytest.raises(Conflict), store.write() as w:
        cycles.change(w, replace(seen_by_both, name="No, mine"))
    with store.read() as tx:
        assert cycles.get(tx, first.id) == first


def test_a_cycle_that_is_not_there_is_not_found(store: Store) -> None:
    with store.read() as tx, pytest.raises(NotFound):
        cycles.get(tx, "nowhere")
    with pytest.raises(NotFound), store.write() as w:
        cycles.change(w, examples.cycle())
