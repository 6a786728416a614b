"""Pages without a browser: a company of their own, and sessions that are told who they are."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from sop.domain.people import Act, Function, Person
from sop.services import joining
from sop.services.workspace import Workspace
from sop.ui import identity, speech
from sop.ui.cache import company
from sop.ui.identity import actor_of

ROOT = Path(__file__).parents[2]
MAIN = ROOT / "sop" / "ui" / "main.py"
TOKEN = "token-of-test"


@pytest.fixture
def workspace(tmp_path: Path, migrated_file: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workspace]:
    """An empty company, which the pages of this test open as well."""
    shutil.copy(migrated_file, tmp_path / "sop.db")
    monkeypatch.setenv("SOP_HOME", str(tmp_path))
    monkeypatch.delenv("SOP_DATABASE_URL", raising=False)
    opened = company()
    speech.register()
    yield opened
    opened.store.dispose()


@pytest.fixture(autouse=True)
def _told_who_asks() -> Iterator[None]:
    """Read the token from the session: sessions of AppTest carry no cookies."""
    before = identity.provide(lambda: st.session_state.get(TOKEN))
    yield
    identity.provide(before)


@pytest.fixture
def join(workspace: Workspace) -> Callable[..., tuple[Person, str]]:
    """Let somebody in: `person, token = join("Ana", facilitator=True, language="ro")`."""

    def let_in(
        name: str = "Ana", function: Function = Function.SALES, *, facilitator: bool = False, language: str = "en"
    ) -> tuple[Person, str]:
        key = joining.new_facilitator_key(workspace.store, workspace.now()) if facilitator else None
        return joining.join(workspace.store, workspace.now(), name, function, key, language)

    return let_in


@pytest.fixture
def act(workspace: Workspace) -> Callable[[Person, str], Act]:
    return lambda person, token: Act(actor_of(person), workspace.now(), token)


@pytest.fixture
def session(workspace: Workspace) -> Callable[..., AppTest]:
    """Make a session that runs `script` (default the whole app) as the holder of `token`."""

    def make(token: str | None = None, script: Callable[[], None] | None = None) -> AppTest:
        app = AppTest.from_function(script) if script else AppTest.from_file(str(MAIN))
        app.default_timeout = 30
        if token:
            app.session_state[TOKEN] = token
        return app

    return make


def open_page(app: AppTest, file: str) -> AppTest:
    """Switch to a page of `pages/` and run it."""
    app.run()
    return app.switch_page(f"../../pages/{file}").run()
