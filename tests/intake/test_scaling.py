"""Amounts in thousands are asked about; a price for a hundred pieces becomes that of one."""

import pytest

from sop.domain.kinds import KINDS
from sop.intake.reading import Reading, read_file

BUDGET = "Luna;Familie;{heading}\n01.2026;Biciclete;120\n02.2026;Biciclete;80\n"


def read(kind: str, text: str, name: str = "file.csv", **answers: str) -> Reading:
    return read_file(KINDS[kind], text.encode(), answers, file_name=name)


@pytest.mark.parametrize(
    "heading", ["Buget (mii lei)", "Buget (TEUR)", "Buget [k€]", "Buget (in thousands)", "Buget (Tsd. EUR)"]
)
def test_a_heading_that_says_thousands_is_asked_about(heading):
    (question,) = read("budget", BUDGET.format(heading=heading)).questions
    assert (question.code, question.gives) == ("scale", {"thousands": (0, 200_000), "as_written": (0, 200)})


def test_millions_are_asked_about():
    (question,) = read("budget", BUDGET.format(heading="Buget (mil. lei)")).questions
    assert question.gives["millions"] == (0, 200e6)


def test_an_answer_settles_it():
    read_as = {
        answer: read("budget", BUDGET.format(heading="Buget (mii lei)"), scale=answer)
        for answer in ("thousands", "as_written")
    }
    assert {answer: (found.rows["revenue"].sum(), found.questions) for answer, found in read_as.items()} == {
        "thousands": (200_000, ()),
        "as_written": (200, ()),
    }


def test_a_title_and_the_name_of_the_file_count_too():
    titled = "Buget 2026, valori in mii lei;;\n" + BUDGET.format(heading="Buget")
    assert [question.code for question in read("budget", titled).questions] == ["scale"]
    assert [
        question.code for question in read("budget", BUDGET.format(heading="Buget"), "buget mii lei.csv").questions
    ] == ["scale"]


def test_a_thousand_that_is_no_scale_is_none():
    assert read("budget", BUDGET.format(heading="Buget"), "thousand_dots.csv").questions == ()


def test_a_cost_for_a_hundred_pieces_is_that_of_one():
    reading = read("costs", "Material;Standardpreis;Preiseinheit\nA;250,00;100\nB;12,50;1\n")
    assert reading.rows["unit_cost"].tolist() == [2.5, 12.5]
    assert ("price_unit", "Preiseinheit") in {(note.code, note.column) for note in reading.notes}


def test_parts_of_a_thousand_are_those_of_one():
    reading = read(
        "bom",
        "Kopfmaterial;Basismenge;Komponente;Komponentenmenge\nA;1.000,000;X;2.500,000\nA;1.000,000;Y;500,000\n",
        decimal_mark="comma",
    )
    assert reading.rows["qty_per"].tolist() == [2.5, 0.5]


def test_quantities_in_thousands_are_asked_about():
    (question,) = read("sales_history", "Data;Cod;Cantitate (mii buc)\n31.01.2013;A;0,5\n28.02.2013;A;1,25\n").questions
    assert (question.code, question.gives) == ("scale", {"thousands": (1_750, 0), "as_written": (1.75, 0)})
