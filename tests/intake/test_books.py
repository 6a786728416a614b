"""Workbooks: cells come with their types, and what no spreadsheet wrote is refused before it takes time or memory."""

import io
import struct
import time
import tracemalloc
import zipfile
from datetime import date, datetime

import pytest
import xlsxwriter
import xlwt
from xlwt import CompoundDoc

from sop.domain.errors import Rejected
from sop.intake import apart, archive, books
from sop.intake.faults import Faults
from sop.intake.sheets import Sheet, open_file
from tests.intake.written import ods, xls, xlsb, xlsx, zipped

SALES = [["month", "sku", "quantity"], ["2026-01", "A", 5.0]]
SHEET = "xl/worksheets/sheet1.xml"


def sheets(content: bytes) -> tuple[Sheet, ...]:
    return open_file(content, "", Faults(), {}).sheets


def rows(content: bytes) -> list:
    return [(number, list(cells)) for number, cells in sheets(content)[0].lines]


def codes(content: bytes) -> list[str]:
    faults = Faults()
    try:
        for sheet in open_file(content, "", faults, {}).sheets:
            list(sheet.lines)
    except Rejected as rejected:
        return [fault.code for fault in rejected.faults]
    return [fault.code for fault in faults.found]


def changed(content: bytes, change, part: str = SHEET) -> bytes:
    """The workbook with one part changed as text."""
    with zipfile.ZipFile(io.BytesIO(content)) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    return zipped(parts | {part: change(parts[part].decode())})


def with_rows(added: str) -> bytes:
    return changed(xlsx(SALES), lambda sheet: sheet.replace("</sheetData>", f"{added}</sheetData>"))


def made(write) -> bytes:
    written = io.BytesIO()
    with xlsxwriter.Workbook(written) as book:
        write(book, book.add_worksheet("Data"))
    return written.getvalue()


# What cells hold -----------------------------------------------------------------------------------------------------


def test_dates_times_and_flags_come_with_their_types():
    def write(book, sheet):
        day, clock = book.add_format({"num_format": "dd.mm.yyyy"}), book.add_format({"num_format": "hh:mm"})
        moment = book.add_format({"num_format": "dd.mm.yyyy hh:mm"})
        sheet.write_datetime(0, 0, datetime.fromisoformat("2026-02-03"), day)
        sheet.write_datetime(0, 1, datetime.fromisoformat("2026-02-03 09:30"), moment)
        sheet.write_number(0, 2, 0.5, clock)
        sheet.write_row(0, 3, [True, 7, "007", "  space  "])

    expected = [date(2026, 2, 3), datetime.fromisoformat("2026-02-03 09:30"), "12:00:00", True, 7.0, "007", "  space  "]
    assert rows(made(write)) == [(1, expected)]


def test_a_formula_is_the_value_stored_beside_it_and_is_never_worked_out():
    def write(_book, sheet):
        sheet.write_formula(0, 0, "=1+1", None, 3)  # what the file says, not what it would be
        sheet.write_formula(0, 1, '=WEBSERVICE("http://example.com")', None, "")
        sheet.write_formula(0, 2, "=1/0", None, "#DIV/0!")
        sheet.write_string(0, 3, "=1+1")

    assert rows(made(write)) == [(1, [3.0, None, None, "=1+1"])]


def test_rows_and_columns_keep_their_places_when_the_first_are_blank():
    def write(_book, sheet):
        sheet.write(4, 2, "far")
        sheet.write(6, 3, "farther")

    assert rows(made(write)) == [(5, [None, None, "far", None]), (7, [None, None, None, "farther"])]


def test_merged_cells_and_hidden_sheets_are_told():
    def write(book, sheet):
        sheet.merge_range(0, 1, 0, 3, "Cantitate")
        sheet.merge_range(1, 0, 2, 0, "Cod")
        other = book.add_worksheet("Parameters")
        other.write(0, 0, 1)
        other.hide()
        book.add_chartsheet("Chart")

    data, hidden = sheets(made(write))
    assert (data.name, data.merged, data.hidden) == ("Data", ((1, 2, 1, 4), (2, 1, 3, 1)), False)
    assert (hidden.name, hidden.merged, hidden.hidden) == ("Parameters", (), True)


