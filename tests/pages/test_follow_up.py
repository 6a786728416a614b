"""Follow-up: what was captured, with its plan to be computed again, states that change, and the files to take home."""

from dataclasses import replace
from datetime import timedelta

import pytest

from sop.domain.decisions import ActionState
from sop.domain.meeting import Stage
from sop.domain.people import Function, Role
from sop.services import decisions as deciding
from sop.services import what_if
from sop.services.decisions import DecisionWish
from sop.storage import actions, decisions
from sop.ui import keys
from tests.pages.conftest import errors


def decide(office, person, token="decided"):
    """Record a decision on the scenario that is projected."""
    board = office.board(office.scenario("A "))
    wish = DecisionWish(
        "Build ahead?", "From January", "Painting is full", person.id, person.id,
        office.workspace.now().date() + timedelta(days=7), board.scenario.id, office.meeting.id, board.outcome.key.digest,
    )  # fmt: skip
    return deciding.record_decision(office.workspace, office.act(person, token), office.cycle, wish)


def act_on(office, person, text="Plan the shifts", token="acted", decision=None, days=7):
    due = office.workspace.now().date() + timedelta(days=days)
    return deciding.add_action(
        office.workspace, office.act(person, token), office.cycle, office.meeting.id, text, person.id, due, decision
    )


def state_of(office, action) -> ActionState:
    with office.store.read() as tx:
        return actions.get(tx, action.id).state


@pytest.fixture
def decision(office, facilitator):
    return decide(office, facilitator[0])


@pytest.fixture
def action(office, facilitator, decision):
    return act_on(office, facilitator[0], decision=decision.id)


@pytest.fixture
def app(office, facilitator, action):
    return office.visit(Stage.FOLLOW_UP, facilitator[1])


def test_with_nothing_captured_the_page_leads_to_the_meeting(office, participant):
    app = office.visit(Stage.FOLLOW_UP, participant[1])
    assert "Nothing was captured yet" in app.info[0].value
    assert not app.get("download_button")


def test_decisions_and_actions_are_listed_with_people_and_dates(app):
    assert errors(app) == []
    assert [each.value for each in app.subheader] == ["Decisions (1)", "Actions (1)"]
    said = " | ".join(each.value for each in [*app.text, *app.markdown, *app.caption]).replace("\\", "")
    for words in ("Build ahead?", "From January", "Why: Painting is full", "Ioana Pop · Planning", "Plan the shifts",
                  "A Fuller stock for spring (Safety stock, everything: 25 days"):  # fmt: skip
        assert words in said


def test_the_three_files_are_offered(app):
    assert [each.proto.label for each in app.get("download_button")] == ["CSV", "Excel", "Calendar"]


@pytest.mark.parametrize("state", [ActionState.DONE, ActionState.DROPPED])
def test_a_chosen_state_is_stored_and_can_be_taken_back(app, office, action, state):
    app.selectbox(key=f"state-{action.id}").set_value(state).run()
    assert errors(app) == []
    assert state_of(office, action) is state
    app.selectbox(key=f"state-{action.id}").set_value(ActionState.OPEN).run()
    assert state_of(office, action) is ActionState.OPEN


def test_a_state_changed_by_somebody_else_meanwhile_is_a_sentence(app, office, facilitator, action):
    deciding.change_action(
        office.workspace, office.act(facilitator[0], "other"), replace(action, due=action.due + timedelta(days=1))
    )
    app.selectbox(key=f"state-{action.id}").set_value(ActionState.DONE).run()
    assert len(errors(app)) == 1
    assert state_of(office, action) is ActionState.OPEN
    assert app.selectbox(key=f"state-{action.id}").value is ActionState.OPEN


def test_the_state_of_somebody_elses_action_is_not_ones_to_change(office, participant, action):
    app = office.visit(Stage.FOLLOW_UP, participant[1])
    assert app.selectbox(key=f"state-{action.id}").disabled


def test_owners_change_the_state_of_their_own(office, facilitator, participant):
    mine = act_on(office, participant[0], "Mine")
    app = office.visit(Stage.FOLLOW_UP, participant[1])
    app.selectbox(key=f"state-{mine.id}").set_value(ActionState.DONE).run()
    assert errors(app) == []
    assert state_of(office, mine) is ActionState.DONE


def test_an_action_past_its_date_says_so_until_it_is_done(office, facilitator, action):
    with office.store.write() as w:
        late = actions.change(w, replace(action, due=office.workspace.now().date() - timedelta(days=1)))
    app = office.visit(Stage.FOLLOW_UP, facilitator[1])
    assert any("overdue" in each.value for each in app.caption)
    app.selectbox(key=f"state-{late.id}").set_value(ActionState.DONE).run()
    assert not any("overdue" in each.value for each in app.caption)


def test_a_decision_is_computed_again_to_the_same_figures(app, office, facilitator, decision):
    lever = office.scenario("A ").levers[0]
    what_if.move_lever(
        office.store, office.act(facilitator[0], "later"), office.scenario("A ").id, replace(lever, value=80)
    )
    app.button(key=f"recompute-{decision.id}").click().run()
    assert errors(app) == []
    assert [each.value for each in app.success] == ["The same plan: every quantity agrees."]
    shown = app.table[0].value
    assert (shown.iloc[:, 1] == shown.iloc[:, 2]).all()
    assert len(shown) == 4


def test_an_action_is_added_on_this_page_too(app, office):
    app.button(key="action-open").click().run()
    app.text_input(key=keys.ACTION_TEXT).set_value("Call the supplier")
    app.button(key="action-add").click().run()
    assert errors(app) == []
    with office.store.read() as tx:
        assert [each.text for each in actions.of_cycle(tx, office.cycle.id)] == ["Plan the shifts", "Call the supplier"]


def test_a_viewer_reads_everything_and_changes_nothing(office, action):
    app = office.visit(Stage.FOLLOW_UP, office.join(Role.VIEWER, function=Function.FINANCE)[1])
    assert errors(app) == []
    assert app.selectbox(key=f"state-{action.id}").disabled
    assert "action-open" not in [each.key for each in app.button]
    assert len(app.get("download_button")) == 3


def test_a_decision_of_the_base_plan_is_computed_again_too(office, facilitator):
    base = office.board(office.scenario("Base"))
    wish = DecisionWish(
        "Change anything?", "No", "It fits", facilitator[0].id, facilitator[0].id, office.workspace.now().date(),
        base.scenario.id, office.meeting.id, base.outcome.key.digest,
    )  # fmt: skip
    made = deciding.record_decision(office.workspace, office.act(facilitator[0], "t"), office.cycle, wish)
    app = office.visit(Stage.FOLLOW_UP, facilitator[1])
    app.button(key=f"recompute-{made.id}").click().run()
    assert [each.value for each in app.success] == ["The same plan: every quantity agrees."]
    with office.store.read() as tx:
        assert len(decisions.of_cycle(tx, office.cycle.id)) == 1
