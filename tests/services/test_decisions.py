"""A decision keeps the plan that it was made on, whole and provable; who looked at another plan is told."""

from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest

from sop.domain.calendar import Month
from sop.domain.decisions import ActionState, DecisionStatus, status_of
from sop.domain.errors import Conflict, Invalid, NotAllowed, NotFound, Refused, Unreadable
from sop.domain.measures import kpis
from sop.domain.people import Function
from sop.domain.scenario import BOUNDS, Dimension, LeverKind, Scope, Sharing
from sop.domain.supply import SupplyPlan
from sop.domain.votes import Counting, Stance, Turn
from sop.planning.archive import unpack
from sop.services import hearing, voting
from sop.services.cycles import change_cycle
from sop.services.decisions import (
    ActionWish,
    DecisionWish,
    add_action,
    change_action,
    largest_difference,
    levers_of,
    recompute,
    record_decision,
    reopen,
)
from sop.services.loading import load_file
from sop.services.lookup import cycle_named
from sop.services.overrides import add_override, withdraw_override
from sop.services.settings import Settings
from sop.services.what_if import move_lever, new_scenario, outcome, reset
from sop.services.workspace import build
from sop.storage import actions, decisions, log, plans
from tests.services.at_once import at_once
from tests.services.conftest import fill
from tests.services.small_company import (
    FACILITATOR,
    FILES,
    NOW,
    OTHER,
    PARTICIPANT,
    VIEWER,
    act,
    events,
    lever,
    override,
)

DUE = date(2027, 1, 20)


@pytest.fixture
def scenario(workspace, cycle):
    made = new_scenario(workspace.store, act("scenario"), cycle.id, "Promotion")
    return move_lever(workspace.store, act("lever"), made.id, lever(10))


def planned(workspace, cycle, scenario):
    with workspace.store.read() as tx:
        inputs = workspace.inputs.of_cycle(tx, cycle)
    return outcome(workspace, inputs, scenario)


@pytest.fixture
def wish(workspace, cycle, meeting, scenario):
    return DecisionWish(
        question=" Do we promote chairs? ",
        choice="Yes, in spring",
        rationale="The saw has hours to spare",
        decider_id=FACILITATOR.id,
        owner_id=PARTICIPANT.id,
        due=DUE,
        scenario_id=scenario.id,
        meeting_id=meeting.id,
        seen=planned(workspace, cycle, scenario).key.digest,
    )


def lay_over(workspace, cycle, token="override", change=20.0):
    where = {"family": "Chairs", "sku": "", "region": "", "months": override(1).months}
    return add_override(workspace.store, act(token), cycle.id, change=change, in_percent=True, reason="Fair", **where)


def stored(workspace, cycle):
    with workspace.store.read() as tx:
        return decisions.of_cycle(tx, cycle.id), plans.of_cycle(tx, cycle.id)


def test_a_decision_says_what_why_who_and_until_when(workspace, cycle, meeting, scenario, wish, heard):
    decision = record_decision(workspace, act("d", PARTICIPANT), cycle, wish)
    assert (decision.question, decision.choice) == ("Do we promote chairs?", "Yes, in spring")
    assert (decision.decider_id, decision.owner_id, decision.recorded_by) == ("p-ana", "p-ion", "p-ion")
    assert (decision.due, decision.scenario_name) == (DUE, "Promotion")
    assert stored(workspace, cycle)[0] == (decision,)
    assert heard == [f"meeting/{meeting.id}"]
    assert events(workspace, "decision_recorded") == 1


def test_the_whole_plan_is_stored(workspace, cycle, scenario, wish):
    seen = planned(workspace, cycle, scenario).plan
    decision = record_decision(workspace, act("d"), cycle, wish)
    with workspace.store.read() as tx:
        row = plans.get(tx, decision.plan_id)
    kept = unpack(row.payload)
    for field in fields(SupplyPlan):
        one, other = getattr(kept, field.name), getattr(seen, field.name)
        assert np.array_equal(one, other) if isinstance(one, np.ndarray) else one == other, field.name
    assert (row.key_digest, row.solver, row.number) == (wish.seen, seen.solver, 1)


