"""Answers to gaps, and decisions prepared before the meeting."""

import sqlalchemy as sa
from alembic import op

from sop.storage.columns import Moment

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "gap_answers",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("cycle_id", sa.String(), nullable=False),
        sa.Column("family", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("scenario_name", sa.String(), nullable=False),
        sa.Column("price_money", sa.Double(), nullable=True),
        sa.Column("owner_id", sa.String(), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.Column("recorded_at", Moment(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_gap_answers"),
        sa.UniqueConstraint("token", name="uq_gap_answers_token"),
        sa.ForeignKeyConstraint(["cycle_id"], ["cycles.id"], name="fk_gap_answers_cycle_id"),
    )
    op.create_index("ix_gap_answers_cycle_id", "gap_answers", ["cycle_id"])
    op.create_index("ix_gap_answers_cycle_id_family", "gap_answers", ["cycle_id", "family"], unique=True)
    op.create_table(
        "prepared_decisions",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("cycle_id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("why_now", sa.String(), nullable=False),
        sa.Column("decide_by", sa.Date(), nullable=False),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("recommended", sa.String(), nullable=False),
        sa.Column("because", sa.String(), nullable=False),
        sa.Column("levers", sa.JSON(), nullable=False),
        sa.Column("prepared_by", sa.String(), nullable=False),
        sa.Column("prepared_at", Moment(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_prepared_decisions"),
        sa.UniqueConstraint("token", name="uq_prepared_decisions_token"),
        sa.ForeignKeyConstraint(["cycle_id"], ["cycles.id"], name="fk_prepared_decisions_cycle_id"),
    )
    op.create_index("ix_prepared_decisions_cycle_id", "prepared_decisions", ["cycle_id"])
