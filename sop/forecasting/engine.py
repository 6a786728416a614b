"""The batch forecast: every series at once, with the backtest that weights the models, intervals and accuracy.

Regular demand gets a blend weighted by the backtest, intermittent demand the mean of its own pool, dead series zero.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from types import MappingProxyType
from typing import Final

import numpy as np
import numpy.typing as npt

from sop.domain.errors import Invalid
from sop.domain.supply import FloatArray
from sop.forecasting import accuracy, backtest, intervals
from sop.forecasting.intermittent import INTERMITTENT_POOL, is_dead, is_intermittent
from sop.forecasting.models import REGULAR_POOL, Member
from sop.forecasting.rows import YEAR, checked, lengths, mean, widened
from sop.forecasting.seasonality import is_seasonal, seasonal_indices

MODELS: Final = tuple(dict.fromkeys(member.name for member in (*REGULAR_POOL, *INTERMITTENT_POOL)))
NAIVE: Final = "seasonal_naive"
BLEND: Final = "blend"
BLOCK: Final = 256  # series computed together: their smoothing states stay in the processor's cache
LONGEST_HORIZON: Final = 120
NOTHING: Final = 1e-12  # of the usual month: less was not sold, and a season of it would be divided by

BoolArray = npt.NDArray[np.bool_]
IndexArray = npt.NDArray[np.intp]


class Pattern(StrEnum):
    """What kind of demand a series was taken for; the first that holds."""

    EMPTY = "empty"  # no closed month
    DEAD = "dead"  # no demand for a year or three mean intervals: forecast 0
    INTERMITTENT = "intermittent"
    SHORT = "short"  # under 24 months: no season is looked for
    SEASONAL = "seasonal"
    REGULAR = "regular"


@dataclass(frozen=True, slots=True, eq=False)
class ModelAccuracy:
    """Backtest measures of one model, each (series,), NaN where undefined; bias positive = over-forecast."""

    wape: FloatArray
    mase: FloatArray
    bias: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class Forecast:
    """Monthly points and intervals of all series, read-only; units are those of the history."""

    point: FloatArray  # (series, horizon)
    lower_80: FloatArray
    upper_80: FloatArray
    lower_95: FloatArray
    upper_95: FloatArray
    flags: tuple[str, ...]  # a Pattern per series
    models: tuple[str, ...]  # columns of weights
    weights: FloatArray  # (series, models), rows add up to 1, or to 0 where the forecast is 0 by rule
    spread: FloatArray  # (series,), typical error of one month ahead
    accuracy: Mapping[str, ModelAccuracy]  # by model, and "blend"

    def __post_init__(self) -> None:
        measures = [array for model in self.accuracy.values() for array in (model.wape, model.mase, model.bias)]
        own = [getattr(self, field.name) for field in fields(self)]
        for array in (*measures, *(value for value in own if isinstance(value, np.ndarray))):
            array.flags.writeable = False


@dataclass(frozen=True, slots=True, eq=False)
class _Block:
    """Results of some series, before they are put together."""

    bounds: tuple[FloatArray, ...]  # point, lower_80, upper_80, lower_95, upper_95
    flags: list[str]
    weights: FloatArray
    spread: FloatArray
    measures: FloatArray  # (models + blend, wape mase bias, series)


@dataclass(frozen=True, slots=True, eq=False)
class _Demand:
    """What the whole history says about each series of a block, (series,).

    It is said once: every origin of the backtest tests the kind of model that the forecast is made with.
    """

    intermittent: BoolArray
    seasonal: BoolArray
    dead: BoolArray
    non_negative: BoolArray
    months: FloatArray


def forecast(history: FloatArray, horizon: int) -> Forecast:
    """Forecast every series for the `horizon` months after the last closed one.

    Args:
        history: (series, months), any unit, right-aligned: the last column is the last closed month, NaN only on the left.
        horizon: months ahead, 1 to 120.

    Raises:
        Invalid: a horizon out of bounds, a gap inside a history, a value that is infinite or beyond 1e15.
    """
    if not 1 <= horizon <= LONGEST_HORIZON:
        raise Invalid(
            "The horizon is {horizon} months; it must be 1 to {limit}.", horizon=horizon, limit=LONGEST_HORIZON
        )
    rows = checked(history)
    starts = range(0, max(len(rows), 1), BLOCK)
    blocks = [_block(_narrowed(rows[start : start + BLOCK]), horizon) for start in starts]
    measures = np.concatenate([block.measures for block in blocks], axis=2)
    point, lower_80, upper_80, lower_95, upper_95 = (
        np.concatenate(parts) for parts in zip(*(block.bounds for block in blocks), strict=True)
    )
    return Forecast(
        point=point,
        lower_80=lower_80,
        upper_80=upper_80,
        lower_95=lower_95,
        upper_95=upper_95,
        flags=tuple(flag for block in blocks for flag in block.flags),
        models=MODELS,
        weights=np.concatenate([block.weights for block in blocks]),
        spread=np.concatenate([block.spread for block in blocks]),
        accuracy=MappingProxyType(
            {name: ModelAccuracy(*measure.copy()) for name, measure in zip((*MODELS, BLEND), measures, strict=True)}
        ),
    )


def _narrowed(rows: FloatArray) -> FloatArray:
    """The rows without months that none of them knows, widened to whole years: padding must change nothing."""
    known = int(lengths(rows).max(initial=0))
    return widened(rows[:, rows.shape[1] - known :])


def _block(history: FloatArray, horizon: int) -> _Block:
    # powers of two scale without rounding: large and small series meet the same tolerances, and squares cannot overflow
    size = np.ldexp(1.0, np.frexp(mean(np.abs(history)))[1])
    history = np.where(np.abs(history) < NOTHING * size[:, None], 0.0, history)  # unknown months stay unknown
    demand = _Demand(
        intermittent=is_intermittent(history),
        seasonal=is_seasonal(history),
        dead=is_dead(history),
        non_negative=np.asarray(~(history < 0).any(axis=1)),
        months=lengths(history),
    )
    scaled = history / size[:, None]
    now = _members(scaled, demand, np.arange(len(scaled)), horizon)
    actual, errors = _backtested(scaled, demand)
    weight = _weights(backtest.mean_absolute(errors), demand)
    point = np.where(demand.dead[:, None], 0.0, _mixed(weight, now))
    blend_error = _blend_errors(errors, demand)
    spread = np.where(demand.dead, 0.0, _spread(blend_error, scaled))
    tested = np.concatenate([errors, blend_error[None]])
    measures = _measures(tested, actual, scaled)
    measures[-1][:, demand.dead] = np.nan
    return _Block(
        bounds=_bounds(point * size[:, None], spread * size, history, demand),
        flags=_flags(demand),
        weights=np.where(demand.dead[:, None], 0.0, weight.T),
        spread=spread * size,
        measures=measures,
    )


def _backtested(history: FloatArray, demand: _Demand) -> tuple[FloatArray, FloatArray]:
    """Actuals (series, origins, steps) and errors (models, series, origins, steps), NaN where there is no origin."""
    origins = backtest.origins(history)
    past, series, origin = origins.stacked(history)
    then = _members(past, demand, series, backtest.STEPS)
    actual = origins.actuals(history)
    errors = np.full((len(MODELS), *actual.shape), np.nan)
    errors[:, series, origin] = then - actual[series, origin]
    return actual, errors


def _members(rows: FloatArray, demand: _Demand, series: IndexArray, horizon: int) -> FloatArray:
    """Points of every model (models, rows, horizon) for rows of these series, NaN outside its pool."""
    points = np.full((len(MODELS), len(rows), horizon), np.nan)
    intermittent = demand.intermittent[series]
    naive = next(member for member in REGULAR_POOL if member.name == NAIVE)
    for pool, chosen in ((REGULAR_POOL, ~intermittent), ((*INTERMITTENT_POOL, naive), intermittent)):
        at = np.flatnonzero(chosen)
        if at.size:
            points[:, at] = _pool_points(pool, rows[at], demand.seasonal[series[at]], horizon)
    return np.where(demand.non_negative[series][:, None], np.maximum(points, 0.0), points)


def _pool_points(pool: tuple[Member, ...], rows: FloatArray, seasonal: BoolArray, horizon: int) -> FloatArray:
    season = seasonal_indices(rows, seasonal)
    level_rows = season.removed(rows)
    points = np.full((len(MODELS), len(rows), horizon), np.nan)
    for member in pool:
        if member.deseasonalised:
            points[MODELS.index(member.name)] = season.restored(member.predict(level_rows, horizon))
        else:
            points[MODELS.index(member.name)] = member.predict(rows, horizon)
    return points


def _weights(mae: FloatArray, demand: _Demand) -> FloatArray:
    """Weights from MAE (models, series) or (models, series, origins): 1 / MAE^2, equal in the intermittent pool."""
    months = demand.months.reshape(-1, *(1,) * (mae.ndim - 2))
    weight = np.zeros_like(mae)
    regular = [MODELS.index(member.name) for member in REGULAR_POOL]
    allowed = np.stack([months >= member.fewest_months for member in REGULAR_POOL])
    weight[regular] = backtest.weights(mae[regular], allowed)
    weight[:, demand.intermittent] = 0.0
    for member in INTERMITTENT_POOL:
        weight[MODELS.index(member.name), demand.intermittent] = 1 / len(INTERMITTENT_POOL)
    return weight


def _mixed(weight: FloatArray, values: FloatArray) -> FloatArray:
    """Sum over the models of weight x value, a model without weight left out."""
    return np.asarray(np.where(weight[..., None] > 0, weight[..., None] * values, 0.0).sum(axis=0))


def _blend_errors(errors: FloatArray, demand: _Demand) -> FloatArray:
    """Backtest errors of the blend (series, origins, steps), each origin weighted by what the others showed."""
    weight = _weights(backtest.mean_absolute_elsewhere(errors), demand)
    untested = np.isnan(errors).all(axis=0)
    return np.where(untested, np.nan, _mixed(weight, errors))


def _spread(blend_error: FloatArray, history: FloatArray) -> FloatArray:
    spread = intervals.one_step_spread(blend_error)
    return np.where(np.isnan(spread), intervals.untested_spread(history), spread)


def _measures(errors: FloatArray, actual: FloatArray, history: FloatArray) -> FloatArray:
    """WAPE, MASE and bias (models, 3, series) over all origins together."""
    months = actual.reshape(len(history), backtest.ORIGINS * backtest.STEPS)
    predicted = errors.reshape(len(errors), *months.shape) + months
    stacked = [
        (accuracy.wape(F, months), accuracy.mase(F, months, history), accuracy.bias(F, months)) for F in predicted
    ]
    return np.array(stacked)


def _bounds(point: FloatArray, spread: FloatArray, history: FloatArray, demand: _Demand) -> tuple[FloatArray, ...]:
    bounds = [point]
    counted = demand.intermittent & ~demand.dead
    for quantile, coverage in ((intervals.T5_80, 0.8), (intervals.T5_95, 0.95)):
        lower, upper = intervals.floored(intervals.student(point, spread, quantile), demand.non_negative)
        if counted.any():
            lower[counted], upper[counted] = intervals.negative_binomial(point[counted], history[counted], coverage)
        bounds += [lower, upper]
    return tuple(bounds)


def _flags(demand: _Demand) -> list[str]:
    held = {
        Pattern.EMPTY: demand.months == 0,
        Pattern.DEAD: demand.dead,
        Pattern.INTERMITTENT: demand.intermittent,
        Pattern.SHORT: demand.months < 2 * YEAR,
        Pattern.SEASONAL: demand.seasonal,
    }
    return [str(flag) for flag in np.select(list(held.values()), [str(name) for name in held], str(Pattern.REGULAR))]
