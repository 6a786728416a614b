"""A full room: everybody on the own draft, one moving what the room looks at, everybody idle; and what memory does."""

import asyncio
import random
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack
from pathlib import Path
from statistics import median

from sop.domain.people import Function, Person
from sop.domain.scenario import Scenario
from sop.ui import keys
from sop.ui.components.scenario_bar import scenario_words
from tests.serving import Server
from tests.soak.client import Tab
from tests.soak.report import Report, percentile
from tests.soak.room import PAGE, own_draft, project, scenario_named

PEOPLE, CROWD = 30, 50
THINK = 3.0  # seconds between two moves of one person
IDLE_SECONDS = 30.0
SETTLED = 600.0  # seconds after which memory should no longer grow
FLAT = 20.0  # MB an hour that count as none
LOW, HIGH = -40, 40  # of the levers, in their unit
PER_SECOND = 100  # of a process's clock in /proc


async def load(server: Server, report: Report, seconds: float) -> None:
    """Run the four loads, the drafts for most of the time."""
    facilitator, token = server.join("Chair", Function.PLANNING, facilitator=True)
    shown = scenario_named(server, "C ")
    project(server, facilitator, shown)
    tokens = [server.join(f"Person {k}") for k in range(CROWD)]
    await _idle(server, report, [each for _, each in tokens[:PEOPLE]], min(IDLE_SECONDS, seconds))
    for watchers, target in ((PEOPLE, 600.0), (CROWD, 900.0)):
        await _shared(server, report, token, [each for _, each in tokens[:watchers]], shown, target, seconds / 6)
    await _drafts(server, report, tokens[:PEOPLE], shown, seconds / 2)


async def _open(stack: AsyncExitStack, server: Server, tokens: Sequence[str]) -> list[Tab]:
    """Open tabs one after the other, as people come in; their clocks are not in step."""
    tabs = []
    for token in tokens:
        tabs.append(await stack.enter_async_context(Tab(server.port, token, PAGE)))
        await asyncio.sleep(random.uniform(0, 0.2))
    return tabs


async def _idle(server: Server, report: Report, tokens: Sequence[str], seconds: float) -> None:
    report.title(f"{len(tokens)} idle viewers")
    async with AsyncExitStack() as stack:
        await _open(stack, server, tokens)
        await asyncio.sleep(2)
        began, used = time.monotonic(), cpu_seconds(server)
        await asyncio.sleep(seconds)
        share = 100 * (cpu_seconds(server) - used) / (time.monotonic() - began)
    report.figure("processor", share, 50, "% of a core")


async def _shared(
    server: Server, report: Report, token: str, tokens: Sequence[str], scenario: Scenario, target: float, seconds: float
) -> None:
    """Let one move the projected scenario, and measure until each watcher's page was drawn to its end."""
    report.title(f"one driver, {len(tokens)} watchers")
    lever, missed, value = scenario.levers[0].id, 0, 0.0
    own: list[float] = []
    seen: list[float] = []
    async with AsyncExitStack() as stack:
        tabs = await _open(stack, server, tokens)
        driver = (await _open(stack, server, [token]))[0]
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            await asyncio.sleep(random.uniform(0.7, 1.9))
            value = _another(value)
            began = time.perf_counter()
            following = [asyncio.create_task(sees(tab, lever, value, began)) for tab in tabs]
            own.append(await driver.move(lever, value))
            taken = await asyncio.gather(*following)
            seen.extend(each for each in taken if each is not None)
            missed += sum(each is None for each in taken)
        errors = [error for tab in (*tabs, driver) for error in tab.errors]
    report.say(f"- {len(own)} moves, {len(seen)} sights; sights median {1e3 * median(seen):.0f} ms")
    report.figure("seen by a watcher, 95 of 100", 1e3 * percentile(seen, 0.95), target, "ms")
    report.figure("the driver's own run, 95 of 100", 1e3 * percentile(own, 0.95), 300, "ms")
    report.rule("no sight was missed", holds=missed == 0, seen=f"({missed})")
    report.rule("no page saw an error", holds=not errors, seen=errors[:3])


