"""Writes the files of the demo company: `python -m data.generate` makes the .csv files in data/demo, data/earlier and data/templates anew.

The seed is fixed: the same code writes the same bytes, and a test compares them with the files in the repository.
"""

import csv
import io
import random
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path

from data.catalogue import (
    ARTICLES,
    AVAILABILITY,
    BACAU,
    BACAU_COST_FACTOR,
    BACAU_SHARE_OF_HOURS,
    BUDGET_OPTIMISM,
    CUSTOMERS,
    FAMILIES,
    FURNITURE,
    GRILLS,
    HALL_CLOSED,
    HEATERS,
    MATERIALS,
    OUTSIDE_COST_FACTOR,
    PAVILIONS,
    PEOPLE,
    PLANTERS,
    PRESS_OVERHAUL,
    PROJECTS,
    RECIPES,
    REGIONS,
    RENT,
    SEED,
    SHIFT_H,
    SPARES,
    STAFF_FACTOR,
    STAFFING,
    SUBCONTRACTOR,
    WAREHOUSES,
    WORKS,
    Article,
    Works,
)
from data.market import LAST_CLOSED, expected, expected_in, net_price, sales, unit_cost
from data.materials import Row, bill, needed
from data.stock import (
    CURRENT,
    SAFETY_DAYS,
    book_at,
    inventory,
    open_orders,
    open_purchases,
    orders_at,
    production_history,
    production_orders,
    purchases_at,
    stock_at,
    stock_history,
)
from sop.domain.calendar import Month, month_row
from sop.domain.kinds import KINDS

FOLDER = Path(__file__).parent
EARLIER = month_row(LAST_CLOSED.plus(-2), 3)  # the cycles before the present one, by name
PLANNED = month_row(CURRENT, 20)  # to June 2028: a month more than the horizon needs
EQUIVALENTS = {  # what one unit counts as in its family's common unit
    GRILLS: ("kettle 57", 385.0),
    FURNITURE: ("bistro set", 520.0),
    HEATERS: ("heater 8 kW", 640.0),
    PLANTERS: ("planter 40", 165.0),
    SPARES: ("kit", 100.0),
    PAVILIONS: ("pavilion 3 × 3", 6900.0),
}
LOTS = {  # least made at once and the multiples in which it is made, as the presses' tools and the pallets ask [units]
    GRILLS: (120, 20),
    FURNITURE: (60, 20),
    HEATERS: (80, 20),
    PLANTERS: (120, 40),
    SPARES: (60, 20),
    PAVILIONS: (0, 0),
}
# Romanian holidays that fall on a working day, and the closures of the works; Easter 2028 is made up on two Saturdays.
HOLIDAYS = {
    *(date(2026, 8, day) for day in range(10, 15)),
    *(date(2026, 11, 30), date(2026, 12, 1), date(2026, 12, 25)),
    *(date(2027, 1, 1), date(2027, 1, 6), date(2027, 1, 7), date(2027, 4, 30), date(2027, 5, 3), date(2027, 6, 1)),
    *(date(2027, 6, 21), date(2027, 11, 30), date(2027, 12, 1)),
    *(date(2028, 1, 6), date(2028, 1, 7), date(2028, 1, 24), date(2028, 5, 1)),
    *(date(2028, 6, 1), date(2028, 6, 5)),
    *(date(2027, 8, day) for day in range(9, 14)),
    *(date(2026, 12, day) for day in (24, 28, 29, 30, 31)),
    *(date(2027, 12, day) for day in (24, 27, 28, 29, 30, 31)),
}


def working_days(month: Month) -> int:
    first = date(month.year, month.number, 1)
    days = (first + timedelta(days=k) for k in range(31))
    return sum(day.month == month.number and day.weekday() < 5 and day not in HOLIDAYS for day in days)


def items(_: random.Random) -> Iterator[Row]:
    for article in ARTICLES:
        unit, worth = EQUIVALENTS[article.family]
        yield {
            "sku": article.sku,
            "name": article.name,
            "family": article.family,
            "make_or_buy": "make" if article.hours else "buy",
            "mode": "order" if article.family == PAVILIONS else "stock",
            "unit": "pcs",
            "equivalent_unit": unit,
            "equivalent_per_unit": article.price / worth,
            "volume_m3": article.volume_m3,
            "safety_stock_days": SAFETY_DAYS[article.family],
            "promised_months": 2 if article.family == PAVILIONS else 0,
            **_lots(article),
            "launch_month": article.launch,
            "end_month": article.end,
            "like_sku": article.like,
        }


