"""The line that each run leaves in the log: what was drawn, and where its milliseconds went."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sop.services.timing import measured

LOG = logging.getLogger("sop.timing")


@dataclass(slots=True)
class Run:
    """What runs: a page, a part of one by itself, or an action; a page's name is known once it was chosen."""

    kind: str
    name: str


@contextmanager
def timed(kind: str, name: str = "") -> Iterator[Run]:
    """Log one run as key=value, however it ends; the time that nobody reported is drawing."""
    run = Run(kind, name)
    with measured() as stopwatch:
        try:
            yield run
        finally:
            LOG.info("run=%s name=%s %s", run.kind, run.name, stopwatch.line(rest="draw"))
