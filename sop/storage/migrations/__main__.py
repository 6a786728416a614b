"""Draft the next step from what `tables` has and the steps do not: python -m sop.storage.migrations NUMBER "What it does"."""

import sys
from tempfile import TemporaryDirectory

from alembic import command

from sop.storage import migrations
from sop.storage.engine import address, opened


def draft(number: str, message: str) -> None:
    """Write versions/NUMBER_message.py, to be read and mended before it is kept."""
    with TemporaryDirectory() as folder, opened(address(f"sqlite:///{folder}/draft.db"), sop_writes=True) as tx:
        migrations.upgrade(tx)
        command.revision(migrations.config(tx), message, autogenerate=True, rev_id=number)


if __name__ == "__main__":
    draft(*sys.argv[1:])
