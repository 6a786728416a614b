"""Where this installation keeps its things, as its environment says."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

_BESIDE_THE_APP = Path(__file__).parents[2] / "data" / "local"


@dataclass(frozen=True, slots=True)
class Settings:
    """The folder for files (blobs, backups) and the SQLAlchemy address of the database."""

    home: Path
    database_url: str

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> Self:
        """Read SOP_HOME (default data/local beside app.py) and SOP_DATABASE_URL (default the SQLite file sop.db in it)."""
        home = Path(environ.get("SOP_HOME") or _BESIDE_THE_APP).expanduser().absolute()
        return cls(home=home, database_url=environ.get("SOP_DATABASE_URL") or f"sqlite:///{home / 'sop.db'}")
