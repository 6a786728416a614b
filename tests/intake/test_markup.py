"""Tables in markup are read as tables: nothing of them is followed or run."""

import pytest

from sop.domain.errors import Rejected
from sop.intake import markup
from sop.intake.faults import Faults
from sop.intake.sheets import Sheet, open_file
from tests.intake.written import html, mhtml, spreadsheetml

SALES = [["Luna", "Familie", "Valoare"], ["2026-01", "Căști", "1.234,50"]]


def sheets(content: bytes | str) -> tuple[Sheet, ...]:
    content = content.encode() if isinstance(content, str) else content
    return open_file(content, "report.xls", Faults(), {}).sheets


def rows(content: bytes | str) -> list:
    (sheet,) = sheets(content)
    return [(number, list(cells)) for number, cells in sheet.lines]


def codes(content: bytes | str) -> list[str]:
    with pytest.raises(Rejected) as rejected:
        sheets(content)
    return [fault.code for fault in rejected.value.faults]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "iso8859-16"])
def test_letters_read_the_same_whatever_the_page_is_written_in(encoding):
    assert [cells for _number, cells in rows(html(SALES, encoding))] == SALES


def test_a_page_that_states_a_wrong_encoding_is_read_by_its_bytes():
    assert [cells for _number, cells in rows(html(SALES).replace(b"utf-8", b"iso-8859-1"))] == SALES


def test_a_page_saved_as_a_mail_is_read():
    assert [cells for _number, cells in rows(mhtml(SALES))] == SALES


def test_cells_that_reach_over_others_stand_at_their_first_place():
    page = """<table><tr><th rowspan=2>Cod<th colspan=2>ian.<th colspan="2">feb.</tr>
    <tr><td>Cant<td>Val<td>Cant<td>Val</tr><tr><td>A<td>1<td>2<td>3<td>4</table>"""
    assert rows(page) == [
        (1, ["Cod", "ian.", None, "feb."]),
        (2, [None, "Cant", "Val", "Cant", "Val"]),
        (3, ["A", "1", "2", "3", "4"]),
    ]
    assert sheets(page)[0].merged == ((1, 1, 2, 1), (1, 2, 1, 3), (1, 4, 1, 5))


def test_a_cell_before_any_row_begins_one():
    assert rows("<table><td>A<td>B<tr><td>C</table>") == [(1, ["A", "B"]), (2, ["C"])]


def test_space_and_line_breaks_in_a_cell_are_one_space():
    assert rows("<table><tr><td> Bolt&nbsp;M8<br>long <b>red</b>\n </table>") == [(1, ["Bolt M8 long red"])]


def test_scripts_styles_and_comments_are_no_cells():
    page = "<table><tr><td><script>alert(1)</script>A<!-- B --><style>td {}</style><td>&lt;b&gt;</table>"
    assert rows(page) == [(1, ["A", "<b>"])]


def test_a_table_that_only_arranges_others_is_left_out():
    page = "<table><tr><td>Raport<td><table><tr><td>A<td>1<tr><td>B<td>2</table></table>"
    assert rows(page) == [(1, ["A", "1"]), (2, ["B", "2"])]


def test_several_tables_are_several_sheets():
    page = "<table><tr><td>A</table><table></table><p><table><tr><td>B</table>"
    assert [(sheet.name, [list(cells) for _number, cells in sheet.lines]) for sheet in sheets(page)] == [
        ("1", [["A"]]),
        ("2", [["B"]]),
    ]


def test_a_cell_that_claims_a_million_places_is_refused():
    assert codes("<table><tr><td colspan=999999>A</table>") == ["columns_many"]


def test_a_cell_that_reaches_down_a_million_rows_costs_nothing():
    assert rows("<table><tr><td rowspan=999999>A<td>B<tr><td>C</table>") == [(1, ["A", "B"]), (2, [None, "C"])]


def test_a_hundred_thousand_tags_in_each_other_take_no_stack():
    assert rows("<div>" * 100_000 + "<table><tr><td>A</table>") == [(1, ["A"])]
    assert rows("<table><tr><td>" * 100_000 + "A") == [(1, ["A"])]


def test_more_rows_than_a_sheet_has_are_refused(monkeypatch):
    monkeypatch.setattr(markup, "LAST_ROW", 5)
    assert codes("<table>" + "<tr><td>A" * 6) == ["workbook"]


def test_a_page_larger_than_is_read_is_refused(monkeypatch):
    monkeypatch.setattr(markup, "LARGEST_MARKUP", 100)
    assert codes(html(SALES)) == ["file_large"]


# SpreadsheetML -------------------------------------------------------------------------------------------------------


def book(cells: str) -> str:
    return spreadsheetml([]).decode().replace("<Table></Table>", f"<Table>{cells}</Table>")


def test_cells_of_spreadsheetml_have_types_and_places():
    cells = """<Row ss:Index="3"><Cell ss:Index="2" ss:MergeAcross="1"><Data ss:Type="String">A</Data></Cell>
    <Cell><Data ss:Type="Number">5.5</Data><Comment><ss:Data>not this</ss:Data></Comment></Cell></Row>
    <Row><Cell><Data ss:Type="DateTime">2026-02-03T00:00:00.000</Data></Cell><Cell ss:Formula="=1+1"/>
    <Cell><Data ss:Type="Error">#N/A</Data></Cell><Cell><Data ss:Type="Boolean">1</Data></Cell></Row>"""
    (sheet,) = sheets(book(cells))
    first, second = sheet.lines
    assert first == (3, [None, "A", None, 5.5])
    assert (second[0], second[1][0].isoformat(), second[1][1:]) == (4, "2026-02-03T00:00:00", [None, None, True])
    assert sheet.merged == ((3, 2, 3, 3),)


def test_entities_that_grow_into_each_other_are_refused():
    laughs = '<!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><Workbook'
    assert codes(book("<Row><Cell><Data>&b;</Data></Cell></Row>").replace("<Workbook", laughs, 1)) == ["workbook"]


def test_spreadsheetml_that_was_cut_off_is_refused():
    assert codes(book("<Row><Cell><Data ss:Type='Number'>1</Data></Cell></Row>")[:-30]) == ["workbook"]