def test_a_double_click_is_one_decision_and_one_plan(workspace, cycle, wish):
    first = record_decision(workspace, act("d"), cycle, wish)
    assert record_decision(workspace, act("d"), cycle, replace(wish, choice="No")) == first
    assert [len(rows) for rows in stored(workspace, cycle)] == [1, 1]


def test_a_second_click_is_the_first_decision_even_when_the_plan_changed_meanwhile(workspace, cycle, scenario, wish):
    first = record_decision(workspace, act("d"), cycle, wish)
    reset(workspace.store, act("r"), scenario.id)
    assert record_decision(workspace, act("d"), cycle, wish) == first


def test_two_clicks_at_the_same_moment_are_one_decision_and_one_plan(workspace, cycle, wish):
    made = at_once(*[lambda: record_decision(workspace, act("d"), cycle, wish)] * 3)
    assert len({decision.id for decision in made}) == 1
    assert [len(rows) for rows in stored(workspace, cycle)] == [1, 1]


def test_two_people_who_decide_at_once_are_both_stored_once(workspace, cycle, wish):
    made = at_once(
        lambda: record_decision(workspace, act("ana"), cycle, wish),
        lambda: record_decision(workspace, act("ion", PARTICIPANT), cycle, replace(wish, choice="No")),
    )
    recorded, kept = stored(workspace, cycle)
    assert {decision.id for decision in recorded} == {decision.id for decision in made}
    assert [plan.number for plan in kept] == [1, 2]
    assert {decision.plan_id for decision in recorded} == {plan.id for plan in kept}


def move_a_lever(workspace, cycle, scenario):
    move_lever(workspace.store, act("later"), scenario.id, lever(11))


def add_a_lever(workspace, cycle, scenario):
    move_lever(workspace.store, act("later"), scenario.id, lever(5, LeverKind.CAPACITY, Scope(), lever_id="more"))


def lay_an_override(workspace, cycle, scenario):
    lay_over(workspace, cycle)


def move_the_fence(workspace, cycle, scenario):
    change_cycle(workspace.store, act("later"), replace(cycle, first_decidable=Month("2027-04")))


def deliver_a_file(workspace, cycle, scenario):
    stock = (FILES["inventory"] + "CH-2,Sibiu,40\n").encode()
    load_file(workspace.store, workspace.settings.home, act("more"), "inventory", stock, "inventory.csv")


CHANGES = [move_a_lever, add_a_lever, lay_an_override, move_the_fence, deliver_a_file]


def test_a_draft_that_the_room_never_saw_is_not_decided(workspace, cycle, wish):
    draft = new_scenario(workspace.store, act("draft", PARTICIPANT), cycle.id, "Mine")
    with pytest.raises(Refused, match="Put it forward first"):
        record_decision(workspace, act("d", PARTICIPANT), cycle, replace(wish, scenario_id=draft.id))
    assert stored(workspace, cycle) == ((), ())


@pytest.mark.parametrize("meanwhile", CHANGES)
def test_a_plan_that_changed_since_it_was_seen_is_not_decided(workspace, cycle, scenario, wish, meanwhile):
    meanwhile(workspace, cycle, scenario)
    with pytest.raises(Conflict, match="The plan changed while you wrote"):
        record_decision(workspace, act("d"), cycle, wish)
    assert stored(workspace, cycle) == ((), ())


def test_what_does_not_change_the_plan_does_not_stand_in_the_way(workspace, cycle, scenario, wish):
    move_lever(workspace.store, act("later"), scenario.id, lever(0, lever_id="neutral"))
    assert record_decision(workspace, act("d"), cycle, wish).scenario_id == scenario.id


@pytest.mark.parametrize("empty", ["question", "choice", "rationale"])
def test_an_empty_field_stores_nothing(workspace, cycle, wish, empty):
    with pytest.raises(Invalid, match="Write"):
        record_decision(workspace, act("d"), cycle, replace(wish, **{empty: "  "}))
    assert stored(workspace, cycle) == ((), ())


