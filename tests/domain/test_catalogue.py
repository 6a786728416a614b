"""The axes of a company."""

from sop.domain.catalogue import Catalogue, Item


def item(sku, family, unit="pcs"):
    return Item(sku, sku, family, False, unit, "", 1.0, 0.0, 0, None, None, "")


CATALOGUE = Catalogue(
    (item("T-1", "Tables"), item("C-1", "Chairs"), item("T-2", "Tables", "m"), item("C-2", "Chairs")),
    ("North",),
    (),
    (),
)


def test_families_stand_once_in_the_order_of_their_first_item():
    assert CATALOGUE.families == ("Tables", "Chairs")
    assert CATALOGUE.skus == ("T-1", "C-1", "T-2", "C-2")


def test_a_family_has_a_unit_when_its_items_share_one():
    assert CATALOGUE.unit_of("Chairs") == "pcs"
    assert CATALOGUE.unit_of("Tables") == ""
    assert CATALOGUE.unit_of("Beds") == ""
