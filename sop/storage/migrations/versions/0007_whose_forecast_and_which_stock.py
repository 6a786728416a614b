"""Stock by status, purchases by supplier and order, forecasts by whose they are; market studies.

What was delivered before keeps its meaning: all stock was free, nobody was named.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

ADDED = {
    "rows_inventory": {"status": "free"},
    "rows_open_purchases": {"supplier": "", "order_number": ""},
    "rows_forecasts": {"source": ""},
}


def upgrade() -> None:
    for table, columns in ADDED.items():
        for name, before in columns.items():
            _add(table, name, before)
    op.create_table(
        "rows_market_studies",
        sa.Column("load_id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("month", sa.String(), nullable=False),
        sa.Column("family", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("market_index", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(["load_id"], ["loads.id"], name="fk_rows_market_studies_load_id"),
        sa.PrimaryKeyConstraint("load_id", "position", name="pk_rows_market_studies"),
    )


def _add(table: str, name: str, before: str) -> None:
    """Add a text column that rows of before fill with what they meant, and new rows always say themselves."""
    with op.batch_alter_table(table) as batch:
        batch.add_column(sa.Column(name, sa.String(), nullable=False, server_default=before))
    with op.batch_alter_table(table) as batch:
        batch.alter_column(name, existing_type=sa.String(), server_default=None)
