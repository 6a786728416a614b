"""Text is read in the dialect and the encoding it is written in; what would change its meaning is asked."""

import gzip
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sop.domain.errors import Rejected
from sop.intake import encodings, text
from sop.intake.dialects import LONGEST_FIGURE, is_figure, is_rule
from sop.intake.faults import Faults
from sop.intake.sheets import Opened, open_file

SALES = [["Luna", "Cod", "Familie", "Valoare"], *[[f"2026-{n:02d}", f"A-{n}", "Căști", f"{n}.5"] for n in range(1, 10)]]


def opened(content: bytes, **answers: str) -> Opened:
    return open_file(content, "", Faults(), answers)


def rows(content: bytes, **answers: str) -> list:
    (sheet,) = opened(content, **answers).sheets
    return [list(cells) for _number, cells in sheet.lines]


def numbered(content: bytes) -> list:
    (sheet,) = opened(content).sheets
    return [(number, list(cells)) for number, cells in sheet.lines]


def faults_of(content: bytes) -> list[tuple[str, int | None]]:
    faults = Faults()
    try:
        (sheet,) = open_file(content, "", faults, {}).sheets
        list(sheet.lines)
    except Rejected as rejected:
        return [(fault.code, fault.row) for fault in rejected.faults]
    return [(fault.code, fault.row) for fault in faults.found]


def joined(table: list[list[str]], separator: str, end: str = "\r\n") -> str:
    return "".join(separator.join(row) + end for row in table)


# Encodings -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "iso8859-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_letters_read_the_same_in_every_encoding(encoding, end):
    read = rows(joined(SALES, ";", end).encode(encoding))
    assert [[cell.translate(str.maketrans("şţ", "șț")) for cell in row] for row in read] == SALES


def test_the_mark_of_an_encoding_is_no_part_of_the_first_name():
    assert rows(b"\xef\xbb\xbfmonth,sku\n1,A\n")[0] == ["month", "sku"]


@pytest.mark.parametrize(
    ("word", "encoding"),
    [
        ("Biciclete de şosea, Franţa", "cp1250"),
        ("Țuică", "iso8859-16"),
        ("Größe für Straße", "cp1252"),
        ("Bébés à côté, où, être", "cp1252"),
        ("São Paulo, Conceição, ações", "cp1252"),
        ("Győr, Fűtő", "cp1250"),
        ("Țesături și bidoane", "utf-8"),
        ("Căşti, Mănuşi, Şepci", "cp852"),
        ("Rør og bånd, ærø", "cp1252"),
        ("10 m³, 5 m²", "cp1252"),
        ("„late” & L’Oréal – é", "cp1252"),
        ("Preț „redus” 5 €".replace("ț", "t"), "cp1250"),
        (
            "Größe, Länge, Höhe, Süß, Maß, Füße, Gefäß, Căşti",
            "cp1250",
        ),  # many letters that say nothing and a few that do
    ],
)
def test_words_of_a_language_tell_their_encoding(word, encoding):
    read = rows(f"name;quantity\n{word};1\nBolt;2\n".encode(encoding))
    assert read[1][0].translate(str.maketrans("şţŞŢ", "șțȘȚ")) == word.translate(str.maketrans("şţŞŢ", "șțȘȚ"))


def test_letters_that_two_languages_have_are_asked_about():
    asked = opened("name;quantity\nCaffè;1\n".encode("cp1252")).question  # or Caffč
    assert asked is not None
    assert (asked.code, {"cp1250", "cp1252"} <= set(asked.choices)) == ("encoding", True)
    assert {"Caffč (cp1250)", "Caffè (cp1252)"} <= set(asked.values["words"].split(", "))
    answered = opened("name;quantity\nCaffè;1\n".encode("cp1252"), encoding="cp1252")
    assert (answered.question, list(answered.sheets[0].lines)[1][1][0]) == (None, "Caffè")


def test_utf8_with_a_broken_letter_is_damaged_and_no_other_encoding():
    assert faults_of("name\nȘosete\nMănuși\n".encode() + b"Bicic\xffete\n") == [("encoding", 4)]


