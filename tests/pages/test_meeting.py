"""The meeting's board: levers that re-plan, scenarios of the room and of one's own, decisions that stay."""

from dataclasses import replace
from datetime import timedelta

import pytest

from sop.domain.calendar import Month, MonthRange
from sop.domain.meeting import Stage
from sop.domain.people import Function, Role
from sop.domain.scenario import BOUNDS, Dimension, Lever, LeverKind, Scope
from sop.services import running, what_if
from sop.storage import actions, decisions, people, plans, scenarios
from sop.ui import keys
from sop.ui.components.levers import scopes_of
from sop.ui.components.tiles import tiles_of
from sop.ui.drawing import escaped
from tests.pages.conftest import errors, tiles, unfold

SPRING = MonthRange(Month("2027-02"), Month("2027-04"))

SHOWN = (  # one kind of lever of each sort; that every kind leads to a plan is shown on the engine
    LeverKind.DEMAND, LeverKind.DEMAND_UNITS, LeverKind.OVERTIME, LeverKind.SAFETY_STOCK, LeverKind.SUPPLIER_DELAY,
    LeverKind.STOCK_LIMIT,
)  # fmt: skip


def expected(office, scenario) -> dict[str, tuple[str, str]]:
    """Return the tiles of a scenario as the service says."""
    board = office.board(scenario)
    told = tiles_of(board.kpis, board.base_kpis, office.cycle.currency)
    return {escaped(each.label): (each.value, each.difference or "") for each in told}


def press(app, key: str):
    return app.button(key=key).click().run()


def saving(office) -> str:
    """Return the name of the form that saves a scenario as another, as long as nobody has a draft."""
    with office.store.read() as tx:
        return f"{keys.SAVE_FOLD}-{len(scenarios.of_cycle(tx, office.cycle.id))}-0"


def set_lever(office, person, token, kind, value, start="A ", months=SPRING):
    scenario = office.scenario(start)
    seen = office.board(office.scenario("A "))
    scope = scopes_of(kind, seen.inputs.company.catalogue, seen.outcome.plan)[0]
    lever = Lever("lever-of-test", kind, value, scope, months)
    return what_if.move_lever(office.store, office.act(person, token), scenario.id, lever)


@pytest.fixture
def app(office, facilitator):
    return office.visit(Stage.MEETING, facilitator[1])


# Levers


def test_a_slider_re_plans_and_the_box_beside_it_follows(app, office):
    before = tiles(app)
    app.slider(key="lever-demo-a1").set_value(60.0).run()
    assert errors(app) == []
    stored = office.scenario("A ")
    assert stored.levers[0].value == 60
    assert tiles(app) == expected(office, stored) != before
    assert app.number_input(key="box-demo-a1").value == 60


def test_a_number_typed_in_the_box_re_plans_and_the_slider_follows(app, office):
    before = tiles(app)
    app.number_input(key="box-demo-a1").set_value(45.0).run()
    stored = office.scenario("A ")
    assert stored.levers[0].value == 45
    assert tiles(app) == expected(office, stored) != before
    assert app.slider(key="lever-demo-a1").value == 45


def test_more_stock_in_the_lever_is_more_stock_in_the_tile(app, office):
    less = office.board(office.scenario("A ")).kpis.stock_value_money
    app.slider(key="lever-demo-a1").set_value(90.0).run()
    assert office.board(office.scenario("A ")).kpis.stock_value_money > less


def test_a_box_that_still_holds_what_it_showed_before_does_not_undo_the_slider(app, office):
    app.slider(key="lever-demo-a1").set_value(60.0).run()
    app.number_input(key="box-demo-a1").set_value(25.0)  # as a browser reports it that has not heard of 60 yet
    app.run()
    assert office.scenario("A ").levers[0].value == 60
    assert app.number_input(key="box-demo-a1").value == 60


def test_a_box_that_lags_behind_by_several_moves_of_the_slider_undoes_none_of_them(app, office):
    slider, box = "lever-demo-a1", "box-demo-a1"
    for held, wanted in ((25.0, 60.0), (25.0, 70.0), (60.0, 80.0), (70.0, 85.0)):
        app.number_input(key=box).set_value(held)  # what the box was told one or two moves ago
        app.slider(key=slider).set_value(wanted).run()
        assert office.scenario("A ").levers[0].value == wanted
        assert app.number_input(key=box).value == wanted


@pytest.mark.parametrize("kind", SHOWN)
@pytest.mark.parametrize("end", ["low", "high"])
def test_a_slider_at_its_end_is_a_plan(office, facilitator, kind, end):
    value = getattr(BOUNDS[kind], end)
    scenario = set_lever(office, *facilitator, kind, value)
    app = office.visit(Stage.MEETING, facilitator[1])
    assert errors(app) == []
    assert app.slider(key="lever-lever-of-test").value == value
    assert tiles(app) == expected(office, scenario)


