"""What a kept mapping remembers: the kind of such files and what belongs to their layout, not what one file alone needs."""

import pytest

from sop.domain.errors import Rejected, Undecided
from sop.services.incoming import prepare
from sop.services.kept_mappings import keep_mapping
from tests.services.small_company import act

FITS_SEVERAL = b"luna;cod;cant\n2026-01;A1;5\n"


def test_a_file_that_fits_several_kinds_is_the_one_that_its_columns_were_kept_for(store):
    with pytest.raises(Undecided):
        prepare(store, None, FITS_SEVERAL, "export.csv")
    first = prepare(store, "sales_history", FITS_SEVERAL, "export.csv")
    keep_mapping(store, act("keep"), "ERP", first.reading, first.answers)
    assert prepare(store, None, b"luna;cod;cant\n2026-02;A1;6\n", "next.csv").kind.name == "sales_history"


def test_headings_that_nobody_knows_are_those_that_they_were_kept_for(store):
    columns = {"month": "Ziua", "sku": "Ce", "quantity": "Câte"}
    with pytest.raises(Rejected):
        prepare(store, None, "Ziua;Ce;Câte\n31.01.2026;A1;5\n".encode(), "ianuarie.csv")
    first = prepare(store, "sales_history", "Ziua;Ce;Câte\n31.01.2026;A1;5\n".encode(), "ianuarie.csv", mapping=columns)
    keep_mapping(store, act("keep"), "ERP", first.reading, first.answers)
    next_month = prepare(store, None, "Ziua;Ce;Câte\n28.02.2026;A1;7\n".encode(), "februarie.csv")
    assert (next_month.kind.name, next_month.totals.quantity, next_month.questions) == ("sales_history", 7, ())


def test_what_a_person_said_of_such_files_goes_before_what_their_columns_tell(store):
    seems = b"luna;cod;cant;valoare\n2026-01;A1;5;50\n"
    assert prepare(store, None, seems, "export.csv").kind.name == "sales_history"
    said = prepare(store, "forecasts", seems, "export.csv")
    keep_mapping(store, act("keep"), "Sales", said.reading, said.answers)
    assert prepare(store, None, seems, "next.csv").kind.name == "forecasts"


def test_columns_kept_for_two_kinds_are_asked_about(store):
    for kind in ("sales_history", "forecasts"):
        read = prepare(store, kind, FITS_SEVERAL, "export.csv")
        keep_mapping(store, act(kind), kind, read.reading, read.answers)
    with pytest.raises(Undecided):
        prepare(store, None, FITS_SEVERAL, "export.csv")


def test_an_answer_about_one_file_is_not_kept_for_the_next(store):
    twice = b"month,sku,quantity\n2026-01,A1,5\n2026-01,A1,5\n"
    read = prepare(store, "sales_history", twice, "s.csv", {"duplicate_rows": "keep"})
    kept = keep_mapping(store, act("keep"), "ERP", read.reading, {**read.answers, "date_order": "day_first"})
    assert kept.answers == {"date_order": "day_first"}
    assert [each.code for each in prepare(store, "sales_history", twice, "s.csv").questions] == ["duplicate_rows"]
