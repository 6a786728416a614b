"""Who holds the wheel and what stands side by side; drafts that only their maker sees; proposals."""

import sqlalchemy as sa
from alembic import op

from sop.storage.columns import Moment

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_POINTS = ("cycle", "meeting", "scenario")


def upgrade() -> None:
    with op.batch_alter_table("scenarios") as table:
        table.add_column(sa.Column("sharing", sa.String(), nullable=False, server_default="room"))
    with op.batch_alter_table("scenarios") as table:  # every scenario of before was seen by everybody; new ones say
        table.alter_column("sharing", server_default=None)
    with op.batch_alter_table("meetings") as table:
        table.add_column(sa.Column("driver_id", sa.String(), nullable=True))
        table.add_column(sa.Column("compared", sa.JSON(), nullable=False, server_default="[]"))
    with op.batch_alter_table("meetings") as table:
        table.alter_column("compared", server_default=None)
    op.create_table(
        "proposals",
        sa.Column("id", sa.String(), nullable=False),
        *(sa.Column(f"{name}_id", sa.String(), nullable=False) for name in _POINTS),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("proposed_by", "function", "reason")),
        sa.Column("proposed_at", Moment(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(), nullable=False),
        *(sa.ForeignKeyConstraint([f"{each}_id"], [f"{each}s.id"], name=f"fk_proposals_{each}_id") for each in _POINTS),
        sa.PrimaryKeyConstraint("id", name="pk_proposals"),
        sa.UniqueConstraint("token", name="uq_proposals_token"),
    )
    for each in _POINTS:
        op.create_index(f"ix_proposals_{each}_id", "proposals", [f"{each}_id"])
