"""What lay in the warehouses, what the plants were told to make and what they made: today, and in the months behind.

The months behind are worked back from the stock of the last closed month, so that they agree with the sales:
opening stock + made or received - sold = closing stock, for every SKU and month.
"""

import random
from collections.abc import Iterator
from functools import cache

from data.catalogue import (
    ARTICLES,
    BACAU,
    FURNITURE,
    GRILLS,
    HEATERS,
    MATERIALS,
    PAVILIONS,
    PLANTERS,
    RECIPES,
    REGIONS,
    SEED,
    SIBIU,
    SPARES,
    Article,
    Material,
)
from data.market import LAST_CLOSED, class_shares, expected, expected_in, sales
from data.materials import Row, needed
from sop.domain.calendar import Month, lead_months, month_row

CURRENT = LAST_CLOSED.plus(1)
SAFETY_DAYS = {GRILLS: 12, FURNITURE: 12, HEATERS: 14, PLANTERS: 10, SPARES: 30, PAVILIONS: 0}
DAYS_A_MONTH = 30.4
CYCLE_DAYS = 18
YEAR_END_CUT = 0.9  # December is made short so that the stock of the balance sheet looks low
MATERIAL_COVER = 1.15  # months of what production takes
BURNER_SHARE = {"2027-01": 0.45, "2027-02": 0.8}  # rationed already before March: of what these months take
BURNER, BURNER_COVER = "MT-130", 0.05  # the dear one from abroad comes in the month in which it is needed
TOO_MUCH = 4 / 3  # stock of what sells less and less, against its target
BEHIND = month_row(LAST_CLOSED.plus(-5), 6)  # months of which it is known what was made
LAST_MADE = Month("2026-07")  # of the article that ends
# What came out of what the plants were told to make, where it was not nearly all: a sewing machine down, painters ill.
CAME_OUT = {(FURNITURE, "2026-10"): 0.76, (GRILLS, "2026-09"): 0.7}


def plant_of(article: Article) -> str:
    return RECIPES[article.recipe][0] if article.recipe else SIBIU


def stock_target(article: Article) -> float:
    """Return 18 days of demand and the safety days at the end of October; of what ends, all that will still be sold."""
    coming = expected(article, CURRENT) + expected(article, CURRENT.plus(1))
    return coming if article.end else _usual(article, LAST_CLOSED)


def _usual(article: Article, month: Month) -> float:
    """Return 18 days of the demand of the two months to come and the safety days."""
    coming = expected(article, month.plus(1)) + expected(article, month.plus(2))
    return coming / 2 * (CYCLE_DAYS + SAFETY_DAYS[article.family]) / DAYS_A_MONTH


def inventory(chance: random.Random) -> Iterator[Row]:
    for article in ARTICLES:
        if article.family == PAVILIONS:
            continue
        falling = article.family == HEATERS or bool(article.end)
        stock = round(stock_target(article) * (TOO_MUCH if falling else 1) * chance.uniform(0.95, 1.05))
        yield from _lying(article, stock)
    yield from _materials_at(LAST_CLOSED)


def _materials_at(month: Month) -> Iterator[Row]:
    """Yield the stock of materials at the end of a month: what the next one takes and a little more."""
    for material in MATERIALS:
        chance = random.Random(f"{SEED} {material.sku} {month}")
        cover = BURNER_COVER if material.sku == BURNER else MATERIAL_COVER
        quantity = needed(material.sku, month.plus(1)) * cover * chance.uniform(0.97, 1.03)
        home = BACAU if material.sku.startswith("MT-2") else SIBIU
        yield {"sku": material.sku, "location": home, "quantity": round(quantity, -1 if quantity > 100 else 0)}


def _lying(article: Article, stock: int) -> Iterator[Row]:
    """Yield where the stock of an article lies: what is made in both plants, or bought, in both."""
    elsewhere = round(stock * (0.4 if article.both_plants or not article.hours else 0))
    home = plant_of(article)
    yield {"sku": article.sku, "location": home, "quantity": stock - elsewhere}
    if elsewhere:
        yield {"sku": article.sku, "location": BACAU if home == SIBIU else SIBIU, "quantity": elsewhere}


# The months behind ---------------------------------------------------------------------------------------------------


@cache
def _sold() -> dict[tuple[str, str], int]:
    """Return the units of every SKU and closed month, as the file of sales has them."""
    units: dict[tuple[str, str], int] = {}
    for sale in sales(random.Random(f"{SEED} sales_history")):
        units[sale.sku, sale.month] = units.get((sale.sku, sale.month), 0) + sale.quantity
    return units


@cache
def _behind() -> tuple[dict[tuple[str, str], int], dict[tuple[str, str], int]]:
    """Return closing stocks and units made or received, by SKU and month, worked back from today's stock."""
    closing: dict[tuple[str, str], int] = {}
    made: dict[tuple[str, str], int] = {}
    for row in inventory(random.Random(f"{SEED} inventory")):
        key = str(row["sku"]), str(LAST_CLOSED)
        closing[key] = closing.get(key, 0) + int(row["quantity"])
    for article in ARTICLES:
        for month in reversed(BEHIND):
            here, before = (article.sku, str(month)), (article.sku, str(month.plus(-1)))
            if article.family == PAVILIONS:
                made[here] = sum(int(row["quantity"]) for row in _book_of(article, month.plus(-2)))
                continue
            leaving = closing[here] + _sold().get(here, 0)
            ended = bool(article.end) and month > LAST_MADE
            made[here] = 0 if ended else max(0, leaving - _aimed(article, month.plus(-1)))
            closing[before] = leaving - made[here]
    return closing, made


