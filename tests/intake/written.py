"""The same small table in every form that is read; forms that no installed package writes are put together here."""

import gzip
import io
import struct
import zipfile
from collections.abc import Callable, Sequence
from email.message import EmailMessage

import pyarrow as pa
import xlsxwriter
import xlwt
from pyarrow import parquet

Table = Sequence[Sequence[str | float]]


def text(table: Table, separator: str = ",", encoding: str = "utf-8") -> bytes:
    return "".join(separator.join(map(str, row)) + "\r\n" for row in table).encode(encoding)


def packed(table: Table) -> bytes:
    return gzip.compress(text(table), mtime=0)


def zipped(parts: dict[str, bytes | str]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as made:
        for name, part in parts.items():
            made.writestr(name, part)
    return written.getvalue()


def xlsx(*tables: Table) -> bytes:
    written = io.BytesIO()
    with xlsxwriter.Workbook(written) as book:
        for number, table in enumerate(tables, 1):
            sheet = book.add_worksheet(f"Sheet {number}")
            for row, cells in enumerate(table):
                sheet.write_row(row, 0, cells)
    return written.getvalue()


def xls(table: Table) -> bytes:
    book = xlwt.Workbook()
    sheet = book.add_sheet("Sheet 1")
    for row, cells in enumerate(table):
        for column, cell in enumerate(cells):
            sheet.write(row, column, cell)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def ods(table: Table) -> bytes:
    rows = "".join(f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>" for row in table)
    names = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {names}><office:body><office:spreadsheet>'
        f'<table:table table:name="Sheet 1">{rows}</table:table></office:spreadsheet></office:body></office:document-content>'
    )
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        '<manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/>'
        "</manifest:manifest>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    return zipped({"mimetype": kind, "content.xml": content, "META-INF/manifest.xml": manifest})


def _ods_cell(cell: str | float) -> str:
    if isinstance(cell, str):
        return f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>'
    return (
        f'<table:table-cell office:value-type="float" office:value="{cell}"><text:p>{cell}</text:p></table:table-cell>'
    )


def xlsb(table: Table) -> bytes:
    """A workbook of binary parts: records of a number, a length and content (MS-XLSB 2.1.4)."""

    def record(number: int, content: bytes = b"") -> bytes:
        head = bytes([number]) if number < 128 else bytes([number & 0x7F | 0x80, number >> 7])
        return head + _seven_bits(len(content)) + content

    def wide(word: str) -> bytes:
        return struct.pack("<I", len(word)) + word.encode("utf-16-le")

    def cell(column: int, value: str | float) -> bytes:
        place = struct.pack("<II", column, 0)
        return record(6, place + wide(value)) if isinstance(value, str) else record(5, place + struct.pack("<d", value))

    rows = b"".join(
        record(0, struct.pack("<IIHBBBI", row, 0, 300, 0, 0, 0, 0)) + b"".join(map(cell, range(len(cells)), cells))
        for row, cells in enumerate(table)
    )
    extent = struct.pack("<IIII", 0, len(table) - 1, 0, max(map(len, table)) - 1)
    sheet = record(129) + record(148, extent) + record(145) + rows + record(146) + record(130)
    listed = record(156, struct.pack("<II", 0, 1) + wide("rId1") + wide("Sheet 1"))
    book = record(131) + record(143) + listed + record(144) + record(132)
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    related = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
    return zipped(
        {
            "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
            "_rels/.rels": related.format(
                f'<Relationship Id="rId1" Type="{kind}/officeDocument" Target="xl/workbook.bin"/>'
            ),
            "xl/workbook.bin": book,
            "xl/_rels/workbook.bin.rels": related.format(
                f'<Relationship Id="rId1" Type="{kind}/worksheet" Target="worksheets/sheet1.bin"/>'
            ),
            "xl/worksheets/sheet1.bin": sheet,
        }
    )


def _seven_bits(length: int) -> bytes:
    written = bytearray()
    while length > 0x7F:
        written.append(length & 0x7F | 0x80)
        length >>= 7
    return bytes([*written, length])


def dbf(table: Table, encoding: str = "ascii", language: int = 0, deleted: Sequence[int] = ()) -> bytes:
    """A dBASE III table, every field of 20 letters, or a number where the second row has one."""
    names, records = table[0], table[1:]
    kinds = ["C" if isinstance(cell, str) else "N" for cell in (records or table)[0]]
    size, width = 33 + 32 * len(names), 1 + 20 * len(names)
    head = struct.pack("<BBBBLHH17xB2x", 3, 126, 11, 25, len(records), size, width, language)
    fields = b"".join(
        struct.pack("<11sc4xBB14x", str(name).encode(encoding), kind.encode(), 20, 2 if kind == "N" else 0)
        for name, kind in zip(names, kinds, strict=True)
    )
    body = b"".join(
        (b"*" if place in deleted else b" ")
        + b"".join(
            str(cell).encode(encoding).ljust(20) if kind == "C" else str(cell).encode().rjust(20)
            for cell, kind in zip(row, kinds, strict=True)
        )
        for place, row in enumerate(records)
    )
    return head + fields + b"\r" + body + b"\x1a"


def html(table: Table, encoding: str = "utf-8") -> bytes:
    rows = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in table)
    head = f'<meta http-equiv="Content-Type" content="text/html; charset={encoding}">'
    return f"<html><head>{head}</head><body><table>{rows}</table></body></html>".encode(encoding)


def mhtml(table: Table) -> bytes:
    mail = EmailMessage()
    mail["MIME-Version"] = "1.0"
    mail.set_content("a page")
    mail.add_alternative(html(table).decode(), subtype="html", cte="quoted-printable")
    return mail.as_bytes()


def spreadsheetml(table: Table) -> bytes:
    rows = "".join("<Row>" + "".join(map(_spreadsheetml_cell, row)) + "</Row>" for row in table)
    return (
        '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
        '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
        'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="Sheet 1"><Table>'
        f"{rows}</Table></Worksheet></Workbook>"
    ).encode()


def _spreadsheetml_cell(cell: str | float) -> str:
    kind = "String" if isinstance(cell, str) else "Number"
    return f'<Cell><Data ss:Type="{kind}">{cell}</Data></Cell>'


def parquet_file(table: Table) -> bytes:
    written = io.BytesIO()
    columns = dict(zip(map(str, table[0]), map(list, zip(*table[1:], strict=True)), strict=True))
    parquet.write_table(pa.table(columns), written)
    return written.getvalue()


FORMS: dict[str, Callable[[Table], bytes]] = {
    "csv": text,
    "csv.gz": packed,
    "xlsx": xlsx,
    "xlsb": xlsb,
    "xls": xls,
    "ods": ods,
    "dbf": dbf,
    "html": html,
    "xml": spreadsheetml,
    "parquet": parquet_file,
}
