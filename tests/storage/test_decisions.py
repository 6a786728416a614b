"""Decisions and actions are found again as they were recorded."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from sop.domain.decisions import ActionState
from sop.domain.errors import Conflict, NotFound
from sop.domain.ids import new_id
from sop.storage import actions, decisions
from sop.storage.engine import Store
from tests.storage import examples


def test_a_decision_comes_back_as_recorded(store: Store) -> None:
    with store.write() as w:
        decision = examples.decision(w)
        assert decisions.add(w, decision, "click") == (decision, True)
        assert decisions.add(w, replace(decision, id=new_id(), choice="No"), "click") == (decision, False)
    with store.read() as tx:
        assert decisions.get(tx, decision.id) == decision


def test_decisions_stand_in_the_order_of_recording(store: Store) -> None:
    with store.write() as w:
        second = examples.decision(w)
        first = replace(second, id=new_id(), meeting_id="", recorded_at=examples.NOW - timedelta(minutes=1))
        decisions.add(w, second, "2")
        decisions.add(w, first, "1")
        decisions.add(w, examples.decision(w), "of another cycle")
        assert decisions.of_cycle(w.tx, second.cycle_id) == (first, second)
        assert decisions.of_meeting(w.tx, second.meeting_id) == (second,)


def test_a_decision_that_is_not_there_is_not_found(store: Store) -> None:
    with store.read() as tx, pytest.raises(NotFound):
        decisions.get(tx, "nowhere")


def test_an_action_comes_back_and_actions_stand_by_due_date(store: Store) -> None:
    with store.write() as w:
        decision = decisions.add(w, examples.decision(w), "decided")[0]
        late = examples.action(decision.cycle_id, date(2027, 5, 1))
        early = replace(examples.action(decision.cycle_id), decision_id=decision.id, meeting_id=decision.meeting_id)
        assert actions.add(w, late, "1") == (late, True)
        assert actions.add(w, early, "2") == (early, True)
        assert actions.add(w, replace(early, id=new_id()), "2") == (early, False)
    with store.read() as tx:
        assert actions.get(tx, early.id) == early
        assert actions.of_cycle(tx, decision.cycle_id) == (early, late)


def test_who_changes_an_action_second_is_told(store: Store) -> None:
    with store.write() as w:
        action = actions.add(w, examples.action(examples.stored_cycle(w).id), "1")[0]
        done = actions.change(w, replace(action, state=ActionState.DONE))
    assert done == replace(action, state=ActionState.DONE, version=2)
    with pytest.raises(Conflict), store.write() as w:
        actions.change(w, replace(action, state=ActionState.DROPPED))


def test_several_actions_are_found_at_once(store: Store) -> None:
    with store.write() as w:
        cycle_id = examples.stored_cycle(w).id
        first, second, other = (examples.action(cycle_id) for _ in range(3))
        for each in (first, second, other):
            actions.add(w, each, each.id)
        assert {each.id for each in actions.by_ids(w.tx, [first.id, second.id])} == {first.id, second.id}
        assert actions.by_ids(w.tx, []) == ()
