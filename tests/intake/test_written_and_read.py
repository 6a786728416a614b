"""A table reads back the same from every way of writing it; any lines at all are a table, a question or a refusal."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from sop.domain.errors import Rejected
from sop.domain.kinds import KINDS
from sop.intake.reading import read_file

SALES = KINDS["sales_history"]
HEADERS = {
    "ro": ("Data", "Cod articol", "Regiune", "Cantitate", "Valoare fără TVA"),
    "en": ("Posting Date", "Item No.", "Sales Region", "Quantity", "Net Value"),
    "de": ("Buchungsdatum", "Artikelnr.", "Gebiet", "Menge", "Nettowert"),
    "sap": ("BUDAT", "MATNR", "BZIRK", "MENGE", "NETWR"),
}
DATES = {"ro": "%d.%m.%Y", "en": "%Y-%m-%d", "de": "%d.%m.%Y", "sap": "%Y%m%d"}
TOTALS = {"ro": "Total general", "en": "Grand total", "de": "Gesamtsumme", "sap": "**"}
Sale = tuple[str, str, str, int, int]  # month, SKU, region, units, hundredths of money


@dataclass(frozen=True)
class Way:
    language: str
    comma: bool
    thousands: bool
    total: bool
    title: bool

    def number(self, hundredths: int) -> str:
        text = f"{hundredths / 100:,.2f}" if self.thousands else f"{hundredths / 100:.2f}"
        return text.translate(str.maketrans(",.", ".,")) if self.comma else text

    def written(self, sales: Sequence[Sale]) -> bytes:
        lines = [["Raport de vânzări"], []] if self.title else []
        lines.append(list(HEADERS[self.language]))
        for month, sku, region, units, money in sales:
            day = (pd.Timestamp(f"{month}-01") + pd.offsets.MonthEnd()).strftime(DATES[self.language])
            lines.append([day, sku, region, self.number(100 * units), self.number(money)])
        if self.total:
            sums = [sum(sale[place] for sale in sales) for place in (3, 4)]
            lines.append([TOTALS[self.language], "", "", self.number(100 * sums[0]), self.number(sums[1])])
        return "\n".join(";".join(line) for line in lines).encode()


WAYS = st.builds(Way, st.sampled_from(sorted(HEADERS)), st.booleans(), st.booleans(), st.booleans(), st.booleans())
SKUS = st.sampled_from(["00012", "BK-1", "1-2", "00012E05", "594012345678901", "Ș-7"])
KEYS = st.tuples(
    st.sampled_from([f"2013-{month:02d}" for month in range(1, 13)]), SKUS, st.sampled_from(["Nord", "Sud"])
)
TABLES = st.dictionaries(KEYS, st.tuples(st.integers(1, 10**6), st.integers(1, 10**9)), min_size=2, max_size=12).map(
    lambda table: [(*key, *figures) for key, figures in table.items()]
)


def rows_of(content: bytes) -> list[Sale]:
    reading = read_file(SALES, content)
    assert reading.questions == ()
    rows = reading.rows
    money = (rows["revenue"] * 100).round().astype(int)
    return list(zip(rows["month"], rows["sku"], rows["region"], rows["quantity"].astype(int), money, strict=True))


@settings(max_examples=60, deadline=None)
@given(TABLES, WAYS)
def test_a_long_table_reads_back(sales, way):
    assert rows_of(way.written(sales)) == sales


MONTHS = ("ian.", "feb.", "mar.", "apr.", "mai", "iun.", "iul.", "aug.", "sept.", "oct.", "nov.", "dec.")


@settings(max_examples=40, deadline=None)
@given(TABLES, st.booleans())
def test_a_wide_table_reads_back(sales, total):
    keys = sorted({sale[1:3] for sale in sales})
    units = {sale[:3]: sale[3] for sale in sales}
    lines = [["Cod articol", "Regiune", *(f"{name}-13" for name in MONTHS), *(["Total"] if total else [])]]
    for key in keys:
        cells = [units.get((f"2013-{month:02d}", *key)) for month in range(1, 13)]
        texts = ["" if cell is None else str(cell) for cell in cells]
        lines.append([*key, *texts, *([str(sum(cell or 0 for cell in cells))] if total else [])])
    rows = read_file(SALES, "\n".join(";".join(line) for line in lines).encode()).rows
    found = dict(zip(zip(rows["month"], rows["sku"], rows["region"], strict=True), rows["quantity"], strict=True))
    assert found == units


CELLS = st.one_of(
    st.sampled_from(["Total", "Data", "Cod", "Cantitate", "Valoare", "ian.-13", "2013-01", "12.000", "03/04/2013", "A", "", "*", "-", "Pagina 1"]),
    st.text(max_size=5),
)  # fmt: skip


def verdict(content: bytes, kind: str) -> int:
    """Return how many columns were looked for, or how many faults there are."""
    try:
        return len(read_file(KINDS[kind], content).guesses)
    except Rejected as rejected:
        return len(rejected.faults)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(CELLS, max_size=6), max_size=8), st.sampled_from(sorted(KINDS)))
def test_any_lines_are_a_table_or_refused(lines, kind):
    assert verdict("\n".join(";".join(line) for line in lines).encode("utf-8", "ignore"), kind) > 0


TYPED = st.one_of(st.booleans(), st.integers(-(10**6), 10**6), st.floats(-1e9, 1e9), st.dates(date(1950, 1, 1)), CELLS)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(TYPED, max_size=5), max_size=6))
def test_any_workbook_is_a_table_or_refused(lines):
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet()
        for row, line in enumerate(lines):
            for place, cell in enumerate(line):
                write = sheet.write_datetime if isinstance(cell, date) else sheet.write
                write(row, place, cell)
    assert verdict(target.getvalue(), "sales_history") > 0
