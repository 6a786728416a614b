"""Names of a file beside those of the others: the same in another spelling, short of zeros, a near miss, unknown."""

from collections.abc import Callable

import pytest

from sop.domain.errors import Rejected
from sop.services.inspection import Inspection, Verdict, inspect
from sop.services.loading import load_file
from sop.storage.engine import Store
from tests.services.small_company import act

ITEMS = "sku,name,family,make_or_buy\n" + "".join(
    f"{sku},{sku},{family},make\n"
    for sku, family in (("BK-M82S-38", "Biciclete de șosea"), ("HL-U509-R", "Căști"), ("00000034", "Căști"))
)
SALES = "month,sku,region,quantity,revenue\n" + "".join(f"2026-{m:02d},HL-U509-R,Franța,10,100\n" for m in range(1, 13))

Look = Callable[..., Inspection]


@pytest.fixture
def look(sqlite_store: Store, tmp_path) -> Look:
    """Inspect a file beside the items."""
    load_file(sqlite_store, tmp_path, act("items"), "items", ITEMS.encode(), "items.csv")

    def look(kind: str, text: str, **answers: str) -> Inspection:
        return inspect(sqlite_store, kind, text.encode(), f"{kind}.csv", answers)

    return look


def said(found: Inspection) -> list[tuple[str, int | None, str]]:
    return [(each.code, each.row, each.value) for each in found.problems]


def test_a_cedilla_case_and_spaces_make_no_other_name(look: Look):
    found = look("budget", "month,family,quantity\n2027-01,BICICLETE  de şosea,5\n")
    assert found.delivery is not None
    assert found.delivery.rows["family"].tolist() == ["Biciclete de șosea"]
    assert said(found) == [("same_name", 2, "BICICLETE de șosea")]
    assert found.problems[0].values == {"name": "Biciclete de șosea"}


def test_rows_that_differed_in_spelling_alone_are_added_up(look: Look):
    found = look("sales_history", SALES + "2026-12,hl-u509-r,Franţa,5,50.5\n")
    assert found.delivery is not None
    assert len(found.delivery.rows) == 12
    assert (found.totals.quantity, found.totals.value, found.totals.skus) == (125, 1250.5, 1)
    assert "same_names_summed" in [each.code for each in found.problems]


def test_prices_under_two_spellings_of_one_sku_are_refused(look: Look):
    found = look("prices", "sku,price\nHL-U509-R,5\nhl-u509-r,6\n")
    assert (found.verdict, said(found)) == (Verdict.REJECTED, [("same_names_twice", 3, "HL-U509-R, ")])


def test_codes_without_their_zeros_are_asked_about_once_for_the_file(look: Look):
    rows = SALES + "2026-12,34,Franța,5,50\n2026-11,34,Franța,5,50\n"
    found = look("sales_history", rows)
    (question,) = found.questions
    assert (found.verdict, question.code, question.choices) == (
        Verdict.QUESTION,
        "leading_zeros",
        ("as_known", "as_written"),
    )
    assert (question.values["written"], question.values["known"]) == ("34", "00000034")
    taken = look("sales_history", rows, leading_zeros="as_known")
    assert taken.delivery is not None
    assert sorted(taken.delivery.rows["sku"].unique()) == ["00000034", "HL-U509-R"]
    refused = look("sales_history", rows, leading_zeros="as_written", unknown_sku="refuse")
    assert (refused.verdict, said(refused)) == (Verdict.REJECTED, [("unknown_sku", 14, "34")])


def test_a_near_miss_is_asked_about_with_the_name_that_was_meant(look: Look):
    rows = SALES + "2026-12,BK-M82S-38 ?,Franța,5,50\n"
    found = look("sales_history", rows)
    (question,) = found.questions
    assert (question.code, question.choices) == ("unknown_sku", ("suggested", "leave_out", "refuse"))
    assert question.gives == {"suggested": (125.0, 1250.0), "leave_out": (120.0, 1200.0)}
    assert said(found) == [("unknown_sku", 14, "BK-M82S-38 ?")]
    assert found.problems[0].values == {"name": "BK-M82S-38"}
    taken = look("sales_history", rows, unknown_sku="suggested")
    assert taken.delivery is not None
    assert "BK-M82S-38" in set(taken.delivery.rows["sku"])
    assert [each.code for each in taken.problems] == ["near_miss"]


def test_rows_of_an_unknown_sku_are_left_out_only_if_somebody_says_so(look: Look):
    rows = SALES + "2026-12,ZZ-9,Franța,5,50\n2026-11,ZZ-9,Franța,5,50\n"
    assert look("sales_history", rows).verdict is Verdict.QUESTION
    left = look("sales_history", rows, unknown_sku="leave_out")
    assert (left.verdict, left.totals.quantity, said(left)) == (Verdict.WARNINGS, 120, [("left_out", 14, "ZZ-9")])
    assert left.problems[0].values == {"rows": 2}


def test_a_file_of_which_much_is_unknown_is_refused_whatever_is_answered(look: Look):
    rows = "month,sku,quantity\n2026-12,ZZ-9,5\n2026-12,HL-U509-R,5\n"
    found = look("sales_history", rows, unknown_sku="leave_out")
    assert (found.verdict, said(found)) == (Verdict.REJECTED, [("unknown_sku", 2, "ZZ-9")])


def test_a_bill_of_material_loses_no_row_to_an_unknown_part(look: Look):
    rows = "parent_sku,component_sku,qty_per\n" + "".join(f"HL-U509-R,P-{n},1\nP-{n},HL-U509-R,1\n" for n in range(9))
    found = look("bom", rows + "HL-U509-R,ZZ-9,1\n", unknown_sku="leave_out")
    assert found.verdict is Verdict.REJECTED


def test_what_was_answered_holds_when_it_is_stored(look: Look, sqlite_store: Store, tmp_path):
    rows = (SALES + "2026-12,ZZ-9,Franța,5,50\n").encode()
    _, totals = load_file(
        sqlite_store, tmp_path, act("sales"), "sales_history", rows, "s.csv", {"unknown_sku": "leave_out"}
    )
    assert totals.quantity == 120
    with pytest.raises(Rejected):
        load_file(sqlite_store, tmp_path, act("sales"), "sales_history", rows, "s.csv")
