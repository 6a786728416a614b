"""The tables of what the room brings in from its seats: proposals."""

from sqlalchemy import Table

from sop.storage.columns import (
    flag_column,
    id_column,
    metadata,
    moment_column,
    of_column,
    person_column,
    text_column,
    token_column,
    whole_column,
)

proposals = Table(
    "proposals",
    metadata,
    id_column(),
    of_column("cycles"),
    of_column("meetings"),
    of_column("scenarios"),
    person_column("proposed_by"),
    text_column("function"),
    text_column("reason"),
    moment_column("proposed_at"),
    flag_column("withdrawn"),
    whole_column("version"),
    token_column(),
)
