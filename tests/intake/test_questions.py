"""What can be read in two ways is asked, with what each answer gives; an answer settles it, nothing is guessed."""

import pytest

from sop.domain.errors import Question
from sop.domain.kinds import KINDS
from sop.intake.conversion import Tables
from sop.intake.reading import Reading, read_file

SALES = KINDS["sales_history"]


def read(text: str, known: Tables | None = None, **answers: str) -> Reading:
    return read_file(SALES, text.encode(), answers, known=known)


def asked(text: str, known: Tables | None = None) -> Question:
    (question,) = read(text, known).questions
    return question


def sums(reading: Reading) -> tuple[float, float]:
    return reading.rows["quantity"].sum(), reading.rows["revenue"].sum()


DATES = "Data;Cod;Cantitate\n03/04/2013;A;5\n05/06/2013;A;6\n"
MARKS = "Data;Cod;Cantitate;Valoare\n31.01.2013;A;12.000;10\n28.02.2013;B;6.000;12\n"
TAX = "Data;Cod;Cantitate;Valoare fără TVA;Valoare cu TVA\n31.01.2013;A;12;100;119\n"
TWICE = "Data;Cod;Cantitate;Cantitate;Valoare\n31.01.2013;A;12;13;119\n"
RETURNS = (
    "an_doc,luna_doc,ziua_doc,tip_miscare,codpr,cant,valoare\n"
    "2013,1,31,30,A,10,100.5\n2013,2,28,40,A,2,20.5\n2013,2,28,80,A,5,50\n"
)
UNITS = "Data;Cod;Cantitate;Valoare;UM\n31.01.2013;A;12;100;BUC\n28.02.2013;A;2;240;BAX\n31.03.2013;A;1;10;buc.\n"
CURRENCIES = "Data;Cod;Cantitate;Valoare;Moneda\n31.01.2013;A;12;100;RON\n31.01.2013;B;2;50;EUR\n"


def test_day_or_month_first():
    assert (asked(DATES).code, asked(DATES).choices) == ("date_order", ("day_first", "month_first"))
    assert read(DATES, date_order="day_first").rows["month"].tolist() == ["2013-04", "2013-06"]
    assert read(DATES, date_order="month_first").rows["month"].tolist() == ["2013-03", "2013-05"]


def test_point_or_comma():
    question = asked(MARKS)
    assert (question.code, dict(question.gives)) == ("decimal_mark", {"point": (18, 22), "comma": (18000, 22)})
    for choice, gives in question.gives.items():
        assert sums(read(MARKS, decimal_mark=choice)) == gives


def test_another_column_that_says_its_mark_answers_for_the_file():
    assert sums(read(MARKS.replace(";12\n", ";12,5\n"))) == (18000, 22.5)


def test_with_tax_or_without():
    assert (asked(TAX).code, dict(asked(TAX).gives)) == ("value_tax", {"without_tax": (12, 100), "with_tax": (12, 119)})
    assert sums(read(TAX, value_tax="with_tax")) == (12, 119)
    assert sums(read(TAX, value_tax="without_tax")) == (12, 100)


def test_a_column_twice_with_other_contents():
    question = asked(TWICE)
    assert (question.code, question.choices) == ("column_twice", ("Cantitate", "Cantitate (2)"))
    assert sums(read(TWICE, column_twice="Cantitate (2)")) == (13, 119)


def test_a_column_twice_with_the_same_contents_is_dropped_and_told():
    reading = read(TWICE.replace(";13;", ";12;"))
    assert (sums(reading), [note.code for note in reading.notes]) == ((12, 119), ["column_dropped"])


def test_returns_and_other_movements_under_codes_of_their_own():
    question = asked(RETURNS)
    assert question.code == "returns"
    assert dict(question.gives) == {"subtract": (8, 80), "leave_out": (10, 100.5), "keep": (17, 171)}
    for choice, gives in question.gives.items():
        assert sums(read(RETURNS, returns=choice)) == gives


def test_returns_below_zero_are_no_question():
    assert read("Data;Tip document;Cod;Cantitate\n31.01.2013;Factura;A;5\n28.02.2013;Retur;A;-2\n").questions == ()


