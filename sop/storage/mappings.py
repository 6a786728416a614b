"""Mappings kept by name: one for each kind and name, the newest version of it."""

from dataclasses import replace
from typing import Any

from sqlalchemy import Row, delete, select, update

from sop.domain.mappings import KeptMapping
from sop.storage import statements, tables
from sop.storage.engine import Connection, Writing

_mappings = tables.mappings


def put(w: Writing, kept: KeptMapping) -> KeptMapping:
    """Store a mapping under its kind and name, in place of the one before; return it with its id and version there."""
    if statements.insert_unless_there(w, _mappings, {"id": kept.id, **_values(kept)}, "kind", "name"):
        return kept
    here = (_mappings.c.kind == kept.kind, _mappings.c.name == kept.name)
    before = w.tx.execute(select(_mappings).where(*here).with_for_update()).one()
    newer = replace(kept, id=before.id, version=before.version + 1)
    w.tx.execute(update(_mappings).where(_mappings.c.id == before.id).values(**_values(newer)))
    return newer


def named(tx: Connection, kind: str, name: str) -> KeptMapping | None:
    """Return the mapping of this kind and name, None where none was kept."""
    row = tx.execute(select(_mappings).where(_mappings.c.kind == kind, _mappings.c.name == name)).one_or_none()
    return None if row is None else _mapping(row)


def of_kind(tx: Connection, kind: str) -> tuple[KeptMapping, ...]:
    """Return the mappings of a kind, the one kept last first."""
    newest_first = (
        select(_mappings).where(_mappings.c.kind == kind).order_by(_mappings.c.kept_at.desc(), _mappings.c.id)
    )
    return tuple(_mapping(row) for row in tx.execute(newest_first))


def all_mappings(tx: Connection) -> tuple[KeptMapping, ...]:
    """Return every mapping by kind and name."""
    return tuple(_mapping(row) for row in tx.execute(select(_mappings).order_by(_mappings.c.kind, _mappings.c.name)))


def remove(w: Writing, mapping_id: str) -> None:
    """Forget a mapping; NotFound where there is none."""
    statements.one(w.tx, _mappings, mapping_id)
    w.tx.execute(delete(_mappings).where(_mappings.c.id == mapping_id))


def _values(kept: KeptMapping) -> dict[str, Any]:
    return {
        "name": kept.name,
        "kind": kept.kind,
        "header": list(kept.header),
        "columns": dict(kept.columns),
        "answers": dict(kept.answers),
        "author_id": kept.author_id,
        "kept_at": kept.kept_at,
        "version": kept.version,
    }


def _mapping(row: Row[Any]) -> KeptMapping:
    return KeptMapping(
        id=row.id,
        name=row.name,
        kind=row.kind,
        header=tuple(row.header),
        columns=row._mapping["columns"],  # noqa: SLF001 - a row has an attribute of that name
        answers=row.answers,
        author_id=row.author_id,
        kept_at=row.kept_at,
        version=row.version,
    )
