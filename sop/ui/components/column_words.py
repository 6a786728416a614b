"""What each column of a delivery is called on the screen, with its unit."""

from sop.domain.kinds import Column, Kind
from sop.language import N_, _

COLUMN_WORDS = {
    "sku": N_("SKU"),
    "name": N_("Name"),
    "family": N_("Family"),
    "make_or_buy": N_("Made or bought"),
    "mode": N_("Made to stock or to order"),
    "unit": N_("Unit"),
    "equivalent_unit": N_("Common unit of the family"),
    "equivalent_per_unit": N_("Common units in one"),
    "volume_m3": N_("Volume, m³"),
    "safety_stock_days": N_("Safety stock, days"),
    "promised_months": N_("Promised delivery, months"),
    "launch_month": N_("First month on sale"),
    "end_month": N_("Last month on sale"),
    "like_sku": N_("Sells like"),
    "month": N_("Month"),
    "region": N_("Region"),
    "customer_class": N_("Customer class"),
    "quantity": N_("Quantity"),
    "revenue": N_("Value"),
    "location": N_("Location"),
    "status": N_("Stock status"),
    "plant": N_("Plant"),
    "resource": N_("Resource"),
    "resource_kind": N_("Line or labour"),
    "staff_group": N_("Staffed by"),
    "hours": N_("Hours"),
    "overtime_hours": N_("Overtime, hours"),
    "overtime_cost_per_hour": N_("Cost of an overtime hour"),
    "hours_per_unit": N_("Hours per unit"),
    "unit_cost": N_("Unit cost"),
    "holding_percent_per_month": N_("Holding cost, % a month"),
    "monthly_limit": N_("Limit a month"),
    "price": N_("Price"),
    "margin": N_("Margin"),
    "parent_sku": N_("Made SKU"),
    "component_sku": N_("Component"),
    "qty_per": N_("Quantity in one"),
    "uom": N_("Unit"),
    "supplier": N_("Supplier"),
    "lead_time_days": N_("Lead time, days"),
    "min_order": N_("Smallest order"),
    "expedite_percent": N_("Surcharge when hurried, %"),
    "order_number": N_("Order number"),
    "source": N_("Whose it is"),
    "market_index": N_("Market index"),
    "currency": N_("Currency"),
    "rate": N_("Rate"),
    "factor": N_("Units in one"),
    "project_kind": N_("Kind of project"),
    "owner_function": N_("Responsible function"),
    "first_month": N_("First month"),
    "last_month": N_("Last month"),
    "demand_percent": N_("Effect on demand, %"),
    "price_percent": N_("Effect on price, %"),
    "capacity_percent": N_("Effect on capacity, %"),
    "note": N_("Note"),
    "customer": N_("Customer"),
    "strategic": N_("Strategic"),
    "function": N_("Function"),
    "role": N_("Role"),
    "language": N_("Language"),
    "email": N_("E-mail"),
}


def column_word(name: str) -> str:
    """Return what a column of ours is called in the language spoken now."""
    return _(COLUMN_WORDS[name])


def needed_first(kind: Kind) -> tuple[Column, ...]:
    """Return the columns of a kind, those that every file must have before the others."""
    return tuple(sorted(kind.columns, key=lambda column: not column.required))
