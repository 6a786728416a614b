"""Bring a database to the tables of today, back it up and restore it."""

from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import URL, inspect

from sop.domain.errors import Refused
from sop.language import _
from sop.storage import archive, migrations
from sop.storage.archive import backup
from sop.storage.engine import address, opened

__all__ = ["at_head", "backup", "migrate", "restore"]


def at_head(url: str) -> bool:
    """Say whether the database has the tables of today; a file that is not there is not made by asking."""
    where = address(url)
    if where.get_backend_name() == "sqlite" and not Path(where.database or "").exists():
        return False
    with opened(where) as tx:
        return migrations.revision(tx) == migrations.head()


def migrate(url: str, home: Path, now: datetime) -> list[str]:
    """Bring the database to the tables of today and return what was done, a sentence each; nothing when it is there.

    All steps are one transaction. A SQLite file that holds something is first copied into `home`/backups; its foreign
    keys are off meanwhile, because rebuilding a table would empty those that point to it, and checked before the end.
    Refused for a database of a newer version.
    """
    parsed = address(url)
    with opened(parsed) as tx:
        stands_at = migrations.revision(tx)
    if stands_at == migrations.head():
        return []
    if stands_at is not None and stands_at not in migrations.known():
        raise Refused("This database belongs to a newer version of S&OP Live. Update first.")
    done = _keep_copy(parsed, home, now)
    with opened(parsed, foreign_keys=False, sop_writes=True) as tx:
        before, after = migrations.upgrade(tx)
    if before != after:
        sentence = _("The tables were brought from step {before} to step {after}.")
        done.append(sentence.format(before=before or "-", after=after))
    return done


def restore(source: Path, url: str, home: Path) -> Path | None:
    """Put a backup back and bring it to the tables of today; return where the old database was kept, if there was one.

    Refused for a backup of a newer version or of the other kind of database; Unreadable for a file that is no backup.
    """
    kept = archive.restore(source, url, home)
    migrate(url, home, datetime.now(UTC))
    return kept


def _keep_copy(url: URL, home: Path, now: datetime) -> list[str]:
    if url.get_backend_name() != "sqlite" or _is_empty(url):
        return []
    copy = home / "backups" / f"before-migration-{now:%Y%m%dT%H%M%S}.db"
    archive.copy_sqlite(Path(url.database or ""), copy)
    return [_("The database was copied to {path} first.").format(path=copy)]


def _is_empty(url: URL) -> bool:
    with opened(url) as tx:
        return not inspect(tx).get_table_names()