def _aimed(article: Article, month: Month) -> int:
    """Return the stock that the planners of that month closed with; heaters began to pile up in September."""
    chance = random.Random(f"{SEED} {article.sku} {month}")
    piled = {"2026-09": 1.2, "2026-08": 1.05}.get(month, 1.0) if article.family == HEATERS else 1.0
    return round(_usual(article, month) * piled * chance.uniform(0.93, 1.07))


def stock_history(_: random.Random) -> Iterator[Row]:
    for month in month_row(BEHIND[0].plus(-1), len(BEHIND) + 1):
        yield from ({"month": month, **row} for row in stock_at(month))


def stock_at(month: Month) -> Iterator[Row]:
    """Yield the stock at the end of a month behind, as a delivery of that time."""
    closing, _ = _behind()
    for article in ARTICLES:
        if article.family != PAVILIONS:
            yield from _lying(article, closing[article.sku, month])
    yield from _materials_at(month)


def production_history(_: random.Random) -> Iterator[Row]:
    _, made = _behind()
    for month in BEHIND:
        for article in ARTICLES:
            quantity = made[article.sku, month]
            if quantity:
                plant = plant_of(article) if article.hours else ""
                yield {"month": month, "sku": article.sku, "plant": plant, "quantity": quantity}


# What was ordered ----------------------------------------------------------------------------------------------------


def production_orders(_: random.Random) -> Iterator[Row]:
    return orders_at(LAST_CLOSED)


def orders_at(last_closed: Month) -> Iterator[Row]:
    """Yield what the plants were told to make in the month that ran and the one after it."""
    for month in month_row(last_closed.plus(1), 2):
        for article in ARTICLES:
            quantity = ordered(article, month)
            if article.hours and quantity:
                yield {"month": month, "sku": article.sku, "plant": plant_of(article), "quantity": quantity}


def ordered(article: Article, month: Month) -> int:
    """Return what was ordered for a month: once it is behind what came of it over its share, else about its demand."""
    if month <= LAST_CLOSED:
        share = CAME_OUT.get((article.family, str(month)), 0.99) if article.hours else 0.99
        chance = random.Random(f"{SEED} orders {article.sku} {month}")
        return round(_behind()[1][article.sku, month] / (share * chance.uniform(0.98, 1.02)))
    if article.end:
        return 0
    if article.family == PAVILIONS:
        return round(expected(article, month.plus(-2)))
    return round(expected(article, month) * (1 if month == CURRENT else YEAR_END_CUT))


def open_orders(_: random.Random) -> Iterator[Row]:
    """Yield the order book of the pavilions: taken in September and October, promised in eight weeks."""
    return book_at(LAST_CLOSED)


def book_at(last_closed: Month) -> Iterator[Row]:
    """Yield the order book of the pavilions at the end of a month: what was taken in the last two."""
    for taken in (last_closed.plus(-1), last_closed):
        for article in ARTICLES:
            if article.family == PAVILIONS:
                yield from _book_of(article, taken)


def _book_of(article: Article, taken: Month) -> Iterator[Row]:
    for region in REGIONS:
        for name, share in class_shares(article, region, taken).items():
            quantity = round(expected_in(article, region, taken) * share)
            if quantity:
                where = {"region": region, "customer_class": name}
                yield {"month": taken, "sku": article.sku, **where, "quantity": quantity}


def open_purchases(_: random.Random) -> Iterator[Row]:
    """Yield what is on order; of March's burners 30 % arrive in March and the rest in April."""
    for material in MATERIALS:
        due = {month: needed(material.sku, month.plus(1)) for month in _ordered_months(material, LAST_CLOSED)}
        if material.sku == BURNER:
            due = {month: needed(material.sku, month) * BURNER_SHARE.get(month, 1.0) for month in month_row(CURRENT, 6)}
            late = 0.7 * due[Month("2027-03")]
            due[Month("2027-03")] -= late
            due[Month("2027-04")] += late
        for month, quantity in due.items():
            yield {"month": month, "sku": material.sku, "quantity": round(quantity, -1 if quantity > 100 else 0)}
    for article in ARTICLES:
        if not article.hours:
            for month in (CURRENT, CURRENT.plus(1)):
                yield {"month": month, "sku": article.sku, "quantity": round(expected(article, month))}


def _ordered_months(material: Material, last_closed: Month) -> tuple[Month, ...]:
    """Return the months for which orders stand: those before what the next plan orders can arrive."""
    return month_row(last_closed.plus(1), 2 + lead_months(material.lead_time_days))


def purchases_at(last_closed: Month) -> Iterator[Row]:
    """Yield what was on order at the end of a month behind: materials as usual, articles that are bought ready."""
    for material in MATERIALS:
        for month in _ordered_months(material, last_closed):
            quantity = needed(material.sku, month.plus(1))
            yield {"month": month, "sku": material.sku, "quantity": round(quantity, -1 if quantity > 100 else 0)}
    for month in month_row(last_closed.plus(1), 2):
        for article in ARTICLES:
            quantity = 0 if article.hours else ordered_ready(article, month)
            if quantity:
                yield {"month": month, "sku": article.sku, "quantity": quantity}


def ordered_ready(article: Article, month: Month) -> int:
    return ordered(article, month) if month <= LAST_CLOSED else round(expected(article, month))
