"""Files that are too large are refused by their number of bytes, before one of them is read."""

from pathlib import Path

from sop.intake.faults import Faults

LARGEST_BYTES = 2 * 1024**3


def refuse_large(source: Path | bytes) -> None:
    """Raise Rejected where a file has more than `LARGEST_BYTES`."""
    size = len(source) if isinstance(source, bytes) else source.stat().st_size
    if size > LARGEST_BYTES:
        faults = Faults()
        faults.add(
            "file_large",
            message="The file is larger than 2 GB.",
            remedy="Leave older months out, or split it.",
            value=str(size),
        )
        faults.stop()
