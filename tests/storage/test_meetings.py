"""A meeting, its agenda in one order for everybody, and who came."""

from dataclasses import replace
from datetime import timedelta, timezone

import pytest
from sqlalchemy.exc import StatementError

from sop.domain.errors import Conflict, NotFound
from sop.storage import meetings
from sop.storage.engine import Store
from tests.storage import examples


def _titles(store: Store, meeting_id: str) -> list[str]:
    with store.read() as tx:
        return [item.title for item in meetings.items(tx, meeting_id)]


def test_a_meeting_comes_back_with_its_agenda(store: Store) -> None:
    with store.write() as w:
        held = examples.meeting(examples.stored_cycle(w).id)
        agenda = tuple(examples.item(held.id, position, f"Item {position}") for position in (1, 2, 3))
        assert meetings.add(w, held, agenda, "click") == (held, True)
        assert meetings.add(w, examples.meeting(held.cycle_id), agenda, "click") == (held, False)
    with store.read() as tx:
        assert meetings.get(tx, held.id) == held
        assert meetings.items(tx, held.id) == agenda


def test_a_time_given_in_any_zone_comes_back_in_utc(store: Store) -> None:
    in_bucharest = examples.NOW.astimezone(timezone(timedelta(hours=2)))
    with store.write() as w:
        held = examples.meeting(examples.stored_cycle(w).id, in_bucharest)
        meetings.add(w, held, (), "click")
    with store.read() as tx:
        back = meetings.get(tx, held.id).starts_at
    assert back == in_bucharest
    assert back.utcoffset() == timedelta(0)


def test_a_time_without_a_zone_is_not_stored(store: Store) -> None:
    with pytest.raises(StatementError, match="no zone"), store.write() as w:
        meetings.add(w, examples.meeting(examples.stored_cycle(w).id, examples.NOW.replace(tzinfo=None)), (), "click")


def test_the_latest_meeting_is_the_one_that_starts_last(store: Store) -> None:
    with store.write() as w:
        late = examples.stored_meeting(w)
        early = examples.meeting(late.cycle_id, examples.NOW - timedelta(days=7))
        meetings.add(w, early, (), "early")
        elsewhere = replace(examples.meeting(examples.stored_cycle(w).id, examples.NOW + timedelta(days=1)))
        meetings.add(w, elsewhere, (), "elsewhere")
        assert meetings.latest(w.tx, late.cycle_id) == late
        assert meetings.latest(w.tx) == elsewhere
        assert meetings.of_cycle(w.tx, late.cycle_id) == (early, late)
        assert meetings.latest(w.tx, "nowhere") is None


def test_who_changes_a_meeting_second_is_told(store: Store) -> None:
    with store.write() as w:
        held = examples.stored_meeting(w, "Demand")
        running = meetings.change(w, replace(held, running_item="1", projected_scenario="2"))
    assert running == replace(held, running_item="1", projected_scenario="2", version=2)
    with pytest.raises(Conflict), store.write() as w:
        meetings.change(w, replace(held, running_item="3"))


def test_an_item_is_added_once_changed_and_removed(store: Store) -> None:
    with store.write() as w:
        held = examples.stored_meeting(w, "Demand")
        item = examples.item(held.id, 2, "Supply")
        assert meetings.add_item(w, item, "click") == (item, True)
        assert meetings.add_item(w, examples.item(held.id, 3, "Again"), "click") == (item, False)
        started = meetings.change_item(w, replace(item, title="Supply!", started_at=examples.NOW))
    assert started == replace(item, title="Supply!", started_at=examples.NOW, version=2)
    with pytest.raises(Conflict), store.write() as w:
        meetings.change_item(w, item)
    with pytest.raises(Conflict), store.write() as w:
        meetings.remove_item(w, item.id, 1)
    assert _titles(store, held.id) == ["Demand", "Supply!"]
    with store.write() as w:
        meetings.remove_item(w, item.id, 2)
    assert _titles(store, held.id) == ["Demand"]
    with pytest.raises(NotFound), store.write() as w:
        meetings.remove_item(w, item.id, 2)


def test_an_agenda_is_put_in_another_order_without_disturbing_who_edits_an_item(store: Store) -> None:
    with store.write() as w:
        held = examples.stored_meeting(w, "A", "B", "C")
        a, b, c = meetings.items(w.tx, held.id)
    with store.write() as w:
        meetings.reorder(w, held.id, [c.id, a.id, b.id])
    with store.write() as w:
        meetings.change_item(w, replace(a, title="A!"))
    assert _titles(store, held.id) == ["C", "A!", "B"]


def test_an_order_that_leaves_an_item_out_is_refused(store: Store) -> None:
    with store.write() as w:
        held = examples.stored_meeting(w, "A", "B")
        a, _ = meetings.items(w.tx, held.id)
    with pytest.raises(Conflict), store.write() as w:
        meetings.reorder(w, held.id, [a.id])
    assert _titles(store, held.id) == ["A", "B"]


def test_who_came_is_noted_once_in_the_order_of_arrival(store: Store) -> None:
    with store.write() as w:
        held = examples.stored_meeting(w)
        for minutes, person_id in enumerate(["zoe", "ana", "zoe"]):
            meetings.attend(w, held.id, person_id, examples.NOW + timedelta(minutes=minutes))
        assert meetings.present(w.tx, held.id) == ("zoe", "ana")
        assert meetings.present(w.tx, "another") == ()
