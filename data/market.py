"""How much Casa Verde sells: what may be expected in a month, and what came in the 48 closed ones, with its accidents."""

import random
from collections.abc import Iterator
from dataclasses import dataclass

from data.catalogue import (
    ARTICLES,
    CLASS_PRICE,
    FURNITURE,
    GRILLS,
    MARKETS,
    OWN_CLASSES,
    PAVILIONS,
    PLANTERS,
    PRICE_LEVEL,
    REGIONS,
    SEASONS,
    SPARES,
    Article,
)
from sop.domain.calendar import Month, month_row

FIRST, LAST_CLOSED = Month("2022-11"), Month("2026-10")
HISTORY = month_row(FIRST, 48)
ANCHOR = Month("2026-05").ordinal - 0.5  # middle of the last 12 months, which an article's units describe

RAMP = (0.35, 0.6, 0.85)  # the first months of a launch
LEVEL_BEFORE = {"PL-115": (Month("2024-02"), 0.72), "GF-220": (Month("2025-03"), 1.32)}  # a listing won, one lost
REPLACED_FROM, REPLACED_MONTHS = Month("2025-12"), 13  # the barrel grill fades out while its successor comes
YEARS = {2022: 0.96, 2023: 0.95, 2024: 0.98}
STRIKE, STRIKE_SHARE, CAUGHT_UP = Month("2024-09"), 0.5, 1.12
STOCK_OUT_SKU, STOCK_OUT_MONTHS, STOCK_OUT_SHARE = "GR-215", (Month("2024-07"), Month("2024-08")), 0.12
PROMOTIONS, PROMOTION_LIFT, PULLED_FORWARD, PROMOTION_PRICE = (2024, 2025), 1.5, 0.74, 0.9
# Share of the weeks before Easter that lies in March, by year: Orthodox in Romania, Western elsewhere.
EASTER_IN_MARCH = {
    "Romania": {2023: 0.4, 2024: 0.0, 2025: 0.3, 2026: 0.5, 2027: 0.0, 2028: 0.4},
    "elsewhere": {2023: 0.6, 2024: 1.0, 2025: 0.3, 2026: 0.8, 2027: 1.0, 2028: 0.3},
}
EASTER_LIFT = 0.12
EASTER_FAMILIES = (GRILLS, FURNITURE, PLANTERS)


@dataclass(frozen=True, slots=True)
class Sale:
    month: Month
    sku: str
    region: str
    customer_class: str
    quantity: int
    revenue: float


def expected(article: Article, month: Month) -> float:
    """Units over all regions that may be expected in a month, Easter and accidents aside."""
    season = SEASONS[article.profile]
    growth = (1 + article.growth) ** ((month.ordinal - ANCHOR) / 12)
    share = season[month.number - 1] / sum(season)
    return float(article.units * share * growth * _phase(article, month) * _level(article, month))


def _phase(article: Article, month: Month) -> float:
    if article.launch and month < article.launch:
        return 0.0
    if article.end:
        gone = max(0, month.ordinal - REPLACED_FROM.ordinal) / REPLACED_MONTHS
        return 0.0 if month > article.end else 1 - 0.9 * gone
    age = month.ordinal - Month(article.launch or FIRST).ordinal
    return RAMP[age] if article.launch and age < len(RAMP) else 1.0


def _level(article: Article, month: Month) -> float:
    since, before = LEVEL_BEFORE.get(article.sku, (FIRST, 1.0))
    return (before if month < since else 1.0) * YEARS.get(month.year, 1.0)


def region_share(region: str, month: Month) -> float:
    share, drift, _, _ = MARKETS[region]
    return share + drift * (month.ordinal - ANCHOR) / 12


def easter(article: Article, region: str, month: Month) -> float:
    """How much of the weeks before Easter lies in this month: lifts March or April, never both in full."""
    if article.family not in EASTER_FAMILIES or month.number not in {3, 4}:
        return 1.0
    in_march = EASTER_IN_MARCH["Romania" if region == "Romania" else "elsewhere"][month.year]
    return 1 + EASTER_LIFT * ((in_march if month.number == 3 else 1 - in_march) - 0.5)


