"""The data page: what was delivered, files dropped and understood, hours entered, loads taken back, data frozen."""

import pytest

from sop.domain.kinds import KINDS
from sop.domain.meeting import Stage
from sop.domain.people import Function, Role
from sop.services.company_state import company_state
from sop.services.loading import load_file
from sop.storage import loads, snapshots
from tests.pages.conftest import Office, errors
from tests.services.small_company import FILES, act


def texts(app) -> str:
    shown = [*app.text, *app.caption, *app.info, *app.warning, *app.success]
    return "\n".join(each.value for each in shown).replace("\\", "")


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
    assert not app.file_uploader
    assert "demo-empty" in [button.key for button in app.button]
    board = app.dataframe[0].value
    assert board.set_index("Kind").loc["Sales history", "State"] == "delivered"


def test_what_is_missing_is_listed_with_what_is_done_without(empty_office, facilitator_token):
    deliver(empty_office, "items", "sales_history")
    app = empty_office.visit(Stage.DATA, facilitator_token)
    states = app.dataframe[0].value.set_index("Kind")["State"]
    assert (states["Items"], states["Capacity"]) == ("delivered", "missing")
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
    assert "One question is open" in texts(app)
    assert "Load" not in [button.label for button in app.button]
    question = next(each for each in app.button_group if "What are they for?" in each.label)
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
    deliver(empty_office, "items")
    app = press(press_open(empty_office, facilitator_token), "freeze")
    with empty_office.store.read() as tx:
        assert snapshots.latest(tx).frozen
    app = press(app, f"undo-{current(empty_office)['items'].id}")
    assert "part of a frozen snapshot" in errors(app)[0]


def press_open(office: Office, token: str):
    """Return the page after a snapshot was taken, so that there is one to freeze."""
    from sop.services.loading import take_snapshot

    with office.store.write() as w:
        take_snapshot(w, act("snapshot"))
    return office.visit(Stage.DATA, token)


def test_a_viewer_looks_and_loads_nothing(empty_office):
    deliver(empty_office, "items")
    _person, token = empty_office.join(Role.VIEWER, "Vio")
    app = empty_office.visit(Stage.DATA, token)
    assert not app.file_uploader
    assert not [button for button in app.button if (button.key or "").startswith("undo-")]


def test_every_kind_has_a_template(empty_office, facilitator_token):
    app = empty_office.visit(Stage.DATA, facilitator_token)
    assert len(app.get("download_button")) == len(KINDS)
