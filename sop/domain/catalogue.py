"""What a company sells and with what it makes it: the axes of every figure."""

from dataclasses import dataclass

from sop.domain.calendar import Month


@dataclass(frozen=True, slots=True)
class Item:
    """One SKU: its family, how it is made available, and its sizes."""

    sku: str
    name: str
    family: str
    made_to_order: bool
    unit: str
    equivalent_unit: str
    equivalent_per_unit: float
    safety_stock_days: float
    promised_months: int
    launch_month: Month | None
    end_month: Month | None
    like_sku: str


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The items, regions, plants and resources of a company, in the order in which they are shown."""

    items: tuple[Item, ...]
    regions: tuple[str, ...]
    plants: tuple[str, ...]
    resources: tuple[str, ...]

    @property
    def skus(self) -> tuple[str, ...]:
        return tuple(item.sku for item in self.items)

    @property
    def families(self) -> tuple[str, ...]:
        """Return the families once each, in the order of their first item."""
        return tuple(dict.fromkeys(item.family for item in self.items))

    def unit_of(self, family: str) -> str:
        """Return the unit in which the family's SKUs can be added up; empty when they have none in common."""
        units = {item.unit for item in self.items if item.family == family}
        return units.pop() if len(units) == 1 else ""