def expected_in(article: Article, region: str, month: Month) -> float:
    return expected(article, month) * region_share(region, month) * easter(article, region, month)


def class_shares(article: Article, region: str, month: Month) -> dict[str, float]:
    """Return the classes that buy it and their shares, which add up to 1."""
    own = OWN_CLASSES.get(article.sku) or OWN_CLASSES.get(article.family)
    years = (month.ordinal - ANCHOR) / 12
    shares = own or {name: share + drift * years for name, (share, drift) in MARKETS[region][3].items()}
    known = {name: share for name, share in shares.items() if name in CLASS_PRICE}
    return {name: share / sum(known.values()) for name, share in known.items()}


def price_level(month: Month) -> float:
    return [level for since, level in PRICE_LEVEL if since <= month][-1]


def net_price(article: Article, region: str) -> float:
    """Lei per unit in a region today, over its classes."""
    shares = class_shares(article, region, LAST_CLOSED)
    discount = sum(share * CLASS_PRICE[name] for name, share in shares.items())
    return round(article.price * MARKETS[region][2] * discount, 2)


def unit_cost(article: Article) -> float:
    """Lei per unit at its first plant: what leaves the article's margin on the mean net price."""
    mean = sum(net_price(article, region) * region_share(region, LAST_CLOSED) for region in REGIONS)
    return round(mean * (1 - article.margin), 2)


def sales(chance: random.Random) -> Iterator[Sale]:
    """Yield what was sold in each closed month, in the order of the file."""
    for month in HISTORY:
        mood = {family: chance.gauss(1, 0.025) for family in {article.family: 0 for article in ARTICLES}}
        for article in ARTICLES:
            if expected(article, month) > 0:
                sold = _spare_sales if article.family == SPARES else _month_sales
                yield from sold(article, month, mood[article.family], chance)


def _month_sales(article: Article, month: Month, mood: float, chance: random.Random) -> Iterator[Sale]:
    wobble = mood * chance.gauss(1, 0.11 if article.family == PAVILIONS else 0.06) * _accident(article, month)
    for region in REGIONS:
        for name, share in class_shares(article, region, month).items():
            units = expected_in(article, region, month) * share * wobble * chance.gauss(1, 0.07)
            lift, discount = _promotion(article, region, name, month)
            quantity = int(max(0.0, units * lift) + chance.random())  # rounds up as often as the fraction says
            if quantity:
                yield _sale(article, region, name, month, quantity, discount)


def _spare_sales(article: Article, month: Month, mood: float, chance: random.Random) -> Iterator[Sale]:
    """Yield a lump now and then: a spare part is asked for in some months only."""
    asked, size = chance.random() < article.chance, chance.lognormvariate(-0.12, 0.5)
    region = chance.choices(REGIONS, [MARKETS[name][0] for name in REGIONS])[0]
    name = chance.choices(list(OWN_CLASSES[SPARES]), list(OWN_CLASSES[SPARES].values()))[0]
    quantity = round(expected(article, month) * mood / article.chance * size)
    if asked and quantity:
        yield _sale(article, region, name, month, quantity, 1.0)


def _accident(article: Article, month: Month) -> float:
    if month == STRIKE:
        return STRIKE_SHARE
    if month == STRIKE.plus(1):
        return CAUGHT_UP
    return STOCK_OUT_SHARE if article.sku == STOCK_OUT_SKU and month in STOCK_OUT_MONTHS else 1.0


def _promotion(article: Article, region: str, customer_class: str, month: Month) -> tuple[float, float]:
    """Return what a chain's promotion in May does to units and price, and to the June after it."""
    at_chain = article.family == FURNITURE and region == "Romania" and customer_class == "DIY chains"
    if not at_chain or month.year not in PROMOTIONS:
        return 1.0, 1.0
    return {5: (PROMOTION_LIFT, PROMOTION_PRICE), 6: (PULLED_FORWARD, 1.0)}.get(month.number, (1.0, 1.0))


def _sale(article: Article, region: str, customer_class: str, month: Month, quantity: int, discount: float) -> Sale:
    price = article.price * MARKETS[region][2] * CLASS_PRICE[customer_class] * price_level(month) * discount
    return Sale(month, article.sku, region, customer_class, quantity, round(quantity * price, 2))
