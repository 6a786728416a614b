"""The server is killed while people write: what was acknowledged is there once, what was not is there once or not at all."""

import asyncio
import os
import random
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from contextlib import AsyncExitStack, closing, suppress
from pathlib import Path

from sqlalchemy import make_url

from sop.domain.people import Function
from sop.domain.scenario import Scenario
from sop.services.settings import Settings
from tests.serving import ROOT, Server, start
from tests.soak.client import Tab
from tests.soak.load import look_at
from tests.soak.report import Report
from tests.soak.room import PAGE, own_draft, scenario_named

DRIVERS, WRITERS = 4, 16  # who move levers by their pages, and who write beside them
RULES = (
    "the database is sound",
    "each acknowledged move is in the log once",
    "each lever stands where it was left, or one move on",
    "each acknowledged action is there once",
)
SHORTEST, LONGEST = 0.5, 2.5  # seconds of work before a kill


async def kill_often(home: Path, report: Report, kills: int) -> None:
    """Kill and restart so often; the server and the process of the writers die together."""
    report.title(f"{kills} kills under {DRIVERS + WRITERS} writers")
    moves, written = 0, 0
    broken: dict[str, list[object]] = {rule: [] for rule in RULES}
    for turn in range(kills):
        server = await asyncio.to_thread(start, home)
        moved, entries = await _one_life(server, home, f"round {turn}")
        moves, written = moves + len(moved), written + len(entries)
        for rule, found in zip(RULES, _look_after(home, moved, entries), strict=True):
            broken[rule] += found
    report.say(f"- {moves} levers and {written} actions were acknowledged before the kills")
    for rule, found in broken.items():
        report.rule(rule, holds=not found, seen=found[:3] or "")


async def _one_life(server: Server, home: Path, name: str) -> tuple[list[tuple[str, float]], list[str]]:
    """Let people and writers work until the kill; return what was acknowledged: (scenario, value) and texts."""
    shown = scenario_named(server, "C ")
    people = [server.join(f"{name} person {k}", Function.SALES) for k in range(DRIVERS)]
    drafts = [own_draft(server, person, shown) for person, _ in people]
    moved: list[tuple[str, float]] = []
    writer = _write_actions(home, name)
    async with AsyncExitStack() as stack:
        tabs = [await stack.enter_async_context(Tab(server.port, token, PAGE)) for _, token in people]
        for tab, draft in zip(tabs, drafts, strict=True):
            await look_at(tab, draft)
        work = [asyncio.create_task(_move_on(tab, draft, moved)) for tab, draft in zip(tabs, drafts, strict=True)]
        await asyncio.sleep(random.uniform(SHORTEST, LONGEST))
        server.kill()
        writer.kill()
        await asyncio.gather(*work)
    said, _ = await asyncio.to_thread(writer.communicate)
    return moved, said.split("\n")[:-1]


async def _move_on(tab: Tab, draft: Scenario, moved: list[tuple[str, float]]) -> None:
    """Move a lever from end to end, every value once, and note each that the page showed."""
    with suppress(ConnectionError, TimeoutError):
        for value in range(-99, 100):
            await tab.move(draft.levers[0].id, value)
            moved.append((draft.id, float(value)))


def _write_actions(home: Path, name: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.soak.writer", name, str(WRITERS)]
    environ = {**os.environ, "SOP_HOME": str(home)}
    return subprocess.Popen(command, cwd=ROOT, env=environ, stdout=subprocess.PIPE, text=True)


def _look_after(home: Path, moved: Sequence[tuple[str, float]], entries: Sequence[str]) -> tuple[list[object], ...]:
    """Return what breaks each of the rules."""
    address = make_url(Settings.from_environment({"SOP_HOME": str(home)}).database_url)
    with closing(sqlite3.connect(str(address.database))) as database:
        sound = database.execute("PRAGMA integrity_check").fetchone()[0]
        damage = database.execute("PRAGMA foreign_key_check").fetchall()
        logged = Counter(
            database.execute(
                "SELECT subject_id, json_extract(data, '$.value') FROM log WHERE event = 'lever_moved'"
            ).fetchall()
        )
        stored = Counter(text for (text,) in database.execute("SELECT text FROM actions"))
        stands = dict(database.execute("SELECT scenario_id, value FROM levers"))
    return (
        [*damage, *([] if sound == "ok" else [sound])],
        [entry for entry in moved if logged[entry] != 1],
        [draft for draft, value in dict(moved).items() if stands.get(draft) not in {value, value + 1}],
        [entry for entry in entries if stored[entry] != 1],
    )
