"""A file dropped on the data page: what was understood, corrected, asked, skipped and changed, before and after it is loaded."""

import pytest

from sop.domain.meeting import Stage
from sop.domain.people import Function, Role
from sop.services.incoming import prepare
from sop.services.kept_mappings import all_kept
from sop.services.load_jobs import submit_load
from sop.storage import loads
from tests.pages.conftest import Office, errors
from tests.pages.test_data import current, deliver, drop, press, texts

ITEMS = b"sku,name,family,make_or_buy\nA1,Grill,Grills,make\nB2,Chair,Chairs,make\n"
ODD_NAMES = "Marfa;Când;Cât\nA1;2026-01;5\nB2;2026-02;7\n".encode()
TWICE = b"month,sku,quantity\n2026-01,A1,5\n2026-01,A1,5\n2026-02,B2,7\n"


@pytest.fixture
def token(empty_office: Office) -> str:
    return empty_office.join(Role.FACILITATOR, "Ioana Pop", Function.PLANNING)[1]


def visit(office: Office, token: str, *files: tuple[str, bytes]):
    return drop(office.visit(Stage.DATA, token), *files)


def boxes(app) -> dict[str, str]:
    """Return our column -> the column of the file that its box shows."""
    found = [box for box in app.selectbox if (box.key or "").startswith("upload-column-")]
    return {box.label.replace("\\", "").removesuffix(" *"): box.value for box in found}


def load(app):
    return next(button for button in app.button if button.label == "Load").click().run()


def rows(office: Office, kind: str) -> list[tuple]:
    with office.store.read() as tx:
        frame = loads.rows(tx, kind, loads.current(tx)[kind].id)
    return list(frame[["month", "sku", "quantity"]].itertuples(index=False, name=None))


def test_each_of_our_columns_shows_where_it_comes_from(empty_office, token):
    app = visit(empty_office, token, ("sales.csv", b"luna;cod;cant\n2026-01;A1;5\n"))
    assert errors(app) == []
    assert boxes(app) == {
        "Month": "luna",
        "SKU": "cod",
        "Quantity": "cant",
        "Region": "",
        "Customer class": "",
        "Value": "",
    }
    assert "by its heading" in texts(app)


def test_columns_that_nobody_knows_are_chosen_by_hand_and_then_load(empty_office, token):
    app = visit(empty_office, token, ("sales_history.csv", ODD_NAMES))
    app = next(box for box in app.selectbox if box.label == "Holds").set_value("sales_history").run()
    assert "needed: choose the column" in texts(app)
    for ours, theirs in (("SKU", "Marfa"), ("Month", "Când"), ("Quantity", "Cât")):
        box = next(box for box in app.selectbox if box.label.replace("\\", "") == f"{ours} *")
        app = box.set_value(theirs).run()
    assert errors(app) == []
    app = load(app)
    assert errors(app) == []
    assert rows(empty_office, "sales_history") == [("2026-01", "A1", 5.0), ("2026-02", "B2", 7.0)]


def test_what_a_large_file_asks_is_answered_where_its_job_ended(empty_office):
    person, token = empty_office.join(Role.FACILITATOR, "Ioana Pop", Function.PLANNING)
    work = empty_office.workspace
    act = empty_office.act(person, "large")
    submit_load(work.jobs, work.settings.home, act, "sales_history", TWICE, "large.csv")
    work.jobs.run_waiting()
    app = empty_office.visit(Stage.DATA, token)
    app = app.radio[0].set_value("keep").run()
    app = next(button for button in app.button if button.label == "Load again").click().run()
    work.jobs.run_waiting()
    assert errors(app) == []
    assert rows(empty_office, "sales_history") == [("2026-01", "A1", 10.0), ("2026-02", "B2", 7.0)]


