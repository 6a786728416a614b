"""A small company and the demo company, each loaded once and copied for every test that writes."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sop.domain.meeting import Cycle, Meeting
from sop.services import demo_meeting
from sop.services.cycles import open_cycle
from sop.services.loading import load_file, take_snapshot
from sop.services.lookup import cycle_named
from sop.services.settings import Settings
from sop.services.workspace import Workspace, build
from sop.storage import meetings
from tests.services.small_company import FILES, WISH, act, list_people
from tests.warm import build_warm


def settings_at(folder: Path) -> Settings:
    return Settings(folder, f"sqlite:///{folder / 'sop.db'}")


def fill(workspace: Workspace) -> None:
    """Load the small company, list its people and open its cycle."""
    store, home = workspace.store, workspace.settings.home
    for number, (kind, text) in enumerate(FILES.items()):
        load_file(store, home, act(f"load-{number}"), kind, text.encode(), f"{kind}.csv")
    with store.write() as w:
        take_snapshot(w, act("snapshot"))
    list_people(workspace)
    open_cycle(store, act("cycle"), WISH)


@pytest.fixture(scope="session")
def small_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small company with its people and its cycle of January 2027."""
    folder = tmp_path_factory.mktemp("small")
    workspace = build(settings_at(folder))
    fill(workspace)
    workspace.store.dispose()
    return folder


@pytest.fixture(scope="session")
def demo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo company with its cycle and scenarios."""
    folder = tmp_path_factory.mktemp("demo")
    workspace = build(settings_at(folder))
    demo_meeting.fill_all(workspace.store, folder, act("demo"))
    workspace.store.dispose()
    return folder


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Callable[[Path], Workspace]]:
    """Open a workspace on a copy of a folder's database; a folder of this test is opened as it stands."""
    made: list[Workspace] = []

    def open_copy(folder: Path) -> Workspace:
        home = folder if folder.is_relative_to(tmp_path) else tmp_path / folder.name
        if home != folder:
            shutil.copytree(folder, home)
        made.append(build_warm(settings_at(home)))
        return made[-1]

    yield open_copy
    for workspace in made:
        workspace.store.dispose()


@pytest.fixture
def workspace(opened: Callable[[Path], Workspace], small_folder: Path) -> Workspace:
    """The small company, to be written to."""
    return opened(small_folder)


@pytest.fixture
def cycle(workspace: Workspace) -> Cycle:
    """Its cycle of January 2027."""
    return cycle_named(workspace.store, None)


@pytest.fixture
def meeting(workspace: Workspace, cycle: Cycle) -> Meeting:
    """The meeting of that cycle."""
    with workspace.store.read() as tx:
        found = meetings.latest(tx, cycle.id)
    assert found is not None
    return found


@pytest.fixture
def heard(workspace: Workspace) -> list[str]:
    """The topics announced since the test began."""
    topics: list[str] = []
    workspace.store.listen(lambda changes: topics.extend(change.topic for change in changes))
    return topics