def test_decider_and_owner_are_people_we_know(workspace, cycle, wish):
    for field in ("decider_id", "owner_id"):
        with pytest.raises(NotFound):
            record_decision(workspace, act("d"), cycle, replace(wish, **{field: "nobody"}))


def test_a_due_date_lies_ahead(workspace, cycle, wish):
    with pytest.raises(Invalid, match="lies in the past"):
        record_decision(workspace, act("d"), cycle, replace(wish, due=date(2027, 1, 10)))
    assert record_decision(workspace, act("d"), cycle, replace(wish, due=date(2027, 1, 11))).due == date(2027, 1, 11)


def test_today_is_today_where_the_company_is(workspace, cycle, meeting):
    west = change_cycle(workspace.store, act("c"), replace(cycle, time_zone="America/Los_Angeles"))
    evening = datetime(2027, 1, 12, 3, 0, tzinfo=UTC)  # 19:00 on the 11th there
    today = date(2027, 1, 11)
    by_hand = act("a", now=evening)
    assert add_action(workspace, by_hand, west, meeting.id, "Call", FACILITATOR.id, today, None).due == today


def test_a_plan_without_demand_can_be_decided_although_some_figures_are_undefined(workspace, cycle, scenario, wish):
    nothing = lever(-100, scope=Scope(), first="2027-02", last="2027-07")
    stopped = move_lever(workspace.store, act("stop"), scenario.id, nothing)
    seen = planned(workspace, cycle, stopped).key.digest
    decision = record_decision(workspace, act("d"), cycle, replace(wish, seen=seen))
    with workspace.store.read() as tx:
        assert plans.get(tx, decision.plan_id).kpis["fill_rate"] is None


@pytest.fixture
def on_either(database_url, tmp_path):
    """The small company, once on SQLite and once on PostgreSQL."""
    workspace = build(Settings(tmp_path / "home", database_url))
    fill(workspace)
    yield workspace
    workspace.store.dispose()


def test_on_either_database_a_decision_is_stored_once_and_made_again_the_same(on_either):
    workspace = on_either
    cycle = cycle_named(workspace.store, None)
    draft = new_scenario(workspace.store, act("draft"), cycle.id, "Draft")
    draft = move_lever(workspace.store, act("m"), draft.id, lever(12.5))
    seen = planned(workspace, cycle, draft).key.digest
    wish = DecisionWish("Wait?", "Yes", "Cash", FACILITATOR.id, PARTICIPANT.id, DUE, draft.id, "", seen)
    first, second = at_once(*[lambda: record_decision(workspace, act("d"), cycle, wish)] * 2)
    assert first == second
    assert [len(rows) for rows in stored(workspace, cycle)] == [1, 1]
    reset(workspace.store, act("r"), draft.id)
    assert recompute(workspace, first.id).same


# Made again ----------------------------------------------------------------------------------------------------------


def test_a_decisions_plan_is_made_again_the_same(workspace, cycle, wish):
    decision = record_decision(workspace, act("d"), cycle, wish)
    again = recompute(workspace, decision.id)
    assert again.same
    assert again.decision == decision
    assert again.fresh.key == again.stored.key == wish.seen


def test_also_after_levers_overrides_the_fence_and_the_data_moved(workspace, cycle, scenario, wish):
    decision = record_decision(workspace, act("d"), cycle, wish)
    for meanwhile in CHANGES:
        meanwhile(workspace, cycle, scenario)
    assert recompute(workspace, decision.id).same


def test_also_after_an_override_behind_it_was_taken_back(workspace, cycle, scenario, wish):
    over = lay_over(workspace, cycle)
    seen = planned(workspace, cycle, scenario).key.digest
    decision = record_decision(workspace, act("d"), cycle, replace(wish, seen=seen))
    withdraw_override(workspace.store, act("back"), over)
    again = recompute(workspace, decision.id)
    assert again.same
    assert again.fresh.key == seen


def test_also_after_a_restart(workspace, cycle, wish, opened):
    lay_over(workspace, cycle, "before")
    with workspace.store.read() as tx:
        inputs = workspace.inputs.of_cycle(tx, cycle)
    seen = inputs.key((lever(10),)).digest
    decision = record_decision(workspace, act("d"), cycle, replace(wish, seen=seen))
    reset(workspace.store, act("r"), wish.scenario_id)
    restarted = opened(workspace.settings.home)
    assert recompute(restarted, decision.id).same


