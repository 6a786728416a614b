"""What a file is, told by its first bytes: the ending of its name only says what somebody believed."""

import re
import struct
from pathlib import PureWindowsPath
from typing import Final

from sop.intake.faults import Faults
from sop.language import N_

_FAMILIES: Final = {
    "gzip": (b"\x1f\x8b",),
    "zip": (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08"),
    "ole": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",),
    "parquet": (b"PAR1", b"PARE"),
}
HEAD: Final = 4096
_MARKUP: Final = re.compile(rb"\s*<(!doctype|!--|html|head|body|table|div|meta|style|\?xml|[a-z]+:)", re.IGNORECASE)
_MAIL: Final = re.compile(rb"(?im)^(mime-version:|content-type:\s*multipart/)")
_PICTURES: Final = (
    b"\x89PNG", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"II*\0", b"MM\0*", b"RIFF", b"\0\0\1\0", b"8BPS",
)  # fmt: skip
_ARCHIVES: Final = (
    b"7z\xbc\xaf\x27\x1c",
    b"Rar!",
    b"BZh",
    b"\xfd7zXZ",
    b"\x28\xb5\x2f\xfd",
    b"MSCF",
    b"\x04\x22\x4d\x18",
)
_BOMS: Final = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be", b"\xef\xbb\xbf": "utf-8"}
_DBF_VERSIONS: Final = frozenset(b"\x02\x03\x04\x05\x30\x31\x32\x43\x63\x83\x8b\x8e\xcb\xe5\xf5\xfb")
ENDINGS: Final = {
    "csv": {"csv", "txt", "tsv", "tab", "asc", "prn", "dat"},
    "csv.gz": {"gz"},
    "xlsx": {"xlsx", "xlsm", "xltx", "xltm"},
    "xls": {"xls", "xlt"},
    "xlsb": {"xlsb"},
    "ods": {"ods", "ots", "fods"},
    "dbf": {"dbf"},
    "html": {"html", "htm", "mht", "mhtml"},
    "xml": {"xml"},
    "parquet": {"parquet", "pq"},
}


def family_of(head: bytes) -> str:
    """Return what the first bytes are the beginning of: gzip, zip, ole, parquet, markup, mail, dbf, or else text."""
    for family, marks in _FAMILIES.items():
        if head.startswith(marks):
            return family
    if _is_dbf(head):
        return "dbf"
    words = _as_ascii(head)
    if _MARKUP.match(words):
        return "markup"
    return "mail" if _MAIL.search(words[:1024]) else "text"


def _as_ascii(head: bytes) -> bytes:
    """Return the first bytes as one byte a letter, for looking at words of markup in them."""
    for mark, name in _BOMS.items():
        if head.startswith(mark):
            return head[len(mark) :].decode(name, "ignore").encode("ascii", "replace")
    return head.replace(b"\0", b"") if b"<\0" in head[:8] or b"\0<" in head[:8] else head


def _is_dbf(head: bytes) -> bool:
    """Return whether this is the header of a DBF file: a version, a day, sizes that agree with its description of fields."""
    if len(head) < 33 or head[0] not in _DBF_VERSIONS or head[2] > 12 or head[3] > 31:
        return False
    header, record = struct.unpack("<HH", head[8:12])
    ended = b"\r" in head[32 : header + 1 : 32] or b"\r" in head[header - 2 : header]
    return bool(header > 32 and record > 1 and (ended or header > len(head)))


def note_no_table(head: bytes, faults: Faults) -> None:
    """Note what a file is where it is surely no table: a picture, a document, an archive, a program."""
    table = N_("Export the table as xlsx or as CSV UTF-8 and load that.")
    if head.startswith(_PICTURES):
        faults.add("picture", message="This is a picture, not a table.", remedy=table)
    elif head[:1024].lstrip().startswith((b"%PDF", b"{\\rtf", b"%!PS")):
        faults.add("document", message="This is a document to be read or printed, not a table.", remedy=table)
    elif head.startswith(_ARCHIVES):
        faults.add(
            "archive",
            message="This is a packed archive of a form that is not read.",
            remedy="Unpack it and load the table.",
        )
    elif head.startswith((b"SQLite format 3\0", b"\0\1\0\0Standard")):
        faults.add("database", message="This is a database, not a table.", remedy=table)


def is_named_otherwise(file_name: str, form: str) -> bool:
    """Return whether the ending of a name stands for another form; one that stands for none says nothing."""
    ending = PureWindowsPath(file_name).suffix.lower().lstrip(".")
    known = any(ending in endings for endings in ENDINGS.values())
    return known and ending not in ENDINGS[form]
