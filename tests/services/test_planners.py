"""The pool of warm models: one solve per plan, one model per seat, idle models go when memory is short."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from sop.planning.planner import Planner
from sop.planning.policy import Policy
from sop.services import planners as planners_module
from sop.services.demand import demand_plan
from sop.services.inputs import Inputs
from sop.services.planners import Planners
from sop.services.supply import supply_problem
from tests.services.small_company import company, cycle, lever

POLICY = Policy()


class Watched(Planner):
    """The real planner, which says how often it was built and solved, and can be held up."""

    def __init__(self, problem, policy=None, start=None):
        super().__init__(problem, policy, start)
        built.append(self)

    def solve(self, problem, key, told=None):
        solved.append(key)
        if key == held["key"]:
            entered.set()
            assert release.wait(10)
        return super().solve(problem, key, told)


built: list[Planner] = []
solved: list[str] = []
held: dict[str, str | None] = {"key": None}
entered, release = threading.Event(), threading.Event()


@pytest.fixture(autouse=True)
def _watching(monkeypatch):
    built.clear()
    solved.clear()
    held["key"] = None
    entered.clear()
    release.clear()
    monkeypatch.setattr(planners_module, "Planner", Watched)


@pytest.fixture(scope="module")
def inputs():
    own, at = company(), cycle()
    return Inputs(at, own, (), demand_plan(own, at, ()), POLICY)


@pytest.fixture(scope="module")
def problem(inputs):
    return supply_problem(inputs.company, inputs.demand, inputs.cycle, POLICY)


def ask(pool, inputs, problem, levers=(), seat="base", policy=POLICY):
    return pool.plan(inputs.key(levers), problem, levers, seat, policy)


def test_many_who_ask_for_a_plan_at_once_share_one_solve(inputs, problem):
    pool, together = Planners(), threading.Barrier(12)

    def one(number):
        together.wait(10)
        return ask(pool, inputs, problem, (lever(),), f"seat {number}")

    with ThreadPoolExecutor(12) as threads:
        plans = list(threads.map(one, range(12)))
    assert len(solved) == 1
    assert all(plan is plans[0] for plan in plans)


def test_a_seat_keeps_its_model_for_every_lever(inputs, problem):
    pool = Planners()
    for value in (5, 10, 15):
        ask(pool, inputs, problem, (lever(value),), "draft")
    assert (len(built), len(solved)) == (1, 3)


def test_each_scenario_has_a_model_of_its_own(inputs, problem):
    pool = Planners()
    ask(pool, inputs, problem, (lever(5),), "one")
    ask(pool, inputs, problem, (lever(6),), "other")
    assert len(built) == 2


def test_a_plan_bears_its_key_and_says_the_same_from_every_seat(inputs, problem):
    levers = (lever(10),)
    one = ask(Planners(), inputs, problem, levers, "one")
    pool = Planners()
    ask(pool, inputs, problem, (lever(-30),), "other")
    other = ask(pool, inputs, problem, levers, "other")
    assert one.key == other.key == inputs.key(levers).digest
    assert one.production_units == pytest.approx(other.production_units)


def test_a_model_plans_by_the_policy_of_its_key(inputs, problem):
    strict = Policy(shortfall_share=0.0, closing_months=0.0)
    pool = Planners()
    ask(pool, inputs, problem)
    other = Inputs(inputs.cycle, inputs.company, (), inputs.demand, strict)
    ask(pool, other, problem, policy=strict)
    assert [model.policy for model in built] == [POLICY, strict]


def test_a_plan_made_again_is_solved_anew_and_equal(inputs, problem):
    pool = Planners()
    levers = (lever(10),)
    first = ask(pool, inputs, problem, levers)
    again = pool.again(inputs.key(levers), problem, levers, POLICY)
    assert len(solved) == 2
    assert again is not first
    assert again.production_units == pytest.approx(first.production_units)


def test_when_memory_is_short_the_idle_model_used_longest_ago_goes(inputs, problem):
    size = Planner(problem).memory_mb
    pool = Planners(most_megabytes=2.5 * size)
    for number, seat in enumerate(("a", "b", "a", "c"), 1):
        ask(pool, inputs, problem, (lever(number),), seat)
    assert len(built) == 3
    assert pool.megabytes == pytest.approx(2 * size)
    ask(pool, inputs, problem, (lever(8),), "a")
    ask(pool, inputs, problem, (lever(9),), "c")
    assert len(built) == 3  # both are still there
    ask(pool, inputs, problem, (lever(10),), "b")
    assert len(built) == 4


def test_a_model_in_use_never_goes(inputs, problem):
    size = Planner(problem).memory_mb
    pool = Planners(most_megabytes=1.5 * size)
    held["key"] = inputs.key((lever(1),)).digest
    with ThreadPoolExecutor(1) as threads:
        busy = threads.submit(ask, pool, inputs, problem, (lever(1),), "busy")
        assert entered.wait(10)
        for number, seat in enumerate("xyz", 2):
            ask(pool, inputs, problem, (lever(number),), seat)
        release.set()
        busy.result(10)
    before = len(built)
    held["key"] = None
    ask(pool, inputs, problem, (lever(1.5),), "busy")
    assert len(built) == before


def test_a_plan_that_fails_leaves_its_model_free(inputs, problem, monkeypatch):
    pool = Planners(most_megabytes=0.0)

    def broken(self, problem, key, told=None):
        raise ZeroDivisionError

    with monkeypatch.context() as patched:
        patched.setattr(Watched, "solve", broken)
        with pytest.raises(ZeroDivisionError):
            ask(pool, inputs, problem)
    assert ask(pool, inputs, problem, (), "next").key == inputs.key(()).digest
    assert pool.megabytes == pytest.approx(Planner(problem).memory_mb)  # the broken one was idle and went


def test_a_preview_has_a_name_of_its_own_and_is_found_without_a_solve(inputs, problem):
    pool = Planners()
    ask(pool, inputs, problem)
    moved = (lever(),)
    preview = pool.preview(inputs.key(moved), problem, moved, "a", POLICY)
    assert preview.key == inputs.key(moved).digest + planners_module.PREVIEWED
    assert len(solved) == 1
    assert pool.known(inputs.key(moved)) is None


def test_there_is_no_preview_of_a_company_that_was_never_planned(inputs, problem):
    assert Planners().preview(inputs.key(()), problem, (), "a", POLICY) is None