def test_merged_cells_of_old_workbooks_are_told():
    book = xlwt.Workbook()
    book.add_sheet("Data").write_merge(0, 0, 1, 3, "Cantitate")
    written = io.BytesIO()
    book.save(written)
    assert sheets(written.getvalue())[0].merged == ((1, 2, 1, 4),)


def test_only_the_sheet_that_is_used_is_read():
    content = changed(xlsx(SALES, SALES), lambda sheet: sheet.replace("<v>0</v>", "<v>999</v>"), SHEET)
    first, second = sheets(content)
    assert len(list(second.lines)) == 2
    assert list(first.lines) == []  # it names a text that is not there


# What no spreadsheet wrote -------------------------------------------------------------------------------------------


def test_a_cell_at_the_end_of_the_sheet_is_named_and_takes_neither_memory_nor_an_hour():
    content = made(lambda _book, sheet: (sheet.write(0, 0, 1), sheet.write(1_048_575, 16_383, "far")))
    tracemalloc.start()
    began, faults = time.perf_counter(), Faults()
    ((number, _cells),) = [*open_file(content, "", faults, {}).sheets[0].lines] or [(0, ())]
    assert (number, faults.found[0].code, faults.found[0].value) == (0, "cell_far", "XFD1048576")
    assert tracemalloc.get_traced_memory()[1] < 20e6
    tracemalloc.stop()
    assert time.perf_counter() - began < 5


def test_formats_without_a_cell_reach_nowhere():
    content = with_rows('<row r="1048576" ht="12"><c r="XFD1048576" s="0"/></row>')
    assert [number for number, _cells in rows(content)] == [1, 2]


@pytest.mark.parametrize(
    "added",
    [
        '<row r="999999999999"><c r="A999999999999"><v>1</v></c></row>',
        '<row r="3"><c r="A1048577"><v>1</v></c></row>',
        "<row r='1048577'><c><v>1</v></c></row>",
        '<row r="3"><c r="AAAA3"><v>1</v></c></row>',
        '<row r="3"><c r="XFE3"><v>1</v></c></row>',
        '<row r="3"><c r="&#65;3"><v>1</v></c></row>',
        '<row r="3"><c x=">" r="XFD1048577"><v>1</v></c></row>',
        '<row r="3"><c r="A3" t="s"><v>999</v></c></row>',
        '<row r="3"><c r="A3"><v>1</v>',
    ],
)
def test_a_cell_that_no_sheet_has_is_refused(added):
    assert codes(with_rows(added)) == ["workbook"]


@pytest.mark.parametrize(
    "far", ["<c s='1' r='XFD1000'>", "<c\nr='XFD1000'>", "<x:c r='xfd1000'>", '<c r="XFD1" s="1"></c><c r="A1000">']
)
def test_a_far_cell_is_seen_however_it_is_written(far):
    added = f"<row r='1000'>{far}<v>1</v>{'</x:c>' if 'x:' in far else '</c>'}</row>"
    assert codes(with_rows(added)) == ["cell_far"]


def test_cells_that_do_not_say_where_they_are_follow_one_another():
    assert rows(with_rows("<row><c><v>1</v></c><c><v>2</v></c></row>"))[-1] == (3, [1.0, 2.0, None])


@pytest.mark.parametrize("piece", [7, 64, 1 << 20])
def test_cells_are_found_wherever_the_bytes_are_cut(monkeypatch, piece):
    monkeypatch.setattr(archive, "_CHUNK", piece)
    assert codes(with_rows('<row r="9000"><c r="XFD9000"><v>1</v></c></row>')) == ["cell_far"]
    assert len(rows(xlsx([*SALES, *SALES[1:] * 50]))) == 52


