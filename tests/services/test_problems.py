"""Every problem of a file goes home as a file that no spreadsheet runs."""

import csv
import io

from sop.language import speaking
from sop.services.inspection import inspect
from sop.services.problems import problems_csv

WRONG = b"month,sku,quantity\n2027-01,A-1,=1+1\n2027-02,A-1,five\n"


def rows(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def test_each_problem_is_a_row_with_its_place_reason_and_remedy():
    found = inspect(None, "sales_history", WRONG, "s.csv")
    with speaking("en"):
        head, *lines = rows(problems_csv(found))
    assert head == ["Sheet", "Row", "Column", "Value", "What it is", "What to do"]
    assert [line[:4] for line in lines] == [["", "2", "quantity", "'=1+1"], ["", "3", "quantity", "five"]]
    assert all(line[4].endswith(".") and line[5] for line in lines)


def test_a_question_is_a_row_too_and_is_asked_in_the_language_spoken():
    found = inspect(None, "capacity", b"resource,hours\nPaint,12\n", "c.csv")
    with speaking("ro"):
        _head, first, *_ = rows(problems_csv(found))
    assert first[4].startswith("Fișierul")


def test_a_file_in_order_has_a_heading_alone():
    found = inspect(None, "items", b"sku,name,make_or_buy\nA-1,Chair,make\n", "i.csv")
    assert len(rows(problems_csv(found))) == 1
