"""How the columns of other companies' files are called, and what their rows are: one declaration per kind.

A column is taken by its name in the template, else by the first of its synonyms that the file has; every other column is
named in the answer and left alone. Nothing is derived from what a cell looks like.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sop.domain.kinds import KINDS, Column, Kind

ONE_PLANT = "Plant 1"  # where a company that names no plant makes everything
Default = str | float


@dataclass(frozen=True, slots=True)
class Form:
    """What a kind's files may look like beside its template.

    `synonyms`: our column -> other names of it. `absent`: required columns that a file may lack, with what then stands in
    them. `finer`: columns that split a row of ours; such rows are added up. `versions`: column that dates the versions of
    a row; the newest stands. `ended`: column with the day on which a row ended; such rows are past. `blank_skips`: our
    column without which a row says nothing. `telling`: our columns of which one at least tells the kind.
    """

    synonyms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    absent: Mapping[str, Default] = field(default_factory=dict)
    finer: tuple[str, ...] = ()
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
        finer=("date", "order_date", "order_no", "line", "customer", "customer_code"),
    ),
    "inventory": Form(synonyms={"quantity": ("on_hand",)}, finer=("shelf", "bin", "lot")),
    "capacity": Form(
        synonyms={"hours": ("availability_hours_period_not_stated",)},
        absent={"plant": ONE_PLANT, "resource_kind": "line"},
    ),
    "routings": Form(
        synonyms={"hours_per_unit": ("hours_per_unit_ratio",)},
        absent={"plant": ONE_PLANT},
        finer=("operation_sequence",),
    ),
    "costs": Form(synonyms={"unit_cost": ("standard_cost_usd", "standard_cost")}, versions="valid_from"),
    "prices": Form(synonyms={"price": ("list_price_usd", "list_price")}, versions="valid_from"),
    "budget": Form(
        synonyms={"month": ("quota_date",), "region": ("home_territory",), "revenue": ("quota_usd",)},
        finer=("salesperson_id",),
        telling=("quantity", "revenue", "margin"),
    ),
    "bom": Form(ended="valid_to", blank_skips="parent_sku"),
    "materials_suppliers": Form(synonyms={"price": ("standard_price_usd",), "min_order": ("min_order_qty",)}),
    "production_history": Form(
        synonyms={"month": ("date",), "quantity": ("stocked_qty", "produced_units")}, finer=("date",)
    ),
    "stock_history": Form(synonyms={"quantity": ("closing_balance",)}, finer=("dw_product_key",)),
}


@dataclass(frozen=True, slots=True)
class Columns:
    """Where each of our columns stands in a file, and which of its columns nobody reads."""

    places: Mapping[str, int]  # our column -> place in the header
    sources: Mapping[str, str]  # our column -> its name in the file
    missing: tuple[str, ...]  # required columns that it lacks
    absent: Mapping[str, Default]  # required columns that it may lack, with what stands in them
    unused: tuple[str, ...]


def form_of(kind: Kind) -> Form:
    """Return what the kind's files may look like; nothing but the template where nothing is declared."""
    return FORMS.get(kind.name, Form())


def map_columns(kind: Kind, header: Sequence[str]) -> Columns:
    """Return where the columns of a kind stand in a header; at a column that is there twice, its first place."""
    form = form_of(kind)
    place_of = {name: place for place, name in reversed(list(enumerate(header)))}
    sources = {column.name: name for column in kind.columns if (name := _source(column, form, place_of)) is not None}
    lacking = [column.name for column in kind.columns if column.required and column.name not in sources]
    read = {*sources.values(), *form.finer, form.versions, form.ended}
    return Columns(
        places={ours: place_of[name] for ours, name in sources.items()},
        sources=sources,
        missing=tuple(name for name in lacking if name not in form.absent),
        absent={name: form.absent[name] for name in lacking if name in form.absent},
        unused=tuple(dict.fromkeys(name for name in header if name not in read)),
    )


def _source(column: Column, form: Form, header: Mapping[str, int]) -> str | None:
    names = (column.name, *form.synonyms.get(column.name, ()))
    return next((name for name in names if name in header), None)


def kinds_of(header: Sequence[str], file_name: str = "") -> tuple[Kind, ...]:
    """Return the kinds that a header fits best: those whose required columns are there, by how many of all are.

    Where several fit as well, the one that the file is called by.
    """
    fits: dict[str, int] = {}
    for kind in KINDS.values():
        mapping, telling = map_columns(kind, header), form_of(kind).telling
        if not mapping.missing and (not telling or set(telling) & set(mapping.sources)):
            fits[kind.name] = len(mapping.sources)
    best = max(fits.values(), default=0)
    fitting = tuple(KINDS[name] for name, count in fits.items() if count == best)
    called = tuple(kind for kind in fitting if kind.name in file_name.lower())
    return called if len(called) == 1 else fitting
