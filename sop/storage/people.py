"""People, the sessions by which they are known, and the one-time keys by which they join."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, Table, delete, insert, or_, select, update

from sop.domain.errors import NotFound
from sop.domain.people import Function, Person, Role
from sop.storage import statements, tables
from sop.storage.engine import Connection, Writing

_people, _sessions, _keys = tables.people, tables.sessions, tables.keys

BLANK = "—"
_NOT_THEIRS = frozenset({"payload", "token", "token_hash"})  # figures of a plan, and secrets


def add(w: Writing, person: Person, token: str) -> tuple[Person, bool]:
    """Store a person once per token; return who is stored under the token, and whether they are new."""
    row, is_new = statements.insert_once(w, _people, {"id": person.id, **_values(person)}, token)
    return _person(row), is_new


def get(tx: Connection, person_id: str) -> Person:
    """Return the person; NotFound where there is none."""
    return _person(statements.one(tx, _people, person_id))


def all_people(tx: Connection) -> tuple[Person, ...]:
    """Return everybody, in the order in which they were listed."""
    return tuple(_person(row) for row in tx.execute(select(_people).order_by(_people.c.id)))


def change(w: Writing, person: Person) -> Person:
    """Store a changed person; the last change counts. NotFound where there is none."""
    changed = update(_people).where(_people.c.id == person.id).values(**_values(person)).returning(*_people.c)
    row = w.tx.execute(changed).one_or_none()
    if row is None:
        raise NotFound(statements.GONE)
    return _person(row)


# Sessions and keys ---------------------------------------------------------------------------------------------------


def open_session(w: Writing, person_id: str, token_hash: str, now: datetime) -> None:
    """Let whoever holds the token of this hash be this person."""
    w.tx.execute(insert(_sessions).values(token_hash=token_hash, person_id=person_id, opened_at=now))


def by_session(tx: Connection, token_hash: str) -> Person | None:
    """Return the person of an open session."""
    held = select(_people).join(_sessions).where(_sessions.c.token_hash == token_hash)
    row = tx.execute(held).one_or_none()
    return None if row is None else _person(row)


def close_session(w: Writing, token_hash: str) -> None:
    """End a session; nothing of it is kept."""
    w.tx.execute(delete(_sessions).where(_sessions.c.token_hash == token_hash))


def add_key(w: Writing, key_hash: str, role: Role, now: datetime) -> None:
    """Store a key that gives `role` to the first who uses it."""
    w.tx.execute(insert(_keys).values(key_hash=key_hash, role=role.value, made_at=now))


def use_key(w: Writing, key_hash: str, now: datetime) -> Role | None:
    """Use a key up and return its role; None for one that is unknown or used."""
    unused = update(_keys).where(_keys.c.key_hash == key_hash, _keys.c.used_at.is_(None))
    role = w.tx.execute(unused.values(used_at=now).returning(_keys.c.role)).scalar_one_or_none()
    return None if role is None else Role(role)


def key_role(tx: Connection, key_hash: str) -> Role | None:
    """Return the role that an unused key would give."""
    unused = select(_keys.c.role).where(_keys.c.key_hash == key_hash, _keys.c.used_at.is_(None))
    role = tx.execute(unused).scalar_one_or_none()
    return None if role is None else Role(role)


# What is kept about somebody -----------------------------------------------------------------------------------------


def export_person(tx: Connection, person_id: str) -> dict[str, Any]:
    """Return everything stored about a person as JSON values: their own row, then by table the rows that name them."""
    listed = _plain(statements.one(tx, _people, person_id))
    named = {table.name: _naming(tx, table, person_id) for table in tables.metadata.sorted_tables}
    return {"person": listed, **{name: rows for name, rows in named.items() if rows}}


def _naming(tx: Connection, table: Table, person_id: str) -> list[dict[str, Any]]:
    columns = [column for column in table.columns if column.info.get("person")]
    if not columns:
        return []
    shown = [column for column in table.columns if column.name not in _NOT_THEIRS]
    return [_plain(row) for row in tx.execute(select(*shown).where(or_(*(column == person_id for column in columns))))]


def _plain(row: Row[Any]) -> dict[str, Any]:
    """Return a row as JSON values."""
    shown = {name: value for name, value in row._mapping.items() if name not in _NOT_THEIRS}  # noqa: SLF001 - public
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in shown.items()}


def erase_person(w: Writing, person_id: str) -> None:
    """Blank a person's name and address wherever they are stored and end their sessions; what they did stays, by id."""
    person = get(w.tx, person_id)
    delivered = tables.delivered["people"]
    same = delivered.c.name == person.name
    if person.email:
        same = or_(same, delivered.c.email == person.email)
    w.tx.execute(update(delivered).where(same).values(name=BLANK, email=""))
    w.tx.execute(update(_people).where(_people.c.id == person_id).values(name=BLANK, email=""))
    w.tx.execute(delete(_sessions).where(_sessions.c.person_id == person_id))


def _values(person: Person) -> dict[str, Any]:
    return {
        "name": person.name,
        "function": person.function.value,
        "role": person.role.value,
        "language": person.language,
        "email": person.email,
        "joined_at": person.joined_at,
    }


def _person(row: Row[Any]) -> Person:
    return Person(
        id=row.id,
        name=row.name,
        function=Function(row.function),
        role=Role(row.role),
        language=row.language,
        email=row.email,
        joined_at=row.joined_at,
    )
