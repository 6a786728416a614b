"""What Alembic runs: the steps, inside the transaction that the caller opened."""

from typing import Any, Literal

from alembic import context

from sop.storage.columns import Moment
from sop.storage.tables import metadata


def render(what: str, value: Any, autogenerating: Any) -> str | Literal[False]:  # noqa: ARG001 - Alembic's form
    """Write a moment as the type that the database sees: steps import nothing of ours, so that they never change."""
    return "sa.DateTime(timezone=True)" if what == "type" and isinstance(value, Moment) else False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    render_item=render,
    transactional_ddl=True,
)
context.run_migrations()
