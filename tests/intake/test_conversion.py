"""A unit or a currency is worth what the company's own tables say, its own unit and currency 1, anything else nothing known."""

import math

import pytest

from sop.domain.errors import Invalid
from sop.intake.conversion import Tables

TABLES = Tables("RON", {"A-1": "pcs"}, {("A-1", "box"): 12.0}, {("2027-01", "EUR"): 5.0})


def test_a_base_unit_and_the_currency_of_the_plan_are_worth_one():
    assert (TABLES.factor("A-1", "pcs"), TABLES.rate("2027-01", "RON")) == (1.0, 1.0)


def test_others_are_worth_what_the_tables_say_and_nothing_is_made_up():
    assert (TABLES.factor("A-1", "box"), TABLES.factor("A-1", "kg"), TABLES.factor("A-2", "pcs")) == (12.0, None, None)
    assert (TABLES.rate("2027-01", "EUR"), TABLES.rate("2027-02", "EUR")) == (5.0, None)


@pytest.mark.parametrize("worth", [0.0, -1.0, math.inf, math.nan])
def test_a_table_that_converts_nothing_is_refused(worth: float):
    with pytest.raises(Invalid):
        Tables("RON", factors={("A-1", "box"): worth})
    with pytest.raises(Invalid):
        Tables("RON", rates={("2027-01", "EUR"): worth})