def test_no_demand_at_all_is_a_plan_without_revenue(office, facilitator):
    whole = MonthRange(office.cycle.horizon.first, office.cycle.horizon.last)
    set_lever(office, *facilitator, LeverKind.DEMAND, -100, months=whole)
    app = office.visit(Stage.MEETING, facilitator[1])
    assert errors(app) == []
    assert tiles(app)["Overtime"][0] == "0\u00a0h"
    demand = office.board(office.scenario("A ")).outcome.plan.demand_units
    assert not demand.any()


def test_no_capacity_at_all_is_a_plan_that_serves_less(office, facilitator):
    whole = MonthRange(office.cycle.horizon.first, office.cycle.horizon.last)
    set_lever(office, *facilitator, LeverKind.CAPACITY, -100, months=whole)
    app = office.visit(Stage.MEETING, facilitator[1])
    assert errors(app) == []
    board = office.board(office.scenario("A "))
    assert not board.outcome.plan.capacity_h.any()
    assert board.kpis.fill_rate < board.base_kpis.fill_rate
    assert "no capacity was delivered" in next(each.help for each in app.metric if "tilisation" in each.label)


@pytest.mark.parametrize("value", [91.0, -1.0, float("nan")])
@pytest.mark.parametrize("widget", ["slider", "number_input"])
def test_a_value_past_the_end_by_force_leaves_a_plan_within_the_bounds(app, office, widget, value):
    key = {"slider": "lever-demo-a1", "number_input": "box-demo-a1"}[widget]
    getattr(app, widget)(key=key).set_value(value).run()
    assert errors(app) == []
    stored = office.scenario("A ")
    assert 0 <= stored.levers[0].value <= 90
    assert tiles(app) == expected(office, stored)


@pytest.mark.parametrize("kind", SHOWN)
def test_a_lever_can_be_added_for_a_part_of_every_sort(app, office, kind):
    seen = office.board(office.scenario("A "))
    every = scopes_of(kind, seen.inputs.company.catalogue, seen.outcome.plan)
    assert {scope.dimension for scope in every} == set(BOUNDS[kind].dimensions)
    scopes = [next(each for each in every if each.dimension is dimension) for dimension in BOUNDS[kind].dimensions]
    base = tiles(unfold(app, keys.LEVER_POPOVER))
    for number, scope in enumerate(scopes):
        app.selectbox(key=keys.LEVER_KIND).set_value(kind).run()
        app.selectbox(key=keys.LEVER_SCOPE).set_value(scope).run()
        press(app, keys.LEVER_ADD)
        assert errors(app) == [], scope
        levers = office.scenario("A ").levers
        assert len(levers) == 2 + number
        assert (levers[-1].kind, levers[-1].scope) == (kind, scope)
        assert app.slider(key=f"lever-{levers[-1].id}").value == levers[-1].value
    if BOUNDS[kind].neutral is not None:
        assert tiles(app) == base  # a new lever stands where it changes nothing


def test_months_the_wrong_way_round_are_a_sentence_and_add_nothing(app, office):
    unfold(app, keys.LEVER_POPOVER)
    app.selectbox(key=keys.LEVER_FIRST).set_value(Month("2027-09"))
    app.selectbox(key=keys.LEVER_LAST).set_value(Month("2027-03"))
    press(app, keys.LEVER_ADD)
    assert "lies before the first" in errors(app)[0]
    assert len(office.scenario("A ").levers) == 1


def test_a_removed_lever_is_gone_and_the_plan_is_the_base_again(app, office):
    press(app, "drop-demo-a1")
    assert office.scenario("A ").levers == ()
    assert not [each for each in app.slider if str(each.key).startswith("lever-")]  # what is at hand stays at hand
    assert {difference for _, difference in tiles(app).values()} == {""}


def test_reset_takes_every_lever_out(office, facilitator):
    set_lever(office, *facilitator, LeverKind.DEMAND, 10)
    app = press(office.visit(Stage.MEETING, facilitator[1]), "reset")
    assert office.scenario("A ").levers == ()
    assert not [each for each in app.slider if str(each.key).startswith("lever-")]  # what is at hand stays at hand
    assert "reset" not in [each.key for each in app.button]


def test_the_base_shows_no_lever_and_none_can_be_set(app, office, facilitator):
    base = office.scenario("Base")
    running.project(office.store, office.act(*facilitator), office.meeting.id, base.id)
    app.run()
    assert not app.slider
    assert keys.LEVER_ADD not in [each.key for each in app.button]
    assert {difference for _, difference in tiles(app).values()} == {""}


# Scenarios


