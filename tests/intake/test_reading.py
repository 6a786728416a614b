"""Files as companies have them: other column names, finer rows, versions, workbooks, packed files, months that are not whole."""

import io
from datetime import date

import pytest
from openpyxl import Workbook

from sop.domain.errors import Rejected
from sop.domain.kinds import KINDS, kind
from sop.intake.headers import FORMS
from sop.intake.kind_of import kinds_of
from sop.intake.mapping import map_columns
from sop.intake.periods import partial_by_days, partial_months
from sop.intake.reading import Reading, read_file


def read(name: str, text: str | bytes, **answers: str) -> Reading:
    return read_file(kind(name), text.encode() if isinstance(text, str) else text, answers)


def notes(reading: Reading) -> list[str]:
    return [note.code for note in reading.notes]


def codes(name: str, content: str | bytes) -> list[str]:
    with pytest.raises(Rejected) as caught:
        read(name, content)
    return [fault.code for fault in caught.value.faults]


def book(*sheets: list[list[object]]) -> bytes:
    made = Workbook()
    made.remove(made.active)
    for number, rows in enumerate(sheets, start=1):
        sheet = made.create_sheet(f"Sheet {number}")
        for row in rows:
            sheet.append(row)
    target = io.BytesIO()
    made.save(target)
    return target.getvalue()


# Columns --------------------------------------------------------------------------------------------------------------


def test_every_form_speaks_of_columns_of_its_kind():
    for name, form in FORMS.items():
        ours = {column.name for column in KINDS[name].columns}
        assert {*form.synonyms, *form.absent, *form.telling} <= ours, name


def test_no_synonym_stands_for_two_columns_of_a_kind():
    for name, form in FORMS.items():
        every = [each for names in form.synonyms.values() for each in names]
        assert len(set(every)) == len(every), name


def test_the_name_of_the_template_goes_before_its_synonyms():
    mapping = map_columns(kind("prices"), ["sku", "list_price", "price"])
    assert (mapping.sources["price"], mapping.unused) == ("price", ("list_price",))


def test_what_is_not_used_is_named():
    reading = read("inventory", "sku,on_hand,reorder_level\nA,5,2\n")
    assert (reading.mapping, reading.unused) == ({"sku": "sku", "quantity": "on_hand"}, ("reorder_level",))


@pytest.mark.parametrize("name", [name for name in KINDS if name not in {"forecasts", "open_purchases"}])
def test_a_template_fits_its_own_kind(name):
    header = [column.name for column in KINDS[name].columns]
    assert KINDS[name] in kinds_of(header)


def test_a_name_of_the_file_decides_between_kinds_that_fit_alike():
    header = ["month", "sku", "quantity"]
    assert len(kinds_of(header)) > 1
    assert [each.name for each in kinds_of(header, "Open_Purchases 2027.csv")] == ["open_purchases"]


# Rows ----------------------------------------------------------------------------------------------------------------


def test_rows_finer_than_ours_are_added_up_exactly_and_that_is_said():
    lines = "".join(f"2026-01,A,c{n},0.1,0.1\n" for n in range(10))
    reading = read("sales_history", "month,sku,customer,quantity,revenue\n" + lines)
    assert reading.rows[["quantity", "revenue"]].to_numpy().tolist() == [
        [1.0, 1.0]
    ]  # 0.1 ten times is 0.999... in floats
    assert notes(reading) == ["summed"]


def test_the_same_row_twice_is_asked_about_with_what_each_answer_gives():
    text = "month,sku,customer,quantity\n2026-01,A,c1,1\n2026-01,A,c1,1\n"
    asked = read("sales_history", text).question
    assert (asked.code, dict(asked.gives)) == ("duplicate_rows", {"remove": (1, 0), "keep": (2, 0)})
    assert read("sales_history", text, duplicate_rows="remove").rows["quantity"].tolist() == [1]
    assert read("sales_history", text, duplicate_rows="keep").rows["quantity"].tolist() == [2]


def test_days_become_their_months():
    reading = read("sales_history", "date,sku,quantity\n2026-01-01,A,1\n2026-01-31 00:00:00,A,2\n")
    assert reading.rows[["month", "quantity"]].to_numpy().tolist() == [["2026-01", 3.0]]


def test_a_day_that_is_none_is_a_fault():
    assert codes("sales_history", "date,sku,quantity\n2026-02-30,A,1\n") == ["not_a_month"]


