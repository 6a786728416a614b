"""A snapshot is known by the loads that it names."""

from dataclasses import replace
from datetime import UTC, datetime

from sop.domain.loads import Snapshot

NOW = datetime(2027, 1, 28, tzinfo=UTC)
SNAPSHOT = Snapshot("s", 1, (("costs", "l-2"), ("items", "l-1")), NOW)


def test_the_digest_is_that_of_the_loads_and_of_nothing_else():
    assert replace(SNAPSHOT, id="t", number=2, frozen=True).digest == SNAPSHOT.digest
    for other in ((("items", "l-1"),), (("costs", "l-3"), ("items", "l-1")), (("bom", "l-2"), ("items", "l-1")), ()):
        assert replace(SNAPSHOT, loads=other).digest != SNAPSHOT.digest


def test_the_load_of_a_kind():
    assert SNAPSHOT.load_of("items") == "l-1"
    assert SNAPSHOT.load_of("bom") is None
