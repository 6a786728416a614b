"""Rows of a printed report that are no data: page lines, repeated headers, signatures, drawn lines, group headings."""

import re
from collections.abc import Sequence
from typing import Final

from sop.intake.raw import RawCell
from sop.intake.words import one_line, plain

_PAGE: Final = re.compile(
    r"(?:pagina|pag|page|seite|blatt|p) ?\d+(?: ?(?:din|of|von|de|/)? ?\d+)?|\d+ (?:din|of|von) \d+|(?:pagina|page|seite)\b.{0,40}"
    r"|.{0,60} (?:pagina|page|seite) \d+(?: ?(?:din|of|von) ?\d+)?"
)
_SIGNED: Final = re.compile(
    r"(?:intocmit|semnatura|verificat|aprobat|avizat|vizat|director|gestionar|contabil|responsabil|prepared by|approved by|checked by|signature|"
    r"erstellt|gepruft|genehmigt|unterschrift|data listarii|listat|tiparit|generat|printed|print date|created on|druckdatum|gedruckt|raport|report|"
    r"sfarsit|end of report|end of list|ende der liste)\b.*"
)
_REMARK: Final = re.compile(
    r"(?:\(?\*{1,4}\)?|[¹²³]|\d\))\s*(?!sub ?total|total)\S+(?:\s+\S+)+"
    r"|(?:not[aăe]|observați[ei]|obs|remark|anmerkung|hinweis)\s?[.:]\s*\S.*",
    re.IGNORECASE,
)
_DRAWN: Final = re.compile(r"[\s\-_=*.|+~#]+")
_LABELLED: Final = re.compile(r"([^:]{1,40}):\s*(.+)", re.DOTALL)


def is_page_line(texts: Sequence[str]) -> bool:
    """Return whether a row says which page it is: `Pagina 2 din 9`, `Seite 3`."""
    return len(texts) <= 3 and any(_PAGE.fullmatch(plain(text)) for text in texts)


def is_signature(texts: Sequence[str]) -> bool:
    """Return whether a row is signed or says when it was printed: `Întocmit: ____`, `Generat la ...`."""
    return len(texts) <= 4 and _SIGNED.fullmatch(plain(texts[0])) is not None


def is_remark(text: str) -> bool:
    """Return whether a text is a footnote or a note: `* valorile nu conțin TVA`, `Notă: ...`; a starred total is none."""
    return _REMARK.fullmatch(text) is not None


def is_drawn(texts: Sequence[str]) -> bool:
    """Return whether a row is a line drawn with dashes."""
    return all(_DRAWN.fullmatch(text) for text in texts)


def is_labelled(cell: RawCell) -> bool:
    """Return whether a cell holds a label and what it says: `Luna: Ianuarie 2025`."""
    return isinstance(cell, str) and _LABELLED.fullmatch(one_line(cell)) is not None


def heading_of(cells: Sequence[RawCell]) -> tuple[str, str] | None:
    """Return label and value of a group heading (`Familie: Veste`, or a name alone); None where a row is none."""
    texts = [cell for cell in cells if cell not in {"", None}]
    if not 1 <= len(texts) <= 2 or not all(isinstance(text, str) for text in texts):
        return None
    whole = [one_line(str(text)) for text in texts]
    if len(whole) == 2:
        return (whole[0].rstrip(": "), whole[1]) if whole[0].endswith(":") else None
    labelled = _LABELLED.fullmatch(whole[0])
    return (labelled[1].strip(), labelled[2].strip()) if labelled else ("", whole[0])
