"""A company as its files describe it: axes in the order of the files, sums by cell, kinds that were not delivered."""

import numpy as np
import pandas as pd

from sop.domain.kinds import KINDS
from sop.services.company import read_company, spread
from sop.storage import snapshots
from tests.services.small_company import FILES, company


def test_axes_stand_in_the_order_of_the_files():
    catalogue = company().catalogue
    assert catalogue.skus == ("CH-1", "CH-2", "TB-1")
    assert catalogue.families == ("Chairs", "Tables")
    assert catalogue.regions == ("North", "South")
    assert catalogue.plants == ("Sibiu", "Arad")
    assert catalogue.resources == ("Saw", "Crew", "Bench")


def test_items_read_as_described():
    chair, _, table = company().catalogue.items
    assert (chair.name, chair.safety_stock_days, chair.made_to_order, chair.launch_month) == (
        "Oak chair",
        15.2,
        False,
        None,
    )
    assert (table.unit, table.promised_months, table.made_to_order) == ("m", 2, True)


def test_launch_and_end_are_months():
    head, first, *rest = FILES["items"].splitlines()
    dated = (
        "\n".join([head + ",launch_month,end_month", first + ",2027-02,2028-01", *(row + ",," for row in rest)]) + "\n"
    )
    item = company({"items": dated}).catalogue.items[0]
    assert (item.launch_month, item.end_month) == ("2027-02", "2028-01")


def test_a_plant_that_only_routings_name_is_a_plant():
    routed = FILES["routings"] + "CH-2,Cluj,Saw,1\n"
    assert company({"routings": routed}).catalogue.plants == ("Sibiu", "Arad", "Cluj")


def test_the_database_gives_back_what_was_loaded(workspace):
    with workspace.store.read() as tx:
        read = read_company(tx, snapshots.latest(tx))
    assert read.catalogue == company().catalogue
    for kind in FILES:
        loaded = company().rows[kind].reset_index(drop=True)
        pd.testing.assert_frame_equal(read.rows[kind], loaded, check_dtype=False)


def test_a_kind_that_was_not_delivered_is_empty_in_the_types_of_its_columns(workspace):
    with workspace.store.read() as tx:
        read = read_company(tx, snapshots.latest(tx))
    assert not read.has("projects")
    assert read.has("items")
    assert list(read.rows["projects"].columns) == [column.name for column in KINDS["projects"].columns]
    assert (read.rows["projects"]["first_month"] <= "2026-12").tolist() == []


def test_spreading_adds_up_by_cell_and_leaves_out_what_lies_outside():
    rows = pd.DataFrame({"sku": ["a", "b", "a", "x"], "month": ["1", "1", "1", "1"], "quantity": [1.0, 2.0, 4.0, 8.0]})
    total = spread(rows, "quantity", {"sku": ("a", "b"), "month": ("1", "2")})
    assert np.array_equal(total, [[5, 0], [2, 0]])


def test_spreading_nothing_is_zero():
    rows = company().rows["projects"]
    assert np.array_equal(spread(rows, "demand_percent", {"sku": ("a",)}), [0])


def test_blocked_stock_is_named_and_free_stock_is_not():
    held = "sku,location,status,quantity\nCH-1,Sibiu,free,100\nCH-2,Sibiu,blocked,5\nM-1,Sibiu,blocked,5\n"
    assert company({"inventory": held}).blocked_skus == ("CH-2",)  # a material is no SKU of the plan
    assert company().blocked_skus == ()
