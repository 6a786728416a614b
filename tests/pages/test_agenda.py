"""The agenda: a first cycle from nothing or from the demo, items that are added, changed, moved and removed."""

from dataclasses import replace

import pytest

from sop.domain.meeting import Purpose, Stage
from sop.domain.people import Function, Role
from sop.services import cycles as cycling
from sop.services import demo
from sop.storage import cycles, loads, log, meetings
from sop.ui import keys
from tests.pages.conftest import SYSTEM, errors


def items(office):
    with office.store.read() as tx:
        return meetings.items(tx, office.meeting.id)


def titles(office) -> list[str]:
    return [item.title for item in items(office)]


def press(app, key: str):
    return app.button(key=key).click().run()


def control(app, item, name: str, kind: str = "text_input"):
    return getattr(app, kind)(key=f"{name}-{item.id}-{item.version}")


@pytest.fixture
def app(office, facilitator):
    return office.visit(Stage.AGENDA, facilitator[1])


# The first cycle


@pytest.fixture
def first_visit(empty_office):
    _, token = empty_office.join(Role.FACILITATOR, "Ioana Pop", Function.PLANNING)
    return empty_office.visit(Stage.AGENDA, token)


def test_from_nothing_the_demo_company_is_one_click_away_and_a_second_browser_doubles_nothing(
    first_visit, empty_office
):
    second = empty_office.visit(Stage.AGENDA, empty_office.join(Role.FACILITATOR)[1])
    for page in (first_visit, second):
        press(page, "demo-fill")
        assert errors(page) == []
    assert empty_office.cycle.name == "2026-11"
    assert len(items(empty_office)) == 7
    assert first_visit.text[0].value.endswith("Cycle 2026-11")
    with empty_office.store.read() as tx:
        names = [cycle.name for cycle in cycles.all_cycles(tx)]
    assert len(set(names)) == len(names)


def test_a_participant_finds_no_button_that_fills_or_opens(empty_office):
    app = empty_office.visit(Stage.AGENDA, empty_office.join()[1])
    assert [each.key for each in app.button] == []
    assert "The facilitator opens one on this page" in app.info[0].value


@pytest.fixture
def form(empty_office):
    """The form of a first cycle, over the demo company's data."""
    demo.fill(empty_office.store, empty_office.workspace.settings.home, SYSTEM)
    _, token = empty_office.join(Role.FACILITATOR, "Ioana Pop", Function.PLANNING)
    return empty_office.visit(Stage.AGENDA, token)


def no_cycle(office) -> bool:
    with office.store.read() as tx:
        return cycles.latest(tx) is None


def test_the_form_opens_a_cycle_as_filled_in(form, empty_office):
    form.number_input(key=keys.CYCLE_HORIZON).set_value(12)
    form.text_input(key=keys.CYCLE_CURRENCY).set_value("eur")
    press(form, "cycle-open")
    assert errors(form) == []
    opened = empty_office.cycle
    assert (opened.last_closed, opened.first_decidable, opened.horizon_months) == ("2026-10", "2027-01", 12)
    assert opened.currency == "EUR"
    assert len(items(empty_office)) == 7


@pytest.mark.parametrize("months", [0, -3, 10_000])
def test_a_horizon_out_of_range_never_becomes_a_cycle(form, empty_office, months):
    form.number_input(key=keys.CYCLE_HORIZON).set_value(months)
    press(form, "cycle-open")
    assert not form.exception
    if not no_cycle(empty_office):
        assert 1 <= empty_office.cycle.horizon_months <= 60


def test_a_horizon_that_ends_before_the_first_month_to_decide_is_a_sentence(form, empty_office):
    form.number_input(key=keys.CYCLE_HORIZON).set_value(1)
    press(form, "cycle-open")
    assert "lies after the horizon" in errors(form)[0]
    assert no_cycle(empty_office)


@pytest.mark.parametrize(("currency"), ["", "L", "12€"])
def test_a_currency_that_is_none_is_a_sentence(form, empty_office, currency):
    form.text_input(key=keys.CYCLE_CURRENCY).set_value(currency)
    press(form, "cycle-open")
    assert errors(form) == ["A currency has three letters, such as RON or EUR."]
    assert no_cycle(empty_office)


def test_a_refused_form_can_be_corrected_and_sent_again(form, empty_office):
    form.text_input(key=keys.CYCLE_CURRENCY).set_value("")
    press(form, "cycle-open")
    form.text_input(key=keys.CYCLE_CURRENCY).set_value("RON")
    press(form, "cycle-open")
    assert errors(form) == []
    assert empty_office.cycle.currency == "RON"


# Its items


def test_an_added_item_stands_last_with_what_the_form_says(app, office, facilitator):
    app.text_input(key=keys.ITEM_TITLE).set_value("Preț și marjă")
    app.number_input(key=keys.ITEM_MINUTES).set_value(20)
    app.selectbox(key=keys.ITEM_STAGE).set_value(Stage.PRE_SOP)
    app.selectbox(key=keys.ITEM_PURPOSE).set_value(Purpose.DECIDE)
    press(app, keys.ITEM_ADD)
    assert errors(app) == []
    last = items(office)[-1]
    assert (last.title, last.minutes, last.stage, last.purpose) == ("Preț și marjă", 20, Stage.PRE_SOP, Purpose.DECIDE)
    assert last.owner_id == facilitator[0].id
    assert len(items(office)) == 8


def test_two_items_added_one_after_the_other_are_two(app, office):
    for title in ("First", "Second"):
        app.text_input(key=keys.ITEM_TITLE).set_value(title)
        press(app, keys.ITEM_ADD)
        assert errors(app) == []
    assert titles(office)[-2:] == ["First", "Second"]