def test_every_lever_of_a_decision_is_in_its_recipe(workspace, cycle, scenario, wish):
    for number, kind in enumerate(LeverKind):
        if Dimension.ALL in BOUNDS[kind].dimensions:
            moved = lever(max(min(7, BOUNDS[kind].high), BOUNDS[kind].low), kind, Scope(), lever_id=f"l{number}")
            scenario = move_lever(workspace.store, act("m"), scenario.id, moved)
    made_with = planned(workspace, cycle, scenario)  # without levers on parts that this company lacks
    decision = record_decision(workspace, act("d"), cycle, replace(wish, seen=made_with.key.digest))
    with workspace.store.read() as tx:
        stored = levers_of(plans.get(tx, decision.plan_id).recipe)
    assert stored == made_with.levers
    always = {LeverKind.DEMAND, LeverKind.PRICE, LeverKind.CAPACITY, LeverKind.OVERTIME, LeverKind.SAFETY_STOCK}
    assert always <= {each.kind for each in stored}
    assert recompute(workspace, decision.id).same


def test_a_decision_that_is_not_there(workspace):
    with pytest.raises(NotFound):
        recompute(workspace, "gone")


def test_a_damaged_recipe_is_a_sentence():
    with pytest.raises(Unreadable, match="record of this plan is damaged"):
        levers_of({"levers": "none"})


@pytest.mark.parametrize("name", ["production_units", "price_money", "purchase_money", "demand_units", "penalty"])
def test_one_changed_figure_is_noticed(workspace, cycle, scenario, name):
    plan = planned(workspace, cycle, scenario).plan
    figures = getattr(plan, name).copy()
    figures.flat[0] += 0.01 * max(figures.max(), 1.0)
    other = replace(plan, **{name: figures})
    assert largest_difference(plan, plan) == 0
    assert largest_difference(plan, other) == pytest.approx(0.01, rel=0.02)


def test_a_plan_of_another_shape_is_another_plan(workspace, cycle, scenario):
    plan = planned(workspace, cycle, scenario).plan
    shorter = replace(plan, stock_units=plan.stock_units[:, :-1])
    assert largest_difference(plan, shorter) == float("inf")


# Actions -------------------------------------------------------------------------------------------------------------


def add(
    workspace, cycle, meeting, person=PARTICIPANT, token="action", owner=PARTICIPANT, due=DUE, text=" Book the fair "
):
    return add_action(workspace, act(token, person), cycle, meeting.id, text, owner.id, due, None)


def test_an_action_is_open_and_told(workspace, cycle, meeting, heard):
    action = add(workspace, cycle, meeting)
    assert (action.text, action.state, action.owner_id, action.due) == ("Book the fair", ActionState.OPEN, "p-ion", DUE)
    assert heard == [f"meeting/{meeting.id}"]


def test_a_double_click_is_one_action(workspace, cycle, meeting, heard):
    assert add(workspace, cycle, meeting) == add(workspace, cycle, meeting, text="Other")
    assert len(heard) == 1


def test_two_clicks_at_the_same_moment_are_one_action(workspace, cycle, meeting):
    added = at_once(*[lambda: add(workspace, cycle, meeting)] * 4)
    assert len({action.id for action in added}) == 1
    with workspace.store.read() as tx:
        assert len(actions.of_cycle(tx, cycle.id)) == 1


def test_an_action_in_the_past_without_text_or_for_nobody_stores_nothing(workspace, cycle, meeting):
    with pytest.raises(Invalid, match="lies in the past"):
        add(workspace, cycle, meeting, due=date(2027, 1, 10))
    with pytest.raises(Invalid, match="what is to be done"):
        add(workspace, cycle, meeting, text=" ")
    with pytest.raises(NotFound):
        add(workspace, cycle, meeting, owner=replace(OTHER, id="nobody"))
    with workspace.store.read() as tx:
        assert actions.of_cycle(tx, cycle.id) == ()
        assert log.tail(tx, 10, "action_added") == ()


