"""Published cases: all of ours are reproduced, a wrong figure fails its case, and a broken file is told, not thrown."""

import re
import shutil
from pathlib import Path

import pytest

from sop.domain.errors import NotFound
from sop.language import say, speaking
from sop.services.case_kinds import KINDS
from sop.services.case_report import facts, summary, told
from sop.services.validation import CASES, digest, read_cases, run_all, run_case

LEVEL = """
title = "Two months"
title_ro = "Două luni"
source = "made up"
kind = "lot_free_level"

[input]
demand = [100, 100]
days = [20, 10]

[expected]
production = [133.33, 66.67]
tolerance = 0.005
"""


@pytest.fixture
def check(tmp_path: Path):
    """Run one case from its text and return its result."""

    def run(text: str | bytes):
        (tmp_path / "case.toml").write_bytes(text.encode() if isinstance(text, str) else text)
        (result,) = run_all(tmp_path)
        return result

    return run


@pytest.mark.parametrize("case", read_cases(CASES), ids=lambda case: case.file)
def test_a_published_case_is_reproduced(case):
    result = run_case(case)
    assert result.fault is None
    assert [row for row in result.rows if not row.passed] == []
    assert len(result.rows) == len(case.expected) > 0


def test_nine_files_and_six_scenarios_cover_every_kind():
    cases = read_cases(CASES)
    assert len({case.file for case in cases}) == 9
    assert [case.file for case in cases if case.scenario] == ["1_red_tomato.toml"] * 6
    assert {case.kind for case in cases} == set(KINDS)
    assert all(case.source and "ro" in case.titles for case in cases)


@pytest.mark.parametrize("case", [each for each in read_cases(CASES) if not each.scenario], ids=lambda case: case.file)
def test_a_wrong_printed_figure_fails_its_case(case, tmp_path):
    text = (CASES / case.file).read_text(encoding="utf-8")
    before, expected = text.split("[expected]\n", 1)
    name, figures = re.match(r"(\w+) = (.+)\n", expected).groups()
    wrong = re.sub(r"(-?[\d.]+)(\D*)$", lambda found: f"{float(found[1]) + 7}{found[2]}", figures)
    (tmp_path / case.file).write_text(f"{before}[expected]\n{expected.replace(figures, wrong, 1)}", encoding="utf-8")
    result, *variants = run_all(tmp_path)
    assert [row.name for row in result.rows if not row.passed] == [name]
    assert not result.passed
    assert all(each.passed for each in variants)


def test_a_scenario_changes_what_it_says_and_keeps_the_rest(tmp_path):
    scenario = '\n[[scenario]]\ntitle = "Twice"\n[scenario.input]\ndemand = [200, 400]\n[scenario.expected]\nrate = 20\ntolerance = 0.01\n'
    base = (
        'title = "Level"\nsource = "made up"\nkind = "lot_free_level"\n'
        "[input]\ndemand = [100, 200]\ndays = [10, 20]\n[expected]\nrate = 10\ntolerance = 0.01\n"
    )
    (tmp_path / "case.toml").write_text(base + scenario)
    first, second = run_all(tmp_path)
    assert (first.passed, second.passed) == (True, True)
    assert second.case.title == "Level: Twice"
    assert second.case.given == {"demand": [200, 400], "days": [10, 20]}


def test_a_damaged_scenario_is_named_with_its_number(tmp_path):
    base = 'title = "L"\nsource = "s"\nkind = "lot_free_level"\n[input]\ndemand = 1\ndays = 1\n[expected]\nrate = 1\ntolerance = 0\n'
    (tmp_path / "case.toml").write_text(base + '[[scenario]]\ntitle = "T"\n[scenario.input]\ndemand = 2\n')
    (result,) = run_all(tmp_path)
    assert say(result.fault) == "case.toml, scenario 1: expected is missing."


