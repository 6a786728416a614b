"""The range of outcomes: one set of paths per forecast, whichever scenario is tested against it."""

import numpy as np
import pytest

from sop.services import outcomes
from sop.services.board import read_board
from sop.services.frames import WHOLE
from sop.services.what_if import move_lever, new_scenario
from tests.services.small_company import act, lever


@pytest.fixture
def boards(workspace, cycle, meeting):
    """The base plan's board, and one with a tenth more chairs."""
    scenario = new_scenario(workspace.store, act("new"), cycle.id, "More")
    move_lever(workspace.store, act("lever"), scenario.id, lever(10))
    base = read_board(workspace, cycle, "", None)
    return base, read_board(workspace, cycle, scenario.id, meeting)


def test_scenarios_are_tested_against_the_same_paths(workspace, boards):
    base, more = boards
    found = [outcomes.outcomes(workspace, board, WHOLE).answer() for board in boards]
    name = outcomes._paths_name(base.inputs)
    assert outcomes._paths_name(more.inputs) == name
    assert workspace.answers.known(name).paths == len(found[0].fill_rate) == 1000


def test_the_same_data_draws_the_same_paths_again(boards):
    base, _more = boards
    one, other = outcomes.paths_of(base.inputs), outcomes.paths_of(base.inputs)
    assert (one.deviation == other.deviation).all()


def test_a_family_is_looked_at_in_its_unit_beside_everything(workspace, boards):
    base, _more = boards
    found = outcomes.outcomes(workspace, base, "Chairs").answer()
    assert found.groups == (WHOLE, "Chairs")
    plan = base.outcome.plan
    chairs = np.array([family == "Chairs" for family in plan.families])
    assert found.planned_stock[1] == pytest.approx(plan.stock_units[chairs].sum(axis=0))


def test_a_histogram_holds_every_path_once(workspace, boards):
    base, _more = boards
    found = outcomes.outcomes(workspace, base, WHOLE).answer()
    assert outcomes.fill_frame(found)["paths"].sum() == pytest.approx(1)
    assert outcomes.margin_frame(found, "RON")["paths"].sum() == pytest.approx(1)
