"""Opening a cycle and setting its agenda: the facilitator's, once per click, and told to every screen."""

from dataclasses import replace

import pytest

from sop.domain.calendar import Month
from sop.domain.errors import Conflict, Invalid, NotAllowed
from sop.domain.meeting import Purpose, Stage
from sop.domain.people import Function
from sop.language import _ as translated
from sop.language import speaking
from sop.services.cycles import (
    TEMPLATE,
    add_item,
    change_cycle,
    change_item,
    invite,
    open_cycle,
    order_items,
    remove_item,
)
from sop.storage import cycles, meetings, scenarios, snapshots
from tests.services.at_once import at_once
from tests.services.small_company import OTHER, VIEWER, WISH, act, events

NEXT = replace(WISH, last_closed=Month("2027-01"), first_decidable=Month("2027-04"))


def agenda(workspace, meeting):
    with workspace.store.read() as tx:
        return meetings.items(tx, meeting.id)


def add(workspace, meeting, token="item", title="Prices"):
    return add_item(workspace.store, act(token), meeting.id, title, Stage.MEETING, 10, Purpose.DECIDE)


def test_a_cycle_opens_with_base_meeting_and_agenda(workspace, heard):
    cycle, meeting = open_cycle(workspace.store, act("next"), NEXT)
    with workspace.store.read() as tx:
        assert cycles.latest(tx) == cycle
        (base,) = scenarios.of_cycle(tx, cycle.id)
        assert cycle.snapshot_id == snapshots.latest(tx).id
    assert (base.is_base, base.name, base.levers) == (True, "Base plan", ())
    assert [(item.title, item.stage, item.minutes) for item in agenda(workspace, meeting)] == [
        (title, stage, minutes) for title, stage, minutes, _ in TEMPLATE
    ]
    assert (meeting.starts_at, meeting.invited) == (NEXT.starts_at, tuple(Function))
    assert heard == ["company"]


def test_a_cycle_is_named_after_the_month_that_runs(workspace):
    cycle, _ = open_cycle(workspace.store, act("next"), replace(NEXT, currency="eur"))
    assert (cycle.name, cycle.horizon.first, cycle.currency) == ("2027-02", "2027-03", "EUR")


def test_the_agenda_is_stored_in_words_that_every_reader_gets_in_their_own(workspace):
    with speaking("ro"):
        title = agenda(workspace, open_cycle(workspace.store, act("next"), NEXT)[1])[0].title
        assert (title, translated(title)) == ("Actions of last time", "Acțiunile de data trecută")


def test_a_double_click_opens_one_cycle(workspace):
    first = open_cycle(workspace.store, act("next"), NEXT)
    assert open_cycle(workspace.store, act("next"), NEXT) == first
    assert events(workspace, "cycle_opened") == 2  # this one, and the one that was there


def test_two_clicks_at_the_same_moment_open_one_cycle(workspace):
    opened = at_once(*[lambda: open_cycle(workspace.store, act("next"), NEXT)] * 4)
    assert len({(cycle.id, meeting.id) for cycle, meeting in opened}) == 1
    with workspace.store.read() as tx:
        assert len(cycles.all_cycles(tx)) == 2
        assert len(scenarios.of_cycle(tx, opened[0][0].id)) == 1
        assert len(meetings.of_cycle(tx, opened[0][0].id)) == 1


def test_a_wrong_wish_leaves_nothing_behind(workspace):
    with pytest.raises(Invalid, match="after the horizon"):
        open_cycle(workspace.store, act("next"), replace(NEXT, first_decidable=Month("2030-01")))
    with workspace.store.read() as tx:
        assert len(cycles.all_cycles(tx)) == 1


def test_a_changed_cycle_is_stored_and_told(workspace, cycle, heard):
    changed = change_cycle(workspace.store, act("c"), replace(cycle, horizon_months=12))
    assert (changed.horizon_months, changed.version) == (12, cycle.version + 1)
    assert heard == ["company"]


