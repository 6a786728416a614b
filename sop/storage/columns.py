"""The kinds of columns that tables are made of: ids, texts, moments in UTC, tokens, references to people."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    DateTime,
    Dialect,
    ForeignKey,
    Integer,
    MetaData,
    String,
)
from sqlalchemy.types import TypeDecorator

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Moment(TypeDecorator[datetime]):
    """A point in time: aware going in, UTC in the database, aware UTC coming back (SQLite keeps no zone)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value} carries no zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def id_column() -> Column[str]:
    return Column("id", String, primary_key=True)


def text_column(name: str, *, nullable: bool = False, index: bool = False) -> Column[Any]:
    return Column(name, String, nullable=nullable, index=index)


def whole_column(name: str) -> Column[int]:
    return Column(name, Integer, nullable=False)


def flag_column(name: str) -> Column[bool]:
    return Column(name, Boolean, nullable=False)


def moment_column(name: str, *, nullable: bool = False) -> Column[Any]:
    return Column(name, Moment, nullable=nullable)


def json_column(name: str) -> Column[Any]:
    return Column(name, JSON, nullable=False)


def token_column(*, nullable: bool = False) -> Column[Any]:
    return Column("token", String, nullable=nullable, unique=True)


def of_column(table: str, *, nullable: bool = False) -> Column[Any]:
    """Return the column that points to one row of `table`: "cycle_id" for cycles."""
    return Column(f"{table.removesuffix('s')}_id", ForeignKey(f"{table}.id"), nullable=nullable, index=True)


def person_column(name: str, *, nullable: bool = False) -> Column[Any]:
    """Return a column that holds a person's id; what is kept about somebody is found by this mark."""
    return Column(name, String, nullable=nullable, info={"person": True})