def test_viewers_capture_nothing(workspace, cycle, meeting, wish):
    action = add(workspace, cycle, meeting)
    with pytest.raises(NotAllowed):
        record_decision(workspace, act("v", VIEWER), cycle, wish)
    with pytest.raises(NotAllowed):
        add(workspace, cycle, meeting, VIEWER, "v")
    with pytest.raises(NotAllowed):
        change_action(workspace, act("v", VIEWER), replace(action, state=ActionState.DONE))


@pytest.mark.parametrize("person", [PARTICIPANT, FACILITATOR], ids=["owner", "facilitator"])
def test_owner_and_facilitator_change_an_action(workspace, cycle, meeting, heard, person):
    action = add(workspace, cycle, meeting, FACILITATOR)
    done = change_action(workspace, act("done", person), replace(action, state=ActionState.DONE))
    assert (done.state, done.version) == (ActionState.DONE, action.version + 1)
    assert heard == [f"meeting/{meeting.id}"] * 2


def test_who_recorded_an_action_changes_it_too(workspace, cycle, meeting):
    action = add(workspace, cycle, meeting, OTHER)
    assert change_action(workspace, act("c", OTHER), replace(action, text="Book two")).text == "Book two"


def test_others_do_not_change_an_action_nor_by_taking_it(workspace, cycle, meeting):
    action = add(workspace, cycle, meeting)
    for wanted in (
        replace(action, state=ActionState.DROPPED),
        replace(action, owner_id=OTHER.id, recorded_by=OTHER.id),
    ):
        with pytest.raises(NotAllowed):
            change_action(workspace, act("c", OTHER), wanted)


def test_an_action_is_given_to_people_we_know(workspace, cycle, meeting):
    with pytest.raises(NotFound):
        change_action(workspace, act("c"), replace(add(workspace, cycle, meeting), owner_id="nobody"))


def test_who_comes_second_with_an_action_is_told(workspace, cycle, meeting):
    action = add(workspace, cycle, meeting)
    change_action(workspace, act("c"), replace(action, state=ActionState.DONE))
    with pytest.raises(Conflict):
        change_action(workspace, act("d"), replace(action, state=ActionState.DROPPED))


# What the room said about it


def test_what_was_considered_who_was_heard_and_who_disagreed_stay_with_the_decision(workspace, cycle, meeting, wish):
    vote = voting.open_vote(workspace.store, act("open"), meeting, "This?", "", Counting.FUNCTION)
    voting.cast(workspace.store, act("v", OTHER), vote.id, Stance.OBJECTION, "No cash")
    more = replace(
        wish, options=("A", "B"), consulted=(Function.SALES, Function.FINANCE), dissent=" Finance: no cash ",
        review_on=DUE, vote_id=vote.id,
    )  # fmt: skip
    decision = record_decision(workspace, act("d"), cycle, more)
    assert (decision.options, decision.consulted) == (("A", "B"), (Function.SALES, Function.FINANCE))
    assert (decision.dissent, decision.review_on, decision.vote_id) == ("Finance: no cash", DUE, vote.id)
    with workspace.store.read() as tx:
        assert decisions.get(tx, decision.id) == decision
        poll = voting.poll(tx, vote.id)
    assert not poll.vote.is_open  # deciding closes it
    assert poll.tally.objection == 1


def test_deciding_while_somebody_is_missing_says_who_and_logs_it(workspace, cycle, meeting, wish):
    asked = hearing.hear(workspace.store, act("hear"), meeting, "This?")
    hearing.tap(workspace.store, act("t"), asked.id, Function.SALES, Turn.PASSED)
    hearing.say_against(workspace.store, act("s", OTHER), meeting, "This?", "", Stance.CONCERN, "No cash")
    said = replace(wish, vote_id=asked.id, consulted=(Function.PLANNING,))
    deferred = record_decision(workspace, act("later"), cycle, replace(said, status=DecisionStatus.DEFERRED))
    decided = record_decision(workspace, act("now"), cycle, said)
    missing = tuple(each for each in meeting.invited if each not in {Function.SALES, OTHER.function, Function.PLANNING})
    assert (deferred.unheard, decided.unheard) == ((), missing)
    with workspace.store.read() as tx:
        assert decisions.get(tx, decided.id) == decided
        assert log.tail(tx, 1000, "decision_recorded")[-1].data["unheard"] == list(missing)


