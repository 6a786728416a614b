"""The forecast engine on the M3 monthly series: accuracy, interval coverage, and time against statsmodels in the same run."""

import sys
import time
import warnings
from collections.abc import Callable
from itertools import product
from pathlib import Path

import numpy as np
import pandas as pd

from sop.forecasting import accuracy
from sop.forecasting.engine import BLOCK, forecast

ROOT = Path(__file__).parents[2]
M3 = ROOT.parent / "shared" / "data" / "forecast"
HORIZON = 18
PEERS = ("THETA", "ForecastPro")
TIMED_SERIES = 12
SCALED_SERIES = 10_000


def right_aligned(lines: pd.DataFrame) -> np.ndarray:
    """Values as (series, months), series in the order of their ids."""
    series, at = np.unique(lines["series_id"].to_numpy(dtype=str), return_inverse=True)
    month = lines["month"].to_numpy()
    last = np.zeros(len(series), dtype=int)
    np.maximum.at(last, at, month)
    width = int(np.bincount(at).max())
    values = np.full((len(series), width), np.nan)
    values[at, width - 1 - (last[at] - month)] = lines["value"].to_numpy()
    return values


def published(method: str) -> np.ndarray:
    lines = pd.read_parquet(M3 / "m3_monthly_published_forecasts.parquet")
    lines = lines[lines["method"] == method].rename(columns={"h": "month", "forecast": "value"})
    return right_aligned(lines)


def scores(points: np.ndarray, actual: np.ndarray, history: np.ndarray) -> tuple[float, float]:
    """sMAPE and MASE, each averaged over the series."""
    return float(accuracy.smape(points, actual).mean()), float(accuracy.mase(points, actual, history).mean())


def owa(own: tuple[float, float], naive: tuple[float, float]) -> float:
    return (own[0] / naive[0] + own[1] / naive[1]) / 2


def cpu_seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def statsmodels_ets(values: np.ndarray) -> np.ndarray:
    """The exponential smoothing with the least AICc of nine, as one would choose it per series."""
    from statsmodels.tsa.exponential_smoothing.ets import ETSModel

    fits = []
    for (trend, damped), seasonal in product(((None, False), ("add", False), ("add", True)), (None, "add", "mul")):
        periods = {"seasonal_periods": 12} if seasonal else {}
        model = ETSModel(values, error="add", trend=trend, damped_trend=damped, seasonal=seasonal, **periods)
        fits.append(model.fit(disp=False))
    return min(fits, key=lambda fit: fit.aicc).forecast(HORIZON)


def report_accuracy(history: np.ndarray, actual: np.ndarray) -> None:
    predicted = forecast(history, HORIZON)
    naive = scores(published("NAIVE2"), actual, history)
    own = scores(predicted.point, actual, history)
    print(f"engine       sMAPE {own[0]:6.2f}  MASE {own[1]:.3f}  OWA {owa(own, naive):.3f} (aim <= 0.83)")
    for peer in PEERS:
        score = scores(published(peer), actual, history)
        print(f"{peer:12} sMAPE {score[0]:6.2f}  MASE {score[1]:.3f}  OWA {owa(score, naive):.3f}")
    for coverage, lower, upper, aim in (
        (80, predicted.lower_80, predicted.upper_80, ".75-.88"),
        (95, predicted.lower_95, predicted.upper_95, ".91-.98"),
    ):
        print(
            f"{coverage} % interval holds {((actual >= lower) & (actual <= upper)).mean():.3f} of the months (aim {aim})"
        )


def report_time(history: np.ndarray) -> None:
    engine = cpu_seconds(lambda: forecast(history, HORIZON)) / len(history)
    sample = history[:: len(history) // TIMED_SERIES][:TIMED_SERIES]
    statsmodels_ets(sample[0][~np.isnan(sample[0])])  # its import is not counted
    ets = cpu_seconds(lambda: [statsmodels_ets(values[~np.isnan(values)]) for values in sample]) / len(sample)
    print(f"one series: engine with backtest and intervals {engine * 1e3:.2f} ms, statsmodels ETS {ets * 1e3:.0f} ms")
    print(f"ratio engine / statsmodels ETS {engine / ets:.5f} (aim <= 0.05)")


def report_scale() -> None:
    demand = np.random.default_rng(1).gamma(2, 50, (SCALED_SERIES, 60))
    demand[::5] *= np.random.default_rng(2).random((len(demand[::5]), 60)) < 0.3
    seconds = cpu_seconds(lambda: forecast(demand, HORIZON))
    print(
        f"{SCALED_SERIES} series of 60 months, a fifth intermittent, blocks of {BLOCK}: {seconds:.1f} CPU s (aim <= 60)"
    )


def main() -> int:
    report_scale()
    if not M3.exists():
        print(
            "The M3 series are not there (shared/data/forecast): accuracy and the ratio to statsmodels were not measured."
        )
        return 0
    lines = pd.read_parquet(M3 / "m3_monthly.parquet")
    history = right_aligned(lines[lines["split"] == "train"])
    report_accuracy(history, right_aligned(lines[lines["split"] == "test"]))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # statsmodels reports fits that did not converge
        report_time(history)
    return 0


if __name__ == "__main__":
    sys.exit(main())
