"""Proposals as rows: once per token, in their order, those taken back left out of what stands."""

from dataclasses import replace

import pytest

from sop.domain.errors import Conflict
from sop.domain.ids import new_id
from sop.domain.people import Function
from sop.domain.proposals import Proposal
from sop.storage import cycles, meetings, proposals, scenarios
from tests.storage import examples


@pytest.fixture
def wish(store):
    cycle = examples.cycle()
    meeting, scenario = examples.meeting(cycle.id), examples.scenario(cycle.id, examples.lever())
    with store.write() as w:
        cycles.add(w, cycle, "cycle")
        meetings.add(w, meeting, (), "meeting")
        scenarios.add(w, scenario, "scenario")
    return Proposal(
        new_id(), cycle.id, meeting.id, scenario.id, "ana", Function.SALES, "Fiindcă se vinde", examples.NOW
    )


def test_a_proposal_comes_back_as_it_was_stored_and_once(store, wish):
    with store.write() as w:
        assert proposals.add(w, wish, "click") == (wish, True)
        assert proposals.add(w, replace(wish, id=new_id()), "click") == (wish, False)
    with store.read() as tx:
        assert proposals.by_token(tx, "click") == wish
        assert proposals.by_token(tx, "another") is None
        assert proposals.standing(tx, wish.meeting_id) == (wish,)


def test_what_is_withdrawn_stands_no_more_and_a_second_change_is_a_conflict(store, wish):
    with store.write() as w:
        proposals.add(w, wish, "click")
        changed = proposals.change(w, replace(wish, withdrawn=True))
        with pytest.raises(Conflict):
            proposals.change(w, wish)
    with store.read() as tx:
        assert proposals.standing(tx, wish.meeting_id) == ()
        assert proposals.get(tx, wish.id) == changed


def test_who_drives_and_what_is_compared_come_back(store, wish):
    with store.write() as w:
        held = meetings.get(w.tx, wish.meeting_id)
        meetings.change(w, replace(held, driver_id="ana", compared=("s-1", "s-2"), projected_scenario="s-1"))
    with store.read() as tx:
        found = meetings.projecting(tx, "s-1")
        assert (found.driver_id, found.compared) == ("ana", ("s-1", "s-2"))
        assert meetings.projecting(tx, "s-2") is None
