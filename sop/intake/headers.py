"""How the columns of other companies' files are called, and what their rows are: one declaration per kind.

`sop.intake.mapping` finds the columns by it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sop.domain.kinds import Kind

ONE_PLANT = "Plant 1"  # where a company that names no plant makes everything
Default = str | float


@dataclass(frozen=True, slots=True)
class Form:
    """What a kind's files may look like beside its template.

    `synonyms`: our column -> other names of it. `absent`: required columns that a file may lack, with what then stands in
    them. `adds`: rows of one key are parts of one figure and are added up. `versions`: column that dates the versions of a
    row; the newest stands. `ended`: column with the day on which a row ended; such rows are past. `blank_skips`: our
    column without which a row says nothing. `telling`: our columns of which one at least tells the kind.
    """

    synonyms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    absent: Mapping[str, Default] = field(default_factory=dict)
    adds: bool = False
    versions: str = ""
    ended: str = ""
    blank_skips: str = ""
    telling: tuple[str, ...] = ()


_DATES = ("date", "order_date")
FORMS: dict[str, Form] = {
    "items": Form(
        synonyms={"launch_month": ("sell_start",), "end_month": ("sell_end",)},
        absent={"name": "", "make_or_buy": "both"},
        telling=("name", "family", "make_or_buy"),
    ),
    "sales_history": Form(
        synonyms={
            "month": _DATES,
            "customer_class": ("channel",),
            "quantity": ("sales_orders_units",),
            "revenue": ("revenue_usd",),
        },
        adds=True,
    ),
    "inventory": Form(synonyms={"quantity": ("on_hand",)}, adds=True),
    "capacity": Form(
        synonyms={"hours": ("availability_hours_period_not_stated",)},
        absent={"plant": ONE_PLANT, "resource_kind": "line"},
    ),
    "routings": Form(
        synonyms={"hours_per_unit": ("hours_per_unit_ratio",)},
        absent={"plant": ONE_PLANT},
        adds=True,
    ),
    "costs": Form(synonyms={"unit_cost": ("standard_cost_usd", "standard_cost")}, versions="valid_from"),
    "prices": Form(synonyms={"price": ("list_price_usd", "list_price")}, versions="valid_from"),
    "budget": Form(
        synonyms={"month": ("quota_date",), "region": ("home_territory",), "revenue": ("quota_usd",)},
        adds=True,
        telling=("quantity", "revenue", "margin"),
    ),
    "bom": Form(ended="valid_to", blank_skips="parent_sku"),
    "materials_suppliers": Form(synonyms={"price": ("standard_price_usd",), "min_order": ("min_order_qty",)}),
    "production_history": Form(
        synonyms={"month": ("date",), "quantity": ("stocked_qty", "produced_units")},
        adds=True,
    ),
    "stock_history": Form(synonyms={"quantity": ("closing_balance",)}, adds=True),
    "production_orders": Form(adds=True),
    "open_orders": Form(adds=True),
    "open_purchases": Form(adds=True),
    "forecasts": Form(adds=True),
}


def form_of(kind: Kind) -> Form:
    """Return what the kind's files may look like; nothing but the template where nothing is declared."""
    return FORMS.get(kind.name, Form())
