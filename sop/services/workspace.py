"""What services work with, wired once per process: settings, store, hub, warm models, jobs."""

from collections.abc import Hashable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sop.services.announcements import Hub
from sop.services.coverage import MOST_KEPT
from sop.services.full_solves import FullSolves
from sop.services.inputs import InputsDesk
from sop.services.jobs import Jobs
from sop.services.load_jobs import LOAD, load_work
from sop.services.once import OnceCache
from sop.services.planners import Planners
from sop.services.settings import Settings
from sop.services.timed_store import TimedStore
from sop.storage import maintenance
from sop.storage.engine import Store

MOST_BOARDS = 64  # as many as people may look at different scenarios at once
MOST_ANSWERS = 256  # to questions about a plan: one board asks several


@dataclass(frozen=True, slots=True, eq=False)
class Workspace:
    """One company, ready to work: complete without a server, so that tests and the command line have the same."""

    settings: Settings
    store: Store
    hub: Hub
    planners: Planners
    inputs: InputsDesk
    jobs: Jobs
    full_solves: FullSolves
    boards: OnceCache[Hashable, Any] = field(default_factory=lambda: OnceCache(MOST_BOARDS))
    answers: OnceCache[Hashable, Any] = field(default_factory=lambda: OnceCache(MOST_ANSWERS))
    covered: OnceCache[Hashable, Any] = field(default_factory=lambda: OnceCache(MOST_KEPT))

    def now(self) -> datetime:
        """Return the time of an act, in UTC."""
        return datetime.now(UTC)


def build(settings: Settings) -> Workspace:
    """Bring the database to the newest shape, open it, and wire what stands on it."""
    settings.home.mkdir(parents=True, exist_ok=True)
    maintenance.migrate(settings.database_url, settings.home, datetime.now(UTC))
    store = TimedStore(settings.database_url)
    hub = Hub()
    store.listen(hub.hear)
    jobs = Jobs(store)
    jobs.register(LOAD, load_work(store, settings.home))
    from sop.services.finalising import FINALISE, finalise_work  # it stands on the workspace

    workspace = Workspace(settings, store, hub, Planners(), InputsDesk(), jobs, FullSolves(store))
    jobs.register(FINALISE, finalise_work(workspace))
    return workspace
