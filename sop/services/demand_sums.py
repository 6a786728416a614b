"""Sums over SKUs: what one unit counts in them, their history, and how far their forecast may be off."""

from collections.abc import Sequence

import numpy as np

from sop.domain.catalogue import Catalogue
from sop.domain.demand import Backtest, GroupForecast
from sop.domain.supply import FloatArray
from sop.forecasting.engine import BLEND, Forecast
from sop.services.frames import WHOLE


def is_in_money(catalogue: Catalogue, family: str) -> bool:
    """Return whether a family's sum is shown in money, because its SKUs have no unit in common; all of them have none."""
    return family == WHOLE or not catalogue.unit_of(family)


def weights_of(catalogue: Catalogue, price: FloatArray, family: str) -> FloatArray:
    """Return what one unit of each SKU counts in the family's sum, (i, s): 1, or its price; 0 outside of it.

    A SKU without a price counts nothing in money: what it would be worth is not known.
    """
    inside = np.array([family in {WHOLE, item.family} for item in catalogue.items], dtype=np.float64)
    each = np.nan_to_num(price) if is_in_money(catalogue, family) else np.ones_like(price)
    return inside[:, None] * each


def per_unit(weights: FloatArray, mix: FloatArray) -> FloatArray:
    """Return what one unit of a SKU counts when it is sold in its usual mix of regions, (i,)."""
    share: FloatArray = np.asarray((weights * mix).sum(axis=1))
    return share


def group_histories(catalogue: Catalogue, price: FloatArray, by_sku: FloatArray, mix: FloatArray) -> FloatArray:
    """Return the closed months of every family and of everything, (g, m), NaN before the first sale of any SKU."""
    known = np.isfinite(by_sku)
    units = np.where(known, by_sku, 0.0)
    rows = []
    for family in (*catalogue.families, WHOLE):
        each = per_unit(weights_of(catalogue, price, family), mix)
        rows.append(np.where(known[each > 0].any(axis=0), each @ units, np.nan))
    return np.array(rows).reshape(len(rows), by_sku.shape[1])


def group_forecast(catalogue: Catalogue, made: Forecast, first: int) -> GroupForecast:
    """Return what a forecast says about the groups, whose rows stand in it from `first` on."""
    rows = slice(first, None)
    return GroupForecast(
        names=(*catalogue.families, WHOLE),
        below_80=made.point[rows] - made.lower_80[rows],
        above_80=made.upper_80[rows] - made.point[rows],
        flags=made.flags[rows],
        backtest=backtest_of(made, range(first, len(made.point))),
    )


def backtest_of(made: Forecast, rows: Sequence[int | None]) -> Backtest:
    """Return the accuracy of some of a forecast's series, the blend as the last model.

    None stands for a series whose forecast was not made from its own past: nothing is known of its accuracy.
    """
    names = (*made.models, BLEND)
    own = np.array([row is not None for row in rows], dtype=np.bool_)
    at = np.array([row or 0 for row in rows], dtype=np.intp)
    measures = [made.accuracy[name] for name in names]
    weights = np.where(own[:, None], made.weights[at], 0.0)
    return Backtest(
        models=names,
        weights=np.hstack([weights, np.zeros((len(at), 1))]),
        wape=np.array([np.where(own, each.wape[at], np.nan) for each in measures]),
        mase=np.array([np.where(own, each.mase[at], np.nan) for each in measures]),
        bias=np.array([np.where(own, each.bias[at], np.nan) for each in measures]),
    )
