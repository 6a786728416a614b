"""The pages of `pages/` on a company of their own: empty, or the demo company, filled once and copied."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from sop.domain.meeting import Cycle, Meeting, Stage
from sop.domain.people import Act, Actor, Function, Person, Role
from sop.domain.scenario import Scenario
from sop.language import speaking
from sop.services import board as boards
from sop.services import demo_meeting, joining
from sop.services.board import Board
from sop.services.settings import Settings
from sop.services.workspace import Workspace
from sop.storage import cycles, meetings, people, scenarios
from sop.storage.engine import Store, open_store
from sop.ui import cache, identity, speech
from sop.ui.identity import actor_of
from sop.ui.words import SIGNS
from tests.warm import build_warm

MAIN = Path(__file__).parents[2] / "sop" / "ui" / "main.py"
TOKEN = "token-of-test"
VISITOR = "visitor"
SYSTEM = Act(Actor("test", Function.PLANNING, Role.FACILITATOR), datetime(2026, 11, 20, tzinfo=UTC), "test")


@dataclass(frozen=True)
class Office:
    """A company that the pages of a test open, and the people who look at it."""

    workspace: Workspace

    @property
    def store(self) -> Store:
        return self.workspace.store

    @property
    def cycle(self) -> Cycle:
        with self.store.read() as tx:
            return cycles.latest(tx)

    @property
    def meeting(self) -> Meeting:
        with self.store.read() as tx:
            return meetings.latest(tx)

    def scenario(self, start: str) -> Scenario:
        """Return the scenario whose name begins so, anybody's drafts among them."""
        with self.store.read() as tx:
            listed = scenarios.of_cycle(tx, self.cycle.id)
            drafts = [each for who in people.all_people(tx) for each in scenarios.drafts_of(tx, who.id, self.cycle.id)]
            return next(each for each in (*listed, *drafts) if each.name.startswith(start))

    def board(self, scenario: Scenario) -> Board:
        return boards.read_board(self.workspace, self.cycle, scenario.id, self.meeting)

    def join(
        self, role: Role = Role.PARTICIPANT, name: str = "Ana Rus", function: Function = Function.SALES, language="en"
    ) -> tuple[Person, str]:
        """Let somebody in, in any role."""
        key = joining.new_facilitator_key(self.store, self.workspace.now()) if role is Role.FACILITATOR else None
        person, token = joining.join(self.store, self.workspace.now(), name, function, key, language)
        if role is Role.VIEWER:
            with self.store.write() as w:
                person = people.change(w, replace(person, role=role))
        return person, token

    def act(self, person: Person, token: str) -> Act:
        return Act(actor_of(person), self.workspace.now(), token)

    def visit(self, stage: Stage, token: str | None, language: str | None = None) -> AppTest:
        """Open a page as the holder of `token` would, through the navigation."""
        app = AppTest.from_file(str(MAIN), default_timeout=60)
        if token:
            app.session_state[TOKEN] = token
        if language:
            app.query_params["lang"] = language
        with self.store.read() as tx:
            person = joining.who(tx, token)
        with speaking(person.language if person else language or "en"):  # AppTest itself reads options of select boxes
            return go(app.run(), stage)


def go(app: AppTest, stage: Stage) -> AppTest:
    """Switch to a page and run it."""
    return app.switch_page(f"../../pages/{SIGNS[stage].file}").run()


def errors(app: AppTest) -> list[str]:
    """Return the sentences that are told as errors, as a person reads them."""
    assert not app.exception, app.exception[0].value
    return [each.value.replace("\\", "") for each in app.error]


def unfold(app: AppTest, key: str) -> AppTest:
    """Open what is folded away under a button."""
    app.session_state[key] = True
    return app.run()


def tiles(app: AppTest) -> dict[str, tuple[str, str]]:
    """Return label -> value and difference of the tiles."""
    return {each.label: (each.value, each.delta) for each in app.metric}


@pytest.fixture(autouse=True)
def _told_who_asks() -> Iterator[None]:
    """Read the token from the session: sessions of AppTest carry no cookies."""
    before = identity.provide(lambda: st.session_state.get(TOKEN))
    yield
    identity.provide(before)


@pytest.fixture(scope="session")
def demo_home(tmp_path_factory: pytest.TempPathFactory, migrated_file: Path) -> Path:
    """The folder of a company filled with the demo, to be copied."""
    home = tmp_path_factory.mktemp("demo") / "home"
    home.mkdir()
    shutil.copy(migrated_file, home / "sop.db")
    store = open_store(f"sqlite:///{home / 'sop.db'}")
    demo_meeting.fill_all(store, home, SYSTEM)
    store.dispose()
    return home


@pytest.fixture
def wired() -> Callable[[Settings], Workspace]:
    """How the workspace of an office is wired: on what was reckoned before, unless a module says otherwise."""
    return build_warm


@pytest.fixture
def open_office(monkeypatch: pytest.MonkeyPatch, wired: Callable[[Settings], Workspace]) -> Callable[[Path], Office]:
    """Let the pages open the company in a folder."""

    def open_(home: Path) -> Office:
        monkeypatch.setenv("SOP_HOME", str(home))
        monkeypatch.delenv("SOP_DATABASE_URL", raising=False)
        monkeypatch.setattr(cache, "build", wired)
        speech.register()
        return Office(cache.company())

    return open_


@pytest.fixture
def office(open_office: Callable[[Path], Office], demo_home: Path, tmp_path: Path) -> Iterator[Office]:
    """The demo company, for this test alone."""
    shutil.copytree(demo_home, tmp_path / "home")
    opened = open_office(tmp_path / "home")
    yield opened
    opened.store.dispose()


@pytest.fixture
def empty_office(open_office: Callable[[Path], Office], migrated_file: Path, tmp_path: Path) -> Iterator[Office]:
    """A company of which nothing is known, for this test alone."""
    shutil.copy(migrated_file, tmp_path / "sop.db")
    opened = open_office(tmp_path)
    yield opened
    opened.store.dispose()


@pytest.fixture
def facilitator(office: Office) -> tuple[Person, str]:
    return office.join(Role.FACILITATOR, "Ioana Pop", Function.PLANNING)


@pytest.fixture
def participant(office: Office) -> tuple[Person, str]:
    return office.join(Role.PARTICIPANT, "Andrei Stan", Function.SALES)
