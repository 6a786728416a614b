"""The demo company on a server of its own, and the scenarios that a soak moves."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from sop.domain.ids import new_id
from sop.domain.people import Act, Actor, Function, Person, Role
from sop.domain.scenario import Scenario
from sop.services import demo_meeting, running, what_if
from sop.services.settings import Settings
from sop.services.timed_store import TimedStore
from sop.storage import cycles, maintenance, meetings, scenarios
from sop.ui.identity import actor_of
from tests.serving import Server, start

PAGE = "meeting"


@contextmanager
def demo_home(environ: dict[str, str] | None = None) -> Iterator[Path]:
    """Make a folder with the demo company, gone at the end of the block; `environ` may name another database."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        settings = Settings.from_environment({"SOP_HOME": str(home), **(environ or {})})
        home.mkdir()
        now = datetime.now(UTC)
        maintenance.migrate(settings.database_url, home, now)
        store = TimedStore(settings.database_url)
        demo_meeting.fill_all(store, home, Act(Actor("soak", Function.PLANNING, Role.FACILITATOR), now, "soak"))
        store.dispose()
        yield home
        shutil.rmtree(home, ignore_errors=True)


@contextmanager
def serving_demo(home: Path) -> Iterator[Server]:
    """Run a server on a folder for the time of the block."""
    server = start(home)
    try:
        yield server
    finally:
        if server.process.poll() is None:
            server.kill()


def act_of(person: Person) -> Act:
    return Act(actor_of(person), datetime.now(UTC), new_id())


def scenario_named(server: Server, begin: str) -> Scenario:
    """Return the scenario of the latest cycle whose name begins so."""
    with server.store() as store, store.read() as tx:
        cycle = cycles.latest(tx)
        assert cycle is not None
        return next(each for each in scenarios.of_cycle(tx, cycle.id) if each.name.startswith(begin))


def project(server: Server, facilitator: Person, scenario: Scenario) -> None:
    """Let the room look at a scenario."""
    with server.store() as store:
        with store.read() as tx:
            meeting = meetings.latest(tx, scenario.cycle_id)
        assert meeting is not None
        running.project(store, act_of(facilitator), meeting.id, scenario.id)


def own_draft(server: Server, person: Person, copied: Scenario) -> Scenario:
    """Save a scenario as somebody's own."""
    with server.store() as store:
        return what_if.new_scenario(store, act_of(person), copied.cycle_id, f"Draft of {person.name}", copied)