def test_issues_below_zero_with_money_above_it_are_sales():
    reading = read(
        "postingDate,itemNumber,entryType,quantity,salesAmountActual\n2013-01-31,A,Sale,-2,20\n2013-02-28,A,Sale,1,-10\n"
    )
    assert reading.rows[["quantity", "revenue"]].to_numpy().tolist() == [[2, 20], [-1, -10]]
    assert [note.code for note in reading.notes] == ["sign_turned"]


def test_units_that_nothing_converts():
    question = asked(UNITS)
    assert (question.code, dict(question.gives)) == ("units_mixed", {"leave_out": (13, 110), "same": (15, 350)})
    assert sums(read(UNITS, units_mixed="leave_out")) == (13, 110)


def test_units_are_converted_by_the_company_s_table():
    reading = read(UNITS, Tables("RON", {"A": "buc"}, {("A", "bax"): 12.0}))
    assert sums(reading) == (12 + 2 * 12 + 1, 350)
    assert [note.code for note in reading.notes] == ["units_converted"]


def test_currencies_without_rates():
    question = asked(CURRENCIES)
    assert (question.code, dict(question.gives)) == ("currencies_mixed", {"RON": (12, 100), "EUR": (2, 50)})
    assert sums(read(CURRENCIES, currencies_mixed="RON")) == (12, 100)


def test_a_row_that_is_left_out_shows_the_currency_or_unit_that_is_written_in_it():
    left_out = [(note.row, note.value) for note in read(CURRENCIES, currencies_mixed="RON").notes]
    assert left_out == [(3, "EUR")]
    notes = read(UNITS, units_mixed="leave_out").notes
    assert [(note.row, note.column, note.value) for note in notes if note.row] == [(3, "UM", "BAX")]


def test_amounts_in_another_currency_than_the_plan_s_are_never_taken_without_a_word():
    notes = read(CURRENCIES, Tables("RON"), currencies_mixed="EUR").notes
    assert [(note.code, note.value) for note in notes] == [("unit_left_out", "RON"), ("currency_kept", "EUR")]
    assert [note.code for note in read(CURRENCIES, Tables("RON"), currencies_mixed="RON").notes] == ["unit_left_out"]


def test_currencies_are_converted_at_the_rate_of_their_month():
    reading = read(CURRENCIES, Tables("RON", rates={("2013-01", "EUR"): 4.5}))
    assert sums(reading) == (14, 100 + 50 * 4.5)


@pytest.mark.parametrize("heading", ["Valoare (EUR)", "value_eur", "Valoare, €"])
def test_a_currency_that_only_the_heading_names_is_converted(heading):
    text = f"Data;Cod;Cantitate;{heading}\n01.01.2013;A;1;10\n01.01.2013;B;2;40\n"
    assert sums(read(text, Tables("RON", rates={("2013-01", "EUR"): 4.5}))) == (3, 225)  # 50 x 4.5
    question = asked(text, Tables("RON"))
    assert (question.code, dict(question.gives)) == ("currencies_mixed", {"EUR": (3, 50)})


def test_a_heading_in_the_currency_of_the_plan_asks_nothing():
    assert sums(read("Data;Cod;Cantitate;Valoare (lei)\n01.01.2013;A;1;10\n", Tables("RON"))) == (1, 10)


def daily(last: int) -> str:
    days = [*(f"{day:02d}.01.2013" for day in range(1, 32)), *(f"{day:02d}.02.2013" for day in range(1, last + 1))]
    return "Data;Cod;Cantitate\n" + "".join(f"{day};A;1\n" for day in days)


def test_a_last_month_half_full():
    question = asked(daily(14))
    assert (question.code, dict(question.gives)) == ("partial_month", {"leave_out": (31, 0), "keep": (45, 0)})
    assert sums(read(daily(14), partial_month="leave_out")) == (31, 0)
    assert sums(read(daily(14), partial_month="keep")) == (45, 0)


def test_a_last_month_that_is_whole():
    assert read(daily(28)).questions == ()


def test_several_questions_are_all_asked():
    text = "Data;Cod;Cantitate;Valoare fără TVA;Valoare cu TVA\n03/04/2013;A;12.000;100;119\n05/06/2013;A;3.000;10;12\n"
    assert [question.code for question in read(text).questions] == ["value_tax", "date_order", "decimal_mark"]


