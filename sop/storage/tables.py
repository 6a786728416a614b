"""Every table of the database, said once; the migrations lead there and a test proves it."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import (
    Column,
    Date,
    Double,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    String,
    Table,
)

from sop.domain.kinds import KINDS, Holds
from sop.domain.kinds import Column as Field
from sop.storage import foresight_tables, prepared_tables, readiness_tables  # noqa: F401 - in the same metadata
from sop.storage.columns import (
    flag_column,
    id_column,
    json_column,
    moment_column,
    of_column,
    person_column,
    text_column,
    token_column,
    whole_column,
)
from sop.storage.columns import (
    metadata as metadata,  # noqa: PLC0414 - whoever imports the tables gets the metadata that is full
)
from sop.storage.room_tables import about_decisions

people = Table(
    "people",
    metadata,
    id_column(),
    text_column("name"),
    text_column("function"),
    text_column("role"),
    text_column("language"),
    text_column("email"),
    moment_column("joined_at", nullable=True),
    token_column(),
)
sessions = Table(
    "sessions",
    metadata,
    Column("token_hash", String, primary_key=True),
    Column("person_id", ForeignKey("people.id"), nullable=False, index=True, info={"person": True}),
    moment_column("opened_at"),
)
keys = Table(
    "keys",
    metadata,
    Column("key_hash", String, primary_key=True),
    text_column("role"),
    moment_column("made_at"),
    moment_column("used_at", nullable=True),
)

loads = Table(
    "loads",
    metadata,
    id_column(),
    text_column("kind", index=True),
    text_column("file_name"),
    text_column("sha256"),
    whole_column("rows"),
    person_column("loaded_by"),
    moment_column("loaded_at"),
    flag_column("is_demo"),
    flag_column("withdrawn"),
)


def _delivered(field: Field) -> Column[Any]:
    types = {Holds.TEXT: String, Holds.MONTH: String, Holds.NUMBER: Double, Holds.FLAG: Integer}
    return Column(field.name, types[field.holds], nullable=not field.required and field.default is None)


delivered = {
    kind.name: Table(
        f"rows_{kind.name}",
        metadata,
        Column("load_id", ForeignKey("loads.id"), nullable=False),
        whole_column("position"),
        *(_delivered(field) for field in kind.columns),
        PrimaryKeyConstraint("load_id", "position"),
    )
    for kind in KINDS.values()
}

mappings = Table(
    "mappings",
    metadata,
    id_column(),
    text_column("name"),
    text_column("kind"),
    json_column("header"),  # every column of the file that it was kept for
    json_column("columns"),  # our column -> the file's, "" for none
    json_column("answers"),  # to what the layout leaves open: the order of dates, the decimal mark
    person_column("author_id"),
    moment_column("kept_at"),
    whole_column("version"),
    Index(None, "kind", "name", unique=True),
)

snapshots = Table(
    "snapshots",
    metadata,
    id_column(),
    Column("number", Integer, nullable=False, unique=True),
    moment_column("made_at"),
    flag_column("frozen"),
)
snapshot_loads = Table(
    "snapshot_loads",
    metadata,
    of_column("snapshots"),
    text_column("kind"),
    of_column("loads"),
    PrimaryKeyConstraint("snapshot_id", "kind"),
)

cycles = Table(
    "cycles",
    metadata,
    id_column(),
    text_column("name"),
    text_column("cadence"),
    text_column("last_closed"),
    text_column("first_decidable"),
    whole_column("horizon_months"),
    whole_column("fiscal_year_start"),
    text_column("fiscal_calendar"),
    text_column("currency"),
    text_column("time_zone"),
    of_column("snapshots", nullable=True),
    whole_column("version"),
    token_column(),
)
overrides = Table(
    "overrides",
    metadata,
    id_column(),
    of_column("cycles"),
    text_column("family"),
    text_column("sku"),
    text_column("region"),
    text_column("first"),
    text_column("last"),
    Column("change", Double, nullable=False),
    flag_column("in_percent"),
    text_column("reason"),
    person_column("author_id"),
    moment_column("recorded_at"),
    flag_column("withdrawn"),
    whole_column("version"),
    token_column(),
)
scenarios = Table(
    "scenarios",
    metadata,
    id_column(),
    of_column("cycles"),
    text_column("name"),
    flag_column("is_base"),
    person_column("created_by"),
    text_column("sharing"),
    whole_column("version"),
    token_column(),
)
levers = Table(
    "levers",
    metadata,
    text_column("id"),
    of_column("scenarios"),
    whole_column("position"),
    text_column("kind"),
    Column("value", Double, nullable=False),
    text_column("dimension"),
    text_column("name"),
    text_column("first"),
    text_column("last"),
    PrimaryKeyConstraint("scenario_id", "id"),
)
plans = Table(
    "plans",
    metadata,
    id_column(),
    of_column("cycles"),
    whole_column("number"),
    text_column("key_digest", index=True),
    json_column("kpis"),
    json_column("recipe"),
    Column("payload", LargeBinary, nullable=False),
    text_column("engine"),
    text_column("solver"),
    moment_column("made_at"),
    person_column("made_by"),
    flag_column("published"),
    Column("token", String, nullable=True),
    Index(None, "cycle_id", "number", unique=True),
    Index(None, "token", unique=True),
)

meetings = Table(
    "meetings",
    metadata,
    id_column(),
    of_column("cycles"),
    text_column("kind"),
    moment_column("starts_at"),
    json_column("invited"),
    text_column("running_item", nullable=True),
    text_column("projected_scenario", nullable=True),
    person_column("driver_id", nullable=True),
    json_column("compared"),
    json_column("projector"),
    whole_column("version"),
    token_column(),
)
agenda_items = Table(
    "agenda_items",
    metadata,
    id_column(),
    of_column("meetings"),
    whole_column("position"),
    text_column("title"),
    text_column("stage"),
    whole_column("minutes"),
    person_column("owner_id", nullable=True),
    text_column("purpose"),
    moment_column("started_at", nullable=True),
    moment_column("ended_at", nullable=True),
    whole_column("spent_s"),
    whole_column("version"),
    token_column(nullable=True),
)
attendance = Table(
    "attendance",
    metadata,
    of_column("meetings"),
    person_column("person_id"),
    moment_column("arrived_at"),
    PrimaryKeyConstraint("meeting_id", "person_id"),
)
decisions = Table(
    "decisions",
    metadata,
    id_column(),
    of_column("cycles"),
    of_column("meetings", nullable=True),
    text_column("question"),
    text_column("choice"),
    text_column("rationale"),
    person_column("decider_id"),
    person_column("owner_id"),
    Column("due", Date, nullable=True),
    of_column("scenarios", nullable=True),
    text_column("scenario_name"),
    of_column("plans", nullable=True),
    person_column("recorded_by"),
    moment_column("recorded_at"),
    whole_column("version"),
    *about_decisions(),
    token_column(),
)
actions = Table(
    "actions",
    metadata,
    id_column(),
    of_column("cycles"),
    of_column("meetings", nullable=True),
    of_column("decisions", nullable=True),
    text_column("text"),
    person_column("owner_id"),
    Column("due", Date, nullable=True),
    text_column("state"),
    person_column("recorded_by"),
    moment_column("recorded_at"),
    whole_column("version"),
    token_column(),
)

deviations = Table(
    "deviations",
    metadata,
    id_column(),
    of_column("cycles"),
    of_column("plans"),
    text_column("family"),
    text_column("month"),
    text_column("measure"),
    Column("planned_units", Double, nullable=False),
    Column("actual_units", Double, nullable=False),
    Column("money", Double, nullable=False),
    text_column("cause"),
    of_column("actions", nullable=True),
    person_column("recorded_by"),
    moment_column("recorded_at"),
    whole_column("version"),
    token_column(),
    Index(None, "family", "month", "measure", unique=True),
)

projects = Table(
    "projects",
    metadata,
    id_column(),
    text_column("name"),
    text_column("kind"),
    text_column("owner_function"),
    text_column("first"),
    text_column("last"),
    text_column("family"),
    text_column("sku"),
    text_column("region"),
    text_column("resource"),
    Column("demand_percent", Double, nullable=False),
    Column("price_percent", Double, nullable=False),
    Column("capacity_percent", Double, nullable=False),
    text_column("status"),
    text_column("note"),
    whole_column("version"),
    token_column(),
)
objectives = Table(
    "objectives",
    metadata,
    id_column(),
    whole_column("fiscal_year"),
    text_column("measure"),
    Column("target", Double, nullable=False),
    text_column("function"),
    whole_column("version"),
    Index(None, "fiscal_year", "measure", unique=True),
)
answers = Table(  # of the survey; no column for the person
    "answers",
    metadata,
    id_column(),
    of_column("cycles"),
    of_column("meetings"),
    json_column("scores"),
    text_column("keep"),
    text_column("change"),
    moment_column("recorded_at"),
    token_column(),
)

jobs = Table(
    "jobs",
    metadata,
    id_column(),
    text_column("kind"),
    text_column("state", index=True),
    Column("progress", Double, nullable=False),
    text_column("message"),
    json_column("arguments"),
    person_column("actor_id"),
    text_column("language"),
    moment_column("made_at"),
    moment_column("heartbeat"),
    token_column(),
)
log = Table(
    "log",
    metadata,
    Column("id", Integer, primary_key=True),
    moment_column("at"),
    person_column("actor_id"),
    text_column("event", index=True),
    text_column("subject"),
    text_column("subject_id"),
    json_column("data"),
    sqlite_autoincrement=True,
)
changes = Table(
    "changes",
    metadata,
    Column("id", Integer, primary_key=True),
    text_column("topic"),
    whole_column("version"),
    Index(None, "topic", "version", unique=True),
    sqlite_autoincrement=True,
)
settings = Table("settings", metadata, Column("key", String, primary_key=True), json_column("value"))

KEPT_IN_A_WIPE = frozenset({people, sessions, keys, settings, changes})  # of people only those who are logged in


def of_the_company() -> Iterator[Table]:
    """Return the tables that hold a company's data, those that point to others first."""
    return (table for table in reversed(metadata.sorted_tables) if table not in KEPT_IN_A_WIPE)