def test_other_controls_than_line_ends_are_no_text():
    assert faults_of(b"a,b\n" + bytes(range(1, 9)) * 9) == [("not_text", None)]


def test_a_single_zero_byte_stays_in_its_cell():
    assert rows(b"sku,name\n" + b"A,Bolt\n" * 20 + b"B,Bo\0lt\n")[-1] == ["B", "Bo\0lt"]


# Dialects ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("separator", [";", ",", "\t", "|", ":", "^", "~", "\x1f", "¦"])
def test_the_separator_is_the_one_that_splits_rows_evenly(separator):
    assert rows(joined(SALES, separator).encode()) == SALES


def test_a_decimal_comma_is_no_separator():
    table = [["a", "b"], *[[f"{n},50", f"1.{n}00,25"] for n in range(9)]]
    assert rows(joined(table, ";").encode()) == table
    assert rows(joined(table, "\t").encode()) == table


def test_a_decimal_comma_between_commas_stands_in_quotes():
    assert rows(b'sku,quantity,value\nA,5,"1.234,50"\nB,6,"2,00"\n')[1] == ["A", "5", "1.234,50"]


def test_title_lines_above_a_table_decide_nothing():
    title = "Raport vânzări, perioada ianuarie, februarie, martie\r\nFirma, S.R.L.\r\n"
    assert rows((title + joined(SALES, ";")).encode())[-1] == SALES[-1]


@pytest.mark.parametrize("quote", ['"', "'"])
def test_quotes_hold_separators_and_line_ends(quote):
    line = f"{quote}A;1{quote};{quote}Bolt\nlong{quote};5\n"
    read = rows(f"sku;name;quantity\n{line * 5}".encode())
    assert read[1] == ["A;1", "Bolt\nlong", "5"]


def test_a_quote_in_a_text_is_doubled_or_has_a_backslash_before_it():
    assert rows(b'sku,name\nA,"Tyre 28"" x 2"\n')[1] == ["A", 'Tyre 28" x 2']
    assert rows(b'sku,name\nA,"Tyre 28\\" x 2"\nB,"Tyre 26\\" x 1, red"\n')[2] == ["B", 'Tyre 26" x 1, red']


def test_inch_marks_of_a_text_without_quotes_are_letters():
    assert rows(b'sku\tname\nA\t"Zoll\nB\t28" tyre\nC\tBolt\n')[1:3] == [["A", '"Zoll'], ["B", '28" tyre']]


def test_the_separator_that_excel_names_on_the_first_line_is_taken():
    assert numbered(b"sep=#\r\nsku#quantity\r\nA,1;2#5\r\n") == [(2, ["sku", "quantity"]), (3, ["A,1;2", "5"])]


def test_the_separator_may_be_said():
    assert rows(b"a;b,c;d\n1;2,3;4\n", separator=",") == [["a;b", "c;d"], ["1;2", "3;4"]]


def test_a_list_as_sap_prints_it_is_read_without_its_drawing():
    printed = """\
21.01.2027                    Dynamic List Display                      1
-------------------------------------------------------------------------
|Plnt|Material  |Description       |   Quantity|BUn|
-------------------------------------------------------------------------
|1000|A-1       |Tyre 28" / red    |  1.234,000|PC |
|1000|B-2       |"Bolt             |     12,000-|PC |
-------------------------------------------------------------------------
|*   |          |                  |  1.222,000|PC |
-------------------------------------------------------------------------
"""
    assert [row for row in numbered(printed.encode("cp1252")) if len(row[1]) == 5] == [
        (3, ["Plnt", "Material", "Description", "Quantity", "BUn"]),
        (5, ["1000", "A-1", 'Tyre 28" / red', "1.234,000", "PC"]),
        (6, ["1000", "B-2", '"Bolt', "12,000-", "PC"]),
        (8, ["*", "", "", "1.222,000", "PC"]),
    ]