def test_save_as_makes_a_scenario_of_ones_own_with_the_same_levers(app, office):
    unfold(app, saving(office))
    app.text_input(key=keys.SCENARIO_NAME).set_value("E Vară mai bună")
    press(app, "save-scenario")
    assert errors(app) == []
    made = office.scenario("E ")
    assert [(lever.kind, lever.value) for lever in made.levers] == [(LeverKind.SAFETY_STOCK, 25)]
    assert made.levers[0].id != office.scenario("A ").levers[0].id
    assert office.meeting.projected_scenario == made.id
    assert app.session_state[keys.SHOWN_SCENARIO] == made.id


@pytest.mark.parametrize("name", ["", "   "])
def test_a_scenario_without_a_name_is_a_sentence_and_none_is_made(app, office, name):
    unfold(app, saving(office))
    app.text_input(key=keys.SCENARIO_NAME).set_value(name)
    press(app, "save-scenario")
    assert "name has 1 to 60 characters" in errors(app)[0]
    with office.store.read() as tx:
        assert len(scenarios.of_cycle(tx, office.cycle.id)) == 5


def test_a_participant_follows_the_room_and_cannot_move_its_levers(office, facilitator, participant):
    app = office.visit(Stage.MEETING, participant[1])
    assert app.session_state[keys.SHOWN_SCENARIO] == office.scenario("A ").id
    assert app.slider(key="lever-demo-a1").disabled
    assert app.number_input(key="box-demo-a1").disabled
    other = office.scenario("B ")
    running.project(office.store, office.act(*facilitator), office.meeting.id, other.id)
    app.run()
    assert app.session_state[keys.SHOWN_SCENARIO] == other.id
    assert tiles(app) == expected(office, other)


def test_a_participants_own_scenario_leaves_the_room_where_it_is(office, participant):
    app = office.visit(Stage.MEETING, participant[1])
    unfold(app, saving(office))
    app.text_input(key=keys.SCENARIO_NAME).set_value("My own")
    press(app, "save-scenario")
    mine = office.scenario("My own")
    assert app.session_state[keys.SHOWN_SCENARIO] == mine.id
    assert office.meeting.projected_scenario == office.scenario("A ").id
    app.slider(key=f"lever-{mine.levers[0].id}").set_value(40.0).run()
    assert office.scenario("My own").levers[0].value == 40
    assert office.scenario("A ").levers[0].value == 25
    press(app, "follow")
    assert app.session_state[keys.SHOWN_SCENARIO] == office.scenario("A ").id


def test_a_right_that_was_taken_away_meanwhile_is_a_sentence(office, participant):
    app = office.visit(Stage.MEETING, participant[1])
    unfold(app, saving(office))
    app.text_input(key=keys.SCENARIO_NAME).set_value("My own")
    press(app, "save-scenario")
    mine = office.scenario("My own")
    with office.store.write() as w:
        people.change(w, replace(participant[0], role=Role.VIEWER))
    app.slider(key=f"lever-{mine.levers[0].id}").set_value(40.0).run()
    assert errors(app) == ["Viewers look on. Ask the facilitator to make you a participant."]
    assert office.scenario("My own").levers[0].value == 25


def test_a_viewer_looks_on(office):
    app = office.visit(Stage.MEETING, office.join(Role.VIEWER)[1])
    assert errors(app) == []
    assert app.metric
    assert app.slider(key="lever-demo-a1").disabled
    assert not {"decide-open", "action-open", "item-next", "reset"} & {b.key for b in app.button}
    assert saving(office) not in app.session_state


# Running the agenda


def test_start_and_next_go_through_the_agenda_and_the_clock_stops(app, office):
    press(app, "item-next")
    assert office.meeting.running_item is not None
    assert "1 of 7 · Actions of last time" in app.subheader[0].value.replace("\\", "")
    press(app, "item-next")
    assert "2 of 7" in app.subheader[0].value
    press(app, "item-back")
    assert "1 of 7" in app.subheader[0].value
    press(app, "clock-stop")
    assert office.meeting.running_item is None


# Decisions and actions


def fill(app, **texts):
    words = {"question": "Build ahead?", "choice": "Yes, from January", "reason": "Painting is full in spring", **texts}
    app.text_input(key=keys.DECISION_QUESTION).set_value(words["question"])
    app.text_input(key=keys.DECISION_CHOICE).set_value(words["choice"])
    app.text_area(key=keys.DECISION_REASON).set_value(words["reason"])
    app.selectbox(key=keys.DECISION_OWNER).set_value(app.selectbox(key=keys.DECISION_DECIDER).value)
    return app


def recorded(office):
    with office.store.read() as tx:
        return decisions.of_cycle(tx, office.cycle.id)


def open_decision(app):
    return press(app, "decide-open")


