"""Three cycles lie behind the demo company's present one, planned with what was known then, and told once."""

from dataclasses import replace
from datetime import UTC, date, datetime

import numpy as np
import pytest

from sop.domain.calendar import Month
from sop.domain.decisions import ActionState
from sop.domain.errors import NotAllowed
from sop.domain.people import Role
from sop.language import _, speaking
from sop.services import demo_history, demo_meeting, publishing
from sop.services.demo_story import HEATERS, STORIES
from sop.services.execution import read_execution
from sop.services.lookup import cycle_named
from sop.services.workspace import build
from sop.storage import actions, cycles, decisions, deviations, loads, log, meetings, plans, snapshots
from tests.services.conftest import settings_at
from tests.services.small_company import act

TODAY = date(2026, 11, 22)


@pytest.fixture
def workspace(opened, demo_folder):
    return opened(demo_folder)


@pytest.fixture
def earlier(workspace):
    with workspace.store.read() as tx:
        return cycles.all_cycles(tx)[:-1]


def of_each(workspace, earlier, read):
    with workspace.store.read() as tx:
        return [read(tx, cycle) for cycle in earlier]


def test_the_cycles_are_named_for_the_month_after_the_last_closed_and_the_present_one_is_the_latest(workspace):
    with workspace.store.read() as tx:
        assert [cycle.name for cycle in cycles.all_cycles(tx)] == ["2026-08", "2026-09", "2026-10", "2026-11"]
        assert cycles.latest(tx).name == "2026-11"
        assert meetings.latest(tx).cycle_id == cycles.latest(tx).id


def test_each_planned_with_histories_up_to_its_last_closed_month(workspace, earlier):
    def newest(tx, cycle):
        delivered = dict(snapshots.get(tx, cycle.snapshot_id).loads)
        return {kind: max(loads.rows(tx, kind, delivered[kind])["month"]) for kind in demo_history.HISTORIES}

    for cycle, months in zip(earlier, of_each(workspace, earlier, newest), strict=True):
        assert set(months.values()) == {cycle.last_closed}


def test_each_has_data_of_its_own_that_is_frozen(workspace, earlier):
    used = of_each(workspace, earlier, lambda tx, cycle: snapshots.get(tx, cycle.snapshot_id))
    assert all(snapshot.frozen for snapshot in used)
    assert len({snapshot.load_of("inventory") for snapshot in used}) == 3
    assert len({snapshot.load_of("items") for snapshot in used}) == 1  # what did not change was loaded once


def test_each_published_one_plan_at_the_end_of_its_meeting(workspace, earlier):
    with workspace.store.read() as tx:
        standing = publishing.standing(tx)
        kept = [plans.of_cycle(tx, cycle.id) for cycle in earlier]
    assert [sum(plan.published for plan in each) for each in kept] == [1, 1, 1]
    for cycle, story in zip(earlier, STORIES, strict=True):
        plan = standing[cycle.id]
        assert (plan.scenario_name, plan.at, plan.by) == (story.adopted, story.ends_at, "Ana Pârvulescu")
        assert plan.months[0] == cycle.last_closed.plus(2)


def test_two_or_three_decisions_and_three_to_five_actions_each(workspace, earlier):
    decided = of_each(workspace, earlier, lambda tx, cycle: decisions.of_cycle(tx, cycle.id))
    todo = of_each(workspace, earlier, lambda tx, cycle: actions.of_cycle(tx, cycle.id))
    assert all(2 <= len(each) <= 3 for each in decided)
    assert [sum(action.id not in explained(workspace) for action in each) for each in todo] == [5, 4, 5]


def explained(workspace):
    with workspace.store.read() as tx:
        return {each.action_id for each in deviations.every(tx)}


def test_actions_are_done_open_dropped_and_overdue_twice(workspace, earlier):
    every = [
        action for todo in of_each(workspace, earlier, lambda tx, c: actions.of_cycle(tx, c.id)) for action in todo
    ]
    assert {action.state for action in every} == set(ActionState)
    october = sum(action.overdue(date(2026, 10, 29)) for action in every)
    assert october == 2
    assert sum(action.overdue(TODAY) for action in every) >= 2


