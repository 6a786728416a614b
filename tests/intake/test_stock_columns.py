"""Stock whose statuses stand side by side is read as rows with a status; what could be counted twice is asked."""

import pytest

from sop.domain.kinds import KINDS
from sop.intake.reading import Reading, header_of, kinds_fitting, read_file
from sop.services.inspection import as_answer, inspect

STOCK = KINDS["inventory"]


def read(text: str, **answers: str) -> Reading:
    return read_file(STOCK, text.encode(), answers)


def by_status(reading: Reading) -> dict[str, float]:
    return reading.rows.groupby("status")["quantity"].sum().to_dict()


@pytest.mark.parametrize(
    "header",
    [
        "Material;Unrestricted;Transit and Transfer;In Quality Insp.;Restricted-Use Stock;Blocked;Returns",
        "Material;Frei verwendbar;Umlagerung;In Qualitätsprüfung;Nicht frei;Gesperrt;Retouren",
        "Cod material;Stoc disponibil;În tranzit;În control calitate;Restricționat;Blocat;Stoc retururi",
    ],
)
def test_every_column_of_a_status_becomes_stock_of_it(header):
    text = f"{header}\nA;1.234,000;10,000;5,000;0,000;2,000;1,000\nB;0,000;;;;7,000;\n"
    assert [kind.name for kind in kinds_fitting(text.encode(), "mb52.csv", {})] == ["inventory"]
    reading = read(text)
    assert reading.questions == ()
    assert by_status(reading) == {"free": 1234, "in_transit": 10, "blocked": 15}  # 5 + 2 + 1 + 7
    told = {note.column: note.values["quantity"] for note in reading.notes if note.code == "stock_by_status"}
    assert list(told.values()) == [1234, 10, 5, 0, 9, 1]


def test_a_total_of_the_statuses_is_left_out_and_told():
    reading = read("Cod;Stoc total;Disponibil;Blocat\nA;115;100;15\nB;5;5;\n")
    assert by_status(reading) == {"free": 105, "blocked": 15}
    assert [note.column for note in reading.notes if note.code == "total_column"] == ["Stoc total"]


def test_a_total_beside_blocked_stock_alone_has_the_rest_free():
    assert by_status(read("Cod;Stoc total;Blocat\nA;115;15\nB;5;\n")) == {"free": 105, "blocked": 15}


def test_stock_of_which_nobody_says_whether_it_holds_the_blocked_one_is_asked_about():
    text = "Cod;Stoc;Blocat\nA;100;10\nB;5;0\n"
    (question,) = read(text).questions
    assert (question.code, dict(question.gives)) == ("stock_columns", {"within": (105, 0), "beside": (115, 0)})
    assert by_status(read(text, stock_columns="within")) == {"free": 95, "blocked": 10}
    assert by_status(read(text, stock_columns="beside")) == {"free": 105, "blocked": 10}


def test_a_total_that_is_not_the_sum_of_the_statuses_is_asked_about():
    text = "Cod;Stoc total;Disponibil;Blocat\nA;120;100;10\n"
    (question,) = read(text).questions
    assert dict(question.gives) == {"within": (120, 0), "beside": (110, 0)}
    assert by_status(read(text, stock_columns="within")) == {"free": 110, "blocked": 10}
    assert by_status(read(text, stock_columns="beside")) == {"free": 100, "blocked": 10}


def test_a_column_of_stock_that_somebody_chose_is_read_alone():
    text = "Cod;Unrestricted;Blocked\nA;100;10\n"
    reading = read_file(STOCK, text.encode(), mapping={"quantity": "Unrestricted"})
    assert by_status(reading) == {"free": 100}


def test_the_columns_that_may_be_chosen_are_those_of_the_reading():
    text = b"Cod;Unrestricted;Blocked\nA;100;10\n"
    assert header_of(text, kind=STOCK) == read_file(STOCK, text).header


def test_the_report_says_the_totals_by_status():
    answer = as_answer(inspect(None, "inventory", b"Cod;Unrestricted;Blocked\nA;100;10\n", "stock.csv"))
    assert (answer["by_status"], answer["totals"]["quantity"]) == ({"blocked": 10, "free": 100}, 110)
