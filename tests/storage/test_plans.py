"""A plan that was kept is kept to the last bit."""

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from sqlalchemy.exc import StatementError

from sop.domain.errors import NotFound
from sop.storage import plans
from sop.storage.engine import Store
from tests.storage import examples


def test_plans_are_numbered_within_their_cycle(store: Store) -> None:
    with store.write() as w:
        cycle, other = examples.stored_cycle(w), examples.stored_cycle(w)
        kept = [plans.add(w, examples.plan(each.id)).number for each in (cycle, other, cycle)]
    assert kept == [1, 1, 2]


def test_plans_kept_at_the_same_moment_get_numbers_of_their_own(store: Store) -> None:
    with store.write() as w:
        cycle = examples.stored_cycle(w)
    begin = threading.Barrier(6)

    def keep(_: int) -> list[int]:
        begin.wait()
        numbers = []
        for _turn in range(5):
            with store.write() as w:
                numbers.append(plans.add(w, examples.plan(cycle.id)).number)
        return numbers

    with ThreadPoolExecutor(6) as pool:
        numbers = [number for found in pool.map(keep, range(6)) for number in found]
    assert sorted(numbers) == list(range(1, 31))


def test_a_plan_comes_back_to_the_last_bit(store: Store) -> None:
    with store.write() as w:
        plan = examples.plan(examples.stored_cycle(w).id)
        kept = plans.add(w, plan)
    assert kept == replace(plan, number=1)
    with store.read() as tx:
        assert plans.get(tx, plan.id) == kept
        assert plans.of_cycle(tx, plan.cycle_id) == (replace(kept, payload=b""),)


def test_a_figure_that_is_no_number_is_not_stored(store: Store) -> None:
    with pytest.raises((StatementError, ValueError), match="JSON compliant"), store.write() as w:
        plans.add(w, replace(examples.plan(examples.stored_cycle(w).id), kpis={"wape": float("nan")}))


def test_a_plan_needs_its_cycle(store: Store) -> None:
    with pytest.raises(NotFound), store.write() as w:
        plans.add(w, examples.plan("nowhere"))
