"""Where this installation keeps its things, as its environment says."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

_BESIDE_THE_APP = Path(__file__).parents[2] / "data" / "local"


@dataclass(frozen=True, slots=True)
class Settings:
    """The folder for files (blobs, backups), the SQLAlchemy address of the database, the file of SQL sources."""

    home: Path
    database_url: str
    sources_file: Path | None = None

    @property
    def sources(self) -> Path:
        """Return where the SQL sources are named."""
        return self.sources_file or self.home / "sources.toml"

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> Self:
        """Read SOP_HOME (default data/local beside app.py), SOP_DATABASE_URL (sop.db in it), SOP_SOURCES (sources.toml in it)."""
        home = Path(environ.get("SOP_HOME") or _BESIDE_THE_APP).expanduser().absolute()
        stated = environ.get("SOP_SOURCES")
        return cls(
            home=home,
            database_url=environ.get("SOP_DATABASE_URL") or f"sqlite:///{home / 'sop.db'}",
            sources_file=Path(stated).expanduser().absolute() if stated else None,
        )
