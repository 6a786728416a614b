"""The kind of a file is told by its columns; what describes an article is in many lists, so quantities tell more."""

import pytest

from sop.intake.kind_of import kinds_of


def names(header: str, context: str = "") -> list[str]:
    return [kind.name for kind in kinds_of(header.split(";"), context)]


STOCK = "Nr. crt.;Cod articol;Denumire;UM;Stoc final;Pret;Valoare"


def test_a_list_of_articles_with_their_stock_may_be_either_and_is_asked():
    assert names(STOCK) == ["items", "inventory"]


def test_its_name_tells_which():
    assert (names(STOCK, "Balanta stocurilor"), names(STOCK, "Nomenclator articole")) == (["inventory"], ["items"])


def test_a_list_of_articles_alone_is_one():
    assert names("Cod articol;Denumire;Familie;UM") == ["items"]


@pytest.mark.parametrize("quantity", ["Noch zu liefern (Menge)", "Bestellmenge", "Still to be delivered (qty)"])
def test_what_sap_calls_the_open_quantity_of_a_purchase(quantity):
    assert names(f"Lieferant;Material;Lieferdatum;{quantity}", "ME2N") == ["open_purchases"]


@pytest.mark.parametrize("week", ["Săptămâna", "Kalenderwoche", "Week"])
def test_quantities_by_week_are_no_stock(week):
    assert names(f"{week};Cod;Cantitate") == []
