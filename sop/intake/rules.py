"""What the rows of a kind must keep beyond single cells: words from a list, one row per key, columns that agree."""

from collections.abc import Callable, Mapping, Sequence

import pandas as pd

from sop.domain.kinds import Kind, StockStatus
from sop.domain.people import Function, Role
from sop.domain.projects import ProjectKind
from sop.intake.cells import Cell
from sop.intake.faults import Faults

Line = Mapping[str, Cell]

WORDS: dict[tuple[str, str], tuple[str, ...]] = {
    ("items", "make_or_buy"): ("make", "buy", "both"),
    ("items", "mode"): ("stock", "order"),
    ("inventory", "status"): tuple(StockStatus),
    ("capacity", "resource_kind"): ("line", "labour"),
    ("projects", "project_kind"): tuple(ProjectKind),
    ("projects", "owner_function"): tuple(Function),
    ("people", "function"): tuple(Function),
    ("people", "role"): tuple(Role),
    ("people", "language"): ("en", "ro"),
}

SPOKEN: Mapping[str, Mapping[str, str]] = {  # column -> plain word of a file -> ours
    "status": {
        "liber": "free", "disponibil": "free", "unrestricted": "free", "frei": "free", "frei verwendbar": "free",
        "blocat": "blocked", "gesperrt": "blocked", "gesperrter bestand": "blocked", "quality": "blocked",
        "in tranzit": "in_transit", "tranzit": "in_transit", "in transit": "in_transit", "unterwegs": "in_transit",
    },
    "make_or_buy": {
        "fabricat": "make", "produs": "make", "productie": "make", "eigenfertigung": "make", "prod order": "make",
        "cumparat": "buy", "achizitionat": "buy", "fremdbezug": "buy", "purchase": "buy", "ambele": "both", "beides": "both",
    },
    "mode": {"stoc": "stock", "lager": "stock", "comanda": "order", "la comanda": "order", "auftrag": "order"},
    "resource_kind": {"linie": "line", "manopera": "labour", "personal": "labour"},
}  # fmt: skip


def check_words(kind: Kind, line: Line, row: int, faults: Faults) -> None:
    """Note every word that is not on the list of its column."""
    for column in kind.columns:
        allowed = WORDS.get((kind.name, column.name))
        value = line[column.name]
        if allowed and value not in (*allowed, None):
            faults.add(
                "not_on_list",
                message="This word is not on the list of this column.",
                remedy=", ".join(allowed),
                row=row,
                column=column.name,
                value=str(value),
            )


def note_duplicate(kind: Kind, key: Sequence[Cell], row: int, faults: Faults) -> None:
    """Note a row that names the same thing as an earlier one."""
    faults.add(
        "duplicate",
        message="An earlier row has the same key already.",
        remedy="Keep one of them, or add them up.",
        row=row,
        column=", ".join(kind.row_key),
        value=", ".join(str(part) for part in key),
    )


def check_line(kind: Kind, line: Line, row: int, faults: Faults) -> None:
    """Note columns of one row that contradict each other."""
    check = _LINES.get(kind.name)
    if check is not None:
        check(line, row, faults)


def check_table(kind: Kind, rows: pd.DataFrame, faults: Faults) -> None:
    """Note what only shows over all rows, which are indexed by their number in the file."""
    if kind.name != "capacity":
        return
    described = rows.drop_duplicates(["plant", "resource", "resource_kind", "staff_group"])
    for row, line in described[described.duplicated("resource")].iterrows():
        faults.add(
            "resource_changes",
            message="This resource has another plant, kind or staff group in an earlier row.",
            remedy="Write the same in every month, or give it a name of its own.",
            row=int(str(row)),
            column="resource",
            value=line["resource"],
        )
    labour = {*rows.loc[rows["resource_kind"] == "labour", "resource"], ""}
    for row, line in described[
        (described["resource_kind"] == "line") & ~described["staff_group"].isin(labour)
    ].iterrows():
        faults.add(
            "no_such_staff",
            message="No labour of this name has hours in this file.",
            remedy="Write the name of a labour resource, or leave it empty.",
            row=int(str(row)),
            column="staff_group",
            value=line["staff_group"],
        )


def _item(line: Line, row: int, faults: Faults) -> None:
    _in_order(line, "launch_month", "end_month", row, faults)
    if line["equivalent_per_unit"] == 0:
        faults.add(
            "zero",
            message="One unit counts as more than nothing of the common unit.",
            remedy="Write a number above 0, or leave it empty for 1.",
            row=row,
            column="equivalent_per_unit",
            value="0",
        )
    if line["like_sku"] == line["sku"]:
        faults.add(
            "like_itself",
            message="A SKU cannot be like itself.",
            remedy="Name another SKU, or leave it empty.",
            row=row,
            column="like_sku",
            value=str(line["like_sku"]),
        )


def _capacity(line: Line, row: int, faults: Faults) -> None:
    if line["resource_kind"] == "line" and line["overtime_hours"]:
        faults.add(
            "overtime_of_line",
            message="Overtime belongs to staff; a line works with the staff that runs it.",
            remedy="Write the overtime in the rows of the labour.",
            row=row,
            column="overtime_hours",
            value=str(line["overtime_hours"]),
        )


def _bom(line: Line, row: int, faults: Faults) -> None:
    if line["parent_sku"] == line["component_sku"]:
        faults.add(
            "part_of_itself",
            message="A SKU cannot be a part of itself.",
            remedy="Correct the parent or the component.",
            row=row,
            column="component_sku",
            value=str(line["component_sku"]),
        )


def _project(line: Line, row: int, faults: Faults) -> None:
    _in_order(line, "first_month", "last_month", row, faults)


def _in_order(line: Line, earlier: str, later: str, row: int, faults: Faults) -> None:
    first, last = line[earlier], line[later]
    if isinstance(first, str) and isinstance(last, str) and last < first:
        faults.add(
            "months_reversed",
            message="The last month lies before the first.",
            remedy="Exchange or correct them.",
            row=row,
            column=later,
            value=last,
        )


_LINES: dict[str, Callable[[Line, int, Faults], None]] = {
    "items": _item,
    "capacity": _capacity,
    "bom": _bom,
    "projects": _project,
}
LOOKED_AT = frozenset(_LINES) | {kind for kind, _column in WORDS}