def test_what_broke_was_reversed_and_both_say_so(workspace, earlier):
    august, september = of_each(workspace, earlier[:2], lambda tx, cycle: decisions.of_cycle(tx, cycle.id)[0])
    assert august.rationale.startswith("Assumption:")
    assert "assumption of August broke" in september.rationale
    assert "reversed" in september.choice


def test_every_item_was_held_one_after_the_other_and_people_came(workspace, earlier):
    for cycle, story in zip(earlier, STORIES, strict=True):
        with workspace.store.read() as tx:
            meeting = meetings.latest(tx, cycle.id)
            held, came = meetings.items(tx, meeting.id), meetings.present(tx, meeting.id)
        assert meeting.running_item is None
        took = [round((item.ended_at - item.started_at).total_seconds() / 60) for item in held]
        assert tuple(took) == story.minutes
        assert len(came) == len(story.present)


def test_sales_expected_more_heaters_than_were_sold(workspace):
    """The override of August and September on top of the statistical forecast: over-forecast, as told."""
    seen = read_execution(workspace, cycle_named(workspace.store, None))
    assert seen.months[: seen.closed] == (Month("2026-09"), Month("2026-10"))
    assert seen.grid(HEATERS).tracking_signal > 0
    assert np.isfinite([seen.grid(family).adherence for family in seen.families]).all()
    assert seen.missing == ()


def test_deviations_of_september_have_causes_and_those_of_october_wait_for_the_meeting(workspace):
    seen = read_execution(workspace, cycle_named(workspace.store, None))
    said = {(off.family, off.month, off.measure) for off in seen.off if off.explained}
    assert said == {cause.place for story in STORIES for cause in story.causes}
    assert any(off.month == Month("2026-10") and off.explained is None for off in seen.off)


def test_a_demo_that_was_cut_off_anywhere_is_finished_by_the_next_call(tmp_path, monkeypatch):
    """Cut off in the middle of the second cycle, after its decisions and before its plan was published."""
    workspace = build(settings_at(tmp_path / "cut"))
    publish, calls = publishing.adopt_scenario, []

    def cut(*args, **kwargs):
        calls.append(args)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return publish(*args, **kwargs)

    monkeypatch.setattr(publishing, "adopt_scenario", cut)
    with pytest.raises(KeyboardInterrupt):
        demo_meeting.fill_all(workspace.store, tmp_path / "cut", act("first"))
    monkeypatch.undo()
    assert demo_meeting.is_missing(workspace.store)
    cycle = demo_meeting.fill_all(workspace.store, tmp_path / "cut", act("second"))
    assert not demo_meeting.is_missing(workspace.store)
    with workspace.store.read() as tx:
        every = cycles.all_cycles(tx)
        assert [each.name for each in every] == ["2026-08", "2026-09", "2026-10", "2026-11"]
        assert cycles.latest(tx) == cycle
        assert [len(decisions.of_cycle(tx, each.id)) for each in every] == [2, 2, 2, 0]
        assert len(publishing.standing(tx)) == 3
        assert len(loads.all_loads(tx)) == len({load.id for load in loads.all_loads(tx)})
    workspace.store.dispose()


def test_on_a_clock_before_all_this_it_is_filled_too(tmp_path):
    """Nobody acts after today: dates of the story in the future become today's."""
    workspace = build(settings_at(tmp_path / "past"))
    now = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
    cycle = demo_meeting.fill_all(workspace.store, tmp_path / "past", act("early", now=now))
    with workspace.store.read() as tx:
        assert dict(snapshots.get(tx, cycle.snapshot_id).loads) == {k: v.id for k, v in loads.current(tx).items()}
        assert max(line.at for line in log.tail(tx, 10_000)) == now
    workspace.store.dispose()


def test_only_the_facilitator_fills(workspace, tmp_path):
    by = act("fill")
    with pytest.raises(NotAllowed):
        demo_history.fill(workspace.store, tmp_path, replace(by, actor=replace(by.actor, role=Role.PARTICIPANT)))


def test_what_is_told_is_read_in_romanian():
    with speaking("ro"):
        for story in STORIES:
            for choice in story.decisions:
                assert _(choice.question) != choice.question
                assert _(choice.rationale) != choice.rationale
            for todo in story.every_todo:
                assert _(todo.text) != todo.text
