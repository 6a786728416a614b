"""Levers said as a person would say them, in the language that is spoken now."""

from sop.domain.scenario import Dimension, Lever, LeverKind, Scope
from sop.language import N_, _, months, ngettext, number, signed

LEVER_NAMES = {
    LeverKind.DEMAND: N_("Demand"),
    LeverKind.PRICE: N_("Price"),
    LeverKind.CAPACITY: N_("Capacity"),
    LeverKind.OVERTIME: N_("Overtime allowed"),
    LeverKind.SAFETY_STOCK: N_("Safety stock"),
}
EVERYTHING = {
    LeverKind.DEMAND: N_("everything"),
    LeverKind.PRICE: N_("everything"),
    LeverKind.CAPACITY: N_("every resource"),
    LeverKind.OVERTIME: N_("all staff"),
    LeverKind.SAFETY_STOCK: N_("everything"),
}


def scope_words(kind: LeverKind, scope: Scope) -> str:
    """Return what a lever moves: the name, or the word for all of it."""
    return scope.name if scope.dimension is not Dimension.ALL else _(EVERYTHING[kind])


def lever_value(lever: Lever) -> str:
    """Return a lever's value with its unit and, for a change, its sign."""
    return value_words(lever.kind, lever.value)


def value_words(kind: LeverKind, value: float) -> str:
    """Return a value of a kind of lever with its unit and, for a change, its sign."""
    digits = 0 if abs(value - round(value)) < 0.05 else 1
    if kind is LeverKind.SAFETY_STOCK:
        return ngettext("{days} day", "{days} days", round(value)).format(days=number(value, digits))
    if kind is LeverKind.OVERTIME:
        return _("{percent} % of staff hours").format(percent=number(value, digits))
    return _("{change} %").format(change=signed(value, digits))


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
