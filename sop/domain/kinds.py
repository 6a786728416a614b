"""The kinds of data that a company delivers, column by column: templates, tables and checks are made from this list."""

from dataclasses import dataclass
from enum import StrEnum

from sop.domain.errors import NotFound


class Holds(StrEnum):
    """What a column holds."""

    TEXT = "text"
    NUMBER = "number"
    MONTH = "month"
    FLAG = "flag"  # yes or no, stored 1 or 0


class StockStatus(StrEnum):
    """Whether stock can serve demand: now, not before somebody releases it, or once it has come in."""

    FREE = "free"
    BLOCKED = "blocked"
    IN_TRANSIT = "in_transit"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a kind: its name carries the unit; `default` stands in an optional one that is empty."""

    name: str
    holds: Holds
    required: bool = True
    default: str | float | int | None = None
    may_be_negative: bool = False


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of delivery: its columns, and those that name a row."""

    name: str
    columns: tuple[Column, ...]
    row_key: tuple[str, ...]


def _text(name: str, *, required: bool = True, default: str | None = "") -> Column:
    return Column(name, Holds.TEXT, required, None if required else default)


def _number(name: str, *, default: float | None = None, negative: bool = False) -> Column:
    return Column(name, Holds.NUMBER, default is None, default, negative)


_MONTH = Column("month", Holds.MONTH)
_SKU = _text("sku")

KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind(
            "items",
            (
                _SKU,
                _text("name"),
                _text("family", required=False),  # empty: a part that is not planned by itself
                _text("make_or_buy"),  # make, buy or both
                _text("mode", required=False, default="stock"),  # stock or order
                _text("unit", required=False, default="pcs"),
                _text("equivalent_unit", required=False),  # the family's common unit
                _number("equivalent_per_unit", default=1.0),
                _number("volume_m3", default=0.0),
                _number("safety_stock_days", default=0.0),
                _number("promised_months", default=0.0),  # made to order: how long a customer waits
                _number("max_stock_days", default=0.0),  # shelf life or cover; 0: no limit
                _number("minimum_lot_units", default=0.0),  # made: nothing or so much at least
                _number("lot_multiple_units", default=0.0),  # made: in whole multiples of it
                Column("launch_month", Holds.MONTH, required=False),
                Column("end_month", Holds.MONTH, required=False),
                _text("like_sku", required=False),  # a launch sells like this one
            ),
            ("sku",),
        ),
        Kind(
            "sales_history",
            (
                _MONTH,
                _SKU,
                _text("region", required=False),
                _text("customer_class", required=False),
                _number("quantity", negative=True),
                _number("revenue", default=0.0, negative=True),
            ),
            ("month", "sku", "region", "customer_class"),
        ),
        Kind(
            "inventory",
            (
                _SKU,
                _text("location", required=False),
                _text("status", required=False, default=StockStatus.FREE.value),
                _number("quantity", negative=True),  # below zero is asked about
            ),
            ("sku", "location", "status"),
        ),
        Kind(
            "capacity",
            (
                _text("plant"),
                _text("resource"),
                _text("resource_kind"),  # line or labour
                _text("staff_group", required=False),  # the labour that runs a line
                Column("month", Holds.MONTH, required=False),  # empty: the same in every month
                _number("hours"),
                _number("overtime_hours", default=0.0),  # labour only
                _number("overtime_cost_per_hour", default=0.0),
            ),
            ("resource", "month"),
        ),
        Kind(
            "staffing",  # labour that can grow and shrink; its regular hours stand in capacity
            (
                _text("staff_group"),
                Column("month", Holds.MONTH, required=False),  # empty: the same in every month
                _number("hours_per_worker"),
                _number("cost_per_worker", default=0.0),  # a month, beyond what unit costs already hold
                _number("hire_cost", default=0.0),
                _number("layoff_cost", default=0.0),
                _number("hire_limit", default=0.0),  # workers a month
                _number("layoff_limit", default=0.0),
            ),
            ("staff_group", "month"),
        ),
        Kind(
            "storage",
            (
                _text("location", required=False),
                Column("month", Holds.MONTH, required=False),  # empty: the same in every month
                _number("limit_m3"),
                _number("rent_limit_m3", default=0.0),
                _number("rent_per_m3", default=0.0),  # a month
            ),
            ("location", "month"),
        ),
        Kind(
            "routings",
            (_SKU, _text("plant"), _text("resource"), _number("hours_per_unit")),
            ("sku", "plant", "resource"),
        ),
        Kind(
            "costs",
            (
                _SKU,
                _text("plant", required=False),  # empty: bought ready; one without hours: a subcontractor
                _number("unit_cost"),
                _number("holding_percent_per_month", default=1.0),
                _number("monthly_limit", default=0.0),  # bought ready or made by a subcontractor: units a month
                _number("lead_time_days", default=0.0),  # from start or order to stock
            ),
            ("sku", "plant"),
        ),
        Kind("prices", (_SKU, _text("region", required=False), _number("price")), ("sku", "region")),
        Kind(
            "budget",
            (
                _MONTH,
                _text("family", required=False),  # empty: of the whole company
                _text("region", required=False),
                _number("quantity", default=0.0),
                _number("revenue", default=0.0),
                _number("margin", default=0.0, negative=True),
            ),
            ("month", "family", "region"),
        ),
        Kind("production_orders", (_MONTH, _SKU, _text("plant"), _number("quantity")), ("month", "sku", "plant")),
        Kind(
            "open_orders",
            (
                _MONTH,
                _SKU,
                _text("region", required=False),
                _text("customer_class", required=False),
                _number("quantity"),
            ),
            ("month", "sku", "region", "customer_class"),
        ),
        Kind(
            "bom",
            (_text("parent_sku"), _text("component_sku"), _number("qty_per"), _text("uom", required=False)),
            ("parent_sku", "component_sku"),
        ),
        Kind(
            "materials_suppliers",
            (
                _SKU,
                _text("name", required=False),
                _text("supplier"),
                _number("lead_time_days"),
                _number("price"),
                _number("min_order", default=0.0),
                _number("monthly_limit", default=0.0),
                _number("expedite_percent", default=0.0),
                _number("expedite_limit", default=0.0),  # most that can be hurried a month; 0: the monthly limit
            ),
            ("sku", "supplier"),
        ),
        Kind(
            "open_purchases",
            (
                _MONTH,
                _SKU,
                _text("supplier", required=False),
                _text("order_number", required=False),
                _number("quantity"),
            ),
            ("month", "sku", "supplier", "order_number"),
        ),
        Kind(
            "production_history",
            (_MONTH, _SKU, _text("plant", required=False), _number("quantity")),
            ("month", "sku", "plant"),
        ),
        Kind(
            "stock_history",
            (_MONTH, _SKU, _text("location", required=False), _number("quantity", negative=True)),  # at month end
            ("month", "sku", "location"),
        ),
        Kind(
            "forecasts",
            (
                _MONTH,
                _SKU,
                _text("region", required=False),
                _text("source", required=False),  # whose forecast: sales, marketing, a customer
                _number("quantity"),
            ),
            ("month", "sku", "region", "source"),
        ),
        Kind(
            "market_studies",
            (
                _MONTH,
                _text("family", required=False),  # empty: the whole market
                _text("source", required=False),
                _number("market_index"),  # 100 is the base of the study
            ),
            ("month", "family", "source"),
        ),
        Kind(
            "currency_rates",
            (_MONTH, _text("currency"), _number("rate")),  # one unit of it in the currency of the cycle
            ("month", "currency"),
        ),
        Kind(
            "unit_conversions",
            (_SKU, _text("unit"), _number("factor")),  # units of the SKU in one of this unit
            ("sku", "unit"),
        ),
        Kind(
            "projects",
            (
                _text("name"),
                _text("project_kind"),  # launch, end_of_life, promotion, outage, supplier_delay, listing, investment
                _text("owner_function"),
                Column("first_month", Holds.MONTH),
                Column("last_month", Holds.MONTH),
                _text("family", required=False),
                _text("sku", required=False),
                _text("region", required=False),
                _text("resource", required=False),
                _number("demand_percent", default=0.0, negative=True),
                _number("price_percent", default=0.0, negative=True),
                _number("capacity_percent", default=0.0, negative=True),
                _text("note", required=False),
            ),
            ("name",),
        ),
        Kind(
            "customers",
            (_text("customer"), _text("customer_class"), _text("region"), Column("strategic", Holds.FLAG)),
            ("customer",),
        ),
        Kind(
            "people",
            (
                _text("name"),
                _text("function"),
                _text("role"),
                _text("language", required=False, default="en"),
                _text("email", required=False),
            ),
            ("name",),
        ),
    )
}

ALIASES = {"budget_sales_quota": "budget"}


def kind(name: str) -> Kind:
    """Return the kind of this name or alias; NotFound says which there are."""
    try:
        return KINDS[ALIASES.get(name, name)]
    except KeyError:
        raise NotFound("There is no kind {name}. Kinds: {known}.", name=name, known=", ".join(KINDS)) from None
