"""The data page: what was delivered, files dropped and understood, hours entered, loads taken back, data frozen."""

import pytest

from sop.domain.kinds import KINDS
from sop.domain.meeting import Cycle, Stage
from sop.domain.people import Function, Role
from sop.services.company_state import company_state
from sop.services.cycles import open_cycle
from sop.services.loading import load_file
from sop.storage import loads, snapshots
from tests.pages.conftest import Office, errors
from tests.services.small_company import FILES, WISH, act


def texts(app) -> str:
    shown = [*app.text, *app.caption, *app.info, *app.warning, *app.success]
    return "\n".join(each.value for each in shown).replace("\\", "")


def headline(app) -> str:
    return app.subheader[0].value.replace("\\", "")


def card(app, key: str) -> str:
    """Return everything that a card says."""
    found = app.get_by_key(key)
    return "\n".join(str(each.value) for kind in ("text", "markdown", "caption") for each in found.get(kind))


def press(app, key: str):
    app.button(key=key).click()
    return app.run()


def deliver(office: Office, *names: str) -> None:
    for name in names:
        load_file(office.store, office.workspace.settings.home, act(name), name, FILES[name].encode(), f"{name}.csv")


def drop(app, *files: tuple[str, bytes]):
    return app.file_uploader[0].set_value([(name, content, "text/csv") for name, content in files]).run()


def current(office: Office) -> dict:
    with office.store.read() as tx:
        return loads.current(tx)


@pytest.fixture
def facilitator_token(empty_office: Office) -> str:
    return empty_office.join(Role.FACILITATOR, "Ioana Pop", Function.PLANNING)[1]


def test_the_demo_company_is_shown_and_can_be_emptied_but_not_mixed(office, facilitator):
    app = office.visit(Stage.DATA, facilitator[1])
    assert errors(app) == []
    assert "demo company" in texts(app)
    assert "demo-empty" in [button.key for button in app.button]
    assert "16 of 17 delivered, 1 late" in headline(app)


def test_what_is_missing_is_listed_with_what_is_done_without(empty_office, facilitator_token):
    deliver(empty_office, "items", "sales_history")
    app = empty_office.visit(Stage.DATA, facilitator_token)
    assert "No cycle is open" in texts(app)
    planning = card(app, "department-planning")
    assert ("Items" in planning, "delivered" in planning) == (True, True)
    assert "missing" in card(app, "department-finance")
    assert "Capacity: the plan knows no limit of hours." in texts(app)


def test_a_dropped_file_is_understood_and_loaded_only_when_asked(empty_office, facilitator_token):
    app = drop(empty_office.visit(Stage.DATA, facilitator_token), ("stuff.csv", FILES["items"].encode()))
    assert errors(app) == []
    assert current(empty_office) == {}
    assert "3 rows" in texts(app)
    (load,) = [button for button in app.button if button.label == "Load"]
    app = load.click().run()
    assert errors(app) == []
    assert set(current(empty_office)) == {"items"}
    assert current(empty_office)["items"].file_name == "stuff.csv"
    assert "This file is loaded." in texts(app)


def test_a_wrong_file_lists_its_faults_and_has_no_load_button(empty_office, facilitator_token):
    wrong = b"sku,location,quantity\nA,Sibiu,five\nB,Sibiu,-\n"
    app = drop(empty_office.visit(Stage.DATA, facilitator_token), ("stock.csv", wrong))
    assert "Faults: 2" in errors(app)[0]
    listed = next(table.value for table in app.dataframe if "What to do" in table.value.columns)
    assert list(zip(listed["Row"], listed["Column"], listed["Value"], strict=True)) == [
        ("2", "quantity", "five"),
        ("3", "quantity", "-"),
    ]
    assert "Load" not in [button.label for button in app.button]


def test_a_question_is_answered_before_the_file_can_be_loaded(empty_office, facilitator_token):
    stated = b"resource,availability_hours_period_not_stated\nPaint,120\n"
    app = drop(empty_office.visit(Stage.DATA, facilitator_token), ("capacity.csv", stated))
    assert "1 question is open" in texts(app)
    assert "Load" not in [button.label for button in app.button]
    question = next(each for each in app.radio if "What are they for?" in each.label)
    app = question.set_value("per_month").run()
    app = next(button for button in app.button if button.label == "Load").click().run()
    assert errors(app) == []
    with empty_office.store.read() as tx:
        rows = loads.rows(tx, "capacity", loads.current(tx)["capacity"].id)
    assert (rows["resource"].tolist(), rows["hours"].tolist()) == (["Paint"], [120.0])


def test_hours_are_entered_for_work_centres_without_capacity(empty_office, facilitator_token):
    deliver(empty_office, "items", "sales_history", "routings")
    app = empty_office.visit(Stage.DATA, facilitator_token)
    assert [each.label for each in app.number_input] == ["Saw", "Crew", "Bench"]
    app.number_input[0].set_value(200.0)
    app = next(button for button in app.button if button.label == "Store the hours").click().run()
    assert errors(app) == []
    with empty_office.store.read() as tx:
        rows = loads.rows(tx, "capacity", loads.current(tx)["capacity"].id)
    assert dict(zip(rows["resource"], rows["hours"], strict=True)) == {"Saw": 200, "Crew": 0, "Bench": 0}


def test_a_load_is_taken_back(empty_office, facilitator_token):
    deliver(empty_office, "items")
    load = current(empty_office)["items"]
    app = press(empty_office.visit(Stage.DATA, facilitator_token), f"undo-{load.id}")
    assert errors(app) == []
    assert company_state(empty_office.store).kinds == ()