def test_the_examples_of_the_documentation_are_cases_of_every_kind_and_pass(tmp_path):
    examples = re.findall(r"```toml\n(.*?)```", (CASES / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    for number, example in enumerate(examples):
        (tmp_path / f"{number}.toml").write_text(example, encoding="utf-8")
    results = run_all(tmp_path)
    assert {result.case.kind for result in results} == set(KINDS)
    assert [result.case.title for result in results if not result.passed] == []


def test_the_difference_is_computed_less_published_where_it_is_largest(check):
    # 200 in 30 days: 133.33 and 66.67
    (row,) = check(LEVEL.replace("133.33, 66.67", "133.43, 66.47")).rows
    assert row.difference == pytest.approx(200 / 3 - 66.47)
    assert not row.passed


def test_a_difference_as_large_as_the_tolerance_passes(check):
    assert check(LEVEL.replace("133.33, 66.67", "133, 67").replace("0.005", "0.3333333333")).passed


def test_a_tolerance_may_be_given_by_figure(check):
    loose = 'rate = 6.0\ntolerance = { "rate" = 1.0, others = 0.005 }'
    assert check(LEVEL.replace("tolerance = 0.005", loose)).passed
    assert not check(LEVEL.replace("tolerance = 0.005", loose.replace("1.0", "0.1"))).passed


def test_an_infeasible_case_fails_with_the_sentence_of_its_plan(check):
    result = check(
        'title = "t"\nsource = "s"\nkind = "aggregate"\n[input]\ndemand = [10, 20]\nregular_limit = 12\n'
        "[expected]\ntotal_cost = 1\ntolerance = 1\n"
    )
    assert not result.passed
    assert say(result.fault) == "No plan meets these limits: 6 units are missing, the first of them in month 2."


def test_a_measure_that_is_undefined_does_not_pass(check):
    result = check(
        'title = "t"\nsource = "s"\nkind = "accuracy"\n[input]\nactual = [0, 0]\nforecast = [1, 1]\n'
        "[expected]\nwape_percent = 0\ntolerance = 1000\n"
    )
    assert not result.passed
    assert facts((result,))["cases"][0]["checks"][0]["computed"] is None


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("title", LEVEL.replace('title = "Two months"\n', "")),
        ("source", LEVEL.replace('"made up"', "7")),
        ("kind", LEVEL.replace("lot_free_level", "crystal_ball")),
        ("input", 'title = "t"\nsource = "s"\nkind = "newsvendor"\n[expected]\ntolerance = 1\n'),
        ("expected", LEVEL.replace("production = [133.33, 66.67]\n", "")),
        ("tolerance", LEVEL.replace("tolerance = 0.005", "")),
        ("tolerance", LEVEL.replace("0.005", "-1")),
        ("stocks", LEVEL.replace("tolerance = 0.005", "tolerance = { stocks = 1 }")),
        ("colour", f'colour = "red"\n{LEVEL}'),
        ("demand", LEVEL.replace("demand = [100, 100]\n", "")),
        ("demand", LEVEL.replace("demand = [100, 100]", 'demand = ["many"]')),
        ("demand", LEVEL.replace("demand = [100, 100]", "demand = [100, nan]")),
        ("demand", LEVEL.replace("demand = [100, 100]", "demand = [[1, 2], 3]")),
        ("days", LEVEL.replace("days = [20, 10]", "days = [20]")),
        ("opening_stok", LEVEL.replace("[input]", "[input]\nopening_stok = 5")),
        ("opening_stock", LEVEL.replace("[input]", "[input]\nopening_stock = true")),
        ("productions", LEVEL.replace("production =", "productions =")),
        ("production", LEVEL.replace("[133.33, 66.67]", "[133.33]")),
        ("production", LEVEL.replace("[133.33, 66.67]", '"many"')),
    ],
)
def test_what_is_wrong_with_a_file_is_named_with_the_file_and_the_key(check, key, text):
    fault = check(text).fault
    assert (fault.values["file"], fault.values["key"]) == ("case.toml", key)
    assert say(fault).startswith(f"case.toml: {key} ")


@pytest.mark.parametrize("broken", [b"title = ", b"\xff\xfe\x00", b"a = 1\na = 2\n"])
def test_a_file_that_is_no_toml_fails_alone(check, tmp_path, broken):
    shutil.copy(CASES / "9_grid.toml", tmp_path)
    (tmp_path / "case.toml").write_bytes(broken)
    grid, case = run_all(tmp_path)
    assert grid.passed
    assert case.fault.values["file"] == "case.toml"


def test_a_folder_that_is_called_like_a_case_fails_alone(tmp_path):
    (tmp_path / "folder.toml").mkdir()
    (result,) = run_all(tmp_path)
    assert not result.passed


@pytest.mark.parametrize("name", ["", "nowhere"])
def test_a_folder_without_cases_is_said_to_be_empty(tmp_path, name):
    with pytest.raises(NotFound):
        run_all(tmp_path / name)


def test_another_word_in_a_file_is_another_digest(tmp_path):
    (tmp_path / "case.toml").write_text(LEVEL)
    before = digest(tmp_path)
    assert digest(tmp_path) == before
    (tmp_path / "case.toml").write_text(LEVEL.replace("100", "101"))
    assert digest(tmp_path) != before


def test_the_report_names_what_differs_in_the_language_of_the_reader(check):
    result = check(LEVEL.replace("133.33", "133"))
    assert told((result,))[-1] == "0 of 1 published case reproduced"
    assert "production" in told((result,))[1]
    with speaking("ro"):
        assert "Două luni" in told((result,))[0]


def test_the_summary_counts_whole_cases():
    assert summary(run_all(CASES)) == "15 of 15 published cases reproduced"
