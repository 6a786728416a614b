"""What was stored before a step means the same after it; rows in tables that point to others are there to be lost."""

import pytest
from sqlalchemy import text

from sop.domain.ids import new_id
from sop.domain.kinds import StockStatus
from sop.storage import loads, migrations
from sop.storage.engine import address, open_store, opened

BEFORE_STATUS = "0006"
DELIVERED = {
    "inventory": ("sku, location, quantity", "'A-1', 'Sibiu', 12.5"),
    "open_purchases": ("month, sku, quantity", "'2027-01', 'M-1', 40"),
    "forecasts": ("month, sku, region, quantity", "'2027-01', 'A-1', 'North', 7"),
}


@pytest.fixture
def delivered_before(empty_url: str) -> dict[str, str]:
    """By kind the load of one row each, as a database held it before stock had a status."""
    ids = {kind: new_id() for kind in DELIVERED}
    with opened(address(empty_url), foreign_keys=False, sop_writes=True) as tx:
        migrations.upgrade(tx, BEFORE_STATUS)
        for kind, (names, values) in DELIVERED.items():
            load = f"'{ids[kind]}', '{kind}', 'f.csv', 'x', 1, 'ana', '2027-01-01 00:00:00+00:00', false, false"
            tx.execute(text(f"INSERT INTO loads VALUES ({load})"))
            tx.execute(
                text(f"INSERT INTO rows_{kind} (load_id, position, {names}) VALUES ('{ids[kind]}', 0, {values})")
            )
    return ids


def test_what_was_delivered_before_stock_had_a_status_keeps_its_meaning(
    delivered_before: dict[str, str], empty_url: str
) -> None:
    with opened(address(empty_url), foreign_keys=False, sop_writes=True) as tx:
        migrations.upgrade(tx)
    store = open_store(empty_url)
    with store.read() as tx:
        found = {kind: loads.rows(tx, kind, load_id).to_dict("records") for kind, load_id in delivered_before.items()}
        standing = loads.current(tx)
    store.dispose()
    assert set(standing) == set(DELIVERED)
    assert found == {
        "inventory": [{"sku": "A-1", "location": "Sibiu", "status": StockStatus.FREE, "quantity": 12.5}],
        "open_purchases": [{"month": "2027-01", "sku": "M-1", "supplier": "", "order_number": "", "quantity": 40}],
        "forecasts": [{"month": "2027-01", "sku": "A-1", "region": "North", "source": "", "quantity": 7}],
    }
