"""What goes into what Casa Verde makes: bills over two levels, and how much of a material a month takes."""

from collections.abc import Iterator

from data.catalogue import ARTICLES, BODIES, BURNERS, HEATING_ELEMENTS, MATERIAL_SHARE_OF_COST, MATERIALS, OAK, Article
from data.market import expected, unit_cost
from sop.domain.calendar import Month

Row = dict[str, str | float]


def bill() -> Iterator[Row]:
    for article in ARTICLES:
        if article.hours:
            parts, left = _counted_parts(article)
            body = f"SA-{article.sku}"
            yield {"parent_sku": article.sku, "component_sku": body, "qty_per": 1, "uom": "pcs"}
            for material, quantity in parts.items():
                yield {"parent_sku": article.sku, "component_sku": material, "qty_per": quantity, "uom": "pcs"}
            for material, share in BODIES[article.recipe].items():
                yield _body_part(article, body, material, left * share)


def _counted_parts(article: Article) -> tuple[dict[str, float], float]:
    """Return the parts that are counted, and the lei that remain for what goes by weight, length or volume."""
    burners = BURNERS.get(article.sku, 0)
    parts = {
        "MT-130": burners,
        "MT-140": min(burners, 1),
        "MT-150": HEATING_ELEMENTS.get(article.sku, 0),
        "MT-300": 1,
        "MT-310": 1,
    }
    used = {material: float(count) for material, count in parts.items() if count}
    price = {material.sku: material.price for material in MATERIALS}
    spent = sum(price[material] * count for material, count in used.items())
    return used, max(unit_cost(article) * MATERIAL_SHARE_OF_COST - spent, 4.0)


def _body_part(article: Article, body: str, material_sku: str, money: float) -> Row:
    chosen = "MT-230" if article.sku in OAK and material_sku == "MT-220" else material_sku
    material = next(material for material in MATERIALS if material.sku == chosen)
    quantity = round(money / material.price, 3)
    return {"parent_sku": body, "component_sku": chosen, "qty_per": quantity, "uom": material.uom}


def needed(material: str, month: Month) -> float:
    """Return what a month's expected demand takes of a material, through both levels of the bill."""
    per_unit = {(row["parent_sku"], row["component_sku"]): float(row["qty_per"]) for row in bill()}
    total = 0.0
    for article in ARTICLES:
        if article.hours:
            body = f"SA-{article.sku}"
            direct, through = per_unit.get((article.sku, material), 0.0), per_unit.get((body, material), 0.0)
            total += (direct + through) * expected(article, month)
    return total
