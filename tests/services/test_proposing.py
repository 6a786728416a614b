"""Proposals: a copy of a draft with its reason, beside the others, before the room only when it is put up."""

import pytest

from sop.domain.errors import Invalid, NotAllowed, NotFound, Refused
from sop.domain.scenario import LeverKind, Scope, Sharing
from sop.services import proposing
from sop.services.proposing import propose, put_up, read_proposed, side_by_side, withdraw
from sop.services.what_if import move_lever, new_scenario, throw_away
from sop.storage import meetings, proposals, scenarios
from tests.services.small_company import CHAIR_FAMILY, FACILITATOR, OTHER, PARTICIPANT, VIEWER, act, events, lever


def draft_of(workspace, cycle, person, value=10):
    made = new_scenario(workspace.store, act(f"draft-{person.id}-{value}", person), cycle.id, "Mine")
    return move_lever(workspace.store, act(f"m-{person.id}-{value}", person), made.id, lever(value))


def put(workspace, cycle, meeting, person, value, reason="It sells"):
    draft = draft_of(workspace, cycle, person, value)
    return propose(workspace.store, act(f"p-{person.id}-{value}", person), meeting.id, draft.id, reason)


def standing(workspace, meeting):
    with workspace.store.read() as tx:
        return proposals.standing(tx, meeting.id)


def test_a_proposal_is_the_draft_as_it_stood_and_nobody_moves_it_any_more(workspace, cycle, meeting):
    draft = draft_of(workspace, cycle, PARTICIPANT)
    made = propose(workspace.store, act("p", PARTICIPANT), meeting.id, draft.id, "  It sells ")
    move_lever(workspace.store, act("on", PARTICIPANT), draft.id, lever(30))
    with workspace.store.read() as tx:
        copy = scenarios.get(tx, made.scenario_id)
    assert (copy.sharing, [each.value for each in copy.levers]) == (Sharing.PROPOSED, [10])
    assert (made.reason, made.function, made.proposed_by) == ("It sells", PARTICIPANT.function, PARTICIPANT.id)
    for person in (PARTICIPANT, FACILITATOR):
        with pytest.raises(Refused, match="stays as it is"):
            move_lever(workspace.store, act("x", person), copy.id, lever(50))


def test_it_outlives_the_draft(workspace, cycle, meeting):
    draft = draft_of(workspace, cycle, PARTICIPANT)
    made = propose(workspace.store, act("p", PARTICIPANT), meeting.id, draft.id, "It sells")
    throw_away(workspace.store, act("t", PARTICIPANT), draft.id)
    assert [each.id for each in standing(workspace, meeting)] == [made.id]


def test_a_double_click_is_one_proposal(workspace, cycle, meeting, heard):
    draft = draft_of(workspace, cycle, PARTICIPANT)
    heard.clear()
    made = [propose(workspace.store, act("p", PARTICIPANT), meeting.id, draft.id, "It sells") for _ in range(2)]
    assert made[0] == made[1]
    assert heard == [f"proposals/{meeting.id}"]
    assert events(workspace, "proposed") == 1


@pytest.mark.parametrize("reason", ["", "  ", "x" * 501])
def test_a_reason_is_needed_and_has_an_end(workspace, cycle, meeting, reason):
    draft = draft_of(workspace, cycle, PARTICIPANT)
    with pytest.raises(Invalid):
        propose(workspace.store, act("p", PARTICIPANT), meeting.id, draft.id, reason)
    assert standing(workspace, meeting) == ()
    with workspace.store.read() as tx:
        assert all(each.sharing is Sharing.ROOM for each in scenarios.of_cycle(tx, cycle.id))


def test_nobody_puts_forward_what_is_not_their_own_draft(workspace, cycle, meeting):
    draft = draft_of(workspace, cycle, PARTICIPANT)
    room = new_scenario(workspace.store, act("room"), cycle.id, "Option A")
    for person, scenario in ((OTHER, draft), (FACILITATOR, draft), (FACILITATOR, room)):
        with pytest.raises(Refused, match="draft of your own"):
            propose(workspace.store, act("p", person), meeting.id, scenario.id, "Why")
    with pytest.raises(NotAllowed):
        propose(workspace.store, act("p", VIEWER), meeting.id, draft.id, "Why")


