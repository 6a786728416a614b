"""A plan as an ERP takes it over: demand, production and purchases by SKU and month, one row a figure."""

from datetime import datetime

import numpy as np
import pandas as pd

from sop.domain.errors import Invalid
from sop.domain.supply import FloatArray, SupplyPlan
from sop.exports.tables import csv_bytes
from sop.exports.workbook import workbook_bytes
from sop.language import _

LEAST = 1e-6  # units: what the solver leaves of nothing


def erp_frames(plan: SupplyPlan) -> dict[str, pd.DataFrame]:
    """Return demand_plan (sku, region, month, quantity), production_plan (sku, plant, ...) and purchases (sku, ...).

    Production stands in the month in which it is made. Rows without a quantity are left out.
    """
    return {
        "demand_plan": _rows(plan, plan.demand_by_region_units, {"region": plan.regions}),
        "production_plan": _rows(plan, plan.production_units, {"plant": plan.plants}),
        "purchases": _rows(plan, plan.purchased_units, {}),
    }


def _rows(plan: SupplyPlan, units: FloatArray, axis: dict[str, tuple[str, ...]]) -> pd.DataFrame:
    found = np.argwhere(np.abs(units) > LEAST)
    names: list[tuple[str, tuple[str, ...]]] = [("sku", plan.skus), *axis.items(), ("month", plan.months)]
    columns = {name: [values[row] for row in found[:, k]] for k, (name, values) in enumerate(names)}
    return pd.DataFrame({**columns, "quantity": [round(float(units[tuple(row)]), 3) for row in found]})


def erp_file(plan: SupplyPlan, form: str, stamp: datetime) -> bytes:
    """Return the three tables as xlsx, a sheet each, or as one csv with the table's name in front."""
    frames = erp_frames(plan)
    if form == "xlsx":
        return workbook_bytes(frames, title=_("Plan"), stamp=stamp)
    if form == "csv":
        every = [frame.assign(table=name) for name, frame in frames.items()]
        columns = ["table", "sku", "region", "plant", "month", "quantity"]
        return csv_bytes(
            pd.concat(every, ignore_index=True).reindex(columns=columns).fillna({"region": "", "plant": ""})
        )
    raise Invalid("There is no {form} of this. Choose one of {known}.", form=form, known="csv, xlsx")
