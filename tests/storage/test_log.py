"""The log is append-only, and the database itself sees to it."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from sop.storage import loads, log
from sop.storage.engine import Store
from tests.storage import examples


def _three_lines(store: Store) -> None:
    with store.write() as w:
        for number, event in enumerate(["lever_moved", "decided", "lever_moved"]):
            log.append(w, examples.act(), event, "scenario", "s", {"number": number, "why": "ș"})


def test_the_tail_is_the_last_lines_oldest_first(store: Store) -> None:
    _three_lines(store)
    with store.read() as tx:
        assert [line.data["number"] for line in log.tail(tx, 2)] == [1, 2]
        assert [line.data["number"] for line in log.tail(tx, 9, event="lever_moved")] == [0, 2]
        last = log.tail(tx, 1)[0]
    assert (last.at, last.actor_id, last.subject, last.subject_id) == (examples.NOW, "ana", "scenario", "s")
    assert last.data == {"number": 2, "why": "ș"}


@pytest.mark.parametrize("statement", ["UPDATE log SET actor_id = 'dan'", "DELETE FROM log"])
def test_a_line_can_be_neither_changed_nor_deleted(store: Store, statement: str) -> None:
    _three_lines(store)
    with pytest.raises(DBAPIError, match="append-only"), store.write() as w:
        w.tx.execute(text(statement))
    with store.read() as tx:
        assert [line.actor_id for line in log.tail(tx, 9)] == ["ana"] * 3


def test_the_log_is_guarded_again_after_a_wipe(store: Store) -> None:
    with store.write() as w:
        loads.wipe_company(w)
    with pytest.raises(DBAPIError, match="append-only"), store.write() as w:
        w.tx.execute(text("DELETE FROM log"))
