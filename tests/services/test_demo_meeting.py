"""The demo company comes with a cycle, a meeting and three scenarios, and is finished where it was cut off."""

import numpy as np
import pytest

from sop.domain.errors import NotAllowed
from sop.domain.people import Role
from sop.language import _, speaking
from sop.services import demo, demo_meeting
from sop.services.board import read_board
from sop.services.decisions import DecisionWish, recompute, record_decision
from sop.services.lookup import cycle_named, scenario_named
from sop.services.running import project
from sop.services.what_if import move_lever, reset
from sop.services.workspace import build
from sop.storage import log, meetings, people, scenarios
from tests.services.conftest import settings_at
from tests.services.small_company import NOW, OTHER, act, lever


@pytest.fixture
def workspace(opened, demo_folder):
    return opened(demo_folder)


@pytest.fixture
def empty(tmp_path):
    made = build(settings_at(tmp_path / "empty"))
    yield made
    made.store.dispose()


def standing(workspace):
    cycle = cycle_named(workspace.store, None)
    with workspace.store.read() as tx:
        return scenarios.of_cycle(tx, cycle.id), meetings.latest(tx, cycle.id), len(log.tail(tx, 10_000))


def test_the_cycle_the_meeting_and_the_scenarios_are_there(workspace):
    listed, meeting, _ = standing(workspace)
    assert cycle_named(workspace.store, None).name == "2026-11"
    assert [(each.name, len(each.levers)) for each in listed] == [
        ("Base plan", 0),
        ("A Fuller stock for spring", 1),
        ("B Promotion in May", 3),
        ("C Sell less in spring", 1),
        ("D Heaters wait for burners", 1),
    ]
    assert meeting.projected_scenario == listed[1].id


def test_filling_again_changes_nothing(workspace):
    before = standing(workspace)
    demo_meeting.fill_all(workspace.store, workspace.settings.home, act("other token"))
    assert standing(workspace) == before


def test_filling_again_keeps_what_the_room_has_moved_and_shows(workspace):
    listed, meeting, _ = standing(workspace)
    moved = move_lever(workspace.store, act("m"), listed[3].id, lever(-20, lever_id="demo-c1"))
    project(workspace.store, act("p"), meeting.id, listed[2].id)
    demo_meeting.fill_all(workspace.store, workspace.settings.home, act("again"))
    now, shown, _ = standing(workspace)
    assert now[3] == moved
    assert shown.projected_scenario == listed[2].id


def test_a_demo_that_was_cut_off_is_finished(empty):
    demo.fill(empty.store, empty.settings.home, act("cut off"))
    assert demo_meeting.is_missing(empty.store)
    demo_meeting.fill_all(empty.store, empty.settings.home, act("again"))
    assert not demo_meeting.is_missing(empty.store)
    assert len(standing(empty)[0]) == 5


def test_an_empty_database_misses_it_and_a_company_of_its_own_does_not(empty, opened, small_folder):
    assert demo_meeting.is_missing(empty.store)
    assert not demo_meeting.is_missing(opened(small_folder).store)


def test_only_the_facilitator_fills(empty):
    with pytest.raises(NotAllowed):
        demo_meeting.fill_all(empty.store, empty.settings.home, act("x", OTHER))


def test_scenarios_are_stored_in_words_that_every_reader_gets_in_their_own(empty):
    with speaking("ro"):
        demo_meeting.fill_all(empty.store, empty.settings.home, act("ro"))
        name = standing(empty)[0][0].name
        assert (name, _(name)) == ("Base plan", "Plan de bază")


def test_every_scenario_of_the_demo_is_planned_and_says_something(workspace):
    cycle = cycle_named(workspace.store, None)
    base = read_board(workspace, cycle, None, None)
    assert base.bottlenecks
    assert np.isfinite(base.kpis.margin_money)
    for scenario in base.scenarios[1:]:
        board = read_board(workspace, cycle, scenario.id, None)
        assert board.outcome.plan.status in {"optimal", "optimal_cold"}
        assert board.kpis != base.kpis


def test_a_decision_on_the_demo_is_made_again_the_same(workspace):
    cycle = cycle_named(workspace.store, None)
    wanted = scenario_named(workspace.store, cycle, "B Promotion in May")
    board = read_board(workspace, cycle, wanted.id, None)
    with workspace.store.read() as tx:
        leader = next(each for each in people.all_people(tx) if each.role is Role.FACILITATOR)
        meeting = meetings.latest(tx, cycle.id)
    wish = DecisionWish(
        "Promote?", "Yes", "Stock of last year", leader.id, leader.id, NOW.date(), wanted.id, meeting.id,
        board.outcome.plan.key,
    )  # fmt: skip
    decision = record_decision(workspace, act("d", leader), cycle, wish)
    reset(workspace.store, act("r", leader), wanted.id)
    assert recompute(workspace, decision.id).same
