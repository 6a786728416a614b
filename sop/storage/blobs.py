"""Original files as they came, each under the hash of its content."""

import hashlib
import shutil
from pathlib import Path

from sop.domain.errors import NotFound, Unreadable
from sop.domain.ids import new_id

FOLDER = "blobs"


def keep(home: Path, source: Path | bytes) -> str:
    """Store a file's content once and return its sha256; content that is there already is left as it is."""
    name = digest(source)
    kept = place(home, name)
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        part = kept.with_name(f"{name}.{new_id()}.part")  # two may keep the same at once
        if isinstance(source, bytes):
            part.write_bytes(source)
        else:
            shutil.copyfile(source, part)
        part.replace(kept)
    return name


def digest(source: Path | bytes) -> str:
    """Return the sha256 of a file's content, by which it is kept."""
    if isinstance(source, bytes):
        return hashlib.sha256(source).hexdigest()
    with source.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def place(home: Path, name: str) -> Path:
    """Return where the content of this sha256 lies, whether it is there or not."""
    return home / FOLDER / name


def read(home: Path, name: str) -> bytes:
    """Return the content of this sha256; NotFound where it is missing, Unreadable where it is another by now."""
    kept = place(home, name)
    if not kept.is_file():
        raise NotFound("The original file {name} is not in the store.", name=name[:12])
    content = kept.read_bytes()
    check(name, content)
    return content


def check(name: str, content: bytes) -> None:
    """Raise Unreadable unless the content is the one of this sha256."""
    if hashlib.sha256(content).hexdigest() != name:
        raise Unreadable("The original file {name} was damaged: its content has changed.", name=name[:12])


def names(home: Path) -> list[str]:
    """Return the sha256 of every file that is kept."""
    folder = home / FOLDER
    return sorted(file.name for file in folder.iterdir() if not file.suffix) if folder.is_dir() else []
