"""Layers on the forecast: with a reason, once per click, taken back by their author or the facilitator."""

from dataclasses import replace

import pytest

from sop.domain.calendar import MonthRange
from sop.domain.errors import Conflict, Invalid, NotAllowed
from sop.services.overrides import add_override, withdraw_override
from sop.storage import overrides
from tests.services.at_once import at_once
from tests.services.small_company import FACILITATOR, FIRST, OTHER, PARTICIPANT, VIEWER, act, events

FEBRUARY = MonthRange(FIRST, FIRST)


def lay(workspace, cycle, token="click", person=PARTICIPANT, change=10.0, reason=" Spring fair "):
    return add_override(
        workspace.store, act(token, person), cycle.id, family="Chairs", sku="", region="", months=FEBRUARY,
        change=change, in_percent=True, reason=reason,
    )  # fmt: skip


def of_cycle(workspace, cycle):
    with workspace.store.read() as tx:
        return overrides.of_cycle(tx, cycle.id)


def test_an_override_keeps_who_and_why_and_is_told(workspace, cycle, heard):
    laid = lay(workspace, cycle)
    assert of_cycle(workspace, cycle) == (laid,)
    assert (laid.author_id, laid.reason, laid.change, laid.withdrawn) == ("p-ion", "Spring fair", 10, False)
    assert heard == [f"cycle/{cycle.id}"]


def test_a_double_click_is_one_override(workspace, cycle, heard):
    assert lay(workspace, cycle) == lay(workspace, cycle, change=20)
    assert len(heard) == 1
    assert events(workspace, "override_added") == 1


def test_two_clicks_at_the_same_moment_are_one_override(workspace, cycle):
    laid = at_once(*[lambda: lay(workspace, cycle)] * 4)
    assert len({each.id for each in laid}) == len(of_cycle(workspace, cycle)) == 1


def test_without_a_reason_or_beyond_bounds_nothing_is_stored(workspace, cycle):
    with pytest.raises(Invalid, match="Write why"):
        lay(workspace, cycle, reason="  ")
    with pytest.raises(Invalid, match="from -100 %"):
        lay(workspace, cycle, change=-101)
    assert of_cycle(workspace, cycle) == ()


@pytest.mark.parametrize("person", [PARTICIPANT, FACILITATOR], ids=["author", "facilitator"])
def test_author_and_facilitator_take_an_override_back(workspace, cycle, heard, person):
    back = withdraw_override(workspace.store, act("back", person), lay(workspace, cycle))
    assert back.withdrawn
    assert of_cycle(workspace, cycle) == (back,)  # it stays readable
    assert heard == [f"cycle/{cycle.id}"] * 2
    assert events(workspace, "override_withdrawn") == 1


def test_others_do_not_nor_by_calling_it_theirs(workspace, cycle):
    laid = lay(workspace, cycle)
    for claimed in (laid, replace(laid, author_id=OTHER.id)):
        with pytest.raises(NotAllowed, match="made by somebody else"):
            withdraw_override(workspace.store, act("back", OTHER), claimed)


def test_viewers_lay_and_take_back_nothing(workspace, cycle):
    laid = lay(workspace, cycle)
    with pytest.raises(NotAllowed, match="Viewers look on"):
        lay(workspace, cycle, "v", VIEWER)
    with pytest.raises(NotAllowed, match="Viewers look on"):
        withdraw_override(workspace.store, act("v", VIEWER), laid)


def test_taking_back_twice_is_told(workspace, cycle):
    laid = lay(workspace, cycle)
    withdraw_override(workspace.store, act("back"), laid)
    with pytest.raises(Conflict):
        withdraw_override(workspace.store, act("back again"), laid)
