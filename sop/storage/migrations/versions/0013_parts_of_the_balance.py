"""Staff that grows and shrinks, room in the warehouse, lead times of what is made or bought ready, shelf life.

What was delivered before set no such limit: 0 stands for none.
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

ADDED = {
    "rows_items": "max_stock_days",
    "rows_costs": "lead_time_days",
    "rows_materials_suppliers": "expedite_limit",
}
STAFFING = ("cost_per_worker", "hire_cost", "layoff_cost", "hire_limit", "layoff_limit")


def upgrade() -> None:
    for table, name in ADDED.items():
        with op.batch_alter_table(table) as batch:
            batch.add_column(sa.Column(name, sa.Double(), nullable=False, server_default="0"))
        with op.batch_alter_table(table) as batch:
            batch.alter_column(name, existing_type=sa.Double(), server_default=None)
    _rows("staffing", "staff_group", "hours_per_worker", *STAFFING)
    _rows("storage", "location", "limit_m3", "rent_limit_m3", "rent_per_m3")


def _rows(kind: str, named_by: str, *numbers: str) -> None:
    op.create_table(
        f"rows_{kind}",
        sa.Column("load_id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(named_by, sa.String(), nullable=False),
        sa.Column("month", sa.String(), nullable=True),
        *(sa.Column(name, sa.Double(), nullable=False) for name in numbers),
        sa.ForeignKeyConstraint(["load_id"], ["loads.id"], name=f"fk_rows_{kind}_load_id"),
        sa.PrimaryKeyConstraint("load_id", "position", name=f"pk_rows_{kind}"),
    )
