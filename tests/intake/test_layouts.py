"""Tables as ERPs print them: what is no data is left out and told, what stands once is carried, months come as columns."""

import io
from datetime import date

import pytest
from openpyxl import Workbook

from sop.domain.errors import Rejected, Unmapped
from sop.domain.kinds import KINDS
from sop.intake.reading import Reading, header_of, kinds_fitting, read_file


def read(text: str | bytes, kind: str = "sales_history", **answers: str) -> Reading:
    return read_file(KINDS[kind], text.encode() if isinstance(text, str) else text, answers, file_name="file.csv")


def book(*rows: list[object]) -> bytes:
    made, target = Workbook(), io.BytesIO()
    for row in rows:
        made.active.append(row)
    made.save(target)
    return target.getvalue()


def sold(reading: Reading) -> list[tuple[str, str, float]]:
    rows = reading.rows
    return list(zip(rows["month"], rows["sku"], rows["quantity"], strict=True))


def told(reading: Reading) -> list[tuple[str, int | None]]:
    """What was said of the layout; that these small tables have no values is said of each of them."""
    return [(note.code, note.row) for note in reading.notes if note.code != "value_absent"]


def refused(text: str, kind: str = "sales_history") -> list[str]:
    with pytest.raises(Rejected) as caught:
        read(text, kind)
    return [fault.code for fault in caught.value.faults]


# Totals ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "word",
    ["Total", "TOTAL GENERAL", "Subtotal", "Total grupă", "Summe", "Gesamt", "Zwischensumme", "Grand Total", "*", "**"],
)
def test_a_total_is_known_by_its_word(word):
    reading = read(f"Data;Cod;Cantitate\n31.01.2013;A;5\n28.02.2013;B;6\n{word};;11\n")
    assert sold(reading) == [("2013-01", "A", 5), ("2013-02", "B", 6)]
    assert told(reading) == [("total_row", 4)]


def test_a_name_with_such_a_word_is_no_total():
    reading = read("Data;Client;Cod;Denumire;Cantitate\n31.01.2013;Total Energies;A;Total care;5\n")
    assert (sold(reading), told(reading)) == ([("2013-01", "A", 5)], [])


def test_a_row_without_a_name_that_is_the_sum_is_a_total():
    assert told(read("Data;Cod;Cantitate\n31.01.2013;A;5\n28.02.2013;B;6\n;;11\n")) == [("total_row", 4)]


def test_a_row_without_a_name_that_is_no_sum_is_a_fault():
    assert refused("Data;Cod;Cantitate\n31.01.2013;A;5\n28.02.2013;B;6\n;;12\n") == ["missing", "missing"]


def test_a_last_row_that_is_the_sum_in_every_month_is_a_total_whatever_it_is_called():
    lines = "".join(f"{sku};{n};{n + 1};{n + 2}\n" for n, sku in enumerate("ABCD", start=1))
    reading = read(f"Cantitati;;;\nCod;2013-01;2013-02;2013-03\n{lines}TOATE;10;14;18\n")
    assert told(reading) == [("title_row", 1), ("total_row", 7)]


def test_a_column_of_totals_that_does_not_add_up_is_pointed_out():
    codes = [code for code, _row in told(read("Cantitati;;;\nCod;ian.13;feb.13;Total\nA;1;2;3\nB;1;2;4\n"))]
    assert codes == ["title_row", "total_column", "total_differs"]


# Printed reports ------------------------------------------------------------------------------------------------------


def test_a_printed_report():
    reading = read(
        "S.C. Exemplu S.R.L.;;\n\nFamilie: Veste;;\nData;Cod;Cantitate\n31.01.2013;A;5\nPagina 1 din 2;;\nData;Cod;Cantitate\n"
        "Familie: Tricouri;;\n28.02.2013;B;6\n-----;-----;-----\nTotal;;11\nÎntocmit: ____;;\n"
    )
    assert sold(reading) == [("2013-01", "A", 5), ("2013-02", "B", 6)]
    assert "Familie" in reading.header
    assert told(reading) == [
        ("title_row", 1), ("title_row", 3), ("page_line", 6), ("header_repeated", 7), ("heading", 8),
        ("drawn_line", 10), ("total_row", 11), ("closing_line", 12),
    ]  # fmt: skip


def test_a_heading_stands_in_the_rows_below_it():
    reading = read("Data;Cod;Cantitate\nRegiune: Nord;;\n31.01.2013;A;5\nRegiune: Sud;;\n31.01.2013;A;6\n")
    assert reading.rows["region"].tolist() == ["Nord", "Sud"]


