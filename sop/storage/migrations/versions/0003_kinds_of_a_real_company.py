"""What was made and stocked, forecasts, rates and units of a company's own; hours that are the same in every month."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("rows_capacity") as capacity:
        capacity.alter_column("month", existing_type=sa.String(), nullable=True)
    _rows("production_history", _text("month"), _text("sku"), _text("plant"), _number("quantity"))
    _rows("stock_history", _text("month"), _text("sku"), _text("location"), _number("quantity"))
    _rows("forecasts", _text("month"), _text("sku"), _text("region"), _number("quantity"))
    _rows("currency_rates", _text("month"), _text("currency"), _number("rate"))
    _rows("unit_conversions", _text("sku"), _text("unit"), _number("factor"))


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.String(), nullable=False)


def _number(name: str) -> sa.Column[float]:
    return sa.Column(name, sa.Double(), nullable=False)


def _rows(kind: str, *columns: sa.Column[str] | sa.Column[float]) -> None:
    op.create_table(
        f"rows_{kind}",
        sa.Column("load_id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        *columns,
        sa.ForeignKeyConstraint(["load_id"], ["loads.id"], name=f"fk_rows_{kind}_load_id"),
        sa.PrimaryKeyConstraint("load_id", "position", name=f"pk_rows_{kind}"),
    )
