"""One thread that looks after the process: changes of other servers each second, a clean memory each minute."""

import gc
import logging
import threading

from sop.services.announcements import Hub
from sop.storage import changes
from sop.storage.engine import Store, Unavailable

LOG = logging.getLogger("sop.watch")
LOOK_EVERY = 1.0  # seconds
LOOKS_PER_COLLECTION = 60


class Watch:
    """Looks until it is stopped; a database that is away for a while is waited for."""

    def __init__(self, store: Store, hub: Hub) -> None:
        self._store = store
        self._hub = hub
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="sop-watch", daemon=True)
        with store.read() as tx:
            self._seen = changes.latest_id(tx)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stopped.set()
        self._thread.join(timeout=5)

    def look(self) -> None:
        """Tell the hub what was written since the last look, by whichever process; ids ascend as commits do."""
        with self._store.read() as tx:
            if changes.latest_id(tx) == self._seen:
                return
            fresh = changes.since(tx, self._seen)
        self._hub.hear(fresh)
        self._seen = max(change.id for change in fresh)

    def _run(self) -> None:
        looks = 0
        while not self._stopped.wait(LOOK_EVERY):
            looks += 1
            try:
                self.look()
            except Unavailable:
                LOG.exception("the changes could not be read")
            if looks % LOOKS_PER_COLLECTION == 0:
                gc.collect()
