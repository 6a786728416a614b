"""Original files as they came, each under the hash of its content."""

import hashlib
from pathlib import Path

from sop.domain.errors import NotFound, Unreadable

FOLDER = "blobs"


def keep(home: Path, content: bytes) -> str:
    """Store a file's content once and return its sha256; content that is there already is left as it is."""
    name = hashlib.sha256(content).hexdigest()
    place = home / FOLDER / name
    if not place.exists():
        place.parent.mkdir(parents=True, exist_ok=True)
        part = place.with_name(f"{name}.part")
        part.write_bytes(content)
        part.replace(place)
    return name


def read(home: Path, name: str) -> bytes:
    """Return the content of this sha256; NotFound where it is missing, Unreadable where it is another by now."""
    place = home / FOLDER / name
    if not place.is_file():
        raise NotFound("The original file {name} is not in the store.", name=name[:12])
    content = place.read_bytes()
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
