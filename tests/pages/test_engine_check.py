"""The engine check page: every published figure beside the computed one, with a mark and a word, in both languages."""

import shutil

import pytest

from sop.domain.meeting import Stage
from sop.language import NBSP
from sop.services import published_cases, validation
from sop.services.validation import CASES
from sop.ui.components.engine_check import FIGURES, figure_words
from tests.pages.conftest import Office, errors


def read(text: str) -> str:
    """Return a text as it is read: without the marks that keep Markdown away."""
    return text.replace("\\", "").replace(NBSP, " ")


def figures(app) -> list[dict[str, str]]:
    """Return every line of every table."""
    return [{name: read(cell) for name, cell in line.items()} for t in app.table for line in t.value.to_dict("records")]


def titles(app) -> list[str]:
    return [read(each.value).strip("*") for each in app.markdown if each.value.startswith("**")]


def test_every_published_case_stands_on_the_page_with_its_source(empty_office: Office):
    app = empty_office.visit(Stage.ENGINE_CHECK, empty_office.join()[1])
    assert errors(app) == []
    assert [each.value for each in app.success] == ["15 of 15 published cases reproduced"]
    assert len(app.table) == len(titles(app)) == 15
    assert titles(app)[8] == "✓ reproduced · Level plan by working days"
    assert {line["Verdict"] for line in figures(app)} == {"✓ reproduced"}
    cost = next(line for line in figures(app) if line["Figure"] == "Total cost")
    assert (cost["Published"], cost["Computed"], cost["Difference"], cost["Tolerance"]) == (
        "422,275", "422,275", "0", "0.5",
    )  # fmt: skip
    sources = [read(each.value) for each in app.caption]
    assert all(result.case.source in sources for result in validation.run_all(CASES))


def test_a_computed_figure_has_one_digit_more_than_the_printed_one(empty_office: Office):
    app = empty_office.visit(Stage.ENGINE_CHECK, empty_office.join()[1])
    deviation = next(line for line in figures(app) if line["Figure"] == "Mean absolute deviation")
    # 85 / 6 = 14.1667, printed 14.2
    assert (deviation["Published"], deviation["Computed"], deviation["Difference"]) == ("14.2", "14.17", "-0.033")


def test_it_speaks_romanian(empty_office: Office):
    app = empty_office.visit(Stage.ENGINE_CHECK, empty_office.join(language="ro")[1])
    assert errors(app) == []
    assert "422.275" in {line["Publicat"] for line in figures(app)}
    assert "✓ reprodus · Plan agregat: unelte de grădină, șase luni, cel mai ieftin" in titles(app)


def test_a_case_that_differs_and_one_that_cannot_be_read_come_first(empty_office: Office, tmp_path, monkeypatch):
    cases = tmp_path / "cases"
    shutil.copytree(CASES, cases)
    roofing = cases / "2_roofing.toml"
    roofing.write_text(roofing.read_text().replace("total_cost = 108450", "total_cost = 108460"))
    (cases / "9_grid.toml").write_text("title = ")
    monkeypatch.setattr(published_cases.digest, "__defaults__", (cases,))
    monkeypatch.setattr(validation.run_all, "__defaults__", (cases,))
    app = empty_office.visit(Stage.ENGINE_CHECK, empty_office.join()[1])
    assert errors(app) == []
    assert [each.value for each in app.warning] == ["13 of 15 published cases reproduced"]
    assert titles(app)[:2] == [
        "▲ differs · Aggregate plan: roofing material, level production",
        "▲ not computed · 9_grid.toml",
    ]
    assert [line["Difference"] for line in figures(app) if line["Verdict"] == "▲ differs"] == ["-10"]
    assert any(each.value.startswith("9_grid.toml cannot be computed.") for each in app.text)


@pytest.mark.parametrize("result", validation.run_all(CASES), ids=lambda result: result.case.file)
def test_every_figure_has_a_word(result):
    assert {row.name.partition(" ")[0] for row in result.rows} <= set(FIGURES)


def test_a_figure_of_a_table_keeps_the_name_of_its_part():
    assert figure_words("load_h Press 1") == "Hours: Press 1"
