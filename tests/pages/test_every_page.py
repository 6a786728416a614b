"""Every page draws for everybody, in each language, with nothing in the database and with a company in it."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from sop import language
from sop.domain.meeting import Stage
from sop.domain.people import Role
from sop.ui.words import SIGNS
from tests.pages.conftest import VISITOR, Office, errors, go

ROLES = [*Role, VISITOR]
FRAME = {
    "en": {False: "No cycle is open", True: "Cycle 2026-11"},
    "ro": {False: "Niciun ciclu", True: "Ciclul 2026-11"},
}


@pytest.fixture(scope="session")
def homes(demo_home: Path, migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """An empty and a filled company, only looked at."""
    made = {"empty": tmp_path_factory.mktemp("empty"), "demo": tmp_path_factory.mktemp("look") / "home"}
    shutil.copy(migrated_file, made["empty"] / "sop.db")
    shutil.copytree(demo_home, made["demo"])
    return made


@pytest.fixture(scope="session")
def visitors() -> dict[tuple[str, str, str], AppTest]:
    """One browser a company, role and language, which goes from page to page."""
    return {}


@pytest.fixture
def browser(
    open_office: Callable[[Path], Office], homes: dict[str, Path], visitors: dict[tuple[str, str, str], AppTest]
) -> Callable[[str, str, str], AppTest]:
    def sit_down(state: str, role: str, spoken: str) -> AppTest:
        office = open_office(homes[state])
        if (state, role, spoken) not in visitors:
            token = None if role == VISITOR else office.join(Role(role), language=spoken)[1]
            visitors[state, role, spoken] = office.visit(Stage.AGENDA, token, spoken if role == VISITOR else None)
        return visitors[state, role, spoken]

    return sit_down


@pytest.mark.parametrize("stage", list(Stage))
@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("spoken", language.LANGUAGES)
@pytest.mark.parametrize("state", ["empty", "demo"])
def test_a_page_draws_in_its_frame_without_a_fault(browser, stage, role, spoken, state):
    with language.speaking(spoken):  # AppTest itself reads the options of select boxes
        app = go(browser(state, role, spoken), stage)
    assert errors(app) == []
    if role == VISITOR:
        assert [each.value for each in app.text] == ["S&OP Live"]
        assert [each.proto.url for each in app.get("link_button")] == ["/join"]
    else:
        assert FRAME[spoken][state == "demo"] in app.text[0].value
        assert len(app.main) > 1


@pytest.mark.parametrize("role", list(Role))
def test_pages_with_nothing_to_show_lead_to_the_agenda(browser, role):
    for stage in (Stage.SUPPLY, Stage.MEETING, Stage.FOLLOW_UP):
        app = go(browser("empty", role, "en"), stage)
        assert "No cycle is open yet" in app.info[0].value, stage
        assert not app.metric, stage


def test_every_stage_has_a_page():
    folder = Path(__file__).parents[2] / "pages"
    assert {sign.file for sign in SIGNS.values()} == {page.name for page in folder.glob("*.py")}