def test_who_comes_second_with_a_cycle_is_told(workspace, cycle):
    change_cycle(workspace.store, act("c"), replace(cycle, horizon_months=12))
    with pytest.raises(Conflict):
        change_cycle(workspace.store, act("d"), replace(cycle, horizon_months=9))


def test_an_item_comes_last_and_belongs_to_who_added_it(workspace, meeting, heard):
    item = add(workspace, meeting)
    assert agenda(workspace, meeting)[-1] == item
    assert (item.owner_id, item.position) == ("p-ana", len(TEMPLATE))
    assert heard == [f"meeting/{meeting.id}"]


def test_a_double_click_adds_one_item(workspace, meeting, heard):
    assert add(workspace, meeting) == add(workspace, meeting)
    assert len(agenda(workspace, meeting)) == len(TEMPLATE) + 1
    assert len(heard) == 1


def test_two_clicks_at_the_same_moment_add_one_item(workspace, meeting):
    added = at_once(*[lambda: add(workspace, meeting)] * 4)
    assert len({item.id for item in added}) == 1
    assert len(agenda(workspace, meeting)) == len(TEMPLATE) + 1


def test_an_item_added_after_one_was_removed_has_a_place_of_its_own(workspace, meeting):
    remove_item(workspace.store, act("r"), agenda(workspace, meeting)[2])
    add(workspace, meeting)
    positions = [item.position for item in agenda(workspace, meeting)]
    assert len(set(positions)) == len(positions)
    assert agenda(workspace, meeting)[-1].title == "Prices"


def test_an_item_needs_a_title_and_minutes(workspace, meeting):
    with pytest.raises(Invalid, match="has a title"):
        add(workspace, meeting, title="  ")
    with pytest.raises(Invalid, match="1 to 480 minutes"):
        add_item(workspace.store, act("i"), meeting.id, "Long", Stage.MEETING, 481, Purpose.INFORM)


def test_a_changed_item_is_stored_and_a_second_change_from_the_same_version_is_not(workspace, meeting, heard):
    item = agenda(workspace, meeting)[0]
    assert change_item(workspace.store, act("c"), replace(item, minutes=20)).minutes == 20
    with pytest.raises(Conflict):
        change_item(workspace.store, act("d"), replace(item, minutes=30))
    assert heard == [f"meeting/{meeting.id}"]


def test_a_removed_item_is_gone(workspace, meeting, heard):
    item = agenda(workspace, meeting)[0]
    remove_item(workspace.store, act("r"), item)
    assert item.id not in {each.id for each in agenda(workspace, meeting)}
    assert heard == [f"meeting/{meeting.id}"]


def test_items_stand_in_the_order_they_are_put_in(workspace, meeting, heard):
    wanted = [item.id for item in reversed(agenda(workspace, meeting))]
    order_items(workspace.store, act("o"), meeting.id, wanted)
    assert [item.id for item in agenda(workspace, meeting)] == wanted
    assert heard == [f"meeting/{meeting.id}"]


def test_functions_are_invited(workspace, meeting, heard):
    changed = invite(workspace.store, act("i"), meeting, (Function.SALES, Function.FINANCE))
    assert changed.invited == (Function.SALES, Function.FINANCE)
    assert heard == [f"meeting/{meeting.id}"]


@pytest.mark.parametrize("person", [OTHER, VIEWER], ids=["participant", "viewer"])
def test_only_the_facilitator_runs_the_cycle(workspace, cycle, meeting, person):
    store, by, item = workspace.store, act("x", person), agenda(workspace, meeting)[0]
    ways = [
        lambda: open_cycle(store, by, NEXT),
        lambda: change_cycle(store, by, cycle),
        lambda: add_item(store, by, meeting.id, "Mine", Stage.MEETING, 5, Purpose.INFORM),
        lambda: change_item(store, by, item),
        lambda: remove_item(store, by, item),
        lambda: order_items(store, by, meeting.id, [item.id]),
        lambda: invite(store, by, meeting, ()),
    ]
    for way in ways:
        with pytest.raises(NotAllowed, match="Only the facilitator"):
            way()