def test_the_dialog_records_the_decision_with_people_date_and_its_plan(app, office, facilitator):
    owner, _ = office.join(name="Mihai Dinu", function=Function.PRODUCTION)
    app.run()
    open_decision(app)
    fill(app)
    app.selectbox(key=keys.DECISION_DECIDER).set_value(facilitator[0].id)
    app.selectbox(key=keys.DECISION_OWNER).set_value(owner.id)
    due = app.date_input(key=keys.DECISION_DUE).value
    press(app, "decision-record")
    assert errors(app) == []
    (decision,) = recorded(office)
    assert (decision.question, decision.choice) == ("Build ahead?", "Yes, from January")
    assert (decision.decider_id, decision.owner_id) == (facilitator[0].id, owner.id)
    assert decision.due == due == office.workspace.now().date() + timedelta(days=14)
    assert decision.scenario_name.startswith("A ")
    with office.store.read() as tx:
        row = plans.get(tx, decision.plan_id)
    assert row.kpis["revenue_money"] == office.board(office.scenario("A ")).kpis.revenue_money


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"question": ""}, "Write the question that was decided."),
        ({"choice": "  "}, "Write what was chosen."),
        ({"reason": ""}, "Write why: those who were not there will ask."),
    ],
)
def test_a_decision_that_says_too_little_is_a_sentence_and_no_row(app, office, wrong, sentence):
    fill(open_decision(app), **wrong)
    press(app, "decision-record")
    assert errors(app) == [sentence]
    assert recorded(office) == ()


def test_a_decision_that_nobody_carries_out_is_a_sentence_and_no_row(app, office):
    fill(open_decision(app))
    app.selectbox(key=keys.DECISION_OWNER).set_value(None)
    press(app, "decision-record")
    assert errors(app) == ["Choose who carries it out."]
    assert recorded(office) == ()


def test_a_date_in_the_past_cannot_be_given(app, office):
    today = office.workspace.now().date()
    fill(open_decision(app))
    app.date_input(key=keys.DECISION_DUE).set_value(today - timedelta(days=1))
    press(app, "decision-record")
    assert all(each.due >= today for each in recorded(office))


def test_a_plan_that_changed_since_is_a_sentence_and_no_row(app, office, facilitator):
    fill(open_decision(app))
    lever = office.scenario("A ").levers[0]
    what_if.move_lever(
        office.store, office.act(facilitator[0], "else"), office.scenario("A ").id, replace(lever, value=77)
    )
    press(app, "decision-record")
    assert errors(app) == ["The plan changed while you wrote. Look at the figures again, then record the decision."]
    assert recorded(office) == ()


def test_two_who_decide_at_once_are_two_decisions(office, facilitator, participant):
    first, second = (office.visit(Stage.MEETING, token) for token in (facilitator[1], participant[1]))
    for app, words in ((first, "Ours"), (second, "Theirs")):
        fill(open_decision(app), choice=words)
    for app in (first, second):
        press(app, "decision-record")
        assert errors(app) == []
    assert sorted(each.choice for each in recorded(office)) == ["Ours", "Theirs"]


def test_an_action_is_stored_for_the_decision_made_last(app, office):
    fill(open_decision(app))
    press(app, "decision-record")
    press(app, "action-open")
    app.text_input(key=keys.ACTION_TEXT).set_value("Plan the January shifts")
    press(app, "action-add")
    assert errors(app) == []
    with office.store.read() as tx:
        (stored,) = actions.of_cycle(tx, office.cycle.id)
    assert (stored.text, stored.decision_id) == ("Plan the January shifts", recorded(office)[0].id)


def test_an_action_without_a_word_is_a_sentence_and_no_row(app, office):
    press(app, "action-open")
    press(app, "action-add")
    assert errors(app) == ["Write what is to be done."]
    with office.store.read() as tx:
        assert actions.of_cycle(tx, office.cycle.id) == ()


def test_a_scope_of_the_kind_chosen_before_does_not_stay(app, office):
    unfold(app, keys.LEVER_POPOVER)
    app.selectbox(key=keys.LEVER_KIND).set_value(LeverKind.DEMAND).run()
    app.selectbox(key=keys.LEVER_SCOPE).set_value(Scope(Dimension.FAMILY, "Grills")).run()
    app.selectbox(key=keys.LEVER_KIND).set_value(LeverKind.CAPACITY).run()
    assert errors(app) == []
    press(app, keys.LEVER_ADD)
    assert errors(app) == []
    assert office.scenario("A ").levers[-1].scope == Scope()


def test_the_range_of_outcomes_is_drawn_while_it_is_open_and_costs_nothing_closed(app):
    assert not charts_of(app, "fan")
    app.session_state["range-section"] = True
    app.run()
    assert errors(app) == []
    found = any("Trying the plan on a thousand paths" in each.value for each in app.caption)
    assert found or charts_of(app, "fan")


def charts_of(app, name):
    return [each for each in app.get("vega_lite_chart") if name in str(getattr(each.proto, "id", ""))]
