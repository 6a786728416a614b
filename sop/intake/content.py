"""The bytes of a file that is delivered, refused by their number before they are read."""

from pathlib import Path

from sop.intake.faults import Faults

LARGEST_BYTES = 20 * 1024 * 1024


def content_of(source: Path | bytes) -> bytes:
    """Return the bytes of a file; Rejected when there are more than `LARGEST_BYTES`, before they are read."""
    size = len(source) if isinstance(source, bytes) else source.stat().st_size
    if size > LARGEST_BYTES:
        faults = Faults()
        faults.add(
            "file_large",
            message="The file is larger than 20 MB.",
            remedy="Leave older months out, or split it.",
            value=str(size),
        )
        faults.stop()
    return source if isinstance(source, bytes) else source.read_bytes()
