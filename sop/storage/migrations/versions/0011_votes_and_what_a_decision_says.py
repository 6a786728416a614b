"""Votes with their ballots; what the room said about a decision, what it is expected to change, which one it replaces."""

import sqlalchemy as sa
from alembic import op

from sop.storage.columns import Moment

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_POINTS = ("cycle", "meeting", "scenario")
_BEFORE = {"status": "decided", "dissent": "", "impact_reason": ""}  # what every entry of before was, and did not say


def upgrade() -> None:
    _votes()
    _ballots()
    with op.batch_alter_table("decisions") as table:
        for name, value in _BEFORE.items():
            table.add_column(sa.Column(name, sa.String(), nullable=False, server_default=value))
        for name in ("options", "consulted", "impact"):
            table.add_column(sa.Column(name, sa.JSON(), nullable=False, server_default="[]"))
        table.add_column(sa.Column("review_on", sa.Date(), nullable=True))
        table.add_column(sa.Column("vote_id", sa.String(), nullable=True))
        table.add_column(sa.Column("replaces_id", sa.String(), nullable=True))
        table.add_column(sa.Column("reverses", sa.Boolean(), nullable=False, server_default=sa.false()))
        table.create_foreign_key("fk_decisions_vote_id", "votes", ["vote_id"], ["id"])
    with op.batch_alter_table("decisions") as table:  # new entries say it themselves
        for name in (*_BEFORE, "options", "consulted", "impact", "reverses"):
            table.alter_column(name, server_default=None)
    op.create_index("ix_decisions_vote_id", "decisions", ["vote_id"])
    op.create_index("ix_decisions_replaces_id", "decisions", ["replaces_id"])


def _votes() -> None:
    op.create_table(
        "votes",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("cycle_id", sa.String(), nullable=False),
        sa.Column("meeting_id", sa.String(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("scenario_id", sa.String(), nullable=True),
        sa.Column("counting", sa.String(), nullable=False),
        sa.Column("opened_by", sa.String(), nullable=False),
        sa.Column("opened_at", Moment(), nullable=False),
        sa.Column("closed_at", Moment(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(), nullable=False),
        *(sa.ForeignKeyConstraint([f"{each}_id"], [f"{each}s.id"], name=f"fk_votes_{each}_id") for each in _POINTS),
        sa.PrimaryKeyConstraint("id", name="pk_votes"),
        sa.UniqueConstraint("token", name="uq_votes_token"),
    )
    for each in _POINTS:
        op.create_index(f"ix_votes_{each}_id", "votes", [f"{each}_id"])


def _ballots() -> None:
    op.create_table(
        "ballots",
        sa.Column("id", sa.String(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("vote_id", "person_id", "function", "stance")),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("cast_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["vote_id"], ["votes.id"], name="fk_ballots_vote_id"),
        sa.PrimaryKeyConstraint("id", name="pk_ballots"),
    )
    op.create_index("ix_ballots_vote_id", "ballots", ["vote_id"])
    op.create_index("ix_ballots_vote_id_person_id", "ballots", ["vote_id", "person_id"], unique=True)
