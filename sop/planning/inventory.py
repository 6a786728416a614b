"""How much to order once for an uncertain demand (the newsvendor), for normally distributed demand."""

from statistics import NormalDist

from sop.domain.errors import Invalid


def order_quantity(holding: float, shortage: float, mean: float, deviation: float) -> float:
    """Return the order in units that costs least: the demand's quantile at shortage / (shortage + holding).

    `holding` is the cost of a unit too many, `shortage` that of a unit too few.
    """
    _check(holding, shortage, deviation)
    quantile = shortage / (shortage + holding)
    if not 0 < quantile < 1:
        raise Invalid("A unit too many and a unit too few cost amounts of comparable size.")
    return NormalDist(mean, deviation).inv_cdf(quantile)


def expected_cost(quantity: float, holding: float, shortage: float, mean: float, deviation: float) -> float:
    """Return the expected cost of units left over and units short when `quantity` is ordered, in money.

    Units short are expected at deviation x (phi(z) - z (1 - Phi(z))), units left over are those plus quantity - mean.
    """
    _check(holding, shortage, deviation)
    normal = NormalDist()
    z = (quantity - mean) / deviation
    short = deviation * (normal.pdf(z) - z * (1 - normal.cdf(z)))
    return holding * (quantity - mean + short) + shortage * short


def _check(holding: float, shortage: float, deviation: float) -> None:
    if holding <= 0 or shortage <= 0:
        raise Invalid("A unit too many and a unit too few both cost something.")
    if deviation <= 0:
        raise Invalid("The spread of demand is above 0.")
