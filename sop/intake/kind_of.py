"""What kind of file it is: by its columns, then by what stands in its name, its sheet and its title."""

from collections.abc import Mapping, Sequence
from typing import Final

from sop.domain.kinds import KINDS, Holds, Kind
from sop.intake.header_rows import name_of
from sop.intake.headers import form_of
from sop.intake.mapping import PART, Columns, map_columns
from sop.intake.stock_columns import are_statuses
from sop.intake.synonyms import WEEK
from sop.intake.words import plain

_MASTER: Final = "items"
_STOCK: Final = "inventory"
_WORDS: Final = {
    "sales_history": "vanzari vanzare vanzarile vanzarilor sales umsatz verkauf verkaufe absatz iesiri livrari facturi facturare ie invoices va05 vf05 sold",
    "inventory": "stoc stocuri stocul stocurilor stocului stock stocks inventory bestand lagerbestand balanta mb52 mmbe onhand",
    "open_purchases": "furnizori purchase purchases bestellungen achizitii me2m me2n po einkauf aprovizionare",
    "open_orders": "portofoliu backlog auftragsbestand openorders restante neonorate",
    "production_history": "productie produced production produktion realizari realizat predari fertigung",
    "production_orders": "lansari fertigungsauftrage comenzi lansate planificate",
    "forecasts": "prognoza prognoze forecast forecasts prognose previziuni estimari",
    "budget": "buget bugete budget plan planificat target quota",
    "stock_history": "istoric closing endbestand inchidere",
    "prices": "preturi prices preise pricelist",
    "costs": "costuri costs kosten cost",
    "routings": "norme routing routings arbeitsplan tehnologie operatii",
    "bom": "retete reteta bom stuckliste consumuri fisa",
    "capacity": "capacitate capacitati capacity kapazitat",
    "items": "articole nomenclator items products produse artikelstamm",
    "materials_suppliers": "materiale materials suppliers lieferanten",
    "currency_rates": "curs cursuri rates kurse valutar",
    "unit_conversions": "conversii conversions umrechnung unitati",
    "market_studies": "piata market markt studiu",
    "customers": "clienti customers kunden",
    "projects": "proiecte projects projekte promotii",
    "people": "oameni people persoane participanti",
}  # fmt: skip


def kinds_of(header: Sequence[str], context: str = "", *, months_wide: bool = False) -> tuple[Kind, ...]:
    """Return the kinds that a header fits best: those whose required columns are there, by how many of all are.

    Where several fit as well, the one that the file, its sheet or its title is called by. `months_wide`: the header holds
    months and amounts in them.
    """
    fits = {}
    by_week = any(name_of(name) in WEEK for name in header)
    for kind in KINDS.values():
        columns = map_columns(kind, header)
        parts = {guess.column for guess in columns.guesses if guess.sure <= PART and guess.source}
        lacking = (parts & {column.name for column in kind.columns if column.required}) | set(columns.missing)
        lacking -= {"month", _amount(kind)} if months_wide else set()
        lacking -= {"quantity"} if kind.name == _STOCK and are_statuses(header) else set()
        telling = form_of(kind).telling
        told = not telling or set(telling) & columns.strong or (months_wide and _amount(kind) in telling)
        if not lacking and told and not ((months_wide or by_week) and not _has_months(kind)):
            fits[kind.name] = _fit(kind, columns)
    best = max(fits.values(), default=0)
    fitting = tuple(KINDS[name] for name, fit in fits.items() if fit == best)
    if [kind.name for kind in fitting] == [_MASTER]:
        fitting += _counting(fits, header)
    return _called(fitting, context)


def _counting(fits: Mapping[str, float], header: Sequence[str]) -> tuple[Kind, ...]:
    """Return the kinds that read a quantity which a list of items has no use for: what describes an article is in any list."""
    counting = {
        name: fit for name, fit in fits.items() if name != _MASTER and "quantity" in map_columns(KINDS[name], header).strong
    }  # fmt: skip
    return tuple(KINDS[name] for name, fit in counting.items() if fit == max(counting.values()))


def _has_months(kind: Kind) -> bool:
    return any(column.name == "month" for column in kind.columns) and bool(_amount(kind))


def _amount(kind: Kind) -> str:
    return next((column.name for column in kind.columns if column.holds is Holds.NUMBER), "")


def _fit(kind: Kind, columns: Columns) -> float:
    """Return how many of our columns the file has; a SKU that a kind has no use for speaks against it."""
    named = {column.name for column in kind.columns}
    lost = (
        "sku" not in named
        and "parent_sku" not in named
        and any(plain(name) in {"sku", "cod articol"} for name in columns.unused)
    )
    return len(columns.sources) - lost


def _called(fitting: tuple[Kind, ...], context: str) -> tuple[Kind, ...]:
    if len(fitting) < 2:
        return fitting
    words = set(plain(context).split())
    by_name = tuple(kind for kind in fitting if plain(kind.name) in plain(context))
    if len(by_name) == 1:
        return by_name
    scores = {kind.name: len(words & set(_WORDS.get(kind.name, "").split())) for kind in fitting}
    best = max(scores.values())
    called = tuple(kind for kind in fitting if scores[kind.name] == best)
    return called if best and len(called) == 1 else fitting
