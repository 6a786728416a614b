"""Everybody in one meeting: drafts of one's own, what is put forward, the wheel, and what nobody can do by force."""

import pytest

from sop.domain.meeting import Stage
from sop.domain.people import Function, Role
from sop.domain.scenario import Sharing
from sop.services import proposing, running, wheel
from sop.storage import meetings, proposals, scenarios
from sop.ui import keys
from tests.pages.conftest import errors, unfold

REASON = "Vânzările cresc *repede*"


def press(app, key: str):
    return app.button(key=key).click().run()


def buttons(app) -> set[str]:
    return {each.key for each in app.button}


def words(app) -> str:
    return "\n".join(each.value for each in (*app.text, *app.caption, *app.markdown, *app.subheader))


def standing(office):
    with office.store.read() as tx:
        return proposals.standing(tx, office.meeting.id)


def put_forward(office, person, token, value=40.0, reason=REASON):
    """Let somebody try alone, move the lever and put the draft forward, on the page."""
    app = office.visit(Stage.MEETING, token)
    press(app, "try-alone")
    draft = office.scenario("My try")
    app.slider(key=f"lever-{draft.levers[0].id}").set_value(value).run()
    press(app, "propose-open")
    app.text_area(key=keys.PROPOSAL_REASON).set_value(reason)
    press(app, "propose")
    assert errors(app) == []
    return app


@pytest.fixture
def proposed(office, participant):
    """What a participant put forward."""
    put_forward(office, *participant)
    return standing(office)[0]


def test_a_try_of_ones_own_leaves_the_room_alone_and_is_seen_by_nobody_else(office, facilitator, participant):
    app = office.visit(Stage.MEETING, participant[1])
    press(app, "try-alone")
    draft = office.scenario("My try")
    assert (draft.sharing, draft.created_by) == (Sharing.DRAFT, participant[0].id)
    assert app.session_state[keys.SHOWN_SCENARIO] == draft.id
    app.slider(key=f"lever-{draft.levers[0].id}").set_value(40.0).run()
    assert office.scenario("A ").levers[0].value == 25
    other = office.visit(Stage.MEETING, facilitator[1])
    assert draft.id not in other.get("button_group")[1].options
    assert "My try" not in words(other)
    press(app, "follow")
    assert app.session_state[keys.SHOWN_SCENARIO] == office.scenario("A ").id


def test_a_draft_can_neither_be_decided_nor_adopted(office, facilitator):
    app = office.visit(Stage.MEETING, facilitator[1])
    press(app, "try-alone")
    assert app.session_state[keys.SHOWN_SCENARIO] == office.scenario("My try").id
    assert {"decide-open", "adopt-open"}.isdisjoint(buttons(app))


def test_what_is_put_forward_is_a_card_for_everybody_with_its_reason_as_typed(office, facilitator, participant):
    put_forward(office, *participant)
    [made] = standing(office)
    with office.store.read() as tx:
        assert [lever.value for lever in scenarios.get(tx, made.scenario_id).levers] == [40]
    app = office.visit(Stage.MEETING, facilitator[1])
    assert REASON in [each.value for each in app.text]
    assert any("Andrei Stan" in each.value and "Sales" in each.value for each in app.markdown)
    assert any(each.value.startswith("Stock value:") and "+" in each.value for each in app.text)


def test_without_a_reason_the_dialog_says_so_and_nothing_is_put_forward(office, participant):
    app = office.visit(Stage.MEETING, participant[1])
    press(app, "try-alone")
    press(app, "propose-open")
    press(app, "propose")
    assert errors(app) == ["Write why you propose this: the room will ask."]
    assert standing(office) == ()


def test_the_facilitator_puts_side_by_side_and_everybody_sees_it(office, facilitator, participant, proposed):
    app = office.visit(Stage.MEETING, facilitator[1])
    chosen = [proposed.scenario_id, office.scenario("B ").id]
    app.multiselect(key=keys.SIDE_BY_SIDE).set_value(chosen).run()
    assert office.meeting.compared == ()  # not before it is said
    press(app, "side-by-side-show")
    assert errors(app) == []
    assert office.meeting.compared == tuple(chosen)
    other = office.visit(Stage.MEETING, participant[1])
    assert "Side by side, against the base plan" in words(other)
    assert not other.multiselect


def test_who_put_it_forward_takes_it_back_and_others_cannot(office, facilitator, participant, proposed):
    stranger = office.visit(Stage.MEETING, office.join(name="Eva Marin", function=Function.FINANCE)[1])
    assert f"withdraw-{proposed.id}" not in buttons(stranger)
    press(office.visit(Stage.MEETING, participant[1]), f"withdraw-{proposed.id}")
    assert standing(office) == ()


