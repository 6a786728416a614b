"""A scenario is its levers in order; whoever moves one changes its version."""

from dataclasses import replace

import pytest

from sop.domain.errors import Conflict, Invalid, NotFound
from sop.domain.scenario import Lever, LeverKind, Scope
from sop.storage import scenarios
from sop.storage.engine import Store
from tests.storage import examples


def test_a_scenario_comes_back_with_its_levers_in_order(store: Store) -> None:
    levers = [examples.lever(value) for value in (3.0, -1.5, 100.0)]
    with store.write() as w:
        made = examples.scenario(examples.stored_cycle(w).id, *levers)
        assert scenarios.add(w, made, "click") == (made, True)
        assert scenarios.add(w, examples.scenario(made.cycle_id), "click") == (made, False)
    with store.read() as tx:
        assert scenarios.get(tx, made.id) == made


def test_the_base_stands_first_and_others_in_the_order_of_making(store: Store) -> None:
    with store.write() as w:
        cycle = examples.stored_cycle(w)
        first, second = (examples.scenario(cycle.id, examples.lever()) for _ in range(2))
        base = examples.scenario(cycle.id, is_base=True)
        for made in (first, second, base):
            scenarios.add(w, made, made.id)
        assert scenarios.of_cycle(w.tx, cycle.id) == (base, first, second)


def test_a_lever_moved_stays_where_it_stands_and_a_new_one_comes_last(store: Store) -> None:
    first, second, third = (examples.lever(value) for value in (1.0, 2.0, 3.0))
    with store.write() as w:
        made = examples.stored_scenario(w, first, second)
        moved = scenarios.put_lever(w, made.id, replace(first, value=9.0))
        longer = scenarios.put_lever(w, made.id, third)
    assert (moved.levers, moved.version) == ((replace(first, value=9.0), second), 2)
    assert (longer.levers, longer.version) == ((replace(first, value=9.0), second, third), 3)


def test_a_lever_taken_away_leaves_the_others_and_a_new_one_still_comes_last(store: Store) -> None:
    first, second, third = (examples.lever(value) for value in (1.0, 2.0, 3.0))
    with store.write() as w:
        made = examples.stored_scenario(w, first, second)
        assert scenarios.remove_lever(w, made.id, first.id).levers == (second,)
        assert scenarios.put_lever(w, made.id, third).levers == (second, third)
        cleared = scenarios.clear_levers(w, made.id)
    assert (cleared.levers, cleared.version) == ((), 4)


def test_the_same_lever_may_stand_in_two_scenarios(store: Store) -> None:
    shared = examples.lever()
    with store.write() as w:
        first = examples.stored_scenario(w, shared)
        second = examples.stored_scenario(w, shared)
        scenarios.put_lever(w, first.id, replace(shared, value=1.0))
        assert scenarios.get(w.tx, second.id).levers == (shared,)


def test_a_lever_over_the_whole_company_comes_back(store: Store) -> None:
    whole = Lever("overtime", LeverKind.OVERTIME, 40.0, Scope(), examples.MARCH_TO_MAY)
    with store.write() as w:
        assert examples.stored_scenario(w, whole).levers == (whole,)


def test_the_base_takes_no_lever(store: Store) -> None:
    with store.write() as w:
        base = examples.scenario(examples.stored_cycle(w).id, is_base=True)
        scenarios.add(w, base, "click")
    with pytest.raises(Invalid), store.write() as w:
        scenarios.put_lever(w, base.id, examples.lever())
    with store.read() as tx:
        assert scenarios.get(tx, base.id) == base


def test_who_renames_second_is_told_and_a_bad_name_is_not_stored(store: Store) -> None:
    with store.write() as w:
        made = examples.stored_scenario(w)
        assert scenarios.rename(w, made.id, "Mine", 1).name == "Mine"
    with pytest.raises(Conflict), store.write() as w:
        scenarios.rename(w, made.id, "No, mine", 1)
    with pytest.raises(Invalid), store.write() as w:
        scenarios.rename(w, made.id, " ", 2)
    with store.read() as tx:
        assert (scenarios.get(tx, made.id).name, scenarios.get(tx, made.id).version) == ("Mine", 2)


def test_drafts_are_counted_by_person_and_cycle_without_the_base(store: Store) -> None:
    with store.write() as w:
        cycle = examples.stored_cycle(w)
        for made in (
            examples.scenario(cycle.id),
            examples.scenario(cycle.id),
            examples.scenario(cycle.id, is_base=True),
            replace(examples.scenario(cycle.id), created_by="dan"),
        ):
            scenarios.add(w, made, made.id)
        examples.stored_scenario(w)
        assert scenarios.made_by(w.tx, "ana", cycle.id) == 2


def test_nothing_is_set_on_a_scenario_that_is_not_there(store: Store) -> None:
    with pytest.raises(NotFound), store.write() as w:
        scenarios.put_lever(w, "nowhere", examples.lever())