def test_blank_cells_of_an_order_hold_what_stands_above():
    reading = read(
        "Order Reference,Order Date,Customer,Order Lines/Product,Order Lines/Quantity\n"
        "S1,2013-01-31,Ana,[BK-1] Bike,2\n,,,[BK-2] Bike,3\nS2,2013-02-28,Dan,[BK-1] Bike,4\n,,,[BK-3] Bike,1\n"
    )
    assert sold(reading) == [
        ("2013-01", "BK-1", 2),
        ("2013-01", "BK-2", 3),
        ("2013-02", "BK-1", 4),
        ("2013-02", "BK-3", 1),
    ]


def test_a_region_that_stands_once_above_its_rows_holds_for_all_of_them():
    reading = read("Regiune;Cod;Luna;Cantitate\nNord;A;2013-01;5\n;B;2013-01;6\nSud;A;2013-01;7\n;B;2013-01;8\n")
    assert reading.rows["region"].tolist() == ["Nord", "Nord", "Sud", "Sud"]
    assert told(reading) == [("filled_down", None)]


def test_a_region_that_is_missing_here_and_there_stays_missing():
    reading = read("Regiune;Cod;Luna;Cantitate\nNord;A;2013-01;5\nNord;B;2013-01;6\n;C;2013-01;7\n")
    assert reading.rows["region"].tolist() == ["Nord", "Nord", ""]


def test_one_blank_cell_is_no_habit():
    assert refused("month,sku,quantity\n2026-01,A,5\n2026-01,,6\n2026-01,C,6\n") == ["missing"]


def test_a_cell_beyond_the_header_of_a_text_file_is_a_fault():
    assert refused("month,sku,quantity\n2026-01,A,5\n2026-01,B,1,5\n") == ["cells"]


# Months as columns ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "header",
    [
        "ian.-13;feb.-13",
        "Jan 2013;Feb 2013",
        "Jänner 13;Feber 13",
        "2013-01;2013-02",
        "01/2013;02/2013",
        "201301;201302",
    ],
)
def test_months_across(header):
    if "Feber" in header:
        header = "Januar 13;Februar 13"
    assert sold(read(f"Cod;{header}\nA;1;2\nB;;4\n")) == [("2013-01", "A", 1), ("2013-02", "A", 2), ("2013-02", "B", 4)]


def test_months_over_measures_without_merged_cells():
    reading = read(";;ian.13;;feb.13;\nCod;Denumire;Cantitate;Valoare;Cantitate;Valoare\nA;x;1;10,5;2;20,5\n")
    assert reading.rows[["quantity", "revenue"]].to_numpy().tolist() == [[1, 10.5], [2, 20.5]]


def test_measures_over_months():
    reading = read("Cod;Cantitate;;Valoare;\n;ian.13;feb.13;ian.13;feb.13\nA;1;2;10;20\n")
    assert reading.rows[["quantity", "revenue"]].to_numpy().tolist() == [[1, 10], [2, 20]]


def test_measures_in_rows_under_months_across():
    reading = read("Cod;Indicator;ian.13;feb.13\nA;Cantitate;1;2\nA;Valoare;10;20\n")
    assert reading.rows[["quantity", "revenue"]].to_numpy().tolist() == [[1, 10], [2, 20]]


def test_a_measure_that_stands_twice_for_a_row_is_a_fault():
    assert "measure_twice" in refused("Cod;Indicator;ian.13\nA;Cantitate;1\nA;Cantitate;2\nA;Valoare;10\n")


def test_amounts_without_a_word_are_taken_for_units_and_that_is_said():
    assert told(read("Cod;ian.13;feb.13\nA;1;2\n")) == [("measure_assumed", None)]


def test_dates_of_a_workbook_across():
    content = book(["Cod", date(2013, 1, 1), date(2013, 2, 1)], ["007", 1, 2])
    assert sold(read(content)) == [("2013-01", "007", 1), ("2013-02", "007", 2)]


def test_the_year_may_stand_in_the_title_and_without_any_the_file_is_refused():
    assert sold(read("Vânzări 2013;;\nCod;Ian;Feb\nA;1;2\n"))[0] == ("2013-01", "A", 1)
    assert "year_missing" in refused("Cod;Ian;Feb;Mar\nA;1;2;3\n")