def test_a_participant_who_looks_at_a_proposal_goes_alone(office, participant, proposed):
    app = press(office.visit(Stage.MEETING, participant[1]), f"see-{proposed.id}")
    assert app.session_state[keys.SHOWN_SCENARIO] == proposed.scenario_id
    assert office.meeting.projected_scenario == office.scenario("A ").id
    assert app.slider[0].disabled


def test_the_facilitator_who_looks_at_a_proposal_takes_the_room_along(office, facilitator, proposed):
    press(office.visit(Stage.MEETING, facilitator[1]), f"see-{proposed.id}")
    assert office.meeting.projected_scenario == proposed.scenario_id


def test_the_wheel_is_handed_to_somebody_by_name_and_their_slider_moves_the_room(office, facilitator, participant):
    app = office.visit(Stage.MEETING, facilitator[1])
    app.selectbox(key=keys.DRIVER).set_value(participant[0].id).run()
    press(app, "wheel-hand")
    assert errors(app) == []
    assert app.slider(key="lever-demo-a1").disabled
    driving = office.visit(Stage.MEETING, participant[1])
    driving.slider(key="lever-demo-a1").set_value(60.0).run()
    assert office.scenario("A ").levers[0].value == 60
    app.run()
    assert any("Somebody else holds the wheel" in each.value.replace("\\", "") for each in app.caption)
    press(app, "wheel-take")
    assert not app.slider(key="lever-demo-a1").disabled


def test_others_read_who_holds_the_wheel(office, facilitator, participant):
    wheel.take(office.store, office.act(*facilitator), office.meeting.id)
    app = office.visit(Stage.MEETING, participant[1])
    assert "Wheel: Ioana Pop" in [each.value for each in app.text]


# The vote


def put_to_the_vote(office, facilitator, question="Mergem cu *A*?"):
    app = press(office.visit(Stage.MEETING, facilitator[1]), "vote-open")
    app.text_input(key=keys.VOTE_QUESTION).set_value(question)
    press(app, "vote-open-confirm")
    assert errors(app) == []
    return app


def test_everybody_says_consent_or_an_objection_with_its_reason_and_reads_the_others(office, facilitator, participant):
    app = put_to_the_vote(office, facilitator)
    voting_page = office.visit(Stage.MEETING, participant[1])
    press(voting_page, "vote-consent")
    assert "1 consent · 0 concern · 0 objection" in words(voting_page)
    voting_page.text_area(key=f"{keys.VOTE_REASON}-objection").set_value("Nu sunt bani")
    press(voting_page, "vote-objection")
    assert errors(voting_page) == []
    app.run()
    assert "0 consent · 0 concern · 1 objection" in words(app)
    assert "Objection, Sales: Nu sunt bani" in [each.value for each in app.text]
    press(app, "vote-close")
    voting_page.run()
    assert "vote-consent" not in buttons(voting_page)


def test_a_concern_without_a_reason_is_a_sentence(office, facilitator, participant):
    put_to_the_vote(office, facilitator)
    app = press(office.visit(Stage.MEETING, participant[1]), "vote-concern")
    assert errors(app) == ["Write the reason: a concern without one cannot be answered."]


def test_a_guest_sees_the_vote_and_has_no_voice(office, facilitator):
    put_to_the_vote(office, facilitator)
    app = office.visit(Stage.MEETING, office.join(Role.VIEWER)[1])
    assert "0 consent" in words(app)
    assert {"vote-consent", "vote-concern", "vote-close", "vote-open"}.isdisjoint(buttons(app))


def test_what_was_voted_stays_with_the_decision(office, facilitator, participant):
    put_to_the_vote(office, facilitator)
    voting_page = office.visit(Stage.MEETING, participant[1])
    voting_page.text_area(key=f"{keys.VOTE_REASON}-objection").set_value("Nu sunt bani")
    press(voting_page, "vote-objection")
    app = press(office.visit(Stage.MEETING, facilitator[1]), "decide-open")
    assert app.text_area(key=keys.DECISION_DISSENT).value == "Objection, Sales: Nu sunt bani"
    for key, text in ((keys.DECISION_QUESTION, "Stoc?"), (keys.DECISION_CHOICE, "Da")):
        app.text_input(key=key).set_value(text)
    app.text_area(key=keys.DECISION_REASON).set_value("Vara vine")
    app.selectbox(key=keys.DECISION_OWNER).set_value(participant[0].id)
    app.text_input(key=f"{keys.DECISION_ACTIONS}-0-text").set_value("Sună depozitul")
    app.selectbox(key=f"{keys.DECISION_ACTIONS}-0-owner").set_value(participant[0].id)
    press(app, "decision-record")
    assert errors(app) == []
    followed = office.visit(Stage.FOLLOW_UP, participant[1])
    assert "Vote: 0 consent · 0 concern · 1 objection (one voice a function)" in words(followed)
    assert "Dissent: Objection, Sales: Nu sunt bani" in words(followed)
    assert "Sună depozitul" in words(followed)