def test_an_item_without_a_title_is_a_sentence_and_not_added(app, office):
    press(app, keys.ITEM_ADD)
    assert errors(app) == ["An agenda item has a title."]
    assert len(items(office)) == 7


def test_a_changed_item_holds_what_was_typed(app, office, facilitator):
    first = items(office)[0]
    control(app, first, "title").set_value("What we promised")
    control(app, first, "minutes", "number_input").set_value(8)
    control(app, first, "owner", "selectbox").set_value(facilitator[0].id)
    press(app, f"save-{first.id}")
    assert errors(app) == []
    changed = items(office)[0]
    assert (changed.title, changed.minutes, changed.owner_id) == ("What we promised", 8, facilitator[0].id)
    assert "Agenda · 93 minutes" in [each.value for each in app.subheader]


def test_an_item_changed_elsewhere_meanwhile_is_a_sentence_and_stays_as_the_other_made_it(app, office, facilitator):
    first = items(office)[0]
    control(app, first, "title").set_value("Mine")
    cycling.change_item(office.store, office.act(facilitator[0], "other"), replace(first, title="Theirs"))
    press(app, f"save-{first.id}")
    assert len(errors(app)) == 1
    assert titles(office)[0] == "Theirs"
    assert control(app, items(office)[0], "title").value == "Theirs"


def test_items_move_up_and_down(app, office):
    before = titles(office)
    press(app, f"down-{items(office)[0].id}")
    assert titles(office)[:2] == [before[1], before[0]]
    press(app, f"up-{items(office)[1].id}")
    assert titles(office) == before
    assert app.button(key=f"up-{items(office)[0].id}").disabled
    assert app.button(key=f"down-{items(office)[-1].id}").disabled


def test_a_removed_item_is_gone_and_removed_again_is_a_sentence(office, facilitator):
    pages = [office.visit(Stage.AGENDA, facilitator[1]) for _ in range(2)]
    gone = items(office)[2]
    press(pages[0], f"remove-{gone.id}")
    assert errors(pages[0]) == []
    assert gone.title not in titles(office)
    assert [item.position for item in items(office)] == list(range(6))
    press(pages[1], f"remove-{gone.id}")
    assert errors(pages[1]) == ["This item is no longer on the agenda."]


def test_an_item_is_started_from_the_agenda_and_seen_as_running(app, office):
    third = items(office)[2]
    press(app, f"start-{third.id}")
    assert office.meeting.running_item == third.id
    assert "Now: Demand" in [each.value for each in app.text]
    assert app.button(key=f"start-{third.id}").disabled


def test_a_participant_sees_the_agenda_without_its_buttons(office, participant):
    app = office.visit(Stage.AGENDA, participant[1])
    runs = ("up-", "down-", "start-", "save-", "remove-", "item-", "clock-", "demo-")
    assert [each.key for each in app.button if each.key.startswith(runs)] == []
    assert "1. Actions of last time" in [each.value for each in app.text]


# Who is invited, and the way out of the demo


def test_functions_that_are_clicked_away_are_no_longer_invited(app, office):
    pills = next(each for each in app.get("button_group") if each.key == keys.INVITED)
    pills.set_value([Function.SALES, Function.FINANCE]).run()
    assert errors(app) == []
    assert office.meeting.invited == (Function.SALES, Function.FINANCE)


def test_emptying_keeps_a_backup_and_leads_back_to_the_start(app, office):
    press(app, "demo-empty")
    assert errors(app) == []
    assert list((office.workspace.settings.home / "backups").glob("before-emptying-*.zip"))
    with office.store.read() as tx:
        assert not loads.current(tx)
        assert cycles.latest(tx) is None
        assert log.tail(tx, 1)
    assert "demo-fill" in [each.key for each in app.button]


def test_after_emptying_the_demo_company_can_be_filled_in_anew(app, office):
    press(app, "demo-empty")
    press(app, "demo-fill")
    assert errors(app) == []
    assert office.cycle.name == "2026-11"


# The way in


def test_the_room_is_shown_the_address_and_the_pin(office, facilitator):
    app = office.visit(Stage.AGENDA, facilitator[1])
    app.text_input(key=keys.PIN).set_value("4711")
    press(app, "pin-set")
    assert errors(app) == []
    assert any("PIN 4711" in each.value for each in app.subheader)
    assert any("/join" in each.value for each in app.subheader)


def test_a_pin_of_letters_is_a_sentence(office, facilitator):
    app = office.visit(Stage.AGENDA, facilitator[1])
    app.text_input(key=keys.PIN).set_value("abcd")
    press(app, "pin-set")
    assert "4 to 8 digits" in errors(app)[0]


def test_the_facilitator_makes_a_guest_of_somebody(office, facilitator, participant):
    app = office.visit(Stage.AGENDA, facilitator[1])
    app.selectbox(key=keys.ROLE_PERSON).set_value(participant[0].id).run()
    app.selectbox(key=keys.ROLE).set_value(Role.VIEWER)
    press(app, "role-give")
    assert errors(app) == []
    assert any("Guests, who look on: Andrei Stan" in each.value for each in app.text)


def test_a_participant_sees_the_way_in_and_no_key_to_the_door(office, participant):
    app = office.visit(Stage.AGENDA, participant[1])
    assert any("/join" in each.value for each in app.subheader)
    assert {"pin-set", "role-give", "facilitator-key"}.isdisjoint(each.key for each in app.button)
