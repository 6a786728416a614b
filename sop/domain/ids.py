"""Names for new rows: UUIDv7, so that they sort by the time they were made."""

import uuid_utils


def new_id() -> str:
    """Return a fresh id, 36 characters, ascending in time."""
    return str(uuid_utils.uuid7())
