"""A plan for the ERP: demand, production and purchases, as sheets or as one file."""

import csv
from datetime import UTC, datetime
from io import BytesIO, StringIO

import pytest
from openpyxl import load_workbook

from sop.domain.errors import Invalid
from sop.services.board import read_board
from sop.services.erp import erp_file, erp_frames

NOW = datetime(2027, 1, 11, 9, 30, tzinfo=UTC)


@pytest.fixture
def plan(workspace, cycle):
    return read_board(workspace, cycle, None, None).outcome.plan


def test_the_sums_are_those_of_the_plan(plan):
    frames = erp_frames(plan)
    assert list(frames) == ["demand_plan", "production_plan", "purchases"]
    assert frames["demand_plan"]["quantity"].sum() == pytest.approx(plan.demand_units.sum())
    assert frames["production_plan"]["quantity"].sum() == pytest.approx(plan.production_units.sum())
    assert frames["purchases"]["quantity"].sum() == pytest.approx(plan.purchased_units.sum())
    first = frames["demand_plan"].iloc[0]
    assert tuple(first) == ("CH-1", "North", "2027-02", 60.0)


def test_excel_has_a_sheet_for_each(plan):
    book = load_workbook(BytesIO(erp_file(plan, "xlsx", NOW)))
    assert book.sheetnames == ["demand_plan", "production_plan", "purchases"]
    assert [cell.value for cell in book["production_plan"][1]] == ["sku", "plant", "month", "quantity"]


def test_csv_says_of_each_row_which_table_it_belongs_to(plan):
    rows = list(csv.DictReader(StringIO(erp_file(plan, "csv", NOW).decode("utf-8-sig"))))
    assert rows[0] == {
        "table": "demand_plan", "sku": "CH-1", "region": "North", "plant": "", "month": "2027-02", "quantity": "60",
    }  # fmt: skip
    assert {row["table"] for row in rows} <= {"demand_plan", "production_plan", "purchases"}


def test_another_form_is_a_sentence(plan):
    with pytest.raises(Invalid, match="csv, xlsx"):
        erp_file(plan, "pdf", NOW)
