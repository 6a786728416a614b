"""The tables of the readiness board: what is expected, what came of it, who stands for it, when data was frozen."""

from sqlalchemy import Column, Date, Double, ForeignKey, Index, Table

from sop.storage.columns import (
    flag_column,
    id_column,
    json_column,
    metadata,
    moment_column,
    of_column,
    person_column,
    text_column,
    token_column,
    whole_column,
)

expectations = Table(  # of deliveries: standing from a cycle on
    "expectations",
    metadata,
    id_column(),
    of_column("cycles"),
    text_column("kind"),
    text_column("function"),
    whole_column("working_day"),
    flag_column("each_cycle"),
    flag_column("wanted"),
    person_column("owner_id"),
    Column("due", Date, nullable=True),
    flag_column("excused"),
    text_column("note"),
    whole_column("version"),
    Index(None, "cycle_id", "kind", unique=True),
)
load_reports = Table(
    "load_reports",
    metadata,
    Column("load_id", ForeignKey("loads.id"), primary_key=True),
    text_column("verdict"),
    json_column("problems"),
)
ledger_figures = Table(
    "ledger_figures",
    metadata,
    id_column(),
    of_column("cycles"),
    text_column("control"),
    Column("amount", Double, nullable=False),
    person_column("entered_by"),
    moment_column("entered_at"),
    whole_column("version"),
    Index(None, "cycle_id", "control", unique=True),
)
signatures = Table(
    "signatures",
    metadata,
    id_column(),
    of_column("cycles"),
    text_column("control"),
    Column("ledger", Double, nullable=False),
    Column("loaded", Double, nullable=False),
    text_column("reason"),
    person_column("signed_by"),
    moment_column("signed_at"),
    token_column(),
)
freezes = Table(
    "freezes",
    metadata,
    id_column(),
    of_column("cycles"),
    of_column("snapshots"),
    Column("replaced_id", ForeignKey("snapshots.id"), nullable=True),
    text_column("reason"),
    person_column("frozen_by"),
    moment_column("frozen_at"),
    token_column(),
)