def test_frozen_data_keeps_its_loads(empty_office, facilitator_token):
    with_cycle(empty_office)
    app = press(empty_office.visit(Stage.DATA, facilitator_token), "freeze")
    with empty_office.store.read() as tx:
        assert snapshots.latest(tx).frozen
    app = press(app, f"undo-{current(empty_office)['items'].id}")
    assert "part of a frozen snapshot" in errors(app)[0]


def with_cycle(office: Office) -> Cycle:
    """Deliver the files of the small company and open its cycle."""
    deliver(office, *FILES)
    return open_cycle(office.store, act("cycle"), WISH)[0]


def test_a_delivery_tells_its_quality_part_by_part(office, facilitator):
    app = press(office.visit(Stage.DATA, facilitator[1]), "open-sales_history")
    assert errors(app) == []
    told = [each.value for each in app.markdown if "points, weight" in each.value]
    names = ["Completeness", "Warnings", "Double and left out", "Known names", "Timeliness", "Control total"]
    assert [each.split("**")[1] for each in told] == names
    assert "80 points, weight 10\N{NO-BREAK SPACE}%" in told[-1]  # its difference to the books is explained
    assert "sales_history.csv" in texts(app)


def test_the_department_signs_its_control_total_and_others_do_not(office, participant):
    assert "sign-stock_value" not in keys_of(office.visit(Stage.DATA, participant[1]))
    _person, token = office.join(Role.PARTICIPANT, "Vlad Rus", Function.LOGISTICS)
    app = press(office.visit(Stage.DATA, token), "sign-stock_value")
    app = press(app, "control-sign")
    assert errors(app) == []
    assert "signed" in card(app, "control-stock_value")
    assert "Signed by Vlad Rus" in card(app, "control-stock_value")


def test_finance_enters_the_books_and_a_new_figure_asks_for_a_new_signature(office):
    _person, token = office.join(Role.PARTICIPANT, "Dana Pop", Function.FINANCE)
    app = press(office.visit(Stage.DATA, token), "ledger-revenue")
    field = next(each for each in app.number_input if (each.key or "").startswith("ledger-figure"))
    field.set_value(8_000_000.0)
    app = press(app, "ledger-store")
    assert errors(app) == []
    assert "to be signed again" in card(app, "control-revenue")
    assert "sign-revenue" not in keys_of(app)  # that is for sales


def test_the_facilitator_changes_what_is_expected(office, facilitator):
    app = press(office.visit(Stage.DATA, facilitator[1]), "open-forecasts")
    box = next(each for each in app.checkbox if "excused" in (each.key or ""))
    box.set_value(True)
    app = press(app, "expectation-store")
    assert errors(app) == []
    assert "16 of 16 delivered" in headline(app)
    assert "not expected" in card(app, "delivery-forecasts")


def test_the_facilitator_asks_for_more(office, facilitator):
    app = press(office.visit(Stage.DATA, facilitator[1]), "expect-more")
    app.selectbox[0].set_value("currency_rates")
    app = press(app, "expect-more-store")
    assert errors(app) == []
    assert "16 of 18 delivered" in headline(app)
    assert "Currency rates" in labels(app)


def test_reminders_are_texts_to_copy(office, facilitator):
    app = press(office.visit(Stage.DATA, facilitator[1]), "remind")
    assert errors(app) == []
    assert any("Ioana Țurcanu" in each.value and "Bună ziua" in each.value for each in app.code)


def test_what_came_after_the_freeze_is_told_and_taken_in_for_a_reason(empty_office, facilitator_token):
    with_cycle(empty_office)
    app = press(empty_office.visit(Stage.DATA, facilitator_token), "freeze")
    later = FILES["inventory"].replace("100", "90").encode()
    load_file(empty_office.store, empty_office.workspace.settings.home, act("later"), "inventory", later, "late.csv")
    app = app.run()
    assert "came after the freeze" in card(app, "delivery-inventory").replace("\\", "")
    app = press(app, "freeze-again")
    assert "Write why" in errors(press(app, "freeze-again-now"))[0]
    app = press(app, "freeze-again")
    app.text_area[0].set_value("Counted again")
    app = press(app, "freeze-again-now")
    assert errors(app) == []
    assert "in place of s1: Counted again (changed: Stock)" in texts(app)


def test_a_viewer_sees_the_board_and_no_button_that_writes(office):
    _person, token = office.join(Role.VIEWER, "Vio")
    app = office.visit(Stage.DATA, token)
    assert "16 of 17 delivered" in headline(app)
    writing = {"freeze", "remind", "expect-more", "sign-stock_value", "ledger-stock_value"}
    assert not writing & keys_of(app)


def keys_of(app) -> set[str]:
    return {button.key for button in app.button}


def labels(app) -> list[str]:
    return [button.label for button in app.button]


def test_a_viewer_looks_and_loads_nothing(empty_office):
    deliver(empty_office, "items")
    _person, token = empty_office.join(Role.VIEWER, "Vio")
    app = empty_office.visit(Stage.DATA, token)
    assert not app.file_uploader
    assert not [button for button in app.button if (button.key or "").startswith("undo-")]


def test_every_kind_has_a_template(empty_office, facilitator_token):
    app = empty_office.visit(Stage.DATA, facilitator_token)
    assert len(app.get("download_button")) == len(KINDS)
