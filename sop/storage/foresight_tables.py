"""The tables of assumptions, risks and opportunities."""

from sqlalchemy import Column, Date, Double, Table

from sop.storage.columns import (
    id_column,
    json_column,
    metadata,
    moment_column,
    person_column,
    text_column,
    token_column,
    whole_column,
)

assumptions = Table(
    "assumptions",
    metadata,
    id_column(),
    text_column("statement"),
    text_column("driver"),
    text_column("value"),
    text_column("owner_function"),
    text_column("source"),
    Column("valid_until", Date, nullable=False),
    text_column("signpost"),
    text_column("state"),
    text_column("seen"),
    person_column("recorded_by"),
    moment_column("recorded_at"),
    whole_column("version"),
    token_column(),
)
risks = Table(
    "risks",
    metadata,
    id_column(),
    text_column("kind"),
    text_column("statement"),
    text_column("owner_function"),
    text_column("family"),
    text_column("first"),
    text_column("last"),
    Column("probability_percent", Double, nullable=False),
    Column("impact_units", Double, nullable=False),
    Column("impact_money", Double, nullable=False),
    text_column("trigger"),
    text_column("mitigation"),
    Column("residual_percent", Double, nullable=True),
    json_column("lever"),  # {} for none
    text_column("state"),
    person_column("recorded_by"),
    moment_column("recorded_at"),
    whole_column("version"),
    token_column(),
)
