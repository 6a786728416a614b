"""Levers said as a person would say them, in the language that is spoken now."""

from sop.domain.scenario import BOUNDS, Dimension, Lever, LeverKind, Scope, Unit
from sop.language import N_, _, months, ngettext, number, signed

LEVER_NAMES = {
    LeverKind.DEMAND: N_("Demand"),
    LeverKind.DEMAND_UNITS: N_("Demand in units"),
    LeverKind.PRICE: N_("Price"),
    LeverKind.ELASTICITY: N_("Price elasticity (an assumption)"),
    LeverKind.CAPACITY: N_("Capacity"),
    LeverKind.CAPACITY_HOURS: N_("Capacity in hours"),
    LeverKind.OUTAGE: N_("Outage"),
    LeverKind.OVERTIME: N_("Overtime allowed"),
    LeverKind.EXTRA_SHIFT: N_("Extra shift"),
    LeverKind.HIRING: N_("Hiring allowed"),
    LeverKind.SUBCONTRACT: N_("Subcontracting allowed"),
    LeverKind.MATERIAL_PRICE: N_("Material price"),
    LeverKind.SUPPLIER_OUTAGE: N_("Supplier outage"),
    LeverKind.SUPPLIER_DELAY: N_("Supplier delay"),
    LeverKind.SAFETY_STOCK: N_("Safety stock"),
    LeverKind.SAFETY_STOCK_UNITS: N_("Safety stock in units"),
    LeverKind.TARGET_SERVICE: N_("Target service"),
    LeverKind.STOCK_LIMIT: N_("Stock limit"),
    LeverKind.ALLOCATION: N_("Served first"),
    LeverKind.FROZEN: N_("Frozen months"),
}
_EVERYTHING, _EVERY_RESOURCE, _ALL_STAFF = N_("everything"), N_("every resource"), N_("all staff")
EVERYTHING = {
    **dict.fromkeys(LeverKind, _EVERYTHING),
    **dict.fromkeys((LeverKind.CAPACITY, LeverKind.CAPACITY_HOURS, LeverKind.OUTAGE), _EVERY_RESOURCE),
    **dict.fromkeys((LeverKind.OVERTIME, LeverKind.EXTRA_SHIFT, LeverKind.HIRING), _ALL_STAFF),
    LeverKind.MATERIAL_PRICE: N_("all materials"),
    LeverKind.SUPPLIER_OUTAGE: N_("all suppliers"),
    LeverKind.SUPPLIER_DELAY: N_("all suppliers"),
    LeverKind.FROZEN: N_("all plants"),
}
_PERCENT_OF = {
    LeverKind.OVERTIME: N_("{percent} % of staff hours"),
    LeverKind.EXTRA_SHIFT: N_("{percent} % of staff hours"),
    LeverKind.OUTAGE: N_("{percent} % of hours fall away"),
    LeverKind.SUBCONTRACT: N_("{percent} % of their limit"),
    LeverKind.SUPPLIER_OUTAGE: N_("{percent} % do not come"),
    LeverKind.TARGET_SERVICE: N_("{percent} % of months without shortage"),
}
_SIGNED = {
    Unit.PERCENT: N_("{change} %"),
    Unit.HOURS: N_("{change} h a month"),
}
_REPLACED = N_("{later} replaces {earlier} where both hold.")


def scope_words(kind: LeverKind, scope: Scope) -> str:
    """Return what a lever moves: the name, or the word for all of it."""
    return scope.name if scope.dimension is not Dimension.ALL else _(EVERYTHING[kind])


def lever_value(lever: Lever) -> str:
    """Return a lever's value with its unit and, for a change, its sign."""
    return value_words(lever.kind, lever.value)


def value_words(kind: LeverKind, value: float) -> str:
    """Return a value of a kind of lever with its unit and, for a change, its sign."""
    digits = 0 if abs(value - round(value)) < 0.05 else 1
    if kind in _PERCENT_OF:
        return _(_PERCENT_OF[kind]).format(percent=number(value, digits))
    if kind in _COUNTED:
        return _COUNTED[kind](value, digits)
    return _(_SIGNED[BOUNDS[kind].unit]).format(change=signed(value, digits))


def _days(value: float, digits: int) -> str:
    return ngettext("{days} day", "{days} days", round(value)).format(days=number(value, digits))


def _months(value: float, digits: int) -> str:
    return ngettext("{months} month", "{months} months", round(value)).format(months=number(value, digits))


def _workers(value: float, digits: int) -> str:
    said = ngettext("{workers} worker a month", "{workers} workers a month", round(value))
    return said.format(workers=number(value, digits))


def _units(value: float, digits: int) -> str:
    return ngettext("{units} unit", "{units} units", round(value)).format(units=number(value, digits))


def _units_more(value: float, digits: int) -> str:
    said = ngettext("{change} unit a month", "{change} units a month", abs(round(value)))
    return said.format(change=signed(value, digits))


def _elasticity(value: float, digits: int) -> str:
    return _("{percent} % of demand for 1 % of price").format(percent=number(value, digits))


_COUNTED = {
    LeverKind.SAFETY_STOCK: _days,
    LeverKind.STOCK_LIMIT: _days,
    LeverKind.SUPPLIER_DELAY: _months,
    LeverKind.FROZEN: _months,
    LeverKind.HIRING: _workers,
    LeverKind.SAFETY_STOCK_UNITS: _units,
    LeverKind.DEMAND_UNITS: _units_more,
    LeverKind.ELASTICITY: _elasticity,
}


def months_words(lever: Lever) -> str:
    """Return the months of a lever: one, or from one to another."""
    return months(lever.months.first, lever.months.last)


def lever_sentence(lever: Lever) -> str:
    """Return such as "Demand, Heaters: +10 %, Feb 27 to Apr 27"."""
    return _("{lever}, {scope}: {value}, {months}").format(
        lever=_(LEVER_NAMES[lever.kind]),
        scope=scope_words(lever.kind, lever.scope),
        value=lever_value(lever),
        months=months_words(lever),
    )


def overruled_sentence(earlier: Lever, later: Lever) -> str:
    """Return which of two levers holds where both speak of the same."""
    return _(_REPLACED).format(later=f"“{lever_sentence(later)}”", earlier=f"“{lever_sentence(earlier)}”")
