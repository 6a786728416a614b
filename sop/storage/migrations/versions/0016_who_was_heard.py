"""Who was heard on a question and who was not when it was decided; raised hands, the floor, how long functions spoke."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from sop.storage.columns import Moment

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _votes()
    with op.batch_alter_table("decisions") as table:
        table.add_column(sa.Column("unheard", sa.JSON(), nullable=False, server_default="[]"))
    with op.batch_alter_table("decisions") as table:
        table.alter_column("unheard", server_default=None)
    _by_meeting("hands", "person_id", _text("person_id"), _text("function"), _moment("raised_at"))
    _by_meeting(
        "floors", "", _flag("by_queue"), _text("speaker_id"), _text("function"), _moment("since", nullable=True)
    )
    _by_meeting("spoken", "function", _text("function"), _whole("seconds"), _whole("turns"), _moment("ended_at"))
    op.create_table(
        "heard",
        *(_text(name) for name in ("vote_id", "function", "turn")),
        _moment("tapped_at"),
        sa.ForeignKeyConstraint(["vote_id"], ["votes.id"], name="fk_heard_vote_id"),
        sa.PrimaryKeyConstraint("vote_id", "function", name="pk_heard"),
    )
    op.create_index("ix_heard_vote_id", "heard", ["vote_id"])


def _votes() -> None:
    with op.batch_alter_table("votes") as table:  # what was put to the room so far was voted on
        table.add_column(sa.Column("is_called", sa.Boolean(), nullable=False, server_default=sa.true()))
        table.add_column(sa.Column("prepared_decision_id", sa.String(), nullable=True))
        table.create_foreign_key(
            "fk_votes_prepared_decision_id", "prepared_decisions", ["prepared_decision_id"], ["id"]
        )
    with op.batch_alter_table("votes") as table:
        table.alter_column("is_called", server_default=None)
    op.create_index("ix_votes_prepared_decision_id", "votes", ["prepared_decision_id"])


def _by_meeting(name: str, beside: str, *columns: sa.Column[Any]) -> None:
    """Create a table with one row a meeting, or one a meeting and what stands `beside` it."""
    key = ["meeting_id", *([beside] if beside else [])]
    op.create_table(
        name,
        _text("meeting_id"),
        *columns,
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=f"fk_{name}_meeting_id"),
        sa.PrimaryKeyConstraint(*key, name=f"pk_{name}"),
    )
    op.create_index(f"ix_{name}_meeting_id", name, ["meeting_id"])


def _text(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.String(), nullable=False)


def _whole(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Integer(), nullable=False)


def _flag(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Boolean(), nullable=False)


def _moment(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, Moment(), nullable=nullable)