@pytest.mark.parametrize("word", ["transport", "Ambalaj carton", "Servicii montaj"])
def test_a_service_among_articles_is_pointed_out(word):
    reading = read(f"Data;Cod;Denumire;Cantitate;Valoare\n31.01.2013;A;Scaun;5;9\n31.01.2013;B;{word};1;9\n")
    assert [(note.code, note.row) for note in reading.notes] == [("service", 3)]


def test_goods_at_nothing_and_transfers_are_pointed_out():
    reading = read(
        "Data;Cod;Client;Cantitate;Valoare\n31.01.2013;A;Ana;5;10\n31.01.2013;B;Ana;1;0\n31.01.2013;C;Transfer depozit 2;1;5\n"
    )
    assert [(note.code, note.row) for note in reading.notes] == [("free_goods", 3), ("transfer", 4)]


def test_a_code_that_a_spreadsheet_has_cut_is_pointed_out():
    reading = read("Data,Cod,Cantitate,Valoare\n2013-01-31,1.23E+12,5,9\n2013-02-28,00012E05,6,9\n")
    assert [(note.code, note.value) for note in reading.notes] == [("code_exponent", "1.23E+12")]


@pytest.mark.parametrize(
    "file", ["Data;Cod;Cantitate\n31.01.2013;A;5\n", "Data;Cod;Cantitate;Valoare\n31.01.2013;A;5;\n"]
)
def test_sales_without_values_say_so(file):
    assert [(note.code, note.column) for note in read(file).notes] == [("value_absent", "revenue")]


SALES_LINES = "Data;Cod;{};{};Valoare\n31.01.2013;A;12;10;119\n28.02.2013;A;5;5;50\n"


@pytest.mark.parametrize(
    ("ordered", "delivered"),
    [
        *(("Cantitate comandată", "Cantitate livrată"), ("Cantitate", "Cantitate facturată")),
        *(("Ordered Qty", "Delivered Qty"), ("Auftragsmenge", "Gelieferte Menge")),
    ],
)
def test_quantities_ordered_and_delivered_side_by_side(ordered, delivered):
    text = SALES_LINES.format(ordered, delivered)
    question = asked(text)
    assert "count at different moments" in str(question)
    assert (question.code, dict(question.gives)) == ("column_twice", {ordered: (17, 169), delivered: (15, 169)})
    assert sums(read(text, column_twice=delivered)) == (15, 169)


def test_orders_of_which_a_part_was_delivered_are_asked_what_is_open():
    text = "Data livrare;Cod;Cantitate comandată;Cantitate livrată\n31.01.2013;A;12;10\n28.02.2013;A;5;6\n"

    def orders(**answers: str) -> Reading:
        return read_file(KINDS["open_orders"], text.encode(), answers)

    (question,) = orders().questions
    assert (question.code, dict(question.gives)) == ("open_quantity", {"less_delivered": (2, 0), "as_ordered": (17, 0)})
    assert orders(open_quantity="less_delivered").rows["quantity"].tolist() == [
        2,
        0,
    ]  # six came where five were ordered
    assert orders(open_quantity="as_ordered").rows["quantity"].tolist() == [12, 5]


@pytest.mark.parametrize("column", ["Rest de livrat;1", "Cantitate livrată;0"])
def test_orders_that_say_what_is_open_or_had_no_delivery_ask_nothing(column):
    name, cell = column.split(";")
    text = f"Data livrare;Cod;Cantitate comandată;{name}\n31.01.2013;A;12;{cell}\n"
    assert read_file(KINDS["open_orders"], text.encode()).questions == ()


@pytest.mark.parametrize("word", ["Anulată", "Cancelled", "storniert"])
def test_lines_that_were_cancelled_are_asked_about(word):
    text = f"Data;Cod;Cantitate;Valoare;Status\n31.01.2013;A;10;500;Facturat\n31.01.2013;B;4;100;{word}\n"
    assert (asked(text).code, dict(asked(text).gives)) == ("returns", {"leave_out": (10, 500), "keep": (14, 600)})
    assert sums(read(text, returns="leave_out")) == (10, 500)
