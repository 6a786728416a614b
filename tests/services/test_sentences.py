"""Levers said as a person would say them, in English and in Romanian."""

import pytest

from sop.domain.scenario import Dimension, LeverKind, Scope
from sop.language import speaking
from sop.services.sentences import LEVER_NAMES, lever_sentence, overruled_sentence
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
    (
        lever(500, LeverKind.DEMAND_UNITS, Scope(Dimension.SKU, "CH-1"), "2027-03", "2027-03"),
        "Demand in units, CH-1: +500 units a month, Mar 27",
        "Cerere în unități, CH-1: +500 de unități pe lună, mar. 27",
    ),
    (
        lever(1.5, LeverKind.ELASTICITY, ALL, "2027-03", "2027-03"),
        "Price elasticity (an assumption), everything: 1.5 % of demand for 1 % of price, Mar 27",
        "Elasticitatea prețului (o ipoteză), tot: 1,5 % din cerere la 1 % din preț, mar. 27",
    ),
    (
        lever(-40, LeverKind.CAPACITY_HOURS, Scope(Dimension.RESOURCE, "Saw"), "2027-03", "2027-03"),
        "Capacity in hours, Saw: -40 h a month, Mar 27",
        "Capacitate în ore, Saw: -40 h pe lună, mar. 27",
    ),
    (
        lever(30, LeverKind.OUTAGE, ALL, "2027-03", "2027-03"),
        "Outage, every resource: 30 % of hours fall away, Mar 27",
        "Oprire, toate resursele: 30 % din ore cad, mar. 27",
    ),
    (
        lever(10, LeverKind.EXTRA_SHIFT, PLANT, "2027-03", "2027-03"),
        "Extra shift, Sibiu: 10 % of staff hours, Mar 27",
        "Schimb suplimentar, Sibiu: 10 % din orele personalului, mar. 27",
    ),
    (
        lever(3, LeverKind.HIRING, ALL, "2027-03", "2027-03"),
        "Hiring allowed, all staff: 3 workers a month, Mar 27",
        "Angajări permise, tot personalul: 3 muncitori pe lună, mar. 27",
    ),
    (
        lever(150, LeverKind.SUBCONTRACT, ALL, "2027-03", "2027-03"),
        "Subcontracting allowed, everything: 150 % of their limit, Mar 27",
        "Subcontractare permisă, tot: 150 % din limita lor, mar. 27",
    ),
    (
        lever(12, LeverKind.MATERIAL_PRICE, Scope(Dimension.MATERIAL, "Steel"), "2027-03", "2027-03"),
        "Material price, Steel: +12 %, Mar 27",
        "Prețul materialului, Steel: +12 %, mar. 27",
    ),
    (
        lever(70, LeverKind.SUPPLIER_OUTAGE, Scope(Dimension.SUPPLIER, "Mill"), "2027-03", "2027-03"),
        "Supplier outage, Mill: 70 % do not come, Mar 27",
        "Furnizor oprit, Mill: 70 % nu sosesc, mar. 27",
    ),
    (
        lever(1, LeverKind.SUPPLIER_DELAY, ALL, "2027-03", "2027-03"),
        "Supplier delay, all suppliers: 1 month, Mar 27",
        "Întârzierea furnizorului, toți furnizorii: 1 lună, mar. 27",
    ),
    (
        lever(200, LeverKind.SAFETY_STOCK_UNITS, Scope(Dimension.SKU, "CH-1"), "2027-03", "2027-03"),
        "Safety stock in units, CH-1: 200 units, Mar 27",
        "Stoc de siguranță în unități, CH-1: 200 de unități, mar. 27",
    ),
    (
        lever(97.5, LeverKind.TARGET_SERVICE, ALL, "2027-03", "2027-03"),
        "Target service, everything: 97.5 % of months without shortage, Mar 27",
        "Nivel de servire țintă, tot: 97,5 % din luni fără lipsă, mar. 27",
    ),
    (
        lever(60, LeverKind.STOCK_LIMIT, ALL, "2027-03", "2027-03"),
        "Stock limit, everything: 60 days, Mar 27",
        "Limită de stoc, tot: 60 de zile, mar. 27",
    ),
    (
        lever(50, LeverKind.ALLOCATION, Scope(Dimension.REGION, "North"), "2027-03", "2027-03"),
        "Served first, North: +50 %, Mar 27",
        "Serviți întâi, North: +50 %, mar. 27",
    ),
    (
        lever(0, LeverKind.FROZEN, ALL, "2027-03", "2027-03"),
        "Frozen months, all plants: 0 months, Mar 27",
        "Luni înghețate, toate fabricile: 0 luni, mar. 27",
    ),
]


def test_every_kind_of_lever_is_said_here():
    assert {moved.kind for moved, _english, _romanian in SAID} == set(LeverKind)


def test_of_two_levers_that_set_the_same_it_is_said_which_holds():
    days = lever(10, LeverKind.SAFETY_STOCK, ALL, "2027-03", "2027-03")
    service = lever(98, LeverKind.TARGET_SERVICE, ALL, "2027-03", "2027-03")
    assert overruled_sentence(days, service) == (
        "“Target service, everything: 98 % of months without shortage, Mar 27” replaces "
        "“Safety stock, everything: 10 days, Mar 27” where both hold."
    )


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
