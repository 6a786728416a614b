"""demo, plan and export on the command line: what scripts outside rely on."""

import csv
import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from io import StringIO
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result
from icalendar import Calendar

from sop.__main__ import main
from sop.services import demo_meeting
from sop.storage import cycles, loads, scenarios
from sop.storage.engine import Store, open_store

Run = Callable[..., Result]


def invoke(home: Path, *arguments: str) -> Result:
    environment = {"SOP_HOME": str(home), "SOP_DATABASE_URL": None}
    return CliRunner().invoke(main, arguments, env=environment)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Result]:
    """A home that `demo --if-empty` made and filled, and what it answered."""
    home = tmp_path_factory.mktemp("filled") / "home"
    return home, invoke(home, "demo", "--if-empty", "--json")


@pytest.fixture
def home(filled: tuple[Path, Result], tmp_path: Path) -> Path:
    return Path(shutil.copytree(filled[0], tmp_path / "home"))


@pytest.fixture
def run(home: Path) -> Run:
    return lambda *arguments: invoke(home, *arguments)


@pytest.fixture
def store(home: Path) -> Iterator[Store]:
    opened = open_store(f"sqlite:///{home / 'sop.db'}")
    yield opened
    opened.dispose()


def facts(answer: Result) -> dict[str, object]:
    """The one JSON object that stands alone on standard output."""
    assert answer.exit_code == 0, answer.stderr
    return json.loads(answer.stdout, parse_constant=refuse)


def refuse(constant: str) -> None:
    raise AssertionError(f"{constant} is no JSON")


def contents(store: Store) -> tuple[int, int, tuple[str, ...]]:
    with store.read() as tx:
        latest = cycles.latest(tx)
        assert latest is not None
        names = tuple(scenario.name for scenario in scenarios.of_cycle(tx, latest.id))
        return len(loads.all_loads(tx)), len(cycles.all_cycles(tx)), names


# demo ----------------------------------------------------------------------------------------------------------------


def test_demo_fills_an_empty_home(filled, store: Store) -> None:
    answered = facts(filled[1])
    assert (answered["filled"], answered["kept"]) == (True, None)
    with store.read() as tx:
        assert answered["cycle"] == cycles.latest(tx).id
    assert "The demo company is ready: cycle 2026-11." in filled[1].stderr
    assert contents(store)[2][0] == "Base plan"


def test_demo_if_empty_leaves_what_is_there(run: Run, store: Store) -> None:
    before = contents(store)
    for _ in range(2):
        assert facts(run("demo", "--if-empty", "--json")) == {"filled": False}
    assert contents(store) == before


def test_demo_a_second_time_doubles_nothing(run: Run, store: Store) -> None:
    before = contents(store)
    assert run("demo").exit_code == 0
    assert contents(store) == before


def test_demo_reset_keeps_a_backup_and_starts_over(run: Run, store: Store, home: Path) -> None:
    before = contents(store)
    with store.write() as w:
        extra, _ = cycles.add(w, replace(cycles.latest(w.tx), id="extra", name="extra"), "extra")
    store.dispose()
    answered = facts(run("demo", "--reset", "--json"))
    assert Path(str(answered["kept"])).is_file()
    assert contents(store) == before
    assert facts(run("restore", str(answered["kept"]), "--json"))["file"] == answered["kept"]
    store.dispose()
    with open_store(f"sqlite:///{home / 'sop.db'}").read() as tx:
        assert cycles.get(tx, extra.id) == extra


def test_without_json_the_sentence_stands_on_standard_output(run: Run) -> None:
    answer = run("demo", "--if-empty")
    assert (answer.stdout, answer.stderr) == ("A company is there already.\n", "")


# plan ----------------------------------------------------------------------------------------------------------------


def test_plan_answers_with_figures_status_and_binding_limits(run: Run) -> None:
    answered = facts(run("plan", "--json"))
    assert set(answered) == {"scenario", "plan", "status", "kpis", "binding"}
    assert (answered["scenario"], answered["status"]) == ("Base plan", "optimal")
    kpis, binding = answered["kpis"], answered["binding"]
    assert isinstance(kpis, dict)
    assert isinstance(binding, list)
    assert {"revenue_money", "margin_money", "fill_rate", "stock_value_money", "utilisation", "overtime_h"} <= set(kpis)
    assert 0 < kpis["fill_rate"] <= 1
    assert set(binding[0]) == {"resource", "plant", "months", "hour_value_money", "dearest_month"}


def test_plan_of_a_scenario_is_another_plan(run: Run) -> None:
    base, other = facts(run("plan", "--json")), facts(run("plan", "--scenario", "C Sell less in spring", "--json"))
    assert other["plan"] != base["plan"]
    assert other["scenario"] == "C Sell less in spring"


