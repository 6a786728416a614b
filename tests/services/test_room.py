"""The room around every page: who asks, what runs, who is here."""

from datetime import UTC, datetime

from sop.domain.calendar import Month
from sop.domain.people import Act, Actor, Function
from sop.services import joining, room, running
from sop.services.cycles import NewCycle, open_cycle
from sop.storage import meetings, settings

NOW = datetime(2027, 2, 3, 9, 30, tzinfo=UTC)


def acting(person, token):
    return Act(Actor(person.id, person.function, person.role), NOW, token)


def opened(store):
    key = joining.new_facilitator_key(store, NOW)
    person, token = joining.join(store, NOW, "Ana", Function.PLANNING, key)
    invited = (Function.PLANNING, Function.SALES)
    wish = NewCycle(Month("2027-01"), Month("2027-03"), 12, "RON", "Europe/Bucharest", NOW, invited=invited)
    cycle, meeting = open_cycle(store, acting(person, "open"), wish)
    return person, token, cycle, meeting


def test_an_empty_company_has_neither_cycle_nor_meeting_and_nobody_asks(store):
    found = room.look_around(store, None)
    assert (found.person, found.cycle, found.meeting, found.running) == (None, None, None, None)
    assert found.functions_here == frozenset()


def test_the_latest_cycle_its_meeting_and_who_asks_are_found_in_one_look(store):
    person, token, cycle, meeting = opened(store)
    with store.write() as w:
        settings.put(w, room.COMPANY_NAME, "Casa Verde")
    found = room.look_around(store, token)
    assert (found.person, found.cycle, found.meeting) == (person, cycle, meeting)
    assert found.company == "Casa Verde"
    assert found.seen > 0


def test_the_running_item_is_the_one_whose_clock_runs(store):
    person, token, _, meeting = opened(store)
    with store.read() as tx:
        item = meetings.items(tx, meeting.id)[1]
    running.start_item(store, acting(person, "start"), meeting.id, item.id)
    found = room.look_around(store, token)
    assert found.running.id == item.id
    assert found.running.ends_at() is not None


def test_only_invited_functions_count_as_here_and_each_once(store):
    person, token, _, meeting = opened(store)
    others = [joining.join(store, NOW, name, function)[0] for name, function in
              (("Dan", Function.SALES), ("Eva", Function.SALES), ("Ion", Function.FINANCE))]  # fmt: skip
    for n, each in enumerate((person, *others)):
        joining.attend(store, acting(each, f"here-{n}"), meeting.id)
    assert room.look_around(store, token).functions_here == {Function.PLANNING, Function.SALES}


def test_of_each_topic_the_newest_change_is_found_and_nothing_when_there_is_nothing_new(store):
    before = room.look_around(store, None).seen
    assert room.newest_changes(store, ["scenario/a", "company"], before) == {}
    for topics in (["scenario/a", "company"], ["scenario/b"], ["scenario/a"]):
        with store.write() as w:
            for topic in topics:
                w.announce(topic)
    # four changes in the order in which they were announced: a, company, b, a
    assert room.newest_changes(store, ["scenario/a", "company"], before) == {
        "scenario/a": before + 4,
        "company": before + 2,
    }
    assert room.newest_changes(store, ["company"], before + 2) == {}
