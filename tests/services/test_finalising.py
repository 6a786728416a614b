"""A scenario is finalised as a job, kept beside its continuous plan, adopted whole, and out of date when a lever moves."""

from dataclasses import replace

import numpy as np
import pytest

from sop.domain.errors import Conflict, Invalid, NotAllowed
from sop.domain.scenario import LeverKind, Scope
from sop.domain.supply import PlanStatus
from sop.services.board import read_board
from sop.services.erp import erp_frames
from sop.services.finalising import (
    finalised_board,
    finalised_facts,
    gap_percent,
    standing,
    submit_finalise,
    telling,
)
from sop.services.jobs import JobState
from sop.services.loading import give_to_cycle, load_file, take_snapshot
from sop.services.publishing import adopt_scenario, published_plan, standing_of
from sop.services.what_if import move_lever, new_scenario
from sop.storage import cycles, jobs, plans
from tests.services.small_company import FACILITATOR, PARTICIPANT, VIEWER, act, events, lever

# tables are made to order 10 a month; oak chairs 100 a month in lots of 80 at least, in multiples of 40
LOTS = (
    "sku,name,family,make_or_buy,mode,safety_stock_days,promised_months,unit,minimum_lot_units,lot_multiple_units\n"
    "CH-1,Oak chair,Chairs,make,stock,15.2,0,pcs,80,40\nCH-2,Steel chair,Chairs,both,stock,0,0,pcs,,\n"
    "TB-1,Table,Tables,make,order,0,2,m,,\n"
)


@pytest.fixture
def lots(workspace):
    load_file(workspace.store, workspace.settings.home, act("lots"), "items", LOTS.encode(), "items.csv")
    with workspace.store.write() as w:
        give_to_cycle(w, take_snapshot(w, act("lots-snapshot")))


@pytest.fixture
def scenario(workspace, cycle, lots):
    return new_scenario(workspace.store, act("scenario"), cycle.id, "Promotion")


def board_of(workspace, cycle, scenario):
    with workspace.store.read() as tx:
        cycle = cycles.get(tx, cycle.id)
    return read_board(workspace, cycle, scenario.id, None)


def finalised(workspace, cycle, scenario, token="finalise"):
    seen = board_of(workspace, cycle, scenario).outcome.seen
    job = submit_finalise(workspace, act(token), cycle, scenario.id, seen, 5.0)
    workspace.jobs.run_waiting()
    with workspace.store.read() as tx:
        return jobs.get(tx, job.id)


def seen_on(workspace, cycle, scenario, person=FACILITATOR):
    return standing(workspace, cycle, board_of(workspace, cycle, scenario), person.id)


def test_the_job_keeps_a_whole_plan_and_says_its_gap(workspace, cycle, scenario):
    assert seen_on(workspace, cycle, scenario).has_lots
    assert seen_on(workspace, cycle, scenario).found is None
    done = finalised(workspace, cycle, scenario)
    found = seen_on(workspace, cycle, scenario).found
    assert (done.state, done.message) == (
        JobState.DONE,
        f"Promotion is finalised: gap {gap_percent(found.plan.gap_share)}.",
    )
    assert found.plan.status is PlanStatus.FINALISED
    made = found.plan.production_units[0, :, found.plan.frozen_months :]
    np.testing.assert_allclose(made / 40, np.round(made / 40), atol=1e-6)
    assert ((made == 0) | (made >= 80 - 1e-6)).all()
    assert found.more_money == pytest.approx(
        found.plan.objective - board_of(workspace, cycle, scenario).outcome.plan.objective
    )
    assert {each.name for each in found.rounded} <= {"CH-1"}
    assert seen_on(workspace, cycle, scenario).unwhole == len(found.rounded) > 0
    assert found.by == FACILITATOR.name


def test_a_job_done_twice_keeps_one_plan(workspace, cycle, scenario):
    finalised(workspace, cycle, scenario)
    finalised(workspace, cycle, scenario)
    with workspace.store.read() as tx:
        assert len(plans.of_cycle(tx, cycle.id)) == 1
    assert events(workspace, "plan_finalised") == 1


def test_a_lever_that_moves_leaves_the_finalised_plan_behind(workspace, cycle, scenario):
    finalised(workspace, cycle, scenario)
    move_lever(workspace.store, act("lever"), scenario.id, lever(10))
    assert seen_on(workspace, cycle, scenario).found is None