def test_plan_twice_is_the_same_answer(run: Run) -> None:
    assert facts(run("plan", "--json")) == facts(run("plan", "--cycle", "2026-11", "--json"))


def test_plan_in_words(run: Run) -> None:
    answer = run("plan")
    assert answer.exit_code == 0
    assert answer.stdout.startswith("Base plan: optimal\n")
    assert "revenue_money: " in answer.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("plan", "--scenario", "Z", "--json"), "There is no scenario Z."),
        (("plan", "--cycle", "1999-01", "--json"), "There is no cycle 1999-01."),
        (("export", "plan", "--format", "csv", "--scenario", "Z", "--out", "x.csv"), "There is no scenario Z."),
        (("export", "plan", "--format", "ics", "--out", "x.ics"), "There is no ics of this."),
        (("export", "agenda", "--format", "csv", "--out", "x.csv"), "There is no csv of this."),
    ],
)
def test_what_is_not_there_is_one_sentence_on_standard_error(run: Run, home: Path, arguments, said: str) -> None:
    answer = run(*(str(home / each) if each.startswith("x.") else each for each in arguments))
    assert (answer.exit_code, answer.stdout) == (1, "")
    assert answer.stderr.startswith(said)
    assert answer.stderr.count("\n") == 1
    assert not list(home.glob("x.*"))


def test_without_a_company_there_is_a_sentence(tmp_path: Path) -> None:
    answer = invoke(tmp_path / "new", "plan", "--json")
    assert (answer.exit_code, answer.stdout) == (1, "")
    assert "No cycle is open. Run python -m sop demo" in answer.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("export",),
        ("export", "plan"),
        ("export", "plan", "--format", "doc", "--out", "x"),
        ("export", "weather", "--format", "csv", "--out", "x"),
        ("plan", "--sideways"),
        ("demo", "now"),
    ],
)
def test_wrong_usage_is_exit_2(run: Run, arguments) -> None:
    answer = run(*arguments)
    assert (answer.exit_code, answer.stdout) == (2, "")


# export --------------------------------------------------------------------------------------------------------------


def test_the_exported_plan_adds_up_to_what_plan_says(run: Run, tmp_path: Path) -> None:
    table, data = tmp_path / "plan.csv", tmp_path / "plan.json"
    written = facts(run("export", "plan", "--format", "csv", "--out", str(table), "--json"))
    assert written == {"file": str(table), "bytes": table.stat().st_size}
    run("export", "plan", "--format", "json", "--out", str(data))
    rows = list(csv.DictReader(StringIO(table.read_text("utf-8-sig"))))
    content = json.loads(data.read_text())
    assert content["key"] == facts(run("plan", "--json"))["plan"]
    assert len(rows) == len(content["rows"])
    for heading, name in (("Demand, units", "demand_units"), ("Closing stock, units", "stock_units")):
        assert sum(float(row[heading]) for row in rows) == pytest.approx(sum(row[name] for row in content["rows"]))


def test_the_plan_as_a_workbook_in_romanian(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "plan.xlsx"
    assert run("export", "plan", "--format", "xlsx", "--language", "ro", "--out", str(file)).exit_code == 0
    book = openpyxl.load_workbook(file, read_only=True)
    heading = next(book.worksheets[0].iter_rows(values_only=True))
    book.close()
    assert heading[0] == "Luna"


@pytest.mark.parametrize("form", ["csv", "xlsx", "ics", "json"])
def test_actions_in_every_form(run: Run, tmp_path: Path, form: str) -> None:
    file = tmp_path / f"actions.{form}"
    assert facts(run("export", "actions", "--format", form, "--out", str(file), "--json"))["bytes"] > 0


def test_the_agenda_as_calendar_entry_and_json(run: Run, tmp_path: Path) -> None:
    entry, data = tmp_path / "agenda.ics", tmp_path / "agenda.json"
    run("export", "agenda", "--format", "ics", "--out", str(entry))
    run("export", "agenda", "--format", "json", "--out", str(data))
    (event,) = Calendar.from_ical(entry.read_bytes()).walk("VEVENT")
    assert event["DTSTART"].dt == demo_meeting.CYCLE.starts_at
    assert len(json.loads(data.read_text())["items"]) == 7


@pytest.mark.parametrize("command", ["plan", "demo", "migrate"])
def test_a_damaged_database_is_told_in_a_sentence(tmp_path: Path, command: str):
    (tmp_path / "sop.db").write_bytes(b"no database at all " * 500)
    refused = invoke(tmp_path, command)
    assert refused.exit_code == 1
    assert "cannot be read or written" in refused.stderr
    assert "file is not a database" in refused.stderr


def test_a_home_that_cannot_be_made_is_told_in_a_sentence(tmp_path: Path):
    (tmp_path / "file").touch()
    refused = invoke(tmp_path / "file" / "home", "demo")
    assert refused.exit_code == 1
    assert "cannot be read or written" in refused.stderr
