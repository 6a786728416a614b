"""Capture on every page: two fields and Enter; what is captured waits where it belongs until it is completed."""

import pytest

from sop.domain.capture import Capture, CaptureKind
from sop.domain.decisions import DecisionStatus, status_of
from sop.domain.meeting import Stage
from sop.domain.people import Role
from sop.services import capturing, parking
from sop.storage import actions, decisions, meetings
from sop.ui import keys
from tests.pages.conftest import errors, go
from tests.pages.test_room import buttons, press, words

TEXT = "Sună *târgul*"


def badges(app) -> list[str]:
    return [each.value.replace("\\", "") for each in app.markdown if "Incomplete" in each.value]


def type_in(app, kind, text=TEXT):
    """Open the dialog, fill in its fields and press Enter."""
    press(app, "capture-open")
    app.text_input(key=keys.CAPTURE_TEXT).set_value(text)
    next(each for each in app.get("button_group") if each.key == keys.CAPTURE_KIND).set_value(kind)
    press(app, "capture")
    assert errors(app) == []
    return app


@pytest.fixture
def captured(office, participant):
    """What a participant captures, stored without the page."""

    def store(kind, text=TEXT):
        act = office.act(participant[0], f"{kind}-{text}")
        return capturing.capture(office.store, act, office.cycle, office.meeting.id, Capture(kind, text))

    return store


def listed(office):
    with office.store.read() as tx:
        return decisions.of_cycle(tx, office.cycle.id), actions.of_cycle(tx, office.cycle.id)


def test_the_button_stands_in_the_frame_whatever_the_page(office, participant):
    app = office.visit(Stage.IMPROVE, participant[1])
    for stage in (Stage.IMPROVE, Stage.DATA, Stage.ENGINE_CHECK):
        assert "capture-open" in buttons(go(app, stage))


def test_a_guest_and_the_projector_capture_nothing(office, facilitator):
    assert "capture-open" not in buttons(office.visit(Stage.AGENDA, office.join(Role.VIEWER)[1]))
    app = office.visit(Stage.AGENDA, facilitator[1])
    app.query_params["view"] = "projector"
    assert "capture-open" not in buttons(app.run())


def test_an_action_is_captured_in_a_word_and_completed_on_the_follow_up_page(office, participant):
    type_in(office.visit(Stage.DATA, participant[1]), CaptureKind.ACTION)
    [action] = listed(office)[1]
    app = office.visit(Stage.FOLLOW_UP, participant[1])
    assert TEXT in [each.value for each in app.text]
    assert any("owner and due date" in each for each in badges(app))
    press(app, f"action-edit-{action.id}")
    owner = next(each for each in app.selectbox if each.key and each.key.startswith(keys.ACTION_FORM))
    owner.set_value(participant[0].id)
    press(app, "action-change")
    assert errors(app) == []
    assert listed(office)[1][0].lacks == ()
    assert badges(app) == []


def test_a_captured_decision_is_completed_in_the_dialog_that_keeps_its_plan(office, facilitator, captured):
    captured(CaptureKind.DECISION, "Export?")
    [first] = listed(office)[0]
    app = press(office.visit(Stage.FOLLOW_UP, facilitator[1]), f"complete-{first.id}")
    assert app.text_input(key=keys.DECISION_QUESTION).value == "Export?"
    assert app.selectbox(key=keys.DECISION_REPLACES).value == first.id
    app.text_input(key=keys.DECISION_CHOICE).set_value("Da")
    app.text_area(key=keys.DECISION_REASON).set_value("Se vinde")
    app.selectbox(key=keys.DECISION_OWNER).set_value(facilitator[0].id)
    press(app, "decision-record")
    assert errors(app) == []
    found = listed(office)[0]
    assert [status_of(each, found) for each in found] == [DecisionStatus.SUPERSEDED, DecisionStatus.DECIDED]
    assert words(office.visit(Stage.FOLLOW_UP, facilitator[1])).count("Export?") == 1


def test_what_may_come_and_what_is_assumed_wait_on_the_pre_sop_page(office, facilitator, captured):
    for kind in (CaptureKind.RISK, CaptureKind.ASSUMPTION):
        captured(kind)
    app = office.visit(Stage.PRE_SOP, facilitator[1])
    assert {"probability and impact", "value and signpost"} == {
        each.split("Incomplete: ")[1].split("]")[0] for each in badges(app)
    }


def test_a_parked_topic_stands_on_agenda_and_follow_up_until_the_facilitator_takes_it_up(
    office, facilitator, participant, captured
):
    topic_id = captured(CaptureKind.PARKED)
    for stage in (Stage.AGENDA, Stage.FOLLOW_UP):
        app = office.visit(stage, participant[1])
        assert "Parking lot (1)" in words(app)
        assert f"parked-up-{topic_id}" not in buttons(app)
    press(office.visit(Stage.AGENDA, facilitator[1]), f"parked-up-{topic_id}")
    with office.store.read() as tx:
        assert meetings.items(tx, office.meeting.id)[-1].title == TEXT
        assert parking.waiting(tx) == ()


def test_nothing_typed_is_a_sentence_in_the_dialog(office, participant):
    app = press(office.visit(Stage.DATA, participant[1]), "capture-open")
    press(app, "capture")
    assert errors(app) == ["Write a few words: what is captured."]
    assert listed(office) == ((), ())
