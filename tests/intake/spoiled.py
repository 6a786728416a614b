"""Files as no program should have written them: good ones of every form spoiled in some way, told apart by a number."""

import io
import random
import struct
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tests.intake.written import FORMS, Table, mhtml, text, zipped

ENDINGS = ("csv", "xlsx", "xls", "xlsb", "ods", "dbf", "htm", "parquet", "gz", "txt", "")
APART = frozenset({"xls", "xlsb", "ods"})  # read in a process of their own, which takes its time to start
ODD_CELLS = (
    "=1+1", '=WEBSERVICE("http://example.com")', "@SUM(A1:A9)", "+cmd|' /C calc'!A0", "<script>alert(1)</script>",
    "**x** [y](javascript:z)", "1e999", "-1e308", "9" * 400, "0x1F", "1_000", "NaN", "inf", "-0", "12-", "1.234.567",
    "1,234.50", "1.234,50", "12.000", "03/04/2013", "31.02.2026", "2026-13", "99999999", "ian.-13", "\0", "\x07\x1b[31m",
    "\u202eabc", "\ud7ff", "a" * 40_000, "\n", '"', "'", ";", "\t", "|", "\\", "Ș", "ş", "\u00ad", "\u200b", "\xa0", "½", "٣",
)  # fmt: skip
ODD_NAMES = ("", "month", "sku", "quantity", "Luna", "Cod articol", "ian.-13", "Total", "=1", "\ufeffmonth", "ă" * 300)
_XLSX_PARTS = (
    "xl/workbook.xml", "xl/workbook.bin", "xl/_rels/workbook.xml.rels", "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml",
    "xl/styles.xml", "[Content_Types].xml", "_rels/.rels", "content.xml", "mimetype", "META-INF/manifest.xml", "../../x",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Spoiled:
    """A bad file: what was done to which form, its name and its bytes."""

    number: int
    how: str
    name: str
    content: bytes


def spoiled(number: int, apart: float = 1.0) -> Spoiled:
    """Return the bad file of a number, always the same; `apart` is the share of binary workbooks that is let through."""
    draw = random.Random(number)
    form = draw.choice(list(FORMS))
    if form in APART and draw.random() > apart:
        form = "xlsx"
    how = draw.choice(list(WAYS))
    content = WAYS[how](draw, form)
    ending = draw.choice(ENDINGS) if draw.random() < 0.3 else form
    return Spoiled(number, f"{form} {how}", f"sales_history.{ending}", content)


def sales(draw: random.Random, rows: int = 30) -> Table:
    """Return a table in the form of a template; every cell may be written in every form."""
    lines = (
        [f"2026-{n % 12 + 1:02d}", f"SKU-{n:03d}", "Romania", "Web", float(draw.randint(1, 99)), 9.5 * n]
        for n in range(rows)
    )
    return [["month", "sku", "region", "customer_class", "quantity", "revenue"], *lines]


def written(draw: random.Random, form: str) -> bytes:
    return FORMS[form](sales(draw))


# Bytes ---------------------------------------------------------------------------------------------------------------


def truncated(draw: random.Random, form: str) -> bytes:
    content = written(draw, form)
    return content[: draw.randrange(len(content))]


def flipped(draw: random.Random, form: str) -> bytes:
    content = bytearray(written(draw, form))
    for _ in range(draw.choice([1, 3, 20, 200])):
        content[draw.randrange(len(content))] ^= 1 << draw.randrange(8)
    return bytes(content)


def spliced(draw: random.Random, form: str) -> bytes:
    content, other = (
        written(draw, form),
        written(draw, draw.choice(["csv", "xlsx", "html", "dbf", "parquet", "csv.gz"])),
    )
    at, first = draw.randrange(len(content)), draw.randrange(len(other))
    return content[:at] + other[first : first + draw.randrange(2_000)] + content[at:]


def overwritten(draw: random.Random, form: str) -> bytes:
    content = bytearray(written(draw, form))
    at, size = draw.randrange(len(content)), draw.randrange(1, 400)
    content[at : at + size] = draw.choice(
        [bytes(size), b"\xff" * size, draw.randbytes(size), struct.pack("<Q", 1 << 62)]
    )
    return bytes(content)


def repeated(draw: random.Random, form: str) -> bytes:
    content = written(draw, form)
    at, size = draw.randrange(len(content)), draw.randrange(1, 500)
    return content[:at] + content[at : at + size] * draw.randrange(2, 200) + content[at + size :]


def noise(draw: random.Random, form: str) -> bytes:
    return written(draw, form)[: draw.choice([0, 2, 4, 8, 64])] + draw.randbytes(draw.randrange(5_000))


def repacked(draw: random.Random, form: str) -> bytes:
    """Return a workbook whose parts were spoiled and packed anew, so that every sum of them is right."""
    content = FORMS[form if form in {"xlsx", "ods", "xlsb"} else "xlsx"](sales(draw))
    with zipfile.ZipFile(io.BytesIO(content)) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    name = draw.choice(list(parts))
    part = bytearray(parts[name])
    for _ in range(draw.choice([1, 2, 10])):
        at = draw.randrange(len(part))
        size = draw.randrange(9)
        part[at : at + size] = draw.choice(
            [b"", b"<", b">", b'"', b"999999999", b"-1", b"&#0;", b"</row>", draw.randbytes(size)]
        )
    parts[name] = bytes(part)
    if draw.random() < 0.2:
        del parts[draw.choice(list(parts))]
    return zipped(parts)


def archived(draw: random.Random, _form: str) -> bytes:
    """Return an archive of whatever parts, some of the names that workbooks have."""
    kinds = (
        lambda: draw.randbytes(draw.randrange(300)),
        lambda: bytes(200_000),
        lambda: b"<a>" * 20_000,
        lambda: b'<worksheet><sheetData><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>',
        lambda: b"application/vnd.oasis.opendocument.spreadsheet",
        lambda: text(sales(draw)),
    )
    names = draw.sample(_XLSX_PARTS, draw.randrange(1, 8))
    return zipped({name: draw.choice(kinds)() for name in names})


# Text ----------------------------------------------------------------------------------------------------------------


def strange_cells(draw: random.Random, form: str) -> bytes:
    table = [list(row) for row in sales(draw)]
    for _ in range(draw.choice([1, 3, 30])):
        row, column = draw.randrange(1, len(table)), draw.randrange(6)
        table[row][column] = draw.choice(ODD_CELLS)
    if form in {"html", "csv"}:
        return FORMS[form](table)
    return text(table, draw.choice(",;\t|"))


def strange_names(draw: random.Random, _form: str) -> bytes:
    table = [[draw.choice(ODD_NAMES) for _ in range(draw.randrange(1, 9))], *sales(draw)[1:]]
    return text(table, draw.choice(",;\t|"))


def ragged(draw: random.Random, _form: str) -> bytes:
    lines = text(sales(draw), draw.choice(",;\t|:")).splitlines(keepends=True)
    for _ in range(draw.randrange(1, 20)):
        at = draw.randrange(len(lines))
        lines[at] = draw.choice(
            [
                lines[at][: draw.randrange(len(lines[at]) + 1)],
                lines[at] + b",,",
                b"",
                b"\n",
                lines[at] * 2,
                b'"' + lines[at],
            ]
        )
    return b"".join(lines)


def misencoded(draw: random.Random, _form: str) -> bytes:
    letters = "Biciclete de șosea, Țuică, Größe, Győr, çà, São, 漢字, Ωμέγα, Ж"
    table = [[*row[:2], draw.choice(letters.split(", ")), *row[3:]] for row in sales(draw)]
    encodings = (
        "utf-8",
        "utf-16",
        "utf-16-be",
        "cp1250",
        "cp1252",
        "iso8859-16",
        "cp852",
        "utf-7",
        "utf-32",
        "cp037",
        "shift-jis",
    )
    encoded = text(table, ";").decode().encode(draw.choice(encodings), "replace")
    return draw.choice([b"", b"\xff\xfe", b"\xef\xbb\xbf", b"\xfe\xff", b"\0"]) + encoded


def large(draw: random.Random, _form: str) -> bytes:
    """Return a text that is too much of one thing."""
    kinds = (
        lambda: b"month,sku,quantity\n" + b"1," * 300_000,
        lambda: b",".join(b"c%d" % n for n in range(10_000)) + b"\n" + b",".join([b"1"] * 10_000),
        lambda: b'month,sku\n"' + b"x" * 300_000,
        lambda: b'"' * 100_000,
        lambda: b"\n" * 100_000 + b"month,sku\n",
        lambda: b"<table>" + b"<tr><td>" * 30_000,
        lambda: b"<table><tr><td colspan=99999999 rowspan=99999999>a" * 50,
        lambda: b"month,sku,quantity\n" + b"2026-01,A,1\n" * 20_000,
        lambda: b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=a\n\n" + b"--a\n" * 5_000,
    )
    return draw.choice(kinds)()


def mailed(draw: random.Random, _form: str) -> bytes:
    content = bytearray(mhtml(sales(draw)))
    for _ in range(draw.randrange(20)):
        content[draw.randrange(len(content))] = draw.randrange(256)
    return bytes(content)


WAYS: dict[str, Callable[[random.Random, str], bytes]] = {
    way.__name__: way
    for way in (
        truncated, flipped, spliced, overwritten, repeated, noise, repacked, archived, strange_cells, strange_names,
        ragged, misencoded, large, mailed,
    )
}  # fmt: skip


def every(first: int, count: int, apart: float = 1.0) -> Iterator[Spoiled]:
    """Yield the bad files of the numbers from `first` on."""
    return (spoiled(number, apart) for number in range(first, first + count))
