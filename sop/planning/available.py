"""The available balance of one SKU: stock, receipts, and what customers take."""

import numpy as np

from sop.domain.errors import Invalid
from sop.domain.supply import FloatArray


def available_balance(
    on_hand: float, forecast: FloatArray, orders: FloatArray, receipts: FloatArray, fence: int
) -> FloatArray:
    """Return the projected available balance at the end of each bucket, (t,) in units; below 0 is a shortage.

    In the first `fence` buckets only orders count, beyond them the larger of forecast and orders: within the fence
    nothing new is promised, so a forecast that did not become orders takes nothing any more.
    """
    if not len(forecast) == len(orders) == len(receipts):
        raise Invalid("Forecast, orders and receipts have different lengths.")
    if not 0 <= fence <= len(forecast):
        raise Invalid("The demand fence lies outside of the horizon.")
    taken = np.where(np.arange(len(forecast)) < fence, orders, np.maximum(forecast, orders))
    return np.asarray(on_hand + np.cumsum(receipts - taken))
