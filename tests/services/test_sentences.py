"""Levers said as a person would say them, in English and in Romanian."""

import pytest

from sop.domain.scenario import Dimension, LeverKind, Scope
from sop.language import speaking
from sop.services.sentences import LEVER_NAMES, lever_sentence
from tests.services.small_company import lever

ALL = Scope()
PLANT = Scope(Dimension.PLANT, "Sibiu")

SAID = [
    (lever(10), "Demand, Chairs: +10 %, Mar 27 to May 27", "Cerere, Chairs: +10 %, mar. 27 – mai 27"),
    (
        lever(-12, LeverKind.PRICE, ALL, "2027-05", "2027-05"),
        "Price, everything: -12 %, May 27",
        "Preț, tot: -12 %, mai 27",
    ),
    (
        lever(-100, LeverKind.CAPACITY, ALL, "2027-03", "2027-03"),
        "Capacity, every resource: -100 %, Mar 27",
        "Capacitate, toate resursele: -100 %, mar. 27",
    ),
    (
        lever(8, LeverKind.OVERTIME, PLANT, "2027-03", "2027-03"),
        "Overtime allowed, Sibiu: 8 % of staff hours, Mar 27",
        "Ore suplimentare permise, Sibiu: 8 % din orele personalului, mar. 27",
    ),
    (
        lever(25, LeverKind.SAFETY_STOCK, ALL, "2027-03", "2027-03"),
        "Safety stock, everything: 25 days, Mar 27",
        "Stoc de siguranță, tot: 25 de zile, mar. 27",
    ),
]


@pytest.mark.parametrize(("moved", "english", "romanian"), SAID, ids=[str(each[0].kind) for each in SAID])
def test_a_lever_is_said_with_its_scope_value_and_months(moved, english, romanian):
    assert lever_sentence(moved) == english
    with speaking("ro"):
        assert lever_sentence(moved) == romanian


@pytest.mark.parametrize(("days", "romanian"), [(1, "1 zi"), (5, "5 zile"), (20, "20 de zile")])
def test_days_are_counted_as_romanian_counts(days, romanian):
    with speaking("ro"):
        assert f": {romanian}, " in lever_sentence(lever(days, LeverKind.SAFETY_STOCK, ALL))


def test_a_lever_that_changes_nothing_has_no_sign():
    assert ": 0 %," in lever_sentence(lever(0))


def test_every_kind_has_a_name_in_every_language():
    assert set(LEVER_NAMES) == set(LeverKind)
