"""The stream of a browser: the present version of each topic, then each newer one."""

import asyncio
from contextlib import aclosing
from dataclasses import dataclass

import pytest

from sop.domain.people import Function, Person, Role
from sop.services.announcements import Hub
from sop.ui import event_stream
from sop.ui.event_stream import MOST_TOPICS, events, may_hear
from sop.ui.identity import COOKIE
from tests.ui.asgi import ask

ANA = Person("p-1", "Ana", Function.SALES, Role.PARTICIPANT)


@dataclass(frozen=True)
class Change:
    id: int
    topic: str


def test_the_stream_begins_with_what_is_and_goes_on_with_what_comes():
    hub = Hub()
    hub.hear([Change(3, "scenario/a")])

    async def listen():
        async with aclosing(events(hub, ["scenario/a"])) as stream:
            first = await anext(stream)
            assert hub.listeners == 1
            hub.hear([Change(8, "meeting/b"), Change(9, "scenario/a")])
            return first, await asyncio.wait_for(anext(stream), 5)

    assert asyncio.run(listen()) == ("event: scenario/a\ndata: 3\n\n", "event: scenario/a\ndata: 9\n\n")
    assert hub.listeners == 0


def test_a_silent_stream_is_kept_open_by_a_comment(monkeypatch):
    monkeypatch.setattr(event_stream, "PING_EVERY", 0.01)

    async def listen():
        async with aclosing(events(Hub(), ["scenario/a"])) as stream:
            return [await asyncio.wait_for(anext(stream), 5) for _ in range(2)]

    assert asyncio.run(listen()) == ["event: scenario/a\ndata: 0\n\n", ": still here\n\n"]


def test_streams_end_when_the_hub_closes():
    hub = Hub()

    async def listen():
        heard = []
        async with aclosing(events(hub, ["scenario/a"])) as stream:
            async for event in stream:
                heard.append(event)
                hub.close()
        return heard

    assert len(asyncio.run(asyncio.wait_for(listen(), 5))) == 1


@pytest.mark.parametrize(
    ("topics", "may"),
    [
        (["scenario/0191", "meeting/0192", "company"], True),
        (["person/p-1"], True),
        (["person/p-2"], False),
        (["company", "person/p-2"], False),
        (["no such/topic"], False),
        (["../company"], False),
        ([""], False),
        (["company\nevent: x"], False),
        ([f"scenario/{n}" for n in range(MOST_TOPICS + 1)], False),
    ],
)
def test_one_hears_of_what_everybody_sees_and_of_one_s_own(topics, may):
    assert bool(may_hear(ANA, topics)) is may


def test_a_stranger_hears_nothing(workspace):
    assert ask("/api/live/company").status == 401


def test_somebody_else_s_own_topic_is_no_topic(join):
    token = join()[1]
    assert ask("/api/live/person/somebody-else", cookies={COOKIE: token}).status == 404
