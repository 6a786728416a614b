"""Projects with their effect and status; objectives of a fiscal year."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_TEXTS = ("name", "kind", "owner_function", "first", "last", "family", "sku", "region", "resource")
_EFFECTS = ("demand_percent", "price_percent", "capacity_percent")


def upgrade() -> None:
    op.create_table(
        "projects",
        sa.Column("id", sa.String(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in _TEXTS),
        *(sa.Column(name, sa.Double(), nullable=False) for name in _EFFECTS),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_projects"),
        sa.UniqueConstraint("token", name="uq_projects_token"),
    )
    op.create_table(
        "objectives",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("fiscal_year", sa.Integer(), nullable=False),
        sa.Column("measure", sa.String(), nullable=False),
        sa.Column("target", sa.Double(), nullable=False),
        sa.Column("function", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_objectives"),
    )
    op.create_index("ix_objectives_fiscal_year_measure", "objectives", ["fiscal_year", "measure"], unique=True)
