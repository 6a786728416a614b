"""Answers of the survey at the end of a meeting, without the person."""

import sqlalchemy as sa
from alembic import op

from sop.storage.columns import Moment

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "answers",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("cycle_id", sa.String(), nullable=False),
        sa.Column("meeting_id", sa.String(), nullable=False),
        sa.Column("scores", sa.JSON(), nullable=False),
        sa.Column("keep", sa.String(), nullable=False),
        sa.Column("change", sa.String(), nullable=False),
        sa.Column("recorded_at", Moment(), nullable=False),
        sa.Column("token", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["cycle_id"], ["cycles.id"], name="fk_answers_cycle_id"),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name="fk_answers_meeting_id"),
        sa.PrimaryKeyConstraint("id", name="pk_answers"),
        sa.UniqueConstraint("token", name="uq_answers_token"),
    )
    op.create_index("ix_answers_cycle_id", "answers", ["cycle_id"])
    op.create_index("ix_answers_meeting_id", "answers", ["meeting_id"])
