"""The server around the pages: its routes, its headers, and what happens when it starts and stops."""

import asyncio
import gc
import importlib
import logging
import signal
import sys
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from types import FrameType

import streamlit as st
from anyio import to_thread
from starlette.middleware import Middleware
from starlette.routing import Route

from sop.services import joining
from sop.services.announcements import Hub
from sop.services.watch import Watch
from sop.services.workspace import Workspace
from sop.ui.address import own_address
from sop.ui.cache import company
from sop.ui.event_stream import live
from sop.ui.headers import Headers
from sop.ui.join_page import join, leave
from sop.ui.live import served_by

MAIN = Path(__file__).parent / "main.py"
_WARM = ("altair", "pandas", "highspy", "sop.services.what_if", "sop.services.supply", "sop.services.demand")


ROUTES = (
    Route("/api/live/{topics:path}", live),
    Route("/join", join, methods=["GET", "POST"]),
    Route("/leave", leave, methods=["GET", "POST"]),
)
MIDDLEWARE = (Middleware(Headers),)


@asynccontextmanager
async def lifespan(_: st.App) -> AsyncIterator[None]:
    """Warm up before the first visitor, look after the process, and let it go in order."""
    _log_to_stderr()
    workspace = await to_thread.run_sync(_warm)
    watch = Watch(workspace.store, workspace.hub)
    watch.start()
    await to_thread.run_sync(workspace.jobs.start)
    _end_streams_on_signal(workspace.hub)
    _print_addresses(await to_thread.run_sync(_new_key, workspace))
    try:
        with served_by(asyncio.get_running_loop()):
            yield
    finally:
        workspace.hub.close()
        workspace.full_solves.stop()
        await to_thread.run_sync(workspace.jobs.stop)
        watch.stop()
        workspace.store.dispose()


def _log_to_stderr() -> None:
    log = logging.getLogger("sop")
    if not log.handlers:
        writer = logging.StreamHandler(sys.stderr)
        writer.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
        log.addHandler(writer)
        log.setLevel(logging.INFO)
        log.propagate = False


def _warm() -> Workspace:
    """Open the company and import what pages need; what stands then is never looked at by the collector again."""
    workspace = company()
    for module in _WARM:
        importlib.import_module(module)
    gc.collect()
    gc.freeze()
    return workspace


def _end_streams_on_signal(hub: Hub) -> None:
    """End the event streams when the server is told to stop: it waits for open answers before anything else."""
    if threading.current_thread() is not threading.main_thread():
        return
    for number in (signal.SIGINT, signal.SIGTERM):
        _chain(number, hub)


def _chain(number: signal.Signals, hub: Hub) -> None:
    before = signal.getsignal(number)

    def stop(number: int, frame: FrameType | None) -> None:
        hub.close()
        if callable(before):
            before(number, frame)

    signal.signal(number, stop)


def _new_key(workspace: Workspace) -> str:
    return joining.new_facilitator_key(workspace.store, workspace.now())


def _print_addresses(key: str) -> None:
    port = st.config.get_option("server.port")
    lines = [
        "",
        "  S&OP Live is ready.",
        f"  Facilitator (works once):  http://localhost:{port}/join?key={key}",
        f"  Everybody else:            http://{own_address()}:{port}",
        "",
    ]
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.flush()
