"""A plan is published once per click; deviations from it have a cause and an action."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("plans", sa.Column("token", sa.String(), nullable=True))
    op.create_index("ix_plans_token", "plans", ["token"], unique=True)
    op.create_table(
        "deviations",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("cycle_id", sa.String(), nullable=False),
        sa.Column("plan_id", sa.String(), nullable=False),
        sa.Column("family", sa.String(), nullable=False),
        sa.Column("month", sa.String(), nullable=False),
        sa.Column("measure", sa.String(), nullable=False),
        sa.Column("planned_units", sa.Double(), nullable=False),
        sa.Column("actual_units", sa.Double(), nullable=False),
        sa.Column("money", sa.Double(), nullable=False),
        sa.Column("cause", sa.String(), nullable=False),
        sa.Column("action_id", sa.String(), nullable=True),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["action_id"], ["actions.id"], name="fk_deviations_action_id"),
        sa.ForeignKeyConstraint(["cycle_id"], ["cycles.id"], name="fk_deviations_cycle_id"),
        sa.ForeignKeyConstraint(["plan_id"], ["plans.id"], name="fk_deviations_plan_id"),
        sa.PrimaryKeyConstraint("id", name="pk_deviations"),
        sa.UniqueConstraint("token", name="uq_deviations_token"),
    )
    op.create_index("ix_deviations_action_id", "deviations", ["action_id"])
    op.create_index("ix_deviations_cycle_id", "deviations", ["cycle_id"])
    op.create_index("ix_deviations_family_month_measure", "deviations", ["family", "month", "measure"], unique=True)
    op.create_index("ix_deviations_plan_id", "deviations", ["plan_id"])