# Rows ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "drawn"), [("|---+----|", True), ("-" * 5_000, True), ("-" * 5_000 + "x", False), ("--", False)]
)
def test_a_drawn_line_is_told_at_once_however_long_and_wrong(line, drawn):
    assert is_rule(line) == drawn


@pytest.mark.parametrize(
    ("cell", "figure"),
    [
        *(("1.234,56", True), ("+1 234.5-", True), ("12,5%", True), ("1e-3", True), ("31.01.2026 10:30", True)),
        *(("2026-01", True), ("", False), (".", False), ("-", False), ("5 lei", False), ("A-1", False)),
        *(("1" * LONGEST_FIGURE, True), ("1" * (LONGEST_FIGURE + 1), False), ("1," * 5_000 + "x", False)),
    ],
)
def test_a_number_or_a_date_is_told_however_its_marks_stand_and_a_long_text_is_not_tried(cell, figure):
    assert is_figure(cell) == figure


def test_rows_keep_the_number_that_a_spreadsheet_shows():
    assert numbered(b'a,b\n\n,\n"x\ny",1\n2,3\n') == [(1, ["a", "b"]), (4, ["x\ny", "1"]), (5, ["2", "3"])]


def test_ragged_rows_and_a_last_line_without_end_are_read():
    assert rows(b"a,b,c\n1,2,3\n1,2\n1,2,3,4") == [["a", "b", "c"], ["1", "2", "3"], ["1", "2"], ["1", "2", "3", "4"]]


def test_a_quoted_field_without_end_is_refused_at_its_row():
    assert faults_of(b'a,b\n"x","y"\n1,2\n"3,4\n' + b"5,6\n" * 100_000) == [("quotes", 4)]
    assert faults_of(b'"a","b"\n' + b'"1","2"\n' * 500 + b'"3","4\n') == [("quotes", 502)]


def test_more_columns_than_anybody_plans_with_are_refused():
    assert faults_of(b",".join([b"a"] * 10_000) + b"\n") == [("columns_many", 1)]
    assert faults_of(b"a,b\n" * 500 + b",".join([b"1"] * 10_000) + b"\n") == [("columns_many", 501)]


def test_a_line_without_end_is_refused_before_it_is_held():
    assert faults_of(b"a,b\n" + b"1," * 2_000_000) == [("line_long", 2)]


def test_a_text_larger_than_is_read_is_refused_packed_or_not(monkeypatch):
    monkeypatch.setattr(encodings, "LARGEST_TEXT", 1000)
    large = b"a,b\n" * 300
    assert faults_of(large) == faults_of(gzip.compress(large, mtime=0)) == [("file_large", None)]


def test_markup_and_formulas_in_cells_are_letters():
    line = ["=1+1", "@SUM(A1)", "<script>alert(1)</script>", "**x** [y](z)"]
    assert rows(joined([["a", "b", "c", "d"], line], ";").encode()) == [["a", "b", "c", "d"], line]


# What is written reads back the same ---------------------------------------------------------------------------------

CELLS = st.text(
    st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs"), exclude_characters="\ufeff"), max_size=12
)
NAMES = st.text("abcdefghijklmnopqrstuvwxyzăâîșț", min_size=1, max_size=9)
TABLES = st.integers(2, 5).flatmap(
    lambda width: st.tuples(
        st.lists(NAMES, min_size=width, max_size=width),
        st.lists(st.lists(CELLS, min_size=width, max_size=width).filter(any), min_size=1, max_size=9),
    ).map(lambda parts: [parts[0], *parts[1]])
)


@settings(max_examples=150, deadline=None)
@given(
    TABLES, st.sampled_from(";,\t|"), st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]), st.sampled_from(["\n", "\r\n"])
)
def test_any_table_written_in_any_dialect_reads_back_the_same(table, separator, encoding, end):
    written = io.StringIO(newline="")
    text.csv.writer(written, delimiter=separator, lineterminator=end, quoting=text.csv.QUOTE_ALL).writerows(table)
    assert rows(written.getvalue().encode(encoding)) == table
