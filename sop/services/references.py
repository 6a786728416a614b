"""What one delivery says about another: a SKU, family or resource that nobody described is found before it is stored."""

from collections.abc import Mapping

import pandas as pd

from sop.domain.loads import Load
from sop.intake.faults import Faults
from sop.storage import loads
from sop.storage.engine import Connection

Known = Mapping[str, frozenset[str] | None]  # None: not delivered yet, so nothing can be said

ITEM, PART, FAMILY, RESOURCE = "item", "part", "family", "resource"
NAMED: dict[str, dict[str, str]] = {
    "items": {"like_sku": ITEM},
    "sales_history": {"sku": ITEM},
    "inventory": {"sku": PART},
    "routings": {"sku": ITEM, "resource": RESOURCE},
    "costs": {"sku": ITEM},
    "prices": {"sku": ITEM},
    "budget": {"family": FAMILY},
    "production_orders": {"sku": ITEM},
    "open_orders": {"sku": ITEM},
    "open_purchases": {"sku": PART},
    "production_history": {"sku": PART},
    "stock_history": {"sku": PART},
    "forecasts": {"sku": ITEM},
    "market_studies": {"family": FAMILY},
    "unit_conversions": {"sku": PART},
    "bom": {"parent_sku": PART, "component_sku": PART},
    "projects": {"sku": ITEM, "family": FAMILY, "resource": RESOURCE},
}


def check_references(tx: Connection, standing: Mapping[str, Load], kind: str, rows: pd.DataFrame) -> None:
    """Raise Rejected for every name in the rows that no delivery describes; nothing is said before there are items."""
    columns = NAMED.get(kind, {})
    if not columns:
        return
    known = _known(tx, standing, kind, rows)
    faults = Faults()
    for column, registry in columns.items():
        _check_column(rows[column], known[registry], registry, faults)
    faults.stop()


def _known(tx: Connection, standing: Mapping[str, Load], kind: str, rows: pd.DataFrame) -> Known:
    """Return the names that deliveries describe, the rows themselves in place of what stands of their kind."""

    def column(of: str, name: str) -> frozenset[str] | None:
        if of == kind:
            return frozenset(rows[name])
        return frozenset(loads.rows(tx, of, standing[of].id)[name]) if of in standing else None

    items = column("items", "sku")
    parts = (column("materials_suppliers", "sku") or frozenset()) | (column("bom", "parent_sku") or frozenset())
    return {
        ITEM: items,
        PART: None if items is None else items | parts,
        FAMILY: column("items", "family"),
        RESOURCE: column("capacity", "resource"),
    }


def _check_column(values: pd.Series, known: frozenset[str] | None, registry: str, faults: Faults) -> None:
    """Note each unknown name once, at its first row; an empty cell names nothing."""
    if known is None:
        return
    unknown = values[~values.isin(known | {""})].drop_duplicates()
    for row, value in unknown.items():
        _note(registry, int(str(row)), str(values.name), str(value), faults)


def _note(registry: str, row: int, column: str, value: str, faults: Faults) -> None:
    if registry == RESOURCE:
        faults.add(
            "unknown_resource",
            message="No capacity was delivered for this resource.",
            remedy="Correct the name, or add its hours to the capacity file and load that first.",
            row=row,
            column=column,
            value=value,
        )
    elif registry == FAMILY:
        faults.add(
            "unknown_family",
            message="No item belongs to this family.",
            remedy="Write the family as in the items file.",
            row=row,
            column=column,
            value=value,
        )
    else:
        faults.add(
            "unknown_sku",
            message="This SKU is not described in any file.",
            remedy="Correct it, or add it to the items or the materials and load those first.",
            row=row,
            column=column,
            value=value,
        )
