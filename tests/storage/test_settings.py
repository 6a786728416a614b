"""A setting is a JSON value under a key."""

import pytest

from sop.storage import settings
from sop.storage.engine import Store


@pytest.mark.parametrize("value", [None, False, 3, 0.1, "ș", [1, [2]], {"a": {"b": None}}])
def test_a_value_comes_back_as_it_was_put(store: Store, value: object) -> None:
    with store.write() as w:
        settings.put(w, "key", "before")
        settings.put(w, "key", value)
    with store.read() as tx:
        assert settings.get(tx, "key", "default") == value


def test_a_key_that_was_never_put_has_its_default(store: Store) -> None:
    with store.read() as tx:
        assert settings.get(tx, "key") is None
        assert settings.get(tx, "key", 7) == 7
