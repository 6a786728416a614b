"""The hub: never more than four times a second for a topic, and the last word always arrives."""

import asyncio
import threading
from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from sop.services.announcements import ANNOUNCEMENTS_PER_SECOND, Hub

TOPICS = ("scenario/a", "meeting/b")


@dataclass(frozen=True)
class Change:
    id: int
    topic: str


def nothing() -> None:
    """A listener who looks by himself."""


def told(hub: Hub, moments: list[tuple[float, str]]) -> list[tuple[float, str, int]]:
    """Play changes at their moments to a listener who comes back whenever something is held back for him."""
    heard: list[tuple[float, str, int]] = []
    again: float | None = None
    with hub.subscribe(TOPICS, nothing) as subscription:

        def listen(now: float) -> float | None:
            news = subscription.take(now)
            heard.extend((now, topic, version) for topic, version in news.versions.items())
            return None if news.pause is None else now + news.pause

        for number, (moment, topic) in enumerate(sorted(moments), start=1):
            while again is not None and again <= moment:
                again = listen(again)
            hub.hear([Change(number, topic)])
            again = listen(moment)
        while again is not None:
            again = listen(again)
    return heard


@given(st.lists(st.tuples(st.floats(0, 5, allow_nan=False), st.sampled_from(TOPICS)), max_size=60))
def test_no_topic_is_told_more_than_four_times_a_second_and_its_last_version_arrives(moments):
    hub = Hub()
    heard = told(hub, moments)
    for topic in TOPICS:
        times = [moment for moment, name, _ in heard if name == topic]
        for first, fifth in zip(times, times[ANNOUNCEMENTS_PER_SECOND:], strict=False):
            assert fifth - first >= 1.0 - 1e-9
        versions = [version for _, name, version in heard if name == topic]
        assert versions == sorted(set(versions))
        assert versions[-1:] == [hub.versions([topic])[topic]] * bool(versions)
    assert {name for _, name, _ in heard} >= {topic for _, topic in moments}


def test_versions_only_grow_in_whatever_order_changes_are_heard():
    hub = Hub()
    hub.hear([Change(7, "scenario/a"), Change(5, "scenario/a")])
    hub.hear([Change(6, "scenario/a")])
    assert hub.versions(["scenario/a", "scenario/never"]) == {"scenario/a": 7, "scenario/never": 0}


def test_a_change_heard_twice_wakes_nobody_a_second_time():
    hub, woken = Hub(), []
    with hub.subscribe(["scenario/a"], lambda: woken.append(1)):
        hub.hear([Change(1, "scenario/a")])
        hub.hear([Change(1, "scenario/a")])
    assert woken == [1]


def test_only_who_listens_to_the_topic_is_woken_and_nobody_who_left():
    hub, woken = Hub(), []
    with (
        hub.subscribe(["scenario/a"], lambda: woken.append("a")),
        hub.subscribe(["meeting/b"], lambda: woken.append("b")),
    ):
        hub.hear([Change(1, "meeting/b")])
        assert hub.listeners == 2
    hub.hear([Change(2, "meeting/b"), Change(3, "scenario/a")])
    assert woken == ["b"]
    assert hub.listeners == 0


def test_a_change_in_one_thread_wakes_a_listener_in_another_and_in_an_event_loop():
    hub = Hub()
    in_thread = threading.Event()

    async def listen() -> dict[str, int]:
        loop, woken = asyncio.get_running_loop(), asyncio.Event()
        with hub.subscribe(["scenario/a"], lambda: loop.call_soon_threadsafe(woken.set)) as subscription:
            writer = threading.Thread(target=hub.hear, args=([Change(9, "scenario/a")],))
            writer.start()
            await asyncio.wait_for(woken.wait(), 5)
            writer.join()
            return dict(subscription.take(0.0).versions)

    with hub.subscribe(["scenario/a"], in_thread.set):
        assert asyncio.run(listen()) == {"scenario/a": 9}
    assert in_thread.is_set()


def test_closing_wakes_everybody():
    hub, woken = Hub(), []
    with hub.subscribe(["scenario/a"], lambda: woken.append(1)):
        hub.close()
    assert woken == [1]
    assert hub.closed


def test_many_threads_announce_and_none_is_lost():
    hub = Hub()
    writers = [
        threading.Thread(target=lambda k=k: [hub.hear([Change(i, f"topic/{k}")]) for i in range(1, 201)])
        for k in range(8)
    ]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert set(hub.versions([f"topic/{k}" for k in range(8)]).values()) == {200}
