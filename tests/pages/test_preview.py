"""A company above the live size: the preview says that it is one, and the full plan takes its place."""

import pytest

from sop.domain.meeting import Stage
from sop.domain.people import Function, Role
from sop.services.board import read_board
from sop.services.workspace import build
from sop.ui.components.tiles import tiles_of
from sop.ui.drawing import escaped
from tests.pages.conftest import errors, tiles


@pytest.fixture
def wired():
    """No plan is known here: a full one would leave nothing to preview."""
    return build


@pytest.fixture
def large(monkeypatch, request):
    """The demo company, as if it were large."""
    monkeypatch.setenv("SOP_LIVE_SIZE", "1")
    return request.getfixturevalue("office")


def shown_tiles(office, scenario, *, live: bool) -> dict[str, str]:
    board = read_board(office.workspace, office.cycle, scenario.id, office.meeting, live=live)
    return {escaped(t.label): t.value for t in tiles_of(board.kpis, board.base_kpis, office.cycle.currency)}


def words(app) -> str:
    return " ".join(each.value for each in (*app.markdown, *app.caption))


def test_the_preview_is_named_as_one_and_then_the_full_plan_stands_there(large):
    token = large.join()[1]
    app = large.visit(Stage.MEETING, token)
    assert errors(app) == []
    assert "Preview" in words(app)
    assert "above the best" in words(app)
    assert "exact" not in words(app)
    large.workspace.full_solves.wait()
    app.run()
    assert errors(app) == []
    assert "Preview" not in words(app)
    assert "Full plan, exact" in words(app)
    scenario = large.scenario("A ")
    expected = shown_tiles(large, scenario, live=False)
    assert {label: value for label, (value, _) in tiles(app).items()} == expected


def test_nothing_can_be_decided_while_a_preview_is_on_screen(large):
    token = large.join(Role.FACILITATOR, "Ioana Pop", Function.PLANNING)[1]
    app = large.visit(Stage.MEETING, token)
    assert "Preview" in words(app)
    assert app.button(key="decide-open").disabled
    assert app.button(key="adopt-open").disabled
    large.workspace.full_solves.wait()
    app.run()
    assert not app.button(key="decide-open").disabled
