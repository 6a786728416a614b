"""What is captured in a word: decisions and actions without a date yet, and the parking lot."""

import sqlalchemy as sa
from alembic import op

from sop.storage.columns import Moment

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

_TEXTS = ("text", "owner_id", "state", "recorded_by")


def upgrade() -> None:
    for name in ("decisions", "actions"):
        with op.batch_alter_table(name) as table:
            table.alter_column("due", existing_type=sa.Date(), nullable=True)
    op.create_table(
        "parked_topics",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("cycle_id", sa.String(), nullable=False),
        sa.Column("meeting_id", sa.String(), nullable=True),
        *(sa.Column(name, sa.String(), nullable=False) for name in _TEXTS),
        sa.Column("recorded_at", Moment(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["cycle_id"], ["cycles.id"], name="fk_parked_topics_cycle_id"),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name="fk_parked_topics_meeting_id"),
        sa.PrimaryKeyConstraint("id", name="pk_parked_topics"),
        sa.UniqueConstraint("token", name="uq_parked_topics_token"),
    )
    for column in ("cycle_id", "meeting_id", "state"):
        op.create_index(f"ix_parked_topics_{column}", "parked_topics", [column])
