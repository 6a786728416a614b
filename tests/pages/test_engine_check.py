"""The engine check page: every published figure beside the computed one, with a mark and a word, in both languages."""

import shutil

import pytest

from sop.domain.meeting import Stage
from sop.services import published_cases, validation
from sop.services.validation import CASES
from sop.ui.components.engine_check import FIGURES, figure_words
from tests.pages.conftest import Office, errors


def table(app):
    return app.dataframe[0].value


def test_every_published_case_stands_on_the_page_with_its_source(empty_office: Office):
    app = empty_office.visit(Stage.ENGINE_CHECK, empty_office.join()[1])
    assert errors(app) == []
    assert [each.value for each in app.success] == ["9 of 9 published cases reproduced"]
    shown = table(app)
    assert shown["Case"].nunique() == 9
    assert set(shown["Verdict"]) == {"✓ reproduced"}
    cost = shown[shown["Figure"] == "Total cost"].iloc[0]
    assert (cost["Published"], cost["Computed"], cost["Difference"]) == ("422,275", "422,275", "0")
    assert "Chopra" in cost["Source"]


def test_it_speaks_romanian(empty_office: Office):
    app = empty_office.visit(Stage.ENGINE_CHECK, empty_office.join(language="ro")[1])
    assert errors(app) == []
    shown = table(app)
    assert "422.275" in set(shown["Publicat"])
    assert "Plan agregat: unelte de grădină, șase luni, cel mai ieftin" in set(shown["Caz"])


def test_a_case_that_differs_and_one_that_cannot_be_read_are_told(empty_office: Office, tmp_path, monkeypatch):
    cases = tmp_path / "cases"
    shutil.copytree(CASES, cases)
    roofing = cases / "2_roofing.toml"
    roofing.write_text(roofing.read_text().replace("total_cost = 108450", "total_cost = 108460"))
    (cases / "9_grid.toml").write_text("title = ")
    monkeypatch.setattr(published_cases.digest, "__defaults__", (cases,))
    monkeypatch.setattr(validation.run_all, "__defaults__", (cases,))
    app = empty_office.visit(Stage.ENGINE_CHECK, empty_office.join()[1])
    assert errors(app) == []
    assert [each.value for each in app.warning] == ["7 of 9 published cases reproduced"]
    shown = table(app)
    differs = shown[shown["Verdict"] == "▲ differs"]
    assert list(differs["Difference"]) == ["-10"]
    assert list(shown[shown["Verdict"] == "▲ not computed"]["Case"]) == ["9_grid.toml"]
    assert any("9_grid.toml" in each.value for each in app.text)


@pytest.mark.parametrize("result", validation.run_all(CASES), ids=lambda result: result.case.file)
def test_every_figure_has_a_word(result):
    assert {row.name.partition(" ")[0] for row in result.rows} <= set(FIGURES)


def test_a_figure_of_a_table_keeps_the_name_of_its_part():
    assert figure_words("load_h Press 1") == "Hours: Press 1"
