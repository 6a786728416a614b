"""Parked topics as rows: once per token, changed at a version, waiting until they are taken up or closed."""

from dataclasses import replace

import pytest

from sop.domain.capture import ParkedState, ParkedTopic
from sop.domain.errors import Conflict
from sop.domain.ids import new_id
from sop.storage import parking
from tests.storage import examples


def test_a_topic_is_stored_once_changed_at_its_version_and_waits_until_it_is_closed(store):
    with store.write() as w:
        cycle = examples.stored_cycle(w)
        topic = ParkedTopic(new_id(), cycle.id, "", "A second hall", "", "ana", examples.NOW)
        assert parking.add(w, topic, "enter") == (topic, True)
        assert parking.add(w, replace(topic, id=new_id()), "enter") == (topic, False)
        assert parking.waiting(w.tx) == (topic,)
        changed = parking.change(w, replace(topic, state=ParkedState.CLOSED, owner_id="dan"))
    with store.read() as tx:
        assert parking.get(tx, topic.id) == changed
        assert parking.waiting(tx) == ()
    with pytest.raises(Conflict), store.write() as w:
        parking.change(w, topic)
