"""The tables of what the room brings in from its seats: proposals, votes, who was heard, who wants to speak, what is parked."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Column, Date, Index, PrimaryKeyConstraint, Table

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
votes = Table(
    "votes",
    metadata,
    id_column(),
    of_column("cycles"),
    of_column("meetings"),
    text_column("question"),
    of_column("scenarios", nullable=True),
    text_column("counting"),
    person_column("opened_by"),
    moment_column("opened_at"),
    moment_column("closed_at", nullable=True),
    whole_column("version"),
    flag_column("is_called"),
    of_column("prepared_decisions", nullable=True),
    token_column(),
)
ballots = Table(
    "ballots",
    metadata,
    id_column(),
    of_column("votes"),
    person_column("person_id"),
    text_column("function"),
    text_column("stance"),
    text_column("reason"),
    moment_column("cast_at"),
    Index(None, "vote_id", "person_id", unique=True),
)
heard = Table(  # by function; no column for the person
    "heard",
    metadata,
    of_column("votes"),
    text_column("function"),
    text_column("turn"),
    moment_column("tapped_at"),
    PrimaryKeyConstraint("vote_id", "function"),
)
hands = Table(
    "hands",
    metadata,
    of_column("meetings"),
    person_column("person_id"),
    text_column("function"),
    moment_column("raised_at"),
    PrimaryKeyConstraint("meeting_id", "person_id"),
)
floors = Table(
    "floors",
    metadata,
    of_column("meetings"),
    flag_column("by_queue"),
    person_column("speaker_id"),
    text_column("function"),
    moment_column("since", nullable=True),
    PrimaryKeyConstraint("meeting_id"),
)
spoken = Table(  # by function; no column for the person
    "spoken",
    metadata,
    of_column("meetings"),
    text_column("function"),
    whole_column("seconds"),
    whole_column("turns"),
    moment_column("ended_at"),
    PrimaryKeyConstraint("meeting_id", "function"),
)
parked_topics = Table(
    "parked_topics",
    metadata,
    id_column(),
    of_column("cycles"),
    of_column("meetings", nullable=True),
    text_column("text"),
    person_column("owner_id"),
    text_column("state", index=True),
    person_column("recorded_by"),
    moment_column("recorded_at"),
    whole_column("version"),
    token_column(),
)


def about_decisions() -> Iterator[Column[Any]]:
    """Yield the columns of what the room said about a decision, beside the decision itself."""
    yield text_column("status")
    yield json_column("options")
    yield json_column("consulted")
    yield text_column("dissent")
    yield json_column("impact")
    yield text_column("impact_reason")
    yield Column("review_on", Date, nullable=True)
    yield of_column("votes", nullable=True)
    yield text_column("replaces_id", nullable=True, index=True)  # an earlier decision
    yield flag_column("reverses")
    yield json_column("unheard")
