"""What is no whole lot, and what became of it, in words and in a table."""

from sop.domain.calendar import Month
from sop.planning.lots import Lot, Rounded
from sop.services.finalising import gap_percent
from sop.ui.components.finalising import rounded_table, unwhole_words


def test_what_no_shop_can_carry_out_is_counted():
    assert unwhole_words(0) == "Every quantity of this plan is a whole lot already."
    assert unwhole_words(1).startswith("1 quantity of this plan is no whole lot")
    assert unwhole_words(1200).startswith("1,200 quantities of this plan are no whole lots")


def test_a_gap_is_never_told_smaller_than_it_is():
    assert gap_percent(0.0) == "0.00\N{NO-BREAK SPACE}%"
    assert gap_percent(0.00041) == "0.05\N{NO-BREAK SPACE}%"
    assert gap_percent(0.004) == "0.40\N{NO-BREAK SPACE}%"


def test_a_rounded_lot_says_where_when_and_by_how_much():
    rows = (
        Rounded(Lot.PRODUCTION, "GR-110", "Sibiu", Month("2027-03"), 20.0, 948.1, 1420.0),
        Rounded(Lot.SHIFT, "Staff Sibiu", "", Month("2027-04"), 8.0, 12.0, 16.0),
    )
    assert rounded_table(rows).values.tolist() == [
        ["Production", "GR-110", "Sibiu", "Mar 27", "20", "948.1", "1,420", "+472"],
        ["Extra shift, h", "Staff Sibiu", "", "Apr 27", "8", "12", "16", "+4"],
    ]