def test_of_several_versions_the_newest_stands():
    dated = "sku,valid_from,valid_to,list_price\nA,2024-01-01,,9\nA,2022-01-01,2023-12-31,7\nB,2020-01-01,,5\n"
    reading = read("prices", dated)
    assert dict(zip(reading.rows["sku"], reading.rows["price"], strict=True)) == {"A": 9, "B": 5}
    assert notes(reading) == ["versions"]


def test_parts_that_ended_and_rows_without_a_parent_are_left_out_and_counted():
    text = "parent_sku,component_sku,qty_per,valid_to\nA,B,1,\nA,C,1,2020-01-01\n,A,1,\n"
    reading = read("bom", text)
    assert reading.rows["component_sku"].tolist() == ["B"]
    assert [(note.code, note.value) for note in reading.notes] == [("past_rows", "1"), ("root_rows", "1")]


def test_letters_written_twice_in_utf8_are_set_right_and_that_is_said():
    twice = "Soße".encode().decode("latin-1")
    reading = read("items", f"sku,name,family\nA,{twice},X\nB,Țuică,X\n")
    assert reading.rows["name"].tolist() == ["Soße", "Țuică"]
    assert "letters_mended" in notes(reading)


def test_hours_without_a_period_are_asked_about_and_hours_of_a_month_are_not():
    asked = read("capacity", "resource,hours\nPaint,12\n").question
    assert asked is not None
    assert asked.choices == ("per_week", "per_month", "per_year")
    assert read("capacity", "resource,hours\nPaint,12\n", capacity_period="per_year").rows["hours"].tolist() == [1.0]
    assert read("capacity", "resource,month,hours\nPaint,2027-01,12\n").question is None


# Files ---------------------------------------------------------------------------------------------------------------

SALES = [["month", "sku", "quantity"], ["2026-01", "007", 5], [date(2026, 2, 1), 12, 2.5]]


def test_a_workbook_is_read_whatever_it_is_called():
    reading = read("sales_history", book(SALES))
    assert reading.rows[["month", "sku", "quantity"]].to_numpy().tolist() == [
        ["2026-01", "007", 5.0],
        ["2026-02", "12", 2.5],
    ]
    assert reading.layout == {"format": "xlsx", "header_row": 1, "shape": "long", "sheet": "Sheet 1"}


def test_faults_of_a_workbook_name_sheet_and_row():
    with pytest.raises(Rejected) as caught:
        read("sales_history", book([[], [], *SALES[:1], ["2026-01", "A", "five"]]))
    (fault,) = caught.value.faults
    assert (fault.sheet, fault.row, fault.column, fault.value) == ("Sheet 1", 4, "quantity", "five")


def test_several_sheets_with_rows_are_asked_about():
    content = book(SALES, SALES)
    asked = read("sales_history", content).question
    assert asked is not None
    assert (asked.code, asked.choices) == ("sheet", ("all_sheets", "Sheet 1", "Sheet 2"))
    answered = read("sales_history", content, sheet="Sheet 2")
    assert (answered.question, answered.layout["sheet"]) == (None, "Sheet 2")


# Months --------------------------------------------------------------------------------------------------------------


def months_of(*quantities: float):
    text = "".join(f"{2024 + n // 12}-{n % 12 + 1:02d},A,{quantity}\n" for n, quantity in enumerate(quantities))
    return read("sales_history", "month,sku,quantity\n" + text)


def test_a_last_month_under_half_of_the_usual_is_partial():
    assert partial_months(months_of(100, 100, 100, 49).rows) == ("2024-04",)
    assert partial_months(months_of(100, 100, 100, 50).rows) == ()
    assert notes(months_of(100, 100, 100, 49)) == ["value_absent", "partial_month"]


def test_a_season_that_ended_last_year_too_is_no_partial_month():
    year = [100.0] * 11 + [20.0]
    assert partial_months(months_of(*year, *year).rows) == ()


def test_a_first_month_is_judged_where_two_years_are_known():
    assert partial_months(months_of(10, *[100.0] * 23).rows) == ("2024-01",)
    assert partial_months(months_of(10, *[100.0] * 22).rows) == ()


def test_days_tell_partial_months_by_where_they_begin_and_end():
    assert partial_by_days({"2026-01-05", "2026-03-28"}) == ("2026-01",)
    assert partial_by_days({"2026-01-04", "2026-03-27"}) == ("2026-03",)


def test_months_without_a_row_are_named():
    reading = read("sales_history", "month,sku,quantity,revenue\n2026-01,A,1,9\n2026-03,A,1,9\n")
    assert [(note.code, note.value) for note in reading.notes] == [("month_missing", "2026-02")]
