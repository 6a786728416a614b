"""Behind a preview the full plan is solved once per scenario; what is superseded stops; nothing is decided on a preview."""

import threading
from dataclasses import replace
from datetime import date

import pytest

from sop.domain.errors import Refused
from sop.domain.supply import PlanStatus
from sop.services import full_solves, what_if
from sop.services.board import read_board
from sop.services.decisions import DecisionWish, record_decision
from sop.services.full_solves import FullSolves
from sop.services.lookup import scenario_named
from sop.services.planners import Planners
from sop.services.publishing import adopt_scenario
from sop.services.sign_off import sign
from tests.services.small_company import FACILITATOR, act, lever

SECONDS = 10


class Held:
    """A solve that goes on step by step as it is let, and says how it ended."""

    def __init__(self):
        self.begun, self.go_on, self.ended = threading.Event(), threading.Event(), threading.Event()
        self.was_stopped = False

    def __call__(self, told):
        self.begun.set()
        try:
            told(0.25)
            assert self.go_on.wait(SECONDS)
            told(0.5)
        except full_solves.Superseded:
            self.was_stopped = True
            raise
        finally:
            self.ended.set()


@pytest.fixture
def solves(workspace):
    return FullSolves(workspace.store)


@pytest.fixture
def large(workspace):
    """The small company, as if it were above the live size; none of its plans is known."""
    return replace(workspace, planners=Planners(), settings=replace(workspace.settings, live_size=1))


@pytest.fixture
def moved(large, cycle):
    """A scenario of the room with a lever."""
    made = what_if.new_scenario(large.store, act("new", FACILITATOR), cycle.id, "More")
    return what_if.move_lever(large.store, act("move", FACILITATOR), made.id, lever(20))


def live(workspace, cycle, scenario):
    return read_board(workspace, cycle, scenario.id, None, live=True)


# One solve


def test_a_plan_is_solved_once_however_often_it_is_wanted_and_its_end_is_announced(solves, heard):
    held = Held()
    solves.want("s", "digest", held)
    solves.want("s", "digest", lambda _told: pytest.fail("solved twice"))
    assert held.begun.wait(SECONDS)
    assert solves.share("s", "digest") is not None
    held.go_on.set()
    solves.wait(SECONDS)
    assert heard == ["scenario/s"]
    assert solves.share("s", "digest") is None


def test_a_lever_that_moves_on_stops_the_solve_of_where_it_was(solves, heard):
    first, second = Held(), Held()
    solves.want("s", "first", first)
    assert first.begun.wait(SECONDS)
    solves.want("s", "second", second)
    first.go_on.set()
    assert first.ended.wait(SECONDS)
    assert first.was_stopped
    assert solves.share("s", "first") is None
    second.go_on.set()
    solves.wait(SECONDS)
    assert not second.was_stopped
    assert heard == ["scenario/s"]


def test_two_scenarios_are_solved_beside_each_other(solves):
    one, other = Held(), Held()
    solves.want("a", "one", one)
    solves.want("b", "other", other)
    assert one.begun.wait(SECONDS)
    assert other.begun.wait(SECONDS)
    for each in (one, other):
        each.go_on.set()
    solves.wait(SECONDS)
    assert not one.was_stopped
    assert not other.was_stopped


def test_at_the_end_of_the_process_what_runs_is_stopped(solves, heard):
    held = Held()
    solves.want("s", "digest", held)
    assert held.begun.wait(SECONDS)
    solves.stop()
    held.go_on.set()
    solves.wait(SECONDS)
    assert held.was_stopped
    assert heard == []


def test_progress_is_announced_now_and_then(solves, heard, monkeypatch):
    monkeypatch.setattr(full_solves, "TELL_SECONDS", 0.0)
    held = Held()
    held.go_on.set()
    solves.want("s", "digest", held)
    solves.wait(SECONDS)
    assert heard == ["solving/s", "solving/s", "scenario/s"]


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")  # loud, as it should be
def test_a_solve_that_breaks_off_is_not_tried_again_in_the_background(solves, heard):
    def broken(_told):
        raise ZeroDivisionError

    solves.want("s", "digest", broken)
    solves.wait(SECONDS)
    assert solves.failed("digest")
    assert heard == ["scenario/s"]


# Preview and full plan


def test_up_to_the_live_size_the_full_plan_is_on_screen_at_once(workspace, cycle, moved):
    board = live(workspace, cycle, moved)
    assert board.outcome.plan.status is PlanStatus.OPTIMAL
    assert not board.is_large


def test_above_it_a_preview_comes_first_and_the_full_plan_takes_its_place(large, cycle, moved, heard):
    first = live(large, cycle, moved)
    assert first.outcome.plan.status is PlanStatus.PREVIEW
    large.full_solves.wait(SECONDS)
    assert f"scenario/{moved.id}" in heard
    then = live(large, cycle, moved)
    assert then.outcome.is_full
    assert then.outcome.key == first.outcome.key
    assert then.outcome.plan.objective >= first.outcome.plan.objective - first.outcome.plan.gap_money - 1.0


def test_no_figure_of_a_preview_goes_by_the_name_of_the_full_plan(large, cycle, moved):
    first = live(large, cycle, moved)
    assert first.outcome.plan.key != first.outcome.key.digest
    assert first.outcome.base.key == first.outcome.base.key.removesuffix("-preview")
    large.full_solves.wait(SECONDS)


def test_whoever_needs_the_full_plan_waits_for_it(large, cycle, moved):
    live(large, cycle, moved)
    assert read_board(large, cycle, moved.id, None).outcome.plan.status is PlanStatus.OPTIMAL
    large.full_solves.wait(SECONDS)


def test_the_base_plan_is_never_a_preview(large, cycle):
    assert live(large, cycle, scenario_named(large.store, cycle, None)).outcome.is_full


def test_nothing_is_published_decided_or_signed_on_a_preview(large, cycle, meeting, moved):
    board = live(large, cycle, moved)
    seen = board.outcome.seen
    wish = DecisionWish(
        question="More?", choice="Yes", rationale="", decider_id=FACILITATOR.id, owner_id=FACILITATOR.id,
        due=date(2027, 3, 1), scenario_id=moved.id, meeting_id=meeting.id, seen=seen,
    )  # fmt: skip
    with pytest.raises(Refused, match="preview"):
        adopt_scenario(large, act("adopt", FACILITATOR), cycle, moved.id, seen)
    with pytest.raises(Refused, match="preview"):
        record_decision(large, act("decide", FACILITATOR), cycle, wish)
    with pytest.raises(Refused, match="preview"):
        sign(large.store, act("sign", FACILITATOR), cycle.id, board, seen)
    large.full_solves.wait(SECONDS)
    full = live(large, cycle, moved).outcome
    assert adopt_scenario(large, act("adopt", FACILITATOR), cycle, moved.id, full.seen).key_digest == full.plan.key
