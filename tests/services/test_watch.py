"""What another server wrote is heard here."""

from sop.services.announcements import Hub
from sop.services.watch import Watch
from sop.storage.engine import open_store


def test_a_look_tells_what_was_written_elsewhere_since_the_last_one(sqlite_store):
    hub = Hub()
    watch = Watch(sqlite_store, hub)
    elsewhere = open_store(sqlite_store.url)
    with elsewhere.write() as w:
        w.announce("scenario/a")
    watch.look()
    first = hub.versions(["scenario/a"])["scenario/a"]
    assert first > 0
    watch.look()
    assert hub.versions(["scenario/a"])["scenario/a"] == first
    with elsewhere.write() as w:
        w.announce("scenario/a")
    watch.look()
    assert hub.versions(["scenario/a"])["scenario/a"] > first
    elsewhere.dispose()


def test_what_was_written_before_the_start_is_no_news(sqlite_store):
    with sqlite_store.write() as w:
        w.announce("scenario/a")
    hub = Hub()
    Watch(sqlite_store, hub).look()
    assert hub.versions(["scenario/a"]) == {"scenario/a": 0}
