"""What was stored before a step means the same after it; rows in tables that point to others are there to be lost."""

import pytest
from sqlalchemy import text

from sop.domain.ids import new_id
from sop.domain.kinds import KINDS, StockStatus
from sop.storage import loads, migrations, votes
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


BEFORE_HEARING = "0015"


def test_what_was_voted_before_anybody_was_heard_keeps_its_ballots_and_its_decision(empty_url: str) -> None:
    moment, ids = "'2027-01-01 00:00:00+00:00'", {name: new_id() for name in ("cycle", "meeting", "vote")}
    rows = {
        "cycles": f"'{ids['cycle']}', 'C', 'monthly', '2026-12', '2027-03', 6, 1, 'calendar', 'RON', 'UTC', NULL, 1, 'c'",
        "meetings": f"'{ids['meeting']}', '{ids['cycle']}', 'sop', {moment}, '[]', NULL, NULL, 1, 'm', NULL, '[]', '{{}}'",
        "votes": f"'{ids['vote']}', '{ids['cycle']}', '{ids['meeting']}', 'Q?', NULL, 'person', 'ana', {moment}, NULL, 1, 'v'",
        "ballots": f"'b', '{ids['vote']}', 'ana', 'sales', 'objection', 'No room', {moment}",
    }
    with opened(address(empty_url), foreign_keys=False, sop_writes=True) as tx:
        migrations.upgrade(tx, BEFORE_HEARING)
        for table, values in rows.items():
            tx.execute(text(f"INSERT INTO {table} VALUES ({values})"))
        migrations.upgrade(tx)
    store = open_store(empty_url)
    with store.read() as tx:
        [vote] = votes.of_meeting(tx, ids["meeting"])
        assert (vote.is_called, vote.prepared_id) == (True, "")
        assert [each.reason for each in votes.ballots(tx, vote.id)] == ["No room"]
        assert votes.heard(tx, vote.id) == ()
    store.dispose()


BEFORE_LOTS = "0016"


def test_what_was_delivered_before_lots_is_made_in_any_quantity(empty_url: str) -> None:
    load_id = new_id()
    load = f"'{load_id}', 'items', 'f.csv', 'x', 1, 'ana', '2027-01-01 00:00:00+00:00', false, false"
    names = [column.name for column in KINDS["items"].columns if "lot" not in column.name]
    values = {"sku": "'A-1'", "name": "'Chair'", "family": "'Chairs'", "make_or_buy": "'make'", "mode": "'stock'"}
    told = {
        name: values.get(
            name, "''" if name in {"unit", "equivalent_unit", "like_sku"} else "NULL" if "_month" in name else "1"
        )
        for name in names
    }
    told["promised_months"] = "1"
    with opened(address(empty_url), foreign_keys=False, sop_writes=True) as tx:
        migrations.upgrade(tx, BEFORE_LOTS)
        tx.execute(text(f"INSERT INTO loads VALUES ({load})"))
        row = ", ".join(told.values())
        tx.execute(
            text(f"INSERT INTO rows_items (load_id, position, {', '.join(told)}) VALUES ('{load_id}', 0, {row})")
        )
        migrations.upgrade(tx)
    store = open_store(empty_url)
    with store.read() as tx:
        [found] = loads.rows(tx, "items", load_id).to_dict("records")
    store.dispose()
    assert (found["sku"], found["minimum_lot_units"], found["lot_multiple_units"]) == ("A-1", 0, 0)
