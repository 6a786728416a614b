"""Why a plan is not better, in words that add up: what a limit is worth, what relieves it, whose hours are the gate."""

import math
from collections.abc import Sequence

from sop.domain.supply import PENALTIES, SupplyPlan
from sop.language import N_, _, compact_money, hours, money, month, ngettext, number, percent, quantity
from sop.planning.limits import Limit, LimitKind
from sop.planning.offers import Means, Offer
from sop.planning.relief import Relief
from sop.planning.routes import Route, Way
from sop.planning.worth import Worth
from sop.services.company import Company
from sop.services.sentences import lever_sentence
from sop.services.why import unit_of

PENALTY_WORDS = dict(
    zip(
        PENALTIES,
        (
            N_("targets missed"), N_("orders late"), N_("sales lost"), N_("hours that no limit allows"),
            N_("shortage shared unequally"), N_("material that is not there"), N_("stock beyond the room"),
            N_("stock beyond its limit"),
        ),
        strict=True,
    )
)  # fmt: skip
LIMITS = {
    LimitKind.HOURS: N_("hour of {name}"),
    LimitKind.OVERTIME: N_("hour of overtime, {name}"),
    LimitKind.EXTRA_SHIFT: N_("hour of an extra shift, {name}"),
    LimitKind.PURCHASE: N_("{unit} of {name} to buy"),
    LimitKind.SUBCONTRACT: N_("{unit} of {name} made outside"),
    LimitKind.MATERIAL: N_("{unit} of material {name}"),
    LimitKind.STORAGE: N_("cubic metre of warehouse"),
}
MEANS = {
    Means.OVERTIME: N_("overtime, {name}"),
    Means.EXTRA_SHIFT: N_("extra shift, {name}"),
    Means.HIRING: N_("hiring, {name}"),
    Means.HOURS: N_("more hours, {name}"),
    Means.SUBCONTRACT: N_("{name} made outside"),
    Means.PURCHASE: N_("more of {name} to buy"),
    Means.HURRY: N_("{name} hurried"),
}
_BY_HOUR = frozenset({Means.OVERTIME, Means.EXTRA_SHIFT, Means.HOURS})
LEAST_MONEY = 0.5
_WHOLE_FROM = 10.0  # money: of less cents are told
_LEAST_WORTH = 0.005  # money: less is printed as nothing
_LEAST_SHARE = 0.005  # of a cost: less is printed as 0 %


def is_told(amount: float) -> bool:
    """Return whether an amount of money is more than nothing as it is written."""
    return amount >= _LEAST_WORTH


def worth_money(amount: float, currency: str, *, signed: bool = False) -> str:
    """Return what one more of a limit is worth; a small amount in cents."""
    return money(amount, currency, _digits(amount), signed=signed)


def _digits(amount: float) -> int:
    return 0 if abs(amount) >= _WHOLE_FROM else 2


def worth_words(worth: Worth, plan: SupplyPlan, currency: str, company: Company) -> str:
    """Return what one more of a limit is worth: its parts, which add up as written, how far it holds, what the margin gains."""
    digits = _digits(worth.total_money)
    total = round(worth.total_money, digits)
    penalties = {name: round(amount, digits) for name, amount in zip(PENALTIES, worth.penalties, strict=True)}
    penalty = sum(penalties.values())
    paid = round(total - penalty, digits)  # what is left: the parts add up after rounding as well

    def told(amount: float) -> str:
        return money(amount, currency, digits, signed=True)

    parts = [_("{amount} in money").format(amount=told(paid))] if paid else []
    each = [f"{_(PENALTY_WORDS[name])} {told(amount)}" for name, amount in penalties.items() if amount]
    if each:
        parts.append(f"{_('{amount} in penalties').format(amount=told(penalty))} ({', '.join(each)})")
    reach = _("It holds for at least {far} more") if worth.is_open else _("It holds for {far} more")
    said = [
        _("One more {what} in {month} saves {total}: {parts}.").format(
            what=limit_words(worth.limit, company), month=month(plan.months[worth.month]),
            total=money(total, currency, digits), parts=", ".join(parts),
        ),
        reach.format(far=number(worth.holds_for)),
    ]  # fmt: skip
    if worth.limit.kind is LimitKind.MATERIAL and (price := float(plan.material_unit_money[worth.limit.row])) > 0:
        said[0] += " " + _("It costs {price}.").format(price=worth_money(price, currency))
    if abs(worth.margin_money) >= LEAST_MONEY:
        margin = money(worth.margin_money, currency, _digits(worth.margin_money), signed=True)
        return f"{said[0]} {_('{reach}; margin {margin}.').format(reach=said[1], margin=margin)}"
    return f"{said[0]} {said[1]}."


