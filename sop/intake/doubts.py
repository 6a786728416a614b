"""What looks odd in a file and keeps nothing out: it is told, so that somebody may look."""

import re
from typing import Final

import numpy as np

from sop.intake.faults import Faults
from sop.intake.header_rows import name_of
from sop.intake.layout import Table
from sop.intake.mapping import Columns, is_taxed
from sop.intake.raw import RawCell
from sop.intake.synonyms import STRONG
from sop.intake.values import Values
from sop.intake.words import plain

VALUE_ABSENT: Final = "value_absent"
_SERVICES: Final = frozenset({
    "transport", "transporturi", "ambalaj", "ambalaje", "paleti", "palet", "serviciu", "servicii", "manopera",
    "discount", "rabat", "shipping", "freight", "delivery", "packaging", "service", "services", "fracht", "versand",
    "versandkosten", "verpackung", "porto", "garantie", "comision", "taxa",
})  # fmt: skip
_TAX_INCLUDED: Final = re.compile(
    r"(?<!nu )\b(?:cu|contin|includ|inclusiv|inkl|inklusive|incl|including|includes?|with) (?:19 |21 )?(?:tva|mwst|vat|tax)\b"
)
_TRANSFERS: Final = ("transfer", "umlagerung", "depozit propriu", "magazin propriu", "consum intern", "consum propriu")
_PARTNERS: Final = frozenset(
    (*STRONG["customer"], "partener", "den par", "beneficiar", "sold to", "sold to party", "kunnr")
)


def note_named_otherwise(form: str, notes: Faults) -> None:
    notes.add(
        "named_otherwise",
        message="The file is not what its name says; it was read as what it is.",
        remedy="Nothing needs to be done.",
        value=form,
    )


def note_read(columns: Columns, values: Values, notes: Faults) -> None:
    """Say what was taken for granted or set right while the file was read, and how much more of it there is."""
    _note_absent(columns, notes)
    _note_mended(values.mended, notes)
    _note_unlisted(notes)


def _note_absent(columns: Columns, notes: Faults) -> None:
    for name, default in columns.absent.items():
        notes.add(
            "column_absent",
            message="The file does not have this column; every row is taken to say the same.",
            remedy="Add the column if that is not so.",
            column=name,
            value=str(default),
        )


def _note_mended(mended: str, notes: Faults) -> None:
    if mended:
        notes.add(
            "letters_mended",
            message="Letters were written twice in UTF-8 and were set right, such as in this text.",
            remedy="Nothing needs to be done if the texts read well.",
            value=mended,
        )


def _note_unlisted(notes: Faults) -> None:
    """Say how many notes there are beyond those that are listed."""
    if notes.unlisted:
        count, notes.found = notes.unlisted, notes.found[:-1]
        notes.add(
            "more_notes",
            message="There are more rows like these than are listed.",
            remedy="Look at the first ones; the rest is of the same kinds.",
            value=str(count + 1),
        )


def note_sales(values: Values, table: Table, columns: Columns, said: str, notes: Faults) -> None:
    """Point out what is often no sale: goods given away, services among SKUs, transfers between own stores.

    `said`: title and remarks of the file.
    """
    if "revenue" in columns.sources and (is_taxed(columns.sources["revenue"]) or _says_taxed(said)):
        notes.add(
            "value_with_tax",
            message="The values of this column include tax.",
            remedy="Export values without tax, as they are planned.",
            column=columns.sources["revenue"],
        )
    if not values.figures["revenue"].any():
        notes.add(
            VALUE_ABSENT,
            message="The file has no values: it is read as units only, and what customers paid stays unknown.",
            remedy="Choose its column of values, or load prices: units are then valued at them.",
            column="revenue",
        )
    _note_free(values, notes)
    _note_services(values, table, notes)
    for name in table.names:
        if name_of(name) in _PARTNERS:
            for at in np.flatnonzero(table.column(name).where(_is_transfer)).tolist():
                notes.add(
                    "transfer",
                    message="This looks like a transfer between own stores, not a sale.",
                    remedy="Take such rows out if nothing was sold.",
                    row=int(values.numbers[at]),
                    column=name,
                    value=str(table.column(name).cell(at)),
                )


def _says_taxed(text: str) -> bool:
    """Return whether a title or a remark says that values include tax."""
    return _TAX_INCLUDED.search(plain(text)) is not None


def _note_free(values: Values, notes: Faults) -> None:
    revenue = values.figures["revenue"]
    if not revenue.any():
        return
    for at in np.flatnonzero((revenue == 0) & (values.figures["quantity"] > 0)).tolist():
        notes.add(
            "free_goods",
            message="Goods were sold at nothing.",
            remedy="Correct the value, or leave it if they were given away.",
            row=int(values.numbers[at]),
            column="revenue",
            value="0",
        )


def _note_services(values: Values, table: Table, notes: Faults) -> None:
    named = [table.column(name) for name in table.names if name_of(name) in STRONG["name"]]
    sku = values.texts["sku"]
    found = np.logical_or.reduce([column.where(_is_service) for column in (*named, sku)])
    for code in np.unique(sku.codes[found]).tolist():
        at = int(np.flatnonzero(found & (sku.codes == code))[0])
        notes.add(
            "service",
            message="This looks like a service and not like something that is planned.",
            remedy="Take it out, or leave it if it is an article.",
            row=int(values.numbers[at]),
            column="sku",
            value=str(sku.cells[code]),
        )


def _is_service(cell: RawCell) -> bool:
    return bool(_SERVICES & set(plain(str(cell)).split()[:2]))


def _is_transfer(cell: RawCell) -> bool:
    text = plain(str(cell))
    return any(word in text for word in _TRANSFERS)
