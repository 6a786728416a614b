"""The tables of what is prepared before the meeting: answers to gaps, decisions."""

from sqlalchemy import Column, Date, Double, Index, Table

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

gap_answers = Table(
    "gap_answers",
    metadata,
    id_column(),
    of_column("cycles"),
    text_column("family"),
    text_column("kind"),
    text_column("reason"),
    text_column("scenario_name"),
    Column("price_money", Double, nullable=True),
    person_column("owner_id"),
    Column("due", Date, nullable=True),
    person_column("recorded_by"),
    moment_column("recorded_at"),
    whole_column("version"),
    token_column(),
    Index(None, "cycle_id", "family", unique=True),
)
prepared_decisions = Table(
    "prepared_decisions",
    metadata,
    id_column(),
    of_column("cycles"),
    whole_column("position"),
    text_column("question"),
    text_column("why_now"),
    Column("decide_by", Date, nullable=False),
    json_column("options"),
    text_column("recommended"),
    text_column("because"),
    json_column("levers"),
    person_column("prepared_by"),
    moment_column("prepared_at"),
    flag_column("withdrawn"),
    whole_column("version"),
    token_column(),
)
