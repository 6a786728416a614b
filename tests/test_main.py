"""The command line keeps its contract: words, one JSON object, exit codes."""

import json
import sqlite3
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from sop.__main__ import main
from sop.storage import people
from sop.storage.engine import open_store
from tests.storage import examples


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> object:
    monkeypatch.setenv("SOP_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("SOP_DATABASE_URL", raising=False)

    def run(*arguments: str) -> Result:
        return CliRunner().invoke(main, arguments)

    return run


def test_migrate_says_what_it_did_and_does_it_once(run) -> None:
    first, second = run("migrate", "--json"), run("migrate", "--json")
    assert (first.exit_code, len(json.loads(first.stdout)["steps"])) == (0, 1)
    assert json.loads(second.stdout) == {"steps": []}


def test_without_json_the_sentences_stand_on_standard_output(run) -> None:
    answer = run("migrate")
    assert "step" in answer.stdout
    assert answer.stderr == ""


def test_backup_and_restore(run, tmp_path: Path) -> None:
    run("migrate")
    archive = str(tmp_path / "all.zip")
    saved = run("backup", archive, "--json")
    assert saved.exit_code == 0
    assert json.loads(saved.stdout) == {"file": archive, "bytes": Path(archive).stat().st_size}
    restored = json.loads(run("restore", archive, "--json").stdout)
    assert restored["file"] == archive
    assert Path(restored["kept"]).exists()


def test_a_refusal_is_exit_1_and_one_sentence_on_standard_error(run, tmp_path: Path) -> None:
    answer = run("restore", str(tmp_path / "nowhere.zip"), "--json")
    assert (answer.exit_code, answer.stdout) == (1, "")
    assert "nowhere.zip" in answer.stderr
    assert answer.stderr.count("\n") == 1


def test_wrong_usage_is_exit_2(run) -> None:
    assert run("backup").exit_code == 2
    assert run("dance").exit_code == 2


def test_a_command_on_a_database_without_tables_says_what_to_do(run) -> None:
    answer = run("person", "export", "ana")
    assert answer.exit_code == 1
    assert "migrate" in answer.stderr


def test_a_person_is_exported_and_erased(run, tmp_path: Path) -> None:
    run("migrate")
    store = open_store(f"sqlite:///{tmp_path / 'home' / 'sop.db'}")
    with store.write() as w:
        person, _ = people.add(w, examples.person(), "click")
    exported = run("person", "export", person.id, "--json")
    assert json.loads(exported.stdout)["person"]["name"] == person.name
    assert json.loads(run("person", "erase", person.id, "--json").stdout) == {"person": person.id, "erased": True}
    with store.read() as tx:
        assert people.get(tx, person.id).email == ""
    store.dispose()
    assert run("person", "erase", "nobody").exit_code == 1


def test_validate_is_exit_0_when_every_published_case_is_reproduced(run) -> None:
    answer = run("validate", "--json")
    told = json.loads(answer.stdout)
    assert (answer.exit_code, told["passed"], told["failed"]) == (0, 15, 0)
    assert all(check["passed"] for case in told["cases"] for check in case["checks"])
    assert run("validate").stdout.endswith("15 of 15 published cases reproduced\n")


def test_validate_is_exit_1_when_a_case_differs_or_cannot_be_read(run, tmp_path: Path) -> None:
    (tmp_path / "broken.toml").write_text("title = ")
    answer = run("validate", str(tmp_path), "--json")
    (case,) = json.loads(answer.stdout)["cases"]
    assert (answer.exit_code, case["passed"]) == (1, False)
    assert case["fault"].startswith("broken.toml")


def test_validate_is_exit_1_in_a_folder_without_cases(run, tmp_path: Path) -> None:
    answer = run("validate", str(tmp_path))
    assert (answer.exit_code, answer.stdout) == (1, "")
    assert str(tmp_path) in answer.stderr


# Files ---------------------------------------------------------------------------------------------------------------

ITEMS = "sku,name,family,make_or_buy\nA-1,Chair,Chairs,make\n"
ORDERS = "month,sku,quantity\n2027-01,A-1,five\n2027-02,A-1,-4\n"


@pytest.fixture
def file(tmp_path: Path):
    def write(name: str, text: str) -> str:
        (tmp_path / name).write_text(text, encoding="utf-8")
        return str(tmp_path / name)

    return write


def test_a_file_is_inspected_and_nothing_is_made(run, file, tmp_path: Path) -> None:
    told = json.loads(run("inspect", file("x.csv", ITEMS), "--json").stdout)
    assert (told["kind"], told["verdict"], told["rows"]) == ("items", "ok", 1)
    assert told["totals"] == {"quantity": 0, "value": 0, "skus": 1, "months": 0}
    assert told["mapping"]["sku"] == "sku"
    assert not (tmp_path / "home").exists()


def test_a_file_is_loaded_and_taken_back(run, file) -> None:
    answer = run("load", "items", file("items.csv", ITEMS), "--json")
    told = json.loads(answer.stdout)
    assert (answer.exit_code, told["totals"]["skus"]) == (0, 1)
    undone = run("undo", told["load"], "--json")
    assert json.loads(undone.stdout) == {"load": told["load"], "kind": "items", "withdrawn": True}
    assert run("undo", "nothing").exit_code == 1


def test_a_refused_file_lists_every_fault_once(run, file) -> None:
    answer = run("load", "open_orders", file("orders.csv", ORDERS), "--json")
    told = json.loads(answer.stdout)
    assert (answer.exit_code, told["load"], told["verdict"]) == (1, None, "rejected")
    assert [
        (each["code"], each["where"]["row"], each["where"]["column"], each["value"]) for each in told["problems"]
    ] == [
        ("not_a_number", 2, "quantity", "five"),
        ("negative", 3, "quantity", "-4"),
    ]
    assert all(each["message"] and each["remedy"] for each in told["problems"])


def test_a_question_names_its_choices_and_is_answered(run, file) -> None:
    hours = file("capacity.csv", "resource,hours\nPaint,12\n")
    asked = run("load", "capacity", hours, "--json")
    question = json.loads(asked.stdout)["question"]
    assert (asked.exit_code, question["code"]) == (1, "capacity_period")
    answer = run("load", "capacity", hours, "--answer", f"capacity_period={question['choices'][1]}", "--json")
    assert (answer.exit_code, json.loads(answer.stdout)["totals"]["quantity"]) == (0, 12)
    assert run("load", "capacity", hours, "--answer", "nonsense").exit_code == 2


def test_a_budget_may_be_called_by_what_it_came_from(run, file) -> None:
    quota = file("quota.csv", "quota_date,salesperson_id,home_territory,quota_usd\n2027-01-01,1,North,500\n")
    told = json.loads(run("load", "budget_sales_quota", quota, "--json").stdout)
    assert (told["kind"], told["totals"]["value"]) == ("budget", 500)


MORE_ITEMS = ITEMS + "A-2,Table,Tables,make\n"


def test_what_a_file_changes_is_told_before_and_when_it_is_stored(run, file) -> None:
    first = json.loads(run("load", "items", file("items.csv", ITEMS), "--json").stdout)
    assert first["difference"] is None
    looked_at = json.loads(run("inspect", file("more.csv", MORE_ITEMS), "--json").stdout)["difference"]
    stored = json.loads(run("load", "items", file("more.csv", MORE_ITEMS), "--json").stdout)["difference"]
    assert looked_at == stored
    assert (stored["before"], stored["new"], stored["changed"], stored["gone"]) == (first["load"], 1, 0, 0)
    assert (
        "Against the load before it: 1 rows new"
        in run("inspect", file("x.csv", MORE_ITEMS + "A-3,Sofa,Sofas,make\n")).stdout
    )


def test_every_guess_says_how_it_is_known(run, file) -> None:
    guesses = json.loads(run("inspect", file("x.csv", ITEMS), "--json").stdout)["guesses"]
    assert {each["column"]: each["source"] for each in guesses}["sku"] == "sku"
    assert all(set(each) == {"column", "source", "sure", "how"} for each in guesses)


def test_how_a_file_was_read_is_kept_and_holds_next_month(run, file) -> None:
    hours = file("hours.csv", "resource,hours\nPaint,12\n")
    assert run("load", "capacity", hours, "--mapping", "works").exit_code == 1  # nobody kept it yet
    weekly = ("--answer", "capacity_period=per_week", "--keep-mapping", "works")
    assert run("load", "capacity", hours, *weekly).exit_code == 0
    next_month = file("next.csv", "resource,hours\nPaint,14\n")
    told = json.loads(run("load", "capacity", next_month, "--json").stdout)
    assert (told["kept_mapping"], told["questions"]) == ("works", [])
    assert {each["how"] for each in told["guesses"] if each["source"]} == {"kept"}
    assert (
        json.loads(run("inspect", hours, "--as", "capacity", "--mapping", "works", "--json").stdout)["kept_mapping"]
        == "works"
    )


def test_every_problem_goes_into_a_file(run, file, tmp_path: Path) -> None:
    problems = tmp_path / "problems.csv"
    answer = run("load", "open_orders", file("orders.csv", ORDERS), "--problems", str(problems))
    assert answer.exit_code == 1
    assert problems.read_text(encoding="utf-8-sig").splitlines()[0] == "Sheet,Row,Column,Value,What it is,What to do"
    assert len(problems.read_text(encoding="utf-8-sig").splitlines()) == 3


def test_a_question_about_names_is_answered_on_the_command_line(run, file) -> None:
    run("load", "items", file("items.csv", ITEMS))
    rows = "".join(f"2026-{month:02d},A-1,1\n" for month in range(1, 10))
    sales = file("sales.csv", "month,sku,quantity\n" + rows + "2026-10,A 1 ?,1\n")
    asked = json.loads(run("load", "sales_history", sales, "--json").stdout)
    assert (asked["load"], asked["question"]["code"]) == (None, "unknown_sku")
    assert asked["question"]["gives"]["leave_out"] == {"quantity": 9.0, "value": 0.0}
    told = json.loads(run("load", "sales_history", sales, "--answer", "unknown_sku=suggested", "--json").stdout)
    assert told["totals"] == {"quantity": 10, "value": 0, "skus": 1, "months": 10}


@pytest.fixture
def erp(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A database with stock, and the file that names it."""
    with sqlite3.connect(tmp_path / "erp.db") as database:
        database.execute("CREATE TABLE stock (code TEXT, units REAL)")
        database.executemany("INSERT INTO stock VALUES (?, ?)", [("0001", 1.234), ("0002", 2.345)])
    database.close()
    (tmp_path / "sources.toml").write_text(
        '[erp]\nurl_from = "ERP_URL"\n[erp.queries]\ninventory = "SELECT code AS sku, units AS quantity FROM stock"\n'
    )
    monkeypatch.setenv("SOP_SOURCES", str(tmp_path / "sources.toml"))
    monkeypatch.setenv("ERP_URL", f"sqlite:///{tmp_path / 'erp.db'}")
    return tmp_path


def test_a_database_is_loaded_like_a_file_and_twice_is_once(run, erp: Path) -> None:
    looked_at = json.loads(run("inspect", "--as", "inventory", "--source", "erp", "--json").stdout)
    assert (looked_at["kind"], looked_at["verdict"], looked_at["layout"]["format"]) == ("inventory", "ok", "parquet")
    first, second = (json.loads(run("load", "inventory", "--source", "erp", "--json").stdout) for _ in range(2))
    assert first["totals"] == {"quantity": 3.579, "value": 0, "skus": 2, "months": 0}
    assert first["load"] == second["load"]


def test_a_source_that_cannot_be_asked_is_told(run, erp: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run("inspect", "--source", "erp").exit_code == 2
    assert run("load", "inventory").exit_code == 2
    assert run("load", "inventory", "file.csv", "--source", "erp").exit_code == 2
    assert "has no query for items" in run("load", "items", "--source", "erp").stderr
    monkeypatch.delenv("ERP_URL")
    answer = run("load", "inventory", "--source", "erp", "--json")
    assert (answer.exit_code, answer.stdout) == (1, "")
    assert "ERP_URL is not set" in answer.stderr
