"""A store that reports its milliseconds to the stopwatch of whoever asks."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from types import TracebackType
from typing import Any, TypeVar

from sqlalchemy import event

from sop.services.timing import entered, left, spent
from sop.storage.engine import Connection, Store, Writing, address

T = TypeVar("T")


class TimedStore(Store):
    """Waiting for a connection or the writer's turn, statements and the commit all count as "database"."""

    def __init__(self, url: str) -> None:
        super().__init__(address(url))
        event.listen(self._engine, "before_cursor_execute", _statement_begins)
        event.listen(self._engine, "after_cursor_execute", _statement_ends)
        event.listen(self._engine, "handle_error", _statement_ends)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        with _timed(super().read()) as tx:
            yield tx

    @contextmanager
    def write(self) -> Iterator[Writing]:
        with _timed(super().write()) as w:
            yield w


@contextmanager
def _timed(opening: AbstractContextManager[T]) -> Iterator[T]:
    """Time the entry and the exit of a block, not what is done inside it."""

    def close(
        kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool | None:
        with spent("database"):
            return opening.__exit__(kind, error, trace)

    with ExitStack() as stack:
        with spent("database"):
            value = opening.__enter__()
        stack.push(close)
        yield value


def _statement_begins(*_: Any) -> None:
    entered("database")


def _statement_ends(*_: Any) -> None:
    left("database")
