"""Operations sign the supply plan: this very plan, by who may, once."""

import pytest

from sop.domain.errors import Conflict, NotAllowed
from sop.domain.people import Actor, Function, Role
from sop.services import sign_off
from sop.services.board import read_board
from sop.services.what_if import move_lever, new_scenario
from tests.services.small_company import FACILITATOR, PARTICIPANT, act, events, lever


@pytest.fixture
def board(workspace, cycle):
    return read_board(workspace, cycle, "", None)


def signed(workspace, cycle):
    with workspace.store.read() as tx:
        return sign_off.signed(tx, cycle.id)


def test_nobody_has_signed_at_first(workspace, cycle):
    assert signed(workspace, cycle) is None


def test_a_signature_bears_name_time_and_plan(workspace, cycle, board):
    digest = board.outcome.key.digest
    sign_off.sign(workspace.store, act("s"), cycle.id, board, digest)
    found = signed(workspace, cycle)
    assert (found.name, found.scenario_name) == (FACILITATOR.name, "Base plan")
    assert found.at == act("s").now
    assert found.is_of(digest)


def test_another_plan_since_then_is_not_the_one_that_was_signed(workspace, cycle, board):
    sign_off.sign(workspace.store, act("s"), cycle.id, board, board.outcome.key.digest)
    scenario = new_scenario(workspace.store, act("new"), cycle.id, "More")
    move_lever(workspace.store, act("lever"), scenario.id, lever(10))
    other = read_board(workspace, cycle, scenario.id, None)
    assert not signed(workspace, cycle).is_of(other.outcome.key.digest)
    with pytest.raises(Conflict):
        sign_off.sign(workspace.store, act("t"), cycle.id, other, board.outcome.key.digest)


def test_a_second_click_is_one_signature(workspace, cycle, board):
    for token in ("s", "t"):
        sign_off.sign(workspace.store, act(token), cycle.id, board, board.outcome.key.digest)
    assert events(workspace, "supply_signed") == 1


@pytest.mark.parametrize(
    ("function", "role", "allowed"),
    [
        (Function.PRODUCTION, Role.PARTICIPANT, True),
        (Function.LOGISTICS, Role.PARTICIPANT, True),
        (Function.PURCHASING, Role.PARTICIPANT, True),
        (Function.SALES, Role.PARTICIPANT, False),
        (Function.PRODUCTION, Role.VIEWER, False),
        (Function.SALES, Role.FACILITATOR, True),
    ],
)
def test_operations_sign_or_the_facilitator_for_them(function, role, allowed):
    assert sign_off.may_sign(Actor("p", function, role)) is allowed


def test_sales_may_not_sign(workspace, cycle, board):
    with pytest.raises(NotAllowed):
        sign_off.sign(workspace.store, act("s", PARTICIPANT), cycle.id, board, board.outcome.key.digest)
