"""Backups: one .zip with the database and the original files, made while the server runs.

- manifest.json: format, database, step of the tables, when
- database.sqlite: SQLite's file, copied by SQLite's own backup
- tables/<name>.jsonl: PostgreSQL's rows of every table at one moment, a JSON object a line
- blobs/<sha256>: original files, copied after the database, so that each one it names is there
"""

import json
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import URL

from sop.domain.errors import NotFound, Refused, Unreadable
from sop.storage import blobs, migrations, rows_archive
from sop.storage.engine import address, opened

FORMAT = 1
MANIFEST, DATABASE = "manifest.json", "database.sqlite"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an archive says about itself."""

    format: int
    database: str  # sqlite or postgresql
    revision: str
    made_at: str


def backup(url: str, home: Path, target: Path) -> Path:
    """Write database and original files into `target`, whole or not at all; readers and writers go on meanwhile."""
    parsed = address(url)
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f"{target.name}.part")
    with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as archive:
        revision = _write_sqlite(parsed, archive) if _is_file(parsed) else rows_archive.write(parsed, archive)
        for name in blobs.names(home):
            archive.write(home / blobs.FOLDER / name, f"{blobs.FOLDER}/{name}")
        manifest = Manifest(FORMAT, parsed.get_backend_name(), revision, datetime.now(UTC).isoformat())
        archive.writestr(MANIFEST, json.dumps(asdict(manifest)))
    part.replace(target)
    return target


def restore(source: Path, url: str, home: Path) -> Path | None:
    """Put database and original files back as they were; return where the old database was kept, None if there was none.

    Refused for an archive of a newer version or of the other kind of database; Unreadable for a file that is none.
    """
    parsed = address(url)
    with _opened(source) as archive:
        manifest = _manifest(archive)
        if manifest.format > FORMAT or manifest.revision not in migrations.known():
            raise Refused("This backup was made by a newer version of S&OP Live. Update first, then restore it.")
        if manifest.database != parsed.get_backend_name():
            raise Refused("This backup is of a {kind} database; restore it into one.", kind=manifest.database)
        _restore_blobs(archive, home)
        aside = home / "backups" / f"before-restore-{datetime.now(UTC):%Y%m%dT%H%M%S%f}"
        if _is_file(parsed):
            return _restore_sqlite(archive, parsed, aside.with_suffix(".db"))
        kept = None if rows_archive.is_empty(parsed) else backup(url, home, aside.with_suffix(".zip"))
        rows_archive.read(archive, parsed, manifest.revision)
        return kept


@contextmanager
def _opened(source: Path) -> Iterator[zipfile.ZipFile]:
    if not source.is_file():
        raise NotFound("There is no file {path}.", path=source)
    try:
        with zipfile.ZipFile(source) as archive:
            if archive.testzip() is not None:
                raise Unreadable("The backup {path} is damaged. Take an older one.", path=source)
            yield archive
    except zipfile.BadZipFile:
        raise Unreadable("{path} is not a backup of S&OP Live.", path=source) from None


def _manifest(archive: zipfile.ZipFile) -> Manifest:
    if MANIFEST not in archive.namelist():
        raise Unreadable("{path} is not a backup of S&OP Live.", path=archive.filename)
    try:
        return Manifest(**json.loads(archive.read(MANIFEST)))
    except (ValueError, TypeError):
        raise Unreadable("{path} is not a backup of S&OP Live.", path=archive.filename) from None


def _restore_blobs(archive: zipfile.ZipFile, home: Path) -> None:
    for entry in archive.namelist():
        folder, _slash, name = entry.partition("/")
        if folder == blobs.FOLDER:
            content = archive.read(entry)
            blobs.check(name, content)
            blobs.keep(home, content)


# SQLite --------------------------------------------------------------------------------------------------------------


def _is_file(url: URL) -> bool:
    return url.get_backend_name() == "sqlite"


def copy_sqlite(source: Path, target: Path) -> None:
    """Copy a database that may be in use, as it is at one moment; an existing target is replaced by its content."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(source, timeout=30)) as old, closing(sqlite3.connect(target, timeout=30)) as new:
        old.backup(new)


def _write_sqlite(url: URL, archive: zipfile.ZipFile) -> str:
    with TemporaryDirectory() as folder:
        copy = Path(folder) / DATABASE
        copy_sqlite(Path(url.database or ""), copy)
        archive.write(copy, DATABASE)
        return _revision(url.set(database=str(copy)))


def _revision(url: URL) -> str:
    with opened(url) as tx:
        revision = migrations.revision(tx)
    if revision is None:
        raise Refused("The database is empty: there is nothing to back up.")
    return revision


def _restore_sqlite(archive: zipfile.ZipFile, url: URL, aside: Path) -> Path | None:
    """Copy the archived file over the content of the live one, which stays one file for whoever has it open."""
    live = Path(url.database or "")
    if DATABASE not in archive.namelist():
        raise Unreadable("{path} is not a backup of S&OP Live.", path=archive.filename)
    with TemporaryDirectory() as folder:
        archived = Path(archive.extract(DATABASE, folder))
        _check_sound(archived, archive.filename)
        kept = _set_aside(live, aside) if live.exists() else None
        copy_sqlite(archived, live)
        return kept


def _check_sound(archived: Path, source: str | None) -> None:
    """Raise Unreadable for a file that SQLite cannot read whole, before anything is overwritten with it."""
    with closing(sqlite3.connect(archived)) as database:
        try:
            sound = database.execute("PRAGMA quick_check(1)").fetchone() == ("ok",)
        except sqlite3.DatabaseError:
            sound = False
    if not sound:
        raise Unreadable("The backup {path} is damaged. Take an older one.", path=source)


def _set_aside(live: Path, aside: Path) -> Path:
    try:
        copy_sqlite(live, aside)
    except sqlite3.DatabaseError:  # too damaged to be copied page by page: move it out of the way as it is
        for ending in ("", "-wal", "-shm"):
            part = live.with_name(live.name + ending)
            if part.exists():
                part.replace(aside.with_name(aside.name + ending))
    return aside