def limit_words(limit: Limit, company: Company) -> str:
    """Return the name of one more unit of a limit, in the unit in which it is counted."""
    unit = unit_of(company, limit.name, is_material=limit.kind is LimitKind.MATERIAL)
    return _(LIMITS[limit.kind]).format(name=limit.name, unit=unit or _("unit"))


def relief_words(relief: Relief, plan: SupplyPlan, currency: str, company: Company) -> str:
    """Return a way out with its price and when it works, what it brings, what is paid for it, and from when on it is used."""
    offer = relief.offer
    what = lever_sentence(relief.lever) if relief.lever is not None else offer_words(offer)
    brings = [
        f"{price_words(offer, currency, company)}, {when_words(offer, plan)}",
        _("saves {amount}").format(amount=compact_money(relief.saved_money, currency)),
    ]
    if relief.regained_money >= LEAST_MONEY:
        brings.append(_("{amount} more in time").format(amount=compact_money(relief.regained_money, currency)))
    amount = _amount(relief, company)
    if offer.is_priced:
        brings.append(_("{what} for {amount}").format(what=amount, amount=compact_money(relief.paid_money, currency)))
    elif relief.amount > 0:
        worth = compact_money(relief.worth_each_money, currency)
        brings.append(_("{what}, worth up to {amount} each").format(what=amount, amount=worth))
    if abs(relief.margin_money) >= LEAST_MONEY:
        brings.append(_("margin {amount}").format(amount=compact_money(relief.margin_money, currency, signed=True)))
    brings.append(_("used from {month}").format(month=month(relief.first_month)))
    return f"{what} · {' · '.join(brings)}"


def _amount(relief: Relief, company: Company) -> str:
    offer = relief.offer
    if offer.means in _BY_HOUR:
        return hours(relief.amount, signed=True)
    if offer.means is Means.HIRING:
        return ngettext("{count} worker hired", "{count} workers hired", round(relief.amount)).format(
            count=number(relief.amount)
        )
    return quantity(relief.amount, _unit(offer, company), signed=True)


def offer_words(offer: Offer) -> str:
    """Return the name of a way out: of what, and whose or where."""
    return _(MEANS[offer.means]).format(name=offer.name)


def price_words(offer: Offer, currency: str, company: Company) -> str:
    """Return what a way out costs, for one hour, worker or unit."""
    if not offer.is_priced:
        return _("no price in the plan")
    price = worth_money(offer.price_money, currency)
    if offer.means in _BY_HOUR:
        return _("{price} an hour").format(price=price)
    if offer.means is Means.HIRING:
        hire = money(offer.hire_money, currency)
        return _("{price} a worker and month, {hire} to hire").format(price=price, hire=hire)
    each = _("{price} for one {unit}").format(price=price, unit=_unit(offer, company))
    return each if math.isnan(offer.premium_share) else f"{percent(offer.premium_share, 0, signed=True)} ({each})"


def when_words(offer: Offer, plan: SupplyPlan) -> str:
    """Return the lead time of a way out: from when on it works, or until when it can."""
    if offer.before is not None and offer.before < len(plan.months):
        return _("before {month}").format(month=month(plan.months[offer.before]))
    if offer.first > plan.frozen_months:
        return _("from {month} on").format(month=month(plan.months[offer.first]))
    return _("at once")


def _unit(offer: Offer, company: Company) -> str:
    return unit_of(company, offer.name, is_material=offer.means is Means.HURRY) or _("unit")


def routes_words(found: Sequence[Route], plan: SupplyPlan, sku: int, at: int, currency: str) -> str:
    """Return what the table says: the cheapest way beside the price, and whose hours are the gate."""
    cheapest, price = found[0], float(plan.price_money[sku, at])
    said = _("The cheapest way costs {cost}; it sells at {price}.").format(
        cost=money(cheapest.full_cost_money, currency, 1), price=money(price, currency, 1)
    )
    made = next((route for route in found if route.way is not Way.REFUSE), None)
    gate = made.gate if made is not None else None
    if made is not None and gate is not None and gate.worth_money >= _LEAST_SHARE * made.full_cost_money > 0:
        said += " " + _("The gate is {resource}: its hours are {share} of the cost.").format(
            resource=gate.name, share=percent(gate.worth_money / made.full_cost_money, 0)
        )
    if cheapest.way is Way.REFUSE and cheapest.used_units > 0:
        said += " " + _("Every other way costs more than refusing it, so it is refused.")
    return said
