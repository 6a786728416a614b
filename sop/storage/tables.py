"""Every table of the database, said once; the migrations lead there and a test proves it."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    DateTime,
    Dialect,
    Double,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
)
from sqlalchemy.types import TypeDecorator

from sop.domain.kinds import KINDS, Holds
from sop.domain.kinds import Column as Field

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


def _id() -> Column[str]:
    return Column("id", String, primary_key=True)


def _text(name: str, *, nullable: bool = False, index: bool = False) -> Column[Any]:
    return Column(name, String, nullable=nullable, index=index)


def _whole(name: str) -> Column[int]:
    return Column(name, Integer, nullable=False)


def _flag(name: str) -> Column[bool]:
    return Column(name, Boolean, nullable=False)


def _moment(name: str, *, nullable: bool = False) -> Column[Any]:
    return Column(name, Moment, nullable=nullable)


def _json(name: str) -> Column[Any]:
    return Column(name, JSON, nullable=False)


def _token(*, nullable: bool = False) -> Column[Any]:
    return Column("token", String, nullable=nullable, unique=True)


def _of(table: str, *, nullable: bool = False) -> Column[Any]:
    """Return the column that points to one row of `table`: "cycle_id" for cycles."""
    return Column(f"{table.removesuffix('s')}_id", ForeignKey(f"{table}.id"), nullable=nullable, index=True)


def _person(name: str, *, nullable: bool = False) -> Column[Any]:
    """Return a column that holds a person's id; what is kept about somebody is found by this mark."""
    return Column(name, String, nullable=nullable, info={"person": True})


people = Table(
    "people",
    metadata,
    _id(),
    _text("name"),
    _text("function"),
    _text("role"),
    _text("language"),
    _text("email"),
    _moment("joined_at", nullable=True),
    _token(),
)
sessions = Table(
    "sessions",
    metadata,
    Column("token_hash", String, primary_key=True),
    Column("person_id", ForeignKey("people.id"), nullable=False, index=True, info={"person": True}),
    _moment("opened_at"),
)
keys = Table(
    "keys",
    metadata,
    Column("key_hash", String, primary_key=True),
    _text("role"),
    _moment("made_at"),
    _moment("used_at", nullable=True),
)

loads = Table(
    "loads",
    metadata,
    _id(),
    _text("kind", index=True),
    _text("file_name"),
    _text("sha256"),
    _whole("rows"),
    _person("loaded_by"),
    _moment("loaded_at"),
    _flag("is_demo"),
    _flag("withdrawn"),
)


def _delivered(field: Field) -> Column[Any]:
    types = {Holds.TEXT: String, Holds.MONTH: String, Holds.NUMBER: Double, Holds.FLAG: Integer}
    return Column(field.name, types[field.holds], nullable=not field.required and field.default is None)


delivered = {
    kind.name: Table(
        f"rows_{kind.name}",
        metadata,
        Column("load_id", ForeignKey("loads.id"), nullable=False),
        _whole("position"),
        *(_delivered(field) for field in kind.columns),
        PrimaryKeyConstraint("load_id", "position"),
    )
    for kind in KINDS.values()
}

snapshots = Table(
    "snapshots",
    metadata,
    _id(),
    Column("number", Integer, nullable=False, unique=True),
    _moment("made_at"),
    _flag("frozen"),
)
snapshot_loads = Table(
    "snapshot_loads",
    metadata,
    _of("snapshots"),
    _text("kind"),
    _of("loads"),
    PrimaryKeyConstraint("snapshot_id", "kind"),
)

cycles = Table(
    "cycles",
    metadata,
    _id(),
    _text("name"),
    _text("cadence"),
    _text("last_closed"),
    _text("first_decidable"),
    _whole("horizon_months"),
    _whole("fiscal_year_start"),
    _text("fiscal_calendar"),
    _text("currency"),
    _text("time_zone"),
    _of("snapshots", nullable=True),
    _whole("version"),
    _token(),
)
overrides = Table(
    "overrides",
    metadata,
    _id(),
    _of("cycles"),
    _text("family"),
    _text("sku"),
    _text("region"),
    _text("first"),
    _text("last"),
    Column("change", Double, nullable=False),
    _flag("in_percent"),
    _text("reason"),
    _person("author_id"),
    _moment("recorded_at"),
    _flag("withdrawn"),
    _whole("version"),
    _token(),
)
scenarios = Table(
    "scenarios",
    metadata,
    _id(),
    _of("cycles"),
    _text("name"),
    _flag("is_base"),
    _person("created_by"),
    _whole("version"),
    _token(),
)
levers = Table(
    "levers",
    metadata,
    _text("id"),
    _of("scenarios"),
    _whole("position"),
    _text("kind"),
    Column("value", Double, nullable=False),
    _text("dimension"),
    _text("name"),
    _text("first"),
    _text("last"),
    PrimaryKeyConstraint("scenario_id", "id"),
)
plans = Table(
    "plans",
    metadata,
    _id(),
    _of("cycles"),
    _whole("number"),
    _text("key_digest", index=True),
    _json("kpis"),
    _json("recipe"),
    Column("payload", LargeBinary, nullable=False),
    _text("engine"),
    _text("solver"),
    _moment("made_at"),
    _person("made_by"),
    _flag("published"),
    Column("token", String, nullable=True),
    Index(None, "cycle_id", "number", unique=True),
    Index(None, "token", unique=True),
)

