"""What is expected is set once, carried over to later cycles, and changes no cycle of the past."""

from dataclasses import replace
from datetime import date

import pytest

from sop.domain.errors import Conflict, NotAllowed, NotFound
from sop.domain.people import Function
from sop.services import expectations
from tests.services.small_company import PARTICIPANT, act, events
from tests.services.test_cycle_loads import opened


def of(workspace, cycle, kind):
    with workspace.store.read() as tx:
        return next(each for each in expectations.of_cycle(tx, cycle) if each.kind == kind)


def put(workspace, wish, token="set"):
    return expectations.set_expectation(workspace.store, act(token), wish)


def test_a_company_that_set_nothing_has_a_default_for_every_department(workspace, cycle):
    with workspace.store.read() as tx:
        found = expectations.of_cycle(tx, cycle)
    wanted = {each.function for each in found if each.wanted}
    assert wanted == set(Function) - {Function.MANAGEMENT, Function.MARKETING}
    assert {each.version for each in found} == {0}


def test_what_is_set_holds_for_later_cycles_but_a_day_of_one_cycle_does_not(workspace, cycle):
    seen = of(workspace, cycle, "budget")
    once = replace(seen, function=Function.SALES, working_day=7, due=date(2027, 1, 20), note="The board meets late")
    assert put(workspace, once).version == 1
    later = of(workspace, opened(workspace), "budget")
    assert (later.function, later.working_day, later.due, later.note) == (Function.SALES, 7, None, "")
    assert later.version == 0  # that cycle itself said nothing


def test_a_change_leaves_earlier_cycles_as_they_were(workspace, cycle):
    february = opened(workspace)
    put(workspace, replace(of(workspace, february, "inventory"), wanted=False))
    assert not of(workspace, february, "inventory").wanted
    assert of(workspace, cycle, "inventory").wanted


def test_the_same_again_changes_nothing_and_who_comes_second_is_told(workspace, cycle, heard):
    wish = replace(of(workspace, cycle, "budget"), working_day=9)
    assert put(workspace, wish) == put(workspace, wish)
    assert events(workspace, "expectation_set") == 1
    assert heard == ["company"]
    with pytest.raises(Conflict):
        put(workspace, replace(wish, working_day=11))
    assert put(workspace, replace(wish, working_day=11, version=1)).version == 2


def test_only_the_facilitator_sets_what_is_expected_and_only_of_kinds_that_there_are(workspace, cycle):
    seen = of(workspace, cycle, "budget")
    with pytest.raises(NotAllowed):
        expectations.set_expectation(workspace.store, act("x", PARTICIPANT), seen)
    with pytest.raises(NotFound):
        put(workspace, replace(seen, kind="weather"))