def test_one_person_puts_forward_so_many_and_no_more(workspace, cycle, meeting, monkeypatch):
    monkeypatch.setattr(proposing, "MOST_PROPOSALS", 1)
    first = put(workspace, cycle, meeting, PARTICIPANT, 10)
    with pytest.raises(Refused, match="Take one of them back first"):
        put(workspace, cycle, meeting, PARTICIPANT, 20)
    withdraw(workspace.store, act("w", PARTICIPANT), first.id)
    put(workspace, cycle, meeting, PARTICIPANT, 30)


def test_what_is_taken_back_leaves_the_cards_and_the_projector_and_stays_on_record(workspace, cycle, meeting, heard):
    made = put(workspace, cycle, meeting, PARTICIPANT, 10)
    put_up(workspace.store, act("up"), meeting.id, [made.scenario_id])
    heard.clear()
    with pytest.raises(NotAllowed):
        withdraw(workspace.store, act("w", OTHER), made.id)
    for _ in range(2):
        withdraw(workspace.store, act("w", PARTICIPANT), made.id)
    assert standing(workspace, meeting) == ()
    with workspace.store.read() as tx:
        assert proposals.get(tx, made.id).withdrawn
        assert meetings.get(tx, meeting.id).compared == ()
    assert heard == [f"meeting/{meeting.id}", f"proposals/{meeting.id}"]


def test_the_facilitator_takes_back_anybodys(workspace, cycle, meeting):
    made = put(workspace, cycle, meeting, PARTICIPANT, 10)
    assert withdraw(workspace.store, act("w"), made.id).withdrawn


def test_only_the_facilitator_puts_side_by_side_four_at_most_and_no_draft(workspace, cycle, meeting):
    made = put(workspace, cycle, meeting, PARTICIPANT, 10)
    with pytest.raises(NotAllowed):
        put_up(workspace.store, act("up", PARTICIPANT), meeting.id, [made.scenario_id])
    with pytest.raises(Refused, match="At most 4"):
        put_up(workspace.store, act("up"), meeting.id, ["a", "b", "c", "d", "e"])
    draft = draft_of(workspace, cycle, OTHER)
    with pytest.raises(NotFound):
        put_up(workspace.store, act("up"), meeting.id, [draft.id])


def test_side_by_side_stands_in_the_order_chosen_behind_the_base(workspace, cycle, meeting):
    first, second = (put(workspace, cycle, meeting, person, 10) for person in (PARTICIPANT, OTHER))
    held = put_up(workspace.store, act("up"), meeting.id, [second.scenario_id, first.scenario_id])
    columns = side_by_side(workspace, cycle, held).columns
    assert [each.scenario.id for each in columns[1:]] == [second.scenario_id, first.scenario_id]
    assert columns[0].scenario.is_base
    assert side_by_side(workspace, cycle, meeting) is None


def test_the_spread_is_lowest_middle_and_highest_of_what_was_put_forward(workspace, cycle, meeting):
    assert read_proposed(workspace, cycle, meeting.id).spreads == ()
    for person, value in ((PARTICIPANT, 10), (OTHER, 0), (FACILITATOR, 40)):
        draft = new_scenario(workspace.store, act(f"d{value}", person), cycle.id, "Mine", sharing=Sharing.DRAFT)
        move_lever(workspace.store, act(f"m{value}", person), draft.id, lever(value))
        propose(workspace.store, act(f"p{value}", person), meeting.id, draft.id, "Why")
    found = read_proposed(workspace, cycle, meeting.id)
    assert [card.name for card in found.cards] == [PARTICIPANT.name, OTHER.name, FACILITATOR.name]
    [demand] = found.lever_spreads
    assert (demand.kind, demand.scope, demand.values, demand.middle) == (
        LeverKind.DEMAND, CHAIR_FAMILY, (0, 10, 40), 10,
    )  # fmt: skip
    revenue = next(each for each in found.spreads if each.figure.field == "revenue_money")
    values = sorted(card.column.kpis.revenue_money for card in found.cards)
    assert [revenue.lowest, revenue.middle, revenue.highest] == values


def test_one_lever_that_one_person_moved_has_no_spread(workspace, cycle, meeting):
    put(workspace, cycle, meeting, PARTICIPANT, 10)
    draft = new_scenario(workspace.store, act("d", OTHER), cycle.id, "Mine")
    move_lever(workspace.store, act("m", OTHER), draft.id, lever(-10, LeverKind.CAPACITY, Scope()))
    propose(workspace.store, act("p", OTHER), meeting.id, draft.id, "Why")
    assert read_proposed(workspace, cycle, meeting.id).lever_spreads == ()
