"""A browser tab without a browser: it speaks Streamlit's websocket protocol and follows the event stream as the page does.

It keeps what the page shows, sends the state of every slider and number box with each request, runs the timers that the
server asks for, and waits 100 to 350 ms before it asks for news. One event loop may hold hundreds of tabs.
"""

import asyncio
import json
import random
import re
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Self

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from sop.ui import keys
from sop.ui.identity import COOKIE

PATIENCE = 30.0  # seconds
SHORTEST_DELAY, LONGEST_DELAY, ASK_AGAIN = 0.1, 0.35, 1.0  # seconds, as in the page's script
_FIGURE = re.compile(r"[+-]?\d+")
FAILED = {ForwardMsg.FINISHED_WITH_COMPILE_ERROR}


@dataclass(frozen=True, slots=True)
class Shown:
    """One element of the page, the fragment that drew it and the run in which it was drawn last."""

    kind: str
    message: Any
    fragment: str
    run: str


@dataclass(slots=True)
class _Stream:
    topics: tuple[str, ...]
    reading: asyncio.Task[None]


@dataclass(slots=True, eq=False)
class Tab:
    """One open page of one person."""

    port: int
    token: str
    page: str
    errors: list[str] = field(default_factory=list)
    runs: int = 0
    _socket: ClientConnection | None = None
    _reading: asyncio.Task[None] | None = None
    _screen: dict[tuple[int, ...], Shown] = field(default_factory=dict)
    _states: dict[str, WidgetState] = field(default_factory=dict)
    _timers: dict[str, asyncio.Task[None]] = field(default_factory=dict)
    _waiting: list[tuple[Callable[[], bool], asyncio.Future[float]]] = field(default_factory=list)
    _latest: dict[str, int] = field(default_factory=dict)
    _stream: _Stream | None = None
    _asking: asyncio.Task[None] | None = None
    _page_hash: str = ""
    _run: str = ""
    _fragments: frozenset[str] = frozenset()

    # Opening and closing ---------------------------------------------------------------------------------------------

    async def __aenter__(self) -> Self:
        self._socket = await connect(
            f"ws://127.0.0.1:{self.port}/_stcore/stream",
            subprotocols=["streamlit"],  # type: ignore[list-item]
            additional_headers={"Cookie": f"{COOKIE}={self.token}"},
            max_size=None, compression=None, ping_interval=None, proxy=None, open_timeout=PATIENCE,
        )  # fmt: skip
        self._reading = asyncio.create_task(self._read())
        before = self.runs
        await self._request()
        await self.until(lambda: self.runs > before)
        return self

    async def __aexit__(self, *_: object) -> None:
        reading = self._stream.reading if self._stream else None
        tasks = [*self._timers.values(), self._reading, self._asking, reading]
        for task in tasks:
            if task is not None:
                task.cancel()
        if self._socket is not None:
            await self._socket.close()

    # What a person does ----------------------------------------------------------------------------------------------

    async def move(self, lever_id: str, value: float) -> float:
        """Release a slider at a value; return the seconds until the page that shows it was drawn to its end."""
        slider = self.element(f"lever-{lever_id}")
        state = WidgetState(id=slider.message.id)
        state.double_array_value.data.append(value)
        self._states[slider.message.id] = state
        began = time.perf_counter()
        await self._request(slider.fragment)
        return await self.until(lambda: self.drawn(lever_id) == value) - began

    async def choose(self, key: str, words: str, until: Callable[[], bool]) -> None:
        """Choose an option by its words and wait until the page shows what it leads to."""
        choice = self.element(key)
        state = WidgetState(id=choice.message.id)
        state.string_array_value.data.append(words)
        await self._request(choice.fragment, state)
        await self.until(until)

    # What a person sees ----------------------------------------------------------------------------------------------

    def element(self, key: str) -> Shown:
        """Return the widget of a key; LookupError where the page shows none."""
        ending = f"-{key}"
        for shown in self._screen.values():
            if getattr(shown.message, "id", "").endswith(ending):
                return shown
        raise LookupError(f"the page shows no {key!r}; it says {self.errors}")

    def drawn(self, lever_id: str) -> float | None:
        """Return the value in the words of a lever's slider, None where there is none; only the server changes it."""
        try:
            words = self.element(f"lever-{lever_id}").message.label
        except LookupError:
            return None
        return float(_FIGURE.findall(words)[-1])

    async def until(self, holds: Callable[[], bool], patience: float = PATIENCE) -> float:
        """Return the time at which a run ended with the condition true; TimeoutError when none did."""
        waiting: asyncio.Future[float] = asyncio.get_running_loop().create_future()
        entry = (holds, waiting)
        self._waiting.append(entry)
        try:
            return await asyncio.wait_for(waiting, patience)
        finally:
            self._waiting.remove(entry)

    # The socket ------------------------------------------------------------------------------------------------------

    async def _request(self, fragment: str = "", trigger: WidgetState | None = None, *, timer: bool = False) -> None:
        message = BackMsg()
        state = message.rerun_script
        state.page_script_hash, state.page_name = self._page_hash, "" if self._page_hash else self.page
        state.fragment_id, state.is_auto_rerun = fragment, timer
        state.context_info.timezone, state.context_info.locale = "UTC", "en-US"
        state.context_info.url = f"http://127.0.0.1:{self.port}/{self.page}"
        state.widget_states.widgets.extend(self._states.values())
        if trigger is not None:
            state.widget_states.widgets.append(trigger)
        assert self._socket is not None
        with suppress(ConnectionClosed):  # the reader notes it
            await self._socket.send(message.SerializeToString())

    async def _read(self) -> None:
        assert self._socket is not None
        try:
            async for packet in self._socket:
                assert isinstance(packet, bytes)
                self._hear(ForwardMsg.FromString(packet))
        except ConnectionClosed:
            self.errors.append("the connection was lost")
        for _, waiting in self._waiting:
            if not waiting.done():
                waiting.set_exception(ConnectionError("the connection was lost"))

    def _hear(self, message: ForwardMsg) -> None:
        match message.WhichOneof("type"):
            case "new_session":
                self._begin(message)
            case "navigation":
                self._page_hash = message.navigation.page_script_hash or self._page_hash
            case "delta":
                self._draw(tuple(message.metadata.delta_path), message.delta)
            case "auto_rerun":
                self._set_timer(message.auto_rerun.fragment_id, message.auto_rerun.interval)
            case "page_not_found":
                self.errors.append(f"there is no page {self.page!r}")
            case "script_finished":
                self._finish(message.script_finished)

    def _begin(self, message: ForwardMsg) -> None:
        run = message.metadata.run
        self._run, self._fragments = run.script_run_id, frozenset(run.fragment_ids)
        self._page_hash = message.new_session.page_script_hash or self._page_hash
        if not self._fragments:
            for timer in self._timers.values():
                timer.cancel()
            self._timers.clear()

    def _draw(self, path: tuple[int, ...], delta: Any) -> None:
        if delta.WhichOneof("type") != "new_element":
            return
        kind = delta.new_element.WhichOneof("type")
        element = getattr(delta.new_element, kind)
        self._screen[path] = Shown(kind, element, delta.fragment_id, self._run)
        if kind == "exception":
            self.errors.append(f"{element.type}: {element.message}")
        elif kind in {"slider", "number_input"} and (element.set_value or element.id not in self._states):
            self._states[element.id] = _state_of(kind, element)

    def _finish(self, status: int) -> None:
        if status == ForwardMsg.FINISHED_EARLY_FOR_RERUN:
            return
        if status in FAILED:
            self.errors.append("the page could not be read")
        kept = {path: shown for path, shown in self._screen.items() if not self._is_stale(shown)}
        self._screen = kept
        self.runs += 1
        self._listen()
        now = time.perf_counter()
        for holds, waiting in self._waiting:
            if not waiting.done() and holds():
                waiting.set_result(now)

    def _is_stale(self, shown: Shown) -> bool:
        drawn_by_it = not self._fragments or shown.fragment in self._fragments
        return drawn_by_it and shown.run != self._run

    def _set_timer(self, fragment: str, interval: float) -> None:
        if fragment in self._timers:
            self._timers[fragment].cancel()

        async def ring() -> None:
            while True:
                await asyncio.sleep(interval)
                await self._request(fragment, timer=True)

        self._timers[fragment] = asyncio.create_task(ring())

    # The event stream ------------------------------------------------------------------------------------------------

    def _marks(self) -> list[dict[str, Any]]:
        ids = (shown for shown in self._screen.values() if shown.kind == "bidi_component")
        data = [_data_of(shown.message) for shown in ids if "-mark" in shown.message.id[-6:]]
        return [mark for mark in data if mark.get("topics")]

    def _behind(self) -> list[dict[str, Any]]:
        latest = self._latest
        return [mark for mark in self._marks() if any(latest.get(each, 0) > mark["seen"] for each in mark["topics"])]

    def _listen(self) -> None:
        topics = tuple(sorted({topic for mark in self._marks() for topic in mark["topics"]}))
        if self._stream is not None and self._stream.topics == topics:
            return
        if self._stream is not None:
            self._stream.reading.cancel()
        self._stream = _Stream(topics, asyncio.create_task(self._follow(topics))) if topics else None

    async def _follow(self, topics: tuple[str, ...]) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        lines = (
            f"GET /api/live/{','.join(topics)} HTTP/1.1", f"Host: 127.0.0.1:{self.port}", f"Cookie: {COOKIE}={self.token}",
            "Accept: text/event-stream",
        )  # fmt: skip
        writer.write(("\r\n".join(lines) + "\r\n\r\n").encode())
        topic = ""
        try:
            while line := (await reader.readline()).decode():
                name, _, value = line.strip().partition(": ")
                if name == "event":
                    topic = value
                elif name == "data":
                    self._told(topic, int(value))
        finally:
            writer.close()

    def _told(self, topic: str, version: int) -> None:
        self._latest[topic] = max(self._latest.get(topic, 0), version)
        if self._behind() and (self._asking is None or self._asking.done()):
            self._asking = asyncio.create_task(self._ask())

    async def _ask(self) -> None:
        await asyncio.sleep(random.uniform(SHORTEST_DELAY, LONGEST_DELAY))
        while behind := self._behind():
            await self._request(*self._version(min(mark["seen"] for mark in behind)))
            await asyncio.sleep(ASK_AGAIN)

    def _version(self, seen: int) -> tuple[str, WidgetState]:
        live = self.element(keys.LIVE)
        state = WidgetState(id=f"$$STREAMLIT_INTERNAL_KEY_{live.message.id}__events")
        state.json_trigger_value = json.dumps([{"event": "version", "value": seen}])
        return live.fragment, state


def _state_of(kind: str, element: Any) -> WidgetState:
    state = WidgetState(id=element.id)
    if kind == "slider":
        state.double_array_value.data.extend(element.value if element.set_value else element.default)
    else:
        state.double_value = element.value if element.set_value else element.default
    return state


def _data_of(component: Any) -> dict[str, Any]:
    data = json.loads(component.json) if component.json else {}
    return data if isinstance(data, dict) else {}