# The projector and the way along


def projected(office, token):
    app = office.visit(Stage.MEETING, token)
    app.query_params["view"] = "projector"
    return app.run()


def test_the_projector_shows_one_view_of_the_decision_at_a_time(office, facilitator):
    controls = office.visit(Stage.MEETING, facilitator[1])
    press(controls, "view-lever")
    app = projected(office, facilitator[1])
    assert errors(app) == []
    assert app.slider
    assert len(app.metric) == 6
    press(controls, "view-why")
    app.run()
    assert not app.slider
    assert not app.metric
    press(controls, "view-options")
    assert "Nothing stands side by side yet" in words(app.run())
    assert len(controls.metric) == 6  # the facilitator's own page stays whole


def test_money_is_left_out_of_the_projector_alone(office, facilitator):
    controls = office.visit(Stage.MEETING, facilitator[1])
    unfold(controls, keys.PROJECTOR_FOLD)
    controls.toggle(key=keys.HIDE_MONEY).set_value(True).run()
    app = projected(office, facilitator[1])
    assert errors(app) == []
    assert [each.label for each in app.metric if "lei" in each.label or "lei" in each.value] == []
    assert len(app.metric) == 3
    assert "lei" not in words(app)
    assert len(office.visit(Stage.MEETING, facilitator[1]).metric) == 6


def test_the_size_of_type_follows_the_last_row(office, facilitator):
    app = office.visit(Stage.MEETING, facilitator[1])
    unfold(app, keys.PROJECTOR_FOLD)
    app.number_input(key=keys.IMAGE_WIDTH).set_value(2.4)
    app.number_input(key=keys.DISTANCE).set_value(8.0).run()
    press(app, "projector-size")
    assert office.meeting.projector.type_px == 44


def test_minutes_are_moved_while_the_item_runs(office, facilitator):
    app = press(office.visit(Stage.MEETING, facilitator[1]), "item-next")
    press(app, "stretch-more")
    assert errors(app) == []
    with office.store.read() as tx:
        assert meetings.items(tx, office.meeting.id)[0].minutes == 10


def test_who_roams_comes_back_to_the_rooms_page_with_one_click(office, facilitator, participant):
    first = office.workspace.store
    app = office.visit(Stage.SUPPLY, participant[1])
    with first.read() as tx:
        items = meetings.items(tx, office.meeting.id)
    demand = next(item for item in items if item.stage is Stage.DEMAND)
    running.start_item(office.store, office.act(*facilitator), office.meeting.id, demand.id)
    app.run()
    assert app.session_state[keys.HERE] is Stage.SUPPLY
    press(app, "back-to-room")
    assert errors(app) == []
    assert app.session_state[keys.HERE] is Stage.DEMAND


# By force


@pytest.mark.parametrize("role", [Role.PARTICIPANT, Role.VIEWER])
def test_a_slider_moved_by_force_moves_nothing(office, role):
    app = office.visit(Stage.MEETING, office.join(role)[1])
    slider = app.slider(key="lever-demo-a1")
    slider.proto.disabled = False  # as a browser that was tampered with
    slider.set_value(60.0).run()
    assert office.scenario("A ").levers[0].value == 25


def test_a_guest_has_neither_a_draft_nor_a_word_in_it(office, facilitator):
    app = office.visit(Stage.MEETING, office.join(Role.VIEWER)[1])
    assert {"try-alone", "propose-open", "wheel-take", "wheel-hand"}.isdisjoint(buttons(app))
    with office.store.read() as tx:
        count = len(scenarios.of_cycle(tx, office.cycle.id))
    assert f"{keys.SAVE_FOLD}-{count}-0" not in app.session_state


def test_the_id_of_somebody_elses_draft_opens_nothing(office, facilitator, participant):
    press(office.visit(Stage.MEETING, participant[1]), "try-alone")
    draft = office.scenario("My try")
    app = office.visit(Stage.MEETING, office.join(name="Eva Marin")[1])
    app.session_state[keys.OWN_SCENARIO] = draft.id
    app.run()
    assert app.session_state[keys.SHOWN_SCENARIO] == office.scenario("A ").id


def test_no_proposal_is_a_page_without_cards(office, facilitator):
    assert proposing.read_proposed(office.workspace, office.cycle, office.meeting.id).cards == ()
    assert "proposal" not in words(office.visit(Stage.MEETING, facilitator[1]))
