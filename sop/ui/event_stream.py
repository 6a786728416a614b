"""The route `/api/live/{topics}`: version numbers of topics as they move, for as long as a browser listens."""

import asyncio
import re
import time
from collections.abc import AsyncIterator

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse

from sop.domain.people import Person
from sop.services.announcements import Hub
from sop.services.room import look_up
from sop.ui.cache import company
from sop.ui.identity import COOKIE

PING_EVERY = 15.0  # seconds: less than proxies wait before they close a silent connection
MOST_TOPICS = 40
_TOPIC = re.compile(r"[a-z_]+(/[A-Za-z0-9-]{1,64})?")


async def live(request: Request) -> Response:
    """Stream to somebody who joined; several topics are separated by commas, each event bears its topic's name."""
    topics = request.path_params["topics"].split(",")
    workspace = company()
    person = await to_thread.run_sync(look_up, workspace.store, request.cookies.get(COOKIE))
    if person is None:
        return PlainTextResponse("join first", status_code=401)
    if not may_hear(person, topics):
        return PlainTextResponse("no such topic", status_code=404)
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(events(workspace.hub, topics), media_type="text/event-stream", headers=headers)


def may_hear(person: Person, topics: list[str]) -> bool:
    """Return whether the topics are topics, not too many, and not somebody else's own."""
    own = f"person/{person.id}"
    return len(topics) <= MOST_TOPICS and all(
        _TOPIC.fullmatch(topic) and (topic == own or not topic.startswith("person/")) for topic in topics
    )


async def events(hub: Hub, topics: list[str]) -> AsyncIterator[str]:
    """Yield the present version of each topic, then each newer one; a comment when nothing happened for long."""
    loop = asyncio.get_running_loop()
    woken = asyncio.Event()

    def wake() -> None:
        loop.call_soon_threadsafe(woken.set)

    with hub.subscribe(topics, wake) as subscription:
        while not hub.closed:
            woken.clear()
            news = subscription.take(time.monotonic())
            for topic, version in news.versions.items():
                yield f"event: {topic}\ndata: {version}\n\n"
            try:
                async with asyncio.timeout(PING_EVERY if news.pause is None else news.pause):
                    await woken.wait()
            except TimeoutError:
                if news.pause is None:
                    yield ": still here\n\n"
