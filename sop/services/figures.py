"""The figures by which plans are compared: the field of `Kpis`, its word and unit, and which way is better."""

from dataclasses import dataclass
from enum import StrEnum

from sop.language import N_, Term


class Counted(StrEnum):
    """In what a figure is counted."""

    MONEY = "money"
    SHARE = "share"
    HOURS = "hours"


@dataclass(frozen=True, slots=True)
class Figure:
    """A row of the comparison: the field of `Kpis`, its unit, and whether more (1), less (-1) or neither (0) is better."""

    field: str
    word: Term
    counted: Counted
    better: int


FIGURES = (
    Figure("revenue_money", N_("Revenue"), Counted.MONEY, 1),
    Figure("margin_money", N_("Margin"), Counted.MONEY, 1),
    Figure("fill_rate", N_("Fill rate"), Counted.SHARE, 1),
    Figure("stock_value_money", N_("Stock value"), Counted.MONEY, -1),
    Figure("utilisation", N_("Utilisation"), Counted.SHARE, 0),
    Figure("overtime_h", N_("Overtime"), Counted.HOURS, -1),
    Figure("production_money", N_("Cost of production"), Counted.MONEY, 0),  # selling less is no saving
    Figure("purchase_money", N_("Cost of purchases"), Counted.MONEY, 0),
    Figure("overtime_money", N_("Cost of overtime"), Counted.MONEY, -1),
    Figure("holding_money", N_("Cost of holding stock"), Counted.MONEY, -1),
)
SOMETIMES = (  # shown where one of the plans has them: not every company buys material or hires
    Figure("material_money", N_("Cost of material"), Counted.MONEY, 0),
    Figure("hurried_money", N_("Surcharge for what is hurried"), Counted.MONEY, -1),
    Figure("subcontract_money", N_("Cost of subcontracting"), Counted.MONEY, 0),
    Figure("storage_money", N_("Rent for storage"), Counted.MONEY, -1),
    Figure("staff_money", N_("Cost of staff and shifts"), Counted.MONEY, 0),
)
