"""In what lots a SKU is made; what was delivered before comes in any quantity, for which 0 stands."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name in ("minimum_lot_units", "lot_multiple_units"):
        with op.batch_alter_table("rows_items") as batch:
            batch.add_column(sa.Column(name, sa.Double(), nullable=False, server_default="0"))
        with op.batch_alter_table("rows_items") as batch:
            batch.alter_column(name, existing_type=sa.Double(), server_default=None)