def _lots(article: Article) -> Row:
    """Return in what lots an article is made; what is bought ready, or made to order, comes in any quantity."""
    least, multiple = LOTS[article.family] if article.hours else (0, 0)
    return {"minimum_lot_units": least, "lot_multiple_units": multiple}


def sales_history(chance: random.Random) -> Iterator[Row]:
    for sale in sales(chance):
        yield {
            "month": sale.month,
            "sku": sale.sku,
            "region": sale.region,
            "customer_class": sale.customer_class,
            "quantity": sale.quantity,
            "revenue": sale.revenue,
        }


def capacity(_: random.Random) -> Iterator[Row]:
    for works in WORKS:
        for month in (*EARLIER, *PLANNED):
            hours = _hours(works, month)
            yield {
                "plant": works.plant,
                "resource": works.resource,
                "resource_kind": works.kind,
                "staff_group": works.group,
                "month": month,
                "hours": hours,
                "overtime_hours": hours * works.overtime_share,
                "overtime_cost_per_hour": works.overtime_cost,
            }


def _hours(works: Works, month: Month) -> float:
    posts = works.posts + (works.seasonal_posts if 2 <= month.number <= 7 else 0)
    hours = posts * works.shifts * SHIFT_H * works.availability * working_days(month)
    overhauled, left = PRESS_OVERHAUL
    return hours * left if works.resource == "Presses" and month == overhauled else hours


def staffing(_: random.Random) -> Iterator[Row]:
    for group, (cost, hire, layoff, most_hired) in STAFFING.items():
        for month in PLANNED:
            yield {
                "staff_group": group,
                "month": month,
                "hours_per_worker": SHIFT_H * AVAILABILITY * working_days(month),
                "cost_per_worker": cost,
                "hire_cost": hire,
                "layoff_cost": layoff,
                "hire_limit": most_hired,
            }


def storage(_: random.Random) -> Iterator[Row]:
    closed_at, closed_in, left = HALL_CLOSED
    for location, (room, rented) in WAREHOUSES.items():
        row: Row = {"location": location, "rent_limit_m3": rented, "rent_per_m3": RENT}
        yield {**row, "limit_m3": room}
        if location == closed_at:
            yield from ({**row, "month": month, "limit_m3": room * left} for month in closed_in)


def routings(_: random.Random) -> Iterator[Row]:
    for article in ARTICLES:
        for plant, hours in _routes(article).items():
            for resource, hours_per_unit in hours.items():
                yield {"sku": article.sku, "plant": plant, "resource": resource, "hours_per_unit": hours_per_unit}


def _routes(article: Article) -> dict[str, dict[str, float]]:
    """Return plant -> resource -> hours per unit, staff included; empty for what is bought ready."""
    if not article.hours:
        return {}
    plant, shares = RECIPES[article.recipe]
    routes = {plant: {line: round(article.hours * share, 2) for line, share in shares.items()}}
    if article.both_plants:
        routes[BACAU] = {"Assembly Bacău": round(article.hours * BACAU_SHARE_OF_HOURS, 2)}
    for at, lines in routes.items():
        lines[f"Staff {at}"] = round(sum(lines.values()) * STAFF_FACTOR, 2)
    return routes


def costs(_: random.Random) -> Iterator[Row]:
    for article in ARTICLES:
        cost = unit_cost(article)
        holding = {HEATERS: 1.4, PAVILIONS: 1.0, SPARES: 1.0}.get(article.family, 1.2)
        row: Row = {"sku": article.sku, "holding_percent_per_month": holding}
        for plant, factor in zip(_routes(article), (1, BACAU_COST_FACTOR), strict=False):
            yield {**row, "plant": plant, "unit_cost": cost * factor}
        if not article.hours:
            peak = max(expected(article, month) for month in PLANNED)
            yield {**row, "unit_cost": cost, "monthly_limit": max(50, round(1.5 * peak, -1))}
        elif article.outside_limit:
            outside = {"plant": SUBCONTRACTOR, "unit_cost": cost * OUTSIDE_COST_FACTOR}
            yield {**row, **outside, "monthly_limit": article.outside_limit, "lead_time_days": 20}


def prices(_: random.Random) -> Iterator[Row]:
    for article in ARTICLES:
        for region in REGIONS:
            yield {"sku": article.sku, "region": region, "price": net_price(article, region)}


