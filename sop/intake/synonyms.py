"""What columns are called in Romanian, English and German files, by SAP and by other systems.

`STRONG` names say what a column is, `WEAK` ones only where nothing better is there. The order is that of preference where
a column is told apart by nothing else. Names are written as `sop.intake.words.plain` leaves them.
"""

from collections.abc import Mapping
from typing import Final

from sop.domain.kinds import StockStatus

Names = tuple[str, ...]


def _names(text: str) -> Names:
    return tuple(each.strip() for each in " ".join(text.split()).split(","))


ORDERED: Final = _names(
    "ordered quantity, order quantity, ordered qty, order qty, quantity ordered, qty ordered, ordered, order lines quantity, "
    "order lines ordered quantity, cantitate comandata, cant comandata, comandat, auftragsmenge, bestellmenge, bestellte menge, kwmeng"
)
DELIVERED: Final = _names(
    "delivered quantity, delivered qty, quantity delivered, qty delivered, delivered, delivery quantity, shipped quantity, shipped qty, "
    "quantity shipped, qty shipped, shipped, received quantity, quantity received, qty received, order lines delivered quantity, "
    "cantitate livrata, cant livrata, livrat, cantitate expediata, cantitate receptionata, cantitate primita, cant receptionata, "
    "liefermenge, gelieferte menge, geliefert, gelieferte mge, lfimg, wareneingangsmenge, wemng"
)
INVOICED: Final = _names(
    "invoiced quantity, invoiced qty, quantity invoiced, qty invoiced, billed quantity, billed qty, order lines invoiced quantity, "
    "cantitate facturata, cant facturata, facturat, fakturierte menge, fkimg"
)
STRONG: Final[Mapping[str, Names]] = {
    "month": _names(
        "month, luna, posting date, buchungsdatum, budat, data document, data documentului, data doc, data factura, data facturii, "
        "data factura client, document date, belegdatum, bldat, invoice date, rechnungsdatum, order date, bestelldatum, data comenzii, "
        "data comanda, an luna, luna an, anul luna, perioada, period, periode, monat, buchungsmonat, spmon, fiscal period, "
        "data livrare, data livrarii, delivery date, lieferdatum, requested delivery date, wunschlieferdatum, year month, "
        "month year, calendar month, kalendermonat, luna calendaristica, perioada fiscala, date"
    ),
    "sku": _names(
        "sku, cod articol, cod produs, cod material, codpr, cod art, codart, cod prod, cod intern, item no, item number, item code, item, "
        "product code, product no, product number, product id, material, material number, material no, article, article no, artikelnr, "
        "artikelnummer, artikel nr, artikel, matnr, materialnummer, simbol, simbol articol, order lines product, articol cod, cod marfa, "
        "part number, part no, sachnummer, sku code, stock code, stockcode, cod reper"
    ),
    "name": _names(
        "name, denumire, denumire articol, denumire produs, denpr, denart, descriere, descriere articol, description, item description, "
        "material description, product name, bezeichnung, artikelbezeichnung, materialkurztext, maktx, nume articol, nume produs, articol, produs"
    ),
    "family": _names(
        "family, familie, familia, grupa, grupa articole, grupa de articole, grupa produse, categorie, categoria, clasa, gama, gama produse, "
        "item category, item category code, product group, product family, product category, warengruppe, matkl, produktgruppe, "
        "material group, artikelgruppe"
    ),
    "region": _names(
        "region, regiune, regiunea, zona, zona vanzari, zona de vanzare, teritoriu, sales territory, territory, sales region, gebiet, "
        "vertriebsgebiet, verkaufsgebiet, bezirk, vkbur, bzirk"
    ),
    "customer_class": _names(
        "customer class, channel, canal, canal vanzare, canal de vanzare, canal distributie, clasa client, clasa clienti, tip client, "
        "grupa client, grupa clienti, customer group, sales channel, distribution channel, vertriebsweg, kundengruppe, kundenklasse, vtweg, segment"
    ),
    "quantity": (
        *ORDERED,
        *DELIVERED,
        *INVOICED,
        *_names(
            "quantity, qty, cantitate, cantitatea, cant, cantitate vanduta, sold quantity, sold qty, menge, "
            "verkaufsmenge, absatz, absatzmenge, erfmg, qty in un of entry, quantity in unit of entry, units sold, units, "
            "vanzari cantitativ, vanzari cantitate, cantitativ"
        ),
    ),
    "revenue": _names(
        "revenue, valoare fara tva, val fara tva, valoare neta, val neta, vanzari nete, vanzari valoric, cifra de afaceri, venituri, net value, "
        "net amount, net sales, ordered value, order value, delivered value, invoiced value, billed value, valoare comandata, "
        "valoare livrata, valoare facturata, val facturata, val livrata, val comandata, auftragswert, fakturawert, sales amount, sales amount actual, turnover, order lines subtotal, subtotal, untaxed amount, nettowert, nettobetrag, "
        "nettoumsatz, umsatz, umsatzerlose, erlose, netwr, amount in lc, dmbtr, betrag in hauswahrung, betrag hauswahrung, betrag hauswahr, betrag in hw, valoare vanzare, valoare vanzari, valoare vanduta, valoric"
    ),
    "margin": _names("margin, marja, marja bruta, profit, gross margin, deckungsbeitrag, marge, contribution margin"),
    "location": _names(
        "location, gestiune, gestiunea, depozit, magazie, locatie, store, warehouse, storage location, lagerort, lager, lgort, location code, "
        "den gestiune, denumire gestiune"
    ),
    "plant": _names("plant, fabrica, uzina, sectie, werk, werks, site, production site, factory"),
    "resource": _names(
        "resource, resursa, utilaj, masina, linie, work center, work centre, arbeitsplatz, arbpl, centru de lucru, centrul de lucru"
    ),
    "hours": _names(
        "hours, ore, ore disponibile, capacitate, capacitate ore, available hours, stunden, kapazitat, verfugbare stunden, capacity hours"
    ),
    "overtime_hours": _names("overtime hours, ore suplimentare, overtime, uberstunden"),
    "hours_per_unit": _names(
        "hours per unit, ore pe bucata, norma de timp, timp unitar, norma, stunden je stuck, ore buc, ore unitate"
    ),
    "unit_cost": _names(
        "unit cost, cost unitar, cost standard, standard cost, pret de cost, stuckkosten, herstellkosten, cost, stprs, standardpreis"
    ),
    "price": _names(
        "price, pret, pret unitar, pu, pret vanzare, pret lista, unit price, list price, sales price, preis, verkaufspreis, listenpreis, netpr, einkaufspreis"
    ),
    "supplier": _names(
        "supplier, furnizor, vendor, lieferant, lifnr, den furnizor, denumire furnizor, vendor name, supplier name"
    ),
    "order_number": _names(
        "order number, order no, nr comanda, numar comanda, comanda, document no, purchase order, po number, po, purchasing document, ebeln, "
        "bestellung, bestellnummer, nr document"
    ),
    "lead_time_days": _names(
        "lead time days, termen livrare, termen de livrare, lead time, lieferzeit, lieferzeit tage, zile livrare, plifz"
    ),
    "min_order": _names(
        "min order, cantitate minima, comanda minima, minimum order quantity, moq, mindestbestellmenge, min order qty"
    ),
    "minimum_lot_units": _names(
        "minimum lot units, minimum lot, minimum lot size, min lot, min lot size, lot minim, lot minim de productie, marime minima lot, "
        "mindestlosgrosse, mindestlos, bstmi, lot size, marime lot, losgrosse"
    ),
    "lot_multiple_units": _names(
        "lot multiple units, lot multiple, order multiple, rounding value, multiplu lot, multiplu de lot, valoare rotunjire, rundungswert, bstrf"
    ),
    "parent_sku": _names(
        "parent sku, cod parinte, produs finit, cod produs finit, parinte, parent, parent item no, production bom no, kopfmaterial, ansamblu, reteta"
    ),
    "component_sku": _names(
        "component sku, cod componenta, componenta, component, component item no, materie prima, cod materie prima, komponente, idnrk"
    ),
    "qty_per": _names(
        "qty per, cantitate necesara, consum specific, consum unitar, quantity per, menge je, componentenmenge, komponentenmenge, cantitate pe unitate"
    ),
    "uom": _names("uom, um, u m, unitate de masura, unit of measure, me, meins, einheit, mengeneinheit"),
    "unit": _names(
        "unit, um, u m, unitate de masura, unitate, uom, unit of measure, base unit of measure, me, meins, basismengeneinheit, einheit, sales unit"
    ),
    "make_or_buy": _names(
        "make or buy, fabricat cumparat, mod aprovizionare, replenishment system, beschaffungsart, beskz"
    ),
    "status": _names("status, stare, stare stoc, stock status, bestandsart, stock type, tip stoc"),
    "currency": _names("currency, valuta, moneda, wahrung, waers, currency code"),
    "rate": _names("rate, curs, curs valutar, curs bnr, exchange rate, kurs, wechselkurs"),
    "factor": _names(
        "factor, factor conversie, conversie, conversion factor, umrechnungsfaktor, qty per unit of measure"
    ),
    "market_index": _names("market index, indice, indice piata, index, marktindex"),
    "source": _names("source, sursa, quelle"),
    "customer": _names("customer, client, denumire client, den client, nume client, customer name, kunde, kundenname"),
    "first_month": _names("first month, de la, luna inceput, from month, von monat"),
    "last_month": _names("last month, pana la, luna sfarsit, to month, bis monat"),
}
WEAK: Final[Mapping[str, Names]] = {
    "month": _names("data, datum, termen, scadenta"),
    "sku": _names(
        "cod, code, product, produs, articol, article number, marfa, no, nr articol, ean, cod bare, cod de bare"
    ),
    "name": _names("text, titlu, denumirea, nume"),
    "family": _names("group, clasa produs, linie produse, product line"),
    "region": _names("judet, tara, country, land, agent, oras, city, filiala, branch, state"),
    "quantity": _names("buc, bucati, nr buc, pieces, stuck, volum, sold cantitativ"),
    "revenue": _names(
        "valoare, val, valoarea, amount, value, wert, betrag, suma, sales, vanzari, total linie, line total, valoare lei"
    ),
    "price": _names("standard price, pret achizitie, pret intrare"),
    "location": _names("punct de lucru, raft"),
    "customer_class": _names("tip, class, clasa"),
}
TAXED: Final = _names(
    "valoare cu tva, val cu tva, total cu tva, vanzari cu tva, valoare bruta, gross value, gross amount, gross sales, amount including vat, amount incl vat, "
    "total incl vat, value incl vat, total, valoare totala, bruttowert, bruttobetrag, bruttoumsatz, brutto, betrag inkl mwst, total with tax, taxed amount"
)
OF_KIND: Final[Mapping[tuple[str, str], Names]] = {
    ("inventory", "quantity"): _names(
        "on hand, on hand quantity, quantity on hand, qty on hand, stoc, stoc final, stoc curent, sold cantitativ, cantitate stoc, stoc cantitativ, "
        "unrestricted, unrestricted use, bestand, lagerbestand, frei verwendbar, labst, inventory, stock, sold final, stoc disponibil"
    ),
    ("stock_history", "quantity"): _names(
        "closing balance, closing stock, stoc final, sold final, endbestand, bestand, stoc, stock, sold cantitativ"
    ),
    ("open_orders", "quantity"): _names(
        "open quantity, cantitate ramasa, rest de livrat, rest livrare, outstanding quantity, quantity to deliver, cantitate comandata, offene menge, cantitate nelivrata"
    ),
    ("open_purchases", "quantity"): _names(
        "open quantity, cantitate ramasa, rest de primit, rest de receptionat, outstanding quantity, still to be delivered qty, offene menge, cantitate comandata, on order, noch zu liefern, noch zu liefern menge, restmenge, still to be delivered, outstanding qty, bestellmenge"
    ),
    ("open_purchases", "month"): _names(
        "delivery date, data livrare, data livrarii, lieferdatum, expected receipt date, eindt, due date, termen livrare, data receptiei"
    ),
    ("open_orders", "month"): _names(
        "delivery date, data livrare, data livrarii, lieferdatum, requested delivery date, termen livrare, shipment date"
    ),
    ("production_history", "quantity"): _names(
        "produced quantity, cantitate produsa, cantitate realizata, productie, output quantity, produced, produzierte menge, yield, realizat"
    ),
    ("production_orders", "quantity"): _names(
        "planned quantity, cantitate planificata, cantitate lansata, order quantity, auftragsmenge, gamng"
    ),
    ("budget", "revenue"): _names("budget, buget, buget valoric, plan valoric, planumsatz, planwert"),
    ("budget", "quantity"): _names("buget cantitativ, plan cantitativ, planmenge, budget quantity"),
    ("forecasts", "quantity"): _names(
        "forecast, prognoza, previziune, prognose, forecast quantity, cantitate prognozata, estimare"
    ),
    ("costs", "unit_cost"): _names("cost unitar, cost de productie, unit cost, standard cost"),
}
STOCK_IN_ALL: Final = frozenset(
    _names(
        "stoc total, total stoc, stoc total cantitativ, total stock, stock total, gesamtbestand, bestand gesamt, total on hand"
    )
)
_FREE_STOCK: Final = _names(
    "unrestricted, unrestricted use, unrestricted use stock, unrestricted stock, frei verwendbar, frei verwendbarer bestand, freier bestand, "
    "labst, stoc liber, liber, utilizare libera, stoc disponibil, disponibil, available, available stock, free stock, free"
)
_BLOCKED_STOCK: Final = _names(
    "blocked, blocked stock, gesperrt, gesperrter bestand, sperrbestand, speme, blocat, stoc blocat, in quality insp, in quality inspection, "
    "quality inspection, quality insp, qi stock, in qualitatsprufung, qualitatsprufung, qualitatsprufbestand, in qualitatspruf, in qual prufung, insme, "
    "in control calitate, control calitate, in control de calitate, in calitate, stoc in calitate, carantina, stoc in carantina, "
    "restricted, restricted use, restricted use stock, nicht frei, nicht frei verwendbar, einme, restrictionat, stoc restrictionat, returns, "
    "blocked returns, retouren, retourensperrbestand, retme, stoc retururi, defect, stoc defect, damaged"
)
_STOCK_IN_TRANSIT: Final = _names(
    "in transit, stock in transit, transit, transit and transfer, in transfer, stock in transfer, transit transfer, unterwegs, transitbestand, "
    "in umlagerung, umlagerung, umlagerungsbestand, transit und umlagerung, umlme, trame, in tranzit, stoc in tranzit, tranzit, stoc in transfer, in drum"
)
STOCK_IN_COLUMNS: Final[Mapping[str, StockStatus]] = {
    **dict.fromkeys(_FREE_STOCK, StockStatus.FREE),
    **dict.fromkeys(_BLOCKED_STOCK, StockStatus.BLOCKED),
    **dict.fromkeys(_STOCK_IN_TRANSIT, StockStatus.IN_TRANSIT),
}
YEAR: Final = frozenset(
    _names("an, anul, an doc, an document, year, jahr, gjahr, fiscal year, an fiscal, geschaftsjahr, calendar year")
)
MONTH_OF_YEAR: Final = frozenset(
    _names(
        "luna, luna doc, luna document, month, monat, poper, monat nr, nr luna, numar luna, perioada, period, periode, month no, calendar month, luna calendaristica"
    )
)
DAY: Final = frozenset(_names("zi, ziua, ziua doc, zi doc, day, tag, ziua document"))
WEEK: Final = frozenset(
    _names(
        "week, week no, calendar week, year week, iso week, woche, kw, kalenderwoche, saptamana, sapt, nr saptamana, an saptamana"
    )
)
QUARTER: Final = frozenset(
    _names("quarter, fiscal quarter, quartal, trimestru, trimestrul, trim, nr trimestru, an trimestru, year quarter")
)
HALF_YEAR: Final = frozenset(_names("half year, semester, semestru, semestrul, halbjahr"))
UNIT: Final = frozenset(
    _names(
        "um, u m, unit, uom, unit of measure, sales unit, unitate, unitate de masura, unit of entry, me, meins, einheit, mengeneinheit, vrkme, erfme"
    )
)
CURRENCY: Final = frozenset(
    _names("moneda, valuta, currency, currency code, document currency, wahrung, waers, waerk, deviza")
)
MOVEMENT: Final = frozenset(
    _names(
        "tip miscare, movement type, bwart, bewegungsart, tip document, tip doc, document type, entry type, tip operatie, tip tranzactie, "
        "transaction type, belegart, tip iesire, fel miscare, invoice type, tip factura, fkart"
    )
)
LINE_STATUS: Final = frozenset(
    _names(
        "status, stare, stare document, status document, stare comanda, status comanda, order status, line status, document status, "
        "state, auftragsstatus, belegstatus, stare factura, status factura"
    )
)
SIGN: Final = frozenset(
    _names("shkzg, debit credit, debit credit ind, soll haben, d c, debit credit indicator, soll haben kennzeichen")
)
