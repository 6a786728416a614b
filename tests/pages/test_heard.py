"""Everybody is heard on the page: taps of the facilitator, concerns and hands from the seats, nothing for guests."""

import pytest

from sop.domain.meeting import Stage
from sop.domain.people import Function, Role
from sop.domain.votes import Turn
from sop.services import hearing, running, speaking, voting
from sop.storage import decisions, meetings
from sop.ui import keys
from tests.pages.conftest import errors
from tests.pages.test_room import buttons, press, words

SALES, FINANCE = Function.SALES, Function.FINANCE


@pytest.fixture
def deciding(office, facilitator):
    """The meeting, at its decisions."""
    with office.store.read() as tx:
        item = next(each for each in meetings.items(tx, office.meeting.id) if each.stage is Stage.MEETING)
    running.start_item(office.store, office.act(facilitator[0], "start"), office.meeting.id, item.id)
    return office.meeting


def before_the_room(office):
    with office.store.read() as tx:
        return voting.before_the_room(tx, office.meeting)


def test_one_tap_a_function_puts_the_prepared_decision_before_the_room(office, facilitator, participant, deciding):
    app = office.visit(Stage.MEETING, facilitator[1])
    press(app, f"heard-{SALES}")
    press(app, f"pass-{FINANCE}")
    assert errors(app) == []
    poll = before_the_room(office)
    assert {each.function: each.turn for each in poll.heard} == {SALES: Turn.SPOKE, FINANCE: Turn.PASSED}
    assert poll.vote.prepared_id
    other = office.visit(Stage.SUPPLY, participant[1])
    assert any("2 of 8 functions heard · waiting: Management" in each.value for each in other.text)
    seat = office.visit(Stage.MEETING, participant[1])
    assert any("✓ Sales" in each.value and "» Finance" in each.value for each in seat.text)
    assert f"heard-{SALES}" not in buttons(seat)


def test_a_concern_from_a_seat_stands_in_the_dialog_that_decides(office, facilitator, participant, deciding):
    seat = office.visit(Stage.MEETING, participant[1])
    seat.text_area(key=f"{keys.VOTE_REASON}-concern").set_value("Vopsitoria e *plină*")
    press(seat, "vote-concern")
    assert errors(seat) == []
    assert "vote-consent" not in buttons(seat)
    app = office.visit(Stage.MEETING, facilitator[1])
    assert "Concern, Sales: Vopsitoria e *plină*" in [each.value for each in app.text]
    press(app, "decide-open")
    assert app.text_area(key=keys.DECISION_DISSENT).value == "Concern, Sales: Vopsitoria e *plină*"


def test_deciding_while_somebody_is_missing_says_who(office, facilitator, participant, deciding):
    asked = hearing.hear(office.store, office.act(facilitator[0], "h"), deciding, "Stoc?")
    for function in set(deciding.invited) - {SALES, FINANCE}:
        hearing.tap(office.store, office.act(facilitator[0], function), asked.id, function, Turn.SPOKE)
    app = press(office.visit(Stage.MEETING, facilitator[1]), "decide-open")
    assert any("Not heard yet: Sales and Finance." in each.value.replace("\\", "") for each in app.warning)
    for key, text in ((keys.DECISION_QUESTION, "Stoc?"), (keys.DECISION_CHOICE, "Da")):
        app.text_input(key=key).set_value(text)
    app.text_area(key=keys.DECISION_REASON).set_value("Vara vine")
    app.selectbox(key=keys.DECISION_OWNER).set_value(participant[0].id)
    press(app, "decision-record")
    with office.store.read() as tx:
        [decision] = [each for each in decisions.of_cycle(tx, office.cycle.id) if each.question == "Stoc?"]
    assert decision.unheard == (SALES, FINANCE)
    assert "Not heard before it: Sales and Finance." in words(office.visit(Stage.FOLLOW_UP, participant[1]))


def test_hands_go_up_on_every_page_and_the_facilitator_calls_the_next(office, facilitator, participant, deciding):
    app = office.visit(Stage.MEETING, facilitator[1])
    seat = office.visit(Stage.DEMAND, participant[1])
    assert "hand" not in buttons(seat)
    app.toggle(key=keys.BY_QUEUE).set_value(True).run()
    press(seat.run(), "hand")
    assert errors(seat) == []
    press(app.run(), "call-next")
    assert any(each.value == "Speaking: Andrei Stan · Sales" for each in seat.run().text)
    press(app, "call-next")
    assert "Speaking" not in words(seat.run())
    with office.store.read() as tx:
        assert [each.function for each in speaking.read_queue(tx, deciding.id).spoken] == [SALES]


def test_a_guest_reads_and_does_nothing(office, facilitator, deciding):
    hearing.hear(office.store, office.act(facilitator[0], "h"), deciding, "Stoc?")
    speaking.switch(office.store, office.act(facilitator[0], "q"), deciding.id, by_queue=True)
    app = office.visit(Stage.MEETING, office.join(Role.VIEWER)[1])
    assert "○ Sales" in words(app)
    assert {"hand", "call-next", "vote-concern", f"heard-{SALES}", f"pass-{SALES}"}.isdisjoint(buttons(app))


def test_the_question_of_the_dialog_is_heard_first_and_then_called_to_the_vote(office, facilitator, deciding):
    app = press(office.visit(Stage.MEETING, facilitator[1]), "vote-open")
    app.text_input(key=keys.VOTE_QUESTION).set_value("Mergem cu A?")
    press(app, "hearing-open")
    assert errors(app) == []
    heard = before_the_room(office).vote
    assert (heard.question, heard.is_called) == ("Mergem cu A?", False)
    press(app, "vote-open")
    assert app.text_input(key=keys.VOTE_QUESTION).value == "Mergem cu A?"
    press(app, "vote-open-confirm")
    assert before_the_room(office).vote.is_called
    assert before_the_room(office).vote.id == heard.id
