"""The sales report that an ERP wrote, months across, in Romanian: dropped, asked about, compared with last month's, taken back."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
import xlsxwriter
from playwright.sync_api import Page, expect

from sop.services.settings import Settings
from sop.storage import loads
from sop.storage.engine import Store, open_store
from tests.browser.conftest import PATIENCE
from tests.browser.steps import keyed
from tests.serving import ROOT, Server

pytestmark = pytest.mark.browser

MONTHS = ("ian.-26", "feb.-26", "mar.-26")
LINES = {  # code, name, family, region -> units of January, February, March
    ("0010", "Grătar rotund", "Grătare", "Moldova"): (5, 7, 9),
    ("0010", "Grătar rotund", "Grătare", "Ardeal"): (4, 0, 6),
    ("0020", "Scaun pliant", "Scaune de grădină", "Moldova"): (20, 25, 30),
}


def report(path: Path, months: int, repeated: int = 0) -> Path:
    """Write the report over so many months, its first rows so many times more, with a total column and a total row."""
    lines = [(*key, *units[:months]) for key, units in LINES.items()]
    lines += lines[:repeated]
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Vânzări")
        sheet.write_row(0, 0, ["Situaţia vânzărilor pe articole"])
        sheet.write_row(2, 0, ["Cod articol", "Denumire articol", "Familie", "Regiune", *MONTHS[:months], "Total"])
        for place, line in enumerate(lines, start=3):
            sheet.write_row(place, 0, [*line, sum(line[4:])])
        totals = [sum(line[4 + month] for line in lines) for month in range(months)]
        sheet.write_row(3 + len(lines), 0, ["TOTAL GENERAL", "", "", "", *totals, sum(totals)])
    return path


def standing(store: Store) -> list[tuple[str, str, str, float]]:
    with store.read() as tx:
        load = loads.current(tx).get("sales_history")
        rows = loads.rows(tx, "sales_history", load.id) if load else None
    if rows is None:
        return []
    return sorted(rows[["month", "sku", "region", "quantity"]].itertuples(index=False, name=None))


def drop(page: Page, path: Path) -> None:
    keyed(page, "upload").locator("input[type=file]").set_input_files(path)


def load(page: Page, path: Path) -> None:
    page.get_by_role("button", name="Încărcare", exact=True).click()
    expect(page.get_by_text(f"{path.name} este încărcat").first).to_be_visible(timeout=PATIENCE)


def test_a_romanian_report_is_asked_about_compared_and_taken_back(server: Server, facilitator: Page, tmp_path: Path):
    page = facilitator
    page.goto(f"{server.address}/data")
    page.get_by_text("RO", exact=True).click()
    first, second = report(tmp_path / "vanzari_feb.xlsx", 2), report(tmp_path / "vanzari_mar.xlsx", 3, repeated=1)

    drop(page, first)
    expect(page.get_by_text("6 rânduri · 61 unități")).to_be_visible(timeout=PATIENCE)  # 5 + 7 + 4 + 0 + 20 + 25
    load(page, first)
    with server.store() as store:
        last_month = standing(store)
    assert [row[3] for row in last_month] == [4, 5, 20, 0, 7, 25]

    drop(page, second)
    page.get_by_text("repetările se lasă deoparte").click()
    expect(page.get_by_text("rânduri noi 3, schimbate 0, dispărute 0, la fel 6")).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_text("+45 unități")).to_be_visible()  # 9 + 6 + 30
    load(page, second)
    with server.store() as store:
        stored = standing(store)
    assert len(stored) == 9
    assert sum(row[3] for row in stored) == 61 + 45

    assert by_command_line(tmp_path / "other", second) == stored

    page.get_by_text("Încărcări (2)").click()
    page.get_by_role("button", name="Retrageți").first.click()
    expect(page.get_by_text("încărcare retrasă").first).to_be_visible(timeout=PATIENCE)
    with server.store() as store:
        assert standing(store) == last_month


def by_command_line(home: Path, path: Path) -> list[tuple[str, str, str, float]]:
    """Load a file into an empty company as a script would and return what stands there."""
    environ = {name: value for name, value in os.environ.items() if name not in {"PYTHONPATH", "SOP_DATABASE_URL"}}
    for command in (["migrate"], ["load", "sales_history", str(path), "--answer", "duplicate_rows=remove"]):
        subprocess.run(
            [sys.executable, "-m", "sop", *command], cwd=ROOT, env={**environ, "SOP_HOME": str(home)}, check=True
        )
    store = open_store(Settings.from_environment({"SOP_HOME": str(home)}).database_url)
    try:
        return standing(store)
    finally:
        store.dispose()