def test_more_columns_than_anybody_plans_with_are_refused():
    wide = [[1.0] * 1_200]
    assert codes(xlsx(wide)) == codes(xlsb(wide)) == codes(ods(wide)) == ["columns_many"]


def test_a_workbook_that_would_unpack_to_too_much_is_refused_before(monkeypatch):
    monkeypatch.setattr(archive, "LARGEST_UNPACKED", 100)
    assert codes(xlsx(SALES)) == codes(ods(SALES)) == codes(xlsb(SALES)) == ["file_large"]


def test_a_few_kilobytes_that_are_gigabytes_are_refused_unread():
    bomb = xlsx(SALES)
    written = io.BytesIO(bomb)
    with zipfile.ZipFile(written, "a", zipfile.ZIP_DEFLATED) as book, book.open("xl/media/zeros", "w") as part:
        for _ in range(400):
            part.write(bytes(1 << 20))
    assert len(written.getvalue()) < 1_000_000
    assert codes(written.getvalue()) == ["file_large"]


def test_a_part_with_more_tags_than_memory_is_kept_for_is_refused(monkeypatch):
    monkeypatch.setattr(archive, "MOST_TAGS", 1000)
    assert codes(changed(xlsx(SALES), lambda text: text + "<si/>" * 1000, "xl/sharedStrings.xml")) == ["workbook"]


def test_entities_that_grow_into_each_other_are_not_unfolded():
    laughs = '<!DOCTYPE t [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    content = changed(
        xlsx(SALES),
        lambda text: text.replace("<sst", laughs + "<sst").replace(">sku<", ">&b;<"),
        "xl/sharedStrings.xml",
    )
    assert codes(content) == ["workbook"] or rows(content)[0][1][1] != "ha" * 8


def test_a_workbook_with_a_password_is_named_as_such():
    locked = bytearray(xlsx(SALES))
    entry = locked.index(b"PK\x01\x02")
    locked[entry + 8] |= 1  # every part says that it is encrypted
    assert codes(bytes(locked)) == ["locked"]


def test_an_old_workbook_with_a_password_is_named_as_such():
    book = xlwt.Workbook()
    book.add_sheet("Data").write(0, 0, "A")
    records, written = book.get_biff_data(), io.BytesIO()
    sealed = records[:20] + struct.pack("<HH6x", 0x2F, 6) + records[20:]  # after the record that begins a workbook
    CompoundDoc.XlsDoc().save(written, sealed)
    assert codes(written.getvalue()) == ["locked"]


def test_ods_with_a_password_is_named_as_such():
    sealed = '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"><manifest:encryption-data/></manifest:file-entry></manifest:manifest>'
    content = changed(ods(SALES), lambda text: text.replace("</manifest:manifest>", sealed), "META-INF/manifest.xml")
    assert codes(content) == ["locked"]


def test_ods_that_repeats_a_cell_more_often_than_there_is_memory_ends_only_its_own_process():
    repeated = (
        '<table:table-cell table:number-columns-repeated="4000000000" office:value-type="float" office:value="1">'
    )
    content = changed(
        ods(SALES),
        lambda text: text.replace('<table:table-cell office:value-type="float" office:value="5.0">', repeated),
        "content.xml",
    )
    assert codes(content) in (["workbook"], ["cell_far"], ["columns_many"])


def test_what_ends_the_process_that_reads_is_told_as_damage(monkeypatch, tmp_path):
    dying = tmp_path / "dying.py"
    dying.write_text(
        "import os, sys\nrows = len(sys.argv) > 2\n"
        'print("[1, [" if rows else \'{"sheets": [["S", false, []]]}\', end="" if rows else "\\n", flush=True)\nos.abort()'
    )
    monkeypatch.setattr(apart, "_MAIN", dying)
    assert codes(xls(SALES)) == ["workbook"]


def test_a_file_larger_than_any_workbook_is_refused_by_its_size(monkeypatch):
    monkeypatch.setattr(books, "LARGEST_BOOK", 1000)
    assert codes(xlsx(SALES)) == ["file_large"]
