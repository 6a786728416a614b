"""Where this installation keeps its things, as its environment says."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from sop.domain.errors import Invalid

LIVE_SIZE = 24_000  # 200 SKUs x 5 plants x 24 months: about what is solved while one lets go of a slider

_BESIDE_THE_APP = Path(__file__).parents[2] / "data" / "local"


@dataclass(frozen=True, slots=True)
class Settings:
    """The folder for files (blobs, backups), the SQLAlchemy address of the database, the file of SQL sources, the live size.

    Above `live_size` (SKUs x plants x months) a lever is previewed and the full plan solved in the background.
    """

    home: Path
    database_url: str
    sources_file: Path | None = None
    live_size: int = LIVE_SIZE

    @property
    def sources(self) -> Path:
        """Return where the SQL sources are named."""
        return self.sources_file or self.home / "sources.toml"

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> Self:
        """Read SOP_HOME (default data/local beside app.py), SOP_DATABASE_URL (sop.db in it), SOP_SOURCES (sources.toml in it), SOP_LIVE_SIZE.

        Raises Invalid where the live size is no whole number.
        """
        home = Path(environ.get("SOP_HOME") or _BESIDE_THE_APP).expanduser().absolute()
        stated = environ.get("SOP_SOURCES")
        size = (environ.get("SOP_LIVE_SIZE") or str(LIVE_SIZE)).strip()
        if not size.isdecimal():
            raise Invalid("SOP_LIVE_SIZE is a whole number: SKUs x plants x months.")
        return cls(
            home=home,
            database_url=environ.get("SOP_DATABASE_URL") or f"sqlite:///{home / 'sop.db'}",
            sources_file=Path(stated).expanduser().absolute() if stated else None,
            live_size=int(size),
        )
