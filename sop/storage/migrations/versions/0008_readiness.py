"""Deliveries expected, what reading a load said, figures of the books, signatures under control totals, freezes."""

import sqlalchemy as sa
from alembic import op

from sop.storage.columns import Moment

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


_FROZEN_BEFORE = """
    INSERT INTO freezes (id, cycle_id, snapshot_id, replaced_id, reason, frozen_by, frozen_at, token)
    SELECT 'before-' || cycles.id, cycles.id, snapshots.id, NULL, '', '', snapshots.made_at, 'before-' || cycles.id
    FROM cycles JOIN snapshots ON snapshots.id = cycles.snapshot_id WHERE snapshots.frozen
"""


def _texts(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.String(), nullable=False) for name in names]


def _of_cycle(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["cycle_id"], ["cycles.id"], name=f"fk_{table}_cycle_id")


def upgrade() -> None:
    op.create_table(
        "expectations",
        *_texts("id", "cycle_id", "kind", "function"),
        sa.Column("working_day", sa.Integer(), nullable=False),
        sa.Column("each_cycle", sa.Boolean(), nullable=False),
        sa.Column("wanted", sa.Boolean(), nullable=False),
        *_texts("owner_id"),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("excused", sa.Boolean(), nullable=False),
        *_texts("note"),
        sa.Column("version", sa.Integer(), nullable=False),
        _of_cycle("expectations"),
        sa.PrimaryKeyConstraint("id", name="pk_expectations"),
    )
    op.create_index("ix_expectations_cycle_id", "expectations", ["cycle_id"])
    op.create_index("ix_expectations_cycle_id_kind", "expectations", ["cycle_id", "kind"], unique=True)
    op.create_table(
        "load_reports",
        *_texts("load_id", "verdict"),
        sa.Column("problems", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["load_id"], ["loads.id"], name="fk_load_reports_load_id"),
        sa.PrimaryKeyConstraint("load_id", name="pk_load_reports"),
    )
    _control_totals()
    op.create_table(
        "freezes",
        *_texts("id", "cycle_id", "snapshot_id"),
        sa.Column("replaced_id", sa.String(), nullable=True),
        *_texts("reason", "frozen_by"),
        sa.Column("frozen_at", Moment(), nullable=False),
        *_texts("token"),
        _of_cycle("freezes"),
        sa.ForeignKeyConstraint(["snapshot_id"], ["snapshots.id"], name="fk_freezes_snapshot_id"),
        sa.ForeignKeyConstraint(["replaced_id"], ["snapshots.id"], name="fk_freezes_replaced_id"),
        sa.PrimaryKeyConstraint("id", name="pk_freezes"),
        sa.UniqueConstraint("token", name="uq_freezes_token"),
    )
    op.create_index("ix_freezes_cycle_id", "freezes", ["cycle_id"])
    op.create_index("ix_freezes_snapshot_id", "freezes", ["snapshot_id"])
    op.execute(_FROZEN_BEFORE)


def _control_totals() -> None:
    op.create_table(
        "ledger_figures",
        *_texts("id", "cycle_id", "control"),
        sa.Column("amount", sa.Double(), nullable=False),
        *_texts("entered_by"),
        sa.Column("entered_at", Moment(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        _of_cycle("ledger_figures"),
        sa.PrimaryKeyConstraint("id", name="pk_ledger_figures"),
    )
    op.create_index("ix_ledger_figures_cycle_id", "ledger_figures", ["cycle_id"])
    op.create_index("ix_ledger_figures_cycle_id_control", "ledger_figures", ["cycle_id", "control"], unique=True)
    op.create_table(
        "signatures",
        *_texts("id", "cycle_id", "control"),
        sa.Column("ledger", sa.Double(), nullable=False),
        sa.Column("loaded", sa.Double(), nullable=False),
        *_texts("reason", "signed_by"),
        sa.Column("signed_at", Moment(), nullable=False),
        *_texts("token"),
        _of_cycle("signatures"),
        sa.PrimaryKeyConstraint("id", name="pk_signatures"),
        sa.UniqueConstraint("token", name="uq_signatures_token"),
    )
    op.create_index("ix_signatures_cycle_id", "signatures", ["cycle_id"])
