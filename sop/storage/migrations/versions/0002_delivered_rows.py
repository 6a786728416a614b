"""The rows of the deliveries, a table for each kind."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _bom()
    _budget()
    _capacity()
    _costs()
    _customers()
    _inventory()
    _items()
    _materials_suppliers()
    _open_orders()
    _open_purchases()
    _people()
    _prices()
    _production_orders()
    _projects()
    _routings()
    _sales_history()


def _bom() -> None:
    op.create_table(
        "rows_bom",
        sa.Column("load_id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("parent_sku", sa.String(), nullable=False),
        sa.Column("component_sku", sa.String(), nullable=False),
        sa.Column("qty_per", sa.Double(), nullable=False),
        sa.Column("uom", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["load_id"], ["loads.id"], name="fk_rows_bom_load_id"),
        sa.PrimaryKeyConstraint("load_id", "position", name="pk_rows_bom"),
    )


def _budget() -> None:
    op.create_table(
        "rows_budget",
        sa.Column("load_id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("month", sa.String(), nullable=False),
        sa.Column("family", sa.String(), nullable=False),
        sa.Column("region", sa.String(), nullable=False),
        sa.Column("quantity", sa.Double(), nullable=False),
        sa.Column("revenue", sa.Double(), nullable=False),
        sa.Column("margin", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(["load_id"], ["loads.id"], name="fk_rows_budget_load_id"),
        sa.PrimaryKeyConstraint("load_id", "position", name="pk_rows_budget"),
    )


def _capacity() -> None:
    op.create_table(
        "rows_capacity",
        sa.Column("load_id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("plant", sa.String(), nullable=False),
        sa.Column("resource", sa.String(), nullable=False),
        sa.Column("resource_kind", sa.String(), nullable=False),
        sa.Column("staff_group", sa.String(), nullable=False),
        sa.Column("month", sa.String(), nullable=False),
        sa.Column("hours", sa.Double(), nullable=False),
        sa.Column("overtime_hours", sa.Double(), nullable=False),
        sa.Column("overtime_cost_per_hour", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(["load_id"], ["loads.id"], name="fk_rows_capacity_load_id"),
        sa.PrimaryKeyConstraint("load_id", "position", name="pk_rows_capacity"),
    )


def _costs() -> None:
    op.create_table(
        "rows_costs",
        sa.Column("load_id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("sku", sa.String(), nullable=False),
        sa.Column("plant", sa.String(), nullable=False),
        sa.Column("unit_cost", sa.Double(), nullable=False),
        sa.Column("holding_percent_per_month", sa.Double(), nullable=False),
        sa.Column("monthly_limit", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(["load_id"], ["loads.id"], name="fk_rows_costs_load_id"),
        sa.PrimaryKeyConstraint("load_id", "position", name="pk_rows_costs"),
    )


def _customers() -> None:
    op.create_table(
        "rows_customers",
        sa.Column("load_id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("customer", sa.String(), nullable=False),
        sa.Column("customer_class", sa.String(), nullable=False),
        sa.Column("region", sa.String(), nullable=False),
        sa.Column("strategic", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["load_id"], ["loads.id"], name="fk_rows_customers_load_id"),
        sa.PrimaryKeyConstraint("load_id", "position", name="pk_rows_customers"),
    )


def _inventory() -> None:
    op.create_table(
        "rows_inventory",
        sa.Column("load_id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("sku", sa.String(), nullable=False),
        sa.Column("location", sa.String(), nullable=False),
        sa.Column("quantity", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(["load_id"], ["loads.id"], name="fk_rows_inventory_load_id"),
        sa.PrimaryKeyConstraint("load_id", "position", name="pk_rows_inventory"),
    )


def _items() -> None:
    op.create_table(
        "rows_items",
        sa.Column("load_id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("sku", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("family", sa.String(), nullable=False),
        sa.Column("make_or_buy", sa.String(), nullable=False),
        sa.Column("mode", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("equivalent_unit", sa.String(), nullable=False),
        sa.Column("equivalent_per_unit", sa.Double(), nullable=False),
        sa.Column("volume_m3", sa.Double(), nullable=False),
        sa.Column("safety_stock_days", sa.Double(), nullable=False),
        sa.Column("promised_months", sa.Double(), nullable=False),
        sa.Column("launch_month", sa.String(), nullable=True),
        sa.Column("end_month", sa.String(), nullable=True),
        sa.Column("like_sku", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["load_id"], ["loads.id"], name="fk_rows_items_load_id"),
        sa.PrimaryKeyConstraint("load_id", "position", name="pk_rows_items"),
    )


def _materials_suppliers() -> None:
    op.create_table(
        "rows_materials_suppliers",
        sa.Column("load_id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("sku", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("supplier", sa.String(), nullable=False),
        sa.Column("lead_time_days", sa.Double(), nullable=False),
        sa.Column("price", sa.Double(), nullable=False),
        sa.Column("min_order", sa.Double(), nullable=False),
        sa.Column("monthly_limit", sa.Double(), nullable=False),
        sa.Column("expedite_percent", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(["load_id"], ["loads.id"], name="fk_rows_materials_suppliers_load_id"),
        sa.PrimaryKeyConstraint("load_id", "position", name="pk_rows_materials_suppliers"),
    )


def _open_orders() -> None:
    op.create_table(
        "rows_open_orders",
        sa.Column("load_id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("month", sa.String(), nullable=False),
        sa.Column("sku", sa.String(), nullable=False),
        sa.Column("region", sa.String(), nullable=False),
        sa.Column("customer_class", sa.String(), nullable=False),
        sa.Column("quantity", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(["load_id"], ["loads.id"], name="fk_rows_open_orders_load_id"),
        sa.PrimaryKeyConstraint("load_id", "position", name="pk_rows_open_orders"),
    )


def _open_purchases() -> None:
    op.create_table(
        "rows_open_purchases",
        sa.Column("load_id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("month", sa.String(), nullable=False),
        sa.Column("sku", sa.String(), nullable=False),
        sa.Column("quantity", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(["load_id"], ["loads.id"], name="fk_rows_open_purchases_load_id"),
        sa.PrimaryKeyConstraint("load_id", "position", name="pk_rows_open_purchases"),
    )


def _people() -> None:
    op.create_table(
        "rows_people",
        sa.Column("load_id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("function", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["load_id"], ["loads.id"], name="fk_rows_people_load_id"),
        sa.PrimaryKeyConstraint("load_id", "position", name="pk_rows_people"),
    )


def _prices() -> None:
    op.create_table(
        "rows_prices",
        sa.Column("load_id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("sku", sa.String(), nullable=False),
        sa.Column("region", sa.String(), nullable=False),
        sa.Column("price", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(["load_id"], ["loads.id"], name="fk_rows_prices_load_id"),
        sa.PrimaryKeyConstraint("load_id", "position", name="pk_rows_prices"),
    )


def _production_orders() -> None:
    op.create_table(
        "rows_production_orders",
        sa.Column("load_id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("month", sa.String(), nullable=False),
        sa.Column("sku", sa.String(), nullable=False),
        sa.Column("plant", sa.String(), nullable=False),
        sa.Column("quantity", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(["load_id"], ["loads.id"], name="fk_rows_production_orders_load_id"),
        sa.PrimaryKeyConstraint("load_id", "position", name="pk_rows_production_orders"),
    )


def _projects() -> None:
    op.create_table(
        "rows_projects",
        sa.Column("load_id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("project_kind", sa.String(), nullable=False),
        sa.Column("owner_function", sa.String(), nullable=False),
        sa.Column("first_month", sa.String(), nullable=False),
        sa.Column("last_month", sa.String(), nullable=False),
        sa.Column("family", sa.String(), nullable=False),
        sa.Column("sku", sa.String(), nullable=False),
        sa.Column("region", sa.String(), nullable=False),
        sa.Column("resource", sa.String(), nullable=False),
        sa.Column("demand_percent", sa.Double(), nullable=False),
        sa.Column("price_percent", sa.Double(), nullable=False),
        sa.Column("capacity_percent", sa.Double(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["load_id"], ["loads.id"], name="fk_rows_projects_load_id"),
        sa.PrimaryKeyConstraint("load_id", "position", name="pk_rows_projects"),
    )


def _routings() -> None:
    op.create_table(
        "rows_routings",
        sa.Column("load_id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("sku", sa.String(), nullable=False),
        sa.Column("plant", sa.String(), nullable=False),
        sa.Column("resource", sa.String(), nullable=False),
        sa.Column("hours_per_unit", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(["load_id"], ["loads.id"], name="fk_rows_routings_load_id"),
        sa.PrimaryKeyConstraint("load_id", "position", name="pk_rows_routings"),
    )


def _sales_history() -> None:
    op.create_table(
        "rows_sales_history",
        sa.Column("load_id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("month", sa.String(), nullable=False),
        sa.Column("sku", sa.String(), nullable=False),
        sa.Column("region", sa.String(), nullable=False),
        sa.Column("customer_class", sa.String(), nullable=False),
        sa.Column("quantity", sa.Double(), nullable=False),
        sa.Column("revenue", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(["load_id"], ["loads.id"], name="fk_rows_sales_history_load_id"),
        sa.PrimaryKeyConstraint("load_id", "position", name="pk_rows_sales_history"),
    )