def budget(_: random.Random) -> Iterator[Row]:
    for month in month_row(Month("2026-01"), 29):
        for family in FAMILIES:
            for region in REGIONS:
                yield {"month": month, "family": family, "region": region, **_budgeted(family, region, month)}


def _budgeted(family: str, region: str, month: Month) -> Row:
    units, price = BUDGET_OPTIMISM[family]
    quantity = revenue = cost = 0.0
    for article in ARTICLES:
        if article.family == family:
            planned = expected_in(article, region, month) * units
            quantity += planned
            revenue += planned * net_price(article, region) * price
            cost += planned * unit_cost(article)
    return {"quantity": round(quantity), "revenue": round(revenue, -1), "margin": round(revenue - cost, -1)}


def bom(_: random.Random) -> Iterator[Row]:
    return bill()


def materials_suppliers(_: random.Random) -> Iterator[Row]:
    for material in MATERIALS:
        peak = max(needed(material.sku, month) for month in PLANNED[:14])
        yield {
            "sku": material.sku,
            "name": material.name,
            "supplier": material.supplier,
            "lead_time_days": material.lead_time_days,
            "price": material.price,
            "min_order": material.min_order,
            "monthly_limit": round(1.3 * peak, -1),
            "expedite_percent": material.expedite_percent,
            "expedite_limit": material.expedite_limit,
        }


def projects(_: random.Random) -> Iterator[Row]:
    yield from (dict(project) for project in PROJECTS)


def customers(_: random.Random) -> Iterator[Row]:
    for name, customer_class, region, strategic in CUSTOMERS:
        yield {
            "customer": name,
            "customer_class": customer_class,
            "region": region,
            "strategic": "yes" if strategic else "no",
        }


def people(_: random.Random) -> Iterator[Row]:
    for name, function, role, language, seat in PEOPLE:
        address = seat.lower().replace(" ", ".").replace("ă", "a")
        yield {
            "name": name,
            "function": function,
            "role": role,
            "language": language,
            "email": f"{address}@casaverde.example",
        }


WRITERS: tuple[Callable[[random.Random], Iterator[Row]], ...] = (
    items,
    sales_history,
    inventory,
    capacity,
    staffing,
    storage,
    routings,
    costs,
    prices,
    budget,
    production_history,
    stock_history,
    production_orders,
    open_orders,
    bom,
    materials_suppliers,
    open_purchases,
    projects,
    customers,
    people,
)


def _written(value: str | float) -> str:
    """Write a number without float noise: three decimals at most, no trailing zeros."""
    return value if isinstance(value, str) else f"{round(value, 3):.3f}".rstrip("0").rstrip(".")


def as_csv(kind: str, rows: Iterable[Row]) -> str:
    """Return the file of a kind: its header as in `sop.domain.kinds`, one line per row, empty where nothing is said."""
    names = [column.name for column in KINDS[kind].columns]
    text = io.StringIO()
    lines = csv.writer(text, lineterminator="\n")
    lines.writerow(names)
    lines.writerows([_written(row.get(name, "")) for name in names] for row in rows)
    return text.getvalue()


def demo_files() -> dict[str, str]:
    """Return file name -> text of the company's deliveries; each kind draws from its own seed."""
    return {
        f"{writer.__name__}.csv": as_csv(writer.__name__, writer(random.Random(f"{SEED} {writer.__name__}")))
        for writer in WRITERS
    }


def earlier_files() -> dict[str, str]:
    """Return cycle/file -> text of what was delivered for each cycle before the present one and is out of date today."""
    made: dict[str, str] = {}
    for cycle in EARLIER:
        closed = cycle.plus(-1)
        deliveries = {
            "inventory": stock_at(closed),
            "production_orders": orders_at(closed),
            "open_orders": book_at(closed),
            "open_purchases": purchases_at(closed),
        }
        made |= {f"{cycle}/{kind}.csv": as_csv(kind, rows) for kind, rows in deliveries.items()}
    return made


def templates() -> dict[str, str]:
    """Return file name -> the empty file of every kind."""
    return {f"{kind}.csv": as_csv(kind, ()) for kind in KINDS}


def main() -> None:
    for folder, files in (("demo", demo_files()), ("earlier", earlier_files()), ("templates", templates())):
        for name, text in files.items():
            path = FOLDER / folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="")


if __name__ == "__main__":
    main()
