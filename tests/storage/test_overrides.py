"""Overrides stay readable after they are taken back."""

from dataclasses import replace
from datetime import timedelta

import pytest

from sop.domain.errors import Conflict
from sop.domain.ids import new_id
from sop.storage import overrides
from sop.storage.engine import Store
from tests.storage import examples


def test_an_override_comes_back_as_recorded(store: Store) -> None:
    with store.write() as w:
        override = examples.override(examples.stored_cycle(w).id)
        assert overrides.add(w, override, "click") == (override, True)
        assert overrides.add(w, replace(override, id=new_id(), change=1.0), "click") == (override, False)
        assert overrides.of_cycle(w.tx, override.cycle_id) == (override,)


def test_overrides_stand_in_the_order_of_recording_withdrawn_ones_too(store: Store) -> None:
    with store.write() as w:
        second = examples.override(examples.stored_cycle(w).id)
        first = replace(second, id=new_id(), recorded_at=examples.NOW - timedelta(seconds=1))
        overrides.add(w, second, "2")
        overrides.add(w, first, "1")
        withdrawn = overrides.withdraw(w, first.id, 1)
        assert withdrawn == replace(first, withdrawn=True, version=2)
        assert overrides.of_cycle(w.tx, second.cycle_id) == (withdrawn, second)
        assert overrides.by_ids(w.tx, [second.id]) == (second,)
        assert overrides.by_ids(w.tx, []) == ()


def test_who_withdraws_second_is_told(store: Store) -> None:
    with store.write() as w:
        override = overrides.add(w, examples.override(examples.stored_cycle(w).id), "click")[0]
        overrides.withdraw(w, override.id, 1)
    with pytest.raises(Conflict), store.write() as w:
        overrides.withdraw(w, override.id, 1)