@pytest.mark.parametrize(
    ("header", "code"),
    [
        *(("Q1 2013;Q2 2013;Q3 2013", "quarters"), ("Trim. I;Trim. II;Trim. III", "quarters")),
        *(
            ("KW 01/2013;KW 02/2013;KW 03/2013", "weeks"),
            ("2013-W01;2013-W02;2013-W03", "weeks"),
            ("S1;S2;S3", "weeks"),
        ),
        *(("Sem. I 2013;Sem. II 2013;Note", "half_years"), ("2011;2012;2013", "years")),
    ],
)
def test_columns_of_spans_that_are_no_months_are_refused_with_that_reason_alone(header, code):
    text = f"Cod;Denumire;{header}\nA;Scaun;1;2;3\n"
    assert refused(text) == [code]
    with pytest.raises(Rejected) as caught:  # nor is it taken for a list of items where nobody says what it is
        kinds_fitting(text.encode(), "file.csv", {})
    assert [fault.code for fault in caught.value.faults] == [code]


def test_a_column_of_quarters_is_refused_and_one_beside_a_date_is_not():
    text = "Trimestru;Cod;Cantitate\nT1 2013;A;5\n"
    assert refused(text) == ["quarters"]
    with pytest.raises(Rejected):
        kinds_fitting(text.encode(), "file.csv", {})
    assert sold(read("Data;Trimestru;Cod;Cantitate\n31.01.2013;T1;A;5\n")) == [("2013-01", "A", 5)]


def test_the_columns_that_may_be_chosen_are_the_same_next_month():
    first, second = (f"Cod;Regiune;{months}\nA;Nord;1;2\n".encode() for months in ("ian.13;feb.13", "feb.13;mar.13"))
    assert header_of(first, kind=KINDS["sales_history"]) == header_of(second, kind=KINDS["sales_history"])


# Dates in parts ---------------------------------------------------------------------------------------------------------


def test_year_month_and_day_in_columns_of_their_own():
    reading = read("an_doc,luna_doc,ziua_doc,codpr,cant\n2013,1,31,00012,10\n2013,2,28,00012,2\n")
    assert sold(reading) == [("2013-01", "00012", 10), ("2013-02", "00012", 2)]
    assert reading.mapping["month"] == "an_doc + luna_doc + ziua_doc"


def test_year_and_the_name_of_the_month():
    assert sold(read("An;Luna;Cod;Cant.\n2013;ianuarie;A;5\n2013;februarie;A;6\n"))[1] == ("2013-02", "A", 6)


def test_numbers_of_a_workbook_that_are_days_or_codes():
    content = book(["Data", "Cod", "Cantitate"], [41275, 34, 5], [41306, 35.0, 6])
    assert sold(read(content)) == [("2013-01", "34", 5), ("2013-02", "35", 6)]


# Columns --------------------------------------------------------------------------------------------------------------


def test_a_printed_list_of_sap():
    reading = read(
        "|Material|Posting Date|Quantity|Amount in LC|\n|0001|31.01.2013|12,000-|1.234,50|\n|*|||1.234,50|\n"
    )
    assert sold(reading) == [("2013-01", "0001", 12)]
    assert told(reading) == [("total_row", 3), ("sign_turned", None)]


def test_a_file_without_a_header_is_read_once_somebody_says_which_column_is_which():
    text = b"2013-01,A,5\n2013-02,B,6\n"
    with pytest.raises(Unmapped) as caught:
        read(text)
    assert caught.value.header == ("A", "B", "C")
    mapping = {"month": "A", "sku": "B", "quantity": "C"}
    assert sold(read_file(KINDS["sales_history"], text, mapping=mapping)) == [("2013-01", "A", 5), ("2013-02", "B", 6)]


def test_a_column_that_is_only_like_ours_is_proposed_and_not_read():
    with pytest.raises(Unmapped) as caught:
        read("resource,hours_a_day\nPaint,12\n", "capacity")
    (hours,) = [guess for guess in caught.value.guesses if guess.column == "hours"]
    assert (hours.source, hours.sure) == ("hours_a_day", 0.5)


def test_what_a_person_chose_goes_before_every_name():
    text = b"month,sku,quantity,delivered\n2026-01,A,5,7\n"
    reading = read_file(KINDS["sales_history"], text, mapping={"quantity": "delivered"})
    assert sold(reading) == [("2026-01", "A", 7)]
    assert [guess.how for guess in reading.guesses if guess.column == "quantity"] == ["chosen"]


def test_a_mapping_that_names_a_column_which_is_gone_is_told():
    text = b"month,sku,quantity\n2026-01,A,5\n"
    reading = read_file(KINDS["sales_history"], text, mapping={"quantity": "delivered"})
    assert (sold(reading), told(reading)) == ([("2026-01", "A", 5)], [("mapping_changed", None)])


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        ("Cod articol;Gestiune;Stoc final", "inventory"), ("MATNR;LGORT;LABST", "inventory"),
        ("Produs finit;Componenta;Cantitate necesara", "bom"), ("Luna;Moneda;Curs", "currency_rates"),
    ],
)  # fmt: skip
def test_columns_are_known_in_several_languages(header, kind):
    cells = {
        "Luna": "2013-01",
        "Curs": "4,5",
        "Componenta": "B",
        "Stoc final": "5",
        "LABST": "5",
        "Cantitate necesara": "2",
    }
    line = ";".join(cells.get(name, "A") for name in header.split(";"))
    assert len(read(f"{header}\n{line}\n", kind).rows) == 1