def test_an_answer_says_what_the_file_then_comes_to_and_decides_what_is_stored(empty_office, token):
    app = visit(empty_office, token, ("sales_history.csv", TWICE))
    question = next(each for each in app.radio if "duplicate" in each.label)
    shown = [option.replace("\\", "") for option in question.options]
    assert shown == ["leave the repeats out: 12 units", "keep them: 17 units"]
    app = load(question.set_value("remove").run())
    assert errors(app) == []
    assert sum(each[2] for each in rows(empty_office, "sales_history")) == 12


def test_an_answer_can_be_taken_back_before_the_file_is_loaded(empty_office, token):
    app = visit(empty_office, token, ("sales_history.csv", TWICE))
    app = next(each for each in app.radio if "duplicate" in each.label).set_value("keep").run()
    assert not [each for each in app.radio if "duplicate" in each.label]
    app = next(button for button in app.button if button.label == "Ask me again").click().run()
    assert [each.label for each in app.radio if "duplicate" in each.label]


def test_the_second_delivery_shows_what_it_changes(empty_office, token):
    first = b"month,sku,quantity\n2026-01,A1,5\n2026-02,A1,7\n"
    second = b"month,sku,quantity\n2026-01,A1,9\n2026-02,A1,7\n2026-03,A1,4\n"
    load(visit(empty_office, token, ("sales_history_1.csv", first)))
    app = visit(empty_office, token, ("sales_history_2.csv", second))
    assert errors(app) == []
    told = texts(app)
    assert "1 rows new, 1 changed, 0 gone, 1 the same" in told
    assert "+8 units or hours" in told  # 9 - 5 + 4
    assert "Months that came: Mar 26" in told


def test_a_stored_load_says_what_it_changed_and_gives_its_file_back(empty_office, token):
    deliver(empty_office, "items")
    load_id = current(empty_office)["items"].id
    app = press(empty_office.visit(Stage.DATA, token), f"changed-{load_id}")
    assert errors(app) == []
    assert "first of its kind" in texts(app)
    assert f"original-{load_id}" in [
        each.proto.id.rsplit("-None")[0][-len(f"original-{load_id}") :] for each in app.get("download_button")
    ]


def test_how_a_file_is_read_is_kept_under_a_name(empty_office, token):
    app = visit(empty_office, token, ("sales.csv", b"luna;cod;cant\n2026-01;A1;5\n"))
    assert "sales_history" in [each.value for each in app.selectbox if each.label == "Holds"]
    app.text_input[0].set_value("ERP sales")
    app = load(app)
    assert errors(app) == []
    (kept,) = all_kept(empty_office.store)
    assert (kept.name, kept.kind, kept.columns["sku"]) == ("ERP sales", "sales_history", "cod")
    next_month = prepare(empty_office.store, None, b"luna;cod;cant\n2026-02;A1;6\n", "next.csv")
    assert {each.how for each in next_month.reading.guesses if each.source} == {"kept"}


def test_problems_are_counted_by_reason_and_taken_along_as_a_file(empty_office, token):
    wrong = b"sku,location,quantity\nA,Sibiu,five\nB,Sibiu,six\nC,Sibiu,1\n"
    app = visit(empty_office, token, ("stock.csv", wrong))
    assert "2 × This is not a number." in "\n".join(each.value.replace("\\", "") for each in app.markdown)
    assert "Download the list" in [each.proto.label for each in app.get("download_button")]


def test_text_of_a_file_is_never_run_as_markdown(empty_office, token):
    nasty = "![x](http://tracker.example/p.png)"
    app = visit(empty_office, token, ("sales.csv", f"month,sku,quantity,{nasty}\n2026-01,{nasty},5\n".encode()))
    assert errors(app) == []
    assert not any("](" in each.value.replace("\\]", "").replace("\\(", "") for each in [*app.markdown, *app.caption])


def test_the_demo_company_shows_a_file_and_does_not_take_it(office, facilitator):
    app = visit(office, facilitator[1], ("items.csv", ITEMS))
    assert errors(app) == []
    assert "The demo company takes no other files" in texts(app)
    assert "Load" not in [button.label for button in app.button]