def test_a_plan_that_moved_before_the_job_began_is_not_finalised(workspace, cycle, scenario):
    seen = board_of(workspace, cycle, scenario).outcome.seen
    job = submit_finalise(workspace, act("finalise"), cycle, scenario.id, seen)
    move_lever(workspace.store, act("lever"), scenario.id, lever(10))
    workspace.jobs.run_waiting()
    with workspace.store.read() as tx:
        refused = jobs.get(tx, job.id)
        assert plans.of_cycle(tx, cycle.id) == ()
    assert refused.state is JobState.REFUSED
    assert "changed while it was to be finalised" in refused.message


def test_it_is_adopted_whole_and_goes_to_the_erp_in_whole_lots(workspace, cycle, scenario):
    finalised(workspace, cycle, scenario)
    found = seen_on(workspace, cycle, scenario).found
    adopt_scenario(workspace, act("adopt"), cycle, scenario.id, found.seen, "Agreed")
    with workspace.store.read() as tx:
        told = standing_of(tx, cycle.id)
        kept = published_plan(tx, told)
    assert told.is_finalised
    np.testing.assert_array_equal(kept.production_units, found.plan.production_units)
    made = erp_frames(kept)["production_plan"]
    chairs = made[
        (made["sku"] == "CH-1") & made["month"].isin([str(each) for each in kept.months[kept.frozen_months :]])
    ]
    assert (chairs["quantity"] % 40 == 0).all()


def test_the_continuous_plan_can_be_adopted_as_well(workspace, cycle, scenario):
    finalised(workspace, cycle, scenario)
    adopt_scenario(
        workspace, act("adopt"), cycle, scenario.id, board_of(workspace, cycle, scenario).outcome.seen, "Agreed"
    )
    with workspace.store.read() as tx:
        assert not standing_of(tx, cycle.id).is_finalised


def test_a_finalised_plan_that_a_newer_one_replaced_is_not_adopted(workspace, cycle, scenario):
    finalised(workspace, cycle, scenario)
    older = seen_on(workspace, cycle, scenario).found.seen
    finalised(workspace, cycle, scenario, token="again")
    with pytest.raises(Conflict, match="changed while you looked"):
        adopt_scenario(workspace, act("adopt"), cycle, scenario.id, older, "Agreed")


def test_where_nothing_comes_in_lots_it_says_where_lots_stand(workspace, cycle):
    scenario = new_scenario(workspace.store, act("scenario"), cycle.id, "Promotion")
    assert not seen_on(workspace, cycle, scenario).has_lots
    refused = finalised(workspace, cycle, scenario)
    assert refused.state is JobState.REFUSED
    assert "Minimum lots stand in the file of items" in refused.message


def test_who_may_only_look_finalises_nothing(workspace, cycle, scenario):
    seen = board_of(workspace, cycle, scenario).outcome.seen
    with pytest.raises(NotAllowed):
        submit_finalise(workspace, act("finalise", VIEWER), cycle, scenario.id, seen)
    with pytest.raises(Invalid, match="between one second and an hour"):
        submit_finalise(workspace, act("finalise"), cycle, scenario.id, seen, 0.0)


def test_only_who_started_a_job_stops_it(workspace, cycle, scenario):
    seen = board_of(workspace, cycle, scenario).outcome.seen
    job = submit_finalise(workspace, act("finalise"), cycle, scenario.id, seen)
    with pytest.raises(NotAllowed, match="somebody else"):
        workspace.jobs.stop_job(act("stop", PARTICIPANT), job.id)


def test_without_a_job_it_is_the_same_plan_with_what_was_rounded(workspace, cycle, scenario):
    told = []
    before = board_of(workspace, cycle, scenario)
    after = finalised_board(workspace, before, 5.0, telling(told.append))
    facts = finalised_facts(workspace, before, after)
    assert after.outcome.plan.status is PlanStatus.FINALISED
    assert facts["more_money"] >= -1e-3 * before.outcome.plan.cost_money
    assert {each["kind"] for each in facts["rounded"]} == {"production"}
    assert len(told) == len(set(told))


def test_an_extra_shift_brings_whole_shifts(workspace, cycle):
    scenario = new_scenario(workspace.store, act("scenario"), cycle.id, "Saturdays")
    extra = replace(lever(20), kind=LeverKind.EXTRA_SHIFT, scope=Scope())
    move_lever(workspace.store, act("shift"), scenario.id, extra)
    assert seen_on(workspace, cycle, scenario).has_lots