@pytest.mark.parametrize(
    "header", ["Valoare (RON)", "VALOARE", "Val. netă", "Nettowert", "NETWR", "Vânzări nete", "Vînzări nete"]
)
def test_names_are_compared_without_case_letters_of_a_language_or_units(header):
    if header.startswith("Vîn"):
        header = "Vanzari  nete"
    reading = read(f"Data;Cod;Cantitate [buc];{header}\n31.01.2013;A;5;10\n")
    assert reading.rows["revenue"].tolist() == [10]


# Parts and groups -------------------------------------------------------------------------------------------------------


def test_a_part_below_a_blank_parent_is_no_sum_of_the_parts_above_it():
    text = "Produs finit;Componenta;Consum specific\nA;X;1\n;Y;1\n;Z;2\nB;X;3\n;Y;3\n"
    rows = read(text, "bom").rows
    assert list(zip(rows["parent_sku"], rows["component_sku"], rows["qty_per"], strict=True)) == [
        ("A", "X", 1), ("A", "Y", 1), ("A", "Z", 2), ("B", "X", 3), ("B", "Y", 3),
    ]  # fmt: skip


def test_a_sum_below_the_rows_of_one_sku_is_a_total():
    reading = read("Cod;Data;Cantitate\nA;31.01.2013;5\nA;28.02.2013;6\nA;;11\nB;31.01.2013;7\n")
    assert (sold(reading), told(reading)[0]) == (
        [("2013-01", "A", 5), ("2013-02", "A", 6), ("2013-01", "B", 7)],
        ("total_row", 4),
    )


def test_months_may_be_headings_in_the_column_of_the_skus():
    reading = read("Cod;Cantitate\nLuna: Ianuarie 2013;\nA;5\nB;6\nLuna: Februarie 2013;\nA;7\n")
    assert sold(reading) == [("2013-01", "A", 5), ("2013-01", "B", 6), ("2013-02", "A", 7)]


def test_totals_of_two_measures_that_add_up_are_no_contradiction():
    reading = read(
        book(
            ["Cod", "Ianuarie 2013", None, "Februarie 2013", None, "Total", None],
            [None, *["Cantitate", "Valoare"] * 3],
            ["A", 5, 50.0, 6, 60.0, 11, 110.0],
            ["B", 7, 70.0, 8, 80.0, 15, 150.0],
        )
    )
    assert "total_differs" not in {note.code for note in reading.notes}
    assert (reading.rows["quantity"].sum(), reading.rows["revenue"].sum()) == (26, 260)


def test_weeks_are_refused_by_what_they_are():
    assert refused("Saptamana;Cod;Cantitate\n2013-W03;A;5\n") == ["weeks"]
    assert refused("Utilaj;Saptamana;Ore\nM1;2013-W03;40\nM1;2013-W04;40\n", "capacity") == ["weeks"]


@pytest.mark.parametrize("line", ["* valorile nu conțin TVA", "** prices of the old list only", "Notă: fără export"])
def test_a_footnote_is_told_as_a_remark_and_not_as_a_total(line):
    reading = read(f"Data;Cod;Cantitate;Valoare\n31.01.2013;A;5;9\n{line};;;\n28.02.2013;B;6;10\n")
    assert (sold(reading), told(reading)) == ([("2013-01", "A", 5), ("2013-02", "B", 6)], [("remark", 3)])


def test_a_remark_says_what_the_figures_are():
    file = "Data;Cod;Cantitate;Valoare\n31.01.2013;A;5;9\n"
    assert told(read(f"{file}* valorile conțin TVA 21%;;;\n")) == [("remark", 3), ("value_with_tax", None)]
    (question,) = read(f"{file}* toate valorile în mii lei;;;\n").questions
    assert (question.code, dict(question.gives)) == ("scale", {"thousands": (5, 9000), "as_written": (5, 9)})


def test_a_budget_without_an_amount_is_refused():
    assert refused("Luna;Familie;Realizat\n01.2026;Grile;5\n", "budget") == ["figures_missing"]


def test_a_printed_line_that_ends_with_its_page_is_no_heading():
    reading = read("Data;Cod;Cantitate\n31.01.2013;A;5\n25.11.2013 Lista dinamica Seite 2;;\n28.02.2013;B;6\n")
    assert told(reading) == [("page_line", 3)]
