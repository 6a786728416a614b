"""Bounds of what a cell may hold, and the two or three texts that stand for yes and no."""

from typing import Final

Cell = str | float | int | None

LARGEST: Final = 1e15  # above it float64 no longer tells single units apart
LONGEST_TEXT: Final = 300
_FLAGS: Final = {
    "yes": 1, "no": 0, "1": 1, "0": 0, "true": 1, "false": 0, "da": 1, "nu": 0, "ja": 1, "nein": 0, "x": 1,
}  # fmt: skip


def read_flag(text: str) -> int | None:
    """Return 1 for yes and 0 for no, in three languages; None for anything else."""
    return _FLAGS.get(text.casefold())


def written_once(text: str) -> str | None:
    r"""Return the text that was turned into UTF-8 twice, as it was meant; None where it was not.

    Only such a text is UTF-8 when each of its letters is taken for a byte: "SoÃ\x9fe" was "Soße".
    """
    try:
        return text.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return None