def test_the_expected_impact_is_what_the_plan_changes_against_the_base(workspace, cycle, scenario, wish):
    decision = record_decision(workspace, act("d"), cycle, wish)
    made = planned(workspace, cycle, scenario)
    revenue = kpis(made.plan).revenue_money - kpis(made.base).revenue_money
    said = {each.figure: each for each in decision.impact}
    assert said["revenue_money"].by_plan == said["revenue_money"].expected == pytest.approx(revenue)
    assert not said["revenue_money"].is_edited


def test_who_expects_something_else_than_the_plan_says_why(workspace, cycle, wish):
    other = replace(wish, expected={"revenue_money": 5000.0})
    with pytest.raises(Invalid, match="why you expect something else"):
        record_decision(workspace, act("d"), cycle, other)
    assert stored(workspace, cycle) == ((), ())
    decision = record_decision(workspace, act("d"), cycle, replace(other, impact_reason="A second shop"))
    assert next(each for each in decision.impact if each.figure == "revenue_money").expected == 5000


def test_the_actions_of_the_dialog_are_stored_with_the_decision_once_or_not_at_all(workspace, cycle, wish):
    call = ActionWish(" Call the fair ", PARTICIPANT.id, DUE)
    late = replace(call, due=NOW.date() - timedelta(days=1))
    for refused in (late, replace(call, owner_id=""), replace(call, text="  ")):
        with pytest.raises(Invalid):
            record_decision(workspace, act("d"), cycle, replace(wish, actions=(call, refused)))
    assert stored(workspace, cycle) == ((), ())
    for _ in range(2):
        decision = record_decision(workspace, act("d"), cycle, replace(wish, actions=(call,)))
    with workspace.store.read() as tx:
        [kept] = actions.of_cycle(tx, cycle.id)
    assert (kept.text, kept.decision_id, kept.owner_id) == ("Call the fair", decision.id, PARTICIPANT.id)


@pytest.mark.parametrize(("reverses", "status"), [(False, DecisionStatus.SUPERSEDED), (True, DecisionStatus.REVERSED)])
def test_a_decision_is_replaced_by_a_new_entry_never_written_over(workspace, cycle, wish, reverses, status):
    first = record_decision(workspace, act("d"), cycle, wish)
    record_decision(workspace, act("e"), cycle, replace(wish, replaces_id=first.id, reverses=reverses))
    every, _ = stored(workspace, cycle)
    assert every[0] == first
    assert [status_of(each, every) for each in every] == [status, DecisionStatus.DECIDED]


def test_what_is_replaced_has_to_be_there(workspace, cycle, wish):
    with pytest.raises(NotFound):
        record_decision(workspace, act("d"), cycle, replace(wish, replaces_id="gone"))


@pytest.mark.parametrize("status", [DecisionStatus.PROPOSED, DecisionStatus.DEFERRED])
def test_a_decision_may_be_put_off(workspace, cycle, wish, status):
    assert record_decision(workspace, act("d"), cycle, replace(wish, status=status)).status is status


@pytest.mark.parametrize("status", [DecisionStatus.SUPERSEDED, DecisionStatus.REVERSED])
def test_nobody_records_what_only_a_later_entry_says(workspace, cycle, wish, status):
    with pytest.raises(Invalid, match="by a new entry"):
        record_decision(workspace, act("d"), cycle, replace(wish, status=status))


def test_its_levers_are_tried_again_as_they_were_decided(workspace, cycle, scenario, wish):
    decision = record_decision(workspace, act("d"), cycle, wish)
    move_lever(workspace.store, act("later"), scenario.id, lever(40))
    draft = reopen(workspace, act("r", OTHER), decision.id)
    assert [each.value for each in draft.levers] == [10]
    assert (draft.sharing, draft.created_by) == (Sharing.DRAFT, OTHER.id)
