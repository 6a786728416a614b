"""What the projector shows; how long an item was held before it was taken up again."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("meetings") as table:
        table.add_column(sa.Column("projector", sa.JSON(), nullable=False, server_default="{}"))
    with op.batch_alter_table("meetings") as table:
        table.alter_column("projector", server_default=None)
    with op.batch_alter_table("agenda_items") as table:
        table.add_column(sa.Column("spent_s", sa.Integer(), nullable=False, server_default="0"))
    with op.batch_alter_table("agenda_items") as table:
        table.alter_column("spent_s", server_default=None)
