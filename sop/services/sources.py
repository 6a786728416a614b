"""Files that nobody drops: a query of a named source, asked by the command line each night, comes in by the same door.

The sources stand in a TOML file. It names, for each source, the environment variable that holds the address of the
database, never the address itself, and a query for each kind.
"""

import io
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
from pyarrow import parquet

from sop.domain.errors import Invalid, NotFound, Refused
from sop.domain.kinds import kind
from sop.services.settings import Settings
from sop.storage import foreign

MOST_ROWS = 5_000_000


@dataclass(frozen=True, slots=True)
class Source:
    """A database to be asked: the name of the variable with its address, and a query for each kind."""

    name: str
    url_from: str
    queries: Mapping[str, str]

    def __post_init__(self) -> None:
        if not self.url_from.isidentifier():
            raise Invalid("Source {name}: url_from is the name of an environment variable.", name=self.name)
        for kind_name in self.queries:
            kind(kind_name)

    def address(self, environ: Mapping[str, str]) -> str:
        """Return the address of its database; NotFound where the variable is not set."""
        if not environ.get(self.url_from):
            raise NotFound(
                "The environment variable {variable} is not set: it holds the address of the database of {name}.",
                variable=self.url_from,
                name=self.name,
            )
        return environ[self.url_from]


def read_sources(path: Path) -> dict[str, Source]:
    """Return the sources of a file by name; NotFound where it is missing, Invalid where it cannot be understood."""
    if not path.is_file():
        raise NotFound("There is no file of sources at {path}.", path=path)
    try:
        stated = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Invalid("{path} cannot be read: {reason}", path=path, reason=error) from error
    return {name: _source(name, entry) for name, entry in stated.items()}


def _source(name: str, entry: Any) -> Source:
    queries = entry.get("queries") if isinstance(entry, dict) else None
    if not isinstance(queries, dict) or not isinstance(entry.get("url_from"), str):
        raise Invalid("Source {name} needs url_from and a table of queries, one for each kind.", name=name)
    if not all(isinstance(query, str) for query in queries.values()):
        raise Invalid("Source {name}: a query is a text.", name=name)
    return Source(name, entry["url_from"], queries)


def fetch(settings: Settings, environ: Mapping[str, str], name: str, kind_name: str) -> tuple[bytes, str]:
    """Ask a source for the rows of a kind; return them as a file, its cells with their types, and the file's name.

    The same rows give the same bytes. NotFound for a source, query or variable that is missing; Refused where the database
    does not answer or has more rows than `MOST_ROWS`.
    """
    sources = read_sources(settings.sources)
    if name not in sources:
        raise NotFound("There is no source {name}. Sources: {known}.", name=name, known=", ".join(sources) or "-")
    source, called = sources[name], kind(kind_name).name
    query = source.queries.get(called) or source.queries.get(kind_name)
    if query is None:
        raise NotFound("Source {name} has no query for {kind}.", name=name, kind=called)
    with foreign.asked(source.address(environ), query) as (columns, chunks):
        return _packed(columns, chunks), f"{name}-{called}.parquet"


def _packed(names: Sequence[str], chunks: Iterable[list[tuple[Any, ...]]]) -> bytes:
    """Return rows as a Parquet file; held as compact columns, a chunk at a time."""
    parts: list[list[pa.Array]] = [[] for _ in names]
    rows = 0
    for chunk in chunks:
        rows += len(chunk)
        if rows > MOST_ROWS:
            raise Refused("The query gives more than {most} rows. Leave older months out.", most=MOST_ROWS)
        for part, cells in zip(parts, zip(*chunk, strict=True), strict=True):
            part.append(_array([_plain(cell) for cell in cells]))
    columns = [_whole(part) for part in parts]
    unique = [name if names.count(name) == 1 else f"{name}.{place}" for place, name in enumerate(names, start=1)]
    out = io.BytesIO()
    parquet.write_table(pa.table(columns, names=unique), out, compression="zstd")
    return out.getvalue()


def _plain(cell: Any) -> Any:
    """Return a cell as text, number, day or moment."""
    if cell is None or isinstance(cell, str | bool | int | float | date | datetime):
        return cell
    if isinstance(cell, Decimal):
        return float(cell)
    if isinstance(cell, bytes | bytearray | memoryview):
        return bytes(cell).decode("utf-8", "replace")
    return cell.isoformat() if isinstance(cell, time) else str(cell)


def _array(cells: list[Any]) -> pa.Array:
    """Return cells of one type as they are, of several as text (numbers as numbers)."""
    kinds = {type(cell) for cell in cells if cell is not None}
    if kinds <= {int, float} and len(kinds) == 2:
        cells = [None if cell is None else float(cell) for cell in cells]
    elif len(kinds) > 1:
        cells = [None if cell is None else str(cell) for cell in cells]
    try:
        return pa.array(cells)
    except (pa.ArrowInvalid, OverflowError):  # a whole number beyond 64 bits, a year beyond the calendar
        return pa.array([None if cell is None else str(cell) for cell in cells])


def _whole(parts: list[pa.Array]) -> pa.ChunkedArray:
    """Return the chunks of a column as one; where their types differ, as numbers or as text."""
    types = {part.type for part in parts if not pa.types.is_null(part.type)}
    if not types:
        return pa.chunked_array(parts, type=pa.null())
    if len(types) == 1:
        whole = types.pop()
    else:
        numbers = all(pa.types.is_integer(each) or pa.types.is_floating(each) for each in types)
        whole = pa.float64() if numbers else pa.string()
    return pa.chunked_array([part.cast(whole) for part in parts], type=whole)