async def sees(tab: Tab, lever_id: str, value: float, began: float) -> float | None:
    """Return the seconds until a tab shows a lever at a value, None where it did not within eight."""
    try:
        return await tab.until(lambda: tab.drawn(lever_id) == value, 8) - began
    except TimeoutError:
        return None


def _another(value: float) -> float:
    return random.choice([each for each in range(LOW, HIGH) if each != value])


async def _drafts(
    server: Server, report: Report, people: Sequence[tuple[Person, str]], shown: Scenario, seconds: float
) -> None:
    """Let everybody move the own draft, and watch the server's memory."""
    report.title(f"{len(people)} people, each on the own draft")
    drafts = [own_draft(server, person, shown) for person, _ in people]
    took: list[float] = []
    errors: list[str] = []
    memory: list[tuple[float, float]] = []
    async with AsyncExitStack() as stack:
        tabs = await _open(stack, server, [token for _, token in people])
        began = time.monotonic()
        done = asyncio.create_task(_watch_memory(server, began, seconds, memory))
        await asyncio.gather(
            *(_drag(tab, draft, began + seconds, took, errors) for tab, draft in zip(tabs, drafts, strict=True))
        )
        await done
        errors += [error for tab in tabs for error in tab.errors]
    report.say(f"- {len(took)} moves")
    report.figure("lever to page, half of them", 1e3 * percentile(took, 0.5), 250, "ms")
    report.figure("lever to page, 95 of 100", 1e3 * percentile(took, 0.95), 1000, "ms")
    report.rule("nothing failed", holds=not errors, seen=errors[:3])
    _report_memory(report, memory)


async def _drag(tab: Tab, draft: Scenario, until: float, took: list[float], errors: list[str]) -> None:
    lever, value = draft.levers[0].id, 0.0
    await look_at(tab, draft)
    while time.monotonic() < until:
        await asyncio.sleep(random.uniform(0.5, 1.5) * THINK)
        value = _another(value)
        try:
            took.append(await tab.move(lever, value))
        except TimeoutError:
            errors.append(f"{lever} was not drawn at {value}")


async def look_at(tab: Tab, draft: Scenario) -> None:
    """Let a tab leave the room's scenario for a draft."""
    await tab.choose(keys.SCENARIO, scenario_words(draft), lambda: tab.drawn(draft.levers[0].id) is not None)


async def _watch_memory(server: Server, began: float, seconds: float, found: list[tuple[float, float]]) -> None:
    while (past := time.monotonic() - began) < seconds:
        found.append((past, megabytes(server)))
        await asyncio.sleep(5)


def _report_memory(report: Report, memory: Sequence[tuple[float, float]]) -> None:
    """Say how memory grew after it settled; a short soak can only say how much it is."""
    report.say(f"- memory {memory[0][1]:.0f} MB at first, {memory[-1][1]:.0f} MB at last")
    late = [(past, size) for past, size in memory if past > SETTLED]
    if len(late) < 20:
        report.say("- too short for a slope: memory settles in ten minutes")
        return
    mean = sum(past for past, _ in late) / len(late)
    slope = sum((past - mean) * size for past, size in late) / sum((past - mean) ** 2 for past, _ in late)
    report.figure("memory after minute 10", 3600 * slope, FLAT, "MB an hour")


def cpu_seconds(server: Server) -> float:
    """Return the processor time that the server has used."""
    fields = _proc(server, "stat").rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / PER_SECOND


def megabytes(server: Server) -> float:
    """Return the memory that the server holds."""
    return (
        next(int(line.split()[1]) for line in _proc(server, "status").splitlines() if line.startswith("VmRSS")) / 1024
    )


def _proc(server: Server, name: str) -> str:
    return Path(f"/proc/{server.process.pid}/{name}").read_text(encoding="utf-8")