meetings = Table(
    "meetings",
    metadata,
    _id(),
    _of("cycles"),
    _text("kind"),
    _moment("starts_at"),
    _json("invited"),
    _text("running_item", nullable=True),
    _text("projected_scenario", nullable=True),
    _whole("version"),
    _token(),
)
agenda_items = Table(
    "agenda_items",
    metadata,
    _id(),
    _of("meetings"),
    _whole("position"),
    _text("title"),
    _text("stage"),
    _whole("minutes"),
    _person("owner_id", nullable=True),
    _text("purpose"),
    _moment("started_at", nullable=True),
    _moment("ended_at", nullable=True),
    _whole("version"),
    _token(nullable=True),
)
attendance = Table(
    "attendance",
    metadata,
    _of("meetings"),
    _person("person_id"),
    _moment("arrived_at"),
    PrimaryKeyConstraint("meeting_id", "person_id"),
)
decisions = Table(
    "decisions",
    metadata,
    _id(),
    _of("cycles"),
    _of("meetings", nullable=True),
    _text("question"),
    _text("choice"),
    _text("rationale"),
    _person("decider_id"),
    _person("owner_id"),
    Column("due", Date, nullable=False),
    _of("scenarios", nullable=True),
    _text("scenario_name"),
    _of("plans", nullable=True),
    _person("recorded_by"),
    _moment("recorded_at"),
    _whole("version"),
    _token(),
)
actions = Table(
    "actions",
    metadata,
    _id(),
    _of("cycles"),
    _of("meetings", nullable=True),
    _of("decisions", nullable=True),
    _text("text"),
    _person("owner_id"),
    Column("due", Date, nullable=False),
    _text("state"),
    _person("recorded_by"),
    _moment("recorded_at"),
    _whole("version"),
    _token(),
)

deviations = Table(
    "deviations",
    metadata,
    _id(),
    _of("cycles"),
    _of("plans"),
    _text("family"),
    _text("month"),
    _text("measure"),
    Column("planned_units", Double, nullable=False),
    Column("actual_units", Double, nullable=False),
    Column("money", Double, nullable=False),
    _text("cause"),
    _of("actions", nullable=True),
    _person("recorded_by"),
    _moment("recorded_at"),
    _whole("version"),
    _token(),
    Index(None, "family", "month", "measure", unique=True),
)

projects = Table(
    "projects",
    metadata,
    _id(),
    _text("name"),
    _text("kind"),
    _text("owner_function"),
    _text("first"),
    _text("last"),
    _text("family"),
    _text("sku"),
    _text("region"),
    _text("resource"),
    Column("demand_percent", Double, nullable=False),
    Column("price_percent", Double, nullable=False),
    Column("capacity_percent", Double, nullable=False),
    _text("status"),
    _text("note"),
    _whole("version"),
    _token(),
)
objectives = Table(
    "objectives",
    metadata,
    _id(),
    _whole("fiscal_year"),
    _text("measure"),
    Column("target", Double, nullable=False),
    _text("function"),
    _whole("version"),
    Index(None, "fiscal_year", "measure", unique=True),
)
answers = Table(  # of the survey; no column for the person
    "answers",
    metadata,
    _id(),
    _of("cycles"),
    _of("meetings"),
    _json("scores"),
    _text("keep"),
    _text("change"),
    _moment("recorded_at"),
    _token(),
)

jobs = Table(
    "jobs",
    metadata,
    _id(),
    _text("kind"),
    _text("state", index=True),
    Column("progress", Double, nullable=False),
    _text("message"),
    _json("arguments"),
    _person("actor_id"),
    _text("language"),
    _moment("made_at"),
    _moment("heartbeat"),
    _token(),
)
log = Table(
    "log",
    metadata,
    Column("id", Integer, primary_key=True),
    _moment("at"),
    _person("actor_id"),
    _text("event", index=True),
    _text("subject"),
    _text("subject_id"),
    _json("data"),
    sqlite_autoincrement=True,
)
changes = Table(
    "changes",
    metadata,
    Column("id", Integer, primary_key=True),
    _text("topic"),
    _whole("version"),
    Index(None, "topic", "version", unique=True),
    sqlite_autoincrement=True,
)
settings = Table("settings", metadata, Column("key", String, primary_key=True), _json("value"))

KEPT_IN_A_WIPE = frozenset({people, sessions, keys, settings, changes})  # of people only those who are logged in


def of_the_company() -> Iterator[Table]:
    """Return the tables that hold a company's data, those that point to others first."""
    return (table for table in reversed(metadata.sorted_tables) if table not in KEPT_IN_A_WIPE)
