"""Writes the files of the demo company: `python -m data.generate` makes data/demo/*.csv and data/templates/*.csv anew.

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
    BACAU,
    BACAU_COST_FACTOR,
    BACAU_SHARE_OF_HOURS,
    BUDGET_OPTIMISM,
    CUSTOMERS,
    FAMILIES,
    FURNITURE,
    GRILLS,
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
    SHIFT_H,
    SIBIU,
    SPARES,
    STAFF_FACTOR,
    WORKS,
    Article,
    Works,
)
from data.market import LAST_CLOSED, class_shares, expected, expected_in, net_price, sales, unit_cost
from data.materials import Row, bill, needed
from sop.domain.calendar import Month, month_row
from sop.domain.kinds import KINDS

SEED = 20261101
FOLDER = Path(__file__).parent
CURRENT = LAST_CLOSED.plus(1)
PLANNED = month_row(CURRENT, 20)  # to June 2028: a month more than the horizon needs
SAFETY_DAYS = {GRILLS: 12, FURNITURE: 12, HEATERS: 14, PLANTERS: 10, SPARES: 30, PAVILIONS: 0}
EQUIVALENTS = {  # what one unit counts as in its family's common unit
    GRILLS: ("kettle 57", 385.0),
    FURNITURE: ("bistro set", 520.0),
    HEATERS: ("heater 8 kW", 640.0),
    PLANTERS: ("planter 40", 165.0),
    SPARES: ("kit", 100.0),
    PAVILIONS: ("pavilion 3 × 3", 6900.0),
}
DAYS_A_MONTH = 30.4
CYCLE_DAYS = 18
YEAR_END_CUT = 0.9  # December is made short so that the stock of the balance sheet looks low
TOO_MUCH = 4 / 3  # stock of what sells less and less, against its target
# Romanian holidays that fall on a working day, and the closures of the works; Easter 2028 is made up on two Saturdays.
HOLIDAYS = {
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
            "make_or_buy": ("both" if article.outside_limit else "make") if article.hours else "buy",
            "mode": "order" if article.family == PAVILIONS else "stock",
            "unit": "pcs",
            "equivalent_unit": unit,
            "equivalent_per_unit": article.price / worth,
            "volume_m3": article.volume_m3,
            "safety_stock_days": SAFETY_DAYS[article.family],
            "promised_months": 2 if article.family == PAVILIONS else 0,
            "launch_month": article.launch,
            "end_month": article.end,
            "like_sku": article.like,
        }


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


def stock_target(article: Article) -> float:
    """Return 18 days of demand and the safety days at the end of October; of what ends, all that will still be sold."""
    coming = expected(article, CURRENT) + expected(article, CURRENT.plus(1))
    return coming if article.end else coming / 2 * (CYCLE_DAYS + SAFETY_DAYS[article.family]) / DAYS_A_MONTH


def inventory(chance: random.Random) -> Iterator[Row]:
    for article in ARTICLES:
        if article.family == PAVILIONS:
            continue
        falling = article.family == HEATERS or bool(article.end)
        stock = round(stock_target(article) * (TOO_MUCH if falling else 1) * chance.uniform(0.95, 1.05))
        elsewhere = round(stock * (0.4 if article.both_plants or not article.hours else 0))
        home = _plant(article)
        yield {"sku": article.sku, "location": home, "quantity": stock - elsewhere}
        if elsewhere:
            yield {"sku": article.sku, "location": BACAU if home == SIBIU else SIBIU, "quantity": elsewhere}


def capacity(_: random.Random) -> Iterator[Row]:
    for works in WORKS:
        for month in PLANNED:
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


def _plant(article: Article) -> str:
    return RECIPES[article.recipe][0] if article.recipe else SIBIU


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
            yield {**row, "unit_cost": cost * OUTSIDE_COST_FACTOR, "monthly_limit": article.outside_limit}


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


def production_orders(_: random.Random) -> Iterator[Row]:
    for month in (CURRENT, CURRENT.plus(1)):
        for article in ARTICLES:
            quantity = _ordered(article, month)
            if article.hours and quantity:
                yield {"month": month, "sku": article.sku, "plant": _plant(article), "quantity": quantity}


def _ordered(article: Article, month: Month) -> int:
    """Return what the works were told to make: the demand of the month, a tenth less before the balance sheet."""
    if article.end:
        return 0
    if article.family == PAVILIONS:
        return round(expected(article, month.plus(-2)))
    return round(expected(article, month) * (1 if month == CURRENT else YEAR_END_CUT))


def open_orders(_: random.Random) -> Iterator[Row]:
    """Yield the order book of the pavilions: taken in September and October, promised in eight weeks."""
    for taken in (LAST_CLOSED.plus(-1), LAST_CLOSED):
        for article in ARTICLES:
            if article.family == PAVILIONS:
                for region in REGIONS:
                    for name, share in class_shares(article, region, taken).items():
                        quantity = round(expected_in(article, region, taken) * share)
                        if quantity:
                            yield {
                                "month": taken,
                                "sku": article.sku,
                                "region": region,
                                "customer_class": name,
                                "quantity": quantity,
                            }


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
        }


def open_purchases(_: random.Random) -> Iterator[Row]:
    """Yield what is on order; of March's burners 30 % arrive in March and the rest in April."""
    for material in MATERIALS:
        months = 2 + material.lead_time_days // 28
        due = {month: needed(material.sku, month.plus(1)) for month in month_row(CURRENT, months)}
        if material.sku == "MT-130":
            due = {month: needed(material.sku, month.plus(1)) for month in month_row(CURRENT, 6)}
            late = 0.7 * due[Month("2027-03")]
            due[Month("2027-03")] -= late
            due[Month("2027-04")] += late
        for month, quantity in due.items():
            yield {"month": month, "sku": material.sku, "quantity": round(quantity, -1 if quantity > 100 else 0)}
    for article in ARTICLES:
        if not article.hours:
            for month in (CURRENT, CURRENT.plus(1)):
                yield {"month": month, "sku": article.sku, "quantity": round(expected(article, month))}


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
    routings,
    costs,
    prices,
    budget,
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


def templates() -> dict[str, str]:
    """Return file name -> the empty file of every kind."""
    return {f"{kind}.csv": as_csv(kind, ()) for kind in KINDS}


def main() -> None:
    for folder, files in (("demo", demo_files()), ("templates", templates())):
        for name, text in files.items():
            (FOLDER / folder / name).write_text(text, encoding="utf-8", newline="")


if __name__ == "__main__":
    main()
